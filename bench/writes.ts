import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { type Compared, median, type Slice } from './compare.ts'

/**
 * A payment approved and a line corrected, one after the other over HTTP: by the service, with its rules, event, entries of the
 * ledger and kept sums, and by bare Fastify and pg, which commit the statements that write the same rows and ask nothing.
 */

export type Request = { method: string; path: string; body?: unknown; headers?: Record<string, string> }
/** What a load generator is asked: each request is sent once, by so many connections, until the time is over. */
export type Load = { address: string; connections: number; seconds: number; requests: Request[] }
export type LoadResult = Slice & { sent: number; failures: string[] }

const SLICE = 3
const ROUNDS = 3
/** No side writes faster than this: so many requests are ready for a slice. */
const MOST_PER_SECOND = 1_500

type Place = {
  pool: pg.Pool
  url: string
  /** Address of the municipality at the service. */
  service: string
  code: string
  /** Two keys: nobody approves what they have checked. */
  secrets: [string, string]
}

type Written = { what: string; ofService: (id: string, nth: number) => Request; ofReference: (id: string) => Request }

const asKey = (secret: string) => ({ authorization: `Bearer ${secret}` })

export async function measureWrites({ pool, url, service, code, secrets }: Place): Promise<Compared[]> {
  const [first, second] = secrets
  const works: (Written & { ids: string[] })[] = [
    {
      what: 'a payment approved',
      ids: await checkedPayments(pool, service, code, first),
      ofService: id => ({ method: 'POST', path: `/payments/${id}/approve`, body: {}, headers: asKey(second) }),
      ofReference: id => ({ method: 'POST', path: `/approve/${id}` })
    },
    {
      what: 'a line corrected: what was applied for',
      ids: await linesOf(pool, code),
      ofService: (id, nth) => ({
        method: 'PATCH',
        path: `/decision-lines/${id}`,
        body: { applied: 100_000 + nth },
        headers: { ...asKey(second), 'if-match': '*' }
      }),
      ofReference: id => ({ method: 'POST', path: `/correct/${id}` })
    }
  ]
  const child = fork(fileURLToPath(new URL('writes-reference.ts', import.meta.url)), { stdio: 'inherit' })
  try {
    child.send({ url, code })
    const [reference] = (await once(child, 'message')) as [string]
    const compared: Compared[] = []
    for (const work of works) {
      for (const connections of [1, 10]) {
        compared.push({ what: work.what, connections, ...(await byTurns(work, connections, service, reference)) })
      }
    }
    return compared
  } finally {
    child.disconnect()
    await once(child, 'exit')
  }
}

async function byTurns(work: Written & { ids: string[] }, connections: number, service: string, reference: string) {
  const slices = { service: [] as Slice[], reference: [] as Slice[] }
  let nth = 0
  const take = async (side: 'service' | 'reference') => {
    const ready = work.ids.slice(0, Math.min(work.ids.length, MOST_PER_SECOND * SLICE))
    const requests = ready.map(id => (side === 'service' ? work.ofService(id, nth++) : work.ofReference(id)))
    const address = side === 'service' ? service : reference
    const { sent, failures, ...slice } = await generate({ address, connections, seconds: SLICE, requests })
    if (failures.length > 0) throw new Error(`${work.what}: ${failures.length} of ${sent} failed, first ${failures[0]}`)
    if (sent === ready.length) throw new Error(`${work.what}: nothing was left to write after ${sent}`)
    work.ids.splice(0, sent)
    return slice
  }
  await take('service')
  await take('reference')
  for (let round = 0; round < ROUNDS; round++) {
    for (const side of round % 2 === 0 ? (['service', 'reference'] as const) : (['reference', 'service'] as const)) {
      slices[side].push(await take(side))
    }
  }
  return { service: median(slices.service), reference: median(slices.reference) }
}

/** By a process of its own. */
async function generate(load: Load): Promise<LoadResult> {
  const child: ChildProcess = fork(fileURLToPath(new URL('writes-load.ts', import.meta.url)), { stdio: 'inherit' })
  child.send(load)
  const [result] = (await once(child, 'message')) as [LoadResult]
  await once(child, 'exit')
  return result
}

const PAGE = 1_000

/** Payments that nobody has paid, checked at the service. */
async function checkedPayments(pool: pg.Pool, service: string, code: string, secret: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from payments where municipality_code = $1 and status = 'planned' order by id`,
    [code]
  )
  const ids = rows.map(({ id }) => id)
  for (let at = 0; at < ids.length; at += PAGE) {
    const answer = await fetch(`${service}/payments/check`, {
      method: 'POST',
      headers: { ...asKey(secret), 'content-type': 'application/json' },
      body: JSON.stringify({ paymentIds: ids.slice(at, at + PAGE) })
    })
    const told = await answer.text()
    if (!answer.ok || !told.includes('"refusedCount":0')) throw new Error(`Checking payments: ${told.slice(0, 600)}`)
  }
  return ids
}

async function linesOf(pool: pg.Pool, code: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from decision_lines where municipality_code = $1 and outcome = 'granted' order by id`,
    [code]
  )
  return rows.map(({ id }) => id)
}
