import { createHash } from 'node:crypto'
import pg from 'pg'
import { isPooled } from './pooler.ts'

/**
 * PostgreSQL spends longer on planning the large statements of totals and of the ledger than on running them over the few rows of
 * a test, and plans what has no name each time. So a test process names what it sends again and again: a connection plans it
 * five times, and then goes on with one plan for any values. The service does not: a plan must fit how much there is.
 */

/** A statement that has been sent so often by this process is named. */
const OFTEN = 3
/** A shorter statement is planned in no time. */
const LONG = 60

const known = new Map<string, { times: number; name: string }>()

function nameOf(text: string): string | undefined {
  let found = known.get(text)
  if (!found) {
    // PostgreSQL keeps 63 bytes of a name.
    found = { times: 0, name: createHash('sha256').update(text).digest('base64url') }
    known.set(text, found)
  }
  return ++found.times < OFTEN ? undefined : found.name
}

/** What has values, and may therefore have a name: a text alone may hold several statements. */
const canBeNamed = (statement: unknown, values: unknown): statement is pg.QueryConfig =>
  typeof statement === 'object' &&
  statement !== null &&
  'text' in statement &&
  !('submit' in statement) &&
  !('name' in statement && statement.name) &&
  Array.isArray('values' in statement ? statement.values : values)

if (!isPooled) {
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (this: pg.Client, statement: unknown, ...rest: unknown[]) {
    const name = canBeNamed(statement, rest[0]) && statement.text.length >= LONG ? nameOf(statement.text) : undefined
    const sent = name ? { ...(statement as pg.QueryConfig), name } : statement
    return (query as (...args: unknown[]) => unknown).call(this, sent, ...rest)
  } as typeof query
}
