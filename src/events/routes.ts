import { ById, OfMunicipality, ref } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { listEvents, listHistory } from './queries.ts'
import { EventPage, EventQuery, HistoryQuery } from './schemas.ts'

export async function eventRoutes(app: App) {
  app.get(
    '',
    {
      config: { scope: 'events:read' },
      schema: {
        operationId: 'listEvents',
        tags: ['events'],
        summary: 'List the events of the municipality',
        description: 'Everything that was done, oldest first: audit log and change feed in one.',
        params: OfMunicipality,
        querystring: EventQuery,
        response: { 200: ref(EventPage) }
      }
    },
    (request, reply) => listEvents(request, reply, request.params.municipalityCode)
  )
}

/** `GET …/{id}/history` of a module's records; `noun` as in `getOrganisationHistory`. */
export function historyRoute(app: App, { scope, tag, noun }: { scope: string; tag: string; noun: string }) {
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
    (request, reply) => listHistory(request, reply, request.params)
  )
}
