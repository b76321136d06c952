import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { sessionParameters } from '../../src/platform/database/session.ts'
import { kill } from './embedded.ts'
import { freePort } from './free-port.ts'

/** Address of the pooler that `npm run test:pooler` has started before the server of the tests; absent: there is none. */
const POOLER_URL = process.env.TEST_POOLER_URL
export const isPooled = Boolean(POOLER_URL)
/** Whether that pooler keeps statements that are prepared by name. */
export const poolerKeepsNames = process.env.TEST_POOLER_KEEPS_NAMES === 'true'

/** The address of the same database through the pooler; undefined where the tests run without. */
export function poolerUrlOf(url: string): string | undefined {
  if (!POOLER_URL || !url) return undefined
  const through = new URL(url)
  through.host = new URL(POOLER_URL).host
  return through.href
}

/** What the sessions of the pooler are given: the database says it where it is made, for every role that the tests make. */
export function settingsOfPooled(database: string): string {
  if (!POOLER_URL) return ''
  const settings = Object.entries(sessionParameters({ statementTimeout: 30_000, lockTimeout: 10_000 }))
  return settings
    .map(([name, value]) => `alter database ${database} set ${name} to ${pg.escapeLiteral(value)}`)
    .join(';')
}

export type Pooler = { url: string; child: ChildProcess; reconnect: () => Promise<void>; stop: () => Promise<void> }

/** Accounts of PgBouncer, which does not run as root. */
const NOBODY = 65_534

type Settings = {
  /** Connections with the server of each role and database. */
  pool?: number
  /** Statements that are kept by name on each; 0: none, and the only choice before PgBouncer 1.21. */
  keptNames?: number
}

/**
 * Starts PgBouncer in transaction mode before a server: its connections serve all clients.
 * Roles come from the server. @throws Error that says how PgBouncer is installed
 */
export async function startPooler(serverUrl: string, { pool = 20, keptNames = 0 }: Settings = {}): Promise<Pooler> {
  const program = programOf().path
  const folder = mkdtempSync(join(tmpdir(), 'partnerskap-pooler-'))
  const { hostname, port: serverPort, username, password } = new URL(serverUrl)
  const port = await freePort()
  const settings = `
[databases]
* = host=${hostname} port=${serverPort} auth_user=${username}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
pool_mode = transaction
auth_type = scram-sha-256
auth_file = ${folder}/users.txt
admin_users = ${username}
default_pool_size = ${pool}
max_client_conn = 2000
server_idle_timeout = 2
autodb_idle_timeout = 5
server_login_retry = 1
${canKeepNames() ? `max_prepared_statements = ${keptNames}` : ''}
`
  writeFileSync(join(folder, 'pgbouncer.ini'), settings, { mode: 0o600 })
  writeFileSync(join(folder, 'users.txt'), `"${username}" "${decodeURIComponent(password)}"\n`, { mode: 0o600 })
  const isRoot = process.getuid?.() === 0
  if (isRoot) for (const name of ['', 'pgbouncer.ini', 'users.txt']) chownSync(join(folder, name), NOBODY, NOBODY)
  const child = spawn(program, ['-q', join(folder, 'pgbouncer.ini')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    ...(isRoot && { uid: NOBODY, gid: NOBODY })
  })
  const url = Object.assign(new URL(serverUrl), { host: `127.0.0.1:${port}` }).href
  await untilItAnswers(url, child)
  return {
    url,
    child,
    reconnect: () => onConsole(url, 'reconnect'),
    async stop() {
      await kill(child)
      rmSync(folder, { recursive: true })
    }
  }
}

type Program = { path: string; version: [major: number, minor: number] }

/** PgBouncer: that of TEST_PGBOUNCER, else the one that is installed. */
function programOf(): Program {
  for (const path of [process.env.TEST_PGBOUNCER, 'pgbouncer', '/usr/sbin/pgbouncer']) {
    if (!path) continue
    try {
      const [, major, minor] =
        /^PgBouncer (\d+)\.(\d+)/.exec(execFileSync(path, ['--version'], { encoding: 'utf8' })) ?? []
      return { path, version: [Number(major), Number(minor)] }
    } catch {
      // The next place.
    }
  }
  throw new Error('PgBouncer is not installed. On Debian and Ubuntu: apt-get install pgbouncer')
}

/** Whether the PgBouncer of the tests can keep statements that are prepared by name. */
export function canKeepNames(): boolean {
  const [major, minor] = programOf().version
  return major > 1 || minor >= 21
}

async function onConsole(url: string, command: string): Promise<void> {
  const client = new pg.Client({ connectionString: Object.assign(new URL(url), { pathname: '/pgbouncer' }).href })
  await client.connect()
  await client.query(command).finally(() => client.end())
}

async function untilItAnswers(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      await onConsole(url, 'show version')
      return
    } catch (error) {
      if (attempt === 100 || child.exitCode !== null) throw error
      await new Promise(resolve => setTimeout(resolve, 50))
    }
  }
}
