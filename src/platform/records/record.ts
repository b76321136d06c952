import { getTableColumns, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { type Static, type TObject, type TProperties, type TSchema, type TUnsafe, Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { NotFound } from '../../base/errors.ts'
import { id, municipalityCode, named, tracked } from '../database/columns.ts'
import type { Connection, Database } from '../database/connection.ts'
import { readById } from '../database/gathered.ts'
import { findRecord } from '../database/records.ts'
import type { Choice, Filter, Finding, Sift } from '../http/pagination.ts'
import { Day, ListQuery, Named, PageOf, Representation, ref, Strict, Tracked, Unknowns } from '../http/schemas.ts'
import { type AnsweredOf, answeredOf, changesOf, columnsOf, type Fields, type SentOf, sentOf } from './fields.ts'
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

type None = Record<never, never>
type Flat<T> = { [K in keyof T]: T[K] }
type Identified = { municipalityCode: string; id: string }
/** What a table whose records have a `reference` adds to what is sent and to what is answered. */
type SentName<T> = T extends { reference: PgColumn } ? Static<TObject<typeof Named>> : unknown
type AnsweredName<T> = T extends { reference: PgColumn } ? { source: string; reference: string | null } : unknown

/** What a record of the fields of the table `T` is as it is answered; `A`: what is answered beside its columns. */
export type RecordOf<F extends Fields, A extends TProperties = None, T = Referenced> = Flat<
  Identified & AnsweredName<T> & AnsweredOf<F> & Static<TObject<A>> & Static<TObject<typeof Tracked>>
>
type Referenced = { reference: PgColumn }

/** How a record of the fields is answered, with what is answered `beside` its columns. */
export const representationOf = <F extends Fields, A extends TProperties = None>(
  fields: F,
  described: { $id: string; description: string; example: object },
  beside?: A
) => Representation({ ...Named, ...answeredOf(fields), ...beside }, described) as unknown as TUnsafe<RecordOf<F, A>>

/** A parameter that asks more than whether a column is equal, and its condition; without one it is only a value of the others. */
export type Asked = {
  schema: TSchema
  where?: Filter | Choice
  /** What is done to the value before it is compared. */
  convert?: (value: string) => unknown
  /** Which of the rows that it leaves out it may be true of, because that is not known. */
  unknown?: Filter
  /** How the rows are found that it holds for, where that takes long to tell of all. */
  sift?: Sift
  finding?: Finding
}

type Declaration<F extends Fields, T extends ListedTable, A extends TProperties, C extends TProperties, Row> = {
  /** `Body`: also `NewBody`, `BodyPatch`, `BodyPage`, `getBody`; the events say `body`. */
  noun: string
  /** `Bodies`, as in `listBodies`; the noun with an s unless told. */
  plural?: string
  /** `bodies`: where they are found, below the municipality. */
  address: string
  tag: string
  /** `bodies`: reads demand `bodies:read`, writes `bodies:write`; the tag unless told. */
  scope?: string
  /** What the events and the errors call it, where that is not the noun: events that were written keep their word. */
  subjectType?: string
  what?: string
  fields: F
  table: T
  /** The name of what a page holds, where one alone shows more (`withMore`) and has the noun. */
  listed?: string
  /** Descriptions of the schemas: one record, a new record, a page; `changed` of the patch, where the usual words are too few. */
  describes: { one: string; created: string; page: string; changed?: string }
  /** Examples: of a new record, of a patch, and of the fields that only an answer has. */
  examples: { created: object; patch?: object; shown?: object }
  /** Columns in whose order the list is walked, none of them null; the first unless told. */
  sorts: readonly (keyof T['$inferSelect'] & string)[]
  /** Example of a reference, where the list can be filtered by it. */
  reference?: string
  filters?: Record<string, Asked>
  /** What is answered beside the columns, and the query that reads both. */
  answers?: A
  select?: (db: Connection) => PromiseLike<Row[]>
  /** What is answered beside those and computed of a row, for a day mostly: by `shown` of the kind. */
  computes?: C
  /** The column of the record that these belong to and that the path names. */
  of?: PgColumn
  /** What each operation says of itself; those left out are not there. */
  says: { list?: Said; create?: Said; get?: Said; update?: Said; withdraw?: Said }
}

type Listing<F extends Fields, T extends ListedTable, Row> = Pick<
  Declaration<F, T, TProperties, TProperties, Row>,
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
}: Listing<F, T, Row>) {
  const equal = Object.entries(fields).filter(([, { options }]) => options.filter !== undefined)
  const query = {
    ...Object.fromEntries(equal.map(([name, { schema, options }]) => [name, asked(schema, options.filter!)])),
    ...parametersOf(filters),
    ...(reference && { reference: referenceAsked(reference) })
  }
  const list = listOf<T, Row>(address, table, {
    of,
    equal: equal.map(([name]) => name),
    ofFew: equal.flatMap(([name, { schema }]) => (isOfFew(schema) ? [name] : [])),
    ...filtersOf(filters),
    sorts,
    ...(select && { select: (db: Database) => (select(db) as unknown as { $dynamic(): unknown }).$dynamic() })
  })
  return { Query: ListQuery(query, sorts), list }
}

