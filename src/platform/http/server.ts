import type { IncomingMessage } from 'node:http'
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { type FastifyReply, type FastifyRequest, type RouteOptions } from 'fastify'
import { Malformed } from '../../base/errors.ts'
import { faultOfText } from '../../base/names.ts'
import type { Config } from '../../config.ts'
import type { App } from './app.ts'
import { headers } from './headers.ts'
import { type LogSink, loggingOptions, pathOf } from './logging.ts'
import { addressNotEncoded } from './problem.ts'
import { problems } from './problem-rules.ts'
import { addressOf, answeredProblems, clientErrors, frameworkErrors } from './problems.ts'
import { nameAnswer, requestIdOf } from './tracing.ts'
import { parseBodies, schemaController } from './validation.ts'

/** The shell around every module: what holds for all requests, whoever answers them. */

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route, in the order of registration. */
    routeTable: RouteOptions[]
    /** Where the settings have it listen, as a URL. */
    configuredAddress: string
  }
  interface FastifyReply {
    /** The rule of the problem that is answered with, for the log. */
    problemRule: string | undefined
  }
  interface FastifyContextConfig {
    /** Scope that the operation demands, `bodies:read`, or `public`. A route without one does not start. */
    scope?: string
  }
}

type Options = {
  /** Where the log goes; standard output unless told. */
  log?: LogSink
}

const MINUTE = 60_000

/** An application without routes: log, names of requests, validation, problems, default deny. */
export async function createServer(config: Config, { log }: Options = {}): Promise<App> {
  const app = Fastify({
    ...loggingOptions(config.logLevel, log),
    genReqId: request => requestIdOf(request as IncomingMessage),
    requestIdHeader: false,
    bodyLimit: config.bodyMaxBytes,
    // The proxy wrote the last address; those before it are whatever the client said.
    trustProxy: config.trustProxy && ((_address, hop) => hop === 0),
    schemaController,
    // Requests that come while the service closes are answered as always, with Connection: close; Fastify's own 503
    // would not be a problem document.
    return503OnClosing: false,
    // Long enough for a large import over a slow line, short enough for a client that only pretends to send.
    requestTimeout: 5 * MINUTE,
    http: { headersTimeout: 20_000 },
    routerOptions: { caseSensitive: true, ignoreTrailingSlash: false, maxParamLength: 200 },
    frameworkErrors: frameworkErrors(config.publicUrl),
    clientErrorHandler: clientErrors(config.publicUrl)
  }).withTypeProvider<TypeBoxTypeProvider>() as App

  parseBodies(app)
  app.decorate('routeTable', [])
  app.decorate('configuredAddress', addressOf(config.host, config.port))
  app.decorateReply('problemRule', undefined)
  app.addHook('onRoute', route => {
    app.routeTable.push(route)
    refuseUnknownParameters(route)
  })
  app.addHook('onReady', async () => {
    for (const { method, url, config } of app.routeTable) {
      if (!config?.scope) throw new Error(`${method} ${url} declares no scope: config: { scope: 'bodies:read' }`)
    }
  })
  app.addHook('onRequest', (request, reply, done) => {
    nameAnswer(request, reply)
    done(faultOfAddress(request.raw.url ?? ''))
  })
  if (config.logLevel !== 'silent') app.addHook('onResponse', logAnswer)
  await app.register(headers, config)
  await app.register(answeredProblems, { publicUrl: config.publicUrl })
  return app
}

const NOTHING = { type: 'object', additionalProperties: false, properties: {} }

/** A parameter that is not declared is refused, not ignored: also where none is declared. */
function refuseUnknownParameters(route: RouteOptions) {
  if (route.schema?.hide || route.schema?.querystring) return
  route.schema = { ...route.schema, querystring: NOTHING }
}

/** Of visible ASCII, none of it encoded. */
const PLAIN = /^[!-$&-~]*$/

/** The router decodes path and query each in its own way, and lets through what PostgreSQL cannot store. */
function faultOfAddress(url: string): Malformed | undefined {
  if (PLAIN.test(url)) return undefined
  try {
    const read = decodeURIComponent(url)
    const fault = /^[\x21-\x7e]*$/.test(url) && faultOfText(read)
    if (fault === null) return undefined
    if (fault) return forbiddenText(url)
  } catch {
    // Not UTF-8.
  }
  return new Malformed(problems['address-malformed'], addressNotEncoded)
}

/** Names the parameters that hold what no text may hold, or the path. */
function forbiddenText(url: string): Malformed {
  const found = [...new URLSearchParams(url.split('?')[1])].flatMap(([field, value]) => {
    const fault = faultOfText(field) ?? faultOfText(value)
    return fault ? [{ field, ...fault }] : []
  })
  const message = 'must not hold control characters'
  const violations = found.length > 0 ? found : [{ field: 'path', message, sv: 'får inte innehålla styrtecken' }]
  const detail = { en: 'The address holds control characters.', sv: 'Adressen innehåller styrtecken.' }
  return new Malformed(problems['address-malformed'], detail, violations)
}

function logAnswer(request: FastifyRequest, reply: FastifyReply, done: () => void) {
  const { method, url, ip, routeOptions, actor } = request
  // The subject of a token may be a person; a key is a system's.
  const key = actor?.id.startsWith('key:') ? actor.id : undefined
  const line = { method, path: pathOf(url), route: routeOptions.url, status: reply.statusCode, ip, key }
  const level = routeOptions.url?.startsWith('/health/') || routeOptions.url === '/metrics' ? 'debug' : 'info'
  request.log[level]({ ...line, problem: reply.problemRule, ms: Math.round(reply.elapsedTime * 10) / 10 }, 'request')
  done()
}
