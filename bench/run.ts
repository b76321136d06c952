import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { buildApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import { connect, type Database } from '../src/platform/database/connection.ts'
import { startEmbedded } from '../src/platform/database/embedded.ts'
import { migrate } from '../src/platform/database/migrate.ts'
import { createApiKey } from '../src/platform/http/api-keys.ts'
import { compare, printCompared } from './compare.ts'
import { measureExports } from './exports.ts'
import { measureImports, printImports } from './import.ts'
import { measureOffice, type Place as OfficePlace } from './office.ts'
import { rawQueries } from './raw.ts'
import { seed, seededCode, seedMunicipality, sizeOf } from './seed.ts'
import { measureWrites } from './writes.ts'

/**
 * `npm run bench`: the service over HTTP against bare Fastify and pg over HTTP, in the same run on the same machine. Ratios,
 * since figures in themselves say more of the machine than of the service. docs/benchmarks.md explains.
 * `npm run bench -- reads`: without imports. `npm run bench -- imports 100000 1000000`: imports alone, of so many lines, into a
 * register of none and of so many. `npm run bench -- exports 1000000`: whole tables of so many payments, beside COPY TO.
 * `npm run bench -- office 10000`: exported lines through LibreOffice and in again, where it is installed.
 * `npm run bench -- writes`: payments approved and lines corrected, beside the statements that write the same.
 */

const CONNECTIONS = 10
const CODE = seededCode(0)
const LARGE = seededCode(20)

const [part, lines = '10000', standing = part === 'imports' ? '50000' : '20000', rounds = '3'] = process.argv.slice(2)
const extent = { lines: Number(lines), standing: Number(standing), rounds: Number(rounds), large: LARGE }

const home = await mkdtemp(join(tmpdir(), 'partnerskap-bench-'))
const { url, stop } = await startEmbedded({ dataDir: home })
const settings = {
  ...{ LOG_LEVEL: 'silent', DATABASE_URL: url, RATE_LIMIT_PER_MINUTE: '0', MAX_IMPORT_ROWS: '10000000' },
  ...{ IMPORT_MAX_BYTES: '2000000000' }
}
try {
  await migrate(url)
  const database = connect({ url, size: CONNECTIONS, statementTimeout: 0 })
  if (part === 'imports') await seedLarge(database)
  else if (part === 'exports') await seedPaid(database)
  else if (part === 'writes') await seedWritten(database)
  else if (part !== 'office') await seedAll(database)
  const app = await buildApp({
    config: loadConfig(settings),
    database
  })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const { secret } = await createApiKey(database, { name: 'bench', municipalityCodes: null, scopes: ['*'] })
  if (part === 'exports') await measureTables(database, secret)
  else if (part === 'writes') await measureWritten(database, secret)
  else if (part === 'office') await travelOffice(database, { url, address, secret })
  else if (part !== 'imports') await measureReads(secret)
  if (part === undefined || part === 'imports')
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

/** A municipality of so many payments, beside five of two thousand. */
async function seedPaid(database: Database) {
  const count = process.argv[3] === undefined ? 1_000_000 : extent.lines
  process.stdout.write(`Seeding: a municipality of ${count} payments and 5 of 2 000 …\n`)
  await seed(database, [...Array.from({ length: 5 }, () => sizeOf(2_000)), sizeOf(count)])
}

/** A municipality of 128 000 payments, of which some 20 000 are unpaid, beside five of two thousand. */
async function seedWritten(database: Database) {
  process.stdout.write('Seeding: a municipality of 128 000 payments and 5 of 2 000 …\n')
  await seed(database, [...Array.from({ length: 5 }, () => sizeOf(2_000)), sizeOf(128_000)])
  await database.execute(sql`
    insert into payee_accounts (municipality_code, organisation_id, account_kind, account_number, registered_by)
    select municipality_code, id, 'bankgiro', '50501055', 'cli:bench' from organisations`)
}

/** The service in a process of its own, on a port that is free. */
async function startService(): Promise<{ address: string; pid: number; stopService: () => Promise<void> }> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  const child = spawn(process.execPath, [fileURLToPath(new URL('../bin/partnerskap.js', import.meta.url))], {
    env: { ...process.env, ...settings, PORT: String(port), HOST: '127.0.0.1', WORKER: 'none' },
    stdio: 'ignore'
  })
  const address = `http://127.0.0.1:${port}`
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${address}/health/ready`).catch(() => undefined)
    if (answer?.ok) break
    if (tries > 300 || child.exitCode !== null) throw new Error('The service did not start')
    await sleep(100)
  }
  const stopService = async () => {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
  return { address, pid: child.pid!, stopService }
}

async function measureTables(database: Database, secret: string) {
  const { address, pid, stopService } = await startService()
  try {
    await measureExports({ database, address: `${address}/partnerskap/v1`, secret, pid, code: seededCode(5) })
  } finally {
    await stopService()
  }
}

async function measureWritten(database: Database, secret: string) {
  const { address, stopService } = await startService()
  const other = await createApiKey(database, { name: 'other', municipalityCodes: null, scopes: ['*'] })
  const pool = new pg.Pool({ connectionString: url })
  try {
    const code = seededCode(5)
    const service = `${address}/partnerskap/v1/${code}`
    printCompared(await measureWrites({ pool, url, service, code, secrets: [secret, other.secret] }))
  } finally {
    await pool.end()
    await stopService()
  }
}

/** Ends with 2 where a row did not come back unchanged. */
async function travelOffice(database: Database, place: OfficePlace) {
  await database.execute(sql`insert into municipalities (municipality_code, name) values (${CODE}, 'Kontoret')`)
  if (!(await measureOffice(place, CODE, extent.lines))) process.exitCode = 2
}

async function measureReads(secret: string) {
  const { address, stopService } = await startService()
  const pool = new pg.Pool({ connectionString: url })
  try {
    const questions = await rawQueries(pool, CODE, LARGE)
    const place = { url, service: `${address}/partnerskap/v1`, secret }
    const records = questions.filter(({ path }) => !path.includes('statistics'))
    const totals = questions.filter(({ path }) => path.includes('statistics'))
    printCompared([
      ...(await compare(records, { ...place, connections: [10, 50] })),
      ...(await compare(totals, { ...place, connections: [1, 10] }))
    ])
  } finally {
    await pool.end()
    await stopService()
  }
}
