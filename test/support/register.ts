import type { Test } from 'tap'
import type { Config } from '../../src/config.ts'
import type { Database } from '../../src/platform/database/connection.ts'
import { createApiKey } from '../../src/platform/http/api-keys.ts'
import type { App } from '../../src/platform/http/app.ts'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { type Answer, createApp, lendApp, requester } from './app.ts'

export type { Answer } from './app.ts'

type Headers = Record<string, string>

/** Asks the API as somebody; the path begins after the prefix of the API. */
export type Client = (method: string, path: string, body?: unknown, headers?: Headers) => Promise<Answer>
export type KeyOptions = {
  name?: string
  municipalityCodes?: string[] | null
  scopes?: string[]
  expiresAt?: string | null
}
export type Register = {
  app: App
  database: Database
  config: Config
  /** All municipalities, all scopes. */
  admin: Client
  client(key?: KeyOptions): Promise<Client>
  newKey(key?: KeyOptions): Promise<{ id: string; secret: string }>
}

/** The municipalities that a register begins with, by code. */
const MUNICIPALITIES = { '0136': 'Haninge', '1862': 'Degerfors', '2031': 'Rättvik' }

/** The application over a database of its own, with three municipalities and nothing else in it; an application of its
 * own, too, where the settings are the test's. */
export async function aRegister(t: Test, settings?: Partial<Config>): Promise<Register> {
  const { app, database, config } = settings
    ? await createApp(t, settings)
    : await lendApp(t, Object.keys(MUNICIPALITIES))
  const newKey = ({ name = 'test', municipalityCodes = null, scopes = ['*'], expiresAt = null }: KeyOptions = {}) =>
    createApiKey(database, { name, municipalityCodes, scopes, expiresAt })
  const client = async (key?: KeyOptions) => clientOf(app, (await newKey(key)).secret)
  const admin = await client()
  for (const [code, municipality] of Object.entries(MUNICIPALITIES)) {
    await made(admin('PUT', `/municipalities/${code}`, { name: municipality }))
  }
  return { app, database, config, admin, client, newKey }
}

/** A client with these credentials; without any when they are undefined. */
export function clientOf(app: App, credentials: string | undefined): Client {
  const request = requester(app)
  return (method, path, body, headers) =>
    request(method, `${apiPrefix}${path}`, body, {
      ...(credentials !== undefined && { authorization: `Bearer ${credentials}` }),
      ...headers
    })
}

/** The body of an answer that must be a success; for what a test needs and is not about. */
export async function made(answer: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answer
  if (status >= 200 && status < 300) return body
  throw new Error(`Answered ${status}: ${JSON.stringify(body)}`)
}
