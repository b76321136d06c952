import type { HTTPMethods } from 'fastify'
import type { Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { type Config, loadConfig } from '../../src/config.ts'
import { connect } from '../../src/database/connection.ts'
import { createDatabase } from './database.ts'
import { holdToDocument } from './documented.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
export type Answer = { status: number; headers: Record<string, string | undefined>; body: any }
type Headers = Record<string, string>

/** The whole application over a database of its own. `request` takes the path as it is; objects are sent as JSON. */
export async function createApp(t: Test, settings: Partial<Config> = {}) {
  return appOf(t, await createDatabase(t), settings)
}

/** The whole application over a database that is there. `close` ends it before the test does. */
export async function appOf(t: Test, url: string, settings: Partial<Config> = {}) {
  // Issuers of tests stand on loopback, and a test asks faster than any client.
  const env = { LOG_LEVEL: 'silent', DATABASE_URL: url, ALLOW_PRIVATE_ADDRESSES: 'on', RATE_LIMIT_PER_MINUTE: '0' }
  const config = { ...loadConfig(env), ...settings }
  const database = aPatientDatabase(url)
  const app = await buildApp({ config, database })
  holdToDocument(t, app)
  let open = true
  const close = async () => {
    if (!open) return
    open = false
    await app.close()
    await database.$client.end()
  }
  t.teardown(close)
  await app.ready()
  return { app, database, config, request: requester(app), close }
}

const MINUTES = 600_000

/** Nobody is told to come back because the machine is slow: what a test asks for at once is answered, however long it takes. */
function aPatientDatabase(url: string) {
  const database = connect({ url, size: 5, statementTimeout: MINUTES, lockTimeout: MINUTES })
  for (const { pool, gate } of Object.values(database.$client.lanes)) {
    gate.settings.patience = MINUTES
    pool.options.connectionTimeoutMillis = MINUTES
  }
  return database
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
      body: /json/.test(type) && text !== '' ? JSON.parse(text) : text
    }
  }
}
