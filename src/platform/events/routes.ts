import type { App } from '../http/app.ts'
import { OfMunicipality, ref } from '../http/schemas.ts'
import { listEvents } from './queries.ts'
import { EventPage, EventQuery } from './schemas.ts'

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
