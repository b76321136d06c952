import { and, eq, getTableColumns, isNull, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Ref } from '../actor.ts'
import { bodies } from '../bodies/tables.ts'
import type { Connection } from '../database/connection.ts'
import { prepared } from '../database/prepared.ts'
import { findRecord } from '../database/records.ts'
import { NotFound } from '../errors.ts'
import { type Filter, type List, recordFilters } from '../http/pagination.ts'
import { schemes } from '../schemes/tables.ts'
import { awards, decisionLines, decisions } from './tables.ts'

export type DecisionRow = typeof decisions.$inferSelect
export type LineRow = typeof decisionLines.$inferSelect & { recipients: { organisationId: string; name: string }[] }

const ofMunicipality = (table: { municipalityCode: PgColumn }) =>
  sql`${table.municipalityCode} = ${sql.placeholder('municipalityCode')}`

const byRef = (table: { municipalityCode: PgColumn; id: PgColumn }) =>
  and(eq(table.municipalityCode, sql.placeholder('municipalityCode')), eq(table.id, sql.placeholder('id')))

export const decisionList: List<DecisionRow> = {
  name: 'decisions',
  select: db => db.select().from(decisions).$dynamic(),
  where: ofMunicipality(decisions),
  filters: {
    ...recordFilters(decisions),
    bodyId: value => sql`${decisions.bodyId} = ${value}`,
    from: value => sql`${decisions.meetingDate} >= ${value}`,
    to: value => sql`${decisions.meetingDate} <= ${value}`,
    paragraph: value => sql`${decisions.paragraph} = ${value}`,
    diaryNumber: value => sql`${decisions.diaryNumber} = ${value}`
  },
  sorts: {
    meetingDate: { column: decisions.meetingDate, of: row => row.meetingDate },
    updatedAt: { column: decisions.updatedAt, of: row => row.updatedAt }
  },
  id: { column: decisions.id, of: row => row.id }
}

// Written out: Drizzle leaves the table's name off where a query has one table, and these have more.
const recipients = sql<LineRow['recipients']>`(
  select json_agg(json_build_object('organisationId', organisation.id, 'name', organisation.name) order by recipient.position)
  from decision_line_recipients recipient
  join organisations organisation
    on organisation.municipality_code = recipient.municipality_code and organisation.id = recipient.organisation_id
  where recipient.municipality_code = decision_lines.municipality_code and recipient.line_id = decision_lines.id)`

const lineColumns = { ...getTableColumns(decisionLines), recipients }

const ofDecision = (condition: SQL): SQL => sql`exists (
  select from decisions where decisions.municipality_code = decision_lines.municipality_code
    and decisions.id = decision_lines.decision_id and ${condition})`

const lineFilters: Record<string, Filter> = {
  decisionId: value => sql`${decisionLines.decisionId} = ${value}`,
  schemeId: value => sql`${decisionLines.schemeId} = ${value}`,
  organisationId: value => sql`${decisionLines.id} in (
    select line_id from decision_line_recipients
    where municipality_code = ${sql.placeholder('municipalityCode')} and organisation_id = ${value})`,
  bodyId: value => ofDecision(sql`decisions.body_id = ${value}`),
  grantYear: value => sql`${value}::int between ${decisionLines.grantYearFrom} and ${decisionLines.grantYearTo}`,
  decisionYear: value =>
    ofDecision(sql`decisions.meeting_date between make_date(${value}::int, 1, 1) and make_date(${value}::int, 12, 31)`)
}

export const lineList: List<LineRow> = {
  name: 'decision-lines',
  select: db => db.select(lineColumns).from(decisionLines).$dynamic(),
  where: ofMunicipality(decisionLines),
  filters: {
    ...recordFilters(decisionLines),
    ...lineFilters,
    outcome: value => sql`${decisionLines.outcome} = ${value}`
  },
  sorts: {
    id: { column: decisionLines.id, of: row => row.id },
    updatedAt: { column: decisionLines.updatedAt, of: row => row.updatedAt }
  },
  id: { column: decisionLines.id, of: row => row.id }
}

function one<Row>([row]: Row[], what: string, { id }: Ref): Row {
  if (!row) throw new NotFound(what, id)
  return row
}

