import scalar from '@scalar/fastify-api-reference'
import type { App } from './server.ts'

// Two hands of a partnership, as it were; within the page, so that nothing is fetched for it.
const FAVICON = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="6" cy="8" r="5" fill="#005293"/><circle cx="10" cy="8" r="5" fill="#fecb00" fill-opacity=".8"/></svg>')}`

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
      pageTitle: 'partnerskap: API reference',
      favicon: FAVICON,
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
