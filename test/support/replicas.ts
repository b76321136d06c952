import { appendFileSync, writeFileSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { accountFor, findPrograms, giveTo, run } from '../../src/platform/database/embedded-programs.ts'
import { query } from './embedded.ts'
import { freePort } from './free-port.ts'
import { until } from './until.ts'

/**
 * A primary and its standbys, as processes of this machine. The programs are those that npm brings, or those of
 * TEST_POSTGRES_BIN (/usr/lib/postgresql/15/bin of Debian). A standby is a copy of the folder of a server that was stopped for it.
 */
export type Postgres = {
  url: string
  folder: string
  port: number
  start(): Promise<void>
  /** `immediate` is a crash. */
  stop(mode?: 'fast' | 'immediate'): Promise<void>
  promote(): Promise<void>
  /** Replays nothing more until it is told to. */
  pause(): Promise<void>
  resume(): Promise<void>
  ask(sql: string): Promise<Record<string, unknown>[]>
  /** Until it has replayed what the other has written by now. */
  untilReplayed(primary: Postgres): Promise<void>
}

const DATABASE = 'partnerskap'
const silent = { info: () => {} }

/** A folder for servers that may run as another account; it goes with the test. */
export async function aPlace(t: Test) {
  const home = await mkdtemp(join(tmpdir(), 'partnerskap-replica-'))
  const account = await accountFor(join(home, 'none'))
  await giveTo(account, home)
  const bin = process.env.TEST_POSTGRES_BIN ?? (await findPrograms(account, silent))
  const program = async (name: string, args: string[], quiet = false) => {
    const { code, output } = await run(join(bin, name), args, account, { quiet })
    if (code !== 0) throw new Error(`${name} ${args.join(' ')} ended with ${code}: ${output}`)
  }
  const servers: Postgres[] = []
  t.teardown(async () => {
    for (const server of servers) await server.stop('immediate').catch(() => {})
    await rm(home, { recursive: true, force: true })
  })

  async function serverIn(name: string): Promise<Postgres> {
    const folder = join(home, name)
    const port = await freePort()
    const url = `postgres://${DATABASE}@127.0.0.1:${port}/${DATABASE}`
    appendFileSync(join(folder, 'postgresql.conf'), `port = ${port}\n`)
    const ask = (sql: string) => query(url, sql)
    const server: Postgres = {
      ...{ url, folder, port, ask },
      start: () => program('pg_ctl', ['start', '-w', '-D', folder, '-l', `${folder}.log`], true),
      stop: (mode = 'fast') => program('pg_ctl', ['stop', '-w', '-D', folder, '-m', mode], true),
      promote: () => program('pg_ctl', ['promote', '-w', '-D', folder], true),
      pause: async () => {
        await ask('select pg_wal_replay_pause()')
        await until(async () => (await ask(PAUSED))[0]!.state === 'paused')
      },
      resume: async () => void (await ask('select pg_wal_replay_resume()')),
      ask,
      untilReplayed: async primary => {
        const [{ position }] = (await primary.ask(`select pg_current_wal_insert_lsn()::text as position`)) as [
          { position: string }
        ]
        const replayed = `select pg_last_wal_replay_lsn() >= '${position}'::pg_lsn as reached`
        await until(async () => (await ask(replayed))[0]!.reached === true)
      }
    }
    servers.push(server)
    return server
  }

  /** A server with an empty database. */
  async function aPrimary(name = 'primary'): Promise<Postgres> {
    const folder = join(home, name)
    const locale = ['-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions']
    await program('initdb', ['-D', folder, '-U', DATABASE, '-A', 'trust', ...locale])
    appendFileSync(join(folder, 'postgresql.conf'), SETTINGS)
    const server = await serverIn(name)
    await server.start()
    await query(
      server.url.replace(/[^/]+$/, 'postgres'),
      `create database ${DATABASE} template template0 encoding 'UTF8'`
    )
    return server
  }

  /** A standby of the primary, which is stopped for as long as it is copied. `settings`: lines of its postgresql.conf. */
  async function aStandby(primary: Postgres, name: string, settings = ''): Promise<Postgres> {
    await primary.stop()
    const folder = join(home, name)
    await mkdir(folder, { mode: 0o700 })
    await cp(primary.folder, folder, { recursive: true, preserveTimestamps: true })
    await primary.start()
    const follows = `host=127.0.0.1 port=${primary.port} user=${DATABASE} application_name=${name}`
    appendFileSync(join(folder, 'postgresql.conf'), `primary_conninfo = '${follows}'\n${settings}\n`)
    writeFileSync(join(folder, 'standby.signal'), '')
    await giveTo(account, folder)
    const server = await serverIn(name)
    await server.start()
    return server
  }

  return { aPrimary, aStandby }
}

const PAUSED = 'select pg_get_wal_replay_pause_state() as state'

const SETTINGS = `
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
timezone = 'UTC'
fsync = off
wal_keep_size = '512MB'
max_connections = 120
hot_standby_feedback = on
wal_receiver_status_interval = '1s'
wal_retrieve_retry_interval = '200ms'
`
