import { type SQL, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import { rfc3339 } from '../../platform/database/columns.ts'
import type { Connection, Database } from '../../platform/database/connection.ts'
import { areKept, classified, type Grouping, grouped, ofEntry, only, yearsOf } from './dimensions.ts'
import { type GrantRow, keptGrants } from './kept-grants.ts'
import { asKnown } from './known-at.ts'
import { firstRecordedAt, nothingKnown, refuseTooMany, rowCount, withinMost } from './row-limit.ts'
import { MOST_ROWS, type YearBasis } from './rules.ts'
import { type GrantTotal, measureNames } from './schemas.ts'
import { heirs, sameHeir } from './successors.ts'

export type GrantTotalsAsked = {
  municipalityCode: string
  groupBy: Grouping[]
  yearBasis: YearBasis
  yearFrom?: number
  yearTo?: number
  schemeId?: string
  bodyId?: string
  /** A body counts as the one that took over from it last, as they are registered now. */
  followSuccessors?: boolean
  knownAt?: string
}

type Total = Static<typeof GrantTotal>
export type GrantTotals = { items: Total[]; total: Total; knownAt: string; firstRecordedAt: string | null }

/**
 * Totals of grants: sums of the ledger's entries, exact to the öre, as they were known at an instant or are now.
 * `knownAt` in the answer is the instant of the newest entry counted: asked for again it gives the same for ever.
 * @throws Invalid when knownAt is in the future, TooLarge
 */
export async function grantTotals(db: Database, asked: GrantTotalsAsked, mostRows = MOST_ROWS): Promise<GrantTotals> {
  const isKept = asked.knownAt === undefined && areKept(asked.groupBy)
  const rows = isKept
    ? await keptGrants(db, { ...asked, municipality: asked.municipalityCode }, mostRows)
    : await asKnown(db, asked, connection => liveGrants(connection, asked, mostRows))
  const total = rows.find(row => row.isTotal)!
  return {
    items: rows.filter(row => !row.isTotal),
    total: only(total, measureNames),
    knownAt: asked.knownAt ?? total.knownAt,
    firstRecordedAt: total.firstRecordedAt
  }
}

const measures = ['applied', 'granted', 'reserved'] as const

/** Nothing but amounts that are not known: they sum to nothing that could be told, and not to 0. */
const untoldOf = (name: (typeof measures)[number]) =>
  `(coalesce(bool_or(${name}_unknown), false) and not coalesce(bool_or(${name}_known), false))`

/** The same from the entries themselves: the rows and, last, that over all of them. */
async function liveGrants(db: Connection, asked: GrantTotalsAsked, mostRows: number): Promise<GrantRow[]> {
  const { municipalityCode, groupBy, yearBasis, yearFrom, yearTo, schemeId, bodyId, knownAt, followSuccessors } = asked
  const [year, lastYear] = yearsOf(yearBasis, ofEntry)
  const { keys, noKeys, shown, order, names } = grouped(groupBy, yearBasis)
  const conditions: SQL[] = [
    sql`entry.municipality_code = ${municipalityCode}`,
    sql`entry.kind in ('applied', 'granted', 'reserved')`
  ]
  if (yearFrom !== undefined) conditions.push(sql`${year} >= ${yearFrom}`)
  if (yearTo !== undefined) conditions.push(sql`${year} <= ${yearTo}`)
  if (schemeId) conditions.push(sql`entry.scheme_id = ${schemeId}`)
  if (bodyId) conditions.push(followSuccessors ? sameHeir(municipalityCode, bodyId) : sql`entry.body_id = ${bodyId}`)
  if (knownAt) conditions.push(sql`entry.recorded_at <= ${knownAt}`)

  const untold = sql.raw(measures.map(name => `${untoldOf(name)} as ${name}_untold`).join(', '))

  const { rows } = await db.execute<GrantRow>(sql`
    with entries as (${classified(
      groupBy,
      municipalityCode,
      sql`
      select kind, line_id, decision_id, organisation_ids, scheme_id, outcome, amount, facts, unknown,
             ${year} as year, ${lastYear} as year_to,
             ${followSuccessors ? sql`heirs.heir_id` : sql`entry.body_id`} as body_id
      from ledger_entries entry
      ${followSuccessors ? sql`join (${heirs(municipalityCode)}) heirs on heirs.body_id = entry.body_id` : sql``}
      where ${sql.join(conditions, sql` and `)}`
    )}), standing as materialized (
      -- A line for each group that it stands in: what was taken away again sums to nothing and falls out.
      select ${keys}, line_id, organisation_ids as ids,
             sum(facts) filter (where kind = 'applied') > 0 as is_line,
             sum(facts) filter (where kind = 'granted') > 0 as is_award,
             sum(amount) filter (where kind = 'applied') as applied,
             sum(amount) filter (where kind = 'granted') as granted,
             sum(amount) filter (where kind = 'reserved') as reserved,
             sum(unknown) filter (where kind = 'applied') > 0 as applied_unknown,
             sum(unknown) filter (where kind = 'granted') > 0 as granted_unknown,
             sum(unknown) filter (where kind = 'reserved') > 0 as reserved_unknown,
             -- A line that once was granted has entries of it that sum to 0, and states nothing of it now.
             sum(facts - unknown) filter (where kind = 'applied') > 0 as applied_known,
             sum(facts - unknown) filter (where kind = 'granted') > 0 as granted_known,
             sum(facts - unknown) filter (where kind = 'reserved') > 0 as reserved_known,
             sum(unknown) filter (where kind <> 'applied') > 0 as is_unknown
      -- By the line first: sorting compares keys of fixed length, and sets and texts of the same line alone.
      from entries group by line_id, ids, ${keys}
      having sum(facts) <> 0 or sum(amount) <> 0
    ), recipients as materialized (
      select distinct ${keys}, id from standing cross join lateral unnest(ids) id where is_line
    ), sums as materialized (
      -- A line stands once in a group: counting rows is counting lines. Keys may be null, so the organisations are
      -- brought together with the rest by grouping: a join that nulls satisfy would compare every group with every other.
      select ${keys}, sum(lines) as lines, sum(awards) as awards, sum(applied) as applied, sum(granted) as granted,
             sum(reserved) as reserved, sum(unknown_count) as unknown_count,
             sum(applied_unknown_count) as applied_unknown_count, sum(organisations) as organisations,
             bool_or(applied_untold) as applied_untold, bool_or(granted_untold) as granted_untold,
             bool_or(reserved_untold) as reserved_untold
      from (
        select ${keys}, count(*) filter (where is_line) as lines, count(*) filter (where is_award) as awards,
               coalesce(sum(applied), 0) as applied, coalesce(sum(granted), 0) as granted,
               coalesce(sum(reserved), 0) as reserved, count(*) filter (where is_unknown) as unknown_count,
               count(*) filter (where applied_unknown) as applied_unknown_count, 0 as organisations,
               ${untold}
        from standing group by ${keys}
        union all
        select ${keys}, 0, 0, 0, 0, 0, 0, 0, count(*), false, false, false from recipients group by ${keys}
      ) parts group by ${keys}
    ), t as (
      select ${keys}, false as is_total, lines, awards, applied, granted, reserved, unknown_count,
             applied_unknown_count, organisations, applied_untold, granted_untold, reserved_untold
      from sums
      union all
      -- In several groups, those of several years for instance, a line or an organisation is still one.
      select ${noKeys}, true, lines, awards, applied, granted, reserved, unknown_count, applied_unknown_count,
             (select count(distinct id) from recipients), applied_untold, granted_untold, reserved_untold
      from (
        select count(*) filter (where is_line) as lines, count(*) filter (where is_award) as awards,
               count(*) filter (where is_unknown) as unknown_count,
               count(*) filter (where applied_unknown) as applied_unknown_count
        from (
          select bool_or(is_line) as is_line, bool_or(is_award) as is_award, bool_or(is_unknown) as is_unknown,
                 bool_or(applied_unknown) as applied_unknown
          from standing group by line_id
        ) line
      ) counts, (
        select coalesce(sum(applied), 0) as applied, coalesce(sum(granted), 0) as granted,
               coalesce(sum(reserved), 0) as reserved from sums
      ) amounts, (select ${untold} from standing) told
    )
    select ${shown}, t.is_total as "isTotal", ${rowCount}, t.lines::int as "lineCount", t.awards::int as "awardCount",
           t.organisations::int as "organisationCount",
           case when not t.applied_untold then t.applied::float8 end as applied,
           case when not t.granted_untold then t.granted::float8 end as granted,
           case when not t.reserved_untold then t.reserved::float8 end as reserved, t.unknown_count::int as "unknownCount",
           t.applied_unknown_count::int as "appliedUnknownCount", ${rfc3339(sql`known.newest`)} as "knownAt",
           ${firstRecordedAt(municipalityCode)} as "firstRecordedAt"
    from (select coalesce(max(recorded_at), ${nothingKnown}) as newest
          from ledger_entries where municipality_code = ${municipalityCode}) known
    cross join t ${names(municipalityCode)}
    where ${withinMost(mostRows)}
    order by t.is_total, ${order}`)
  refuseTooMany(rows.at(-1)!, mostRows)
  return rows
}
