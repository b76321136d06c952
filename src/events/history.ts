import { ById, ref } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { listHistory } from './queries.ts'
import { EventPage, HistoryQuery } from './schemas.ts'

/** `GET …/{id}/history` of a module's records; `noun` as in `getOrganisationHistory`. */
export function historyRoute(app: App, { scope, tag, noun }: { scope: string; tag: string; noun: string }) {
  const subjectType = noun.charAt(0).toLowerCase() + noun.slice(1)
  app.get(
    '/:id/history',
    {
      config: { scope },
      schema: {
        operationId: `get${noun}History`,
        tags: [tag],
        summary: 'Show what was done to it',
        description:
          'Every event of the record, oldest first: who did what, when and why, with values before and after.',
        params: ById,
        querystring: HistoryQuery,
        response: { 200: ref(EventPage) }
      }
    },
    (request, reply) => listHistory(request, reply, subjectType, request.params)
  )
}
