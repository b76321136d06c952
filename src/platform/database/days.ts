import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { InStatement } from './prepared.ts'

/**
 * What dates.ts says of days, said to PostgreSQL: the one copy of each rule. Names are of columns, in the SQL that they are
 * written into; test/dates.test.ts holds the two to the same answers.
 */

/** The first day that a date of the precision can be, as dates.ts spanOf. Immutable: generated columns may use it. */
export const firstDayText = (date: string, precision: string) =>
  `(case ${precision} when 'day' then ${date} when 'year' then make_date(extract(year from ${date})::int, 1, 1)
    else date_trunc('month', ${date}::timestamp)::date end)`

/** The last day that a date of the precision can be, as dates.ts spanOf. Immutable, as firstDayText. */
export const lastDayText = (date: string, precision: string) =>
  `(case ${precision} when 'day' then ${date} when 'year' then make_date(extract(year from ${date})::int, 12, 31)
    else least((date_trunc('month', ${date}::timestamp) + interval '1 month' * case ${precision} when 'season' then 3 else 1 end
      - interval '1 day')::date, date '9999-12-31') end)`

/** The first day that the column `name` can be, by the column `<name>_precision`. */
export const firstDay = (name: string): SQL => sql.raw(firstDayText(name, `${name}_precision`))

/** The last day that the column `name` can be, by the column `<name>_precision`. */
export const lastDay = (name: string): SQL => sql.raw(lastDayText(name, `${name}_precision`))

/** Whether a column's date that is written before the day may be on it or after, as far as its precision tells; null: not stated. */
export const mayBeFrom = (name: string, day: InStatement): SQL =>
  sql`(${sql.raw(name)} < ${day}::date and ${lastDay(name)} >= ${day}::date)`

/** Whether a column's date that is written after the day may be on it or before; null: not stated. */
export const mayBeTo = (name: string, day: InStatement): SQL =>
  sql`(${sql.raw(name)} > ${day}::date and ${firstDay(name)} <= ${day}::date)`

/** The day in Sweden at an instant, as dates.ts swedishDay. */
export const swedishDayOf = (instant: SQL): SQL => sql`(${instant} at time zone 'Europe/Stockholm')::date`

/** Whether a validity holds on a day, its first and last day included; a bound that is null sets none. */
export const isValidOn = ({ validFrom, validTo }: { validFrom: PgColumn; validTo: PgColumn }, day: unknown): SQL =>
  sql`(${validFrom} is null or ${validFrom} <= ${day}) and (${validTo} is null or ${validTo} >= ${day})`
