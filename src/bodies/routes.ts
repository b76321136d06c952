import { findRecord } from '../database/records.ts'
import { historyRoute } from '../events/history.ts'
import { ifMatch } from '../http/etag.ts'
import { page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { create, write } from '../http/write.ts'
import { createBody, updateBody, withdrawBody } from './actions.ts'
import { bodyList, findLineage } from './queries.ts'
import { Body, BodyPage, BodyPatch, BodyQuery, Lineage, NewBody } from './schemas.ts'
import { bodies } from './tables.ts'

const tags = ['bodies']
const read = { scope: 'bodies:read' }
const change = { scope: 'bodies:write' }

export async function bodyRoutes(app: App) {
  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listBodies',
        tags,
        summary: 'List bodies',
        description: 'Council, executive board, committees and departments, by name.',
        params: OfMunicipality,
        querystring: BodyQuery,
        response: { 200: ref(BodyPage) }
      }
    },
    (request, reply) => page(request, reply, bodyList, request.params)
  )

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createBody',
        tags,
        summary: 'Register a body',
        description: 'Registers a council, board, committee or department.',
        params: OfMunicipality,
        body: ref(NewBody),
        response: { 201: ref(Body) }
      }
    },
    (request, reply) =>
      create(request, reply, tx => createBody(tx, request.actor, request.params.municipalityCode, request.body))
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getBody',
        tags,
        summary: 'Show a body',
        description: 'The body as it is registered now.',
        params: ById,
        response: { 200: ref(Body) }
      }
    },
    request => findRecord(app.database, bodies, 'body', request.params)
  )

  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updateBody',
        tags,
        summary: 'Change a body',
        description: 'Changes the properties given (JSON merge patch); demands If-Match.',
        params: ById,
        headers: IfMatch,
        body: ref(BodyPatch),
        response: { 200: ref(Body) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => updateBody(tx, request.actor, request.params, request.body, ifMatch(request)))
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawBody',
        tags,
        summary: 'Withdraw a body',
        description: 'Takes back a body that was registered in error. One that has decided something stays.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(Body) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => withdrawBody(tx, request.actor, request.params, request.body.reason))
  )

  app.get(
    '/:id/lineage',
    {
      config: read,
      schema: {
        operationId: 'getBodyLineage',
        tags,
        summary: 'Show what a body was before and became',
        description: 'The bodies that it took over from and that took over from it, nearest first.',
        params: ById,
        response: { 200: ref(Lineage) }
      }
    },
    request => findLineage(app.database, request.params)
  )

  historyRoute(app, { ...read, tag: 'bodies', noun: 'Body' })
}