/** The line with its recipients. @throws NotFound */
export async function findLine(db: Connection, ref: Ref): Promise<LineRow> {
  const query = prepared(db, 'decision-line', () =>
    db.select(lineColumns).from(decisionLines).where(byRef(decisionLines))
  )
  return one(await query.execute(ref), 'decision line', ref)
}

/** The decision with the lines that stand. @throws NotFound */
export async function findDecision(db: Connection, ref: Ref): Promise<DecisionRow & { lines: LineRow[] }> {
  const decision = await findRecord(db, decisions, 'decision', ref)
  const lines = await db
    .select(lineColumns)
    .from(decisionLines)
    .where(
      and(
        eq(decisionLines.municipalityCode, ref.municipalityCode),
        eq(decisionLines.decisionId, ref.id),
        isNull(decisionLines.withdrawnAt)
      )
    )
    .orderBy(decisionLines.id)
  return { ...decision, lines }
}

type Period = { yearFrom: number | null; yearTo: number | null; amount: number | null }

/** One period a year, or one for all the years together: as the line states its amount. */
const periods = sql<Period[]>`(
  select json_agg(json_build_object('yearFrom', coalesce(year, decision_lines.grant_year_from),
    'yearTo', coalesce(year, decision_lines.grant_year_to), 'amount', decision_lines.granted) order by year)
  from (select generate_series(decision_lines.grant_year_from, decision_lines.grant_year_to) as year
        where decision_lines.amount_per = 'year'
        union all select null where decision_lines.amount_per is distinct from 'year') years)`

const awardColumns = {
  municipalityCode: awards.municipalityCode,
  id: awards.id,
  lineId: decisionLines.id,
  decisionId: decisions.id,
  meetingDate: decisions.meetingDate,
  bodyId: bodies.id,
  bodyName: bodies.name,
  schemeId: schemes.id,
  schemeName: schemes.name,
  recipients,
  payeeOrganisationId: decisionLines.payeeOrganisationId,
  purpose: decisionLines.purpose,
  amountPer: decisionLines.amountPer,
  amount: decisionLines.granted,
  certainty: decisionLines.grantedCertainty,
  periods,
  version: decisionLines.version,
  createdAt: awards.createdAt,
  updatedAt: decisionLines.updatedAt,
  withdrawnAt: awards.withdrawnAt,
  withdrawnReason: decisionLines.withdrawnReason
}

function selectAwards(db: Connection) {
  const line = and(eq(decisionLines.municipalityCode, awards.municipalityCode), eq(decisionLines.id, awards.lineId))
  const decision = and(
    eq(decisions.municipalityCode, decisionLines.municipalityCode),
    eq(decisions.id, decisionLines.decisionId)
  )
  const body = and(eq(bodies.municipalityCode, decisions.municipalityCode), eq(bodies.id, decisions.bodyId))
  const scheme = and(
    eq(schemes.municipalityCode, decisionLines.municipalityCode),
    eq(schemes.id, decisionLines.schemeId)
  )
  return db
    .select(awardColumns)
    .from(awards)
    .innerJoin(decisionLines, line)
    .innerJoin(decisions, decision)
    .innerJoin(bodies, body)
    .leftJoin(schemes, scheme)
    .$dynamic()
}

type AwardNames = Exclude<keyof typeof awardColumns, 'recipients' | 'periods' | 'amount'>

export type AwardRow = { [name in AwardNames]: unknown } & {
  id: string
  updatedAt: string
  recipients: LineRow['recipients']
  periods: Period[]
  amount: number | null
}

export const awardList: List<AwardRow> = {
  name: 'awards',
  select: db => selectAwards(db) as never,
  where: ofMunicipality(awards),
  filters: {
    ...lineFilters,
    changedSince: value => sql`${decisionLines.updatedAt} >= ${value}`,
    withdrawn: value => sql`(${value} = 'include' or (${awards.withdrawnAt} is null) = (${value} = 'exclude'))`
  },
  sorts: {
    id: { column: awards.id, of: row => row.id },
    updatedAt: { column: decisionLines.updatedAt, of: row => row.updatedAt }
  },
  id: { column: awards.id, of: row => row.id }
}

/** The award with what its line says of it. @throws NotFound */
export async function findAward(db: Connection, ref: Ref) {
  const query = prepared(db, 'award', () => selectAwards(db).where(byRef(awards)))
  return one(await query.execute(ref), 'award', ref)
}
