import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Ref } from '../../base/actor.ts'
import { NotFound } from '../../base/errors.ts'
import type { Connection } from '../database/connection.ts'
import { type List, page } from '../http/pagination.ts'
import { events } from './tables.ts'

const { changeId: _changeId, ...columns } = getTableColumns(events)
export type EventRow = Omit<typeof events.$inferSelect, 'changeId'>

/** Events of a municipality, by their sequences. */
export async function findEvents(
  db: Connection,
  municipalityCode: string,
  sequences: number[]
): Promise<Map<number, EventRow>> {
  if (sequences.length === 0) return new Map()
  const rows = await db
    .select(columns)
    .from(events)
    .where(and(eq(events.municipalityCode, municipalityCode), inArray(events.sequence, sequences)))
  return new Map(rows.map(row => [row.sequence, row]))
}

const ofMunicipality = sql`${events.municipalityCode} = ${sql.placeholder('municipalityCode')}`

const eventList: List<EventRow> = {
  name: 'events',
  select: db => db.select(columns).from(events).$dynamic(),
  where: ofMunicipality,
  filters: {
    type: value => sql`${events.type} = ${value}`,
    subjectType: value => sql`${events.subjectType} = ${value}`,
    subjectId: value => sql`${events.subjectId} = ${value}`,
    changedSince: value => sql`${events.recordedAt} >= ${value}`
  },
  sorts: { sequence: { column: events.sequence, of: row => row.sequence } },
  id: { column: events.sequence, of: row => row.sequence }
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

/**
 * Everything that was done to one record of this kind, and to what belongs to it. Every record begins with an event, so
 * that what has none is not there. @throws NotFound
 */
export async function listHistory(request: FastifyRequest, reply: FastifyReply, subjectType: string, ref: Ref) {
  const [first] = await request.server.database
    .select({ sequence: events.sequence })
    .from(events)
    .where(
      and(
        eq(events.municipalityCode, ref.municipalityCode),
        eq(events.subjectId, ref.id),
        eq(events.subjectType, subjectType)
      )
    )
    .limit(1)
  if (!first) throw new NotFound(subjectType, ref.id)
  return await page(request, reply, history, ref)
}
