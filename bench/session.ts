import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { buildApp } from '../src/app.ts'
import { loadSample } from '../src/commands/sample.ts'
import { loadConfig } from '../src/config.ts'
import { connect } from '../src/platform/database/connection.ts'
import { startEmbedded } from '../src/platform/database/embedded.ts'
import { migrate } from '../src/platform/database/migrate.ts'
import { createApiKey } from '../src/platform/http/api-keys.ts'
import { act, type People } from './session-acts.ts'
import { namer } from './session-names.ts'
import { ask } from './session-questions.ts'

/**
 * `node bench/session.ts OUT.jsonl`: plays some thousand requests against the service over a database of its own and writes
 * down what each was answered, a line each. Ids, instants, cursors and tags are named after the line in which they first appear, so
 * that two runs of the same code write the same bytes, and two files differ where answers do. With an older commit:
 * copy `bench/session*.ts` into its working tree and run it there.
 */

const PREFIX = '/partnerskap/v1'
/** A Wednesday on which banks are open: whatever is derived of today is derived of it. */
const TODAY = '2026-06-10'
const HEADERS = [
  'etag',
  'location',
  'content-type',
  'link',
  'cache-control',
  'vary',
  'allow',
  'www-authenticate',
  'idempotency-replayed'
]
/** What is longer is told by its length and a digest. */
const LONGEST = { sent: 600, answered: 200_000 }

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into as they come
type Any = any
export type Answer = { status: number; headers: Record<string, string>; body: Any }
/** Asks as somebody; a path that begins with `//` is outside the API. */
export type Ask = (
  method: string,
  path: string,
  body?: object | string | Buffer,
  headers?: Record<string, string>
) => Promise<Answer>

