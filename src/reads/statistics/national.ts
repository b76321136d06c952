import { type SQL, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import { keptColumn, NO_YEAR } from '../../money/ledger/kept-tables.ts'
import { type Connection, executeKept } from '../../platform/database/connection.ts'
import { grouped, monthOf, type NationalGrouping, only, yearsOf } from './dimensions.ts'
import { type NationalTotal, nationalMeasures } from './money-schemas.ts'
import { shownSums, sumsByKind } from './money-totals.ts'
import type { MoneyYearBasis } from './rules.ts'

export type NationalTotalsAsked = {
  /** Null: every municipality. */
  municipalityCodes: readonly string[] | null
  groupBy: NationalGrouping[]
  yearBasis: MoneyYearBasis
  yearFrom?: number
  yearTo?: number
}

type Row = Static<typeof NationalTotal>

/** Totals of money over municipalities, as they are now: the kept sums of those that the caller may see. Kronor. */
export async function nationalTotals(
  db: Connection,
  asked: NationalTotalsAsked
): Promise<{ items: Row[]; total: Row }> {
  const { municipalityCodes, groupBy, yearBasis, yearFrom, yearTo } = asked
  const [year, lastYear] = yearsOf(yearBasis, keptColumn)
  const { keys, noKeys, shown, order, names } = grouped(groupBy, yearBasis)
  const byMonth = groupBy.includes('month')
  const conditions = [sql`kept.kind <> 'applied'`]
  if (municipalityCodes)
    conditions.push(sql`kept.municipality_code = any(${sql.param([...municipalityCodes])}::text[])`)
  if (yearFrom !== undefined) conditions.push(sql`${year} >= ${yearFrom}`)
  if (yearTo !== undefined) conditions.push(sql`${year} <= ${yearTo}`)
  const month = monthOf(sql`kept.payment_year`, keptColumn('payment_month'))
  const keptOf = (table: string, unknown: SQL, month: SQL) => sql`
    select kept.kind, kept.amount, kept.facts, ${unknown} as unknown, ${year} as year, ${lastYear} as year_to,
           kept.municipality_code as code, ${month} as month
    from ${sql.identifier(table)} kept where ${sql.join(conditions, sql` and `)}`
  const derived = sql`${sumsByKind}, coalesce(sum(unknown) filter (where kind in ('granted', 'reserved')), 0) as unknown_count`
  const rows = await executeKept<Row & { isTotal: boolean }>(
    db,
    sql`
    with facts as materialized (
      select ${keys}, kind, sum(amount) as amount, sum(facts) as facts, sum(unknown) as unknown
      from (${keptOf('ledger_totals', sql`kept.unknown`, sql`null::text`)}
            ${byMonth ? sql`and kept.payment_year = ${NO_YEAR} union all ${keptOf('ledger_months', sql`0`, month)}` : sql``}) each
      group by ${keys}, kind
      having sum(amount) <> 0 or sum(facts) <> 0 or sum(unknown) <> 0
    ), t as (
      select ${keys}, false as is_total, ${derived} from facts group by ${keys}
      union all
      select ${noKeys}, true, ${derived} from facts
    )
    select ${shown}, t.is_total as "isTotal", ${shownSums},
           (t.claimed - t.recovered - t.written_off)::float8 as outstanding,
           ${byMonth || (yearBasis === 'payment' && groupBy.includes('year')) ? sql`null::float8` : sql`(t.granted - t.paid + t.returned)::float8`} as "unpaidOfGranted",
           t.unknown_count::int as "unknownCount"
    from t ${names('')}
    order by t.is_total, ${order}`
  )
  const items = rows.filter(row => !row.isTotal)
  const total = rows.find(row => row.isTotal)!
  return { items, total: only<Row>(total, nationalMeasures) }
}
