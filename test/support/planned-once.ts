import pg from 'pg'
import { CAN_BE_PLANNED } from '../../src/platform/database/kept-plans.ts'
import { statementName } from '../../src/platform/database/statement-name.ts'
import { isPooled, poolerKeepsNames } from './pooler.ts'

/**
 * PostgreSQL spends longer on planning the large statements of totals and of the ledger than on running them over the few rows of
 * a test, and plans what has no name each time. So a test process names what it sends again and again: a connection plans it
 * five times, and then goes on with one plan for any values. The service does so for short transactions alone (kept-plans.ts).
 */

/** A statement that has been sent so often by this process is named. */
const OFTEN = 3
/** A shorter statement is planned in no time. */
const LONG = 64

/** Switched off by tests of what the service names itself. */
export const plannedOnce = { isOn: !isPooled || poolerKeepsNames }

const known = new Map<string, { times: number; name: string }>()

function nameOf(text: string): string | undefined {
  let found = known.get(text)
  if (!found) {
    found = { times: 0, name: statementName(text) }
    known.set(text, found)
  }
  return ++found.times < OFTEN ? undefined : found.name
}

/** What has values and begins as one statement, and may therefore have a name: a text may hold several. */
const canBeNamed = (statement: unknown, values: unknown): statement is pg.QueryConfig =>
  typeof statement === 'object' &&
  statement !== null &&
  'text' in statement &&
  !('submit' in statement) &&
  !('name' in statement && statement.name) &&
  CAN_BE_PLANNED.test((statement as pg.QueryConfig).text) &&
  Array.isArray('values' in statement ? statement.values : values)

const { query } = pg.Client.prototype
pg.Client.prototype.query = function (this: pg.Client, statement: unknown, ...rest: unknown[]) {
  const isLong = plannedOnce.isOn && canBeNamed(statement, rest[0]) && statement.text.length >= LONG
  const name = isLong ? nameOf(statement.text) : undefined
  const sent = name ? { ...(statement as pg.QueryConfig), name } : statement
  return (query as (...args: unknown[]) => unknown).call(this, sent, ...rest)
} as typeof query
