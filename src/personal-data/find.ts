import { type SQL, sql } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import { Invalid } from '../base/errors.ts'
import type { Connection } from '../platform/database/connection.ts'
import { mentions, patternOf, textTables } from '../platform/database/texts.ts'
import { Strict, Text, Uuid } from '../platform/http/schemas.ts'
import { problems } from './problems.ts'

export const PersonQuery = Strict({
  name: Type.Optional(Text('Name, number or e-mail', 300, 'Anna Andersson')),
  organisationId: Type.Optional(Uuid('The organisation that it is'))
})

const MOST = 10_000

/**
 * What is held on a person: every row that mentions the name or number, or belongs to the organisation, with the values that
 * are kept apart of it. @throws Invalid where nobody is named
 */
export async function findPersonalData(
  db: Connection,
  municipalityCode: string,
  { name, organisationId }: Static<typeof PersonQuery>
) {
  const pattern = patternOf(name === undefined ? [] : [name])
  if (!pattern && !organisationId) {
    const detail = { en: 'Say whom it is about.', sv: 'Ange vem det gäller.' }
    throw new Invalid(problems['person-not-named'], detail, [
      {
        field: '/query/name',
        message: 'is missing, and so is organisationId',
        sv: 'saknas, liksom organisationId'
      }
    ])
  }
  const items: { table: string; rowHeld: Record<string, unknown> }[] = []
  const owners = await ownedColumns(db)
  const tables = new Map((await textTables(db, { whole: true })).map(each => [each.table, each]))
  for (const table of new Set([...tables.keys(), ...owners.keys()])) {
    const conditions: SQL[] = []
    const texts = tables.get(table)
    if (pattern && texts) conditions.push(mentions(texts, pattern))
    if (organisationId)
      for (const column of owners.get(table) ?? []) conditions.push(sql`${sql.identifier(column)} = ${organisationId}`)
    if (conditions.length === 0) continue
    const { rows } = await db.execute<{ row: Record<string, unknown> }>(sql`
      select to_jsonb(held) as row from ${sql.identifier(table)} held
      where held.municipality_code = ${municipalityCode} and (${sql.join(conditions, sql` or `)})
      order by to_jsonb(held) -> 'id', held::text limit ${MOST + 1 - items.length}`)
    items.push(...rows.map(({ row }) => ({ table, rowHeld: sequenced(row) })))
    if (items.length > MOST) return { items: items.slice(0, MOST), isComplete: false }
  }
  return { items, isComplete: true }
}

/** What is numbered in the order of its recording is a sequence, as everywhere. */
function sequenced({ id, ...row }: Record<string, unknown>): Record<string, unknown> {
  return id === undefined ? row : { [typeof id === 'number' ? 'sequence' : 'id']: id, ...row }
}

/** The columns of each table that name an organisation, or a record in a history; the id of organisations themselves. */
async function ownedColumns(db: Connection): Promise<Map<string, string[]>> {
  const { rows } = await db.execute<{ table: string; columns: string[] }>(sql`
    select class.relname as table, array_agg(attribute.attname::text order by attribute.attnum) as columns
    from pg_class class join pg_attribute attribute on attribute.attrelid = class.oid
    where class.relnamespace = 'public'::regnamespace and class.relkind = 'r' and attribute.attnum > 0
      and not attribute.attisdropped and attribute.atttypid = 'uuid'::regtype
      and (attribute.attname like '%organisation_id' or class.relname = 'organisations' and attribute.attname = 'id'
        or class.relname = 'events' and attribute.attname in ('subject_id', 'parent_id'))
      and exists (select from pg_attribute municipality where municipality.attrelid = class.oid
        and municipality.attname = 'municipality_code')
    group by 1 order by 1`)
  return new Map(rows.map(({ table, columns }) => [table, columns]))
}
