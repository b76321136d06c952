import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import { type Static, type TObject, type TProperties, type TSchema, type TUnsafe, Type } from 'typebox'
import type { Ref } from '../actor.ts'
import { id, municipalityCode, named, tracked } from '../database/columns.ts'
import type { Connection, Database } from '../database/connection.ts'
import { findRecord, type RecordTable } from '../database/records.ts'
import { NotFound } from '../errors.ts'
import type { Choice, Filter } from '../http/pagination.ts'
import { ListQuery, Named, PageOf, Representation, ref, Strict, Unknowns } from '../http/schemas.ts'
import { type AnsweredOf, answeredOf, changesOf, columnsOf, type Fields, newOf } from './fields.ts'
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
type Tracked = {
  version: number
  createdAt: string
  updatedAt: string
  withdrawnAt: string | null
  withdrawnReason: string | null
}

/** What a record of the fields is as it is answered; `A`: what is answered beside its columns. */
export type RecordOf<F extends Fields, A extends TProperties = Record<never, never>> = Flat<
  Identified & AnsweredOf<F> & Static<TObject<A>> & Tracked
>

/** How a record of the fields is answered, with what is answered `beside` its columns. */
export const representationOf = <F extends Fields, A extends TProperties = Record<never, never>>(
  fields: F,
  described: { $id: string; description: string; example: object },
  beside?: A
) => Representation({ ...Named, ...answeredOf(fields), ...beside }, described) as unknown as TUnsafe<RecordOf<F, A>>

/** What the schema says, and what is sent or answered `beside` it. */
export const extended = <S extends TSchema, A extends TProperties>(
  schema: S,
  described: { $id?: string; description?: string; example?: object },
  beside: A
) =>
  Strict({ ...(schema as unknown as TObject).properties, ...beside }, described) as unknown as TUnsafe<
    Flat<Static<S> & Static<TObject<A>>>
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

type Declaration<F extends Fields, T extends ListedTable, A extends TProperties, Row> = {
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
  /** Descriptions of one, of one to register, of a page, and of what is to change where there is more to say of that. */
  describes: { one: string; created: string; page: string; patch?: string }
  /** Of what is sent to register one; of what is sent to change one; of what is answered beside what was sent. */
  examples: { created: object; patch?: object; shown?: object }
  /** Columns in whose order the list is walked, none of them null; the first unless told. */
  sorts: readonly (keyof T['$inferSelect'] & string)[]
  /** Example of a reference, where the list can be filtered by it. */
  reference?: string
  filters?: Record<string, Asked>
  /** What `unknownCount` of a page counts. */
  unknowns?: string
  /** What is answered beside the columns. */
  answers?: A
  /** The query, where a row is more than its columns. */
  select?: (db: Connection) => PromiseLike<Row[]>
  /** The column of the record that these belong to and that the path names. */
  of?: PgColumn
  /** What each operation says of itself; those left out are not there. */
  says: { list?: Said; create?: Said; get?: Said; update?: Said; withdraw?: Said }
}

/** The record's list, schemas and words, of which the kit makes the routes (`kit.ts`). */
export function recordOf<
  F extends Fields,
  T extends ListedTable,
  A extends TProperties = Record<never, never>,
  Row extends { id: string } = T['$inferSelect'] & { id: string }
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
  of,
  ...kind
}: Declaration<F, T, A, Row>) {
  const { noun, address, what = lowerFirst(noun) } = kind

  const equal = Object.entries(fields).filter(([, { options }]) => options.filter !== undefined)
  const query = {
    ...Object.fromEntries(equal.map(([name, { schema, options }]) => [name, asked(schema, options.filter!)])),
    ...parametersOf(filters),
    ...(reference && { reference: referenceAsked(reference) })
  }
  const One = representationOf(
    fields,
    { $id: noun, description: describes.one, example: { ...examples.created, ...examples.shown } },
    answers
  )
  const schemas = {
    One,
    New: newOf(fields, { $id: `New${noun}`, description: describes.created, example: examples.created }),
    Patch: changesOf(fields, {
      $id: `${noun}Patch`,
      description: describes.patch ?? 'What is to change (JSON merge patch)',
      example: examples.patch
    }),
    Page: PageOf(ref(One), `${noun}Page`, describes.page, unknowns ? Unknowns(unknowns) : {}),
    Query: ListQuery(query, sorts)
  }
  const list = listOf<T, Row>(address, table, {
    of,
    equal: equal.map(([name]) => name),
    filters: conditionsOf(filters),
    convert: pick(filters, 'convert'),
    unknown: pick(filters, 'unknown'),
    sorts,
    ...(select && { select: (db: Database) => (select(db) as unknown as { $dynamic(): unknown }).$dynamic() })
  })
  const find = async (db: Connection, ref: Ref): Promise<Row> => {
    if (!select) return (await findRecord(db, table, what, ref)) as unknown as Row
    const rows = (select(db) as unknown as { where(condition: SQL): Promise<Row[]> }).where(
      sql`${table.municipalityCode} = ${ref.municipalityCode} and ${table.id} = ${ref.id}`
    )
    const [row] = await rows
    if (!row) throw new NotFound(what, ref.id)
    return row
  }
  return { ...kind, table, schemas, list, find }
}

/** What is sent to register the record, and to change it. */
export type New<R extends { schemas: { New: TSchema } }> = Static<R['schemas']['New']>
export type Changes<R extends { schemas: { Patch: TSchema } }> = Static<R['schemas']['Patch']>
export type RowOf<R extends { find: (...args: never[]) => Promise<unknown> }> = Awaited<ReturnType<R['find']>>

/** The parameter of a filter by a column: what the field is, with words of its own. */
const asked = (schema: TSchema, description: string) => Type.Optional({ ...schema, description } as TSchema)
const referenceAsked = (example: string) =>
  Type.Optional(Type.String({ maxLength: 200, description: "The caller's own reference", example }))
const lowerFirst = (noun: string) => noun.charAt(0).toLowerCase() + noun.slice(1)

/** The parameters and the conditions of filters, by their names. */
export const parametersOf = (filters: Record<string, Asked>) =>
  Object.fromEntries(Object.entries(filters).map(([name, { schema }]) => [name, Type.Optional(schema)]))
export const conditionsOf = (filters: Record<string, Asked>) => pick(filters, 'where')

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
