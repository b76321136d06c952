import {
  boolean,
  integer,
  jsonb,
  type PgColumnBuilderBase,
  text as textColumn,
  uuid as uuidColumn
} from 'drizzle-orm/pg-core'
import { type Static, type TObject, type TOptional, type TProperties, type TSchema, type TUnsafe, Type } from 'typebox'
import { datePrecisions } from '../../base/dates.ts'
import { day as dayColumn, instant as instantColumn, money as moneyColumn, swedishText } from '../database/columns.ts'
import { percent as percentColumn } from '../database/table-keys.ts'
import {
  Day,
  DayOfRecord,
  Instant,
  Money,
  Named,
  Nullable,
  OneOf,
  Patch,
  Percent,
  PositiveMoney,
  Strict,
  Text,
  Url,
  Uuid,
  Year
} from '../http/schemas.ts'

/**
 * The fields that records are declared of. One field gives the column of the table, the property of what is sent and
 * answered, and the filter of the list.
 */

/**
 * Whether a field may be null, and who states it. `required`: the caller, always. `optional`: the caller, if it is known;
 * else null. `defaulted`: the caller, or else the table or the action; never null. `answered`: the service; never null.
 * `answeredOrNull`: the service, if it is known.
 */
export type Way = 'required' | 'optional' | 'defaulted' | 'answered' | 'answeredOrNull'

type Options = { once?: boolean; filter?: string; initial?: unknown }

/** A value of type `T`. Each method answers another field and leaves this one as it is. */
export class Field<
  T,
  W extends Way = 'required',
  Once extends boolean = false,
  Filtered extends boolean = false,
  Initial extends boolean = false
> {
  /** Never there: they carry the types. */
  declare readonly value: T
  declare readonly once: Once
  declare readonly filtered: Filtered
  declare readonly initial: Initial
  readonly way: W
  readonly schema: TSchema
  readonly options: Options
  readonly #column: () => Builder

  constructor(schema: TSchema, column: () => Builder, way: W, options: Options = {}) {
    this.schema = schema
    this.#column = column
    this.way = way
    this.options = options
  }

  /** May be left out, or null: not known. */
  optional() {
    return this.#by('optional') as Field<T, 'optional', Once, Filtered, Initial>
  }

  /** May be left out, and is never null. `initial`: what the table says then; without it, the action says it. */
  defaulted(): Field<T, 'defaulted', Once, Filtered>
  defaulted(initial: T): Field<T, 'defaulted', Once, Filtered, true>
  defaulted(initial?: T): AnyField {
    return this.#by('defaulted', { initial })
  }

  /** Stated by the service and never sent. `initial`: what the table says of a new record. */
  answered(): Field<T, 'answered', Once, Filtered>
  answered(initial: T): Field<T, 'answered', Once, Filtered, true>
  answered(initial?: T): AnyField {
    return this.#by('answered', { initial })
  }

  /** Stated by the service and never sent; null while it is not known. */
  answeredOrNull() {
    return this.#by('answeredOrNull') as Field<T, 'answeredOrNull', Once, Filtered, Initial>
  }

  /** Stated when the record is registered, and never changed. */
  unchanging() {
    return this.#by(this.way, { once: true }) as Field<T, W, true, Filtered, Initial>
  }

  /** The list can be filtered by it: `description` of the parameter. */
  filter(description: string) {
    return this.#by(this.way, { filter: description }) as unknown as Field<T, W, Once, true, Initial>
  }

  /** The column, as Drizzle builds it. */
  column(): Builder {
    const column = this.#column()
    const stated = this.way === 'optional' || this.way === 'answeredOrNull' ? column : column.notNull()
    const { initial } = this.options
    return initial === undefined ? stated : stated.default(initial)
  }

  #by(way: Way, options: Options = {}) {
    return new Field<T, Way, boolean, boolean, boolean>(this.schema, this.#column, way, { ...this.options, ...options })
  }
}

type Builder = PgColumnBuilderBase & { notNull(): Builder; default(value: unknown): Builder }
// biome-ignore lint/suspicious/noExplicitAny: fields of every type
export type AnyField = Field<any, Way, boolean, boolean, boolean>
export type Fields = Record<string, AnyField>

