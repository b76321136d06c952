import fp from 'fastify-plugin'
import { HttpProblem } from './problem.ts'

declare module 'fastify' {
  interface FastifyInstance {
    closing: Closing
  }
}

/** How far the service has come with closing. */
export type Closing = {
  /** It is about to close, and says so to whoever asks whether it is ready; requests are still taken. */
  isAnnounced: boolean
  /** Requests that come now are refused; those under way are finished. */
  isRefusing: boolean
}

/** What whoever asks too late is told. */
export const closingProblem = () =>
  new HttpProblem(503, 'closing', 'The service is closing; nothing was done.', {
    'retry-after': '5',
    connection: 'close'
  })

/** Refuses requests that come while the service closes. */
export const closing = fp(async app => {
  app.decorate('closing', { isAnnounced: false, isRefusing: false })
  app.addHook('preClose', async () => {
    app.closing.isAnnounced = true
    app.closing.isRefusing = true
  })
  app.addHook('onRequest', async request => {
    if (app.closing.isRefusing && !request.routeOptions.url?.startsWith('/health/')) throw closingProblem()
  })
})
