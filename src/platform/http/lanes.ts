import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { type Work, work } from '../database/work.ts'
import { standbyFor } from './reading.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Connections that the operation works over; those of short requests unless told. */
    lane?: Work['lane']
  }
}

/**
 * Says whose work a request is, over which connections it is done, and from which server it reads. Registered after authentication: what a stranger asks
 * for counts to nobody's share.
 */
export const lanes = fp(async app => {
  app.addHook('onRequest', (request, _reply, done) => work.run(workOf(request), done))
  // Reading a body goes on in the context of the socket.
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.method === 'GET' || request.method === 'HEAD') done()
    else work.run(workOf(request), done)
  })
})

function workOf(request: FastifyRequest): Work {
  const { routeOptions, params } = request
  const { municipalityCode = '' } = params as { municipalityCode?: string }
  return { lane: routeOptions.config.lane ?? 'requests', municipalityCode, standby: standbyFor(request) }
}
