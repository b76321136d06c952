import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, check, foreignKey, index, numeric, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import type { DatePrecision } from '../../base/dates.ts'
import { municipalities } from '../../register/municipalities/tables.ts'

/** Columns and keys that tables of records have in common. */

/** Per cent with two decimals. */
export const percent = () => numeric({ precision: 5, scale: 2, mode: 'number' })
export const precision = () => text().$type<DatePrecision>().notNull().default('day')

type Owned = { municipalityCode: AnyPgColumn; id: AnyPgColumn; source: AnyPgColumn; reference: AnyPgColumn }

/** Keys that every table of records has: identity, the caller's reference, the municipality. */
export function identityOf(name: string, table: Owned) {
  return [
    primaryKey({ name: `${name}_pk`, columns: [table.municipalityCode, table.id] }),
    uniqueIndex(`${name}_reference`)
      .on(table.municipalityCode, table.source, table.reference)
      .where(sql`withdrawn_at is null`),
    index(`${name}_withdrawn_reference`)
      .on(table.municipalityCode, table.source, table.reference)
      .where(sql`withdrawn_at is not null and reference is not null`),
    foreignKey({
      name: `${name}_municipality_fk`,
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    })
  ]
}

/** The same, and the order in which records were changed. */
export const keysOf = (name: string, table: Owned & { updatedAt: AnyPgColumn }) => [
  ...identityOf(name, table),
  index(`${name}_changed`).on(table.municipalityCode, table.updatedAt, table.id)
]

type Keyed = { municipalityCode: AnyPgColumn; id: AnyPgColumn }

/** A reference within the municipality. */
export function refersTo(
  name: string,
  { municipalityCode }: { municipalityCode: AnyPgColumn },
  to: AnyPgColumn,
  other: Keyed
) {
  return foreignKey({ name, columns: [municipalityCode, to], foreignColumns: [other.municipalityCode, other.id] })
}

export const ofPercent = (name: string, column: SQL) => check(name, sql`${column} between 0 and 100`)
