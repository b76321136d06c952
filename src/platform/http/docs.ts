import { createHash } from 'node:crypto'
import scalar from '@scalar/fastify-api-reference'
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { type Language, languages } from '../../base/language.ts'
import type { App } from './app.ts'
import { contentsPage } from './docs-contents.ts'
import { referencePage, referenceSettings } from './docs-reference.ts'
import { answeringIn } from './language.ts'
import { openapiDocument } from './openapi.ts'
import { cutToTag } from './openapi-cut.ts'
import { tags } from './openapi-info.ts'
import { staticAnswer } from './static.ts'

const HOUR = 3_600
const HTML = 'text/html; charset=utf-8'
const SCRIPT = '/docs/all/js/scalar.js'

/**
 * The reference: contents at `/docs/`, a page for each tag at `/docs/{tag}`, everything on one page at `/docs/all/`. The
 * library draws all that its document holds before it shows any of it: 40 operations take half the processor time of 288.
 * All that the pages need comes from here, so that they work in a closed network.
 */
export async function docs(app: App, { publicUrl }: { publicUrl: string | undefined }) {
  // The plugin's routes declare no scope of their own.
  app.addHook('onRoute', route => {
    route.config = { ...route.config, scope: 'public', maxAge: HOUR }
    if (route.url === SCRIPT) packOnce(route)
  })
  app.addHook('onSend', async (_request, reply, payload) => {
    if (typeof payload === 'string' && String(reply.getHeader('content-type')).startsWith('text/html')) {
      reply.header('content-security-policy', policyOf(payload))
    }
    return payload
  })
  const schema = { hide: true }
  app.get('/', { schema }, (_request, reply) => reply.redirect('/docs'))
  app.get('/docs', { schema }, (_request, reply) => reply.redirect('/docs/', 301))
  app.get(
    '/docs/',
    { schema },
    inEach(language => htmlAnswer(() => contentsPage(openapiDocument(language), language)))
  )
  for (const { name } of tags) {
    app.get(
      `/docs/${name}`,
      { schema },
      inEach(language => htmlAnswer(() => referencePage(name, SCRIPT, publicUrl, language)))
    )
    app.get(
      `/docs/${name}/openapi.json`,
      { schema },
      inEach(language => staticAnswer(() => documentOf(name, language), 'application/json'))
    )
  }
  await app.register(scalar, {
    routePrefix: '/docs/all',
    logLevel: 'silent',
    configuration: {
      ...referenceSettings(publicUrl),
      url: '/openapi.json',
      pageTitle: 'partnerskap: API reference'
    }
  })
}

type Answer = (request: FastifyRequest, reply: FastifyReply) => unknown

/** An answer for each language, each made when it is first asked for, and the one that the request prefers. */
function inEach(answerIn: (language: Language) => Answer): Answer {
  const answers = new Map(languages.map(language => [language, answerIn(language)]))
  return (request, reply) => answers.get(answeringIn(request, reply))!(request, reply)
}

/** A page that is made once, with the policy that lets it do what it does. */
function htmlAnswer(make: () => string) {
  let page: string | undefined
  let policy: string | undefined
  const made = () => {
    page ??= make()
    return page
  }
  const answer = staticAnswer(made, HTML)
  return (request: FastifyRequest, reply: FastifyReply) => {
    policy ??= policyOf(made())
    reply.header('content-security-policy', policy)
    return answer(request, reply)
  }
}

function documentOf(tag: string, language: Language): string {
  const document = cutToTag(openapiDocument(language), tag)
  const { description } = document.tags[0]!
  const info = { ...document.info, title: `${document.info.title}: ${tag}`, description }
  return JSON.stringify({ ...document, info })
}

/** The library is five megabytes of a text that does not change. */
function packOnce(route: RouteOptions) {
  const { handler } = route as unknown as { handler: (request: unknown, reply: unknown) => string }
  const reply = { header: () => reply, send: (text: string) => text }
  route.handler = staticAnswer(() => handler({}, reply), 'application/javascript; charset=utf-8')
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
