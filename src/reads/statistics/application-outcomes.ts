import { type SQL, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Connection } from '../../platform/database/connection.ts'
import { latestOutcome } from '../../register/applications/queries.ts'
import { grouped, type OutcomeGrouping, only } from './dimensions.ts'
import { type ApplicationOutcome, outcomeMeasures } from './outcome-schemas.ts'

type Outcome = Static<typeof ApplicationOutcome>

type Asked = {
  municipalityCode: string
  groupBy: OutcomeGrouping[]
  yearFrom?: number
  yearTo?: number
  schemeId?: string
}

/** Counts of applications that stand, each once, by year of reception, scheme, latest outcome and status. */
export async function applicationOutcomes(db: Connection, asked: Asked) {
  const { municipalityCode, groupBy, yearFrom, yearTo, schemeId } = asked
  const { keys, first, shown, order, names, same } = grouped(groupBy)
  const year = sql`extract(year from received_on)::int`
  const conditions: SQL[] = [sql`municipality_code = ${municipalityCode}`, sql`withdrawn_at is null`]
  if (yearFrom !== undefined) conditions.push(sql`${year} >= ${yearFrom}`)
  if (yearTo !== undefined) conditions.push(sql`${year} <= ${yearTo}`)
  if (schemeId) conditions.push(sql`scheme_id = ${schemeId}`)

  const { rows } = await db.execute<Outcome & { isTotal: boolean }>(sql`
    with standing as materialized (
      select id, ${year} as year, scheme_id, status, ${latestOutcome(municipalityCode)} as outcome,
             late = 'yes' as late, late in ('possible', 'unknown') as late_unknown
      from applications where ${sql.join(conditions, sql` and `)}
    ), counts as (
      select ${keys}, grouping(${first}) = 1 as is_total, count(*) as applications,
             count(*) filter (where late) as late, count(*) filter (where late_unknown) as late_unknown
      from standing group by grouping sets ((${keys}), ())
    ), applicants as (
      select ${keys}, grouping(${first}) = 1 as is_total, count(distinct organisation_id) as organisations
      from standing join application_applicants applicant
        on applicant.municipality_code = ${municipalityCode} and applicant.application_id = standing.id
      group by grouping sets ((${keys}), ())
    ), t as (
      select counts.*, coalesce(applicants.organisations, 0) as organisations
      from counts left join applicants
        on counts.is_total = applicants.is_total and ${same('counts', 'applicants')}
    )
    select ${shown}, t.is_total as "isTotal", t.applications::int as "applicationCount",
           t.organisations::int as "organisationCount", t.late::int as "lateCount",
           t.late_unknown::int as "lateUnknownCount"
    from t ${names(municipalityCode)}
    order by t.is_total, ${order}`)

  const total = rows.find(({ isTotal }) => isTotal)!
  return {
    items: rows.filter(({ isTotal }) => !isTotal).map(({ isTotal, ...row }) => row),
    total: only<Outcome>(total, outcomeMeasures)
  }
}
