import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from './cluster.ts'
import type { Migration } from './migration-files.ts'

/**
 * Runs migrations while other processes work. Each file is a transaction of its own: its locks end with it. It waits for locks no longer
 * than LOCK_WAIT, since all that comes after it to the same table waits behind it; then the file is undone and tried again.
 */

/**
 * Milliseconds after the begin of a file in which it waits for locks. Less than `deadlock_timeout` (1 s): a request that waits for a table
 * of the file, while the file waits for a table of the request, is not looked at before the file has given up.
 */
const LOCK_WAIT = 700
/** Milliseconds between two attempts: what has waited meanwhile goes on. */
const PAUSE = 2_000
/** Milliseconds after which a table that was never free fails the migration. */
const PATIENCE = 600_000

/** SQLSTATE: lock_not_available, deadlock_detected. */
const WAS_LOCKED = ['55P03', '40P01']

export type Run = {
  /** A connection of the owner, without limits of time. */
  client: pg.Client
  log?: Log | undefined
  /** Milliseconds; less in tests. */
  patience?: number
}

/** Tables of what was applied: the first is Drizzle's own; the second tells earlier versions what they must know. */
const MADE = `
  create schema if not exists drizzle;
  create table if not exists drizzle.__drizzle_migrations (id serial primary key, hash text not null, created_at bigint);
  create table if not exists drizzle.contractions (migration text primary key, least_name text not null, least_at bigint not null)`

/** Runs those of `migrations` that were not applied. @throws Error where versions are at work that a contraction would break */
export async function runMigrations(migrations: readonly Migration[], { client, log, patience = PATIENCE }: Run) {
  await client.query(MADE)
  const applied = await client.query('select max(created_at)::float8 as at from drizzle.__drizzle_migrations')
  const last = (applied.rows[0].at as number | null) ?? 0
  const pending = migrations.filter(({ at }) => at > last)
  await refuseBesideEarlier(client, { migrations, pending, last })
  for (const migration of pending) {
    const done = () => note(client, migrations, migration)
    if (migration.isConcurrent) await runOutside(client, migration, done)
    else await runWithin(client, migration, done, { log, patience })
  }
}

type Plan = { migrations: readonly Migration[]; pending: readonly Migration[]; last: number }

/** A version that is at work knows the schema as it was at most: a contraction that asks for more would break it. */
async function refuseBesideEarlier(client: pg.Client, { migrations, pending, last }: Plan): Promise<void> {
  const breaking = pending.find(({ kind, least }) => kind === 'contract' && atOf(migrations, least) > last)
  if (!breaking) return
  const { rows } = await client.query(
    `select from pg_stat_activity where datname = current_database() and application_name ~ '^partnerskap( |$)'
       and application_name not like 'partnerskap migrate%' limit 1`
  )
  if (rows.length === 0) return
  throw new Error(
    `${breaking.name} takes away what an earlier version uses, and the service is at work on this database. Upgrade to a version that knows ${breaking.least} first, or stop the service everywhere and start this one.`
  )
}

/** @throws Error where no migration has the name */
function atOf(migrations: readonly Migration[], name: string | null): number {
  const found = migrations.find(each => each.name === name)
  if (!found) throw new Error(`A contraction names ${name}, and there is no such migration.`)
  return found.at
}

type Note = () => Promise<void>
type Waiting = { log: Log | undefined; patience: number }

async function runWithin(client: pg.Client, migration: Migration, note: Note, { log, patience }: Waiting) {
  for (const begun = performance.now(); ; ) {
    try {
      await client.query('begin')
      const end = performance.now() + LOCK_WAIT
      for (const statement of migration.statements) {
        // At least one: 0 is without end.
        await client.query(`set local lock_timeout = ${Math.max(1, Math.round(end - performance.now()))}`)
        await client.query(statement)
      }
      await note()
      await client.query('commit')
      return
    } catch (error) {
      await client.query('rollback')
      const { code, message } = error as pg.DatabaseError
      if (!WAS_LOCKED.includes(code ?? '')) throw error
      if (performance.now() - begun > patience) {
        throw new Error(
          `${migration.name}: somebody holds a table that it changes (${message}). Nothing of it was done; try again.`
        )
      }
      log?.info(`${migration.name} waits for a table that somebody holds`)
      await sleep(Math.min(PAUSE, patience))
    }
  }
}

/** An index that was begun and not finished is there and of no use: it is dropped and made anew. */
async function runOutside(client: pg.Client, migration: Migration, note: Note): Promise<void> {
  const { rows } = await client.query(
    `select relname as name from pg_index join pg_class on pg_class.oid = indexrelid
     where not indisvalid and relnamespace = 'public'::regnamespace`
  )
  const text = migration.statements.join('\n')
  for (const { name } of rows) {
    const index = pg.escapeIdentifier(name)
    if (text.includes(index)) await client.query(`drop index concurrently if exists ${index}`)
  }
  for (const statement of migration.statements) await client.query(statement)
  await note()
}

async function note(client: pg.Client, migrations: readonly Migration[], migration: Migration): Promise<void> {
  const { name, hash, at, kind, least } = migration
  await client.query('insert into drizzle.__drizzle_migrations (hash, created_at) values ($1, $2)', [hash, at])
  if (kind !== 'contract') return
  await client.query(
    `insert into drizzle.contractions (migration, least_name, least_at) values ($1, $2, $3)
     on conflict (migration) do nothing`,
    [name, least, atOf(migrations, least)]
  )
}
