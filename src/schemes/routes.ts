import type { FastifyReply, FastifyRequest } from 'fastify'
import { findRecord } from '../database/records.ts'
import { Malformed } from '../errors.ts'
import { historyRoute } from '../events/history.ts'
import { ifMatch } from '../http/etag.ts'
import { page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { create, write } from '../http/write.ts'
import { schemeActRoutes } from './act-routes.ts'
import { createScheme, updateScheme, withdrawScheme } from './actions.ts'
import type { OpenAnswer } from './open-rules.ts'
import { findOpenings, idsWith } from './openings.ts'
import { schemePartRoutes } from './part-routes.ts'
import { schemeList } from './queries.ts'
import { NewScheme, Scheme, SchemePage, SchemePatch, SchemeQuery } from './schemas.ts'
import { schemes } from './tables.ts'

const tags = ['schemes']
const read = { scope: 'schemes:read' }
const change = { scope: 'schemes:write' }

export async function schemeRoutes(app: App) {
  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listSchemes',
        tags,
        summary: 'List schemes',
        description:
          'Grant schemes, by name. With openOn only those that take applications that day, each with its answer.',
        params: OfMunicipality,
        querystring: SchemeQuery,
        response: { 200: ref(SchemePage) }
      }
    },
    async (request, reply) => (await listSchemes(request, reply)) as never
  )

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createScheme',
        tags,
        summary: 'Register a scheme',
        description: 'Registers a grant scheme of a body, or of the whole municipality.',
        params: OfMunicipality,
        body: ref(NewScheme),
        response: { 201: ref(Scheme) }
      }
    },
    (request, reply) =>
      create(request, reply, tx => createScheme(tx, request.actor, request.params.municipalityCode, request.body))
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getScheme',
        tags,
        summary: 'Show a scheme',
        description: 'The scheme as it is registered now.',
        params: ById,
        response: { 200: ref(Scheme) }
      }
    },
    request => findRecord(app.database, schemes, 'scheme', request.params)
  )

  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updateScheme',
        tags,
        summary: 'Change a scheme',
        description: 'Changes the properties given (JSON merge patch); demands If-Match.',
        params: ById,
        headers: IfMatch,
        body: ref(SchemePatch),
        response: { 200: ref(Scheme) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => updateScheme(tx, request.actor, request.params, request.body, ifMatch(request)))
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawScheme',
        tags,
        summary: 'Withdraw a scheme',
        description: 'Takes back a scheme that was registered in error. One that lines stand under stays.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(Scheme) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => withdrawScheme(tx, request.actor, request.params, request.body.reason))
  )

  await schemeActRoutes(app)
  await schemePartRoutes(app)
  historyRoute(app, { ...read, tag: 'schemes', noun: 'Scheme' })
}

async function listSchemes(request: FastifyRequest, reply: FastifyReply) {
  const params = request.params as { municipalityCode: string }
  const { openOn, openAnswer = 'yes' } = request.query as { openOn?: string; openAnswer?: OpenAnswer | 'any' }
  if (!openOn && Object.hasOwn(request.query as object, 'openAnswer')) {
    throw new Malformed('validation', 'openAnswer goes with openOn.', [{ field: 'openOn', message: 'is required' }])
  }
  if (!openOn) return await page(request, reply, schemeList, params)
  const { openings } = await findOpenings(request.server.database, params.municipalityCode, openOn)
  const hides = openAnswer === 'yes' || openAnswer === 'no'
  const ids = { openIds: idsWith(openings, openAnswer), unknownIds: hides ? idsWith(openings, 'unknown') : [] }
  const { items, meta } = await page(request, reply, schemeList, { ...params, ...ids })
  return { items: items.map(item => ({ ...item, open: openings.get(item.id) })), meta }
}
