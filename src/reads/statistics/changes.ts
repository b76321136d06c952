import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import { ledgerEntries } from '../../money/ledger/record.ts'
import type { EntryKind } from '../../money/ledger/rules.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { listedCode } from '../../platform/database/municipality.ts'
import { events } from '../../platform/events/tables.ts'
import type { Filter, List } from '../../platform/http/pagination.ts'
import { bodies } from '../../register/bodies/record.ts'
import { decisions } from '../../register/decisions/record.ts'
import { schemes } from '../../register/schemes/record.ts'
import type { Change } from './change-schemas.ts'

/**
 * The decision by which the money was asked back or given up. That of a write-off is told by the event of its movement,
 * also of one that was taken back; where the entry follows from another event (the line was moved to another scheme, say),
 * by the movements, should all name the same.
 */
const actDecisionId = sql<string | null>`case ${ledgerEntries.kind}
  when 'claimed' then (
    select recovery.decision_id from recoveries recovery
    where recovery.municipality_code = ${listedCode} and recovery.id = ${ledgerEntries.recoveryId})
  when 'writtenOff' then coalesce(
    case when ${events.subjectId} = ${ledgerEntries.recoveryId} and ${events.after} #>> '{movement,kind}' = 'writeOff'
      then (${events.after} #>> '{movement,decisionId}')::uuid end,
    (select case when count(distinct movement.decision_id) = 1 and count(*) = count(movement.decision_id)
       then (array_agg(movement.decision_id))[1] end
     from recovery_movements movement
     where movement.municipality_code = ${listedCode}
       and movement.recovery_id = ${ledgerEntries.recoveryId} and movement.kind = 'writeOff')) end`

const columns = {
  sequence: ledgerEntries.sequence,
  recordedAt: ledgerEntries.recordedAt,
  kind: ledgerEntries.kind,
  amount: ledgerEntries.amount,
  decisionYear: ledgerEntries.decisionYear,
  grantYear: ledgerEntries.grantYear,
  grantYearTo: ledgerEntries.grantYearTo,
  paymentYear: ledgerEntries.paymentYear,
  paymentMonth: ledgerEntries.paymentMonth,
  lineId: ledgerEntries.lineId,
  awardId: ledgerEntries.awardId,
  paymentId: ledgerEntries.paymentId,
  recoveryId: ledgerEntries.recoveryId,
  recipients: sql<{ organisationId: string; name: string }[]>`(
    select json_agg(json_build_object('organisationId', id, 'name', name) order by name, id) from organisations
    where municipality_code = ${listedCode} and id = any(${ledgerEntries.organisationIds}))`,
  schemeId: ledgerEntries.schemeId,
  schemeName: schemes.name,
  bodyId: ledgerEntries.bodyId,
  bodyName: bodies.name,
  decisionId: ledgerEntries.decisionId,
  actDecisionId,
  decidedOn: decisions.decidedOn,
  paragraph: decisions.paragraph,
  diaryNumber: decisions.diaryNumber,
  eventSequence: events.sequence,
  eventType: events.type,
  actor: events.actor,
  actorName: events.actorName,
  sentBy: events.sentBy,
  reason: events.reason
}

export type ChangeRow = Static<typeof Change>

const filters: Record<string, Filter> = {
  knownFrom: value => sql`${ledgerEntries.recordedAt} > ${value}`,
  knownTo: value => sql`${ledgerEntries.recordedAt} <= ${value}`,
  kind: value => sql`${ledgerEntries.kind} = ${value}`,
  decisionYear: value => sql`${ledgerEntries.decisionYear} = ${value}`,
  // As totals have it: one amount for several years is of the first, and so changes sum to the difference of totals.
  grantYear: value => sql`${ledgerEntries.grantYear} = ${value}`,
  paymentYear: value => sql`${ledgerEntries.paymentYear} = ${value}`,
  schemeId: value => sql`${ledgerEntries.schemeId} = ${value}`,
  bodyId: value => sql`${ledgerEntries.bodyId} = ${value}`,
  organisationId: value => sql`${value} = any(${ledgerEntries.organisationIds})`
}

/** Why figures changed: entries of the ledger, with their decision and who recorded it. */
export const changeList: List<ChangeRow> = {
  name: 'changes',
  select: db =>
    db
      .select(columns)
      .from(ledgerEntries)
      .innerJoin(
        events,
        and(
          eq(events.municipalityCode, ledgerEntries.municipalityCode),
          eq(events.municipalityCode, listedCode),
          eq(events.sequence, ledgerEntries.eventSequence)
        )
      )
      .innerJoin(
        decisions,
        and(
          eq(decisions.municipalityCode, ledgerEntries.municipalityCode),
          eq(decisions.municipalityCode, listedCode),
          eq(decisions.id, ledgerEntries.decisionId)
        )
      )
      .innerJoin(
        bodies,
        and(
          eq(bodies.municipalityCode, ledgerEntries.municipalityCode),
          eq(bodies.municipalityCode, listedCode),
          eq(bodies.id, ledgerEntries.bodyId)
        )
      )
      .leftJoin(
        schemes,
        and(
          eq(schemes.municipalityCode, ledgerEntries.municipalityCode),
          eq(schemes.municipalityCode, listedCode),
          eq(schemes.id, ledgerEntries.schemeId)
        )
      )
      .$dynamic(),
  where: sql`${ledgerEntries.municipalityCode} = ${listedCode}`,
  filters,
  sorts: {
    recordedAt: { column: ledgerEntries.recordedAt, of: row => row.recordedAt },
    sequence: { column: ledgerEntries.sequence, of: row => row.sequence }
  },
  id: { column: ledgerEntries.sequence, of: row => row.sequence }
}

/** What all the changes that are asked for come to, by kind; kronor. */
export async function changesByKind(db: Connection, municipalityCode: string, asked: Record<string, unknown>) {
  // The conditions of the list are written for placeholders of a prepared statement; this one is not prepared.
  const conditions = Object.entries(filters).flatMap(([name, condition]) =>
    asked[name] === undefined ? [] : [condition(sql`${asked[name]}`)]
  )
  const where: SQL = sql.join([sql`${ledgerEntries.municipalityCode} = ${municipalityCode}`, ...conditions], sql` and `)
  const { rows } = await db.execute<{ kind: EntryKind; amount: number; entryCount: number }>(sql`
    select ${ledgerEntries.kind} as kind, sum(${ledgerEntries.amount})::float8 as amount, count(*)::int as "entryCount"
    from ${ledgerEntries} where ${where} group by 1 order by 1`)
  return rows
}
