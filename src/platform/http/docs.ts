import { createHash } from 'node:crypto'
import scalar from '@scalar/fastify-api-reference'
import type { RouteOptions } from 'fastify'
import type { App } from './app.ts'
import { apiPrefix } from './openapi-info.ts'
import { staticAnswer } from './static.ts'

const HOUR = 3_600

// Two hands of a partnership, as it were; within the page, so that nothing is fetched for it.
const FAVICON = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="6" cy="8" r="5" fill="#005293"/><circle cx="10" cy="8" r="5" fill="#fecb00" fill-opacity=".8"/></svg>')}`

/** The reference at `/docs`: everything it needs comes from here, so that it works in a closed network. */
export async function docs(app: App, { publicUrl }: { publicUrl: string | undefined }) {
  // The plugin's routes declare no scope of their own.
  app.addHook('onRoute', route => {
    route.config = { ...route.config, scope: 'public', maxAge: HOUR }
    if (route.url.endsWith('.js')) packOnce(route)
  })
  app.addHook('onSend', async (_request, reply, payload) => {
    if (typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html')) {
      reply.header('content-security-policy', policyOf(payload))
    }
    return payload
  })
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.redirect('/docs'))
  await app.register(scalar, {
    routePrefix: '/docs',
    logLevel: 'silent',
    configuration: {
      url: '/openapi.json',
      pageTitle: 'partnerskap: API reference',
      favicon: FAVICON,
      // Where the page itself came from, so that "try it" works by whatever name that is.
      servers: [{ url: (publicUrl ?? '') + apiPrefix }],
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

/** The script of the page is five megabytes of a text that does not change. */
function packOnce(route: RouteOptions) {
  const { handler } = route as unknown as { handler: (request: unknown, reply: unknown) => string }
  const reply = { header: () => reply, send: (text: string) => text }
  route.handler = staticAnswer(() => handler({}, reply), 'application/javascript; charset=utf-8') as never
}

let policy: { page: string; text: string } | undefined

/** What the page may do: run its own script and the lines that stand in it, style itself, and ask this service. */
function policyOf(page: string): string {
  if (policy?.page === page) return policy.text
  const hashes = [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(
    ([, script]) => `'sha256-${createHash('sha256').update(script!).digest('base64')}'`
  )
  const text = [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`.trim(),
    // Written by the script as it draws.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'"
  ].join('; ')
  policy = { page, text }
  return text
}
