import { sql } from 'drizzle-orm'
import type { Ref } from '../actor.ts'
import type { Connection } from '../database/connection.ts'
import { findRecord } from '../database/records.ts'
import type { List } from '../http/pagination.ts'
import { listOf } from '../records/list.ts'
import type { RunItemStatus } from './rules.ts'
import { paymentRunItems, paymentRuns } from './tables.ts'
import { type RunWarning, warningsOf } from './warnings.ts'

export type RunRow = typeof paymentRuns.$inferSelect
export type ItemRow = typeof paymentRunItems.$inferSelect
/** Kronor that go to the bank, kronor that are set off, and how many payments. */
export type RunTotals = Record<RunItemStatus, { count: number; amount: number; setOffAmount: number }>

export const runList = listOf('payment-runs', paymentRuns, {
  equal: ['status', 'messageId'],
  filters: {
    executionFrom: value => sql`${paymentRuns.executionOn} >= ${value}`,
    executionTo: value => sql`${paymentRuns.executionOn} <= ${value}`,
    paymentId: value => sql`${paymentRuns.id} in (
      select run_id from payment_run_items
      where municipality_code = ${sql.placeholder('municipalityCode')} and payment_id = ${value})`
  },
  sorts: ['executionOn', 'updatedAt']
})

/** The items of a run in their order. */
export const itemList: List<ItemRow> = {
  name: 'payment-run-items',
  select: db => db.select().from(paymentRunItems).$dynamic(),
  where: sql`${paymentRunItems.municipalityCode} = ${sql.placeholder('municipalityCode')}
    and ${paymentRunItems.runId} = ${sql.placeholder('id')}`,
  filters: {
    status: value => sql`${paymentRunItems.status} = ${value}`,
    paymentId: value => sql`${paymentRunItems.paymentId} = ${value}`,
    endToEndId: value => sql`${paymentRunItems.endToEndId} = ${value}`
  },
  sorts: { position: { column: paymentRunItems.position, of: row => row.position } },
  id: { column: paymentRunItems.id, of: row => row.id }
}

/** The run with its totals per status of item, and its warnings. @throws NotFound */
export async function findRun(db: Connection, ref: Ref) {
  return await withTotals(db, await findRecord(db, paymentRuns, 'payment run', ref))
}

type ToldRun = RunRow & { totals: RunTotals; warnings: RunWarning[]; warningCount: number }

export async function withTotals(db: Connection, run: RunRow): Promise<ToldRun> {
  const { rows } = await db.execute<{ status: RunItemStatus; count: number; amount: string; setOffAmount: string }>(sql`
    select status, count(*)::int as count, sum(amount) as amount, sum(set_off_amount) as "setOffAmount"
    from payment_run_items where municipality_code = ${run.municipalityCode} and run_id = ${run.id} group by status`)
  const none = { count: 0, amount: 0, setOffAmount: 0 }
  const totals: RunTotals = { live: none, paid: none, rejected: none, removed: none }
  for (const { status, count, amount, setOffAmount } of rows) {
    totals[status] = { count, amount: Number(amount), setOffAmount: Number(setOffAmount) }
  }
  return { ...run, totals, ...(await warningsOf(db, run)) }
}
