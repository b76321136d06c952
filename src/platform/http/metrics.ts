import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Standby } from '../database/standby.ts'
import { onJobEnded, onWebhookAttempted } from './occurrences.ts'
import { poolWatcher, type Watched } from './pool-metrics.ts'
import { addressOf } from './problems.ts'

/**
 * `GET /metrics`, in Prometheus' form: the process with the delay of its event loop, requests and refusals, the pools of
 * connections and what came of queries, imports and jobs. Labels are names of ours (routes, rules, SQLSTATE classes), never
 * what a client sent. Registered before the routes that it measures.
 */

declare module 'fastify' {
  interface FastifyRequest {
    /** What an import did, for the figures; set where it is carried out, counted when it is answered. */
    imported: { status?: string; counts?: Record<string, unknown> } | undefined
  }
  interface FastifyInstance {
    /** Has a pool of connections counted under a name; each name once. */
    watchPool(name: string, lane: Watched): void
    /** Has it told how webhooks stand; `read` is called whenever the figures are asked for. */
    watchWebhooks(read: () => Promise<WebhookFigures>): void
    /** Has it told how standbys stand, by their numbers in DATABASE_REPLICA_URLS. */
    watchStandbys(standbys: readonly Standby[]): void
  }
}

/** Deliveries that were given up, subscriptions whose receiver is gone, and for how long the oldest waits that is to be sent. */
export type WebhookFigures = { parked: number; disabled: number; lagSeconds: number }

type Options = {
  /** A port for /metrics alone; undefined: with the other routes. */
  port: number | undefined
  host: string
}

export const metrics = fp<Options>(async (app, { port, host }) => {
  const register = new Registry()
  collectDefaultMetrics({ register })
  measureRequests(app, register)
  app.decorate('watchPool', poolWatcher(register))
  countImports(app, register)
  app.addHook('onClose', countJobs(register))
  app.addHook('onClose', countWebhooks(register))
  app.decorate('watchWebhooks', webhookWatcher(register))
  app.decorate('watchStandbys', standbyWatcher(register))
  app.addHook('onClose', async () => register.clear())

  const read = () => register.metrics()
  if (port !== undefined) {
    serveApart(app, { port, host, type: register.contentType, read })
    return
  }
  const options = { config: { scope: 'public' }, schema: { hide: true }, logLevel: 'warn' } as const
  app.get('/metrics', options, async (_request, reply) => reply.type(register.contentType).send(await read()))
})

function measureRequests(app: import('./app.ts').App, register: Registry) {
  const registers = [register]
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers
  })
  const problems = new Counter({
    name: 'partnerskap_problems_total',
    help: 'Requests that were refused or failed, by the rule of the problem that was answered',
    labelNames: ['rule', 'status'],
    registers
  })
  const limited = new Counter({
    name: 'partnerskap_rate_limited_total',
    help: 'Requests that were told to wait: of a key or subject, or of an address whose credentials were refused',
    labelNames: ['by'],
    registers
  })
  for (const by of Object.values(LIMITED)) limited.inc({ by }, 0)
  app.addHook('onResponse', (request, reply, done) => {
    const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode }
    duration.observe(labels, reply.elapsedTime / 1000)
    const { problemRule: rule, statusCode: status } = reply
    if (rule !== undefined) problems.inc({ rule, status })
    const by = rule !== undefined && LIMITED[rule]
    if (by) limited.inc({ by })
    done()
  })
}

const LIMITED: Record<string, string> = { 'too-many-requests': 'key', 'too-many-failures': 'address' }

/** What came of a row of an import; the counts of an import tell more. */
const ROWS = ['created', 'updated', 'unchanged', 'rejected', 'missing', 'withdrawn']

function countImports(app: import('./app.ts').App, register: Registry) {
  const registers = [register]
  const labelNames = ['what', 'status', 'dry_run']
  const imports = new Counter({
    name: 'partnerskap_imports_total',
    help: 'Files sent to imports',
    labelNames,
    registers
  })
  const rows = new Counter({
    name: 'partnerskap_import_rows_total',
    help: 'Rows of imports that were carried out, by what came of them',
    labelNames: ['what', 'outcome'],
    registers
  })
  app.decorateRequest('imported', undefined)
  app.addHook('onResponse', (request, reply, done) => {
    if (request.method === 'POST') count(request, reply)
    done()
  })
  const count = (request: FastifyRequest, reply: FastifyReply) => {
    const [, what] =
      /\/(decision|scheme|organisation|agreement|payment)-imports$/.exec(request.routeOptions.url ?? '') ?? []
    if (!what || reply.hasHeader('idempotency-replayed')) return
    const dryRun = (request.query as { dryRun?: boolean }).dryRun === true
    const { imported } = request
    const status =
      reply.statusCode < 300 ? (imported?.status ?? 'completed') : reply.statusCode < 500 ? 'refused' : 'failed'
    imports.inc({ what, status, dry_run: String(dryRun) })
    if (dryRun || status !== 'completed') return
    for (const outcome of ROWS) {
      const count = imported?.counts?.[`${outcome}Count`]
      if (typeof count === 'number') rows.inc({ what, outcome }, count)
    }
  }
}

