import type { App } from '../../platform/http/app.ts'
import { ById, ref } from '../../platform/http/schemas.ts'
import { collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { createBody, updateBody, withdrawBody } from './actions.ts'
import { findLineage } from './queries.ts'
import { body } from './record.ts'
import { Lineage } from './schemas.ts'

const kind = { ...body, create: createBody, update: updateBody, withdraw: withdrawBody }

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
