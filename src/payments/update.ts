import type { Actor, Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { checkReferences } from '../database/cross-references.ts'
import { amendRecord, findRecord, realChanges } from '../database/records.ts'
import { decisions } from '../decisions/tables.ts'
import { Conflict, Invalid, type Violation } from '../errors.ts'
import { recordEvent } from '../events/actions.ts'
import { checkVersion, type Expected } from '../http/etag.ts'
import { checkAdvance, isAdvance } from './advances.ts'
import { cancelled, refuseBelowSetOff, refuseSettled, unattested } from './changes.ts'
import { checkConditions, distinctConditions } from './condition-rules.ts'
import { checkConditionReferences, conditionsOf, replaceConditions } from './conditions.ts'
import { checkChosen, checkNamed, chosen, earliestOf, latestOf } from './plan-parts.ts'
import { tooEarly, tooLate, öre } from './plan-rules.ts'
import { budgetYearOf } from './schedule-rules.ts'
import type { PaymentPatch, Withholding } from './schemas.ts'
import { type AwardFacts, keepWithin, lockAward } from './sums.ts'
import { paymentPlans, payments } from './tables.ts'
import { changePayments, lockPayment, type PaymentRow, settlePayments } from './write.ts'

/** A payment with its award, both locked: the award first, as everything does that weighs sums. */
async function lockWithAward(tx: Transaction, ref: Ref) {
  const { awardId } = await findRecord(tx, payments, 'payment', ref)
  const award = await lockAward(tx, { ...ref, id: awardId })
  return { award, before: await lockPayment(tx, ref) }
}

/**
 * Changes what is given of a payment that nobody has approved. Whatever is changed but a remark is to be looked at anew:
 * a check falls, and whoever changed it can neither check nor approve it.
 * @throws NotFound, Stale, Invalid, Conflict (cancelled, approved, ordered, paid, `award-exceeded`, `budget-exceeded`)
 */
export async function updatePayment(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { conditions, beforeFinal, ...patch }: PaymentPatch,
  expected: Expected
): Promise<Ref> {
  const { award, before } = await lockWithAward(tx, ref)
  checkVersion(expected, before.version)
  refuseSettled(before)
  const period = { grantYear: before.grantYear, grantYearTo: before.grantYearTo }
  const after = { ...before, ...patch }
  const budgetYear = budgetYearOf(period, after.dueOn)
  const final = beforeFinal === undefined ? {} : { beforeFinal: chosen(beforeFinal) }
  const real = realChanges<PaymentRow>(before, { ...patch, ...final, budgetYear })
  const was = (await conditionsOf(tx, ref.municipalityCode, [ref.id])).get(ref.id) ?? []
  const next = conditions && distinctConditions(conditions)
  const waitsForOther = next !== undefined && sorted(next) !== sorted(was)
  if (Object.keys(real).length === 0 && !waitsForOther) return ref
  await checkChanged(tx, award, { before, after, real, conditions, beforeFinal })
  const isRemark = !waitsForOther && Object.keys(real).every(name => name === 'note')
  const changedBy = [...new Set([...before.changedBy, actor.principal])]
  const changes = isRemark ? real : { ...real, ...unattested, changedBy }
  const plan = await findRecord(tx, paymentPlans, 'paymentPlan', { ...ref, id: before.planId })
  const limits = { period, years: [budgetYear], override: plan.budgetOverrideDecisionId }
  await keepWithin(tx, award, limits, async () => {
    if (waitsForOther) await replaceConditions(tx, ref.municipalityCode, ref.id, next)
    const row = await amendRecord(tx, payments, ref, changes)
    const told = (payment: PaymentRow, list = was) => ({ ...payment, conditions: list })
    const eventId = await recordEvent(tx, actor, 'payment.updated', told(row, waitsForOther ? next : was), {
      ...{ before: told(before), parentId: row.planId }
    })
    await settlePayments(tx, ref.municipalityCode, [{ paymentId: ref.id, eventId }])
  })
  return ref
}

const sorted = (conditions: object[]) =>
  conditions
    .map(one => JSON.stringify(Object.entries(one).sort()))
    .sort()
    .join()

type Changed = {
  before: PaymentRow
  after: PaymentRow
  real: Partial<PaymentRow>
  conditions: PaymentPatch['conditions']
  beforeFinal: PaymentPatch['beforeFinal']
}

async function checkChanged(tx: Transaction, award: AwardFacts, changed: Changed) {
  const { before, after, real, conditions, beforeFinal } = changed
  const { agreementId, municipalityCode } = before
  const payees = [{ id: real.payeeOrganisationId, field: '/payeeOrganisationId' }]
  const agreement = await checkNamed(tx, award, { agreementId, payees })
  const violations: Violation[] = checkChosen(beforeFinal)
  const [earliest, latest] = [earliestOf(award, agreement), latestOf(award, agreement)]
  if (real.dueOn && real.dueOn < earliest) violations.push({ field: '/dueOn', message: tooEarly(earliest) })
  if (real.dueOn && real.dueOn > latest) violations.push({ field: '/dueOn', message: tooLate(latest) })
  if (after.servicePeriodFrom && after.servicePeriodTo && after.servicePeriodTo < after.servicePeriodFrom) {
    violations.push(
      real.servicePeriodTo
        ? { field: '/servicePeriodTo', message: `must not be before ${after.servicePeriodFrom}` }
        : { field: '/servicePeriodFrom', message: `must not be after ${after.servicePeriodTo}` }
    )
  }
  violations.push(...checkConditions(conditions ?? [], '/conditions', agreementId !== null))
  if ((real.amount || real.payeeOrganisationId || real.dueOn) && (await isAdvance(tx, before))) {
    const { payeeOrganisationId, dueOn } = after
    const advance = { payeeOrganisationId, dueOn, amount: öre(after.amount), field: '/amount', paymentId: before.id }
    violations.push(...(await checkAdvance(tx, award, before, advance)))
  }
  if (violations.length > 0) {
    throw new Invalid('payment-not-valid', 'The payment breaks rules of a payment.', violations)
  }
  await checkConditionReferences(tx, award, agreementId, [{ conditions: conditions ?? [], at: '/conditions' }])
  // What is set off is owed by the payee, and by nobody else.
  const most = real.payeeOrganisationId === undefined ? after.amount : 0
  if (real.amount !== undefined || most === 0) await refuseBelowSetOff(tx, municipalityCode, [before.id], most)
}

/** Cancels a payment that nobody has approved. @throws NotFound, Conflict (cancelled, approved …, `payment-set-off`) */
export async function cancelPayment(tx: Transaction, actor: Actor, ref: Ref, reason: string): Promise<Ref> {
  const { before } = await lockWithAward(tx, ref)
  refuseSettled(before)
  await refuseBelowSetOff(tx, ref.municipalityCode, [ref.id])
  const change = { before, verb: 'cancelled', changes: cancelled(reason), reason }
  await changePayments(tx, actor, ref.municipalityCode, [change])
  return ref
}

/**
 * Withholds a payment until somebody releases it; its attestations stand.
 * @throws NotFound, Invalid (the decision), Conflict (cancelled, withheld, ordered, paid)
 */
export async function withholdPayment(tx: Transaction, actor: Actor, ref: Ref, { reason, decisionId }: Withholding) {
  await checkReferences(tx, ref.municipalityCode, [
    { table: decisions, id: decisionId, field: '/decisionId', what: 'a decision' }
  ])
  const before = await lockPayment(tx, ref)
  if (before.status !== 'approved') refuseSettled(before)
  if (before.withheldAt) throw new Conflict('payment-withheld', `It is withheld already: ${before.withheldReason}`)
  const changes = {
    ...{ withheldAt: new Date().toISOString(), withheldReason: reason, withheldDecisionId: decisionId ?? null }
  }
  await changePayments(tx, actor, ref.municipalityCode, [{ before, verb: 'withheld', changes, reason }])
  return ref
}

/** Lets go a payment that was withheld. @throws NotFound, Invalid (the decision), Conflict (`payment-not-withheld`) */
export async function releasePayment(tx: Transaction, actor: Actor, ref: Ref, { reason, decisionId }: Withholding) {
  await checkReferences(tx, ref.municipalityCode, [
    { table: decisions, id: decisionId, field: '/decisionId', what: 'a decision' }
  ])
  const before = await lockPayment(tx, ref)
  if (!before.withheldAt) throw new Conflict('payment-not-withheld', 'Nobody withholds it.')
  const changes = { withheldAt: null, withheldReason: null, withheldDecisionId: null }
  const told = decisionId ? { releasedDecisionId: decisionId } : {}
  await changePayments(tx, actor, ref.municipalityCode, [{ before, verb: 'released', changes, reason, told }])
  return ref
}
