import { getTableColumns, sql } from 'drizzle-orm'
import type { Ref } from '../actor.ts'
import type { Connection } from '../database/connection.ts'
import { type Choice, type Filter, whether } from '../http/pagination.ts'
import { legalityReview, timeWarnings, type Warning } from './review-rules.ts'
import { decisions } from './tables.ts'

/** What is computed of a decision for whoever reads it. */

/** Columns of a decision, and the day that a delegated one's time runs from. Table names are written out: Drizzle leaves
 * them off where a query has one table. */
export const decisionColumns = {
  ...getTableColumns(decisions),
  reportedNoticeUpOn: sql<string | null>`(
    select reported.notice_up_on::text from decisions reported
    where reported.municipality_code = decisions.municipality_code and reported.id = decisions.reported_in_decision_id
      and reported.withdrawn_at is null)`
}

export type SelectedDecision = typeof decisions.$inferSelect & { reportedNoticeUpOn: string | null }

/** The decision as it is answered. */
export function presented<T extends SelectedDecision>({ reportedNoticeUpOn, ...row }: T) {
  return { ...row, legalityReview: legalityReview({ ...row, reportedNoticeUpOn }) }
}

type Granted = { granted: number | null; withdrawnAt?: string | null }

/** What is out of order with a decision: times that were not kept, an amount beyond the delegate's limit. */
export function warningsOf(decision: SelectedDecision, lines: Granted[]): Warning[] {
  const { delegationMaxAmount } = decision
  const beyond = lines.some(({ granted }) => delegationMaxAmount !== null && (granted ?? 0) > delegationMaxAmount)
  const warnings = timeWarnings(decision)
  if (beyond)
    warnings.push({ field: '/delegationMaxAmount', message: 'a line grants more than the delegate may decide' })
  const lastDay = legalityReview(decision)?.endsOn
  if (lastDay && decision.finality && decision.finality.confirmedOn <= lastDay) {
    const message = `legality review may be asked for until ${lastDay} (kommunallagen 13:5)`
    warnings.push({ field: '/finality/confirmedOn', message })
  }
  return warnings
}

/** Decisions that stand and revise this one, oldest first. */
export async function revisersOf(db: Connection, { municipalityCode, id }: Ref): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from decisions where municipality_code = ${municipalityCode} and revises_decision_id = ${id}
      and withdrawn_at is null and annulment_recorded_at is null order by id`)
  return rows.map(row => row.id)
}

const unreported = sql`${decisions.reportedInDecisionId} is null and ${decisions.reportedOn} is null`
const appealed = sql`(select appeal.decision_id from decision_appeals appeal
  where appeal.municipality_code = ${sql.placeholder('municipalityCode')}
    and appeal.outcome is null and appeal.withdrawn_at is null)`

export const standingFilters: Record<string, Filter | Choice> = {
  kind: value => sql`${decisions.kind} = ${value}`,
  standing: {
    when: said =>
      said === 'proposed' ? sql`${decisions.standing} = 'proposed'` : sql`${decisions.standing} = 'decided'`
  },
  proposalOutcome: value => sql`${decisions.proposalOutcome} = ${value}`,
  delegateRole: value => sql`${decisions.delegateRole} = ${value}`,
  revisesDecisionId: value => sql`${decisions.revisesDecisionId} = ${value}`,
  reportedInDecisionId: value => sql`${decisions.reportedInDecisionId} = ${value}`,
  reported: whether(
    sql`${decisions.kind} = 'delegated' and not (${unreported})`,
    sql`${decisions.kind} = 'delegated' and ${unreported}`
  ),
  annulled: whether(sql`${decisions.annulmentRecordedAt} is not null`, sql`${decisions.annulmentRecordedAt} is null`),
  finalConfirmed: whether(sql`${decisions.finalConfirmedAt} is not null`, sql`${decisions.finalConfirmedAt} is null`),
  appealed: whether(sql`${decisions.id} in ${appealed}`, sql`${decisions.id} not in ${appealed}`),
  schemeId: value => sql`exists (
    select from decision_lines line where line.municipality_code = decisions.municipality_code
      and line.decision_id = decisions.id and line.scheme_id = ${value} and line.withdrawn_at is null)`,
  organisationId: value => sql`decisions.id in (
    select line.decision_id from decision_line_recipients recipient
    join decision_lines line on line.municipality_code = recipient.municipality_code and line.id = recipient.line_id
    where recipient.municipality_code = ${sql.placeholder('municipalityCode')}
      and recipient.organisation_id = ${value} and line.withdrawn_at is null)`
}
