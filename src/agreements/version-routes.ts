import type { App } from '../http/app.ts'
import { ById, ref } from '../http/schemas.ts'
import { indexedAmounts } from './committed.ts'
import {
  AgreementDifferences,
  AgreementVersionPage,
  DifferenceQuery,
  IndexedAmounts,
  IndexQuery,
  VersionQuery
} from './version-schemas.ts'
import { compareVersions, listVersions } from './versions.ts'

/** What was done to an agreement, and what follows from what it says. */
export async function agreementVersionRoutes(app: App) {
  const config = { scope: 'agreements:read' }
  const tags = ['agreements']

  app.get(
    '/:id/versions',
    {
      config,
      schema: {
        operationId: 'listAgreementVersions',
        tags,
        summary: 'List the versions of an agreement',
        description: 'Every step, amendment and correction, oldest first, with decision, reason and what it changed.',
        params: ById,
        querystring: VersionQuery,
        response: { 200: ref(AgreementVersionPage) }
      }
    },
    async (request, reply) => (await listVersions(request, reply, request.params)) as never
  )

  app.get(
    '/:id/differences',
    {
      config: { ...config, problems: [422] },
      schema: {
        operationId: 'compareAgreementVersions',
        tags,
        summary: 'Compare two versions of an agreement',
        description: 'What differs between what two versions say, place by place.',
        params: ById,
        querystring: DifferenceQuery,
        response: { 200: ref(AgreementDifferences) }
      }
    },
    async request => (await compareVersions(app.database, request.actor, request.params, request.query)) as never
  )

  app.get(
    '/:id/indexed-amounts',
    {
      config: { ...config, problems: [409] },
      schema: {
        operationId: 'getIndexedAmounts',
        tags,
        summary: 'Show amounts after a change of the index',
        description:
          'What the index clause makes of the amounts in money: computed and shown, never applied by itself.',
        params: ById,
        querystring: IndexQuery,
        response: { 200: ref(IndexedAmounts) }
      }
    },
    request => indexedAmounts(app.database, request.params, request.query)
  )
}
