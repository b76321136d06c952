import { sql } from 'drizzle-orm'
import type { List } from '../http/pagination.ts'
import { ledgerEntries } from './tables.ts'

export type LedgerRow = typeof ledgerEntries.$inferSelect

/** The entries in the order in which they became known. */
export const ledgerList: List<LedgerRow> = {
  name: 'ledger-entries',
  select: db => db.select().from(ledgerEntries).$dynamic(),
  where: sql`${ledgerEntries.municipalityCode} = ${sql.placeholder('municipalityCode')}`,
  filters: {
    lineId: value => sql`${ledgerEntries.lineId} = ${value}`,
    decisionId: value => sql`${ledgerEntries.decisionId} = ${value}`,
    // By way of its line, whose entries an index finds.
    awardId: value => sql`${ledgerEntries.awardId} = ${value} and ${ledgerEntries.lineId} = (
      select line_id from awards where municipality_code = ${sql.placeholder('municipalityCode')} and id = ${value})`,
    paymentId: value => sql`${ledgerEntries.paymentId} = ${value}`,
    kind: value => sql`${ledgerEntries.kind} = ${value}`,
    recordedFrom: value => sql`${ledgerEntries.recordedAt} >= ${value}`,
    recordedTo: value => sql`${ledgerEntries.recordedAt} <= ${value}`
  },
  sorts: {
    recordedAt: { column: ledgerEntries.recordedAt, of: row => row.recordedAt },
    sequence: { column: ledgerEntries.sequence, of: row => row.sequence }
  },
  id: { column: ledgerEntries.sequence, of: row => row.sequence }
}
