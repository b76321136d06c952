import { type SQL, sql } from 'drizzle-orm'
import { customType, integer, text, uuid } from 'drizzle-orm/pg-core'

/**
 * Column types that PostgreSQL has and Drizzle lacks, and the columns that every record of the register carries.
 * Dates and instants stay strings all the way: a JavaScript Date shifts days, and parsing it costs half of a list.
 */

/** Instant in UTC, RFC 3339 with microseconds. Connections run with TimeZone UTC, so the text ends in `+00`. */
export const instant = customType<{ data: string; driverData: string }>({
  dataType: () => 'timestamp with time zone',
  fromDriver: value => value.replace(' ', 'T').replace('+00', 'Z')
})

/** The same text of an instant in a query written by hand. */
export const rfc3339 = (instant: SQL) => sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** An instant as `instant` answers it, where JSON is made in SQL: JSON itself would write `+00:00`. Null stays null. */
export const instantText = (column: string) => sql.raw(`replace(replace(${column}::text, ' ', 'T'), '+00', 'Z')`)

/** Kronor with two decimals. Fourteen digits are exact in a double, so the number that JSON shows is the amount. */
export const money = customType<{ data: number; driverData: string | number }>({
  dataType: () => 'numeric(14, 2)',
  fromDriver: Number
})

/** A calendar day, `2021-12-14`. */
export const day = customType<{ data: string; driverData: string }>({ dataType: () => 'date' })

/** Bytes as they are. */
export const bytes = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

/** Text that sorts as Swedish does: å, ä, ö last. */
export const swedishText = customType<{ data: string; driverData: string }>({
  dataType: () => 'text collate "sv-SE-x-icu"'
})

/** SCB's four digits; leads every key, so that a reference across municipalities cannot be stored. */
export const municipalityCode = () => text().notNull()

/** UUIDv7 made by the database (function uuid_v7, first migration): ids sort by when they were made. */
export const id = () => uuid().notNull().default(sql`uuid_v7()`)

/** How the caller finds the record again: `reference` is unique within its municipality and `source`. */
export const named = () => ({
  source: text().notNull().default('api'),
  reference: text()
})

/** Where the fact was read: its address, when the source was updated and when it was read. */
export const provenance = () => ({
  sourceUrl: text(),
  sourceUpdatedOn: day(),
  sourceRetrievedOn: day()
})

/** Nothing is deleted: a record is withdrawn, with a reason. `version` is what ETag and If-Match speak of. */
export const tracked = () => ({
  version: integer().notNull().default(1),
  createdAt: instant().notNull().default(sql`clock_timestamp()`),
  updatedAt: instant().notNull().default(sql`clock_timestamp()`),
  withdrawnAt: instant(),
  withdrawnReason: text()
})
