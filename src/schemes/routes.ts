import type { FastifyReply, FastifyRequest } from 'fastify'
import { findRecord } from '../database/records.ts'
import { today } from '../dates.ts'
import type { App } from '../http/app.ts'
import { page } from '../http/pagination.ts'
import { OfMunicipality, ref } from '../http/schemas.ts'
import { collectionRoutes, type Kind, recordRoutes } from '../records/kit.ts'
import { changed } from '../records/words.ts'
import { schemeActRoutes } from './act-routes.ts'
import { createScheme, updateScheme, withdrawScheme } from './actions.ts'
import type { OpenAnswer } from './open-rules.ts'
import { findOpenings, openIds } from './openings.ts'
import { schemePartRoutes } from './part-routes.ts'
import { schemeList } from './queries.ts'
import { NewScheme, Scheme, SchemePage, SchemePatch, SchemeQuery } from './schemas.ts'
import { schemes } from './tables.ts'

const schemas = { One: Scheme, Page: SchemePage, Query: SchemeQuery, New: NewScheme, Patch: SchemePatch }

const kind: Kind<typeof schemas, typeof schemes.$inferSelect> = {
  noun: 'Scheme',
  plural: 'Schemes',
  tag: 'schemes',
  scope: 'schemes',
  schemas,
  says: {
    create: ['Register a scheme', 'Registers a grant scheme of a body, or of the whole municipality.'],
    get: ['Show a scheme', 'The scheme as it is registered now.'],
    update: ['Change a scheme', changed],
    withdraw: [
      'Withdraw a scheme',
      'Takes back a scheme that was registered in error. One that lines stand under stays.'
    ]
  },
  find: (db, ref) => findRecord(db, schemes, 'scheme', ref),
  create: (tx, actor, { municipalityCode }, sent) => createScheme(tx, actor, municipalityCode, sent),
  update: updateScheme,
  withdraw: withdrawScheme
}

export async function schemeRoutes(app: App) {
  app.get(
    '',
    {
      config: { scope: 'schemes:read' },
      schema: {
        operationId: 'listSchemes',
        tags: ['schemes'],
        summary: 'List schemes',
        description:
          'Grant schemes, by name. With `open` only those that take applications on the day (or do not, or may), with `validOn` all; each with its answer.',
        params: OfMunicipality,
        querystring: SchemeQuery,
        response: { 200: ref(SchemePage) }
      }
    },
    async (request, reply) => (await listSchemes(request, reply)) as never
  )

  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  await schemeActRoutes(app)
  await schemePartRoutes(app)
}

async function listSchemes(request: FastifyRequest, reply: FastifyReply) {
  const params = request.params as { municipalityCode: string }
  const { open, validOn } = request.query as { open?: OpenAnswer; validOn?: string }
  if (!open && !validOn) return await page(request, reply, schemeList, params)
  const { openings } = await findOpenings(request.server.database, params.municipalityCode, validOn ?? today())
  const { items, meta } = await page(request, reply, schemeList, { ...params, ...openIds(openings, open) })
  return { items: items.map(item => ({ ...item, open: openings.get(item.id) })), meta }
}
