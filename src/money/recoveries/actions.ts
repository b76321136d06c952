import { and, eq, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Conflict } from '../../base/errors.ts'
import { fromOre, kronorInSwedish, oreOf, toOre } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { amendRecord, findRecord, lockRecord, realChanges } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { withdrawRecord } from '../../platform/events/changes.ts'
import { events } from '../../platform/events/tables.ts'
import { checkVersion, type Expected } from '../../platform/http/if-match.ts'
import { type AwardFacts, lockAward, lockNamedAward } from '../payments/sums.ts'
import { settleOfAwards } from '../payments/write.ts'
import { reports } from '../reports/record.ts'
import { type PaidPeriod, paidPeriods, periodOf, refuseBeyondPaid } from './claimable.ts'
import { problems } from './problems.ts'
import { findRecovery } from './queries.ts'
import { findReceived, refuseOther } from './received.ts'
import { type NewRecovery, type RecordedRecovery, type RecoveryPatch, type RecoveryRow, recoveries } from './record.ts'
import { checkRecoveryReferences, refused, repayerOf, rulesOf } from './references.ts'
import { checkRecovery, clauseGrounds, isBelowThreshold } from './rules.ts'

const NO_AWARD = { en: 'There is no such award.', sv: 'Det finns inget sådant bidrag.' }

type Recorded = Static<typeof RecordedRecovery>

/**
 * Records that money of an award is asked back; by the same reference once. The clause is that of the rules on the day of
 * the decision on the grant. @throws Invalid, Conflict (beyond what was paid, the decision stands, reference taken)
 */
export async function createRecovery(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  sent: NewRecovery
): Promise<{ recovery: Recorded; made: boolean }> {
  const first = await findReceived(tx, recoveries, 'recovery', municipalityCode, sent)
  if (first) {
    const { grantYear, ...others } = sent
    const [from, to] = [first.grantYear ?? 0, first.grantYearTo ?? first.grantYear ?? 0]
    // A year stands for the period that it is in.
    refuseOther(grantYear && from <= grantYear && grantYear <= to ? others : sent, await asCreated(tx, first))
    return { recovery: await warned(tx, first), made: false }
  }
  const { decisionId = null, paymentId = null, reportId = null } = sent
  const violations = checkRecovery({ ...sent, decisionId, paymentId, reportId }, today())
  if (violations.length > 0) throw refused(violations)
  const award = await lockNamedAward(tx, { municipalityCode, id: sent.awardId }, NO_AWARD)
  if (sent.ground === 'annulledDecision' && !award.annulled) {
    throw new Conflict(problems['award-decision-stands'], {
      en: 'The decision on the grant was neither annulled nor withdrawn.',
      sv: 'Beslutet om bidraget har varken upphävts eller dragits tillbaka.'
    })
  }
  await checkRecoveryReferences(tx, award, sent)
  const period = await periodPaid(tx, award, sent)
  refuseBeyondPaid(sent.amount, period)
  const version = await rulesOf(tx, award, sent.ruleVersionId)
  const cites = clauseGrounds.includes(sent.ground)
  const [row] = await tx
    .insert(recoveries)
    .values({
      ...sent,
      municipalityCode,
      organisationId: repayerOf(sent.organisationId, period!.payeeIds, award),
      grantYear: period!.grantYear,
      grantYearTo: period!.grantYearTo,
      ruleVersionId: sent.ruleVersionId ?? (cites ? (version?.id ?? null) : null),
      clause: sent.clause ?? (cites ? (version?.repaymentText ?? null) : null)
    })
    .returning()
  const eventId = await recordEvent(tx, actor, 'recovery.created', row!, { parentId: row!.awardId })
  await settleOfAwards(tx, municipalityCode, recoveries, [{ id: row!.id, eventId }])
  return { recovery: await warned(tx, row!, award, period), made: true }
}

/** The period that was paid: the period of the payment, where one is named. @throws Invalid, Conflict (beyond the payment) */
async function periodPaid(tx: Transaction, award: AwardFacts, sent: NewRecovery): Promise<PaidPeriod | undefined> {
  const periods = await paidPeriods(tx, award)
  if (!sent.paymentId) return periodOf(periods, sent.grantYear)
  const { rows } = await tx.execute<{ grantYear: number | null; live: string; claimed: string }>(sql`
    select grant_year as "grantYear", (amount - coalesce(returned_amount, 0))::text as live,
           (select coalesce(sum(recovery.amount), 0)::numeric(14, 2)::text from recoveries recovery
            where recovery.municipality_code = payment.municipality_code and recovery.award_id = payment.award_id
              and ${ofMunicipality(award.municipalityCode, 'recovery')}
              and recovery.payment_id = payment.id and recovery.withdrawn_at is null) as claimed
    from payments payment where municipality_code = ${award.municipalityCode} and id = ${sent.paymentId}`)
  const { grantYear, live, claimed } = rows[0]!
  const period = periods.find(each => each.grantYear === grantYear)
  if (sent.grantYear != null && periodOf(periods, sent.grantYear) !== period) {
    const message = `is not the year of the payment, ${grantYear ?? 'not stated'}`
    const sv = `är inte utbetalningens år, ${grantYear ?? 'som inte är angivet'}`
    throw refused([{ field: '/grantYear', message, sv }])
  }
  if (oreOf(sent.amount) > toOre(live) - toOre(claimed)) {
    refuseBeyondPaid(sent.amount, { ...period!, paid: live, returned: '0', claimed })
  }
  return period
}

