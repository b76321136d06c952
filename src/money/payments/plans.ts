import { createHash } from 'node:crypto'
import { and, desc, eq, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict, Invalid, type Violation } from '../../base/errors.ts'
import { kronorInSwedish, kronorOf, maxAmount, maxOre, oreOf } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { indexedAmount } from '../../register/agreements/money-rules.ts'
import { canonical } from '../../register/applications/rules.ts'
import { checkAdvance } from './advances.ts'
import { checkConditions } from './condition-rules.ts'
import { checkConditionReferences } from './conditions.ts'
import {
  type AgreementFacts,
  checkChosen,
  checkNamed,
  checkPayeeReference,
  chosen,
  earliestOf,
  insertPayments,
  keptReference,
  latestOf,
  type Planned,
  periodOf,
  refuseBroken
} from './plan-parts.ts'
import { type Indexation, paymentPlans } from './plan-record.ts'
import { checkSpread, draftsOf, isBroken, statedTotal } from './plan-rules.ts'
import type { NewPaymentPlan, Replan } from './plan-schemas.ts'
import { problems } from './problems.ts'
import { budgetYearOf, type Period } from './schedule-rules.ts'
import { type AwardFacts, keepWithin, leftOf, lockNamedAward } from './sums.ts'

/**
 * Makes a plan, or finds the one that was received under the reference: the same content again changes nothing, whatever
 * has become of the plan since. Answers its id. @throws Invalid (each rule), Conflict (`payment-plan-differs`,
 * `payment-plan-withdrawn`, `award-withdrawn`, `award-not-exact`, `award-exceeded`, `budget-exceeded`). `isPaid`: of what was
 * paid already no budget is asked.
 */
export async function createPaymentPlan(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  sent: NewPaymentPlan,
  isPaid = false
): Promise<{ id: string; made: boolean }> {
  const { source = 'api', reference } = sent
  const receivedHash = createHash('sha256').update(canonical(sent)).digest('hex')
  if (reference) {
    const key = JSON.stringify(['paymentPlan', municipalityCode, source, reference])
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
    const received = await findReceived(tx, municipalityCode, source, reference)
    if (received) {
      const same = received.receivedHash === receivedHash
      if (same && !received.withdrawnAt) return { id: received.id, made: false }
      if (same)
        throw new Conflict(problems['payment-plan-withdrawn'], {
          en: 'The plan that this reference made has been cancelled.',
          sv: 'Den plan som lades upp med referensen har avbrutits.'
        })
      if (!received.withdrawnAt) {
        const told = {
          en: `The reference is of the plan ${received.id}, with other content: plan that one anew.`,
          sv: `Referensen hör till planen ${received.id}, som har annat innehåll: planera om den.`
        }
        throw new Conflict(
          problems['payment-plan-differs'],
          told,
          [{ field: '/reference', message: `is of the plan ${received.id}`, sv: `hör till planen ${received.id}` }],
          { existingId: received.id }
        )
      }
    }
  }
  const id = await makePlan(tx, actor, municipalityCode, { ...sent, source }, { receivedHash, isPaid })
  return { id, made: true }
}

/** The plan that was received under the reference last, also one that was cancelled since. */
async function findReceived(tx: Transaction, municipalityCode: string, source: string, reference: string) {
  const { id, receivedHash, withdrawnAt } = paymentPlans
  const [row] = await tx
    .select({ id, receivedHash, withdrawnAt })
    .from(paymentPlans)
    .where(
      and(
        eq(paymentPlans.municipalityCode, municipalityCode),
        eq(paymentPlans.source, source),
        eq(paymentPlans.reference, reference)
      )
    )
    .orderBy(sql`${withdrawnAt} is not null`, desc(id))
    .limit(1)
  return row
}

