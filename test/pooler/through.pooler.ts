import pg from 'pg'
import t, { type Test } from 'tap'
import { loadConfig } from '../../src/config.ts'
import { connect } from '../../src/platform/database/connection.ts'
import { openDatabase } from '../../src/platform/database/open.ts'
import { work } from '../../src/platform/database/work.ts'
import { createDatabase } from '../support/database.ts'
import { query } from '../support/embedded.ts'
import { canKeepNames, type Pooler, startPooler } from '../support/pooler.ts'

// Run by `npm run test:pooler`: PgBouncer is not on every machine.

const settings = { size: 4, statementTimeout: 30_000 }

/** Through a pooler of the test's own, whose two connections are shared by all. */
async function aPooler(t: Test, keptNames = 0) {
  const url = await createDatabase(t)
  const pooler = await startPooler(url, { pool: 2, keptNames })
  t.teardown(() => pooler.stop())
  return { url, pooler, poolerUrl: through(pooler, url) }
}

const through = ({ url }: Pooler, database: string) =>
  Object.assign(new URL(database), { host: new URL(url).host }).href

t.test('the start is refused with the statements that mend it, and goes on once they were run', async t => {
  const { url, pooler, poolerUrl } = await aPooler(t)
  const name = new URL(url).pathname.slice(1)
  await query(url, `alter database ${name} reset all`)
  const config = loadConfig({ DATABASE_URL: url, DATABASE_POOLER_URL: poolerUrl })
  const refused = await openDatabase(config).then(
    () => t.fail('started without settings'),
    (error: Error) => error.message
  )
  const statements = String(refused).split('\n').slice(1)
  t.match(refused, /statement_timeout is 0, not 30000ms.*RECONNECT/)
  t.ok(statements.every(statement => /^alter role \S+ in database \S+ set \w+ to '.*';$/.test(statement)))
  for (const statement of statements) await query(url, statement)
  await pooler.reconnect()
  const { close, database } = await openDatabase(config)
  t.match((await database.$client.query('select 1 as one')).rows, [{ one: 1 }])
  await close()
})

t.test('a pooler before another database stops the start', async t => {
  const { pooler } = await aPooler(t)
  const other = await createDatabase(t)
  const poolerUrl = through(pooler, await createDatabase(t))
  await t.rejects(openDatabase(loadConfig({ DATABASE_URL: other, DATABASE_POOLER_URL: poolerUrl })), {
    message: 'DATABASE_POOLER_URL leads to another database than DATABASE_URL.'
  })
})

t.test(
  'more clients than connections ask by name at once, in transactions and lookups, and each has its own answer',
  async t => {
    const { url, poolerUrl } = await aPooler(t)
    const database = connect({ url, poolerUrl, size: 20, statementTimeout: 30_000 })
    t.teardown(() => database.$client.end())
    const ask = (lane: 'lookups' | 'requests' | 'totals', value: number) =>
      work.run({ lane, municipalityCode: `${value % 9}` }, async () => {
        const { rows } = await database.$client.query({
          name: `asked ${value % 3}`,
          text: `select $1::int + ${value % 3} as value`,
          values: [value]
        })
        return rows[0].value - (value % 3)
      })
    const values = Array.from({ length: 300 }, (_, index) => index)
    const lanes = ['lookups', 'requests', 'totals'] as const
    t.same(await Promise.all(values.map(value => ask(lanes[(value % 7) % 3]!, value))), values)
    const [{ count }] = (await query(
      url,
      `select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name in ('partnerskap', 'partnerskap totals')`
    )) as [{ count: number }]
    t.ok(count <= 2, `${count} connections of the server for 300 questions`)
  }
)

/** Whether the connections that the service opens through the pooler send names. */
async function namesAreSent(t: Test, url: string, poolerUrl: string) {
  const config = loadConfig({ DATABASE_URL: url, DATABASE_POOLER_URL: poolerUrl })
  const { close, database } = await openDatabase(config)
  t.teardown(close)
  const { $client } = database
  const asked = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      work.run({ lane: 'requests', municipalityCode: `${index % 9}` }, () =>
        $client.query({ name: 'named', text: 'select $1::int as value', values: [index] })
      )
    )
  )
  t.same(
    asked.map(({ rows }) => rows[0].value),
    asked.map((_, index) => index)
  )
  return $client.lanes.requests.keepsNames
}

