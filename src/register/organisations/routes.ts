import type { App } from '../../platform/http/app.ts'
import { page } from '../../platform/http/pagination.ts'
import { ById, ref } from '../../platform/http/schemas.ts'
import { act, ask, collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { createOrganisation, updateOrganisation, withdrawOrganisation } from './actions.ts'
import { findConfidentialValues, setConfidentiality } from './confidential.ts'
import { Confidentiality, ConfidentialValues } from './confidential-record.ts'
import { Merge, mergeOrganisation } from './merge.ts'
import { standing } from './part-actions.ts'
import { TwinQuery, twinList } from './queries.ts'
import { organisation } from './record.ts'

const kind = {
  ...organisation,
  create: createOrganisation,
  update: updateOrganisation,
  withdraw: withdrawOrganisation,
  follow: standing
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
  act(app, kind, 'confidentiality', {
    operationId: 'setConfidentiality',
    says: [
      'Make an organisation confidential, or end it',
      'Its name, numbers, contacts and accounts are taken out of every record, event and kept answer, and a neutral name stands there; what is published leaves it out. Ending it puts them back.'
    ],
    scope: 'confidential:write',
    body: Confidentiality,
    run: setConfidentiality
  })
  ask(app, { tag: 'organisations', scope: 'confidential' }, 'confidential-values', {
    operationId: 'getConfidentialValues',
    says: ['Show what is kept apart of a confidential organisation', 'Its values, by record and column.'],
    answer: ConfidentialValues,
    run: findConfidentialValues
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
        response: { 200: ref(organisation.schemas.Page) }
      }
    },
    async (request, reply) => {
      const { twinKey, searchKey } = await organisation.find(app.database, request.params)
      return await page(request, reply, twinList, { ...request.params, twinKey, searchKey })
    }
  )
}
