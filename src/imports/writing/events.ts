import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { toSnakeCase } from 'drizzle-orm/casing'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Actor } from '../../base/actor.ts'
import { instantText } from '../../platform/database/columns.ts'
import { by, UNTOLD } from '../../platform/events/actions.ts'
import { changeOf } from '../../platform/events/change-numbers.ts'
import { KEPT_NOUNS } from '../../platform/known/keep.ts'
import type { Context } from '../finding/context.ts'

/** Appends an event for each row of a query of type, subject_type, id, version, parent_id, reason, before and after. */
export function appendEvents({ tx, municipalityCode }: Context, actor: Actor, rows: SQL): SQL {
  const who = by(actor)
  return sql`
    insert into events (municipality_code, type, subject_type, subject_id, subject_version, parent_id, reason, before,
      after, actor, actor_name, sent_by, request_id, change_id)
    select ${municipalityCode}, type, subject_type, id, version, parent_id, reason, before, after,
      ${who.actor}, ${who.actorName}, ${who.sentBy}, ${who.requestId}, ${changeOf(tx, municipalityCode, ...KEPT_NOUNS)}::uuid
    from (${rows}) happened`
}

/**
 * What an event tells of a row of the table, as recordEvent would: all but what says nothing to a reader. `isNull`: of a column
 * (`grant_year_to`), whether it is known to be null in every row; a member that is named only to be dropped costs as much as any. `more`:
 * name and value of members that are no columns: to add them afterwards would build each object twice.
 */
export function told(
  row: string,
  table: PgTable,
  isNull: (column: string) => boolean = () => false,
  more: SQL[] = []
): SQL {
  const members = Object.entries(getTableColumns(table))
    .filter(([name]) => !UNTOLD.has(name) && !isNull(toSnakeCase(name)))
    .map(([name, column]) => {
      const value = `${row}.${toSnakeCase(name)}`
      const isInstant = column.getSQLType() === 'timestamp with time zone'
      return sql`${sql.raw(`'${name}'`)}, ${isInstant ? instantText(value) : sql.raw(value)}`
    })
  return sql`jsonb_build_object(${sql.join([...members, ...more], sql`, `)})`
}

/** The events of rows that `made`, a part of the same statement, has inserted. */
export const madeEvents = (context: Context, actor: Actor, noun: string, table: PgTable) =>
  appendEvents(
    context,
    actor,
    sql`select ${`${noun}.created`}::text as type, ${noun}::text as subject_type, id, version, null::uuid as parent_id,
      null::text as reason, null::jsonb as before, jsonb_strip_nulls(${told('made', table)}) as after from made`
  )
