import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import pg from 'pg'
import { buildApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import { connect } from '../src/platform/database/connection.ts'
import { startEmbedded } from '../src/platform/database/embedded.ts'
import { migrate } from '../src/platform/database/migrate.ts'
import { createApiKey } from '../src/platform/http/api-keys.ts'
import { importFile, rawImport } from './import.ts'
import { rawQueries } from './raw.ts'
import { seed, seededCode } from './seed.ts'

/**
 * `npm run bench`: the service over HTTP against the same work as plain SQL by bare pg, in the same run on the same
 * machine. Ratios, since figures in themselves say more of the machine than of the service. docs/benchmarks.md explains.
 */

const SECONDS = 5
const CONNECTIONS = 10
const CODE = seededCode(0)

type Row = { what: string; service: string; raw: string; ratio: number }

const home = await mkdtemp(join(tmpdir(), 'partnerskap-bench-'))
const { url, stop } = await startEmbedded({ dataDir: home })
try {
  await migrate(url)
  const database = connect({ url, size: CONNECTIONS, statementTimeout: 0 })
  const small = { lines: 3_500, organisations: 300, decisions: 120 }
  process.stdout.write('Seeding: 20 municipalities of 3 500 lines and one of 20 000 …\n')
  await seed(database, [
    ...Array.from({ length: 20 }, () => small),
    { lines: 20_000, organisations: 1_000, decisions: 600, payments: true }
  ])
  const app = await buildApp({
    config: loadConfig({ LOG_LEVEL: 'silent', DATABASE_URL: url, RATE_LIMIT_PER_MINUTE: '0' }),
    database
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const { secret } = await createApiKey(database, { name: 'bench', municipalityCodes: null, scopes: ['*'] })
  const rows = await measureReads(address, secret)
  rows.push(await measureImport(address, secret))
  await app.close()
  await database.$client.end()
  print(rows)
} finally {
  await stop()
  await rm(home, { recursive: true, force: true })
}

async function measureReads(address: string, secret: string): Promise<Row[]> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS })
  const rows: Row[] = []
  for (const { what, path, query } of await rawQueries(pool, CODE, seededCode(20))) {
    const raw = await perSecond(() => pool.query(query))
    const service = await requestsPerSecond(`${address}/partnerskap/v1${path}`, secret)
    rows.push({ what, service: `${Math.round(service)}/s`, raw: `${Math.round(raw)}/s`, ratio: service / raw })
  }
  await pool.end()
  return rows
}

/** How often the work is done in a second by as many at a time as the service has connections. */
async function perSecond(work: () => Promise<unknown>): Promise<number> {
  const until = async (end: number) => {
    let done = 0
    for (; performance.now() < end; done++) await work()
    return done
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, () => until(performance.now() + 1_000)))
  const begun = performance.now()
  const done = await Promise.all(Array.from({ length: CONNECTIONS }, () => until(begun + SECONDS * 1_000)))
  return (done.reduce((sum, each) => sum + each, 0) / (performance.now() - begun)) * 1_000
}

async function requestsPerSecond(address: string, secret: string): Promise<number> {
  const ask = { url: address, headers: { authorization: `Bearer ${secret}` }, connections: CONNECTIONS }
  await autocannon({ ...ask, duration: 1 })
  const { requests, non2xx, errors } = await autocannon({ ...ask, duration: SECONDS })
  if (non2xx + errors > 0) throw new Error(`${address}: ${non2xx + errors} requests failed`)
  return requests.average
}

async function measureImport(address: string, secret: string): Promise<Row> {
  const rows = 10_000
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const raw = await rawImport(client, rows)
  await client.end()
  const headers = { authorization: `Bearer ${secret}`, 'content-type': 'text/csv' }
  const begun = performance.now()
  const answer = await fetch(`${address}/partnerskap/v1/${seededCode(1)}/decision-imports`, {
    ...{ method: 'POST', headers, body: importFile(rows) }
  })
  const { counts } = (await answer.json()) as { counts: { createdCount: number } }
  const service = (rows / (performance.now() - begun)) * 1_000
  if (counts?.createdCount !== rows) throw new Error(`The import answered ${answer.status} ${JSON.stringify(counts)}`)
  const what = `import of ${rows} rows`
  return { what, service: `${Math.round(service)} rows/s`, raw: `${Math.round(raw)} rows/s`, ratio: service / raw }
}

function print(rows: Row[]) {
  process.stdout.write('\n| | service over HTTP | same by bare pg | ratio |\n|---|--:|--:|--:|\n')
  for (const { what, service, raw, ratio } of rows) {
    process.stdout.write(`| ${what} | ${service} | ${raw} | ${ratio.toFixed(2)} |\n`)
  }
}
