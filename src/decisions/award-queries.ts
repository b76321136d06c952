import { and, eq, sql } from 'drizzle-orm'
import type { Ref } from '../actor.ts'
import { bodies } from '../bodies/tables.ts'
import type { Connection } from '../database/connection.ts'
import { prepared } from '../database/prepared.ts'
import { NotFound } from '../errors.ts'
import type { List } from '../http/pagination.ts'
import { schemes } from '../schemes/tables.ts'
import { awards, decisionLines } from './line-tables.ts'
import { byRef, type LineRow, lineFilters, recipients } from './queries.ts'
import type { AmountPer, Certainty } from './rules.ts'
import { decisions } from './tables.ts'

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
  applicationId: decisionLines.applicationId,
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
  amountPer: AmountPer | null
  certainty: Certainty
  recipients: LineRow['recipients']
  periods: Period[]
  amount: number | null
}

export const awardList: List<AwardRow> = {
  name: 'awards',
  select: db => selectAwards(db) as never,
  where: sql`${awards.municipalityCode} = ${sql.placeholder('municipalityCode')}`,
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
  const [row] = await query.execute(ref)
  if (!row) throw new NotFound('award', ref.id)
  return row
}
