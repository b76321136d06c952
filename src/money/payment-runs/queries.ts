import { and, eq, sql } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { paymentRunItems } from './item-record.ts'
import { type PaymentRun, paymentRun, type RunRow, type RunTotals } from './record.ts'
import { warningsOf } from './warnings.ts'

/** The run with its totals per status of item, and its warnings. @throws NotFound */
export async function findRun(db: Connection, ref: Ref) {
  return await withTotals(db, await paymentRun.find(db, ref))
}

export async function withTotals(db: Connection, run: RunRow): Promise<Static<typeof PaymentRun>> {
  const { municipalityCode, runId, status, amount, setOffAmount } = paymentRunItems
  const rows = await db
    .select({
      status,
      paymentCount: sql<number>`count(*)::int`,
      amount: sql`sum(${amount})`.mapWith(Number),
      setOffAmount: sql`sum(${setOffAmount})`.mapWith(Number)
    })
    .from(paymentRunItems)
    .where(and(eq(municipalityCode, run.municipalityCode), eq(runId, run.id)))
    .groupBy(status)
  const none = { paymentCount: 0, amount: 0, setOffAmount: 0 }
  const totals: RunTotals = { live: none, paid: none, rejected: none, removed: none }
  for (const { status, ...sums } of rows) totals[status] = sums
  return { ...run, totals, ...(await warningsOf(db, run)) }
}