/** The list, the schemas and the words of a record; `kit.ts` makes its routes from them. */
export function recordOf<
  F extends Fields,
  T extends ListedTable,
  A extends TProperties = None,
  C extends TProperties = None,
  Row extends { id: string } = T['$inferSelect'] & { id: string } & Static<TObject<A>>
>({
  fields,
  table,
  listed,
  describes,
  examples,
  sorts,
  reference,
  filters = {},
  answers,
  select,
  computes,
  of,
  ...kind
}: Declaration<F, T, A, C, Row>) {
  const { noun, address, plural = `${noun}s`, scope = kind.tag } = kind
  const { subjectType = lowerFirst(noun), what = subjectType } = kind
  const name = table.reference ? Named : {}
  const { Query, list } = listingOf<F, T, Row>({ address, fields, table, sorts, reference, filters, select, of })
  const shown = { $id: listed ?? noun, description: describes.one, example: { ...examples.created, ...examples.shown } }
  const One = Representation({ ...name, ...answeredOf(fields), ...answers, ...computes }, shown)
  const New = Strict(
    { ...sentOf(fields), ...name },
    { $id: `New${noun}`, description: describes.created, example: examples.created }
  )
  const schemas = {
    One: One as unknown as TUnsafe<RecordOf<F, A & C, T>>,
    New: New as unknown as TUnsafe<Flat<SentOf<F> & SentName<T>>>,
    Patch: changesOf(fields, {
      $id: `${noun}Patch`,
      description: describes.changed ?? 'What is to change (JSON merge patch)',
      example: examples.patch
    }),
    Page: PageOf(ref(One), `${noun}Page`, describes.page, unknownCountOf(filters)),
    Query
  }
  const find = async (db: Connection, ref: Ref): Promise<Row> => {
    if (!select) return (await findRecord(db, table, what, ref)) as unknown as Row
    const row = await readById<Row>(db, `${address} one`, { table, select }, ref)
    if (!row) throw new NotFound(what, ref.id)
    return row
  }
  // What belongs to another record is read in its history too.
  const parent = Object.entries(getTableColumns(table)).find(([, column]) => column === of)?.[0]
  const subject = { table, noun: subjectType, parent: parent as (keyof T['$inferSelect'] & string) | undefined }
  return { ...kind, plural, scope, table, schemas, list, find, subject }
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
  return whole as unknown as TUnsafe<Static<One> & Static<TObject<M>>>
}

/** What is sent to register the record, and to change it. */
export type New<R extends { schemas: { New: TSchema } }> = Static<R['schemas']['New']>
export type Changes<R extends { schemas: { Patch: TSchema } }> = Static<R['schemas']['Patch']>
export type RowOf<R extends { find: (...args: never[]) => Promise<unknown> }> = Awaited<ReturnType<R['find']>>

/** What the schema says, with properties `beside`; those that take the place of its own stand there, with the rest. */
export function extended<S extends TSchema, A extends TProperties>(
  schema: S,
  options: { $id?: string; description?: string; example?: object },
  beside: A
) {
  const own = Object.entries((schema as unknown as TObject).properties)
  const place = own.findIndex(([name]) => name in beside)
  const all = own.filter(([name]) => !(name in beside))
  all.splice(place < 0 ? all.length : place, 0, ...Object.entries(beside))
  return Strict(Object.fromEntries(all), options) as unknown as TUnsafe<
    Flat<Omit<Static<S>, keyof A> & Static<TObject<A>>>
  >
}

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
const lowerFirst = (noun: string) => noun.charAt(0).toLowerCase() + noun.slice(1)

/** The parameters and the conditions of filters, by their names. */
export const parametersOf = (filters: Record<string, Asked>) =>
  Object.fromEntries(Object.entries(filters).map(([name, { schema }]) => [name, Type.Optional(schema)]))
export const conditionsOf = (filters: Record<string, Asked>) =>
  Object.fromEntries(
    Object.entries(pick(filters, 'where')).map(([name, where]) => [name, withValuesOf(filters[name]!.schema, where)])
  )
/** All that a list knows of its filters. */
export const filtersOf = (filters: Record<string, Asked>) => ({
  filters: conditionsOf(filters),
  convert: pick(filters, 'convert'),
  unknown: pick(filters, 'unknown'),
  sifts: pick(filters, 'sift'),
  findings: pick(filters, 'finding')
})

/** The condition, with what the schema knows of its values. */
const withValuesOf = (schema: TSchema, where: Filter | Choice): Filter | Choice =>
  typeof where === 'function' && isOfFew(schema)
    ? Object.assign((value: Parameters<Filter>[0]) => where(value), { ofFew: true as const })
    : where
const isOfFew = (schema: TSchema) => 'enum' in schema || (schema as { type?: string }).type === 'boolean'

/** `unknownCount` in the meta of a page, where a filter leaves rows out because it is not known whether they are meant. */
function unknownCountOf(filters: Record<string, Asked>) {
  const names = Object.keys(pick(filters, 'unknown'))
  if (names.length === 0) return {}
  return Unknowns(`With ${names.join(', ')}: how many are not listed because it is not known whether they are meant`)
}

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
