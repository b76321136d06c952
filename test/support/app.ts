import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { HTTPMethods } from 'fastify'
import type { Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { type Config, loadConfig } from '../../src/config.ts'
import type { Database } from '../../src/platform/database/connection.ts'
import { createDatabase } from './database.ts'
import { holdToDocument } from './documented.ts'
import { aPatientDatabase, lendDatabase } from './lending.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
export type Answer = { status: number; headers: Record<string, string | undefined>; body: any }
type Headers = Record<string, string>

type Settings = Partial<Config>

/** The whole application over a database that holds nothing: a new one where a test has settings of its
 * own, if only {}, and else one that is lent. `request` takes the path as it is; objects are sent as JSON. */
export async function createApp(t: Test, settings?: Settings) {
  if (settings) return appOf(t, await createDatabase(t), settings)
  const { url, database } = await lendDatabase(t)
  return appOn(t, url, database)
}

/** The whole application over a database that is there. `close` ends it before the test does. */
export async function appOf(t: Test, url: string, settings: Settings = {}) {
  const database = aPatientDatabase(url)
  const started = await appOn(t, url, database, settings)
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await started.app.close()
    await database.$client.end()
  }
  t.teardown(close)
  return { ...started, close }
}

async function appOn(t: Test, url: string, database: Database, settings: Settings = {}) {
  const { tellUndocumented, ...started } = await start(url, database, settings)
  t.teardown(async () => {
    await started.app.close()
    tellUndocumented()
  })
  return started
}

type Started = Awaited<ReturnType<typeof start>>

/** Applications that nobody uses, by the databases that they were built on. */
const kept = new WeakMap<Database, Started>()

/** The whole application over a lent database; and that, too, may have served other tests before. It remembers which
 * municipalities there are: it is for tests that register the same ones, and is not lent again where there were others. */
export async function lendApp(t: Test, municipalityCodes: string[]) {
  const { url, database } = await lendDatabase(t)
  // Whoever was refused before counts no more for the next.
  const { tellUndocumented, ...started } =
    kept.get(database) ?? (await start(url, database, { failedKeysPerMinute: 0 }))
  kept.delete(database)
  const { app, config } = started
  const asStarted = { ...config }
  const isAsStarted = async () => {
    const { isAnnounced, isRefusing } = app.closing
    if (isAnnounced || isRefusing || app.server.listening || !isDeepStrictEqual({ ...config }, asStarted)) return false
    const { rows } = await database.$client.query('select municipality_code as code from municipalities')
    return rows.every(({ code }) => municipalityCodes.includes(code))
  }
  t.teardown(async () => {
    if (t.passing() && (await isAsStarted())) kept.set(database, { ...started, tellUndocumented })
    else await app.close()
    tellUndocumented()
  })
  return started
}

/** Files of the tests of this process; gone when it ends. */
const fileFolder = join(tmpdir(), `partnerskap-files-${process.pid}`)
process.once('exit', () => rmSync(fileFolder, { recursive: true, force: true }))

async function start(url: string, database: Database, settings: Settings = {}) {
  // Issuers of tests stand on loopback, and a test asks faster than any client.
  const env = {
    ...{ LOG_LEVEL: 'silent', DATABASE_URL: url, ALLOW_PRIVATE_ADDRESSES: 'on', RATE_LIMIT_PER_MINUTE: '0' },
    FILES: `folder:${fileFolder}`
  }
  const config = { ...loadConfig(env), ...settings }
  const app = await buildApp({ config, database })
  const tellUndocumented = holdToDocument(app)
  await app.ready()
  return { app, database, config, request: requester(app), tellUndocumented }
}

type Injectable = Pick<Awaited<ReturnType<typeof buildApp>>, 'inject'>

/** A function that asks the application, without a network. */
export function requester(app: Injectable) {
  return async (method: string, url: string, body?: unknown, headers: Headers = {}): Promise<Answer> => {
    const raw = typeof body === 'string' || Buffer.isBuffer(body)
    const response = await app.inject({
      method: method as Exclude<HTTPMethods, 'CONNECT'> & 'GET',
      url,
      headers:
        body === undefined || headers['content-type'] ? headers : { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { payload: raw ? body : JSON.stringify(body) })
    })
    const type = String(response.headers['content-type'] ?? '')
    const text = response.body
    return {
      status: response.statusCode,
      headers: response.headers as Answer['headers'],
      body: /\bjson/.test(type) && text !== '' ? JSON.parse(text) : text
    }
  }
}