const out = process.argv[2]
if (!out) throw new Error('node bench/session.ts OUT.jsonl')
const home = await mkdtemp(join(tmpdir(), 'partnerskap-session-'))
const { url, stop } = await startEmbedded({ dataDir: home, durable: false })
const lines: string[] = []
const name = namer(TODAY)
const asked: { method: string; path: string; status: number }[] = []
try {
  await migrate(url)
  await withoutChance(url)
  keepTheDay(TODAY)
  const database = connect({ url, size: 5, statementTimeout: 0 })
  const settings = { LOG_LEVEL: 'silent', DATABASE_URL: url, RATE_LIMIT_PER_MINUTE: '0', FAILED_KEYS_PER_MINUTE: '0' }
  const config = loadConfig(settings)
  await loadSample(database, config)
  const app = await buildApp({ config, database })
  await app.ready()

  /** Whoever asks with these credentials. */
  const asker =
    (who: string, secret?: string): Ask =>
    async (method, path, body, headers = {}) => {
      const at = path.startsWith('//') ? path.slice(1) : `${PREFIX}${path}`
      const raw = typeof body === 'string' || Buffer.isBuffer(body)
      const response = await app.inject({
        method: method as 'GET',
        url: at,
        headers: {
          ...(secret && { authorization: `Bearer ${secret}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers
        },
        ...(body !== undefined && { payload: raw ? body : JSON.stringify(body) })
      })
      const { statusCode: status, body: text } = response
      const answered = response.headers as Record<string, string>
      const found = /json/.test(answered['content-type'] ?? '') && text !== '' ? JSON.parse(text) : text
      asked.push({ method, path: at.split('?')[0]!, status })
      lines.push(
        line({
          ...{ who, request: `${method} ${at}`, ...(Object.keys(headers).length > 0 && { sends: headers }) },
          ...(body !== undefined && { body: short(raw ? String(body) : body, LONGEST.sent) }),
          ...{ status, headers: Object.fromEntries(HEADERS.flatMap(h => (answered[h] ? [[h, answered[h]]] : []))) },
          answer: found
        })
      )
      return { status, headers: answered, body: found }
    }
  const person = async (holder: string, given: object = {}) => {
    const key = { name: holder, municipalityCodes: null, scopes: ['*'], holderKind: 'person' as const, holder }
    return asker(holder, (await createApiKey(database, { ...key, ...given })).secret)
  }
  const people: People = {
    admin: await person('Planerare'),
    checker: await person('Handläggare'),
    approver: await person('Chef'),
    reader: await person('Läsare', { municipalityCodes: ['0127'], scopes: ['organisations:read'] }),
    neighbour: await person('Granne', { municipalityCodes: ['0136'] }),
    nobody: asker('nobody'),
    guesser: asker('guesser', 'psk_guess')
  }
  await act(people, { ask: ids => ask(people.admin, ids), later: keepTheDay })
  const document = (await people.nobody('GET', '//openapi.json')).body
  await app.close()
  await database.$client.end()
  await writeFile(out, `${lines.join('\n')}\n`)
  tell(document)
} finally {
  await stop()
  await rm(home, { recursive: true, force: true })
}

function short(content: Any, longest: number): Any {
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  if (text.length <= longest) return content
  return `${text.length} characters, sha256 ${createHash('sha256').update(text).digest('base64url')}`
}

/** The line of a record, with names for what chance has made. */
function line(record: { answer: Any }): string {
  const named = name(record)
  return named.length <= LONGEST.answered
    ? named
    : JSON.stringify({ ...record, answer: short(JSON.parse(named).answer, LONGEST.answered) })
}

/** Ids are numbered, and nothing analyses tables meanwhile: whatever PostgreSQL leaves to chance comes in one order. */
async function withoutChance(connectionString: string) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query('alter system set autovacuum = off')
  await client.query('select pg_reload_conf()')
  await client.query('create sequence session_ids')
  await client.query(`
    create or replace function uuid_v7() returns uuid language sql volatile parallel unsafe as $$
      select ('01900000-0000-7000-8000-' || lpad(to_hex(nextval('session_ids')), 12, '0'))::uuid
    $$`)
  await client.end()
}

/** Moves the clock of this process to the morning of a day; it goes on from there. The database keeps its own. */
function keepTheDay(day: string) {
  const Real = (globalThis as Any).RealDate ?? Date
  const format =
    (globalThis as Any).realFormat ?? Object.getOwnPropertyDescriptor(Intl.DateTimeFormat.prototype, 'format')
  Object.assign(globalThis, { RealDate: Real, realFormat: format })
  const ahead = Real.parse(`${day}T09:00:00Z`) - Real.now()
  class Moved extends Real {
    constructor(...given: unknown[]) {
      super(...(given.length === 0 ? [Moved.now()] : given))
    }
    static now() {
      return Real.now() + ahead
    }
  }
  const formatOf = function (this: Intl.DateTimeFormat) {
    const told = format.get.call(this) as (date?: Date) => string
    return (date = new Moved() as unknown as Date) => told(date)
  }
  globalThis.Date = Moved as unknown as DateConstructor
  Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', { ...format, get: formatOf })
}

/** How many requests there were, which operations of the document were reached, and how often each status was answered. */
function tell(document: { paths: Record<string, Record<string, unknown>> }) {
  const operations = Object.entries(document.paths).flatMap(([path, of]) =>
    ['get', 'put', 'post', 'patch', 'delete'].flatMap(method =>
      of[method] ? [{ method: method.toUpperCase(), path, is: patternOf(path) }] : []
    )
  )
  // An address without a parameter is meant before one that has one in the same place.
  operations.sort((a, b) => a.path.split('{').length - b.path.split('{').length)
  const best = new Map<string, number>(operations.map(({ method, path }) => [`${method} ${path}`, 0]))
  for (const { method, path, status } of asked) {
    const within = path.replace(PREFIX, '')
    const operation = operations.find(each => each.method === method && each.is.test(within))
    if (!operation) continue
    const key = `${method} ${operation.path}`
    best.set(key, best.get(key) === 200 || status < 300 ? 200 : status)
  }
  const statuses = Object.groupBy(asked, ({ status }) => status)
  const never = [...best].filter(([, status]) => status === 0).map(([key]) => key)
  const refused = [...best].filter(([, status]) => status > 200).map(([key, status]) => `${key} (${status})`)
  process.stdout.write(
    [
      `${asked.length} requests`,
      `${best.size - never.length} of ${best.size} operations asked, ${best.size - never.length - refused.length} with success`,
      ...never.map(key => `  never asked: ${key}`),
      ...refused.map(key => `  never with success: ${key}`),
      Object.entries(statuses)
        .map(([status, of]) => `${status}: ${of!.length}`)
        .join(', '),
      ''
    ].join('\n')
  )
}

function patternOf(path: string) {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+').replaceAll('.', '\\.')}$`)
}
