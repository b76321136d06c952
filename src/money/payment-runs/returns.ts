import { sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Conflict, Invalid, ruleNamed, type Violation } from '../../base/errors.ts'
import { fromOre, kronorInSwedish, kronorOf, oreOf, toNumber, toOre } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { findRecord } from '../../platform/database/records.ts'
import { checkAdvance, isAdvance } from '../payments/advances.ts'
import { refuseWithheld } from '../payments/changes.ts'
import { conditionsOf } from '../payments/conditions.ts'
import { paymentPlans } from '../payments/plan-record.ts'
import { type PaymentRow, payments } from '../payments/record.ts'
import { keepWithin, lockAward } from '../payments/sums.ts'
import { changePayments, lockPayment, makePayments } from '../payments/write.ts'
import { movePayments } from './payments.ts'
import { problems } from './problems.ts'
import { type Claims, claimsOn, lockRecoveries, setOffOf, standingOf } from './return-queries.ts'
import { checkPaidOutside, checkReissue, checkReturn } from './return-rules.ts'
import type { PaidPayment, PaymentReissue, PaymentReturn } from './return-schemas.ts'

/**
 * Records that the bank sent a paid payment back, or a part of it: what came back is to be planned anew, and the rest and
 * set-offs stay paid. The payee does not owe money that never arrived: a recovery of it must be withdrawn first.
 * @throws NotFound, Conflict (not paid, wholly set off, `payment-claimed`), Invalid
 */
export async function returnPayment(tx: Transaction, actor: Actor, ref: Ref, returned: PaymentReturn) {
  const { municipalityCode } = ref
  const { awardId } = await findRecord(tx, payments, 'payment', ref)
  // The award and its recoveries are locked before the payment: recoveries and set-offs lock in that order.
  await lockAward(tx, { municipalityCode, id: awardId })
  await lockRecoveries(tx, municipalityCode, awardId)
  const before = await lockPayment(tx, ref)
  if (before.status !== 'paid') {
    throw new Conflict(problems['payment-not-paid'], {
      en: `The payment is ${before.status}: only what was paid can come back.`,
      sv: `Utbetalningen har status ${before.status}: bara det som har betalats kan komma i retur.`
    })
  }
  refuse('return-not-valid', checkReturn(returned.returnedOn, before.paidOn!, today()))
  const transferred = oreOf(before.amount) - toOre(await setOffOf(tx, before))
  if (transferred <= 0n)
    throw new Conflict(problems['nothing-was-transferred'], {
      en: 'All of it was set off: no money went to the bank.',
      sv: 'Allt kvittades: inga pengar gick till banken.'
    })
  const amount = returned.amount == null ? transferred : oreOf(returned.amount)
  if (amount > transferred) {
    const violation = {
      field: '/amount',
      message: `must be at most ${kronorOf(transferred)}, what went to the bank`,
      sv: `får vara högst ${kronorInSwedish(fromOre(transferred))}, det som gick till banken`
    }
    throw new Invalid(
      problems['return-not-valid'],
      { en: 'More came back than was sent.', sv: 'Mer kom tillbaka än vad som skickades.' },
      [violation]
    )
  }
  refuseClaimed(await claimsOn(tx, before), amount)
  const { returnedOn, reason, voucherNumber: returnedVoucherNumber = null } = returned
  const returnedAmount = kronorOf(amount)
  const changes = {
    status: 'returned' as const,
    returnedOn,
    returnedAmount,
    returnedReason: reason,
    returnedVoucherNumber
  }
  const [after] = await changePayments(tx, actor, municipalityCode, [{ before, verb: 'returned', changes, reason }])
  return after!
}

/** @throws Conflict `payment-claimed` where more would stand asked back, of the period or of the payment, than stays paid */
function refuseClaimed({ paid, returned, claimed, leftOfPayment, claimedOfPayment }: Claims, amount: bigint) {
  const ofPayment = toOre(claimedOfPayment) > toOre(leftOfPayment) - amount
  if (!ofPayment && toOre(claimed) <= toOre(paid) - toOre(returned) - amount) return
  const told = ofPayment
    ? `${claimedOfPayment} SEK of the payment are asked back`
    : `${claimed} SEK are asked back of the period, of which ${paid} SEK were paid and ${returned} SEK came back`
  const toldSv = ofPayment
    ? `${kronorInSwedish(claimedOfPayment)} av utbetalningen krävs tillbaka`
    : `${kronorInSwedish(claimed)} krävs tillbaka för perioden, där ${kronorInSwedish(paid)} betalades och ${kronorInSwedish(returned)} kom i retur`
  const first = 'Withdraw the recovery first (its movements before it), or write off what is outstanding of it.'
  const firstSv = 'Dra tillbaka återkravet först (dess händelser före det), eller skriv av det som återstår.'
  const less = fromOre(amount)
  const figures = { paid: toNumber(paid), returned: toNumber(returned), claimed: toNumber(claimed) }
  throw new Conflict(
    problems['payment-claimed'],
    {
      en: `${told}: ${less} SEK less would be there. ${first}`,
      sv: `${toldSv}: det skulle bli ${kronorInSwedish(less)} mindre. ${firstSv}`
    },
    [],
    figures
  )
}

/**
 * Plans the returned amount as a new payment, once. The new payment has the conditions of the first. It is checked and approved
 * like any other, its account above all; a person who planned, changed or reissued it does neither.
 * @throws NotFound, Conflict (not returned, issued anew already, the award withdrawn or used up, the budget used up), Invalid
 */
