import { type SQL, sql } from 'drizzle-orm'
import { latestOutcome } from '../applications/queries.ts'
import type { Connection } from '../database/connection.ts'
import { outcomeMeasures } from './outcome-schemas.ts'
import type { OutcomeGrouping } from './rules.ts'

type Asked = {
  municipalityCode: string
  groupBy: OutcomeGrouping[]
  yearFrom?: number
  yearTo?: number
  schemeId?: string
}

const groups: Record<OutcomeGrouping, { key: string; shown: string; order: string }> = {
  year: { key: 'year', shown: 't.year', order: 't.year' },
  scheme: {
    key: 'scheme_id',
    shown: 't.scheme_id as "schemeId", scheme.name as "schemeName"',
    order: 'scheme.name, t.scheme_id'
  },
  outcome: { key: 'outcome', shown: 't.outcome', order: 't.outcome' },
  status: { key: 'status', shown: 't.status', order: 't.status' }
}

/** Counts of applications that stand, each once, by year of reception, scheme, latest outcome and status. */
export async function applicationOutcomes(db: Connection, asked: Asked) {
  const { municipalityCode, groupBy, yearFrom, yearTo, schemeId } = asked
  const keys = sql.raw(groupBy.map(grouping => groups[grouping].key).join(', '))
  const first = sql.raw(groups[groupBy[0]!].key)
  const shown = sql.raw(groupBy.map(grouping => groups[grouping].shown).join(', '))
  const order = sql.raw(groupBy.map(grouping => groups[grouping].order).join(', '))
  const same = sql.raw(
    ['is_total', ...groupBy.map(grouping => groups[grouping].key)]
      .map(key => `counts.${key} is not distinct from applicants.${key}`)
      .join(' and ')
  )
  const year = sql`extract(year from received_on)::int`
  const conditions: SQL[] = [sql`municipality_code = ${municipalityCode}`, sql`withdrawn_at is null`]
  if (yearFrom !== undefined) conditions.push(sql`${year} >= ${yearFrom}`)
  if (yearTo !== undefined) conditions.push(sql`${year} <= ${yearTo}`)
  if (schemeId) conditions.push(sql`scheme_id = ${schemeId}`)

  const { rows } = await db.execute<Record<string, unknown> & { isTotal: boolean }>(sql`
    with standing as materialized (
      select id, ${year} as year, scheme_id, status, ${latestOutcome} as outcome,
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
      from counts left join applicants on ${same}
    )
    select ${shown}, t.is_total as "isTotal", t.applications::int as "applicationCount",
           t.organisations::int as "organisationCount", t.late::int as "lateCount",
           t.late_unknown::int as "lateUnknownCount"
    from t ${groupBy.includes('scheme') ? joinScheme(municipalityCode) : sql``}
    order by t.is_total, ${order}`)

  const total = rows.find(({ isTotal }) => isTotal)!
  return {
    items: rows.filter(({ isTotal }) => !isTotal).map(({ isTotal, ...row }) => row),
    total: Object.fromEntries(outcomeMeasures.map(name => [name, total[name]]))
  }
}

const joinScheme = (municipalityCode: string) =>
  sql`left join schemes scheme on scheme.municipality_code = ${municipalityCode} and scheme.id = t.scheme_id`
