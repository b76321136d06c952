import { createHash } from 'node:crypto'
import { accessSync, constants, readdirSync, readFileSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Test } from 'tap'
import './statements.ts'
import './planned-once.ts'
import { migrate } from '../../src/platform/database/migrate.ts'
import { migrationsFolder } from '../../src/platform/database/migration-files.ts'
import { KEEPING_JUDGED } from './kept-states.ts'
import { settingsOfPooled } from './pooler.ts'

const ROOM = 4 * 1024 ** 3

/** Of the PostgreSQL that test/support/before.ts starts; one for all runs of this working tree. It lies in memory where
 * there is room: the thousand files of a database are made there in 0.05 s, on a disk in up to a second. */
export const dataDir = memory() ?? fileURLToPath(new URL('../../.data/test', import.meta.url))
export const urlFile = join(dataDir, 'url')

/** Whoever makes or drops a template holds it alone, whoever clones one shares it. */
const LOCK = 7_275_017_002
const TEMPLATE = 'partnerskap_template_'
const CLONE = 'partnerskap_test_'
const NO_SUCH_DATABASE = '3D000'
let counter = 0

/** A folder in memory, named after this working tree; undefined where there is none or little room. */
function memory(): string | undefined {
  const folder = '/dev/shm'
  try {
    accessSync(folder, constants.W_OK)
    const { bsize, blocks } = statfsSync(folder)
    if (bsize * blocks < ROOM) return undefined
  } catch {
    return undefined
  }
  return join(
    folder,
    `partnerskap-${createHash('sha256')
      .update(import.meta.dirname)
      .digest('hex')
      .slice(0, 16)}`
  )
}

/** Makes a database of its own from the migrated template, and drops it when the test ends; answers with its URL. */
export async function createDatabase(t: Test): Promise<string> {
  const url = await newDatabase()
  t.teardown(() => dropDatabase(url))
  return url
}

/** Makes a database from the migrated template, for whoever drops it; answers with its URL. */
export async function newDatabase(): Promise<string> {
  const name = `${CLONE}${process.pid}_${Date.now().toString(36)}_${counter++}`
  await onMaintenance(async client => {
    for (;;) {
      await client.query('select pg_advisory_lock_shared($1)', [LOCK])
      try {
        await client.query(`create database ${name} template ${templateName()} strategy file_copy`)
        await client.query(settingsOfPooled(name))
        return
      } catch (error) {
        if ((error as pg.DatabaseError).code !== NO_SUCH_DATABASE) throw error
      } finally {
        await client.query('select pg_advisory_unlock_shared($1)', [LOCK])
      }
      // Somebody has added a migration since this run began, or another run has cleared up.
      await ensureTemplate()
    }
  })
  return urlOf(name)
}

/** Drops a database, whoever is connected to it. */
export async function dropDatabase(url: string): Promise<void> {
  const name = new URL(url).pathname.slice(1)
  await onMaintenance(client => client.query(`drop database if exists ${name} with (force)`))
}

/** Makes another database with what is in one that nobody is connected to any more; answers with its URL. */
export async function cloneDatabase(t: Test, url: string): Promise<string> {
  const name = `${CLONE}${process.pid}_${Date.now().toString(36)}_${counter++}`
  const original = new URL(url).pathname.slice(1)
  await onMaintenance(async client => {
    await client.query(`create database ${name} template ${original} strategy file_copy`)
    await client.query(settingsOfPooled(name))
  })
  t.teardown(() => dropDatabase(urlOf(name)))
  return urlOf(name)
}

/** Makes the template of the present migrations. `afresh`: also if it is there, and drops those of earlier ones. */
export async function ensureTemplate({ afresh = false } = {}): Promise<void> {
  await onMaintenance(async client => {
    await client.query('select pg_advisory_lock($1)', [LOCK])
    const name = templateName()
    if (afresh) await dropAll(client, TEMPLATE)
    else if ((await named(client, TEMPLATE)).includes(name)) return
    // Under another name until it is whole.
    const part = `${TEMPLATE}part`
    await dropAll(client, part)
    await client.query(`create database ${part} template template0 encoding 'UTF8'`)
    await migrate(urlOf(part))
    await judgeKeeping(urlOf(part))
    await client.query(`alter database ${part} rename to ${name}`)
  })
}

async function judgeKeeping(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(KEEPING_JUDGED).finally(() => client.end())
}

/** Drops what earlier runs have cloned and not dropped. */
export async function dropClones(): Promise<void> {
  await onMaintenance(client => dropAll(client, CLONE))
}

async function dropAll(client: pg.Client, prefix: string): Promise<void> {
  for (const name of await named(client, prefix)) await client.query(`drop database if exists ${name} with (force)`)
}

async function named(client: pg.Client, prefix: string): Promise<string[]> {
  const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [prefix])
  return rows.map(({ datname }) => datname as string)
}

/** Named after what it is made from, so that runs at the same time never share one that fits only one of them. */
function templateName(): string {
  const hash = createHash('sha256').update(KEEPING_JUDGED)
  const files = readdirSync(migrationsFolder, { recursive: true, withFileTypes: true })
  for (const file of files.filter(entry => entry.isFile()).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(file.name).update(readFileSync(join(file.parentPath, file.name)))
  }
  return TEMPLATE + hash.digest('hex').slice(0, 16)
}

async function onMaintenance<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: serverUrl(), application_name: 'partnerskap test' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    // Gives the lock back, too.
    await client.end()
  }
}

/** Also its database, `partnerskap` or the one that TEST_DATABASE_URL names, which the tests only connect to. */
function serverUrl(): string {
  return process.env.TEST_DATABASE_URL || readFileSync(urlFile, 'utf8')
}

function urlOf(database: string): string {
  const url = new URL(serverUrl())
  url.pathname = `/${database}`
  return url.href
}
