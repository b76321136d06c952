import { sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import { Invalid, type Violation } from '../../base/errors.ts'
import { fromOre, kronorInSwedish, kronorOf, oreOf, toOre } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { amendRecord, findRecord, realChanges } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { checkVersion, type Expected } from '../../platform/http/if-match.ts'
import { checkAdvance, isAdvance } from './advances.ts'
import { lockWithAward, refuseBelowSetOff, refuseSettled, unattested } from './changes.ts'
import { checkConditions, distinctConditions } from './condition-rules.ts'
import { checkConditionReferences, conditionsOf, replaceConditions } from './conditions.ts'
import {
  checkChosen,
  checkNamed,
  checkPayeeReference,
  chosen,
  earliestOf,
  keptReference,
  latestOf
} from './plan-parts.ts'
import { paymentPlans } from './plan-record.ts'
import { tooEarly, tooLate } from './plan-rules.ts'
import { problems } from './problems.ts'
import { type PaymentPatch, type PaymentRow, payments } from './record.ts'
import { budgetYearOf } from './schedule-rules.ts'
import { type AwardFacts, keepWithin } from './sums.ts'
import { settlePayments } from './write.ts'

/**
 * Changes the fields given of a payment that is not approved. Every change but of the remark takes the check away, and the
 * person who made it can neither check nor approve the payment.
 * @throws NotFound, Stale, Invalid, Conflict (cancelled, approved, ordered, paid, `award-exceeded`, `budget-exceeded`)
 */
export async function updatePayment(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { conditions, beforeFinal, ...sent }: PaymentPatch,
  expected: Expected
): Promise<Ref> {
  const { award, before } = await lockWithAward(tx, ref)
  checkVersion(expected, before.version)
  refuseSettled(before)
  const { payeeReference } = sent
  const patch = payeeReference === undefined ? sent : { ...sent, payeeReference: keptReference(payeeReference)! }
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
      before: told(before),
      parentId: row.planId
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
  if (real.dueOn && real.dueOn < earliest) violations.push({ field: '/dueOn', ...tooEarly(earliest) })
  if (real.dueOn && real.dueOn > latest) violations.push({ field: '/dueOn', ...tooLate(latest) })
  if (after.servicePeriodFrom && after.servicePeriodTo && after.servicePeriodTo < after.servicePeriodFrom) {
    violations.push(
      real.servicePeriodTo
        ? {
            field: '/servicePeriodTo',
            message: `must not be before ${after.servicePeriodFrom}`,
            sv: `får inte ligga före ${after.servicePeriodFrom}`
          }
        : {
            field: '/servicePeriodFrom',
            message: `must not be after ${after.servicePeriodTo}`,
            sv: `får inte ligga efter ${after.servicePeriodTo}`
          }
    )
  }
  violations.push(...checkPayeeReference(real.payeeReference, '/payeeReference'))
  violations.push(...checkConditions(conditions ?? [], '/conditions', agreementId !== null))
  if ((real.amount || real.payeeOrganisationId || real.dueOn) && (await isAdvance(tx, before))) {
    const { payeeOrganisationId, dueOn } = after
    const advance = { payeeOrganisationId, dueOn, amount: oreOf(after.amount), field: '/amount', paymentId: before.id }
    violations.push(...(await checkAdvance(tx, award, before, advance)))
  }
  if (real.amount && before.reissueOfId) {
    const left = await leftToReissue(tx, before)
    if (oreOf(real.amount) > left) violations.push(moreThanCameBack(left))
  }
  if (violations.length > 0) {
    throw new Invalid(
      problems['payment-not-valid'],
      { en: 'The payment breaks rules of a payment.', sv: 'Utbetalningen bryter mot reglerna för utbetalningar.' },
      violations
    )
  }
  await checkConditionReferences(tx, award, agreementId, [{ conditions: conditions ?? [], at: '/conditions' }])
  // A set-off is against a debt of the payee: another payee does not owe it.
  const most = real.payeeOrganisationId === undefined ? after.amount : 0
  if (real.amount !== undefined || most === 0) await refuseBelowSetOff(tx, municipalityCode, [before.id], most)
}

/** Öre that came back of the payment that it issues anew, and that no other standing one does. The award is locked. */
async function leftToReissue(tx: Transaction, { municipalityCode, id, reissueOfId }: PaymentRow): Promise<bigint> {
  const { rows } = await tx.execute<{ left: string }>(sql`
    select (returned.returned_amount - (
      select coalesce(sum(amount), 0) from payments where municipality_code = ${municipalityCode}
        and reissue_of_id = ${reissueOfId} and id <> ${id} and withdrawn_at is null))::numeric(14, 2)::text as left
    from payments returned where ${ofMunicipality(municipalityCode, 'returned')} and returned.id = ${reissueOfId}`)
  return toOre(rows[0]!.left)
}

function moreThanCameBack(left: bigint): Violation {
  return {
    field: '/amount',
    message: `must be at most ${kronorOf(left)}, what came back and is not issued anew otherwise`,
    sv: `får vara högst ${kronorInSwedish(fromOre(left))}, det som kom tillbaka och inte betalas ut på nytt på annat sätt`
  }
}
