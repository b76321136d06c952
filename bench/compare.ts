import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Question } from './raw.ts'

/**
 * The service against bare Fastify and pg, both over HTTP and each in a process of its own, as is the load generator. They are
 * asked by turns, in slices of a few seconds, and medians are compared: what else the machine does hits both.
 */

const SLICE = 2
const ROUNDS = 5

export type Compared = {
  what: string
  connections: number
  /** Requests a second, and milliseconds within which 99 of 100 are answered: medians over the slices. */
  service: Slice
  reference: Slice
}
export type Slice = { perSecond: number; p99: number }
type Place = { url: string; service: string; secret: string; connections: readonly number[] }

/** Asks each question of both. @throws Error where either answers anything but 200 */
export async function compare(
  questions: Question[],
  { url, service, secret, connections }: Place
): Promise<Compared[]> {
  const child = fork(fileURLToPath(new URL('reference.ts', import.meta.url)), { stdio: 'inherit' })
  try {
    child.send({ url, size: 10, questions })
    const reference = await addressOf(child)
    const compared: Compared[] = []
    for (const [at, { what, path }] of questions.entries()) {
      for (const count of connections) {
        const ofService = () => slice(`${service}${path}`, count, secret)
        const ofReference = () => slice(`${reference}/${at}`, count)
        compared.push({ what, connections: count, ...(await byTurns(ofService, ofReference)) })
      }
    }
    return compared
  } finally {
    child.disconnect()
    await once(child, 'exit')
  }
}

async function addressOf(child: ChildProcess): Promise<string> {
  const [address] = (await once(child, 'message')) as [string]
  return address
}

async function byTurns(ofService: () => Promise<Slice>, ofReference: () => Promise<Slice>) {
  // Once each before it counts: plans, caches and compiled code are there.
  await ofService()
  await ofReference()
  const service: Slice[] = []
  const reference: Slice[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const order = round % 2 === 0 ? [ofService, ofReference] : [ofReference, ofService]
    for (const ask of order) (ask === ofService ? service : reference).push(await ask())
  }
  return { service: median(service), reference: median(reference) }
}

export function median(slices: Slice[]): Slice {
  const middle = (name: keyof Slice) =>
    slices.map(slice => slice[name]).sort((one, other) => one - other)[Math.floor(slices.length / 2)]!
  return { perSecond: middle('perSecond'), p99: middle('p99') }
}

const run = promisify(execFile)
const generator = fileURLToPath(new URL('../node_modules/autocannon/autocannon.js', import.meta.url))

async function slice(address: string, connections: number, secret?: string): Promise<Slice> {
  const key = secret ? ['-H', `authorization=Bearer ${secret}`] : []
  const ask = ['--json', '-c', String(connections), '-d', String(SLICE), ...key, address]
  const { stdout } = await run(process.execPath, [generator, ...ask], { maxBuffer: 10_000_000 })
  const { requests, latency, non2xx, errors } = JSON.parse(stdout) as {
    requests: { average: number }
    latency: { p99: number }
    non2xx: number
    errors: number
  }
  if (non2xx + errors > 0) throw new Error(`${address}: ${non2xx + errors} requests failed`)
  return { perSecond: requests.average, p99: latency.p99 }
}

export function printCompared(compared: Compared[]) {
  const head = '| | at once | service | p99, ms | bare Fastify and pg | p99, ms | throughput | p99 |'
  process.stdout.write(`\n${head}\n|---|--:|--:|--:|--:|--:|--:|--:|\n`)
  for (const { what, connections, service, reference } of compared) {
    const side = ({ perSecond, p99 }: Slice) => `${Math.round(perSecond)}/s | ${p99}`
    const ratios = `${(service.perSecond / reference.perSecond).toFixed(2)} | ${(service.p99 / Math.max(1, reference.p99)).toFixed(1)}`
    process.stdout.write(`| ${what} | ${connections} | ${side(service)} | ${side(reference)} | ${ratios} |\n`)
  }
}
