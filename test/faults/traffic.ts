import { pbkdf2Sync, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import { connect, type Database } from '../../src/platform/database/connection.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { query } from '../support/embedded.ts'
import { keptSumsAreThoseOfTheEntries } from '../support/identities.ts'

/** Traffic of several clients on a service that is a process of its own, and what must be true afterwards. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
export type Answer = { status: number; headers: Headers; body: any; ms: number }
export type Ask = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>

/** Milliseconds after which a request counts as hanging: longer than any limit of the service. */
const HANGS = 180_000

/** Asks the service at the address, which may change, with this key. @throws when the connection is lost */
export function asking(address: () => string, secret: string): Ask {
  return async (method, path, body, headers = {}) => {
    const began = performance.now()
    const isText = typeof body === 'string'
    const response = await fetch(`${address()}${path.startsWith('/health') ? '' : apiPrefix}${path}`, {
      method,
      signal: AbortSignal.timeout(HANGS),
      headers: {
        authorization: `Bearer ${secret}`,
        ...(body !== undefined && { 'content-type': isText ? 'text/csv' : 'application/json' }),
        ...headers
      },
      ...(body !== undefined && { body: isText ? body : JSON.stringify(body) })
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return {
      status: response.status,
      headers: response.headers,
      body: isJson && text ? JSON.parse(text) : text,
      ms: performance.now() - began
    }
  }
}

/** Asks until it is answered, as often as the service says that it is busy: it has done nothing then. */
export async function untilAnswered(ask: Ask, ...question: Parameters<Ask>) {
  let busy = 0
  for (;;) {
    const answer = await ask(...question)
    const after = answer.headers.get('retry-after')
    if (answer.status !== 503 || !after) return { ...answer, busy }
    busy++
    await sleep(Number(after) * 1_000)
  }
}

/** Decisions as CSV, each for another recipient. */
export const aFile = (of: string, rows: number) =>
  [
    'body,decided_on,scheme,recipient,granted,outcome,grant_year',
    ...Array.from(
      { length: rows },
      (_, n) => `Socialnämnden,2022-03-0${1 + (n % 9)},Bidrag,Lag ${of} ${n},50.5,beviljad,2022`
    )
  ].join('\n')

/** A key for everything, made beside the service. */
export async function aKey(url: string): Promise<string> {
  const database = connect({ url, size: 1, statementTimeout: 30_000 })
  try {
    return (await createApiKey(database, { name: 'faults', municipalityCodes: null, scopes: ['*'] })).secret
  } finally {
    await database.$client.end()
  }
}

/** Registers municipalities with a body and a scheme each; answers their ids. */
export async function aWorld(ask: Ask, codes: string[]) {
  const world = new Map<string, { bodyId: string; schemeId: string; organisationId: string }>()
  const made = async (method: string, path: string, body: object) => {
    const answer = await ask(method, path, body)
    if (answer.status > 299) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body as { id: string }
  }
  for (const code of codes) {
    await made('PUT', `/municipalities/${code}`, { name: `Kommun ${code}` })
    const { id: bodyId } = await made('POST', `/${code}/bodies`, { name: 'Socialnämnden', kind: 'committee' })
    const { id: schemeId } = await made('POST', `/${code}/schemes`, { name: 'Bidrag', kind: 'operating', bodyId })
    const { id: organisationId } = await made('POST', `/${code}/organisations`, { name: 'Föreningen' })
    world.set(code, { bodyId, schemeId, organisationId })
  }
  return world
}
type World = Awaited<ReturnType<typeof aWorld>>

type Sent = { code: string; kind: 'organisation' | 'decision' | 'import'; key: string; path: string; body: unknown }

/** Mixed traffic of `clients` until it is stopped, or the test ends. What was acknowledged, refused and lost is kept. */
export function traffic(t: Test, ask: Ask, world: World, clients = 8) {
  const acknowledged: (Sent & { id: string })[] = []
  /** Sent, and answered 503 or not at all: it may be there or not. */
  const open: Sent[] = []
  const statuses = new Map<number, number>()
  const faults: string[] = []
  const lost: string[] = []
  let isStopped = false
  // A test that fails before it stops them would never end.
  t.teardown(() => {
    isStopped = true
  })
  let working = clients
  let slowest = 0

  async function send(sent: Sent): Promise<void> {
    const answer = await ask('POST', sent.path, sent.body, { 'idempotency-key': sent.key }).catch(
      noteFor('POST', sent.path)
    )
    if (!answer) return void open.push(sent)
    look(answer, sent.path)
    if (answer.status < 300) acknowledged.push({ ...sent, id: answer.body.id })
    else if (answer.status === 503 || answer.status === 409) open.push(sent)
    else faults.push(`${sent.path}: ${answer.status} ${JSON.stringify(answer.body)}`)
  }
  function look({ status, headers, body, ms }: Answer, path: string) {
    statuses.set(status, (statuses.get(status) ?? 0) + 1)
    slowest = Math.max(slowest, ms)
    if (status < 400) return
    const isProblem = /application\/problem\+json/.test(headers.get('content-type') ?? '')
    if (!isProblem) faults.push(`${path}: ${status} is no problem document: ${String(body).slice(0, 200)}`)
    if (status === 503 && !headers.get('retry-after')) faults.push(`${path}: 503 without Retry-After`)
  }
  const noteFor = (method: string, path: string) => (error: Error & { cause?: Error }) => {
    lost.push(`${method} ${path}: ${error.message}: ${error.cause?.message ?? ''}`)
  }

  async function client(n: number) {
    const codes = [...world.keys()]
    for (let turn = 0; !isStopped; turn++) {
      while (n >= working && !isStopped) await sleep(10)
      const before = open.length
      const code = codes[(n + turn) % codes.length]!
      const what = (n + turn) % 4
      if (what === 3) {
        const path =
          turn % 2 ? `/${code}/statistics/grant-totals?groupBy=year,scheme` : `/${code}/decision-lines?limit=20`
        const answer = await ask('GET', path).catch(noteFor('GET', path))
        if (answer) look(answer, path)
        if (answer && answer.status !== 200 && answer.status !== 503) faults.push(`${path}: ${answer.status}`)
      } else await send(requests[what]!(code))
      // As a client should that is told to try again.
      if (open.length > before) await sleep(500)
    }
  }

  const requests: ((code: string) => Sent)[] = [
    code => {
      const key = randomUUID()
      const body = { name: `Förening ${key}`, source: 'faults', reference: key }
      return { code, kind: 'organisation', key, path: `/${code}/organisations`, body }
    },
    code => {
      const key = randomUUID()
      const { bodyId, schemeId, organisationId } = world.get(code)!
      const line = {
        recipients: [{ organisationId }],
        schemeId,
        outcome: 'granted',
        grantYearFrom: 2022,
        granted: 100.25
      }
      const body = {
        bodyId,
        decidedOn: '2021-12-14',
        paragraph: key,
        source: 'faults',
        reference: key,
        lines: [line]
      }
      return { code, kind: 'decision', key, path: `/${code}/decisions`, body }
    },
    code => {
      const key = randomUUID()
      const rows = Array.from(
        { length: 5 },
        (_, n) => `Socialnämnden,2022-03-0${1 + (n % 9)},Bidrag,Lag ${key} ${n},50.5,beviljad,2022`
      )
      const body = ['body,decided_on,scheme,recipient,granted,outcome,grant_year', ...rows].join('\n')
      return { code, kind: 'import', key, path: `/${code}/decision-imports?source=${key}`, body }
    }
  ]

  const running = Array.from({ length: clients }, (_, n) => client(n))
  return {
    acknowledged,
    open,
    statuses,
    faults,
    lost,
    get slowest() {
      return slowest
    },
    /** From now on so many of the clients ask, once each has its answer; the others wait. */
    employ(some: number) {
      working = some
    },
    /** Until some more writes have been acknowledged, and others are under way. */
    async goOn() {
      const before = acknowledged.length
      await until('writes are acknowledged', async () => acknowledged.length >= before + 5)
    },
    /** Ends the traffic. */
    async stop() {
      isStopped = true
      await Promise.all(running)
    },
    /** Sends again, with its key, what nobody knows the outcome of; what stays open after some rounds stays in `open`. */
    async sendAgain() {
      for (let round = 0; open.length > 0 && round < 10; round++) {
        const waiting = open.splice(0)
        const one = async () => {
          for (let sent = waiting.shift(); sent; sent = waiting.shift()) await send(sent)
        }
        await Promise.all(Array.from({ length: clients }, one))
      }
    }
  }
}

type Outcome = Pick<ReturnType<typeof traffic>, 'acknowledged' | 'faults'>

/** Every acknowledged write is in the database, once; sums of the ledger are those of the lines, and of what is kept. */
export async function nothingIsLost(t: Test, url: string, { acknowledged, faults }: Outcome) {
  t.same(faults, [], 'nothing but success and 503 was answered')
  const tables = { organisation: 'organisations', decision: 'decisions', import: 'decision_imports' } as const
  for (const [kind, table] of Object.entries(tables)) {
    const ids = acknowledged.filter(sent => sent.kind === kind).map(({ id }) => id)
    t.equal(new Set(ids).size, ids.length, `no ${kind} was acknowledged as two`)
    const list = ids.map(id => `'${id}'`).join(',') || 'null'
    const [row] = await query(url, `select count(*)::int as n from ${table} where id in (${list})`)
    t.equal(row!.n, ids.length, `every acknowledged ${kind} is in the database`)
  }
  t.same(
    await query(url, `select reference from decisions where source = 'faults' group by reference having count(*) > 1`),
    [],
    'no decision is there twice'
  )
  const sums = await query(
    url,
    `select municipality_code, sum(granted)::text as lines, (
       select sum(amount)::text from ledger_entries entry
       where entry.municipality_code = line.municipality_code and kind = 'granted'
     ) as entries from decision_lines line group by municipality_code`
  )
  for (const { lines, entries, municipality_code } of sums) t.equal(entries, lines, `sums of ${municipality_code}`)
  const database: Database = connect({ url, size: 1, statementTimeout: 30_000 })
  try {
    for (const { municipality_code } of sums) await keptSumsAreThoseOfTheEntries(database, String(municipality_code))
  } finally {
    await database.$client.end()
  }
}

/** Whether the service says that it is ready. */
export const readyOf =
  ({ address }: { address: string }) =>
  async () =>
    (await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(HANGS) })).status === 200

/** Milliseconds until the condition holds. @throws when it does not within `most` */
export async function until(what: string, condition: () => Promise<boolean>, most = 60_000): Promise<number> {
  const began = performance.now()
  while (performance.now() - began < most) {
    if (await condition().catch(() => false)) return performance.now() - began
    await sleep(25)
  }
  throw new Error(`not within ${most} ms: ${what}`)
}

const SAMPLE_MS = 2_000
const samples: number[] = []
const sample = () => {
  const began = performance.now()
  pbkdf2Sync('a', 'b', 50_000, 32, 'sha256')
  samples.push((performance.now() - began) / 30)
  samples.splice(0, samples.length - 10)
}
setInterval(sample, SAMPLE_MS).unref()

/** How much slower the machine was in the last twenty seconds, at its worst, than when it has nothing else to do; at least 1. */
export function slowness(): number {
  sample()
  return Math.max(1, ...samples)
}
