import { findRecord } from '../database/records.ts'
import { ById, ref } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { collectionRoutes, type Kind, recordRoutes } from '../records/kit.ts'
import { changed } from '../records/words.ts'
import { createBody, updateBody, withdrawBody } from './actions.ts'
import { type BodyRow, bodyList, findLineage } from './queries.ts'
import { Body, BodyPage, BodyPatch, BodyQuery, Lineage, NewBody } from './schemas.ts'
import { bodies } from './tables.ts'

const schemas = { One: Body, Page: BodyPage, Query: BodyQuery, New: NewBody, Patch: BodyPatch }

const kind: Kind<typeof schemas, BodyRow> = {
  noun: 'Body',
  plural: 'Bodies',
  tag: 'bodies',
  scope: 'bodies',
  schemas,
  list: bodyList,
  says: {
    list: ['List bodies', 'Council, executive board, committees and departments, by name.'],
    create: ['Register a body', 'Registers a council, board, committee or department.'],
    get: ['Show a body', 'The body as it is registered now.'],
    update: ['Change a body', changed],
    withdraw: [
      'Withdraw a body',
      'Takes back a body that was registered in error. One that has decided something stays.'
    ]
  },
  find: (db, ref) => findRecord(db, bodies, 'body', ref),
  create: (tx, actor, { municipalityCode }, sent) => createBody(tx, actor, municipalityCode, sent),
  update: updateBody,
  withdraw: withdrawBody
}

export async function bodyRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)

  app.get(
    '/:id/lineage',
    {
      config: { scope: 'bodies:read' },
      schema: {
        operationId: 'getBodyLineage',
        tags: ['bodies'],
        summary: 'Show what a body was before and became',
        description: 'The bodies that it took over from and that took over from it, nearest first.',
        params: ById,
        response: { 200: ref(Lineage) }
      }
    },
    request => findLineage(app.database, request.params)
  )
}
