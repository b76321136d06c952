import { sql } from 'drizzle-orm'
import { Conflict, ruleNamed } from '../../base/errors.ts'
import type { Connection } from '../database/connection.ts'
import { type DatabaseError, databaseErrorIn } from './failures.ts'
import { escapePointer } from './json.ts'

/**
 * What exists already: PostgreSQL names the key; the client needs the field, and the id of the record that has the value. Looked for once the
 * transaction is undone, by the key itself, which begins with the municipality: another's record is never told.
 */

/** The columns of a key and its values, of `Key (municipality_code, source, reference)=(0136, api, K-1) already exists.` in
 * whatever language: only the last value may hold a comma. */
function keyOf({ detail = '' }: DatabaseError) {
  const [, names, joined] = /\(([a-z_]+(?:, [a-z_]+)*)\)=\((.*)\)[^)]*$/s.exec(detail) ?? []
  if (names === undefined || joined === undefined) return undefined
  const columns = names.split(', ')
  const parts = joined.split(', ')
  const values = [...parts.slice(0, columns.length - 1), parts.slice(columns.length - 1).join(', ')]
  return { columns, values }
}

/**
 * A Conflict instead of a violated unique key of a municipality: with the field, a pointer into the body where it holds the
 * value, and as `existingId` the record that has it, where it stands after what failed was undone. Other errors as they are.
 */
export async function duplicateOf(db: Connection, error: unknown, body: unknown): Promise<unknown> {
  const failure = databaseErrorIn(error)
  if (failure?.code !== '23505' || !failure.constraint || !failure.table) return error
  const key = keyOf(failure)
  if (key?.columns[0] !== 'municipality_code') return error
  const existingId = await findExisting(db, failure, key)
  const name = camel(key.columns.at(-1)!)
  const message = existingId ? `is that of ${existingId} already` : 'is taken already'
  const sv = existingId ? `hör redan till ${existingId}` : 'är redan upptaget'
  const which = existingId ? `: ${existingId}` : ''
  return new Conflict(
    ruleNamed(failure.constraint.replaceAll('_', '-')),
    {
      en: `Something with this ${name} exists already${which}.`,
      sv: `Det finns redan något med samma ${name}${which}.`
    },
    [{ field: pointerTo(body, name, key.values.at(-1)!), message, sv }],
    existingId ? { existingId } : {}
  )
}

type Key = NonNullable<ReturnType<typeof keyOf>>

async function findExisting(db: Connection, { table, constraint }: DatabaseError, { columns, values }: Key) {
  const { rows: indexes } = await db.execute<{ predicate: string | null; has_id: boolean }>(sql`
    select pg_get_expr(index.indpred, index.indrelid) as predicate,
           exists (select from pg_attribute where attrelid = index.indrelid and attname = 'id') as has_id
    from pg_index index join pg_class class on class.oid = index.indexrelid
    where class.relname = ${constraint} and pg_table_is_visible(class.oid)`)
  if (!indexes[0]?.has_id) return undefined
  const { predicate } = indexes[0]
  const equal = columns.map((column, at) => sql`${sql.identifier(column)} = ${values[at]}`)
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from ${sql.identifier(table!)}
    where ${sql.join(equal, sql` and `)} ${predicate ? sql`and ${sql.raw(predicate)}` : sql``} limit 1`)
  return rows[0]?.id
}

/** `list_entries.name_key` is made of the name that was sent. */
const camel = (column: string) =>
  column.replace(/_key$/, '').replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Where in the body the member of this name and value is; the only one of the name where its value is written otherwise. */
function pointerTo(body: unknown, name: string, value: string): string {
  const found = Buffer.isBuffer(body) ? [] : membersOf(body, name)
  const pointer = (found.find(member => member.value === value) ?? (found.length === 1 ? found[0] : undefined))?.pointer
  return pointer ?? `/${name}`
}

function membersOf(value: unknown, name: string, pointer = ''): { pointer: string; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([member, part]) => {
    const place = `${pointer}/${escapePointer(member)}`
    return [...(member === name ? [{ pointer: place, value: part }] : []), ...membersOf(part, name, place)]
  })
}
