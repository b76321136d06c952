import { getTableName } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Transaction } from './connection.ts'

/** Which version of a record its caller means to change: it travels with the transaction to where the record is locked. */

type Expectation = {
  /** Name of the record's table. */
  table: string
  municipalityCode: string
  id: string
  /** Given the version under the lock. @throws Stale */
  check: (version: number) => void
  /** Whether the record has been locked and found as expected: what the transaction itself changes later is no surprise. */
  met: boolean
}

type Locked = { municipalityCode: string; id: string; version: number }

const expectations = new WeakMap<Transaction, Expectation>()

/** Says what the transaction expects. Answers a question: whether it has been met under a lock by now. */
export function expectVersion(tx: Transaction, expected: Omit<Expectation, 'met'>): () => boolean {
  const expectation = { ...expected, met: false }
  expectations.set(tx, expectation)
  return () => expectation.met
}

/** To be called with each record that was locked and that a path may name. @throws Stale */
export function meetExpectation(tx: Transaction, table: PgTable, { municipalityCode, id, version }: Locked): void {
  const expected = expectations.get(tx)
  if (!expected || expected.met || expected.id !== id || expected.municipalityCode !== municipalityCode) return
  if (expected.table !== getTableName(table)) return
  expected.check(version)
  expected.met = true
}
