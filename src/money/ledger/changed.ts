import { type SQL, sql } from 'drizzle-orm'

/**
 * A query of what was changed, each once, and of the event that tells of it: what settleLines takes. One alone, which is the
 * usual case, is no list: a plan for any values takes a list for ten, and looks dearer than planning each time (kept-plans.ts).
 */
export function changedBy(name: 'line_id' | 'subject_id', changed: { id: string; eventId: number }[]): SQL {
  const column = sql.identifier(name)
  const [first, ...others] = changed
  if (first && others.length === 0) {
    return sql`select ${first.id}::uuid as ${column}, ${first.eventId}::bigint as event_id`
  }
  return sql`select * from unnest(${sql.param(changed.map(({ id }) => id))}::uuid[],
    ${sql.param(changed.map(({ eventId }) => eventId))}::bigint[]) as changed (${column}, event_id)`
}
