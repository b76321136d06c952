import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static } from 'typebox'
import { Malformed } from '../../base/errors.ts'
import type { App } from '../http/app.ts'
import { problems as httpProblems } from '../http/problem-rules.ts'
import { OfMunicipality, ref } from '../http/schemas.ts'
import { readFeed } from './feed.ts'
import { problems } from './problems.ts'
import { listEvents } from './queries.ts'
import { EventPage, EventQuery, FeedQuery } from './schemas.ts'
import { eventTypes } from './types.ts'

/** A type that does not exist would wait for ever. @throws Malformed */
function checkTypes(type: string | undefined) {
  const unknown = type?.split(',').find(one => !eventTypes.some(known => known === one))
  if (unknown === undefined) return
  throw new Malformed(
    problems['event-type-unknown'],
    { en: `There are no events of the type ${unknown}.`, sv: `Det finns inga händelser av typen ${unknown}.` },
    [{ field: 'type', message: `is no type of event: ${unknown}`, sv: `är ingen händelsetyp: ${unknown}` }]
  )
}

/** What has no effect beside `after`, or without it, is refused. @throws Malformed */
function checkTogether({ after, wait, cursor, sort, changedSince }: Static<typeof EventQuery>) {
  const odd = after === undefined ? { wait } : { cursor, sort, changedSince }
  const [field] = Object.entries(odd).find(([, value]) => value !== undefined) ?? []
  if (field === undefined) return
  const idle =
    after === undefined
      ? { message: 'has no effect without after', sv: 'har ingen verkan utan after' }
      : { message: 'has no effect beside after', sv: 'har ingen verkan tillsammans med after' }
  throw new Malformed(
    httpProblems.validation,
    { en: 'The parameters do not go together.', sv: 'Parametrarna går inte ihop.' },
    [{ field, ...idle }]
  )
}

type Scope = Parameters<typeof readFeed>[1]

async function feed(request: FastifyRequest, reply: FastifyReply, scope: Scope, query: Static<typeof FeedQuery>) {
  checkTypes(query.type)
  const { limit = 20, wait = 0, ...asked } = query
  const { items, nextCursor, hasMore } = await readFeed(request, scope, { ...asked, limit, wait })
  // The same question has another answer as soon as something happens.
  reply.header('cache-control', 'no-store')
  return { items, meta: { limit, count: items.length, nextCursor, hasMore } }
}

export async function eventRoutes(app: App) {
  app.get(
    '',
    {
      config: { scope: 'events:read', problems: [410] },
      schema: {
        operationId: 'listEvents',
        tags: ['events'],
        summary: 'List the events of the municipality',
        description:
          'Everything that was done, oldest first: audit log, and with after the change feed, in the order of commits.',
        params: OfMunicipality,
        querystring: EventQuery,
        response: { 200: ref(EventPage) }
      }
    },
    async (request, reply) => {
      checkTogether(request.query)
      const { municipalityCode } = request.params
      const { after } = request.query
      if (after === undefined) return await listEvents(request, reply, municipalityCode)
      return await feed(request, reply, { only: municipalityCode }, { ...request.query, after })
    }
  )
}

/** `/events` above the municipalities. */
export async function feedRoutes(app: App) {
  app.get(
    '',
    {
      config: { scope: 'events:read', problems: [410] },
      schema: {
        operationId: 'listFeedEvents',
        tags: ['events'],
        summary: 'List the events of the municipalities',
        description:
          'What was done in every municipality that the key is for; of each in the order of its commits. Nothing ever comes behind a nextCursor that was answered.',
        querystring: FeedQuery,
        response: { 200: ref(EventPage) }
      }
    },
    (request, reply) => feed(request, reply, { codes: request.actor.municipalityCodes }, request.query)
  )
}
