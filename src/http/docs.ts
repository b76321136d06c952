import scalar from '@scalar/fastify-api-reference'
import type { App } from './server.ts'

/** The reference at `/docs`: everything it needs comes from here, so that it works in a closed network. */
export async function docs(app: App) {
  // The plugin's routes declare no scope of their own.
  app.addHook('onRoute', route => {
    route.config = { ...route.config, scope: 'public' }
  })
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/docs'))
  await app.register(scalar, {
    routePrefix: '/docs',
    logLevel: 'silent',
    configuration: {
      url: '/openapi.json',
      withDefaultFonts: false,
      telemetry: false,
      showDeveloperTools: 'never',
      hideClientButton: true,
      agent: { disabled: true },
      mcp: { disabled: true },
      proxyUrl: ''
    }
  })
}
