import type { App } from '../../platform/http/app.ts'
import { page } from '../../platform/http/pagination.ts'
import { ById, ref } from '../../platform/http/schemas.ts'
import { act, collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { createOrganisation, updateOrganisation, withdrawOrganisation } from './actions.ts'
import { setConfidentiality } from './confidential.ts'
import { Confidentiality } from './confidential-record.ts'
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
  act(app, { ...kind, tag: 'personal-data' }, 'confidentiality', {
    operationId: 'setConfidentiality',
    says: [
      'Make an organisation confidential, or end it',
      'A neutral name stands in the place of its name, numbers, contacts and accounts in records, events and kept answers, and nothing of it is published. Ending it puts them back. Kept apart: `GET …/personal-data`.'
    ],
    scope: 'personal-data:write',
    body: Confidentiality,
    run: setConfidentiality
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
