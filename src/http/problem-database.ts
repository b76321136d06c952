import type { Violation } from '../errors.ts'
import type { DatabaseError } from './logging.ts'
import type { Problem } from './problem.ts'

/** PostgreSQL's errors as problems. Of an error only its code, constraint and column are ever told, never a value. */

const RETRY = { 'retry-after': '1' }
const LATER = { 'retry-after': '5' }

/** What is answered for an error of PostgreSQL, by its SQLSTATE. */
export function databaseProblem({ code, constraint, detail }: DatabaseError): Problem {
  const named = constraint?.replaceAll('_', '-')
  switch (code) {
    case '23505':
    case '23P01':
      return {
        status: 409,
        rule: named ?? 'already-exists',
        detail: `This exists already (${constraint}).`,
        violations: violationOf(detail, 'is taken already')
      }
    case '23503':
      return {
        status: 422,
        rule: 'reference-not-found',
        detail: `The request refers to something that is not there (${constraint}).`,
        violations: violationOf(detail, 'is of nothing that this municipality has')
      }
    case '23502':
    case '23514':
      return { status: 422, rule: named ?? 'value-not-allowed', detail: 'A value breaks a rule of the register.' }
    case '40001':
    case '40P01':
      return { status: 503, rule: 'try-again', detail: 'Somebody else was changing the same thing.', headers: RETRY }
    case '55P03':
      return {
        status: 503,
        rule: 'locked',
        detail: 'Somebody else is working on the same records, and did not end in time. Nothing was done.',
        headers: RETRY
      }
    // Stopped by the limit of a statement, or of a transaction that did nothing.
    case '57014':
    case '25P03':
      return { status: 503, rule: 'took-too-long', detail: 'This took too long and was stopped.', headers: LATER }
    case '54000':
      return notStorable
  }
  if (code.startsWith('22')) return notStorable
  // No connections left, shutting down or starting, connection lost, read-only after a failover, out of resources.
  if (/^(08|53|57P|25006)/.test(code)) return databaseAway
  return { status: 500, rule: 'internal-error' }
}

/** The field is the last column of the key, as it follows on the municipality and is what tells the rows apart.
 * `detail` is in the server's language: `Key (municipality_code, body_id)=(0136, …) is not present in table "bodies".` */
function violationOf(detail: string | undefined, message: string): Violation[] {
  const [, column] = /\((?:[a-z_]+, )*([a-z_]+)\)=\(/.exec(detail ?? '') ?? []
  if (column === undefined || column === 'id') return []
  return [{ field: `/${column.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}`, message }]
}

const notStorable: Problem = {
  status: 400,
  rule: 'value-not-storable',
  detail: 'A value is out of range or of a form that cannot be stored.'
}

export const databaseAway: Problem = {
  status: 503,
  rule: 'database-unavailable',
  detail: 'The database does not answer just now.',
  headers: LATER
}

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'])
const BROKEN =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Cannot use a pool after|Client (has|was)|Query read timeout)/

/** The database cannot be reached: errors of the network and of the pool, which carry no SQLSTATE. */
export function unavailable(error: Error): Problem | undefined {
  for (let cause: Error | undefined = error, depth = 0; cause && depth < 5; cause = cause.cause as Error, depth++) {
    const { code = '', message } = cause as NodeJS.ErrnoException
    if (NETWORK.has(code) || BROKEN.test(message)) return databaseAway
  }
  return undefined
}
