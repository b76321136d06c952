import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as runMigrations } from 'drizzle-orm/node-postgres/migrator'
import pg from 'pg'
import { addressOf } from './session.ts'

export const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url))

/**
 * Revokes rights that a broad grant gave to roles other than the owner and that none of them may have: to change or delete
 * rows of append-only tables, and to write in the table of migrations and in that of readers (`bi`). Only the owner can revoke them; without such a grant
 * nothing happens.
 */
export async function narrowGrants(url: string): Promise<void> {
  const client = aClient(url)
  try {
    await client.connect()
    await client.query(NARROW)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Bits of pg_trigger.tgtype: 8 = of DELETE, 16 = of UPDATE. One with a condition refuses only some. */
const NARROW = `
  do $$ declare given record; begin
    for given in
      with refused as (
        select tgrelid as id, bool_or(tgtype & 16 > 0 and tgqual is null) as updates, bool_or(tgtype & 8 > 0) as deletes, null as texts
        from pg_trigger where tgfoid = 'refuse_change'::regproc group by tgrelid
        union all
        -- Its arguments are the columns of texts, that an erasure may change.
        select tgrelid, true, true, replace(trim(trailing ',' from replace(encode(tgargs, 'escape'), '\\000', ',')), ',', ', ')
        from pg_trigger where tgfoid = to_regproc('refuse_change_but_of_texts')
        union all
        select oid, true, true, null from pg_class where relkind = 'r' and (relnamespace in (to_regnamespace('drizzle'), to_regnamespace('bi'))
          or oid = to_regclass('graphile_worker.migrations'))
      )
      select class.oid::regclass as name, acl.privilege_type, refused.texts,
        case acl.grantee when 0 then 'public' else acl.grantee::regrole::text end as grantee
      from refused join pg_class class on class.oid = refused.id, aclexplode(class.relacl) acl
      where class.relowner = (select oid from pg_roles where rolname = current_user) and acl.grantee <> class.relowner
        and (acl.privilege_type = 'TRUNCATE' or acl.privilege_type = 'UPDATE' and updates
          or acl.privilege_type = 'DELETE' and deletes
          or acl.privilege_type = 'INSERT' and class.relnamespace <> 'public'::regnamespace)
    loop
      execute format('revoke %s on %s from %s', given.privilege_type, given.name, given.grantee);
      if given.privilege_type = 'UPDATE' and given.texts is not null then
        execute format('grant update (%s) on %s to %s', given.texts, given.name, given.grantee);
      end if;
    end loop;
  end $$`

/** Any number that nothing else in the database locks. */
const MIGRATION_LOCK = 7_275_017_001
const INSUFFICIENT_PRIVILEGE = '42501'

/**
 * Brings the schema up to date. Two processes that start at once take turns. Where nothing is to be done nothing is asked
 * for that only the owner of the schema may do: the service may run as another role than the migrations. Answers whether
 * something was to be done; the views of the schema `bi`, which would hold columns fast, are then gone.
 * @throws Error that says so when something is to be done and the role may not
 */
export async function migrate(url: string): Promise<boolean> {
  try {
    if (await isUpToDate(url)) return false
    await runInTurn(url)
    return true
  } catch (error) {
    const { code, message } = ((error as Error).cause ?? error) as pg.DatabaseError
    if (code !== INSUFFICIENT_PRIVILEGE) throw error
    throw new Error(
      `The database is not up to date, or not opened to the role of DATABASE_URL, which may not change it (${message}). Run "partnerskap migrate" as the owner of the database first; docs/operating.md has the grants.`
    )
  }
}

/** For who only reads. @throws Error where the schema is not that of this version */
export async function demandUpToDate(url: string): Promise<void> {
  if (await isUpToDate(url)) return
  throw new Error(
    'The schema of the database is older than this version of the service, which only reads (READ_ONLY): run "partnerskap migrate" on the primary first.'
  )
}

async function runInTurn(url: string): Promise<void> {
  await inTurn(url, MIGRATION_LOCK, async () => {
    const client = aClient(url)
    await client.connect()
    try {
      await client.query(DROP_VIEWS)
      await runMigrations(drizzle({ client }), { migrationsFolder })
    } finally {
      await client.end().catch(() => {})
    }
  })
}

/** Views made of the tables as they were (reads/exports/views.ts). */
const DROP_VIEWS = `
  do $$ declare told record; begin
    for told in select oid::regclass as name from pg_class where relnamespace = to_regnamespace('bi') and relkind = 'v' loop
      execute format('drop view %s', told.name);
    end loop;
  end $$`

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
export function aClient(url: string, name = 'partnerskap migrate'): pg.Client {
  const options = '-c timezone=UTC -c statement_timeout=0 -c lock_timeout=0 -c search_path=public'
  const settings = {
    application_name: name,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    options
  }
  const client = new pg.Client({ connectionString: addressOf(url), ...settings })
  // A loss is told by the statement that meets it.
  client.on('error', () => {})
  return client
}
