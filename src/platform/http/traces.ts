import { setTimeout as sleep } from 'node:timers/promises'
import { FastifyOtelInstrumentation } from '@fastify/otel'
import { context, DiagLogLevel, diag, propagation, trace } from '@opentelemetry/api'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  type IdGenerator,
  NodeTracerProvider,
  RandomIdGenerator,
  type ReadableSpan,
  type SpanProcessor
} from '@opentelemetry/sdk-trace-node'
import pg from 'pg'
import type { App } from './app.ts'
import { pathOf } from './logging.ts'
import { apiVersion } from './openapi-info.ts'
import { traceIdOf } from './tracing.ts'

/**
 * Spans of requests and of their SQL, sent to a collector (OTLP over HTTP). Loaded only where an address is set (app.ts).
 * Nobody waits for the collector: what cannot be sent is dropped.
 */

/** Milliseconds that the last spans are given to be sent when the service closes. */
const LAST_CHANCE = 2_000
const MINUTE = 60_000

/** Traces the routes that are registered from now on, and every query of theirs. */
export async function traceRequests(app: App, url: string): Promise<void> {
  const ids = new TraceIds()
  const exporter = new OTLPTraceExporter({ url, timeoutMillis: 5_000 })
  const batches = new BatchSpanProcessor(exporter, { scheduledDelayMillis: 1_000, exportTimeoutMillis: 5_000 })
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({
      'service.name': process.env.OTEL_SERVICE_NAME || 'partnerskap',
      'service.version': apiVersion
    }),
    idGenerator: ids,
    spanProcessors: [new Scrubber(), batches]
  })
  provider.register()
  tellFailures(app)
  patchPg(provider)

  const requests = new FastifyOtelInstrumentation({
    instrumentHooks: false,
    recordExceptions: false,
    requestHook: (span, { method, routeOptions }) => span.updateName(`${method} ${routeOptions.url ?? 'unknown'}`)
  })
  requests.setTracerProvider(provider)
  // Just before the hook that begins the span: a trace that begins here has the id by which the log knows it.
  app.addHook('onRequest', (request, _reply, done) => {
    ids.next = traceIdOf(request.raw)
    done()
  })
  await app.register(requests.plugin())
  app.addHook('onClose', async () => {
    await Promise.race([provider.shutdown().catch(() => {}), sleep(LAST_CHANCE, undefined, { ref: false })])
    for (const part of [trace, context, propagation, diag]) part.disable()
  })
}

class TraceIds implements IdGenerator {
  /** The id of the trace that is about to begin; chance where nobody has said. */
  next: string | undefined
  readonly #chance = new RandomIdGenerator()

  generateTraceId(): string {
    const id = this.next ?? this.#chance.generateTraceId()
    this.next = undefined
    return id
  }

  generateSpanId(): string {
    return this.#chance.generateSpanId()
  }
}

/** pg is loaded long before anybody knows whether to trace it, so the hooks by which OpenTelemetry patches modules come too
 * late: its patches are applied to what is loaded. */
function patchPg(provider: NodeTracerProvider): void {
  const queries = new PgInstrumentation({ requireParentSpan: true, ignoreConnectSpans: true })
  queries.setTracerProvider(provider)
  type Patches = { init(): { name: string; patch?: (module: unknown) => unknown }[] }
  const modules: Record<string, unknown> = { pg, 'pg-pool': Object.getPrototypeOf(pg.Pool) }
  for (const { name, patch } of (queries as unknown as Patches).init()) patch?.(modules[name])
}

/** What a span may tell. Everything else is let go of: it may come of what a client sent. */
const TOLD = new Set([
  'http.request.method',
  'http.route',
  'http.response.status_code',
  'url.path',
  'db.system',
  'db.system.name',
  'db.name',
  'db.namespace',
  'db.operation.name',
  'db.query.text',
  'db.statement',
  'server.address',
  'server.port',
  'net.peer.name',
  'net.peer.port'
])

/** Takes values out of spans before they are sent: no query string, no parameters, no text of an error. */
class Scrubber implements SpanProcessor {
  onStart(): void {}

  onEnd(span: ReadableSpan): void {
    const { attributes } = span
    for (const [name, value] of Object.entries(attributes)) {
      if (!TOLD.has(name)) delete attributes[name]
      else if (name === 'url.path') attributes[name] = pathOf(String(value))
      else if (name === 'db.query.text' || name === 'db.statement') attributes[name] = withoutLiterals(String(value))
    }
    const open = span as { name: string }
    // Names of prepared statements may hold what was chosen.
    if (span.name.startsWith('pg.query')) open.name = `SQL ${operationOf(attributes)}`
    delete (span.status as { message?: string }).message
    span.events.length = 0
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

/** Parameters stand apart as $1; what stands in the text itself is ours, and taken out all the same. */
const withoutLiterals = (sql: string) => sql.replaceAll(/'(?:[^']|'')*'/g, '?').slice(0, 2_000)

function operationOf(attributes: ReadableSpan['attributes']): string {
  const text = String(attributes['db.query.text'] ?? attributes['db.statement'] ?? '')
  return /^\s*([a-z]+)/i.exec(text)?.[1]?.toUpperCase() ?? 'query'
}

/** That the collector does not answer is told once a minute, not for every batch, and without what it says. */
function tellFailures(app: App): void {
  let told = 0
  const error = () => {
    if (Date.now() - told < MINUTE) return
    told = Date.now()
    app.log.warn('traces cannot be sent')
  }
  const quiet = () => {}
  diag.setLogger({ error, warn: quiet, info: quiet, debug: quiet, verbose: quiet }, { logLevel: DiagLogLevel.ERROR })
}
