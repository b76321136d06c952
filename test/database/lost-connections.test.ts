import { sql } from 'drizzle-orm'
import pg from 'pg'
import t, { type Test } from 'tap'
import { connect, type Database } from '../../src/platform/database/connection.ts'
import { createDatabase } from '../support/database.ts'

/** A database of one connection, and a superuser beside it. */
async function aSingleConnection(t: Test) {
  const url = await createDatabase(t)
  const database = connect({ url, size: 1, statementTimeout: 60_000 })
  const other = new pg.Client({ connectionString: url })
  await other.connect()
  t.teardown(async () => {
    await other.end()
    await database.$client.end()
  })
  return { database, other }
}

/** Ends the backend that sleeps, once it does. */
async function endSleeper(other: pg.Client) {
  for (;;) {
    const { rowCount } = await other.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query like '%pg_sleep(61)%' and state = 'active' and pid <> pg_backend_pid()`
    )
    if (rowCount) return
  }
}

const sleep = sql`select pg_sleep(61)`
const WAYS: Record<string, (database: Database) => Promise<unknown>> = {
  'a statement alone': database => database.execute(sleep),
  'a statement of a transaction': database => database.transaction(tx => tx.execute(sleep)),
  'a statement whose failure the transaction does not tell': database =>
    database.transaction(async tx => {
      await tx.execute(sleep).catch(() => {})
      throw new Error('something else')
    })
}

for (const [name, work] of Object.entries(WAYS)) {
  t.test(`a connection that the server ended is given to nobody else: ${name}`, async t => {
    const { database, other } = await aSingleConnection(t)
    for (let times = 0; times < 20; times++) {
      const lost = t.rejects(work(database))
      await endSleeper(other)
      await lost
      // At once: the socket may not have told of it yet.
      t.match(await database.execute(sql`select 1 as one`), { rows: [{ one: 1 }] })
    }
  })
}

t.test('so is one that the server ended for what it waited for, or that never answered', async t => {
  const { database } = await aSingleConnection(t)
  const settings = ['transaction_timeout', 'idle_in_transaction_session_timeout']
  for (const setting of settings) {
    await t.rejects(
      database.transaction(async tx => {
        await tx.execute(sql.raw(`set local ${setting} = 50`))
        await new Promise(resolve => setTimeout(resolve, 200))
        await tx.execute(sql`select 1`)
      }),
      setting
    )
    t.match(await database.execute(sql`select 1 as one`), { rows: [{ one: 1 }] }, setting)
  }
})

t.test('a connection whose statement was refused is used again', async t => {
  const { database } = await aSingleConnection(t)
  const pid = async () => (await database.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`)).rows[0]!.pid
  const first = await pid()
  await t.rejects(database.execute(sql`select 1 / 0`))
  await t.rejects(database.transaction(tx => tx.execute(sql`select 'x'::int`)))
  t.equal(await pid(), first)
})
