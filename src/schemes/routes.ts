import { findRecord } from '../database/records.ts'
import { historyRoute } from '../events/history.ts'
import { ifMatch } from '../http/etag.ts'
import { page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { create, write } from '../http/write.ts'
import { createScheme, updateScheme, withdrawScheme } from './actions.ts'
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
        description: 'Grant schemes, by name.',
        params: OfMunicipality,
        querystring: SchemeQuery,
        response: { 200: ref(SchemePage) }
      }
    },
    (request, reply) => page(request, reply, schemeList, request.params)
  )

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createScheme',
        tags,
        summary: 'Register a scheme',
        description: 'Registers a grant scheme of a scheme, or of the whole municipality.',
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

  historyRoute(app, { ...read, tag: 'schemes', noun: 'Scheme' })
}
