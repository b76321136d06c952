import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { today } from '../../base/dates.ts'
import type { App } from '../../platform/http/app.ts'
import { ANY_CALLER, demandScope } from '../../platform/http/authentication.ts'
import { ifMatch } from '../../platform/http/if-match.ts'
import { languageOf } from '../../platform/http/language.ts'
import { choose, refuseIdle } from '../../platform/http/negotiation.ts'
import { IfMatch, ref } from '../../platform/http/schemas.ts'
import { vary } from '../../platform/http/vary.ts'
import { write } from '../../platform/http/write.ts'
import { findMunicipality } from '../../register/municipalities/queries.ts'
import { contentSecurityPolicy } from './html.ts'
import { tellers } from './papers.ts'
import { OfPaper, OfTemplate, PaperQuery, PaperTemplate, PaperTemplateContent } from './record.ts'
import { type PaperFormat, type PaperKind, scopesOfPapers } from './rules.ts'
import { findTemplate, putTemplate } from './templates.ts'
import { PaperThread } from './thread.ts'
import type { Labels } from './told.ts'

const tags = ['papers']
const mediaTypes: Record<PaperFormat, string> = { html: 'text/html', pdf: 'application/pdf' }
const scopes = Object.fromEntries(Object.entries(scopesOfPapers).map(([kind, [scope]]) => [kind, scope]))

/** `/papers`: what is handed to people, made of the register when it is asked for. */
export async function paperRoutes(app: App, { labels }: { labels: Labels }) {
  const thread = new PaperThread()
  app.addHook('onClose', () => thread.close())

  app.get(
    '/:kind/:id',
    {
      config: {
        scope: ANY_CALLER,
        scopeBy: { parameter: 'kind', scopes },
        content: {
          response: {
            'text/html': { schema: { type: 'string' }, example: '<!doctype html>…' },
            'application/pdf': { schema: { type: 'string', format: 'binary' } }
          }
        },
        problems: [413, 422]
      },
      schema: {
        operationId: 'getPaper',
        tags,
        summary: 'Make a paper',
        description:
          'Of the decision, agreement, payment or organisation of the id, as HTML or PDF. yearlyStatement demands the scopes of all that it tells. Confidential parts are left out.',
        params: OfPaper,
        querystring: PaperQuery
      }
    },
    (request, reply) => sendPaper(request, reply, { ...request.params, ...request.query, labels, thread })
  )
}

type Wanted = Static<typeof OfPaper> & Static<typeof PaperQuery> & { labels: Labels; thread: PaperThread }

async function sendPaper(request: FastifyRequest, reply: FastifyReply, wanted: Wanted): Promise<string | Uint8Array> {
  const { municipalityCode, kind, id, organisationId, year, labels, thread } = wanted
  for (const scope of scopesOfPapers[kind]) demandScope(request.actor, scope)
  refuseIdleParameters(kind, wanted)
  const format = wanted.format ?? formatOf(request)
  const language = wanted.lang ?? languageOf(request, ['sv', 'en'])
  const db = request.server.database
  const { name: municipality } = await findMunicipality(db, municipalityCode)
  const asked = { db, actor: request.actor, ref: { municipalityCode, id }, language, labels, municipality }
  const { data, madeAt } = await tellers[kind]({ ...asked, today: today(), organisationId, year })
  const { template } = await findTemplate(db, { municipalityCode, kind, language })
  const paper = await thread.make(municipalityCode, { kind, format, language, template, data, madeAt })
  if (!wanted.lang) vary(reply, 'accept-language')
  reply.header('content-language', language)
  reply.header('content-disposition', `inline; filename="${kind}-${id}.${format}"`)
  if (format === 'html') {
    reply.header('content-security-policy', contentSecurityPolicy)
    return reply.type('text/html; charset=utf-8').send(paper)
  }
  return reply.type('application/pdf').send(Buffer.from(paper as Uint8Array))
}

/** @throws HttpProblem 406 */
function formatOf(request: FastifyRequest): PaperFormat {
  return choose(request, Object.values(mediaTypes)) === mediaTypes.pdf ? 'pdf' : 'html'
}

/** @throws Malformed */
function refuseIdleParameters(kind: PaperKind, { organisationId, year }: Static<typeof PaperQuery>): void {
  if (organisationId !== undefined && kind !== 'decisionLetter')
    refuseIdle('organisationId', `has no effect on ${kind}`, `har ingen verkan på ${kind}`)
  if (year !== undefined && kind !== 'yearlyStatement')
    refuseIdle('year', `has no effect on ${kind}`, `har ingen verkan på ${kind}`)
}

/** `/paper-templates`. */
export async function paperTemplateRoutes(app: App) {
  app.get(
    '/:kind/:language',
    {
      config: { scope: 'paper-templates:read' },
      schema: {
        operationId: 'getPaperTemplate',
        tags,
        summary: 'Show what a paper is made of',
        description: 'The template in use; what it may name: docs/papers.md.',
        params: OfTemplate,
        response: { 200: ref(PaperTemplate) }
      }
    },
    request => findTemplate(app.database, request.params)
  )

  app.put(
    '/:kind/:language',
    {
      config: { scope: 'paper-templates:write' },
      schema: {
        operationId: 'putPaperTemplate',
        tags,
        summary: 'Replace what a paper is made of',
        description:
          'Tries the template and puts it in place for HTML and PDF (docs/papers.md). Faults are told with their lines. A later change demands If-Match.',
        params: OfTemplate,
        headers: IfMatch,
        body: ref(PaperTemplateContent),
        response: { 200: ref(PaperTemplate), 201: ref(PaperTemplate) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const { row, created } = await putTemplate(tx, request.actor, request.params, request.body, () =>
          ifMatch(request)
        )
        if (created) reply.code(201).header('location', request.url.split('?')[0]!)
        return row
      })
  )
}
