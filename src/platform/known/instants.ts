import { type SQL, sql } from 'drizzle-orm'
import { rfc3339 } from '../database/columns.ts'
import type { Transaction } from '../database/connection.ts'

/**
 * When the transaction began, and what the time was when this was first asked in it, RFC 3339, by the clock of the server that is asked:
 * as values, they are the same on every node.
 */
export function nowIn(tx: Transaction): Promise<{ began: string; now: string }> {
  const asked = asks.get(tx) ?? ask(tx)
  asks.set(tx, asked)
  return asked
}

const asks = new WeakMap<Transaction, ReturnType<typeof ask>>()

async function ask(tx: Transaction) {
  const { rows } = await tx.execute<{ began: string; now: string }>(
    sql`select ${rfc3339(sql`transaction_timestamp()`)} as began, ${rfc3339(sql`statement_timestamp()`)} as now`
  )
  return rows[0]!
}

/**
 * The instant at which what the transaction writes of the municipality becomes known, RFC 3339: later than all that is known.
 * Nobody else takes one before the transaction ends. A statement that is to see what came before asks in one of its own.
 */
export async function knownInstant(tx: Transaction, municipalityCode: string): Promise<string> {
  const { rows } = await tx.execute<{ at: string }>(
    sql`select ${rfc3339(sql`known_instant(${municipalityCode})`)} as at`
  )
  return rows[0]!.at
}

/** Number of the advisory lock that known_instant takes; shared by readers of a recent instant. */
export function ledgerLock(municipalityCode: string): SQL {
  return sql`hashtextextended(${`ledger ${municipalityCode}`}::text, 0)`
}
