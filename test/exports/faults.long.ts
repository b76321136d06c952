import t from 'tap'
import { made } from '../support/register.ts'
import { until } from '../support/until.ts'
import { aListener, manyOrganisations, read } from './exported.ts'

/** Readers that stop, leave or come all at once, and a database that goes away: what becomes of an export. */

const stopped = async (reading: Promise<unknown>) => {
  try {
    await reading
    return 'complete'
  } catch {
    return 'cut off'
  }
}

t.test(
  'a reader that stops reading is given up: the snapshot is let go of, and no memory is taken meanwhile',
  async t => {
    const lines: string[] = []
    const log = { write: (line: string) => lines.push(line) }
    const { open, exporting, database } = await aListener(t, { exportStallMs: 1_500 }, log)
    await database.$client.query(manyOrganisations(20_000))
    global.gc?.()
    const before = process.memoryUsage().rss
    const answer = await open('exports/organisations?format=ndjson')
    answer.pause()
    await until(async () => (await exporting()) === 1)
    await new Promise(resolve => setTimeout(resolve, 500))
    t.equal(await exporting(), 1, 'it waits for its reader')
    const taken = (process.memoryUsage().rss - before) / 1e6
    t.ok(taken < 100, `${taken} MB for a file of 200 MB, the reader's own among them`)
    await until(async () => (await exporting()) === 0)
    t.equal(await stopped(read(answer)), 'cut off')
    t.equal(database.$client.lanes.exports.gate.used, 0)
    const again = await open('exports/organisations?format=ndjson')
    t.equal((await read(again)).toString().split('\n').length, 20_001, 'the next reader gets all of it')
    t.strictSame({ ...again.trailers }, { 'row-count': '20000' })
  }
)

t.test('a slow reader who reads on is not given up', async t => {
  const { open, database } = await aListener(t, { exportStallMs: 1_000 })
  await database.$client.query(manyOrganisations(5_000))
  const answer = await open('exports/organisations?format=csv')
  let bytes = 0
  const began = Date.now()
  for await (const part of answer) {
    bytes += part.length
    if (Date.now() - began < 3_000) await new Promise(resolve => setTimeout(resolve, 20))
  }
  t.ok(bytes > 50_000_000 && answer.complete, `${bytes} bytes`)
})

t.test('a reader who leaves stops the query, whether rows came or not', async t => {
  const { open, exporting, database } = await aListener(t)
  await database.$client.query(manyOrganisations(10_000))
  const answer = await open('exports/organisations?format=csv', { 'accept-encoding': 'gzip' })
  answer.once('data', () => answer.destroy())
  await until(async () => (await exporting()) === 0 && database.$client.lanes.exports.gate.used === 0)
  // Another transaction holds the table: no row ever comes.
  const holder = await database.$client.connect()
  await holder.query('begin; lock table organisations')
  const asking = open('exports/organisations').catch(() => {})
  await until(async () => (await exporting()) === 1)
  t.ok(asking)
  await holder.query('rollback')
  holder.release()
  ;(await asking)?.destroy()
  await until(async () => (await exporting()) === 0 && database.$client.lanes.exports.gate.used === 0)
})

t.test(
  'what is cut off in the middle is a broken connection and no shorter file, in every form and packing',
  async t => {
    const { open, database } = await aListener(t)
    await database.$client.query(manyOrganisations(20_000))
    for (const form of ['csv', 'ndjson', 'json']) {
      for (const encoding of ['identity', 'gzip']) {
        const answer = await open(`exports/organisations?format=${form}`, { 'accept-encoding': encoding })
        // With gzip much is read before the reader is sent anything.
        const reading = stopped(read(answer))
        await database.$client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'partnerskap exports'
           and datname = current_database() and state = 'active'`
        )
        t.equal(await reading, 'cut off', `${form} ${encoding}`)
        t.notOk(answer.complete)
        t.strictSame({ ...answer.trailers }, {}, 'and no count')
      }
    }
    t.equal((await read(await open('exports/organisations?format=csv'))).toString().split('\n').length, 20_002)
  }
)

t.test('a row that cannot be told breaks the file off, and the log does not tell what is in it', async t => {
  const lines: string[] = []
  const { open, admin, database } = await aListener(t, {}, { write: line => lines.push(line) })
  const body = await made(admin('POST', '/0136/bodies', { name: 'Nämnden', kind: 'committee' }))
  await database.$client.query({
    text: `insert into decisions (municipality_code, kind, body_id, decided_on, note, annulment, annulment_recorded_at)
      select '0136', 'committee', $1, '2022-01-01', repeat('x', 10000),
        case when n = 5000 then '{"annulledOn":"secret-day"}'::jsonb end, case when n = 5000 then now() end
      from generate_series(1, 5000) n`,
    values: [body.id]
  })
  const answer = await open('exports/decisions?format=csv')
  t.equal(await stopped(read(answer)), 'cut off')
  t.match(lines.join(''), /SQLSTATE 22007.*an export was cut off/)
  t.notMatch(lines.join(''), /secret-day/)
  t.equal(database.$client.lanes.exports.gate.used, 0)
  t.match(await admin('GET', '/0136/exports/decisions?year=2022&withdrawn=only'), { status: 200 })
})

t.test('fifty exports at once leave reads alone; those who wait in vain are told when to come again', async t => {
  const { open, exporting, admin, database } = await aListener(t, { exportStallMs: 60_000 })
  await database.$client.query(manyOrganisations(3_000))
  const { gate } = database.$client.lanes.exports
  Object.assign(gate.settings, { patience: 1_500 })
  const answers = await Promise.all(
    Array.from({ length: 50 }, async () => {
      const answer = await open('exports/organisations?format=ndjson')
      answer.pause()
      return answer
    })
  ).finally(async () => {
    t.ok((await exporting()) <= 2, 'no more than two hold a snapshot')
  })
  const began = Date.now()
  t.equal((await admin('GET', '/0136/organisations')).status, 200)
  t.ok(Date.now() - began < 2_000, 'a list is answered at once')
  const refused = answers.filter(({ statusCode }) => statusCode === 503)
  t.equal(answers.filter(({ statusCode }) => statusCode === 200).length, answers.length - refused.length)
  t.ok(refused.length >= 45, `${refused.length} are told to come again`)
  for (const { headers } of refused) t.match(headers['retry-after'], /^\d+$/)
  for (const answer of answers) answer.destroy()
  await until(async () => gate.used === 0)
})
