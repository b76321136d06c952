import { type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import { keptColumn } from '../../money/ledger/kept-tables.ts'
import { lineEntryKinds } from '../../money/ledger/rules.ts'
import { rfc3339 } from '../../platform/database/columns.ts'
import { type Connection, executeKept } from '../../platform/database/connection.ts'
import { type AnyGrouping, grouped, yearsOf } from './dimensions.ts'
import { sumOf } from './money-totals.ts'
import { firstRecordedAt, nothingKnown, refuseTooMany, rowCount, withinMost } from './row-limit.ts'
import { MOST_ROWS, type YearBasis } from './rules.ts'
import type { GrantTotal } from './schemas.ts'
import { heirs, sameHeir } from './successors.ts'

export type KeptGrantsAsked = {
  /** One municipality, several, or all (null). */
  municipality: string | readonly string[] | null
  groupBy: readonly AnyGrouping[]
  yearBasis: YearBasis
  yearFrom?: number
  yearTo?: number
  schemeId?: string
  bodyId?: string
  followSuccessors?: boolean
}

export type GrantRow = Static<typeof GrantTotal> & {
  isTotal: boolean
  rowCount: number
  knownAt: string
  firstRecordedAt: string | null
}

/** Condition on the municipality of a table, by its alias. */
function isAsked(municipality: KeptGrantsAsked['municipality'], alias: string): SQL {
  const code = sql`${sql.identifier(alias)}.municipality_code`
  if (municipality === null) return sql`true`
  return typeof municipality === 'string'
    ? sql`${code} = ${municipality}`
    : sql`${code} = any(${sql.param([...municipality])}::text[])`
}

const amounts = sql.raw(lineEntryKinds.map(kind => `${sumOf(kind)} as ${kind}`).join(', '))

/**
 * Totals of grants as they are now, of the sums and sets that are kept beside the ledger: some hundred rows, whatever the number
 * of lines. Answers the rows and, last, that over all of them. Kronor.
 *
 * A line that states an amount for each of several years has a fact of each: it is one line, so that facts that go on from the
 * year before are taken away, wherever that year is counted in the same row.
 */
export async function keptGrants(db: Connection, asked: KeptGrantsAsked, mostRows = MOST_ROWS): Promise<GrantRow[]> {
  const { municipality, groupBy, yearBasis, yearFrom } = asked
  const { keys, noKeys, shown, order, names } = grouped(groupBy, yearBasis)
  const byYear = yearBasis === 'grant' && groupBy.includes('year')
  // The year before the first one asked about is in no row.
  const goesOn = (column: string) =>
    yearBasis === 'grant' && yearFrom !== undefined
      ? sql`case when grant_year > ${yearFrom} then ${sql.identifier(column)} else 0 end`
      : sql.identifier(column)
  const counted = (column: string, kind: SQL, without: SQLWrapper) =>
    sql`coalesce(sum(${sql.identifier(column)} - ${without}) filter (where ${kind}), 0)`
  const measures = (without: (column: string) => SQLWrapper) => sql`
    ${counted('facts', sql`kind = 'applied'`, without('continued'))} as lines,
    ${counted('facts', sql`kind = 'granted'`, without('continued'))} as awards,
    ${amounts},
    ${counted('unknown', sql`kind <> 'applied'`, without('continued_unknown'))} as unknown_count,
    ${counted('unknown', sql`kind = 'applied'`, without('continued_unknown'))} as applied_unknown_count`
  const nothing = () => sql`0`

  const rows = await executeKept<GrantRow>(
    db,
    sql`
    with sums as materialized (
      ${keptRows(
        asked,
        'ledger_totals',
        sql`kind, amount, facts, unknown, continued, continued_unknown, kept.grant_year`,
        [sql`kept.kind in ('applied', 'granted', 'reserved')`]
      )}
    ), sets as materialized (
      ${keptRows(asked, 'ledger_organisation_sets', sql`chunk, members`)}
    ), chunks as materialized (
      select ${keys}, municipality_code, chunk, bit_or(members) as members from sets
      group by ${keys}, municipality_code, chunk
    ), t as (
      -- Keys may be null: sums and sets are brought together by grouping, and not by a join of each with each.
      select ${keys}, false as is_total, sum(lines) as lines, sum(awards) as awards, sum(applied) as applied,
             sum(granted) as granted, sum(reserved) as reserved, sum(unknown_count) as unknown_count,
             sum(applied_unknown_count) as applied_unknown_count, sum(organisations) as organisations
      from (
        select ${keys}, ${measures(byYear ? nothing : goesOn)}, 0 as organisations, sum(facts) as facts from sums group by ${keys}
        union all
        select ${keys}, 0, 0, null, null, null, 0, 0, sum(bit_count(members)), 0 from chunks group by ${keys}
      ) parts group by ${keys} having sum(facts) <> 0
      union all
      select ${noKeys}, true, ${measures(goesOn)}, (
        select coalesce(sum(bit_count(members)), 0)
        from (select bit_or(members) as members from chunks group by municipality_code, chunk) each
      ) from sums
    )
    select ${shown}, t.is_total as "isTotal", ${rowCount}, t.lines::int as "lineCount", t.awards::int as "awardCount",
           t.organisations::int as "organisationCount", t.applied::float8 as applied, t.granted::float8 as granted,
           t.reserved::float8 as reserved, t.unknown_count::int as "unknownCount",
           t.applied_unknown_count::int as "appliedUnknownCount", ${rfc3339(newest(municipality))} as "knownAt",
           ${typeof municipality === 'string' ? firstRecordedAt(municipality) : sql`null`} as "firstRecordedAt"
    from t ${names(typeof municipality === 'string' ? municipality : '')}
    where ${withinMost(mostRows)}
    order by t.is_total, ${order}`
  )
  refuseTooMany(rows.at(-1)!, mostRows)
  return rows
}

/** Instant of the newest entry of the municipality; where there is none, or several are asked about, of nothing known. */
const newest = (municipality: KeptGrantsAsked['municipality']) =>
  typeof municipality === 'string'
    ? sql`(select coalesce(max(recorded_at), ${nothingKnown}) from ledger_entries where municipality_code = ${municipality})`
    : nothingKnown

/** Rows of a kept table that are asked about, with all that totals are told apart by. */
function keptRows(asked: KeptGrantsAsked, table: string, columns: SQL, more: SQL[] = []): SQL {
  const { municipality, yearBasis, yearFrom, yearTo, schemeId, bodyId, followSuccessors } = asked
  const [year, yearLast] = yearsOf(yearBasis, keptColumn)
  const conditions = [isAsked(municipality, 'kept'), ...more]
  const code = typeof municipality === 'string' ? municipality : ''
  if (yearFrom !== undefined) conditions.push(sql`${year} >= ${yearFrom}`)
  if (yearTo !== undefined) conditions.push(sql`${year} <= ${yearTo}`)
  if (schemeId) conditions.push(sql`${keptColumn('scheme_id')} = ${schemeId}`)
  if (bodyId) conditions.push(followSuccessors ? sameHeir(code, bodyId) : sql`kept.body_id = ${bodyId}`)
  return sql`
    select ${columns}, kept.municipality_code, kept.municipality_code as code, ${year} as year, ${yearLast} as year_to,
           ${keptColumn('scheme_id')} as scheme_id, ${followSuccessors ? sql`heirs.heir_id` : sql`kept.body_id`} as body_id,
           kept.outcome
    from ${sql.identifier(table)} kept
    ${followSuccessors ? sql`join (${heirs(code)}) heirs on heirs.body_id = kept.body_id` : sql``}
    where ${sql.join(conditions, sql` and `)}`
}
