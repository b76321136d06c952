import type { App } from '../http/app.ts'
import { ById, ref } from '../http/schemas.ts'
import { listHistory } from './queries.ts'
import { EventPage, HistoryQuery } from './schemas.ts'

/** `noun` as in `listOrganisationHistory`; `subjectType`: what their events call them, where it is not that. */
type Told = { scope: string; tag: string; noun: string; subjectType?: string }

/** `GET …/{id}/history` of a module's records. */
export function historyRoute(app: App, { scope, tag, noun, subjectType }: Told) {
  const subject = subjectType ?? noun.charAt(0).toLowerCase() + noun.slice(1)
  app.get(
    '/:id/history',
    {
      config: { scope },
      schema: {
        operationId: `list${noun}History`,
        tags: [tag],
        summary: 'List what was done to it',
        description:
          'Every event of the record, oldest first: who did what, when and why, with values before and after.',
        params: ById,
        querystring: HistoryQuery,
        response: { 200: ref(EventPage) }
      }
    },
    (request, reply) => listHistory(request, reply, subject, request.params)
  )
}
