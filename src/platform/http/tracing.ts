import { randomFillSync, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** A request is known by two names: its own id, and the trace that it is a part of (W3C Trace Context). */

const SANE_ID = /^[A-Za-z0-9._-]{1,100}$/
const TRACEPARENT = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?$/

/** The caller's X-Request-Id where it is sane, else a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && SANE_ID.test(given) ? given : randomUUID()
}

const TRACE_PARENT = Symbol('traceparent')
type Traced = IncomingMessage & { [TRACE_PARENT]?: string }

/** The caller's traceparent where it is well-formed, else that of a new trace. A malformed one is ignored. */
export function traceparentOf(request: Traced): string {
  const known = request[TRACE_PARENT]
  if (known) return known
  const given = request.headers.traceparent
  const [, version, , rest] = (typeof given === 'string' && TRACEPARENT.exec(given)) || []
  const taken = version && !(version === '00' && rest !== undefined)
  const traceparent = taken ? (given as string) : newTraceparent()
  request[TRACE_PARENT] = traceparent
  return traceparent
}

export function traceIdOf(request: IncomingMessage): string {
  return traceparentOf(request).slice(3, 35)
}

/** Answers the request under both its names. */
export function nameAnswer(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('x-request-id', request.id).header('traceparent', traceparentOf(request.raw))
}

const TRACE = 16
const TRACE_AND_SPAN = 24
const chance = Buffer.alloc(TRACE_AND_SPAN * 200)
let drawn = chance.length

/** Chance is drawn ahead: asking the system for each request costs more than all else here. */
function newTraceparent(): string {
  if (drawn === chance.length) {
    randomFillSync(chance)
    drawn = 0
  }
  const trace = chance.toString('hex', drawn, drawn + TRACE)
  const span = chance.toString('hex', drawn + TRACE, drawn + TRACE_AND_SPAN)
  drawn += TRACE_AND_SPAN
  return `00-${trace}-${span}-00`
}
