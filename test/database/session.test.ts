import pg from 'pg'
import t, { type Test } from 'tap'
import { connect } from '../../src/platform/database/connection.ts'
import { migrate } from '../../src/platform/database/migrate.ts'
import { addressOf, checkSession, sessionOptions } from '../../src/platform/database/session.ts'
import { LANES, work } from '../../src/platform/database/work.ts'
import { createDatabase } from '../support/database.ts'
import { query } from '../support/embedded.ts'

const settings = { statementTimeout: 30_000, lockTimeout: 10_000 }

async function aClient(t: Test, url: string, options?: string) {
  const client = new pg.Client({ connectionString: addressOf(url), ...(options && { options }) })
  await client.connect()
  t.teardown(() => client.end())
  return client
}

t.test('a session that has what it asked for is let in, also where the address asks for more', async t => {
  const url = await createDatabase(t)
  await checkSession(await aClient(t, url, sessionOptions(url, settings)), settings)
  const more = `${url}?options=${encodeURIComponent('-c work_mem=1MB -c TimeZone=Europe/Stockholm -c geqo=off')}`
  const client = await aClient(t, more, sessionOptions(more, settings))
  await checkSession(client, settings)
  t.match((await client.query('show geqo')).rows, [{ geqo: 'off' }])
})

t.test('what the server does not give is named', async t => {
  const url = await createDatabase(t)
  const name = new URL(url).pathname.slice(1)
  // What a run through a pooler gives each database.
  await query(url, `alter database ${name} reset all`)
  await query(url, `alter database ${name} set timezone to 'Europe/Stockholm'`)
  // As behind a pooler that drops the options of a connection.
  await t.rejects(checkSession(await aClient(t, url), settings), {
    message: /timezone is Europe\/Stockholm, not UTC.*jit is on, not off.*lock_timeout is 0, not 10000ms/s
  })
  const cases = {
    search_path: ['somewhere', /search_path is somewhere, not public/],
    default_transaction_isolation: ['serializable', /default_transaction_isolation is serializable/],
    datestyle: ['German', /datestyle is German/],
    statement_timeout: ['5s', /statement_timeout is 5s, not 30000ms/],
    idle_in_transaction_session_timeout: ['0', /idle_in_transaction_session_timeout is 0/],
    client_encoding: ['LATIN1', /client_encoding is LATIN1, not UTF8/]
  } as const
  for (const [parameter, [value, told]] of Object.entries(cases)) {
    const client = await aClient(t, url, sessionOptions(url, settings))
    await client.query(`set ${parameter} to '${value}'`)
    await t.rejects(checkSession(client, settings), { message: told }, parameter)
  }
})

t.test('every connection of every lane is given what sessions need', async t => {
  const url = await createDatabase(t)
  const name = new URL(url).pathname.slice(1)
  for (const setting of ['jit to on', `timezone to 'Europe/Stockholm'`, 'statement_timeout to 0', `search_path to x`]) {
    await query(url, `alter database ${name} set ${setting}`)
  }
  const database = connect({ url, size: 2, ...settings })
  t.teardown(() => database.$client.end())
  for (const lane of LANES) {
    const { rows } = await work.run({ lane, municipalityCode: '0136' }, () =>
      database.$client.query(`select current_setting('jit') as jit, current_setting('timezone') as zone,
        current_setting('lock_timeout') <> '0' as locks, current_setting('statement_timeout') as statements,
        current_setting('client_connection_check_interval') as looks, current_setting('search_path') as path`)
    )
    const statements = { imports: '5min', exports: '1h' }[lane as string] ?? '30s'
    t.same(rows, [{ jit: 'off', zone: 'UTC', locks: true, statements, looks: '2s', path: 'public' }], lane)
  }
})

t.test(
  'migrations wait for each other, leave no lock behind, and ask for nothing where nothing is to be done',
  async t => {
    const url = await createDatabase(t)
    await Promise.all([migrate(url), migrate(url)])
    t.same(
      await query(
        url,
        `select * from pg_locks where locktype = 'advisory' and database = (
    select oid from pg_database where datname = current_database())`
      ),
      []
    )
    const role = `reader_${process.pid}`
    await query(url, `create role ${role} login password 'secret'`)
    t.teardown(async () => {
      await query(url, `drop owned by ${role}`)
      await query(url, `drop role ${role}`)
    })
    await query(url, `grant usage on schema drizzle to ${role}`)
    await query(url, `grant select on all tables in schema drizzle to ${role}`)
    await migrate(Object.assign(new URL(url), { username: role, password: 'secret' }).href)
  }
)
