import rateLimit from '@fastify/rate-limit'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { HttpProblem } from './problem.ts'
import { problems } from './problem-rules.ts'

/**
 * How much one caller may ask in a minute: requests by key or subject, counted once it is known who asks, and refused
 * credentials by address, counted before anybody is. Each process counts for itself.
 */

const MINUTE = 60_000
/** Callers and addresses that are counted at once; the longest unheard of is forgotten first. */
const MOST = 50_000

type Options = {
  /** Requests of one key or subject in a minute; 0 = no limit. */
  requests: number
  /** Refused credentials of one address in a minute; 0 = no limit. */
  failures: number
}

export type Limits = {
  /** Counts a request of the actor, and tells it in the headers what is left. @throws HttpProblem 429 */
  count(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** @throws HttpProblem 429 when the address has sent too many credentials that were refused. */
  refuseGuesser(request: FastifyRequest): Promise<void>
  /** Counts credentials that were refused. */
  countFailure(request: FastifyRequest): Promise<void>
}

declare module 'fastify' {
  interface FastifyInstance {
    limits: Limits
  }
}

/** `app.limits`. An address of IPv6 is counted by its network (/64), which one subscriber has whole. */
export const limits = fp<Options>(async (app, { requests, failures }) => {
  await app.register(rateLimit, { global: false })
  const shared = { timeWindow: MINUTE, cache: MOST }
  const perActor = app.createRateLimit({ ...shared, max: requests, keyGenerator: request => request.actor.id })
  const perAddress = app.createRateLimit({ ...shared, max: failures })

  app.decorate('limits', {
    async count(request, reply) {
      if (requests === 0) return
      const state = await perActor(request)
      if (state.isAllowed) return
      const headers = headersOf(state)
      if (state.isExceeded) {
        const detail = {
          en: `This key or subject may ask ${requests} times a minute; wait ${state.ttlInSeconds} seconds.`,
          sv: `Den här nyckeln eller användaren får fråga ${requests} gånger i minuten; vänta ${state.ttlInSeconds} sekunder.`
        }
        throw new HttpProblem(429, problems['too-many-requests'], detail, {
          ...headers,
          'retry-after': String(Math.max(1, state.ttlInSeconds))
        })
      }
      reply.headers(headers)
    },
    async refuseGuesser(request) {
      if (failures === 0) return
      const state = await perAddress(request, { increment: false })
      if (state.isAllowed || state.remaining > 0) return
      const detail = {
        en: `Too many keys or tokens of this address were refused; wait ${state.ttlInSeconds} seconds.`,
        sv: `För många nycklar eller token från den här adressen har nekats; vänta ${state.ttlInSeconds} sekunder.`
      }
      throw new HttpProblem(429, problems['too-many-failures'], detail, {
        ...headersOf(state),
        'retry-after': String(Math.max(1, state.ttlInSeconds))
      })
    },
    async countFailure(request) {
      if (failures > 0) await perAddress(request)
    }
  })
})

/** As the draft of the IETF names them (and browsers may read, where CORS is on). */
function headersOf({ max, remaining, ttlInSeconds }: { max: number; remaining: number; ttlInSeconds: number }) {
  return {
    'ratelimit-limit': String(max),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(ttlInSeconds)
  }
}
