import { and, eq, isNull, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Ref } from '../../base/actor.ts'
import { NotFound } from '../../base/errors.ts'
import type { Message } from '../../base/language.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { prepared } from '../../platform/database/prepared.ts'
import { budgetWarnings } from '../schemes/budget-use.ts'
import { decisionLines, type LineRow, lineColumns, revisedByLineId } from './line-record.ts'
import { decision, decisionColumns, decisions, type SelectedDecision } from './record.ts'
import { legalityReview, timeWarnings, type Warning } from './review-rules.ts'
import { DecisionWithLines, NewDecision, RecordedDecision } from './schemas.ts'

/** The record that a reference names, in a query that is prepared. */
export const byRef = (table: { municipalityCode: PgColumn; id: PgColumn }) =>
  and(eq(table.municipalityCode, listedCode), eq(table.id, sql.placeholder('id')))

/** The line that stands and replaces this one, if any does. */
export async function revisingLine(db: Connection, { municipalityCode, id }: Ref): Promise<string | null> {
  const [row] = await db
    .select({ revisedByLineId: revisedByLineId(municipalityCode) })
    .from(decisionLines)
    .where(and(eq(decisionLines.municipalityCode, municipalityCode), eq(decisionLines.id, id)))
  return row?.revisedByLineId ?? null
}

/** The line with its recipients. @throws NotFound */
export async function findLine(db: Connection, ref: Ref): Promise<LineRow> {
  const query = prepared(db, 'decision-line', () =>
    db.select(lineColumns(listedCode)).from(decisionLines).where(byRef(decisionLines))
  )
  const [row] = await query.execute(ref)
  if (!row) throw new NotFound('decision line', ref.id)
  return row
}

/** The decision with the lines that were not withdrawn, and with what is computed of it. @throws NotFound */
export async function findDecision(db: Connection, ref: Ref) {
  const decisionQuery = prepared(db, 'decision', () =>
    db
      .select({ ...decisionColumns(listedCode), revisedByDecisionIds })
      .from(decisions)
      .where(byRef(decisions))
  )
  const [found] = await decisionQuery.execute(ref)
  if (!found) throw new NotFound('decision', ref.id)
  const linesQuery = prepared(db, 'lines-of-decision', () =>
    db
      .select(lineColumns(listedCode))
      .from(decisionLines)
      .where(
        and(
          eq(decisionLines.municipalityCode, listedCode),
          eq(decisionLines.decisionId, sql.placeholder('id')),
          isNull(decisionLines.withdrawnAt)
        )
      )
      .orderBy(decisionLines.id)
  )
  const lines: LineRow[] = await linesQuery.execute(ref)
  const { revisedByDecisionIds: revisers, ...row } = found
  return { ...presented(row), revisedByDecisionIds: revisers, warnings: warningsOf(row, lines), lines }
}

/** Decisions that stand and revise the one of the query, oldest first. */
const revisedByDecisionIds = sql<string[]>`coalesce((
  select json_agg(reviser.id order by reviser.id) from decisions reviser
  where ${ofMunicipality(listedCode, 'reviser')} and reviser.revises_decision_id = ${sql.placeholder('id')}
    and reviser.withdrawn_at is null and reviser.annulment_recorded_at is null), '[]')`

/** The decision as it is answered. */
export function presented({ reportedNoticeUpOn, ...row }: SelectedDecision) {
  return { ...row, legalityReview: legalityReview({ ...row, reportedNoticeUpOn }) }
}

/** What is out of order with a decision: times that were not kept, an amount beyond the delegate's limit. */
function warningsOf(decision: SelectedDecision, lines: LineRow[]): Warning[] {
  const { delegationMaxAmount } = decision
  const beyond = lines.some(({ granted }) => delegationMaxAmount !== null && (granted ?? 0) > delegationMaxAmount)
  const warnings = timeWarnings(decision)
  if (beyond) {
    warnings.push({
      field: '/delegationMaxAmount',
      message: 'a line grants more than the delegate may decide',
      sv: 'en rad beviljar mer än delegaten får besluta'
    })
  }
  const lastDay = legalityReview(decision)?.endsOn
  if (lastDay && decision.finality && decision.finality.confirmedOn <= lastDay) {
    const message = `legality review may be asked for until ${lastDay} (kommunallagen 13:5)`
    const sv = `laglighetsprövning får begäras till och med ${lastDay} (13 kap. 5 § kommunallagen)`
    warnings.push({ field: '/finality/confirmedOn', message, sv })
  }
  return warnings
}

type Told = Message & { code?: string; field?: string }
type Recorded = { municipalityCode: string; id: string; lines?: { id: string }[]; warnings?: Told[] }

/** The decision or line as it was recorded, with what the register warns of: grants beyond their budget. */
export async function withWarnings<T extends Recorded>(tx: Transaction, recorded: T) {
  const ids = recorded.lines?.map(({ id }) => id) ?? [recorded.id]
  const lines = sql`select unnest(${sql.param(ids)}::uuid[]) as line_id`
  const found = await budgetWarnings(tx, recorded.municipalityCode, lines)
  const warnings = [
    ...(recorded.warnings ?? []),
    ...found.map(({ code, message, sv }): Told => ({ code, message, sv }))
  ]
  return { ...recorded, warnings }
}

/** One decision is answered with its lines; the list leaves them out. */
export const decisionKind = {
  ...decision,
  schemas: { ...decision.schemas, One: DecisionWithLines, New: NewDecision, Created: RecordedDecision },
  list: undefined,
  find: findDecision
}