/** Counts jobs; answers how to stop. */
function countJobs(register: Registry) {
  const help = 'Jobs that were run in this process'
  const labelNames = ['task', 'outcome']
  const jobs = new Counter({ name: 'partnerskap_jobs_total', help, labelNames, registers: [register] })
  const stop = onJobEnded(ended => jobs.inc(ended))
  return async () => stop()
}

/** Counts attempts to send webhooks; answers how to stop. */
function countWebhooks(register: Registry) {
  const registers = [register]
  const labelNames = ['outcome']
  const help = 'Attempts of this process to send webhooks, by what came of them'
  const attempts = new Counter({ name: 'partnerskap_webhook_attempts_total', help, labelNames, registers })
  const duration = new Histogram({
    name: 'partnerskap_webhook_attempt_seconds',
    help: 'Time until a receiver had taken a webhook, or not',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10],
    registers
  })
  const stop = onWebhookAttempted(({ outcome, seconds }) => {
    attempts.inc({ outcome })
    duration.observe(seconds)
  })
  return async () => stop()
}

const WEBHOOKS: Record<keyof WebhookFigures, [name: string, help: string]> = {
  parked: ['partnerskap_webhook_parked', 'Deliveries of webhooks that were given up, and nobody has asked for again'],
  disabled: ['partnerskap_webhook_disabled', 'Subscriptions to webhooks whose receiver has answered 410'],
  lagSeconds: ['partnerskap_webhook_lag_seconds', 'For how long the oldest event waits that is to be sent']
}

/** Answers how figures of webhooks are watched: they are read once for each time that all figures are. */
function webhookWatcher(register: Registry) {
  return (read: () => Promise<WebhookFigures>) => {
    // Gauges are collected at the same time: one reading is for all of them.
    let reading: Promise<WebhookFigures | undefined> | undefined
    const once = () => {
      reading ??= read()
        .catch(() => undefined)
        .finally(() => {
          reading = undefined
        })
      return reading
    }
    for (const [figure, [name, help]] of Object.entries(WEBHOOKS)) {
      new Gauge({
        ...{ name, help, registers: [register] },
        async collect() {
          const figures = await once()
          this.set(figures?.[figure as keyof WebhookFigures] ?? Number.NaN)
        }
      })
    }
  }
}

/** Answers how standbys are watched: whether each is read from, and how far it is behind. */
function standbyWatcher(register: Registry) {
  return (standbys: readonly Standby[]) => {
    const gauge = (name: string, help: string, read: (standby: Standby) => number) =>
      new Gauge({
        ...{ name, help, labelNames: ['standby'], registers: [register] },
        collect() {
          for (const [index, standby] of standbys.entries()) this.set({ standby: String(index + 1) }, read(standby))
        }
      })
    gauge('partnerskap_standby_near', 'Whether the standby is read from: 1 or 0', standby => Number(standby.isNear()))
    gauge(
      'partnerskap_standby_lag_bytes',
      'Bytes of the log that the standby has not replayed',
      standby => standby.lagBytes ?? Number.NaN
    )
  }
}

type Apart = { port: number; host: string; type: string; read: () => Promise<string> }

/** /metrics on a port of its own, and nothing else: it can be kept inside where the API is not. */
function serveApart(app: import('./app.ts').App, { port, host, type, read }: Apart) {
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') return response.writeHead(404).end()
    const text = await read()
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(text)
  })
  server.on('error', error => app.log.error({ err: error }, 'metrics cannot be served'))
  app.addHook('onReady', async () => {
    server.listen(port, host)
    await once(server, 'listening')
    const { address, port: taken } = server.address() as AddressInfo
    app.log.info(`metrics at ${addressOf(address, taken)}/metrics`)
  })
  app.addHook('onClose', async () => {
    server.closeAllConnections()
    server.close()
  })
}
