import type pg from 'pg'

/** What every session with PostgreSQL is given when it begins, and how that is made sure of. */

export type SessionSettings = {
  /** Milliseconds that one statement may take; 0 = no limit. */
  statementTimeout: number
  /** Milliseconds that a statement waits for a lock of somebody else; 0 = no limit. */
  lockTimeout: number
  /** Whether statements walk one table along its key and look the others up, so that rows come at once and in order. */
  walks?: boolean
  /** Whether statements are planned once for any values: those that find a few rows by their keys. */
  plansOnce?: boolean
}

/** Milliseconds that a transaction may do nothing, holding its locks. */
const IDLE_IN_TRANSACTION = 60_000

/** How often a server looks, while it works, whether the client is still there. Windows cannot. */
const CONNECTION_CHECK: Record<string, string> =
  process.platform === 'win32' ? {} : { client_connection_check_interval: '2s' }

/**
 * A plan that walks: the first row is there before the last is read, however many there are, and nothing is sorted. Looking up remembers
 * what it found in a few megabytes.
 */
const WALKING = {
  ...{ enable_sort: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off', enable_bitmapscan: 'off' },
  work_mem: '4MB'
}

/** An array of ids has ten for the planner where it does not see them: it would plan each time anew, to gain nothing. */
const PLANNING_ONCE = { plan_cache_mode: 'force_generic_plan' }

/** Parameters of the session, as PostgreSQL names them. Instants are told in UTC and days as ISO 8601 writes them. */
export function sessionParameters({
  statementTimeout,
  lockTimeout,
  walks,
  plansOnce
}: SessionSettings): Record<string, string> {
  return {
    timezone: 'UTC',
    datestyle: 'ISO, MDY',
    intervalstyle: 'postgres',
    search_path: 'public',
    default_transaction_isolation: 'read committed',
    // Compiling costs seconds for statements of many joins, which run for milliseconds.
    jit: 'off',
    // Taken as they are needed: without them staging tables, and the totals of a large municipality, go over the disk.
    temp_buffers: '64MB',
    work_mem: '32MB',
    statement_timeout: `${statementTimeout}ms`,
    lock_timeout: `${lockTimeout}ms`,
    idle_in_transaction_session_timeout: `${IDLE_IN_TRANSACTION}ms`,
    ...CONNECTION_CHECK,
    ...(walks && WALKING),
    ...(plansOnce && PLANNING_ONCE)
  }
}

/** The same as the `options` of a connection; what the address itself asks for comes first, and is overruled. */
export function sessionOptions(url: string, settings: SessionSettings): string {
  const own = new URL(url).searchParams.get('options') ?? ''
  const escaped = (value: string) => value.replaceAll(/[\\ ]/g, character => `\\${character}`)
  const ours = Object.entries(sessionParameters(settings)).map(([name, value]) => `-c ${name}=${escaped(value)}`)
  return [own, ...ours].filter(Boolean).join(' ')
}

/** The address without what a session is asked for in it: pg lets that overrule everything else. */
export function addressOf(url: string): string {
  const address = new URL(url)
  const asked = ['options', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']
  for (const name of [...asked, 'target_session_attrs']) {
    address.searchParams.delete(name)
  }
  return address.href
}

const LEAST_VERSION = 150_000

/** A parameter that a session was not given as it was asked for. */
export type Lack = { parameter: string; given: string; asked: string }

/** What a session has otherwise than it must. @throws Error where the server is too old */
export async function lackOfSession(client: Pick<pg.Client, 'query'>, settings: SessionSettings): Promise<Lack[]> {
  const asked = Object.entries(sessionParameters(settings))
  const { rows } = await client.query<Record<string, string>>(
    `select current_setting('server_version_num') as server_version_num, current_setting('client_encoding') as client_encoding,
            ${asked.map(([name]) => `current_setting('${name}') as ${name}`).join(', ')}`
  )
  const given = rows[0]!
  if (Number(given.server_version_num) < LEAST_VERSION) {
    throw new Error(`PostgreSQL 15 or newer is needed; the server of DATABASE_URL is ${given.server_version_num}.`)
  }
  return [...asked, ['client_encoding', 'UTF8'] as const]
    .filter(([name, value]) => meaningOf(given[name]!) !== meaningOf(value))
    .map(([parameter, value]) => ({ parameter, given: given[parameter]!, asked: value }))
}

/**
 * Holds what a session was asked to have against what the server gives it.
 * @throws Error that names the parameter, the version or the missing right
 */
export async function checkSession(client: Pick<pg.Client, 'query'>, settings: SessionSettings): Promise<void> {
  const lack = await lackOfSession(client, settings)
  if (lack.length === 0) return
  const told = lack.map(({ parameter, given, asked }) => `${parameter} is ${given}, not ${asked}`).join('; ')
  throw new Error(
    `The server of DATABASE_URL does not give its sessions what they ask for: ${told}. A pooler that drops the option "options" of a connection does so (its address belongs in DATABASE_POOLER_URL), or a setting of the role that cannot be overruled.`
  )
}

const UNITS: Record<string, number> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 }

/** PostgreSQL writes 60000ms as 1min. */
function meaningOf(value: string): string {
  const [, number, unit] = /^(\d+)(ms|s|min|h|d)$/.exec(value) ?? []
  return number ? String(Number(number) * UNITS[unit!]!) : value.toLowerCase()
}
