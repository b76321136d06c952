import { sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict, type Violation } from '../../base/errors.ts'
import { kronorOf, oreOf } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { amendRecord, findRecord, lockRecord } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { cancelled, lockPaymentsOfPlan, refuseBelowSetOff, refuseWithheld } from './changes.ts'
import { conditionsOf } from './conditions.ts'
import { checkNamed, chosen, insertPayments, refuseBroken } from './plan-parts.ts'
import { paymentPlans } from './plan-record.ts'
import type { Replan } from './plan-schemas.ts'
import { limitsOf, namedBy, planPayments } from './plans.ts'
import { problems } from './problems.ts'
import type { PaymentRow } from './record.ts'
import { openStatuses } from './rules.ts'
import { keepWithin, leftOf, lockAward } from './sums.ts'
import { changePayments } from './write.ts'

/** A plan with its award and its payments, all locked: the award first, as everything does that weighs sums. */
async function lockPlan(tx: Transaction, ref: Ref) {
  const { awardId } = await findRecord(tx, paymentPlans, 'paymentPlan', ref)
  const award = await lockAward(tx, { ...ref, id: awardId })
  const plan = await lockRecord(tx, paymentPlans, 'paymentPlan', ref)
  return { award, plan, all: await lockPaymentsOfPlan(tx, ref) }
}

/**
 * Plans the unapproved instalments anew: it cancels them and makes others in their place, of the same
 * amount unless told. Advances stay, and so do reissues: each is of what came back. What they waited for, who
 * was to be paid and the coding go on where nothing else is said; nothing falls away silently. @throws NotFound, Invalid, Conflict (cancelled, withheld, set off, `award-exceeded`, `budget-exceeded`)
 */
export async function replanPayments(tx: Transaction, actor: Actor, ref: Ref, sent: Replan): Promise<Ref> {
  const { municipalityCode, id } = ref
  const { award, plan, all } = await lockPlan(tx, ref)
  const replaced = all.filter(({ status, kind }) => kind === 'instalment' && openStatuses.includes(status))
  refuseWithheld(replaced)
  await refuseBelowSetOff(
    tx,
    municipalityCode,
    replaced.map(row => row.id)
  )
  const period = { grantYear: plan.grantYear, grantYearTo: plan.grantYearTo }
  const { agreementId } = plan
  const override =
    sent.budgetOverrideDecisionId === undefined ? plan.budgetOverrideDecisionId : sent.budgetOverrideDecisionId
  const agreement = await checkNamed(tx, award, namedBy({ ...sent, agreementId }))
  const inherited = { ...(await inheritedFields(tx, municipalityCode, replaced, sent)), ...sent }
  const total =
    sent.amount != null
      ? oreOf(sent.amount)
      : sent.instalments
        ? null
        : replaced.length > 0
          ? liveOre(replaced)
          : await leftOf(tx, award, period)
  const planned = await planPayments(tx, inherited, { award, agreement, agreementId, period, total })
  const beforeFinal = chosen(inherited.beforeFinal)
  const from =
    all.reduce((most, { instalmentNumber }) => Math.max(most, instalmentNumber), await lastNumber(tx, ref)) + 1
  await keepWithin(tx, award, limitsOf(period, planned, override), async () => {
    await changePayments(
      tx,
      actor,
      municipalityCode,
      replaced.map(before => ({ before, verb: 'cancelled', changes: cancelled(sent.reason), reason: sent.reason }))
    )
    const alsoChangedBy = replaced.flatMap(({ changedBy }) => changedBy)
    const of = { plan, award, period, from, beforeFinal, alsoChangedBy }
    const rows = await insertPayments(tx, actor, of, planned)
    const kept = all.filter(row => !replaced.includes(row))
    const amount = kronorOf(liveOre([...kept, ...rows]))
    const changes = {
      schedule: sent.schedule,
      amount,
      // The plan tells an indexation only while its amount is the indexed one.
      ...(amount !== plan.amount && { indexation: null }),
      budgetOverrideDecisionId: override,
      ...(sent.note !== undefined && { note: sent.note })
    }
    const after = await amendRecord(tx, paymentPlans, { municipalityCode, id }, changes)
    await recordEvent(tx, actor, 'paymentPlan.replanned', after, {
      before: plan,
      reason: sent.reason,
      parentId: award.id
    })
  })
  return ref
}

