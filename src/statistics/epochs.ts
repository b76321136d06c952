import { type SQL, sql } from 'drizzle-orm'
import { rfc3339 } from '../database/columns.ts'
import type { Connection } from '../database/connection.ts'
import type { MoneyTotalsAsked } from './money-sources.ts'

export type Closing = { year: number; knownAt: string; isKnown: boolean }

/** The closed years of the basis, each with the instant that its figures are of; known when the question is of a later one. */
export async function closingsOf(db: Connection, asked: MoneyTotalsAsked): Promise<Closing[]> {
  const { rows } = await db.execute<Closing>(sql`
    select year, ${rfc3339(sql`known_at`)} as "knownAt",
           ${asked.knownAt ? sql`known_at < ${asked.knownAt}` : sql`true`} as "isKnown"
    from period_closings
    where municipality_code = ${asked.municipalityCode} and year_basis = ${asked.yearBasis} and withdrawn_at is null
    order by year`)
  return rows
}

/**
 * Years of which figures are told as known at one instant; as they are where there is none. `on`: day that is asked about.
 * `holds`: whether a year is one.
 */
export type Epoch = { knownAt?: string; on?: string; holds: (year: SQL) => SQL }

/**
 * The instants that a question is about: the one asked for, or now; with closings kept each closed year has its own, unless
 * it was closed later than that.
 */
export function epochsOf({ knownAt, on, keepClosings }: MoneyTotalsAsked, closings: Closing[]): Epoch[] {
  const closed = keepClosings ? closings.filter(({ isKnown }) => isKnown) : []
  if (closed.length === 0) return [{ knownAt, on, holds: () => sql`true` }]
  const years = sql.param(closed.map(({ year }) => year))
  return [
    { knownAt, on, holds: year => sql`(${year} <> all(${years}::int[])) is not false` },
    ...closed.map(closing => ({ knownAt: closing.knownAt, holds: (year: SQL) => sql`${year} = ${closing.year}` }))
  ]
}
