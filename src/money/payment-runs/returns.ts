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
import { type KeptReturn, type PaymentRow, payments, type ToldBy } from '../payments/record.ts'
import { lastNumber } from '../payments/replan.ts'
import { keepWithin, lockAward } from '../payments/sums.ts'
import { changePayments, lockPayment, makePayments } from '../payments/write.ts'
import { movePayments } from './payments.ts'
import { problems } from './problems.ts'
import { type Claims, claimsOn, lockRecoveries, setOffOf, standingOf } from './return-queries.ts'
import { checkPaidOutside, checkReissue, checkReturn, pairReturns, returnFields, returnsOf } from './return-rules.ts'
import type { PaidPayment, PaymentReissue, PaymentReturn } from './return-schemas.ts'

/**
 * Records that the bank sent a paid payment back, or a part of it, once or bit by bit: what came back is to be planned anew,
 * and the rest and set-offs stay paid. The payee does not owe money that never arrived: a recovery of it must be withdrawn
 * first. `toldBy`: the entry of the bank that tells it, which is known again by it.
 * @throws NotFound, Conflict (not paid, nothing left that could come back, recorded already, `payment-claimed`), Invalid
 */
export async function returnPayment(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  returned: PaymentReturn,
  toldBy: ToldBy | null = null,
  isMatched = false
) {
  const { municipalityCode } = ref
  const { awardId } = await findRecord(tx, payments, 'payment', ref)
  // The award and its recoveries are locked before the payment: recoveries and set-offs lock in that order.
  await lockAward(tx, { municipalityCode, id: awardId })
  await lockRecoveries(tx, municipalityCode, awardId)
  const before = await lockPayment(tx, ref)
  if (before.paidOn === null) refuseUnpaid(before)
  refuse('return-not-valid', checkReturn(returned.returnedOn, before.paidOn!, today()))
  const left = await leftToReturn(tx, before)
  const amount = returned.amount == null ? left : oreOf(returned.amount)
  if (!toldBy) refuseRecorded(returnsOf(before), returned, amount)
  if (toldBy && isMatched) {
    const [same] = pairReturns(returnsOf(before), [{ ...toldBy, returnedOn: returned.returnedOn, amount }])
    if (same) refuseSame(same)
  }
  if (amount > left) refuseMore(left)
  refuseClaimed(await claimsOn(tx, before), amount)
  const { returnedOn, reason, voucherNumber = null } = returned
  const all = [...returnsOf(before), { returnedOn, amount: kronorOf(amount), reason, voucherNumber, toldBy }]
  const changes = { status: 'returned' as const, ...returnFields(all) }
  const [after] = await changePayments(tx, actor, municipalityCode, [{ before, verb: 'returned', changes, reason }])
  return after!
}

function refuseUnpaid({ status }: PaymentRow): never {
  throw new Conflict(problems['payment-not-paid'], {
    en: `The payment is ${status}: only what was paid can come back.`,
    sv: `Utbetalningen har status ${status}: bara det som har betalats kan komma i retur.`
  })
}

/** Öre that went to the bank and have not come back. @throws Conflict where there are none */
async function leftToReturn(tx: Transaction, payment: PaymentRow): Promise<bigint> {
  const transferred = oreOf(payment.amount) - toOre(await setOffOf(tx, payment))
  if (transferred <= 0n)
    throw new Conflict(problems['nothing-was-transferred'], {
      en: 'All of it was set off: no money went to the bank.',
      sv: 'Allt kvittades: inga pengar gick till banken.'
    })
  const left = transferred - oreOf(payment.returnedAmount ?? 0)
  if (left <= 0n)
    throw new Conflict(problems['payment-not-paid'], {
      en: 'All of the payment has come back: nothing of it stays paid.',
      sv: 'Hela utbetalningen har kommit i retur: inget av den är betalt längre.'
    })
  return left
}

function refuseMore(left: bigint): never {
  const violation = {
    field: '/amount',
    message: `must be at most ${kronorOf(left)}, what went to the bank and has not come back`,
    sv: `får vara högst ${kronorInSwedish(fromOre(left))}, det som gick till banken och inte har kommit tillbaka`
  }
  throw new Invalid(
    problems['return-not-valid'],
    { en: 'More came back than was sent.', sv: 'Mer kom tillbaka än vad som skickades.' },
    [violation]
  )
}

/** By hand one return is recorded once: of two alike, the vouchers tell that they are two. @throws Conflict */
function refuseRecorded(known: KeptReturn[], { returnedOn, voucherNumber = null }: PaymentReturn, amount: bigint) {
  const same = known.find(
    each =>
      each.returnedOn === returnedOn &&
      oreOf(each.amount) === amount &&
      (each.voucherNumber === null || voucherNumber === null || each.voucherNumber === voucherNumber)
  )
  if (same) refuseSame(same)
}

function refuseSame({ amount, returnedOn }: KeptReturn): never {
  const told = kronorInSwedish(amount.toFixed(2))
  throw new Conflict(problems['return-recorded'], {
    en: `A return of ${told} on ${returnedOn} is recorded.`,
    sv: `En retur på ${told} den ${returnedOn} är redan registrerad.`
  })
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
 * Plans what came back, and was not issued anew yet, as a new payment. The new payment has the conditions of the first. It is checked and approved
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
  const { reissued, reissuedAs } = await standingOf(tx, returned)
  const amount = oreOf(returned.returnedAmount!) - toOre(reissued)
  if (amount <= 0n)
    throw new Conflict(problems['payment-reissued'], {
      en: `What came back was issued anew already, as ${reissuedAs}.`,
      sv: `Det som kom tillbaka har redan betalats ut på nytt, som ${reissuedAs}.`
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
    const { payeeOrganisationId } = returned
    const advance = { payeeOrganisationId, amount, dueOn: reissue.dueOn }
    const violations = await checkAdvance(tx, award, limits.period, { ...advance, field: '/dueOn' })
    if (violations.length > 0)
      throw new Invalid(
        problems['payment-not-valid'],
        { en: 'The advance is more than may be.', sv: 'Förskottet är större än det får vara.' },
        violations
      )
  }
  return await keepWithin(tx, award, limits, () => insertReissue(tx, actor, returned, kronorOf(amount), reissue))
}

async function insertReissue(
  tx: Transaction,
  actor: Actor,
  returned: PaymentRow,
  amount: number,
  reissue: PaymentReissue
) {
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
    amount,
    reissueOfId: returned.id,
    changedBy: [...new Set([...returned.changedBy, actor.principal])],
    instalmentNumber: (await lastNumber(tx, { municipalityCode, id: planId })) + 1,
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
