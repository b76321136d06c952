import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { type Static, type TObject, type TProperties, type TSchema, type TUnsafe, Type } from 'typebox'
import type { Ref } from '../actor.ts'
import { id, municipalityCode, named, tracked } from '../database/columns.ts'
import type { Connection, Database } from '../database/connection.ts'
import { findRecord } from '../database/records.ts'
import { NotFound } from '../errors.ts'
import type { Choice, Filter } from '../http/pagination.ts'
import { ListQuery, Named, PageOf, Patch, Representation, ref, Strict, Unknowns } from '../http/schemas.ts'
import {
  type AnsweredOf,
  answeredOf,
  columnsOf,
  type Fields,
  type PatchOf,
  patchOf,
  type SentOf,
  sentOf
} from './fields.ts'
import type { Said } from './kit.ts'
import { type ListedTable, listOf } from './list.ts'

/** The declaration of a record: from its fields, its filters and its words come table, schemas, list and routes. */

/** The columns of a record of the fields: with identity, the caller's reference, and versions. */
export const recordColumns = <F extends Fields>(fields: F) => ({
  municipalityCode: municipalityCode(),
  id: id(),
  ...named(),
  ...columnsOf(fields),
  ...tracked()
})
/** The same of what belongs to a record and bears no reference of its own. */
export const partColumns = <F extends Fields>(fields: F) => ({
  municipalityCode: municipalityCode(),
  id: id(),
  ...columnsOf(fields),
  ...tracked()
})

type Flat<T> = { [K in keyof T]: T[K] }
type Identified = { municipalityCode: string; id: string }
/** Of a table whose records bear a reference: what is sent of it, and what is answered. */
type SentName<T> = T extends { reference: PgColumn } ? Static<TObject<typeof Named>> : unknown
type AnsweredName<T> = T extends { reference: PgColumn } ? { source: string; reference: string | null } : unknown
type Tracked = {
  version: number
  createdAt: string
  updatedAt: string
  withdrawnAt: string | null
  withdrawnReason: string | null
}

/** A parameter that asks more than whether a column is equal, and its condition; without one it is only a value of the others. */
export type Asked = {
  schema: TSchema
  where?: Filter | Choice
  /** What is done to the value before it is compared. */
  convert?: (value: string) => unknown
  /** Which of the rows that it leaves out it may be true of, because that is not known. */
  unknown?: Filter
}

type None = Record<never, never>

type Declaration<F extends Fields, T extends ListedTable, A extends TProperties, C extends TProperties> = {
  /** `Body`: also `NewBody`, `BodyPatch`, `BodyPage`, `getBody`; the events say `body`. */
  noun: string
  /** `Bodies`, as in `listBodies`; the noun with an s unless told. */
  plural?: string
  /** `bodies`: where they are found, below the municipality. */
  address: string
  tag: string
  /** `bodies`: reads demand `bodies:read`, writes `bodies:write`; the tag unless told. */
  scope?: string
  /** What the events and the errors call it, where that is not the noun. */
  subjectType?: string
  what?: string
  fields: F
  table: T
  /** Descriptions of one, of one to register, of what is to change, and of a page. */
  describes: { one: string; created: string; patch?: string; page: string }
  /** Of what is sent to register one; of what is sent to change one; of what is answered beside what was sent. */
  examples: { created: object; patch?: object; shown?: object }
  /** Columns in whose order the list is walked, none of them null; the first unless told. */
  sorts: readonly (keyof T['$inferSelect'] & string)[]
  /** Example of a reference, where the list can be filtered by it. */
  reference?: string
  filters?: Record<string, Asked>
  /** What `unknownCount` of a page counts. */
  unknowns?: string
  /** What is answered beside the columns, and the query that reads both. */
  answers?: A
  select?: (db: Connection) => unknown
  /** What is answered beside those and computed of a row, for a day mostly: by `shown` of the kind. */
  computes?: C
  /** The column of the record that these belong to and that the path names. */
  of?: PgColumn
  /** What each operation says of itself; those left out are not there. */
  says: { list?: Said; create?: Said; get?: Said; update?: Said; withdraw?: Said }
}

/** The record's list, schemas and words, of which the kit makes the routes (`kit.ts`). */
export function recordOf<
  F extends Fields,
  T extends ListedTable,
  A extends TProperties = None,
  C extends TProperties = None
