import fp from 'fastify-plugin'
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client'

/** `GET /metrics`: the process, and the time that requests take by route (its template, never the address).
 * Registered before the routes that it measures. */
export const metrics = fp(async app => {
  const register = new Registry()
  collectDefaultMetrics({ register })
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [register]
  })
  app.addHook('onResponse', async (request, reply) => {
    const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode }
    duration.observe(labels, reply.elapsedTime / 1000)
  })
  app.addHook('onClose', async () => register.clear())
  const options = { config: { scope: 'public' }, schema: { hide: true }, logLevel: 'warn' } as const
  app.get('/metrics', options, async (_request, reply) => {
    return reply.type(register.contentType).send(await register.metrics())
  })
})