const liveOre = (rows: PaymentRow[]) =>
  rows.reduce((sum, { amount, returnedAmount }) => sum + oreOf(amount) - oreOf(returnedAmount ?? 0), 0n)

/** The highest number of an instalment of the plan; 0: it has none. Numbers of cancelled payments are not given again. */
export async function lastNumber(tx: Transaction, { municipalityCode, id }: Ref): Promise<number> {
  const { rows } = await tx.execute<{ last: number }>(sql`
    select coalesce(max(instalment_number), 0)::int as last from payments
    where municipality_code = ${municipalityCode} and plan_id = ${id}`)
  return rows[0]!.last
}

/** What goes on from those that are replaced where they agree; where they do not, it has to be said. @throws Invalid */
async function inheritedFields(tx: Transaction, municipalityCode: string, replaced: PaymentRow[], sent: Replan) {
  const ids = replaced.map(({ id }) => id)
  const conditions = [...(await conditionsOf(tx, municipalityCode, ids)).values()].flat()
  const violations: Violation[] = []
  const alike = <K extends 'payeeOrganisationId' | 'coding' | 'payeeMessage' | 'payeeReference' | 'beforeFinal'>(
    name: K
  ) => {
    const values = new Map(replaced.map(row => [JSON.stringify(row[name]), row[name]]))
    const said = sent[name] !== undefined || sent.instalments?.every(one => (one as Record<string, unknown>)[name])
    if (values.size > 1 && !said) {
      violations.push({
        field: `/${name}`,
        message: 'is required: what is replaced differs in it',
        sv: 'måste anges: det som ersätts skiljer sig åt'
      })
    }
    return values.size === 1 ? [...values.values()][0] : undefined
  }
  const known = (name: 'servicePeriodFrom' | 'servicePeriodTo') => replaced.flatMap(row => row[name] ?? []).sort()
  const days = { servicePeriodFrom: known('servicePeriodFrom')[0], servicePeriodTo: known('servicePeriodTo').at(-1) }
  const heirlooms = {
    ...days,
    conditions,
    payeeOrganisationId: alike('payeeOrganisationId'),
    coding: alike('coding'),
    payeeMessage: alike('payeeMessage'),
    payeeReference: alike('payeeReference'),
    beforeFinal: alike('beforeFinal')
  }
  refuseBroken(violations)
  return heirlooms
}

/**
 * Cancels a plan and all its payments, while none of them is approved or paid.
 * @throws NotFound, Conflict (cancelled already, `payment-plan-in-progress`, `payment-set-off`)
 */
export async function cancelPaymentPlan(tx: Transaction, actor: Actor, ref: Ref, reason: string): Promise<Ref> {
  const { plan, award, all } = await lockPlan(tx, ref)
  const { municipalityCode } = ref
  const settled = all.find(({ status }) => !openStatuses.includes(status))
  if (settled) {
    throw new Conflict(problems['payment-plan-in-progress'], {
      en: `Payment ${settled.instalmentNumber} is ${settled.status}: cancel what is left one by one, or plan it anew.`,
      sv: `Utbetalning ${settled.instalmentNumber} har status ${settled.status}: makulera det som är kvar en och en, eller planera om.`
    })
  }
  await refuseBelowSetOff(
    tx,
    municipalityCode,
    all.map(({ id }) => id)
  )
  await changePayments(
    tx,
    actor,
    municipalityCode,
    all.map(before => ({ before, verb: 'cancelled', changes: cancelled(reason), reason }))
  )
  const { withdrawnAt, withdrawnReason } = cancelled(reason)
  const after = await amendRecord(tx, paymentPlans, ref, { withdrawnAt, withdrawnReason })
  await recordEvent(tx, actor, 'paymentPlan.cancelled', after, { before: plan, reason, parentId: award.id })
  return ref
}