>({
  fields,
  table,
  describes,
  examples,
  sorts,
  reference,
  filters = {},
  unknowns,
  answers,
  select,
  computes,
  of,
  ...kind
}: Declaration<F, T, A, C>) {
  const { noun, address, plural = `${noun}s`, scope = kind.tag } = kind
  const { subjectType = lowerFirst(noun), what = subjectType } = kind
  const name = table.reference ? Named : {}
  type Row = T['$inferSelect'] & { id: string } & Static<TObject<A>>

  const equal = Object.entries(fields).filter(([, { options }]) => options.filter !== undefined)
  const query = {
    ...Object.fromEntries(equal.map(([name, { schema, options }]) => [name, asked(schema, options.filter!)])),
    ...Object.fromEntries(Object.entries(filters).map(([name, { schema }]) => [name, Type.Optional(schema)])),
    ...(reference && { reference: referenceAsked(reference) })
  }
  const One = Representation(
    { ...name, ...answeredOf(fields), ...answers, ...computes },
    { $id: noun, description: describes.one, example: { ...examples.created, ...examples.shown } }
  )
  const New = Strict(
    { ...sentOf(fields), ...name },
    { $id: `New${noun}`, description: describes.created, example: examples.created }
  )
  const Changes = Patch(Strict(patchOf(fields)), {
    $id: `${noun}Patch`,
    description: describes.patch ?? 'What is to change (JSON merge patch)',
    example: examples.patch
  })
  const schemas = {
    One: typed<Flat<Identified & AnsweredName<T> & AnsweredOf<F> & Static<TObject<A>> & Static<TObject<C>> & Tracked>>(
      One
    ),
    New: typed<Flat<SentOf<F> & SentName<T>>>(New),
    Patch: typed<PatchOf<F>>(Changes),
    Page: PageOf(ref(One), `${noun}Page`, describes.page, unknowns ? Unknowns(unknowns) : {}),
    Query: ListQuery(query, sorts)
  }
  const list = listOf<T, Row>(address, table, {
    of,
    equal: equal.map(([name]) => name),
    filters: pick(filters, 'where'),
    convert: pick(filters, 'convert'),
    unknown: pick(filters, 'unknown'),
    sorts,
    ...(select && { select: (db: Database) => (select(db) as { $dynamic(): unknown }).$dynamic() })
  })
  const find = async (db: Connection, ref: Ref): Promise<Row> => {
    if (!select) return (await findRecord(db, table, what, ref)) as Row
    const rows = (select(db) as { where(condition: SQL): Promise<Row[]> }).where(
      sql`${table.municipalityCode} = ${ref.municipalityCode} and ${table.id} = ${ref.id}`
    )
    const [row] = await rows
    if (!row) throw new NotFound(what, ref.id)
    return row
  }
  return { ...kind, plural, scope, table, schemas, list, find, subject: { table, noun: subjectType } }
}

/** What is sent to register the record, and to change it. */
export type New<R extends { schemas: { New: TSchema } }> = Static<R['schemas']['New']>
export type Changes<R extends { schemas: { Patch: TSchema } }> = Static<R['schemas']['Patch']>
export type RowOf<R extends { find: (...args: never[]) => Promise<unknown> }> = Awaited<ReturnType<R['find']>>

/** A schema of the record with more properties; those that take the place of its own stand there, with the rest. */
export function extended<T, P extends TProperties>(
  schema: TUnsafe<T>,
  properties: P,
  options: { $id: string; description: string; example?: object }
) {
  const own = Object.entries((schema as unknown as TObject).properties)
  const place = own.findIndex(([name]) => name in properties)
  const all = own.filter(([name]) => !(name in properties))
  all.splice(place < 0 ? all.length : place, 0, ...Object.entries(properties))
  return typed<Flat<Omit<T, keyof P> & Static<TObject<P>>>>(Strict(Object.fromEntries(all), options))
}

/** The parameter of a filter by a column: what the field is, with words of its own. */
const asked = (schema: TSchema, description: string) => Type.Optional({ ...schema, description } as TSchema)
const referenceAsked = (example: string) =>
  Type.Optional(Type.String({ maxLength: 200, description: "The caller's own reference", example }))
/** The types of the fields are known; those of the properties made of them are not. */
const typed = <T>(schema: TSchema) => schema as unknown as TUnsafe<T>
const lowerFirst = (noun: string) => noun.charAt(0).toLowerCase() + noun.slice(1)

/** One member of every filter that has it, by the filter's name. */
function pick<K extends keyof Asked>(filters: Record<string, Asked>, member: K) {
  const having = Object.entries(filters).filter(([, filter]) => filter[member] !== undefined)
  return Object.fromEntries(having.map(([name, filter]) => [name, filter[member]])) as Record<
    string,
    NonNullable<Asked[K]>
  >
}

/** The schemas of a record, to register with the app. */
export function schemasOf({
  schemas,
  says
}: {
  schemas: Record<'One' | 'New' | 'Patch' | 'Page', TSchema>
  says: object
}) {
  const { One, New, Patch, Page } = schemas
  return [
    One,
    ...('create' in says ? [New] : []),
    ...('update' in says ? [Patch] : []),
    ...('list' in says ? [Page] : [])
  ]
}
