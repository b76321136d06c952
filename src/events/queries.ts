import { sql } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ref } from '../actor.ts'
import { type List, page } from '../http/pagination.ts'
import { events } from './tables.ts'

type EventRow = typeof events.$inferSelect

const ofMunicipality = sql`${events.municipalityCode} = ${sql.placeholder('municipalityCode')}`

const eventList: List<EventRow> = {
  name: 'events',
  select: db => db.select().from(events).$dynamic(),
  where: ofMunicipality,
  filters: {
    type: value => sql`${events.type} = ${value}`,
    subjectId: value => sql`${events.subjectId} = ${value}`,
    changedSince: value => sql`${events.recordedAt} >= ${value}`
  },
  sorts: { id: { column: events.id, of: row => row.id } },
  id: { column: events.id, of: row => row.id }
}

const history: List<EventRow> = {
  ...eventList,
  name: 'history',
  where: sql`${ofMunicipality} and (${events.subjectId} = ${sql.placeholder('id')} or ${events.parentId} = ${sql.placeholder('id')})`
}

/** Everything that was done in the municipality, oldest first unless asked otherwise. */
export function listEvents(request: FastifyRequest, reply: FastifyReply, municipalityCode: string) {
  return page(request, reply, eventList, { municipalityCode })
}

/** Everything that was done to one record, and to what belongs to it. */
export function listHistory(request: FastifyRequest, reply: FastifyReply, ref: Ref) {
  return page(request, reply, history, ref)
}