export async function reissuePayment(tx: Transaction, actor: Actor, ref: Ref, reissue: PaymentReissue) {
  const { municipalityCode } = ref
  const { awardId } = await findRecord(tx, payments, 'payment', ref)
  const award = await lockAward(tx, { municipalityCode, id: awardId })
  const returned = await lockPayment(tx, ref)
  if (returned.status !== 'returned') {
    throw new Conflict(problems['payment-not-returned'], {
      en: `The payment is ${returned.status}: only what came back is issued anew.`,
      sv: `Utbetalningen har status ${returned.status}: bara det som kom i retur betalas ut på nytt.`
    })
  }
  const { reissuedAs } = await standingOf(tx, returned)
  if (reissuedAs)
    throw new Conflict(problems['payment-reissued'], {
      en: `It was issued anew already, as ${reissuedAs}.`,
      sv: `Den har redan betalats ut på nytt, som ${reissuedAs}.`
    })
  if (award.withdrawn)
    throw new Conflict(problems['award-withdrawn'], {
      en: 'The award was withdrawn: nothing more is paid of it.',
      sv: 'Bidraget har dragits tillbaka: inget mer betalas av det.'
    })
  refuse('payment-not-valid', checkReissue(reissue.dueOn, award.decidedOn, returned.returnedOn!))
  const { planId, budgetYear, grantYear, grantYearTo } = returned
  const plan = await findRecord(tx, paymentPlans, 'paymentPlan', { municipalityCode, id: planId })
  const limits = { period: { grantYear, grantYearTo }, years: [budgetYear], override: plan.budgetOverrideDecisionId }
  if (await isAdvance(tx, returned)) {
    const { payeeOrganisationId, returnedAmount } = returned
    const advance = { payeeOrganisationId, amount: oreOf(returnedAmount!), dueOn: reissue.dueOn }
    const violations = await checkAdvance(tx, award, limits.period, { ...advance, field: '/dueOn' })
    if (violations.length > 0)
      throw new Invalid(
        problems['payment-not-valid'],
        { en: 'The advance is more than may be.', sv: 'Förskottet är större än det får vara.' },
        violations
      )
  }
  return await keepWithin(tx, award, limits, () => insertReissue(tx, actor, returned, reissue))
}

async function insertReissue(tx: Transaction, actor: Actor, returned: PaymentRow, reissue: PaymentReissue) {
  const { municipalityCode, planId, awardId, agreementId, grantYear, grantYearTo, budgetYear, coding } = returned
  const conditions = (await conditionsOf(tx, municipalityCode, [returned.id])).get(returned.id) ?? []
  const values = {
    municipalityCode,
    planId,
    awardId,
    agreementId,
    grantYear,
    grantYearTo,
    budgetYear,
    coding,
    servicePeriodFrom: returned.servicePeriodFrom,
    servicePeriodTo: returned.servicePeriodTo,
    payeeMessage: returned.payeeMessage,
    payeeReference: returned.payeeReference,
    payeeOrganisationId: returned.payeeOrganisationId,
    beforeFinal: returned.beforeFinal,
    ...reissue,
    kind: 'reissue' as const,
    amount: returned.returnedAmount!,
    reissueOfId: returned.id,
    changedBy: [...new Set([...returned.changedBy, actor.principal])],
    instalmentNumber: sql`(select max(instalment_number) + 1 from payments
      where municipality_code = ${municipalityCode} and plan_id = ${planId})`,
    conditions
  }
  const [row] = await makePayments(tx, actor, municipalityCode, 'reissued', [values])
  return row!
}

/**
 * Records that an approved payment was paid without a run: by hand, or before the service was taken into use. It demands
 * both attestations, since it counts as paid like any other. @throws NotFound, Conflict (not approved, withheld, in a run), Invalid
 */
export async function recordPaidPayment(tx: Transaction, actor: Actor, ref: Ref, paid: PaidPayment) {
  const before = await lockPayment(tx, ref)
  if (before.status !== 'approved') {
    throw new Conflict(problems['payment-not-approved'], {
      en: `The payment is ${before.status}: check and approve it first.`,
      sv: `Utbetalningen har status ${before.status}: sakattestera och beslutsattestera den först.`
    })
  }
  // What somebody withholds is not paid by hand either: it would be both paid and withheld.
  refuseWithheld([before])
  const { runId, decidedOn } = await standingOf(tx, before)
  if (runId)
    throw new Conflict(problems['payment-in-run'], {
      en: `It is in the payment run ${runId}: take it out of it first.`,
      sv: `Den är med i betalningskörningen ${runId}: ta ut den först.`
    })
  refuse('payment-not-valid', checkPaidOutside(paid.paidOn, decidedOn, today()))
  await recordPaidPayments(tx, actor, ref.municipalityCode, [{ payment: before, ...paid }])
  return await lockPayment(tx, ref)
}

type PaidOutside = { payment: PaymentRow; paidOn: string; voucherNumber: string | null; reason: string }

/**
 * Records locked payments as paid without a run, also without check and approval: for imports of payments from before the
 * service was taken into use. The caller has checked that they are unpaid and in no run, and that `paidOn` is not in the future.
 */
export async function recordPaidPayments(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  all: PaidOutside[]
): Promise<void> {
  const moves = all.map(paid => ({ ...paid, verb: 'recordedPaid', status: 'paid' as const }))
  await movePayments(tx, actor, municipalityCode, moves)
}

function refuse(rule: string, violations: Violation[]) {
  if (violations.length > 0)
    throw new Invalid(ruleNamed(rule), { en: 'The day cannot be right.', sv: 'Dagen kan inte stämma.' }, violations)
}
