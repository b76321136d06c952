import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Webhook } from 'standardwebhooks'
import type { Test } from 'tap'
import { type Dispatching, dispatchWebhooks } from '../../src/platform/webhooks/dispatch.ts'
import { aRegister, type Client, made } from '../support/register.ts'

/** A register whose webhooks are sent, and receivers that behave as they are told: real ones, over the network. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

export type Received = { id: string; body: string; event: Any; headers: IncomingMessage['headers']; at: number }
type Behaviour = (received: Received, response: ServerResponse, nth: number) => void

export const taken: Behaviour = (_received, response) => void response.writeHead(204).end()
export const answers =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (_received, response) =>
    void response.writeHead(status, headers).end()

/** A receiver on loopback; `behave` changes what it does from now on. */
export async function aReceiver(t: Test, behaviour: Behaviour = taken) {
  const received: Received[] = []
  let now = behaviour
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString('utf8')
    const { headers } = request
    const one = { id: String(headers['webhook-id']), body, event: JSON.parse(body), headers, at: Date.now() }
    received.push(one)
    now(one, response, received.length)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    return new Promise(resolve => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    port,
    received,
    behave: (next: Behaviour) => {
      now = next
    },
    /** Ids in the order in which each was first received. */
    ids: () => [...new Set(received.map(({ id }) => id))],
    verify: (secret: string, { body, headers }: Received = received.at(-1)!) =>
      new Webhook(secret).verify(body, headers as Record<string, string>)
  }
}

export const quiet = { debug() {}, info() {}, warn() {}, error() {} }
/** Attempts follow each other as fast as a test can wait for. */
export const FAST = { first: 0.05, most: 0.2, mostRest: 0.2 }
/** None follows another within a test. */
export const SLOW = { first: 600, most: 600, mostRest: 600 }

/** A register of its own, its municipality 0136, and what sends its webhooks when it is told to. */
export async function aSender(t: Test, settings: Partial<Dispatching> = {}) {
  const register = await aRegister(t, {})
  const { database, config, admin } = register
  const ask: Client = (method, path, body, headers) => admin(method, `/0136${path}`, body, headers)
  const subscribe = (url: string, more: object = {}): Promise<Any> =>
    made(ask('POST', '/webhook-subscriptions', { url, eventTypes: ['organisation.created'], ...more }))
  const organisation = async (name: string): Promise<string> => (await made(ask('POST', '/organisations', { name }))).id

  const dispatching = (more: Partial<Dispatching> = {}): Dispatching => ({
    ...{ url: () => config.databaseUrl!, database, log: quiet, base: 'https://api.example.se' },
    ...{ allowPrivate: true, timeoutMs: 1_000, pace: FAST, stopping: new AbortController().signal },
    ...settings,
    ...more
  })
  /** Sends what is due now, each once, and ends. */
  const sendOnce = (more: Partial<Dispatching> = {}) =>
    dispatchWebhooks(dispatching({ pace: SLOW, ...more, once: true }))
  /** Has whatever waits be due, as if time had passed. */
  const later = async () => {
    await database.$client.query('update webhook_deliveries set due_at = now()')
    await database.$client.query('update webhook_states set retry_at = null, due_at = now()')
  }
  /** Sends until it is stopped, or the test ends. */
  const send = (more: Partial<Dispatching> = {}) => {
    const stopping = new AbortController()
    const sending = dispatchWebhooks(dispatching({ ...more, stopping: stopping.signal }))
    const stop = async () => {
      stopping.abort()
      return await sending
    }
    t.teardown(stop)
    return stop
  }
  const deliveries = async (id: string, query = ''): Promise<Any[]> =>
    (await made(ask('GET', `/webhook-subscriptions/${id}/deliveries?limit=1000${query}`))).items
  const shown = (id: string): Promise<Any> => made(ask('GET', `/webhook-subscriptions/${id}`))
  return { ...register, ask, subscribe, organisation, sendOnce, later, send, deliveries, shown, dispatching }
}

/** Waits until it is so. */
export async function until(condition: () => boolean | Promise<boolean>, what: string, milliseconds = 30_000) {
  for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(20)) if (await condition()) return
  throw new Error(`not in time: ${what}`)
}
