import type { HTTPMethods } from 'fastify'
import type { App } from './app.ts'
import { HttpProblem } from './problem.ts'
import { problems } from './problem-rules.ts'

const METHODS: HTTPMethods[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE']

/**
 * Answers 405 with Allow where an address exists but the method does not, and OPTIONS with Allow. Registered last,
 * when all routes are known: hidden routes take the missing methods, so that the router itself says which is which.
 */
export async function methodsNotAllowed(app: App) {
  const routes = new Map<string, { url: string; methods: Set<string> }>()
  for (const { url, method } of app.routeTable) {
    if (url.includes('*')) continue
    const shape = url.replaceAll(/:\w+/g, ':')
    const route = routes.get(shape) ?? { url, methods: new Set() }
    for (const each of [method].flat()) route.methods.add(each)
    routes.set(shape, route)
  }
  for (const { url, methods } of routes.values()) {
    const missing = METHODS.filter(method => !methods.has(method))
    const allow = METHODS.filter(method => methods.has(method) || method === 'OPTIONS').join(', ')
    app.route({
      method: missing,
      url,
      exposeHeadRoute: false,
      config: { scope: 'public' },
      schema: { hide: true },
      // Before the body is read: its size and type do not matter.
      onRequest: async (request, reply) => {
        if (request.method === 'OPTIONS') return reply.code(204).header('allow', allow).send()
        const detail = {
          en: `${request.method} is not possible here; ${allow} are.`,
          sv: `${request.method} går inte här; ${allow} går.`
        }
        throw new HttpProblem(405, problems['method-not-allowed'], detail, { allow })
      },
      handler: () => undefined
    })
  }
}
