import type { Socket } from 'node:net'
import fp from 'fastify-plugin'
import { HttpProblem } from './problem.ts'
import { problems } from './problem-rules.ts'

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
  new HttpProblem(
    503,
    problems.closing,
    { en: 'The service is closing; nothing was done.', sv: 'Tjänsten stängs; ingenting gjordes.' },
    { 'retry-after': '5', connection: 'close' }
  )

/** Milliseconds that a connection which has not sent the head of a request is given to send it, to be refused. */
const LAST_WORDS = 1_000

/** Refuses requests that come while the service closes, and parts with connections on which none has come. */
export const closing = fp(async app => {
  app.decorate('closing', { isAnnounced: false, isRefusing: false })
  // Load balancers and browsers connect ahead of time. Node closes a connection that rests after a request, and waits for
  // one that has not sent any.
  const silent = new Set<Socket>()
  app.server.on('connection', (socket: Socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
  })
  app.server.on('request', ({ socket }) => silent.delete(socket))
  app.addHook('preClose', async () => {
    app.closing.isAnnounced = true
    app.closing.isRefusing = true
    setTimeout(() => {
      for (const socket of silent) socket.destroy()
    }, LAST_WORDS).unref()
  })
  app.addHook('onRequest', (request, _reply, done) => {
    const isRefused = app.closing.isRefusing && !request.routeOptions.url?.startsWith('/health/')
    done(isRefused ? closingProblem() : undefined)
  })
})
