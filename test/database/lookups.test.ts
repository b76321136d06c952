import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { connect } from '../../src/platform/database/connection.ts'
import { work } from '../../src/platform/database/work.ts'
import { createDatabase } from '../support/database.ts'
import { until } from '../support/until.ts'

/** Statements that share connections: each gets its own answer, whatever becomes of the others. */

async function lookups(t: Test) {
  const url = await createDatabase(t)
  const { $client } = connect({ url, size: 4, statementTimeout: 60_000, lockTimeout: 60_000 })
  const other = new pg.Client({ connectionString: url })
  await other.connect()
  await other.query('create table words (id int primary key, word text)')
  await other.query(`insert into words select n, 'word ' || n from generate_series(1, 500) n`)
  t.teardown(async () => {
    await other.end()
    await $client.end()
  })
  const ask = (name: string, text: string, values: unknown[] = []) =>
    work.run({ lane: 'lookups', municipalityCode: '0136' }, () => $client.query({ name, text, values }))
  const word = async (id: number) => (await ask('word', 'select word from words where id = $1', [id])).rows[0]?.word
  const backends = async () =>
    (
      await other.query(
        `select application_name as name, count(*)::int as number from pg_stat_activity
         where datname = current_database() and application_name like 'partnerskap%' group by 1`
      )
    ).rows as { name: string; number: number }[]
  return { $client, other, ask, word, backends }
}

const ids = Array.from({ length: 500 }, (_, at) => at + 1)

t.test('many at once share a few connections, and each is answered what it asked', async t => {
  const { $client, word, backends } = await lookups(t)
  const { max } = $client.lookups.pipelines
  for (let times = 0; times < 5; times++) {
    t.strictSame(
      await Promise.all(ids.slice(0, 60).map(word)),
      ids.slice(0, 60).map(id => `word ${id}`)
    )
  }
  t.strictSame(
    await Promise.all(ids.map(word)),
    ids.map(id => `word ${id}`),
    'more than they hold go other ways'
  )
  const shared = (await backends()).find(({ name }) => name === 'partnerskap lookups')
  t.ok(shared && shared.number <= max, `${shared?.number} of ${max}`)
  t.strictSame([$client.lookups.gate.used, $client.lookups.pipelines.idle], [0, $client.lookups.pipelines.total])
})

t.test('one that fails fails alone', async t => {
  const { ask, word } = await lookups(t)
  const answers = await Promise.allSettled(
    ids
      .slice(0, 40)
      .map(id => (id % 3 === 0 ? ask('fault', 'select 1 / (id - $1) from words where id = $1', [id]) : word(id)))
  )
  for (const [at, answer] of answers.entries()) {
    if ((at + 1) % 3 === 0) t.match(answer, { status: 'rejected', reason: { code: '22012' } })
    else t.match(answer, { status: 'fulfilled', value: `word ${at + 1}` })
  }
})

t.test('one that waits for a lock keeps those behind it waiting no longer than a moment', async t => {
  const { $client, other, ask, word } = await lookups(t)
  await word(1)
  await other.query('create table locked (id int)')
  await other.query('begin; lock table locked in access exclusive mode')
  const stuck = Array.from({ length: $client.lookups.pipelines.max }, () => ask('locked', 'select id from locked'))
  let isOver = false
  const waiting = Promise.all(stuck).then(() => {
    isOver = true
  })
  await new Promise(resolve => setTimeout(resolve, 100))
  t.strictSame(await Promise.all([1, 2, 3].map(word)), ['word 1', 'word 2', 'word 3'])
  t.notOk(isOver)
  await other.query('rollback')
  await waiting
  t.strictSame(await word(4), 'word 4')
})

t.test('a connection that is lost fails what was on its way, and the next find another', async t => {
  const { other, ask, word } = await lookups(t)
  for (let times = 0; times < 10; times++) {
    const sleeping = ask('sleep', 'select pg_sleep(61)')
    const lost = t.rejects(sleeping)
    await until(async () => {
      const { rowCount } = await other.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and query like '%pg_sleep(61)%' and state = 'active' and pid <> pg_backend_pid()`
      )
      return rowCount === 1
    })
    await lost
    t.strictSame(await Promise.all([1, 2, 3].map(word)), ['word 1', 'word 2', 'word 3'])
  }
})

t.test('what is on its way is answered before they end', async t => {
  // At once: the connection is not there yet. Later: the statement is at work.
  for (const wait of [0, 100]) {
    const { $client, ask } = await lookups(t)
    const last = [ask('last', 'select pg_sleep(0.2)'), ask('next', 'select 1')]
    if (wait > 0) await sleep(wait)
    await $client.lookups.pipelines.end()
    for (const { rowCount } of await Promise.all(last)) t.equal(rowCount, 1)
  }
})
