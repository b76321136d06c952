import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { buildApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import { connect, type Database } from '../src/platform/database/connection.ts'
import { startEmbedded } from '../src/platform/database/embedded.ts'
import { migrate } from '../src/platform/database/migrate.ts'
import { createApiKey } from '../src/platform/http/api-keys.ts'
import { measureImports, printImports } from './import.ts'
import { rawQueries } from './raw.ts'
import { seed, seededCode, seedMunicipality } from './seed.ts'

/**
 * `npm run bench`: the service over HTTP against the same work as plain SQL by bare pg, in the same run on the same
 * machine. Ratios, since figures in themselves say more of the machine than of the service. docs/benchmarks.md explains.
 * `npm run bench -- imports 100000 1000000`: imports alone, of so many lines, into a register of none and of so many.
 */

const SECONDS = 5
const CONNECTIONS = 10
const CODE = seededCode(0)
const LARGE = seededCode(20)

const [part, lines = '10000', standing = part === 'imports' ? '50000' : '20000', rounds = '3'] = process.argv.slice(2)
const extent = { lines: Number(lines), standing: Number(standing), rounds: Number(rounds), large: LARGE }

type Row = { what: string; service: string; raw: string; ratio: number }

const home = await mkdtemp(join(tmpdir(), 'partnerskap-bench-'))
const { url, stop } = await startEmbedded({ dataDir: home })
try {
  await migrate(url)
  const database = connect({ url, size: CONNECTIONS, statementTimeout: 0 })
  if (part === 'imports') await seedLarge(database)
  else await seedAll(database)
  const app = await buildApp({
    config: loadConfig({
      ...{ LOG_LEVEL: 'silent', DATABASE_URL: url, RATE_LIMIT_PER_MINUTE: '0', MAX_IMPORT_ROWS: '10000000' },
      ...{ IMPORT_MAX_BYTES: '2000000000' }
    }),
    database
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const { secret } = await createApiKey(database, { name: 'bench', municipalityCodes: null, scopes: ['*'] })
  if (part !== 'imports') print(await measureReads(address, secret))
  printImports(await measureImports({ url, address, secret }, extent), extent.lines)
  await app.close()
  await database.$client.end()
} finally {
  await stop()
  await rm(home, { recursive: true, force: true })
}

async function seedLarge(database: Database) {
  if (extent.standing === 0) return
  process.stdout.write(`Seeding: a municipality of ${extent.standing} lines …\n`)
  await seedMunicipality(database, LARGE, { lines: extent.standing, organisations: 5_000, decisions: 2_000 })
  await database.execute(sql`vacuum analyze`)
}

async function seedAll(database: Database) {
  const small = { lines: 3_500, organisations: 300, decisions: 120 }
  process.stdout.write('Seeding: 20 municipalities of 3 500 lines and one of 20 000 …\n')
  await seed(database, [
    ...Array.from({ length: 20 }, () => small),
    { lines: 20_000, organisations: 1_000, decisions: 600, payments: true }
  ])
}

async function measureReads(address: string, secret: string): Promise<Row[]> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS })
  const rows: Row[] = []
  for (const { what, path, query } of await rawQueries(pool, CODE, LARGE)) {
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

function print(rows: Row[]) {
  process.stdout.write('\n| | service over HTTP | same by bare pg | ratio |\n|---|--:|--:|--:|\n')
  for (const { what, service, raw, ratio } of rows) {
    process.stdout.write(`| ${what} | ${service} | ${raw} | ${ratio.toFixed(2)} |\n`)
  }
}