type OrNull<T, W extends Way> = W extends 'optional' | 'answeredOrNull' ? T | null : T
type Names<F extends Fields, Ways extends Way> = { [K in keyof F]: F[K]['way'] extends Ways ? K : never }[keyof F]
type Fixed<F extends Fields> = { [K in keyof F]: F[K]['once'] extends true ? K : never }[keyof F]
type Value<F extends AnyField> = OrNull<F['value'], F['way']>
type Flat<T> = { [K in keyof T]: T[K] }

/** What is sent to register a record of the fields. */
export type SentOf<F extends Fields> = Flat<
  { [K in Names<F, 'required'>]: Value<F[K]> } & {
    [K in Names<F, 'optional' | 'defaulted'>]?: Value<F[K]>
  }
>
/** What is sent to change one: each field may be left out. */
export type PatchOf<F extends Fields> = Flat<{
  [K in Exclude<Names<F, 'required' | 'optional' | 'defaulted'>, Fixed<F>>]?: Value<F[K]>
}>
/** What is answered. */
export type AnsweredOf<F extends Fields> = { [K in keyof F]: Value<F[K]> }

type Column<F extends AnyField> = PgColumnBuilderBase<
  {
    name: ''
    dataType: 'custom'
    columnType: 'PgCustomColumn'
    data: F['value']
    driverParam: unknown
    enumValues: undefined
  },
  object
> & {
  _: { notNull: F['way'] extends 'optional' | 'answeredOrNull' ? false : true; hasDefault: F['initial'] }
}
/** The columns of the fields; those that may be left out have the table's default, or the action states them. */
export const columnsOf = <F extends Fields>(fields: F) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.column()])) as unknown as {
    [K in keyof F]: Column<F[K]>
  }

/** A field of a type that has no maker below. */
export const of = <T>(schema: TSchema, column: () => PgColumnBuilderBase) =>
  new Field<T>(schema, column as () => Builder, 'required')

export const text = (description: string, maxLength: number, example: string) =>
  of<string>(Text(description, maxLength, example), textColumn)
/** Text that lists are sorted by, as Swedish sorts. */
export const name = (description: string, maxLength: number, example: string) =>
  of<string>(Text(description, maxLength, example), swedishText)
export const url = (description: string, example?: string) => of<string>(Url(description, example), textColumn)
export const code = <const T extends string>(codes: readonly T[], description: string) =>
  of<T>(OneOf(codes, description), textColumn)
export const uuid = (description: string) => of<string>(Uuid(description), uuidColumn)
export const day = (description: string, example?: string) => of<string>(Day(description, example), dayColumn)
/** A day on which something was done. */
export const dayOfRecord = (description: string, example?: string) =>
  of<string>(DayOfRecord(description, example), dayColumn)
export const instant = (description: string, example?: string) =>
  of<string>(Instant(description, example), instantColumn)
/** How exactly a day is known. */
export const precision = (description: string) => code(datePrecisions, description).defaulted('day')
export const year = (description: string, example?: number) => of<number>(Year(description, example), integer)
export const money = (description: string, example?: number) => of<number>(Money(description, example), moneyColumn)
/** At least one öre. */
export const positiveMoney = (description: string, example?: number) =>
  of<number>(PositiveMoney(description, example), moneyColumn)
export const flag = (description: string, example: boolean) =>
  of<boolean>(Type.Boolean({ description, example }), boolean)
export const count = (description: string, example: number, minimum = 0) =>
  of<number>(Type.Integer({ minimum, description, example }), integer)
/** Per cent, with two decimals. */
export const percent = (description: string, example: number) =>
  of<number>(Percent(description, example), percentColumn)
/** A value of parts, kept as JSON. */
export const json = <S extends TSchema, T = Static<S>>(schema: S) => of<T>(schema, jsonb)

/** The same fields where an act states them after the record was registered: null until then. */
export const later = <F extends Fields>(fields: F) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.answeredOrNull()])) as {
    [K in keyof F]: F[K] extends Field<infer T, Way, infer Once, infer Filtered>
      ? Field<T, 'answeredOrNull', Once, Filtered>
      : never
  }

