import { type SQL, sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import type { Database, Transaction } from '../../src/platform/database/connection.ts'
import { refreshPlans, withKeptPlans } from '../../src/platform/database/kept-plans.ts'
import { type Work, work } from '../../src/platform/database/work.ts'
import { createDatabase } from '../support/database.ts'
import { aPatientDatabase } from '../support/lending.ts'
import { plannedOnce } from '../support/planned-once.ts'

/** A statement long enough to be planned for longer than it runs. */
const long = (name: string, value: SQL) => sql`
  select ${value} as value, ${sql.raw(`'${name} ${'x'.repeat(250)}'`)} as name
  from municipalities where municipality_code = ${'0136'}`

type Plans = { name: string; custom: number; generic: number }

/** The statements that the connection has prepared, and how often each was planned for its values, or for any. */
async function preparedOn(tx: Transaction): Promise<Plans[]> {
  const { rows } = await tx.execute<Plans>(
    sql`select name, custom_plans::int as custom, generic_plans::int as generic from pg_prepared_statements order by name`
  )
  return rows
}

/** One whose connections have prepared nothing yet. */
async function aNewDatabase(t: Test) {
  const database = aPatientDatabase(await createDatabase(t))
  t.teardown(() => database.$client.end())
  return database
}

plannedOnce.isOn = false
t.teardown(() => {
  plannedOnce.isOn = true
})

const inLane = <T>(lane: Work['lane'], action: () => Promise<T>) => work.run({ lane, municipalityCode: '0136' }, action)

t.test('what a short transaction or an import sends again and again is planned for any values, once', async t => {
  const database = await aNewDatabase(t)
  for (const lane of ['requests', 'imports'] as const) await inLane(lane, () => keepsPlansOf(t, database, lane))
})

async function keepsPlansOf(t: Test, database: Database, lane: string) {
  const times = async (count: number) => {
    for (let n = 0; n < count; n++) await database.transaction(tx => tx.execute(long(lane, sql`${n}::int`)))
  }
  await times(2)
  t.same(await database.transaction(preparedOn), [], 'not what came twice')
  await times(10)
  const [plan] = await database.transaction(preparedOn)
  t.match(plan, { custom: 5 })
  t.equal(plan!.generic, 5, 'after five plans of its values there is one for any')
  for (const value of [1, 2, 3]) {
    const { rows } = await database.transaction(tx =>
      tx.execute(sql`select ${value}::int + 1 as value, ${sql.raw(`'${'y'.repeat(250)}'`)} as name`)
    )
    t.match(rows, [{ value: value + 1 }], 'values are those of each run')
  }
}

t.test('what depends on how much there is, is planned each time', async t => {
  const database = await aNewDatabase(t)
  for (const lane of ['totals', 'exports'] as const) {
    await inLane(lane, async () => {
      for (let n = 0; n < 5; n++) await database.transaction(tx => tx.execute(long(lane, sql`${n}::int`)))
      t.same(await database.transaction(preparedOn), [], lane)
    })
  }
  await inLane('requests', async () => {
    // Outside of a transaction it is a list or a lookup.
    for (let n = 0; n < 5; n++) await database.execute(long('alone', sql`${n}::int`))
    t.same(await database.transaction(preparedOn), [])
  })
})

t.test('a connection names a hundred statements at most, and forgets plans after a minute', async t => {
  const database = await aNewDatabase(t)
  const client = await database.$client.connect()
  t.teardown(() => client.release(true))
  const kept = withKeptPlans(client)
  const send = (name: string) =>
    kept.query({ text: `select $1::int as value, '${name} ${'x'.repeat(250)}' as name` }, [1])
  for (let n = 0; n < 120; n++) for (let times = 0; times < 3; times++) await send(`number ${n}`)
  const count = async () => {
    const { rows } = await client.query('select count(*)::int as count from pg_prepared_statements')
    return rows[0].count as number
  }
  t.equal(await count(), 100)
  t.match((await send('number 119')).rows, [{ value: 1 }], 'the others are answered as ever')

  const asked: unknown[] = []
  const { query } = client
  client.query = ((...args: unknown[]) => {
    asked.push(args[0])
    return (query as (...args: unknown[]) => unknown).apply(client, args)
  }) as typeof query
  await refreshPlans(client)
  t.same(asked, [], 'not within the minute')
  await refreshPlans(client, performance.now() + 60_001)
  t.same(asked, ['discard plans'])
  await refreshPlans(client, performance.now() + 60_002)
  t.same(asked, ['discard plans'], 'once')
  t.equal(await count(), 100, 'what was prepared is still prepared')
  t.match((await send('number 1')).rows, [{ value: 1 }])
})

t.test('a statement whose table has changed is planned anew', async t => {
  const database = await aNewDatabase(t)
  await inLane('requests', async () => {
    const asks = () =>
      database.transaction(async tx => {
        await tx.execute(sql`create temp table changing on commit drop as select 7 as value`)
        const { rows } = await tx.execute(sql`
          select value, ${sql.raw(`'${'z'.repeat(250)}'`)} as name from changing where value = ${7}::int`)
        return rows
      })
    for (let n = 0; n < 12; n++) t.match(await asks(), [{ value: 7 }])
  })
})
