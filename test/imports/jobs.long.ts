import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { makeJobsSchema } from '../../src/commands/jobs-schema.ts'
import { startWorker } from '../../src/commands/worker.ts'
import { loadConfig } from '../../src/config.ts'
import { connect } from '../../src/platform/database/connection.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { aService, stop } from '../commands/cli.ts'
import { createDatabase } from '../support/database.ts'
import { kill, query } from '../support/embedded.ts'
import { made } from '../support/register.ts'
import { anImporter, csvOf, row, told } from './importing.ts'

/** Imports that a job does (Prefer: respond-async). */

const quiet = { debug() {}, info() {}, warn() {}, error() {} }
const asJob = { prefer: 'respond-async' }
const rows = (count: number) =>
  Array.from({ length: count }, (_, at) => row({ purpose: `Jour ${at}`, granted: 1000 + at }))

/** An importer, and jobs that begin when they are asked to. */
async function anImporterWithJobs(t: Test) {
  const importer = await anImporter(t, '0136', {})
  const { database, config } = importer
  const work = async () => {
    const log = { ...quiet }
    const worker = await startWorker({ url: () => config.databaseUrl!, database, log, config: loadConfig({}) })
    t.teardown(() => worker.stop())
    return worker
  }
  await makeJobsSchema(config.databaseUrl!)
  const ended = async (id: string, code = '0136') => {
    for (const end = Date.now() + 60_000; Date.now() < end; await sleep(100)) {
      const record = await made(importer.admin('GET', `/${code}/decision-imports/${id}`))
      if (!['queued', 'reading', 'running'].includes(record.status)) return record
    }
    throw new Error('The job did not end within a minute')
  }
  const queue = async (file: string, options = {}, headers = {}) => {
    const answer = await importer.send(file, options, 'text/csv', { ...asJob, ...headers })
    t.match(answer, { status: 202, body: { status: 'queued', progress: null, problem: null } })
    t.match(answer.headers.location, new RegExp(`/0136/decision-imports/${answer.body.id}$`))
    return answer.body.id as string
  }
  return { ...importer, work, ended, queue }
}

t.test('a job does what the request would have done', async t => {
  const { queue, ended, work, report, send, database, lines } = await anImporterWithJobs(t)
  const key = { 'idempotency-key': 'once' }
  const file = csvOf([...rows(300), row({ granted: '18x' })])
  const id = await queue(file, {}, key)
  t.match(await send(file, {}, 'text/csv', { ...asJob, ...key }), {
    status: 202,
    headers: { 'idempotency-replayed': 'true' },
    body: { id }
  })
  await work()
  const record = await ended(id)
  t.match(record, { status: 'completed', encoding: 'utf-8', problem: null, receipt: { rowCount: 301 } })
  t.match(record.progress, { readCount: 301, resolvedCount: 301, writtenCount: 301, endsAt: null })
  t.ok(record.progress.rowsPerSecond > 0)
  t.same(told(record.counts), { createdCount: 300, rejectedCount: 1 })
  t.equal((await report(id)).length, 301)
  t.equal((await lines()).length, 300)
  t.same(told((await made(send(file))).counts), { unchangedCount: 300, rejectedCount: 1 }, 'sent again, as always')
  for (const table of [
    'decision_import_jobs',
    'decision_import_parts',
    'import_staged_rows',
    'import_staged_recipients'
  ])
    t.same((await database.$client.query(`select * from ${table}`)).rows, [], `nothing is left in ${table}`)
})

t.test('where nobody does jobs it is said at once', async t => {
  const { send, get } = await anImporter(t, '0136', {})
  const answer = await send(csvOf(rows(1)), {}, 'text/csv', asJob)
  t.match(answer, { status: 503, body: { type: /import-jobs-missing$/ } })
  t.same((await get('/decision-imports')).items, [])
})

t.test('what is refused says why, and changes nothing', async t => {
  const { queue, ended, work, lines, send } = await anImporterWithJobs(t)
  const wrongTotal = await queue(csvOf(rows(2)), { controlTotal: 1 })
  const broken = await queue(`${csvOf(rows(2))}\n"never closed`)
  const dry = await queue(csvOf(rows(2)), { dryRun: true })
  await work()
  t.match(await ended(wrongTotal), { status: 'refused', problem: null, violations: [{ field: 'controlTotal' }] })
  t.match(await ended(broken), {
    status: 'refused',
    problem: { status: 400, type: '/problems/import-file', detail: /from line 4 on/ },
    violations: [{ line: 4 }]
  })
  t.match(await ended(dry), { status: 'dryRun', counts: { createdCount: 2 } })
  t.equal((await lines()).length, 0)
  // What is wrong with the request itself is answered at once.
  t.match(await send(csvOf(rows(1)), { withdraw: true }, 'text/csv', asJob), { status: 422 })
})

