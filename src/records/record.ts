import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { type Static, type TObject, type TProperties, type TSchema, type TUnsafe, Type } from 'typebox'
import type { Ref } from '../actor.ts'
import { id, municipalityCode, named, tracked } from '../database/columns.ts'
import type { Connection, Database } from '../database/connection.ts'
import { prepared } from '../database/prepared.ts'
import { findRecord, type RecordTable } from '../database/records.ts'
import { NotFound } from '../errors.ts'
import type { Choice, Filter } from '../http/pagination.ts'
import {
  Day,
  ListQuery,
  Named,
  PageOf,
  Patch,
  Representation,
  ref,
  Strict,
  Tracked,
  Unknowns
} from '../http/schemas.ts'
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
import { listOf } from './list.ts'

/** The declaration of a record: from its fields, its filters and its words come table, schemas, list and routes. */

/** The columns of a record of the fields: with identity, the caller's reference, and versions. */
export const recordColumns = <F extends Fields>(fields: F) => ({
  municipalityCode: municipalityCode(),
  id: id(),
  ...named(),
  ...columnsOf(fields),
  ...tracked()
})

type Flat<T> = { [K in keyof T]: T[K] }
type Identified = { municipalityCode: string; id: string; source: string; reference: string | null }
/** What a record of the fields is as it is answered; `A`: what is answered beside its columns. */
export type RecordOf<F extends Fields, A extends TProperties = Record<never, never>> = Flat<
  Identified & AnsweredOf<F> & Static<TObject<A>> & Static<TObject<typeof Tracked>>
>

type ListedTable = RecordTable & { source: PgColumn; reference: PgColumn }

/** A filter that asks more than whether a column is equal: the parameter, and its condition. */
export type Asked = {
  schema: TSchema
  where: Filter | Choice
  /** What is done to the value before it is compared. */
  convert?: (value: string) => unknown
  /** Which of the rows that it leaves out it may be true of, because that is not known. */
  unknown?: Filter
}

type Declaration<F extends Fields, T extends ListedTable, A extends TProperties> = {
  /** `Body`: also `NewBody`, `BodyPatch`, `BodyPage`, `getBody`; the events say `body`. */
  noun: string
  /** `Bodies`, as in `listBodies`. */
  plural: string
  /** `bodies`: where they are found, below the municipality. */
  address: string
  tag: string
  /** `bodies`: reads demand `bodies:read`, writes `bodies:write`. */
  scope: string
  /** What the events and the errors call it, where that is not the noun. */
  subjectType?: string
  what?: string
  fields: F
  table: T
  /** The name of what a page holds, where one alone shows more (`withMore`) and has the noun. */
  listed?: string
  /** Descriptions of one, of one to register, and of a page. */
  describes: { one: string; created: string; page: string }
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
  /** The column of the record that these belong to and that the path names. */
  of?: PgColumn
  /** What each operation says of itself; those left out are not there. */
  says: { list?: Said; create?: Said; get?: Said; update?: Said; withdraw?: Said }
}

type Listing<F extends Fields, T extends ListedTable> = Pick<
  Declaration<F, T, TProperties>,
  'address' | 'fields' | 'table' | 'sorts' | 'reference' | 'filters' | 'select' | 'of'
>

/** How a record is listed, and the query that asks for it: by its fields that filter, and by filters of its own. */
export function listingOf<F extends Fields, T extends ListedTable, Row extends { id: string }>({
  address,
  fields,
  table,
  sorts,
  reference,
  filters = {},
  select,
  of
}: Listing<F, T>) {
  const equal = Object.entries(fields).filter(([, { options }]) => options.filter !== undefined)
  const query = {
    ...Object.fromEntries(equal.map(([name, { schema, options }]) => [name, asked(schema, options.filter!)])),
    ...Object.fromEntries(Object.entries(filters).map(([name, { schema }]) => [name, Type.Optional(schema)])),
    ...(reference && { reference: referenceAsked(reference) })
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
  return { Query: ListQuery(query, sorts), list }
}

/** The record's list, schemas and words, of which the kit makes the routes (`kit.ts`). */
export function recordOf<F extends Fields, T extends ListedTable, A extends TProperties = Record<never, never>>({
  fields,
  table,
  listed,
  describes,
  examples,
  sorts,
  reference,
  filters = {},
  unknowns,
  answers,
  select,
  of,
  ...kind
}: Declaration<F, T, A>) {
  const { noun, address, what = lowerFirst(noun) } = kind
  type Row = T['$inferSelect'] & { id: string } & Static<TObject<A>>

  const { Query, list } = listingOf<F, T, Row>({ address, fields, table, sorts, reference, filters, select, of })
  const One = Representation(
    { ...Named, ...answeredOf(fields), ...answers },
    { $id: listed ?? noun, description: describes.one, example: { ...examples.created, ...examples.shown } }
  )
  const New = Strict(
    { ...sentOf(fields), ...Named },
    { $id: `New${noun}`, description: describes.created, example: examples.created }
  )
  const Changes = Patch(Strict(patchOf(fields)), {
    $id: `${noun}Patch`,
    description: 'What is to change (JSON merge patch)',
    example: examples.patch
  })
  const schemas = {
    One: typed<RecordOf<F, A>>(One),
    New: typed<Flat<SentOf<F> & Static<TObject<typeof Named>>>>(New),
    Patch: typed<PatchOf<F>>(Changes),
    Page: PageOf(ref(One), `${noun}Page`, describes.page, unknowns ? Unknowns(unknowns) : {}),
    Query
  }
  const find = async (db: Connection, ref: Ref): Promise<Row> => {
    if (!select) return (await findRecord(db, table, what, ref)) as Row
    const one = sql`${table.municipalityCode} = ${sql.placeholder('municipalityCode')} and ${table.id} = ${sql.placeholder('id')}`
    const query = prepared(db, `${address} one`, () => (select(db) as Selected<Row>).where(one))
    const [row] = await query.execute(ref)
    if (!row) throw new NotFound(what, ref.id)
    return row
  }
  return { ...kind, table, schemas, list, find }
}

type Selected<Row> = {
  where(condition: SQL): { prepare(name: string): { execute(values: Record<string, unknown>): Promise<Row[]> } }
}
type Described = { $id: string; description: string; example: object }

/** The representation of one with more than lists show of it, before what every representation ends with. */
export function withMore<One extends TSchema, M extends TProperties>(
  one: One,
  more: M,
  { example, ...told }: Described
) {
  const { properties, example: shown } = one as unknown as { properties: TProperties; example: object }
  const shared = Object.entries(properties).filter(([name]) => !(name in Tracked))
  const whole = Representation(
    { ...Object.fromEntries(shared), ...more },
    { ...told, example: { ...shown, ...example } }
  )
  return typed<Static<One> & Static<TObject<M>>>(whole)
}

/** What is sent to register the record, and to change it. */
export type New<R extends { schemas: { New: TSchema } }> = Static<R['schemas']['New']>
export type Changes<R extends { schemas: { Patch: TSchema } }> = Static<R['schemas']['Patch']>
export type RowOf<R extends { find: (...args: never[]) => Promise<unknown> }> = Awaited<ReturnType<R['find']>>

/** Filters by a range of a column of days, both bounds inclusive. */
export const onOrAfter = (column: PgColumn, description: string, example?: string): Asked => ({
  schema: Day(description, example),
  where: value => sql`${column} >= ${value}`
})
export const onOrBefore = (column: PgColumn, description: string, example?: string): Asked => ({
  schema: Day(description, example),
  where: value => sql`${column} <= ${value}`
})

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
