import { sql } from 'drizzle-orm'
import type { Database } from '../database/connection.ts'
import { type CsvFormat, toCsv } from '../http/csv.ts'
import type { List } from '../http/pagination.ts'
import { movedUntil, withSums } from './queries.ts'

export type OutstandingRow = {
  organisationId: string
  organisationName: string
  recoveryCount: number
  openCount: number
  claimed: number
  recovered: number
  writtenOff: number
  outstanding: number
  setOffPending: number
  overdueAmount: number
}

/** `overdueAmount`: what was due before the day `on` and neither recovered nor written off until then. */
const owed = sql`(
  select recoveries.municipality_code, recoveries.organisation_id, organisation.name,
         count(*) as recovery_count,
         count(*) filter (where recoveries.amount > sums.recovered + sums.written_off) as open_count,
         sum(recoveries.amount) as claimed, sum(sums.recovered) as recovered, sum(sums.written_off) as written_off,
         sum(recoveries.amount - sums.recovered - sums.written_off) as outstanding,
         sum(sums.set_off_pending) as set_off_pending,
         coalesce(sum(recoveries.amount - ${movedUntil(sql.placeholder('on'))})
           filter (where recoveries.due_on < ${sql.placeholder('on')}::date), 0) as overdue_amount
  from recoveries
  ${withSums}
  join organisations organisation on organisation.municipality_code = recoveries.municipality_code
    and organisation.id = recoveries.organisation_id
  where recoveries.municipality_code = ${sql.placeholder('municipalityCode')} and recoveries.withdrawn_at is null
  group by recoveries.municipality_code, recoveries.organisation_id, organisation.name
) owed`

const columns = {
  organisationId: sql<string>`organisation_id`,
  organisationName: sql<string>`name`,
  recoveryCount: sql<number>`recovery_count::int`,
  openCount: sql<number>`open_count::int`,
  claimed: sql<number>`claimed::float8`,
  recovered: sql<number>`recovered::float8`,
  writtenOff: sql<number>`written_off::float8`,
  outstanding: sql<number>`outstanding::float8`,
  setOffPending: sql<number>`set_off_pending::float8`,
  overdueAmount: sql<number>`overdue_amount::float8`
}

/** What each organisation was asked to repay, and what became of it. */
export const outstandingList: List<OutstandingRow> = {
  name: 'recoveries-outstanding',
  select: (db: Database) => db.select(columns).from(owed).$dynamic() as never,
  where: sql`true`,
  filters: {
    organisationId: value => sql`organisation_id = ${value}`,
    status: value => sql`case when outstanding = 0 then 'settled' else 'open' end = ${value}`
  },
  sorts: {
    organisationName: { column: sql`owed.name`, of: row => row.organisationName },
    outstanding: { column: sql`owed.outstanding`, of: row => row.outstanding }
  },
  id: { column: sql`owed.organisation_id` as never, of: row => row.organisationId }
}

/** The same as a flat table, in parts as they are read. */
export async function* outstandingCsv(
  pages: AsyncGenerator<OutstandingRow[]>,
  format?: CsvFormat
): AsyncGenerator<string> {
  let head = true
  for await (const rows of pages) {
    yield toCsv(Object.keys(columns), rows, format, head)
    head = false
  }
}
