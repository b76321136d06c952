import { findRecord } from '../database/records.ts'
import type { App } from '../http/app.ts'
import { page } from '../http/pagination.ts'
import { ById, ref } from '../http/schemas.ts'
import { act, collectionRoutes, type Kind, recordRoutes } from '../records/kit.ts'
import { changed } from '../records/words.ts'
import { createOrganisation, updateOrganisation, withdrawOrganisation } from './actions.ts'
import { mergeOrganisation } from './merge.ts'
import { organisationList, twinList } from './queries.ts'
import {
  Merge,
  NewOrganisation,
  Organisation,
  OrganisationPage,
  OrganisationPatch,
  OrganisationQuery,
  TwinQuery
} from './schemas.ts'
import { organisations } from './tables.ts'

const schemas = {
  One: Organisation,
  Page: OrganisationPage,
  Query: OrganisationQuery,
  New: NewOrganisation,
  Patch: OrganisationPatch
}

const kind: Kind<typeof schemas, typeof organisations.$inferSelect> = {
  noun: 'Organisation',
  plural: 'Organisations',
  tag: 'organisations',
  scope: 'organisations',
  schemas,
  list: organisationList,
  says: {
    list: [
      'List organisations',
      'Associations, foundations and study associations, by name; `search` finds Länkarna for lankarna.'
    ],
    create: ['Register an organisation', 'Registers an organisation, with an organisation number or without one.'],
    get: ['Show an organisation', 'The organisation as it is registered now.'],
    update: ['Change an organisation', changed],
    withdraw: [
      'Withdraw an organisation',
      'Takes back an organisation that was registered in error. One that decision lines name is merged instead.'
    ]
  },
  find: (db, ref) => findRecord(db, organisations, 'organisation', ref),
  create: (tx, actor, { municipalityCode }, sent) => createOrganisation(tx, actor, municipalityCode, sent),
  update: updateOrganisation,
  withdraw: withdrawOrganisation
}

export async function organisationRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  act(app, kind, 'merge', {
    operationId: 'mergeOrganisation',
    says: [
      'Merge an organisation into another',
      'The organisation proved to be another that is registered: its lines are moved there, and old ids, names and references find it. Both histories are kept.'
    ],
    body: Merge,
    run: mergeOrganisation
  })

  app.get(
    '/:id/twins',
    {
      config: { scope: 'organisations:read' },
      schema: {
        operationId: 'listOrganisationTwins',
        tags: ['organisations'],
        summary: 'List likely twins',
        description: 'Organisations that may be the same, likeliest first. Offered to a person, never merged by guess.',
        params: ById,
        querystring: TwinQuery,
        response: { 200: ref(OrganisationPage) }
      }
    },
    async (request, reply) => {
      const { twinKey, searchKey } = await findRecord(app.database, organisations, 'organisation', request.params)
      return (await page(request, reply, twinList, { ...request.params, twinKey, searchKey })) as never
    }
  )
}
