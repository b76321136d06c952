import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { Ref } from '../actor.ts'
import type { Connection } from '../database/connection.ts'
import { prepared } from '../database/prepared.ts'
import { NotFound } from '../errors.ts'
import { type List, ofWithdrawal } from '../http/pagination.ts'
import { awards, decisionLines } from './line-tables.ts'
import { byRef, type LineRow, lineFilters, linesDecidedIn, linesOfYear, recipients } from './queries.ts'
import type { AmountPer, Certainty } from './rules.ts'

type Period = { yearFrom: number | null; yearTo: number | null; amount: number | null }

/** One period a year, or one for all the years together: as the line states its amount. */
const periods = sql<Period[]>`(
  select json_agg(json_build_object('yearFrom', coalesce(year, decision_lines.grant_year_from),
    'yearTo', coalesce(year, decision_lines.grant_year_to), 'amount', decision_lines.granted) order by year)
  from (select generate_series(decision_lines.grant_year_from, decision_lines.grant_year_to) as year
        where decision_lines.amount_per = 'year'
        union all select null where decision_lines.amount_per is distinct from 'year') years)`

// Looked up for the rows of the page alone: joined, the planner would read all awards for it.
const ofDecision = (what: SQL) => sql<string>`(select ${what} from decisions decision
  where decision.municipality_code = decision_lines.municipality_code and decision.id = decision_lines.decision_id)`

const awardColumns = {
  municipalityCode: awards.municipalityCode,
  id: awards.id,
  lineId: decisionLines.id,
  decisionId: decisionLines.decisionId,
  decidedOn: ofDecision(sql`decision.decided_on`),
  bodyId: ofDecision(sql`decision.body_id`),
  bodyName: ofDecision(sql`(select body.name from bodies body
    where body.municipality_code = decision.municipality_code and body.id = decision.body_id)`),
  schemeId: decisionLines.schemeId,
  schemeName: sql<string | null>`(select scheme.name from schemes scheme
    where scheme.municipality_code = decision_lines.municipality_code and scheme.id = decision_lines.scheme_id)`,
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
  return db.select(awardColumns).from(awards).innerJoin(decisionLines, line).$dynamic()
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

/** The awards of some lines, as an array, which is read along the key of awards. */
const ofLines = (lines: SQL) => sql`${awards.id} = any(array(
  select award.id from awards award
  where award.municipality_code = ${sql.placeholder('municipalityCode')} and award.line_id = any(array(${lines}))))`

export const awardList: List<AwardRow> = {
  name: 'awards',
  select: db => selectAwards(db) as never,
  where: sql`${awards.municipalityCode} = ${sql.placeholder('municipalityCode')}`,
  filters: {
    ...lineFilters,
    grantYear: value => ofLines(linesOfYear(value)),
    decisionYear: value => ofLines(linesDecidedIn(value)),
    changedSince: value => sql`${decisionLines.updatedAt} >= ${value}`,
    withdrawn: ofWithdrawal(awards.withdrawnAt)
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
