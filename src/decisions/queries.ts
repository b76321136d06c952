import { and, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Ref } from '../actor.ts'
import type { Connection } from '../database/connection.ts'
import { prepared } from '../database/prepared.ts'
import { NotFound } from '../errors.ts'
import type { Filter } from '../http/pagination.ts'
import { listOf } from '../records/list.ts'
import { decisionLines } from './line-tables.ts'
import {
  decisionColumns,
  presented,
  revisersOf,
  type SelectedDecision,
  standingFilters,
  warningsOf
} from './standing-queries.ts'
import { decisions } from './tables.ts'

export type DecisionRow = typeof decisions.$inferSelect
export type LineRow = typeof decisionLines.$inferSelect & {
  recipients: { organisationId: string; name: string }[]
  revisedByLineId: string | null
}

/** The record that a reference names, in a query that is prepared. */
export const byRef = (table: { municipalityCode: PgColumn; id: PgColumn }) =>
  and(eq(table.municipalityCode, sql.placeholder('municipalityCode')), eq(table.id, sql.placeholder('id')))

export const decisionList = listOf<typeof decisions, SelectedDecision>('decisions', decisions, {
  select: db => db.select(decisionColumns).from(decisions).$dynamic(),
  equal: ['bodyId', 'paragraph', 'diaryNumber'],
  filters: {
    decidedFrom: value => sql`${decisions.decidedOn} >= ${value}`,
    decidedTo: value => sql`${decisions.decidedOn} <= ${value}`,
    ...standingFilters
  },
  sorts: ['decidedOn', 'updatedAt']
})

// Columns are written out: Drizzle leaves the table's name off where a query has one table, and these have more.
export const recipients = sql<LineRow['recipients']>`(
  select json_agg(json_build_object('organisationId', organisation.id, 'name', organisation.name) order by recipient.position)
  from decision_line_recipients recipient
  join organisations organisation
    on organisation.municipality_code = recipient.municipality_code and organisation.id = recipient.organisation_id
  where recipient.municipality_code = decision_lines.municipality_code and recipient.line_id = decision_lines.id)`

/** The line that stands and directly replaces this one. */
const revisedByLineId = sql<string | null>`(
  select reviser.id from decision_lines reviser
  join decisions revising on revising.municipality_code = reviser.municipality_code and revising.id = reviser.decision_id
  where reviser.municipality_code = decision_lines.municipality_code and reviser.revises_line_id = decision_lines.id
    and reviser.withdrawn_at is null and revising.withdrawn_at is null and revising.annulment_recorded_at is null)`

const lineColumns = { ...getTableColumns(decisionLines), recipients, revisedByLineId }

const ofDecision = (condition: SQL): SQL => sql`exists (
  select from decisions where decisions.municipality_code = decision_lines.municipality_code
    and decisions.id = decision_lines.decision_id and ${condition})`

/**
 * Ids of the lines of a grant year: most have one year and are found by it, those of several by an index of their own.
 * As an array, which is read along the key: a page of a common year is then no walk through the years before it.
 */
export const linesOfYear = (year: ReturnType<typeof sql.placeholder>) => {
  const lines = sql`select id from decision_lines where municipality_code = ${sql.placeholder('municipalityCode')}`
  return sql`${lines} and grant_year_from = ${year}::int
    union all ${lines} and grant_year_to > grant_year_from and grant_year_from < ${year}::int and grant_year_to >= ${year}::int`
}

/** Ids of the lines of the decisions of a year. */
export const linesDecidedIn = (year: ReturnType<typeof sql.placeholder>) => sql`
  select id from decision_lines where municipality_code = ${sql.placeholder('municipalityCode')}
    and decision_id = any(array(
      select id from decisions where municipality_code = ${sql.placeholder('municipalityCode')}
        and decided_on between make_date(${year}::int, 1, 1) and make_date(${year}::int, 12, 31)))`

/** Filters that lines and awards share; the query has the line under its own name. */
export const lineFilters: Record<string, Filter> = {
  decisionId: value => sql`${decisionLines.decisionId} = ${value}`,
  schemeId: value => sql`${decisionLines.schemeId} = ${value}`,
  applicationId: value => sql`${decisionLines.applicationId} = ${value}`,
  organisationId: value => sql`${decisionLines.id} in (
    select line_id from decision_line_recipients
    where municipality_code = ${sql.placeholder('municipalityCode')} and organisation_id = ${value})`,
  bodyId: value => ofDecision(sql`decisions.body_id = ${value}`),
  grantYear: value => sql`${decisionLines.id} = any(array(${linesOfYear(value)}))`,
  decisionYear: value => sql`${decisionLines.id} = any(array(${linesDecidedIn(value)}))`
}

export const lineList = listOf<typeof decisionLines, LineRow>('decision-lines', decisionLines, {
  select: db => db.select(lineColumns).from(decisionLines).$dynamic(),
  equal: ['outcome'],
  filters: lineFilters,
  sorts: ['id', 'updatedAt']
})

/** The line that stands and replaces this one, if any does. */
export async function revisingLine(db: Connection, { municipalityCode, id }: Ref): Promise<string | null> {
  const [row] = await db
    .select({ revisedByLineId })
    .from(decisionLines)
    .where(and(eq(decisionLines.municipalityCode, municipalityCode), eq(decisionLines.id, id)))
  return row?.revisedByLineId ?? null
}

/** The line with its recipients. @throws NotFound */
export async function findLine(db: Connection, ref: Ref): Promise<LineRow> {
  const query = prepared(db, 'decision-line', () =>
    db.select(lineColumns).from(decisionLines).where(byRef(decisionLines))
  )
  const [row] = await query.execute(ref)
  if (!row) throw new NotFound('decision line', ref.id)
  return row
}

/** The decision with its lines, those aside that were withdrawn, and what is computed of it. @throws NotFound */
export async function findDecision(db: Connection, ref: Ref) {
  const { municipalityCode, id } = ref
  const [row] = await db
    .select(decisionColumns)
    .from(decisions)
    .where(and(eq(decisions.municipalityCode, municipalityCode), eq(decisions.id, id)))
  if (!row) throw new NotFound('decision', id)
  const ofDecision = and(
    eq(decisionLines.municipalityCode, municipalityCode),
    eq(decisionLines.decisionId, id),
    isNull(decisionLines.withdrawnAt)
  )
  const lines: LineRow[] = await db.select(lineColumns).from(decisionLines).where(ofDecision).orderBy(decisionLines.id)
  const revisedByDecisionIds = await revisersOf(db, ref)
  return { ...presented(row), revisedByDecisionIds, warnings: warningsOf(row, lines), lines }
}
