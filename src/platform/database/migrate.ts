import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from './cluster.ts'
import { KEPT_KEYS } from './distribution-catalogue.ts'
import { type Migration, readMigrations } from './migration-files.ts'
import { runMigrations } from './run-migrations.ts'
import { addressOf } from './session.ts'

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

type Options = {
  /** Those of this version, unless told. */
  migrations?: readonly Migration[]
  log?: Log | undefined
}

/**
 * Brings the schema up to date. Two processes that start at once take turns. Where nothing is to be done nothing is asked
 * for that only the owner of the schema may do: the service may run as another role than the migrations. Answers whether
 * something was to be done; the views of the schema `bi` may then be gone.
 * @throws Error that says so when something is to be done and the role may not, or when a later version has taken away what this one uses
 */
export async function migrate(url: string, { migrations = readMigrations(), log }: Options = {}): Promise<boolean> {
  try {
    if (await isUpToDate(url, migrations, log)) return false
    await runInTurn(url, migrations, log)
    return true
  } catch (error) {
    const { code, message } = error as pg.DatabaseError
    if (code !== INSUFFICIENT_PRIVILEGE) throw error
    throw new Error(
      `The database is not up to date, or not opened to the role of DATABASE_URL, which may not change it (${message}). Run "partnerskap migrate" as the owner of the database first; docs/operating.md has the grants.`
    )
  }
}

/** Does the work while nobody migrates the database, or does other such work. */
export const inTurnOfMigrations = (url: string, doWork: () => Promise<void>) => inTurn(url, MIGRATION_LOCK, doWork)

/** For who only reads. @throws Error where the schema is older than this version, or lacks what it uses */
export async function demandUpToDate(url: string, log?: Log): Promise<void> {
  if (await isUpToDate(url, readMigrations(), log)) return
  throw new Error(
    'The schema of the database is older than this version of the service, which only reads (READ_ONLY): run "partnerskap migrate" on the primary first.'
  )
}

/** For who distributes the tables, or goes on with it. @throws Error where the schema is not that of this version */
export async function demandMigrated(client: pg.Client): Promise<void> {
  if ((await lastApplied(client)) === readMigrations().at(-1)!.at) return
  throw new Error('The schema of the database is not that of this version: run "partnerskap migrate" first.')
}

async function runInTurn(url: string, migrations: readonly Migration[], log: Log | undefined): Promise<void> {
  await inTurn(url, MIGRATION_LOCK, async () => {
    const client = aClient(url)
    await client.connect()
    try {
      if (!(await onlyExpands(client, migrations))) await client.query(DROP_VIEWS)
      await runMigrations(migrations, { client, log })
    } finally {
      await client.end().catch(() => {})
    }
  })
}

/** Views made of the tables as they were (reads/exports/views.ts) hold columns fast: what takes some away drops them first. */
const DROP_VIEWS = `
  do $$ declare told record; begin
    for told in select oid::regclass as name from pg_class where relnamespace = to_regnamespace('bi') and relkind = 'v' loop
      execute format('drop view %s', told.name);
    end loop;
  end $$`

async function onlyExpands(client: pg.Client, migrations: readonly Migration[]): Promise<boolean> {
  const last = await lastApplied(client)
  return migrations.every(({ at, kind }) => at <= last || kind === 'expand')
}

/** Answers `at` of the last migration that was applied, or 0. */
async function lastApplied(client: pg.Client): Promise<number> {
  const { rows } = await client.query(`select to_regclass('drizzle.__drizzle_migrations') as applied`)
  if (rows[0].applied === null) return 0
  const last = await client.query('select max(created_at)::float8 as at from drizzle.__drizzle_migrations')
  return last.rows[0].at ?? 0
}

/** @throws Error where a distribution was killed: foreign keys are away until it is finished */
async function refuseUnfinished(client: pg.Client): Promise<void> {
  const { rows } = await client.query('select to_regclass($1) is not null as "isUnfinished"', [KEPT_KEYS])
  if (!rows[0].isUnfinished) return
  throw new Error(
    'The tables are being distributed, or that was killed half way, and foreign keys are away meanwhile: run "partnerskap distribute" again.'
  )
}

/** @throws Error where a later version has taken away what this one uses, or a distribution is unfinished */
async function isUpToDate(url: string, migrations: readonly Migration[], log: Log | undefined): Promise<boolean> {
  const newest = migrations.at(-1)!
  const client = aClient(url)
  try {
    await client.connect()
    await refuseUnfinished(client)
    const last = await lastApplied(client)
    if (last <= newest.at) return last === newest.at
    await refuseContracted(client, newest)
    const { rows } = await client.query(
      'select count(*)::int as more from drizzle.__drizzle_migrations where created_at > $1',
      [newest.at]
    )
    log?.info(
      `the schema of the database is ${rows[0].more} migrations newer than this version, which knows ${newest.name}: nothing that it uses was taken away, and it goes on`
    )
    return true
  } finally {
    await client.end().catch(() => {})
  }
}

/** @throws Error that says which version the schema is for */
async function refuseContracted(client: pg.Client, newest: Migration): Promise<void> {
  const { rows: tables } = await client.query(`select to_regclass('drizzle.contractions') as noted`)
  if (tables[0].noted === null) return
  const { rows } = await client.query(
    'select migration, least_name as least from drizzle.contractions where least_at > $1 order by least_at desc limit 1',
    [newest.at]
  )
  const [contraction] = rows
  if (!contraction) return
  throw new Error(
    `A later version of the service has taken away what this one uses (${contraction.migration}). This one knows the schema up to ${newest.name}: start a version that knows ${contraction.least}.`
  )
}

/** Milliseconds between two looks at whether it is one's turn. */
const LOOK = 200

/**
 * Does the work while nobody else does work of this number on the database. The lock is a transaction's, which ends with
 * its connection: a session's would stay with the connection of a pooler, and keep the next start waiting. Who waits asks again and again:
 * an index that is built concurrently waits for every statement that began before it, also for one that waits for this lock.
 */
export async function inTurn(url: string, lock: number, doWork: () => Promise<void>): Promise<void> {
  const client = aClient(url)
  await client.connect()
  try {
    await client.query('begin; set local idle_in_transaction_session_timeout = 0')
    // Without parameters: the answer to a statement with them keeps its snapshot until the next.
    const ask = `select pg_try_advisory_xact_lock(${lock}) as mine`
    while (!(await client.query(ask)).rows[0].mine) await sleep(LOOK)
    await doWork()
    await client.query('commit')
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
