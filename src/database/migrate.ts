import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { addressOf } from './session.ts'

export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

/** Any number that nothing else in the database locks. */
const MIGRATION_LOCK = 7_275_017_001

/**
 * Brings the schema up to date. Two processes that start at once take turns. Where nothing is to be done nothing is asked
 * for that only the owner of the schema may do: the service may run as another role than the migrations.
 */
export async function migrate(url: string): Promise<void> {
  if (await isUpToDate(url)) return
  await inTurn(url, MIGRATION_LOCK, async () => {
    const client = aClient(url)
    await client.connect()
    try {
      await runMigrations(drizzle({ client }), { migrationsFolder })
    } finally {
      await client.end().catch(() => {})
    }
  })
}

async function isUpToDate(url: string): Promise<boolean> {
  const newest = Math.max(...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis))
  const client = aClient(url)
  try {
    await client.connect()
    const { rows } = await client.query(`select to_regclass('drizzle.__drizzle_migrations') as applied`)
    if (rows[0].applied === null) return false
    const last = await client.query('select max(created_at)::float8 as at from drizzle.__drizzle_migrations')
    return last.rows[0].at >= newest
  } finally {
    await client.end().catch(() => {})
  }
}

/**
 * Does the work while nobody else does work of this number on the database. The lock is a transaction's, which ends with
 * its connection: a session's would stay with the connection of a pooler, and keep the next start waiting.
 */
export async function inTurn(url: string, lock: number, doWork: () => Promise<void>): Promise<void> {
  const client = aClient(url)
  await client.connect()
  try {
    await drizzle({ client }).transaction(async tx => {
      await tx.execute(sql`set local idle_in_transaction_session_timeout = 0`)
      await tx.execute(sql`select pg_advisory_xact_lock(${lock})`)
      await doWork()
    })
  } finally {
    await client.end().catch(() => {})
  }
}

/** Without limits of time: an index over many rows takes as long as it takes. */
function aClient(url: string): pg.Client {
  const options = '-c timezone=UTC -c statement_timeout=0 -c lock_timeout=0 -c search_path=public'
  const settings = {
    application_name: 'partnerskap migrate',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    options
  }
  const client = new pg.Client({ connectionString: addressOf(url), ...settings })
  // A loss is told by the statement that meets it.
  client.on('error', () => {})
  return client
}