type Described = { $id: string; description: string; example?: object }

/** The body of an act that states the fields, and what is sent `beside` them. */
export const bodyOf = <F extends Fields, B extends TProperties = Record<never, never>>(
  fields: F,
  options: Described,
  beside?: B
) => Strict({ ...sentOf(fields), ...beside }, options) as unknown as TUnsafe<Flat<SentOf<F> & Static<TObject<B>>>>

/** What is sent to register a record of the fields under the caller's reference, and what is sent `beside` them. */
export const newOf = <F extends Fields, B extends TProperties = Record<never, never>>(
  fields: F,
  options: Described,
  beside?: B
) => bodyOf(fields, options, { ...Named, ...(beside as B) })

/** What is sent to change a record of the fields. */
export const changesOf = <F extends Fields>(fields: F, options: Described) =>
  Patch(Strict(patchOf(fields)), options) as unknown as TUnsafe<PatchOf<F>>

/** What a new record says where nothing is stated: null, or the default. Fields that it must state are not there. */
export const blankOf = <F extends Fields>(fields: F) =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, { way, options }]) => way === 'optional' || way === 'answeredOrNull' || options.initial !== undefined)
      .map(([name, { options }]) => [name, options.initial ?? null])
  ) as {
    [K in keyof F as F[K]['way'] extends 'optional' | 'answeredOrNull'
      ? K
      : F[K]['initial'] extends true
        ? K
        : never]: Value<F[K]>
  }

/** Those of the fields that are named, in that order. */
export const someOf = <F extends Fields, N extends keyof F & string>(fields: F, ...names: N[]) =>
  Object.fromEntries(names.map(name => [name, fields[name]])) as Pick<F, N>

/** Where a fact was read. */
export const sourced = {
  sourceUrl: url('Address of the source').optional(),
  sourceUpdatedOn: day('When the source was last updated', '2021-12-17').optional(),
  sourceRetrievedOn: day('When the source was read', '2026-08-17').optional()
}

/** Properties of a new record as it is sent; also of the part of a record that an act sends. */
export const sentOf = <F extends Fields>(fields: F) =>
  propertiesOf(fields, ({ way }) => !way.startsWith('answered')) as unknown as {
    [K in Names<F, 'required'>]: TUnsafe<Value<F[K]>>
  } & { [K in Names<F, 'optional' | 'defaulted'>]: TOptional<TUnsafe<Value<F[K]>>> }
/** Properties of what is sent to change one. */
export const patchOf = (fields: Fields) =>
  propertiesOf(fields, ({ way, options }) => !way.startsWith('answered') && !options.once, withoutDefault)
/** Properties of a record as it is answered, all of them required; also of a part of a record. */
export const answeredOf = <F extends Fields>(fields: F) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, shownOf(field)])) as unknown as {
    [K in keyof F]: TUnsafe<Value<F[K]>>
  }

/** Names of the fields that may be left out: not stated, and null then. */
export const optionalOf = (fields: Fields) => Object.keys(fields).filter(name => fields[name]!.way === 'optional')

/** A default is for a new record only: a field that a patch leaves out keeps its value. */
function withoutDefault({ default: _, ...schema }: TSchema & { default?: unknown }): TSchema {
  return schema
}

function propertiesOf(fields: Fields, isThere: (field: AnyField) => boolean, as = (schema: TSchema) => schema) {
  const there = Object.entries(fields).filter(([, field]) => isThere(field))
  return Object.fromEntries(there.map(([name, { schema, way }]) => [name, propertyOf(as(schema), way)]))
}

function propertyOf(schema: TSchema, way: Way): TSchema {
  if (way === 'optional' || way === 'answeredOrNull') return Type.Optional(Nullable(schema))
  return way === 'required' ? schema : Type.Optional(schema)
}

const shownOf = ({ schema, way }: AnyField): TSchema =>
  way === 'optional' || way === 'answeredOrNull' ? Nullable(withoutDefault(schema)) : withoutDefault(schema)