t.test('a pooler that loses statements prepared by name is sent none', async t => {
  const { url, poolerUrl } = await aPooler(t)
  t.equal(await namesAreSent(t, url, poolerUrl), false)
  const [one, other] = [new pg.Client(poolerUrl), new pg.Client(poolerUrl)]
  for (const client of [one, other]) await client.connect()
  t.teardown(() => Promise.all([one.end(), other.end()]))
  const named = { name: 'lost', text: 'select 1' }
  await one.query(named)
  await other.query('begin')
  // Its connection of the server is somebody else's now.
  await t.rejects(one.query(named), { code: '26000' })
  await other.query('rollback')
})

const old = canKeepNames() ? false : 'PgBouncer 1.21 or newer is needed: TEST_PGBOUNCER names it'

t.test(
  'a pooler that keeps them is sent names, and each connection of the server knows them',
  { skip: old },
  async t => {
    const { url, poolerUrl } = await aPooler(t, 3)
    t.equal(await namesAreSent(t, url, poolerUrl), true)
    const [one, other] = [new pg.Client(poolerUrl), new pg.Client(poolerUrl)]
    for (const client of [one, other]) await client.connect()
    t.teardown(() => Promise.all([one.end(), other.end()]))
    // More names than are kept on a connection.
    const ask = (n: number) => one.query({ name: `kept ${n}`, text: `select ${n} as n` })
    const numbers = Array.from({ length: 10 }, (_, index) => index)
    for (const n of numbers) await ask(n)
    await other.query('begin')
    for (const n of numbers) t.same((await ask(n)).rows, [{ n }])
    await other.query('rollback')
  }
)

t.test('long work goes past the pooler, with settings of its own', async t => {
  const { url, poolerUrl } = await aPooler(t)
  const { $client } = connect({ url, poolerUrl, ...settings })
  t.teardown(() => $client.end())
  for (const [lane, timeout, sort] of [
    ['requests', '30s', 'on'],
    ['totals', '30s', 'on'],
    ['imports', '5min', 'on'],
    ['exports', '1h', 'off']
  ] as const) {
    const { rows } = await work.run({ lane, municipalityCode: '0136' }, () =>
      $client.query(`select current_setting('statement_timeout') as timeout, current_setting('enable_sort') as sort,
        current_setting('jit') as jit, current_setting('timezone') as zone`)
    )
    t.same(rows, [{ timeout, sort, jit: 'off', zone: 'UTC' }], lane)
  }
})

t.test('a process that must end stops what runs through the pooler, and nobody else’s', async t => {
  const { url, poolerUrl } = await aPooler(t)
  const [mine, others] = [connect({ url, poolerUrl, ...settings }), connect({ url, poolerUrl, ...settings })]
  t.teardown(() => Promise.all([mine.$client.end(), others.$client.end()]))
  const stopped = t.rejects(mine.$client.query('select pg_sleep(20)'))
  const finished = others.$client.query('select pg_sleep(4)')
  await new Promise(resolve => setTimeout(resolve, 500))
  await mine.$client.cancelAll()
  await stopped
  const sleeping = `select pid from pg_stat_activity where datname = current_database() and query = 'select pg_sleep(20)' and state = 'active'`
  for (let attempt = 0; attempt < 60 && (await query(url, sleeping)).length > 0; attempt++) {
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  t.same(await query(url, sleeping), [])
  t.ok(await finished)
})

t.test('readiness is that of the pooler, and comes back with it', async t => {
  const { url, pooler, poolerUrl } = await aPooler(t)
  const { $client } = connect({ url, poolerUrl, ...settings })
  t.teardown(() => $client.end())
  t.same(await $client.probe.ask(), { ready: true })
  pooler.child.kill('SIGSTOP')
  t.match(await $client.probe.ask(), { ready: false })
  pooler.child.kill('SIGCONT')
  t.same(await $client.probe.ask(), { ready: true })
})