async function makePlan(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  sent: NewPaymentPlan & { source: string },
  { receivedHash, isPaid }: { receivedHash: string; isPaid: boolean }
): Promise<string> {
  const award = await lockSent(tx, { municipalityCode, id: sent.awardId })
  const agreement = await checkNamed(tx, award, namedBy(sent))
  const period = periodOf(award, sent.grantYear ?? null)
  if ('field' in period)
    throw new Invalid(
      problems['plan-not-valid'],
      { en: 'The plan breaks rules of a plan.', sv: 'Planen bryter mot reglerna för utbetalningsplaner.' },
      [period]
    )
  const indexed = indexedBy(sent, agreement)
  const said = indexed?.amount ?? (sent.amount == null ? null : oreOf(sent.amount))
  const left = said === null && !sent.instalments ? await leftOf(tx, award, period) : null
  const agreementId = sent.agreementId?.toLowerCase() ?? null
  const spread = { award, agreement, agreementId, period, total: said ?? left }
  if (left === 0n)
    throw new Conflict(problems['award-exceeded'], {
      en: 'All that the award gives for the period is planned already.',
      sv: 'Allt som bidraget ger för perioden är redan planerat.'
    })
  const planned = await planPayments(tx, sent, spread)
  const advance = planned.find(({ kind }) => kind === 'advance')
  if (advance) refuseBroken(await checkAdvance(tx, award, period, { ...advance, field: '/advance/amount' }))
  const { source, reference, schedule, budgetOverrideDecisionId, note } = sent
  const values = {
    municipalityCode,
    source,
    reference,
    awardId: award.id,
    agreementId,
    ...period,
    schedule,
    amount: sumOf(planned),
    indexation: indexed?.indexation,
    budgetOverrideDecisionId,
    note,
    receivedHash
  }
  const limits = limitsOf(period, isPaid ? [] : planned, budgetOverrideDecisionId)
  return await keepWithin(tx, award, limits, async () => {
    const [row] = await tx.insert(paymentPlans).values(values).returning()
    const { receivedHash: _, ...plan } = row!
    await recordEvent(tx, actor, 'paymentPlan.created', plan, { parentId: award.id })
    const beforeFinal = chosen(sent.beforeFinal)
    await insertPayments(tx, actor, { plan, award, period, from: 1, beforeFinal }, planned)
    return plan.id
  })
}

/** The award that a plan is made of. @throws Invalid (none), Conflict (withdrawn, not exact) */
async function lockSent(tx: Transaction, ref: Ref): Promise<AwardFacts> {
  const award = await lockNamedAward(tx, ref, {
    en: 'The plan refers to something that is not there.',
    sv: 'Planen hänvisar till något som inte finns.'
  })
  if (award.withdrawn)
    throw new Conflict(problems['award-withdrawn'], {
      en: 'The award no longer stands: nothing can be planned of it.',
      sv: 'Bidraget gäller inte längre: inget kan planeras av det.'
    })
  if (award.certainty !== 'exact') {
    throw new Conflict(problems['award-not-exact'], {
      en: `What it gives is ${award.certainty}, not exact: correct the line first.`,
      sv: `Det som bidraget ger är ${award.certainty}, inte exact: rätta beslutsraden först.`
    })
  }
  return award
}

export const sumOf = (planned: { amount: bigint }[]) => kronorOf(planned.reduce((sum, { amount }) => sum + amount, 0n))

export const limitsOf = (period: Period, planned: Planned[], override: string | null | undefined) => ({
  period,
  override: override ?? null,
  years: [...new Set(planned.map(({ dueOn }) => budgetYearOf(period, dueOn)))]
})

/** What a plan names, by field. */
export function namedBy(sent: Pick<NewPaymentPlan, 'agreementId'> & Omit<Replan, 'reason'>) {
  const each = (sent.instalments ?? []).map(({ payeeOrganisationId: id }, at) => ({
    id,
    field: `/instalments/${at}/payeeOrganisationId`
  }))
  return { ...sent, payees: [{ id: sent.payeeOrganisationId, field: '/payeeOrganisationId' }, ...each] }
}

type Spreading = {
  award: AwardFacts
  agreement: AgreementFacts | null
  agreementId: string | null
  period: Period
  /** Öre; null where instalments say it. */
  total: bigint | null
}

