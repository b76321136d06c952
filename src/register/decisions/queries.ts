import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import { NotFound } from '../../base/errors.ts'
import type { Message } from '../../base/language.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { amongIds, byId, gathered, readById } from '../../platform/database/gathered.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { prepared } from '../../platform/database/prepared.ts'
import { budgetWarnings } from '../schemes/budget-use.ts'
import { decisionLines, type LineRow, lineColumns, revisedByLineId } from './line-record.ts'
import { decision, decisionColumns, decisions, type SelectedDecision } from './record.ts'
import { legalityReview, timeWarnings, type Warning } from './review-rules.ts'
import { DecisionWithLines, NewDecision, RecordedDecision } from './schemas.ts'

/** The line that stands and replaces this one, if any does. */
export async function revisingLine(db: Connection, { municipalityCode, id }: Ref): Promise<string | null> {
  const [row] = await db
    .select({ revisedByLineId: revisedByLineId(municipalityCode) })
    .from(decisionLines)
    .where(and(eq(decisionLines.municipalityCode, municipalityCode), eq(decisionLines.id, id)))
  return row?.revisedByLineId ?? null
}

const selectLines = (db: Connection) => db.select(lineColumns(listedCode)).from(decisionLines)

/** The line with its recipients. @throws NotFound */
export async function findLine(db: Connection, ref: Ref): Promise<LineRow> {
  const row = await readById<LineRow>(db, 'decision-line', { table: decisionLines, select: selectLines }, ref)
  if (!row) throw new NotFound('decision line', ref.id)
  return row
}

/** The decision with the lines that were not withdrawn, and with what is computed of it. @throws NotFound */
export async function findDecision(db: Connection, ref: Ref) {
  const { municipalityCode, id } = ref
  const found = await gathered(db, 'decision', ref, ids => readDecisions(db, { municipalityCode, ids }))
  if (!found) throw new NotFound('decision', id)
  return found
}

async function readDecisions(db: Connection, asked: { municipalityCode: string; ids: readonly string[] }) {
  const decisionsQuery = prepared(db, 'decisions-by-id', () =>
    db
      .select({ ...decisionColumns(listedCode), revisedByDecisionIds })
      .from(decisions)
      .where(amongIds(decisions.municipalityCode, decisions.id))
  )
  const linesQuery = prepared(db, 'lines-of-decisions', () =>
    selectLines(db)
      .where(and(amongIds(decisionLines.municipalityCode, decisionLines.decisionId), isNull(decisionLines.withdrawnAt)))
      .orderBy(decisionLines.id)
  )
  const found = byId(await decisionsQuery.execute(asked))
  const allLines: LineRow[] = await linesQuery.execute(asked)
  const linesOf = Map.groupBy(allLines, ({ decisionId }) => decisionId)
  return (id: string) => {
    const decision = found(id)
    if (!decision) return undefined
    const { revisedByDecisionIds: revisers, ...row } = decision
    const lines = linesOf.get(id) ?? []
    return { ...presented(row), revisedByDecisionIds: revisers, warnings: warningsOf(row, lines), lines }
  }
}

/** Decisions that stand and revise the one of the row, oldest first. Its id is written out, since Drizzle leaves the table's name off. */
const revisedByDecisionIds = sql<string[]>`coalesce((
  select json_agg(reviser.id order by reviser.id) from decisions reviser
  where ${ofMunicipality(listedCode, 'reviser')} and reviser.revises_decision_id = decisions.id
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