t.test('an import that waits, or is under way, can be cancelled; one that has ended cannot', async t => {
  const { queue, ended, work, lines, admin } = await anImporterWithJobs(t)
  const cancel = (id: string) => admin('POST', `/0136/decision-imports/${id}/cancel`)
  const waiting = await queue(csvOf(rows(1)))
  t.match(await cancel(waiting), { status: 200, body: { status: 'cancelled' } })
  t.match(await cancel(waiting), { status: 409, body: { type: /import-ended$/ } })
  const large = await queue(csvOf(rows(20_000)))
  await work()
  const path = `/0136/decision-imports/${large}`
  while ((await made(admin('GET', path))).status === 'queued') await sleep(20)
  t.match(await cancel(large), { status: 200 })
  t.match(await ended(large), { status: 'cancelled', problem: null })
  t.equal((await lines()).length, 0, 'nothing of it remains')
  t.match(await cancel('01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'), { status: 404 })
})

t.test('a municipality has one import at a time, in the order sent; others have theirs meanwhile', async t => {
  const { queue, ended, work, admin, get } = await anImporterWithJobs(t)
  const ids = [await queue(csvOf(rows(3_000))), await queue(csvOf(rows(3_000))), await queue(csvOf(rows(3_000)))]
  const other = await made(
    admin('POST', '/2031/decision-imports', csvOf(rows(10)), { 'content-type': 'text/csv', ...asJob })
  )
  await work()
  const counts: number[] = []
  let isDone = false
  const watching = (async () => {
    for (; !isDone; await sleep(20)) {
      const { items } = await get('/decision-imports?limit=100')
      counts.push(items.filter(({ status }: { status: string }) => ['reading', 'running'].includes(status)).length)
    }
  })()
  t.match(await ended(other.id, '2031'), { status: 'completed' })
  t.not((await get(`/decision-imports/${ids[2]}`)).status, 'completed', 'the other did not wait for the last')
  const records = []
  for (const id of ids) records.push(await ended(id))
  isDone = true
  await watching
  t.equal(Math.max(...counts), 1)
  t.match(records, [
    { counts: { createdCount: 3_000 } },
    { counts: { unchangedCount: 3_000 } },
    { status: 'completed' }
  ])
})

t.test('after kill -9 in the middle it begins anew, and nothing is doubled', async t => {
  const url = await createDatabase(t)
  await query(url, `insert into municipalities (municipality_code, name) values ('0136', 'Haninge')`)
  const database = connect({ url, size: 1, statementTimeout: 30_000 })
  const { secret } = await createApiKey(database, { name: 'test', municipalityCodes: null, scopes: ['*'] })
  await database.$client.end()
  const first = await aService(t, { DATABASE_URL: url })
  const ask = async (address: string, path = '', init = {}) => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'text/csv', ...asJob }
    const answer = await fetch(`${address}/partnerskap/v1/0136/decision-imports${path}`, { headers, ...init })
    return (await answer.json()) as { id: string; status: string; progress: { readCount: number } | null }
  }
  const { id } = await ask(first.address, '', { method: 'POST', body: csvOf(rows(5_000)) })
  for (;;) {
    const { status, progress } = await ask(first.address, `/${id}`)
    if (status === 'running' || (progress?.readCount ?? 0) > 0) break
    if (status === 'completed') return t.fail('it ended before it was killed')
    await sleep(5)
  }
  kill(first.child)
  const second = await aService(t, { DATABASE_URL: url })
  let record = await ask(second.address, `/${id}`)
  for (const end = Date.now() + 120_000; record.status !== 'completed' && Date.now() < end; await sleep(200)) {
    record = await ask(second.address, `/${id}`)
  }
  t.match(record, { status: 'completed', counts: { createdCount: 5_000 } })
  t.same(await query(url, 'select count(*)::int as count from decision_lines'), [{ count: 5_000 }])
  t.same(await query(url, 'select count(*)::int as count from decision_import_jobs'), [{ count: 0 }])
  t.equal(await stop(second.child), 0)
})
