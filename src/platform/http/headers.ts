import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import compress from '@fastify/compress'
import cors from '@fastify/cors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import helmet from 'helmet'
import type { Config } from '../../config.ts'
import { tagOfEncoding } from './etag.ts'
import { HttpProblem } from './problem.ts'
import { problems } from './problem-rules.ts'
import { vary } from './vary.ts'

/**
 * What every answer says besides its content: who may keep it, in which encoding it is, what a browser may do with it, and
 * which pages may ask. Bodies of requests may be packed with gzip.
 */

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Seconds for which anybody may keep the answer of a public operation; it is not kept unless told. */
    maxAge?: number
    /** The caller may keep the answer, and asks each time whether it still holds: its ETag follows from the data. */
    revalidated?: boolean
  }
}

type Options = Pick<Config, 'publicUrl' | 'corsOrigins'>

export const headers = fp<Options>(async (app, { publicUrl, corsOrigins }) => {
  const security = securityHeaders(publicUrl)
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(security).header('cache-control', cacheControl(request))
    readEncoding(request)
    done()
  })
  if (corsOrigins.length > 0) await allowOrigins(app, corsOrigins)
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    // Rows of NDJSON, and what the plugin packs by itself.
    customTypes: /^text\/(?!event-stream)|[+/]json(?:;|$)|[+/]xml(?:;|$)|^application\/x-ndjson/,
    requestEncodings: ['gzip', 'identity'],
    onUnsupportedRequestEncoding: () =>
      new HttpProblem(
        415,
        problems['content-encoding-not-supported'],
        {
          en: 'A body may be packed with gzip, or not at all.',
          sv: 'Innehåll får vara packat med gzip, eller inte alls.'
        },
        {
          'accept-encoding': 'gzip'
        }
      )
  })
  // After the plugin's own, which the same hook has added to the route before.
  app.addHook('onRoute', route => {
    route.onSend = [...[route.onSend ?? []].flat(), describeEncoding]
  })
})

function cacheControl({ method, routeOptions: { config } }: FastifyRequest): string {
  const { scope, maxAge, revalidated } = config
  if (!/^(GET|HEAD)$/.test(method)) return 'no-store'
  if (revalidated) return 'private, no-cache'
  return scope === 'public' && maxAge !== undefined ? `public, max-age=${maxAge}` : 'no-store'
}

/** Codings are written in any case, and gzip has an older name. */
function readEncoding({ headers }: FastifyRequest) {
  const coding = headers['content-encoding']?.trim().toLowerCase()
  if (coding !== undefined) headers['content-encoding'] = coding === 'x-gzip' ? 'gzip' : coding
}

/** Every representation depends on what encodings the client takes; a packed one has a strong tag of its own. */
function describeEncoding(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
  done: (error: null, payload: unknown) => void
) {
  if (reply.statusCode !== 204) vary(reply, 'accept-encoding')
  const encoding = reply.getHeader('content-encoding')
  const tag = reply.getHeader('etag')
  if (typeof encoding === 'string' && typeof tag === 'string') reply.header('etag', tagOfEncoding(tag, encoding))
  // A HEAD says what GET would; nothing is left open that nobody reads.
  if (request.method === 'HEAD' && payload instanceof Readable) payload.on('error', () => {})
  done(null, payload)
}

/**
 * Answers are data: a browser that shows one runs nothing, loads nothing and frames nothing. /docs says otherwise for itself. The
 * same for every answer, and so made once.
 */
function securityHeaders(publicUrl: string | undefined): Record<string, string> {
  const overHttps = publicUrl?.startsWith('https://') ?? false
  const make = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"], 'base-uri': ["'none'"] }
    },
    // Pages of other origins may read what CORS lets them.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    strictTransportSecurity: overHttps ? { maxAge: 31_536_000 } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' }
  })
  const made: Record<string, string> = {}
  const answer = {
    setHeader: (name: string, value: string) => {
      made[name.toLowerCase()] = value
    },
    removeHeader: () => {}
  }
  make({} as IncomingMessage, answer as unknown as ServerResponse, () => {})
  return made
}

const EXPOSED = `ETag, Link, Location, Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, X-Request-Id,
  traceparent, Changed-Until, Idempotency-Replayed, Content-Disposition, Allow, WWW-Authenticate, Preference-Applied,
  Write-Position`.split(/,\s*/)
const ALLOWED =
  `Authorization, Content-Type, Content-Encoding, Accept, If-Match, If-None-Match, Idempotency-Key, X-Sent-By,
  X-Request-Id, traceparent, Prefer, Write-Position`.split(/,\s*/)

/** Credentials are a header that a page must set itself, never cookies: so a page gets no further than its own key. */
async function allowOrigins(app: import('./app.ts').App, origins: readonly string[]) {
  app.addHook('onRoute', route => {
    // The plugin's own route, by which preflights reach its hook.
    if (route.url === '*') route.config = { ...route.config, scope: 'public' }
  })
  await app.register(cors, {
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: ALLOWED,
    exposedHeaders: EXPOSED,
    maxAge: 600,
    credentials: false,
    strictPreflight: false,
    // OPTIONS is answered with Allow where there is an address (methods.ts).
    preflightContinue: true
  })
}
