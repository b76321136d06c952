import { sql } from 'drizzle-orm'
import type { Transaction } from './connection.ts'

/**
 * Does something within a transaction that is undone alone where it throws: what was done before it stands, and the transaction can
 * go on. Statements of the transaction itself, so that what is kept by it (the id of its change, what it does last) is one.
 * @throws what the action throws
 */
export async function undoable<T>(tx: Transaction, action: () => Promise<T>): Promise<T> {
  await tx.execute(sql`savepoint undoable`)
  let result: T
  try {
    result = await action()
  } catch (error) {
    // Where the connection is lost, what threw says more than that nothing can be undone.
    await tx.execute(sql`rollback to savepoint undoable; release savepoint undoable`).catch(() => {})
    throw error
  }
  await tx.execute(sql`release savepoint undoable`)
  return result
}
