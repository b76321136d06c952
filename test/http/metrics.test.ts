import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import t from 'tap'
import { work } from '../../src/platform/database/work.ts'
import { jobEnded } from '../../src/platform/http/occurrences.ts'
import { requester } from '../support/app.ts'
import { aRegister, clientOf, made } from '../support/register.ts'

/** A figure of /metrics, by its name and labels; undefined where there is none. */
const figure = (text: string, name: string, labels: Record<string, string> = {}) => {
  const lines = text.split('\n').filter(line => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
  const found = lines.filter(line => Object.entries(labels).every(([key, value]) => line.includes(`${key}="${value}"`)))
  return found.length === 0 ? undefined : found.map(line => Number(line.split(' ').at(-1))).reduce((a, b) => a + b)
}

t.test(
  'figures tell of pools, queries, refusals, limits, imports, jobs and the event loop, never of anybody',
  async t => {
    const { app, admin, client, database } = await aRegister(t, { rateLimitPerMinute: 12, failedKeysPerMinute: 1 })
    const metrics = async () => (await requester(app)('GET', '/metrics')).body as string
    const other = await client({ municipalityCodes: ['0136'] })

    await made(other('POST', '/0136/organisations', { name: 'Hemliga föreningen', reference: 'R-1' }))
    t.equal((await other('POST', '/0136/organisations', { name: 'x', reference: 'R-1' })).status, 409)
    t.equal((await other('GET', '/0136/bodies/nonsense')).status, 400)
    for (const key of ['psk_hemlig1', 'psk_hemlig2']) await clientOf(app, key)('GET', '/0136/bodies')
    const csv = { 'content-type': 'text/csv', 'idempotency-key': 'one' }
    const file =
      'body,decided_on,scheme,recipient,grant_year,granted\nSocialnämnden,2022-05-01,Bidrag,Hemliga,2022,1000\nSocialnämnden,2022-05-01,Bidrag,Hemliga två,2022,180 00\n'
    for (let times = 0; times < 2; times++) await made(admin('POST', '/0136/decision-imports', file, csv))
    await made(admin('POST', '/0136/decision-imports?dryRun=true', file, { 'content-type': 'text/csv' }))
    t.ok((await admin('POST', '/0136/decision-imports', 'x\n"', { 'content-type': 'text/csv' })).status >= 400)
    for (let times = 0; times < 12; times++) await other('GET', '/0136/bodies')
    jobEnded({ task: 'followUpReports', outcome: 'done' })
    jobEnded({ task: 'followUpReports', outcome: 'failed' })

    const text = await metrics()
    const pool = 'requests'
    t.equal(figure(text, 'partnerskap_pool_size', { pool }), 5)
    t.equal(figure(text, 'partnerskap_pool_used', { pool }), 0)
    t.ok(figure(text, 'partnerskap_pool_idle', { pool })! >= 1)
    t.equal(figure(text, 'partnerskap_pool_waiting', { pool }), 0)
    t.ok(figure(text, 'partnerskap_pool_wait_seconds_count', { pool })! > 10)
    t.ok(figure(text, 'partnerskap_queries_total', { pool, outcome: 'ok' })! > 20)
    t.equal(figure(text, 'partnerskap_queries_total', { pool, outcome: '23' }), 1, 'a constraint')
    t.equal(figure(text, 'partnerskap_problems_total', { rule: 'organisations-reference', status: '409' }), 1)
    t.equal(figure(text, 'partnerskap_problems_total', { rule: 'validation' }), 1)
    t.equal(figure(text, 'partnerskap_rate_limited_total', { by: 'address' }), 1)
    t.ok(figure(text, 'partnerskap_rate_limited_total', { by: 'key' })! >= 1)
    t.equal(figure(text, 'partnerskap_imports_total', { what: 'decision', status: 'completed', dry_run: 'false' }), 1)
    t.equal(figure(text, 'partnerskap_imports_total', { what: 'decision', dry_run: 'true' }), 1)
    t.equal(figure(text, 'partnerskap_imports_total', { what: 'decision', status: 'refused' }), 1)
    t.equal(figure(text, 'partnerskap_import_rows_total', { what: 'decision', outcome: 'created' }), 1)
    t.equal(figure(text, 'partnerskap_import_rows_total', { what: 'decision', outcome: 'rejected' }), 1)
    t.equal(figure(text, 'partnerskap_jobs_total', { task: 'followUpReports', outcome: 'done' }), 1)
    t.equal(figure(text, 'partnerskap_jobs_total', { task: 'followUpReports', outcome: 'failed' }), 1)
    t.ok(figure(text, 'nodejs_eventloop_lag_p99_seconds')! >= 0)
    // What was measured may be any number.
    t.notMatch(text.replaceAll(/ [\d.e+-]+$/gm, ''), /emlig|psk_|0136|R-1/)

    await t.test('a pool that is used up shows who waits, and a query that is stopped its class', async t => {
      const of = (n: number) => ({ lane: 'requests' as const, municipalityCode: String(n) })
      const clients = await Promise.all(
        Array.from({ length: 5 }, (_, n) => work.run(of(n), () => database.$client.connect()))
      )
      const waiting = admin('GET', '/0136/decisions')
      while (database.$client.lanes.requests.gate.waiting === 0) await new Promise(resolve => setTimeout(resolve, 5))
      const busy = await metrics()
      t.equal(figure(busy, 'partnerskap_pool_used', { pool }), 5)
      t.equal(figure(busy, 'partnerskap_pool_waiting', { pool }), 1)
      await t.rejects(clients[0]!.query(`set statement_timeout = 20; select pg_sleep(5)`))
      await clients[0]!.query('reset statement_timeout')
      for (const each of clients) each.release()
      t.equal((await waiting).status, 200)
      t.equal(figure(await metrics(), 'partnerskap_queries_total', { pool, outcome: '57' }), 1)
    })
  }
)

t.test('metrics can be put on a port of their own, and are then not with the API', async t => {
  const free = createServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const { port } = free.address() as AddressInfo
  await new Promise(resolve => free.close(resolve))
  const { app } = await aRegister(t, { metricsPort: port })
  t.equal((await requester(app)('GET', '/metrics')).status, 404)
  const apart = `http://127.0.0.1:${port}`
  const answer = await fetch(`${apart}/metrics`)
  t.match(answer, { status: 200 })
  t.match(answer.headers.get('content-type'), /^text\/plain/)
  t.match(await answer.text(), /http_request_duration_seconds_count\{method="GET",route="none",status="404"\} 1/)
  for (const path of ['/', '/health/live', '/openapi.json', '/partnerskap/v1/api-info', '/metrics/x']) {
    t.equal((await fetch(apart + path)).status, 404, path)
  }
  t.equal((await fetch(`${apart}/metrics`, { method: 'POST' })).status, 404)
  await t.rejects(aRegister(t, { metricsPort: port }), { code: 'EADDRINUSE' }, 'a port that is taken stops the start')
})
