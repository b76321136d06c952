import { type SQL, sql } from 'drizzle-orm'
import type { Connection } from '../../platform/database/connection.ts'
import type { MoneyYearBasis } from './rules.ts'

export type ConsecutiveAsked = {
  municipalityCode: string
  /** The least length of a run, in years. */
  yearCount: number
  /** By the year of payment those are meant who were paid, else those who were granted something. */
  yearBasis: MoneyYearBasis
  /** The last year of the run; every run is answered where it is not told. */
  yearTo?: number
  schemeId?: string
}

export type Run = {
  organisationId: string
  organisationName: string
  yearFrom: number
  yearTo: number
  yearCount: number
  /** Null: no amount of the run is known. */
  granted: number | null
  /** Null: runs are of grants. */
  paid: number | null
  unknownCount: number
}

/**
 * Organisations that were granted, or paid, something in so many years on end: the longest runs first. What stands is what the
 * ledger's entries of grants sum to; a granted 0 and a grant of an unknown amount are grants. A joint grant is one of each
 * of its organisations, and so is in the amount (kronor) of each: amounts of several rows do not add up. One amount for
 * several years together is a grant of each of them, and its whole amount is in the run once. With `yearTo`, later years
 * are left aside and the run ends in that year.
 */
export async function consecutiveRecipients(db: Connection, asked: ConsecutiveAsked) {
  const { municipalityCode, yearCount, yearBasis, yearTo, schemeId } = asked
  const isPaid = yearBasis === 'payment'
  const conditions: SQL[] = [
    sql`municipality_code = ${municipalityCode}`,
    isPaid ? sql`kind = 'paid'` : sql`kind = 'granted'`
  ]
  if (schemeId) conditions.push(sql`scheme_id = ${schemeId}`)
  const isGrant = yearBasis === 'grant'
  const first = isGrant ? sql`grant_year` : isPaid ? sql`payment_year` : sql`decision_year`
  const last = isGrant ? sql`coalesce(grant_year_to, grant_year)` : first
  const before = yearTo === undefined ? sql`first_year is not null` : sql`first_year <= ${yearTo}`
  const ending = yearTo === undefined ? sql`true` : sql`max(last_year) >= ${yearTo}`

  const { rows } = await db.execute<Run & { yearNotStated: number | null }>(sql`
    with standing as materialized (
      -- What was taken away again sums to nothing and falls out.
      select line_id, organisation_ids, ${first} as first_year, ${last} as last_year,
             sum(amount) as amount, sum(unknown) as unknown
      from ledger_entries where ${sql.join(conditions, sql` and `)}
      group by line_id, organisation_ids, ${first}, ${last}
      having sum(facts) > 0
    ), granted as (
      -- A grant begins a run where no earlier one of the organisation reaches the year before its own.
      select organisation_id, line_id, first_year, last_year, amount, unknown,
             (first_year > 1 + max(last_year) over (
               partition by organisation_id order by first_year, line_id rows between unbounded preceding and 1 preceding
             )) is not false as begins
      from standing cross join lateral unnest(organisation_ids) organisation_id
      where ${before}
    ), numbered as (
      select *, count(*) filter (where begins) over (partition by organisation_id order by first_year, line_id
                                                     rows unbounded preceding) as run
      from granted
    ), runs as (
      select organisation_id, min(first_year)::int as first_year, least(max(last_year), ${yearTo ?? null}::int)::int as last_year,
             case when bool_or(unknown = 0) then coalesce(sum(amount), 0) end as granted,
             count(distinct line_id) filter (where unknown > 0) as unknown_count
      from numbered group by organisation_id, run
      having least(max(last_year), ${yearTo ?? null}::int) - min(first_year) + 1 >= ${yearCount} and ${ending}
    )
    select runs.organisation_id as "organisationId", organisation.name as "organisationName",
           runs.first_year as "yearFrom", runs.last_year as "yearTo",
           runs.last_year - runs.first_year + 1 as "yearCount",
           ${isPaid ? sql`null::float8` : sql`runs.granted::float8`} as granted,
           ${isPaid ? sql`runs.granted::float8` : sql`null::float8`} as paid, runs.unknown_count::int as "unknownCount", null::int as "yearNotStated"
    from runs
    join organisations organisation
      on organisation.municipality_code = ${municipalityCode} and organisation.id = runs.organisation_id
    union all
    select null, null, null, null, null, null, null, null, count(distinct line_id)::int from standing where first_year is null
    order by "yearCount" desc nulls last, "organisationName", "yearFrom"`)

  const items = rows.filter(({ yearNotStated }) => yearNotStated === null)
  return {
    items: items.map(({ yearNotStated, ...run }) => run),
    yearNotStatedCount: rows.find(({ yearNotStated }) => yearNotStated !== null)!.yearNotStated!
  }
}