/** The payments that a plan comes to, checked but for sums. @throws Invalid, with every violation */
export async function planPayments(
  tx: Transaction,
  sent: Omit<NewPaymentPlan, 'awardId'>,
  { award, agreement, agreementId, period, total }: Spreading
): Promise<Planned[]> {
  const { instalments, conditions = [], ...rest } = sent
  const payee = sent.payeeOrganisationId ?? award.payeeOrganisationId ?? onlyOf(award.recipientIds)
  const bounds = { period, earliest: earliestOf(award, agreement), latest: latestOf(award, agreement) }
  const violations: Violation[] = [...checkSpread(sent, total, bounds), ...checkChosen(sent.beforeFinal)]
  if (!payee && !(instalments?.every(one => one.payeeOrganisationId) && !rest.advance)) {
    violations.push({
      field: '/payeeOrganisationId',
      message: 'is required: the award is joint and names no payee',
      sv: 'måste anges: bidraget är gemensamt och anger ingen mottagare'
    })
  }
  const lists = [
    { conditions, at: '/conditions' },
    ...(instalments ?? []).map((one, at) => ({ conditions: one.conditions ?? [], at: `/instalments/${at}/conditions` }))
  ]
  violations.push(...checkPayeeReference(sent.payeeReference, '/payeeReference'))
  for (const [at, { payeeReference }] of (instalments ?? []).entries()) {
    violations.push(...checkPayeeReference(payeeReference, `/instalments/${at}/payeeReference`))
  }
  for (const { conditions: list, at } of lists) violations.push(...checkConditions(list, at, agreementId !== null))
  refuseBroken(violations)
  await checkConditionReferences(tx, award, agreementId, lists)
  const drafts = draftsOf(sent, total ?? statedTotal(sent)!, bounds)
  if (isBroken(drafts))
    throw new Invalid(
      problems['plan-not-valid'],
      { en: 'The plan breaks rules of a plan.', sv: 'Planen bryter mot reglerna för utbetalningsplaner.' },
      drafts
    )
  return drafts.map(draft => {
    const one = draft.of === null ? undefined : instalments?.[draft.of]
    return {
      ...draft,
      payeeOrganisationId: (one?.payeeOrganisationId ?? payee)!.toLowerCase(),
      coding: one?.coding ?? sent.coding ?? {},
      payeeMessage: one?.payeeMessage ?? sent.payeeMessage ?? null,
      payeeReference: keptReference(one?.payeeReference ?? sent.payeeReference) ?? null,
      conditions: [...conditions, ...(one?.conditions ?? [])],
      reference: one?.reference ?? null
    }
  })
}

const onlyOf = (ids: string[]) => (ids.length === 1 ? ids[0] : undefined)

/** The amount that an index clause gives, and what it was computed of. @throws Invalid */
function indexedBy(
  { indexation, amount, instalments }: NewPaymentPlan,
  agreement: AgreementFacts | null
): { amount: bigint; indexation: Indexation } | null {
  if (!indexation) return null
  const clause = agreement?.indexClause
  if (!clause) {
    refuseBroken([
      {
        field: '/agreementId',
        message: 'must name an agreement with an index clause',
        sv: 'måste ange ett avtal med en indexklausul'
      }
    ])
    return null
  }
  if (amount != null || instalments) {
    refuseBroken([
      {
        field: '/indexation',
        message: 'is in place of amount and instalments',
        sv: 'står i stället för amount och instalments'
      }
    ])
  }
  const { baseAmount, indexFrom, indexTo } = indexation
  const { percent, roundedTo = 100, rounding = 'down' } = clause
  // Six decimals: more than any index is published with.
  const change = { from: BigInt(Math.round(indexFrom * 1e6)), to: BigInt(Math.round(indexTo * 1e6)) }
  const to = { to: BigInt(roundedTo) * 100n, direction: rounding }
  const raised = indexedAmount(oreOf(baseAmount), change, BigInt(percent), to)
  if (raised <= 0n) refuseBroken([{ field: '/indexation', message: 'comes to nothing', sv: 'blir ingenting' }])
  if (raised > maxOre) {
    const sv = `blir mer än ${kronorInSwedish(maxAmount)}`
    refuseBroken([{ field: '/indexation', message: `comes to more than ${maxAmount} SEK`, sv }])
  }
  return { amount: raised, indexation: { baseAmount, indexFrom, indexTo, percent, roundedTo, rounding } }
}
