import { type SQL, sql } from 'drizzle-orm'
import { opening, openOf } from '../../money/payments/unpaid-as-of.ts'
import { rfc3339 } from '../../platform/database/columns.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { ofEntry, yearsOf } from './dimensions.ts'
import type { MoneyTotalsAsked } from './question.ts'

export type Closing = { year: number; knownAt: string; isKnown: boolean; hasUnpaid: boolean }

/**
 * The closed years of the basis, each with the instant that its figures are of; known when the question is of a later one.
 * Where closings are kept it tells, by one look at the ledger, whether anything was left to pay of them then.
 */
export async function closingsOf(db: Connection, asked: MoneyTotalsAsked): Promise<Closing[]> {
  const [year] = yearsOf(asked.yearBasis, ofEntry)
  const unpaid = sql`year in (
    select closing.year from period_closings closing
    join ledger_entries entry on entry.municipality_code = closing.municipality_code and ${year} = closing.year
      and entry.recorded_at <= closing.known_at
    where ${ofMunicipality(asked.municipalityCode, 'closing', 'entry')} and closing.year_basis = ${asked.yearBasis}
      and closing.withdrawn_at is null and ${opening}
    group by closing.year, entry.payment_id having ${openOf} <> 0)`
  const { rows } = await db.execute<Closing>(sql`
    select year, ${rfc3339(sql`known_at`)} as "knownAt",
           ${asked.knownAt ? sql`known_at < ${asked.knownAt}` : sql`true`} as "isKnown",
           ${asked.keepClosings ? unpaid : sql`true`} as "hasUnpaid"
    from period_closings
    where municipality_code = ${asked.municipalityCode} and year_basis = ${asked.yearBasis} and withdrawn_at is null
    order by year`)
  return rows
}

/**
 * Years of which figures are told as known at one instant; as they are where there is none. `on`: day that is asked about.
 * `holds`: whether a year is one. `hasUnpaid`: whether there may be anything payable or held.
 */
export type Epoch = { knownAt?: string; on?: string; hasUnpaid: boolean; holds: (year: SQL) => SQL }

/**
 * The instants that a question is about: the one asked for, or now; with closings kept each closed year has its own, unless
 * it was closed later than that.
 */
export function epochsOf({ knownAt, validOn: on, keepClosings }: MoneyTotalsAsked, closings: Closing[]): Epoch[] {
  const closed = keepClosings ? closings.filter(({ isKnown }) => isKnown) : []
  if (closed.length === 0) return [{ knownAt, on, hasUnpaid: true, holds: () => sql`true` }]
  const years = sql.param(closed.map(({ year }) => year))
  return [
    { knownAt, on, hasUnpaid: true, holds: year => sql`(${year} <> all(${years}::int[])) is not false` },
    ...closed.map(closing => ({ ...closing, holds: (year: SQL) => sql`${year} = ${closing.year}` }))
  ]
}
