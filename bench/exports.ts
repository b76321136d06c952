import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Database } from '../src/platform/database/connection.ts'
import { work } from '../src/platform/database/work.ts'
import { exportTables } from '../src/reads/exports/every-table.ts'
import { copyStatement, type Writing } from '../src/reads/exports/statement.ts'
import { copied } from '../src/reads/exports/stream.ts'

/**
 * The table of payments, whole, from the service over HTTP and by COPY TO of the same query over a connection with the same
 * settings, by turns. Memory is what the process of the service takes above what it took before, at most.
 */

const ROUNDS = 3
const FORMS: Record<string, Writing> = {
  csv: { as: 'csv', csvFormat: 'standard' },
  ndjson: { as: 'ndjson' },
  parquet: { as: 'cells' }
}
const payments = exportTables.find(({ name }) => name === 'payments')!

type Place = { database: Database; address: string; secret: string; pid: number; code: string }
/** Milliseconds to the first byte and to the last, and megabytes. */
type Read = { first: number; all: number; bytes: number }
type Side = Read & { memory: number }

export async function measureExports(place: Place) {
  const { rows } = await place.database.execute<{ count: number }>(
    sql`select count(*)::int as count from payments where municipality_code = ${place.code} and withdrawn_at is null`
  )
  process.stdout.write(
    `\n${rows[0]!.count} payments. Seconds and milliseconds are medians, megabytes the most of all.\n\n`
  )
  process.stdout.write(
    '| form | service, s | COPY TO, s | ratio | first byte, ms | of COPY, ms | MB | above idle, MB |\n'
  )
  process.stdout.write('|---|--:|--:|--:|--:|--:|--:|--:|\n')
  for (const [form, writing] of Object.entries(FORMS)) {
    const service: Side[] = []
    const reference: Read[] = []
    await ofService(place, form)
    for (let round = 0; round < ROUNDS; round++) {
      service.push(await ofService(place, form))
      reference.push(await ofCopy(place, writing))
    }
    const [all, copy] = [median(service, 'all'), median(reference, 'all')]
    const firsts = `${median(service, 'first').toFixed(0)} | ${median(reference, 'first').toFixed(0)}`
    const memory = Math.max(...service.map(side => side.memory)).toFixed(0)
    const times = `${(all / 1e3).toFixed(1)} | ${(copy / 1e3).toFixed(1)} | ${(all / copy).toFixed(2)}`
    process.stdout.write(`| ${form} | ${times} | ${firsts} | ${(service[0]!.bytes / 1e6).toFixed(0)} | ${memory} |\n`)
  }
}

const median = <K extends string>(sides: Record<K, number>[], name: K) =>
  sides.map(side => side[name]).sort((one, other) => one - other)[Math.floor(sides.length / 2)]!

async function ofService({ address, secret, pid, code }: Place, form: string): Promise<Side> {
  await sleep(1_000)
  const idle = residentOf(pid)
  let most = idle
  const watching = setInterval(() => {
    most = Math.max(most, residentOf(pid))
  }, 50)
  const began = performance.now()
  const answer = await fetch(`${address}/${code}/exports/payments?format=${form}`, {
    headers: { authorization: `Bearer ${secret}`, 'accept-encoding': 'identity' }
  })
  if (!answer.ok) throw new Error(`${form}: ${answer.status}`)
  const read = await timed(began, answer.body!)
  clearInterval(watching)
  return { ...read, memory: most - idle }
}

const ofCopy = ({ database, code }: Place, writing: Writing): Promise<Read> =>
  work.run({ lane: 'exports', municipalityCode: code }, () => {
    const began = performance.now()
    return timed(
      began,
      copied(database, copyStatement(payments, code, {}, writing), new AbortController().signal).chunks
    )
  })

async function timed(began: number, chunks: AsyncIterable<Uint8Array>): Promise<Read> {
  let [first, bytes] = [0, 0]
  for await (const chunk of chunks) {
    first ||= performance.now() - began
    bytes += chunk.length
  }
  return { first, all: performance.now() - began, bytes }
}

/** Megabytes of the process that are in memory. */
function residentOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
}