/** The recovery as it is answered, with what the rules say against it. */
async function warned(tx: Transaction, row: RecoveryRow, award?: AwardFacts, period?: PaidPeriod): Promise<Recorded> {
  const recovery = await findRecovery(tx, row)
  if (row.ground !== 'unused') return { ...recovery, warnings: [] }
  const of = award ?? (await lockAward(tx, { ...row, id: row.awardId }))
  const paid = period ?? periodOf(await paidPeriods(tx, of), row.grantYear)
  const version = await rulesOf(tx, of, row.ruleVersionId)
  const threshold = version?.repaymentThresholdPercent ?? null
  const told = row.reportId ? (await findRecord(tx, reports, 'report', { ...row, id: row.reportId })).unused : null
  const granted = of.certainty === 'exact' ? of.granted : null
  const below = isBelowThreshold(oreOf(told ?? row.amount), toOre(granted ?? paid?.paid ?? '0'), threshold)
  const message = `The rules ask back only unused money that is more than ${threshold} % of the grant.`
  const sv = `Reglerna kräver bara tillbaka oanvända pengar som är mer än ${threshold} % av bidraget.`
  const warning = { code: 'below-repayment-threshold', message, sv }
  return { ...recovery, warnings: below ? [warning] : [] }
}

/** The fields as they were sent when the recovery was made, without later corrections. */
async function asCreated(tx: Transaction, row: RecoveryRow): Promise<object> {
  const [event] = await tx
    .select({ after: events.after })
    .from(events)
    .where(and(eq(events.municipalityCode, row.municipalityCode), eq(events.subjectId, row.id)))
    .orderBy(events.sequence)
    .limit(1)
  return { source: row.source, ...event?.after }
}

/**
 * Corrects a recovery. An amount is corrected for a reason, and not to less than what has moved or more than what was paid.
 * @throws NotFound, Stale, Conflict (withdrawn, beyond what was paid, below what has moved), Invalid
 */
export async function updateRecovery(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { correctionReason: reason, ...patch }: RecoveryPatch,
  expected: Expected
): Promise<Recorded> {
  // The award is locked first, as when a recovery is recorded.
  const { awardId } = await findRecord(tx, recoveries, 'recovery', ref)
  const award = await lockAward(tx, { ...ref, id: awardId })
  const before = await lockRecord(tx, recoveries, 'recovery', ref)
  checkVersion(expected, before.version)
  const violations = checkRecovery({ ...before, ...patch }, today())
  const changes = realChanges<RecoveryRow>(before, patch)
  if (changes.amount !== undefined && !reason) {
    violations.push({
      field: '/correctionReason',
      message: 'is required to correct the amount',
      sv: 'måste anges när beloppet rättas'
    })
  }
  if (changes.clause === null && (await rulesOf(tx, award, before.ruleVersionId))?.repaymentText) {
    violations.push({
      field: '/clause',
      message: 'must be cited: the rules hold one',
      sv: 'måste anges: reglerna innehåller en sådan bestämmelse'
    })
  }
  if (violations.length > 0) throw refused(violations)
  if (Object.keys(changes).length === 0) return await warned(tx, before, award)
  if (changes.amount !== undefined) {
    const period = periodOf(await paidPeriods(tx, award, ref.id), before.grantYear)
    if (changes.amount > before.amount) refuseBeyondPaid(changes.amount, period)
    const { recovered, setOffPending, writtenOff } = await findRecovery(tx, ref)
    const moved = oreOf(recovered) + oreOf(setOffPending) + oreOf(writtenOff)
    if (oreOf(changes.amount) < moved) {
      const message = `must be at least ${Number(moved) / 100}`
      const sv = `måste vara minst ${kronorInSwedish(fromOre(moved))}`
      throw new Conflict(
        problems['recovery-below-moved'],
        {
          en: 'More than that is recovered, set off or written off already.',
          sv: 'Mer än så är redan återbetalat, kvittat eller avskrivet.'
        },
        [{ field: '/amount', message, sv }]
      )
    }
  }
  const after = await amendRecord(tx, recoveries, ref, changes)
  const verb = changes.amount === undefined ? 'updated' : 'amountCorrected'
  const eventId = await recordEvent(tx, actor, `recovery.${verb}`, after, { before, reason, parentId: awardId })
  await settleOfAwards(tx, ref.municipalityCode, recoveries, [{ id: ref.id, eventId }])
  return await warned(tx, after, award)
}

/** Takes back a recovery that should not have been made. @throws NotFound, Conflict (withdrawn, something has moved) */
export async function withdrawRecovery(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { awardId } = await lockRecord(tx, recoveries, 'recovery', ref)
  const { recovered, setOffPending, writtenOff } = await findRecovery(tx, ref)
  if (recovered + setOffPending + writtenOff > 0) {
    throw new Conflict(problems['recovery-moved'], {
      en: 'Something of it is recovered, set off or written off: take that back first.',
      sv: 'En del av det är återbetalat, kvittat eller avskrivet: ta tillbaka det först.'
    })
  }
  const { eventId } = await withdrawRecord(tx, actor, { table: recoveries, noun: 'recovery' }, ref, reason, awardId)
  await settleOfAwards(tx, ref.municipalityCode, recoveries, [{ id: ref.id, eventId: eventId! }])
  return await findRecovery(tx, ref)
}
