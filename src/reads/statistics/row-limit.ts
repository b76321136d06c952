import { sql } from 'drizzle-orm'
import { TooLarge } from '../../base/errors.ts'
import { rfc3339 } from '../../platform/database/columns.ts'
import { problems } from './problems.ts'

/** Totals of too many rows are refused: the database counts them, and sends none but that over all. `t` holds the totals. */

export const rowCount = sql`(select count(*) from t where not is_total)::int as "rowCount"`
export const withinMost = (mostRows: number) =>
  sql`(t.is_total or (select count(*) from t where not is_total) <= ${mostRows})`

/** @throws TooLarge */
export function refuseTooMany(total: { rowCount: number }, mostRows: number): void {
  if (total.rowCount <= mostRows) return
  throw new TooLarge(problems['too-many-total-rows'], {
    en: `These totals would have ${total.rowCount} rows, and ${mostRows} are answered at the most. Exports hold the records.`,
    sv: `Summorna skulle bli ${total.rowCount} rader, och högst ${mostRows} svaras med. Posterna finns i exporterna.`
  })
}

/** The instant at which totals are known where nothing is recorded: the day's beginning, so that an answer is the same all day. */
export const nothingKnown = sql`date_trunc('day', clock_timestamp(), 'Europe/Stockholm')`

/** When the first entry of the municipality was recorded, RFC 3339: before it, totals know of nothing. Null: there is none. */
export const firstRecordedAt = (municipalityCode: string) => sql`
  (select ${rfc3339(sql`min(recorded_at)`)} from ledger_entries where municipality_code = ${municipalityCode})`
