import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox'

/** Building blocks of every module's schemas. Property names are camelCase without digits (national REST profile). */

export const MunicipalityCode = Type.String({ pattern: '^[0-9]{4}$', description: 'SCB:s kommunkod', example: '0136' })
export const Uuid = (description: string) =>
  Type.String({ format: 'uuid', description, example: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60' })
export const Day = (description: string, example = '2021-12-14') =>
  Type.String({ format: 'date', description, example })
/**
 * A day on which something was done: in the years that Year knows. Others are mistyped, as no register of public money can
 * mean them. Not for the bounds of a time, which may be open (9999-12-31): those are Day.
 */
export const DayOfRecord = (description: string, example?: string) => ({
  ...Day(description, example),
  pattern: RECORDED_YEARS
})
export const RECORDED_YEARS = '^(19|20|21)'
export const Instant = (description: string, example = '2021-12-16T09:30:00.123456Z') =>
  Type.String({ format: 'date-time', description, example })
export const Text = (description: string, maxLength: number, example: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', description, example })
export const OneOf = <const T extends string>(values: readonly T[], description: string) =>
  Type.Unsafe<T>({ type: 'string', enum: [...values], description, example: values[0] })
/** Whether a list shows what has left it. */
export const inclusions = ['exclude', 'include', 'only'] as const

export const Year = (description: string, example = 2022) =>
  Type.Integer({ minimum: 1900, maximum: 2199, description, example })
export const Money = (description: string, example: number = 440000) =>
  Type.Number({
    minimum: 0,
    maximum: 999_999_999_999.99,
    multipleOf: 0.01,
    title: 'Money',
    description: `${description} (SEK)`,
    example
  })
/** An amount in euros: state aid is counted in them. */
export const Euro = (description: string, example: number) =>
  Type.Number({
    minimum: 0,
    maximum: 999_999_999_999.99,
    multipleOf: 0.01,
    title: 'Euro',
    description: `${description} (EUR)`,
    example
  })
/** More than nothing: at least one öre. */
export const PositiveMoney = (description: string, example = 95000) => ({
  ...Money(description, example),
  title: 'PositiveMoney',
  minimum: 0.01
})
/** A day of every year, `04-01`; that some year has it is a rule of its own (isMonthDay in dates.ts). */
export const MonthDay = (description: string, example: string) =>
  Type.String({ pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$', description, example })
/** Per cent, with two decimals. */
export const Percent = (description: string, example: number) =>
  Type.Number({ minimum: 0, maximum: 100, multipleOf: 0.01, description, example })
export const Url = (description: string, example = 'https://www.haninge.se/') =>
  Type.String({ format: 'uri', pattern: '^https?://', maxLength: 2000, description, example })

/** The value, or null: not stated. One schema of two types and no union, whose branches the serialiser would have to
 * try one by one on every value that it answers; a reference has no type of its own and becomes one all the same. */
export function Nullable<T extends TSchema>(schema: T) {
  const { type, enum: values } = schema as { type?: string; enum?: unknown[] }
  if (typeof type !== 'string') return Type.Unsafe<Static<T> | null>({ anyOf: [schema, { type: 'null' }] })
  const nullable = { ...schema, type: [type, 'null'], ...(values && { enum: [...values, null] }) }
  return Type.Unsafe<Static<T> | null>(nullable)
}

/** May be left out, or null: not stated. */
export const Maybe = <T extends TSchema>(schema: T) => Type.Optional(Nullable(schema))

/** Refers to a schema registered with the app, and keeps its type. */
export function ref<T extends TSchema>(schema: T) {
  return Type.Unsafe<Static<T>>({ $ref: `${(schema as { $id?: string }).$id}#` })
}

/** An object that refuses what it does not know. */
export function Strict<T extends TProperties>(properties: T, options: object = {}) {
  return Type.Object(properties, { additionalProperties: false, ...options })
}

/** A JSON merge patch of the object: every property may be absent; at least one is given. */
export function Patch<T extends TObject>(schema: T, options: object) {
  return Type.Partial(schema, { additionalProperties: false, minProperties: 1, ...options })
}

/** `reference` and `source`, by which the caller finds the record again. */
export const Named = {
  source: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9._:-]{1,100}$',
      default: 'api',
      description: 'System whose references these are',
      example: 'casefile'
    })
  ),
  reference: Type.Optional(
    Nullable(Text("The caller's own reference, unique within municipality and source", 200, 'SN-2021-0144-3'))
  )
}

/** Where a fact was read. */
export const Provenance = {
  sourceUrl: Type.Optional(Nullable(Url('Address of the source'))),
  sourceUpdatedOn: Type.Optional(Nullable(Day('When the source was last updated', '2021-12-17'))),
  sourceRetrievedOn: Type.Optional(Nullable(Day('When the source was read', '2026-08-17')))
}

/** What every representation ends with. */
export const Tracked = {
  version: Type.Integer({ minimum: 1, description: 'Rises with every change; the first part of the ETag', example: 1 }),
  createdAt: Instant('When the record was made'),
  updatedAt: Instant('When the record was last changed'),
  withdrawnAt: Nullable(Instant('When the record was withdrawn')),
  withdrawnReason: Nullable(Text('Why it was withdrawn', 1000, 'Registered twice'))
}

const common = (properties: TProperties, description: string) => Type.Required(Type.Object(properties), { description })

/** What many representations have in common, by the names that the reference gives it. */
export const inCommon = {
  RegisteredRecord: common(
    { municipalityCode: MunicipalityCode, id: Uuid('Identity made by the service'), ...Tracked },
    'What every record of a municipality has'
  ),
  ReferencedRecord: common(Named, 'By what the caller finds a record again'),
  SourcedRecord: common(Provenance, 'Where a fact was read')
}

const exampleId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'

type Described = { $id: string; description: string; example?: object }

/** What each property has for an example; null where it may be null, until an example says otherwise. */
const examplesOf = (properties: TProperties) =>
  Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => {
      const { type, example = null } = schema as { type?: unknown; example?: unknown }
      return [name, Array.isArray(type) ? null : example]
    })
  )

/** What is answered, with an example made of those of its properties: `example` says only what differs. */
export const Answer = <T extends TProperties>(properties: T, { $id, description, example }: Described) =>
  Strict(properties, { $id, description, example: { ...examplesOf(properties), ...example } })

/** How a record is answered: what was sent, every property present, with its identity and its tracking. */
export function Representation<T extends TProperties>(properties: T, { $id, description, example }: Described) {
  return Strict(
    {
      municipalityCode: MunicipalityCode,
      id: Uuid('Identity made by the service'),
      ...Type.Required(Type.Object(properties)).properties,
      ...Tracked
    },
    {
      $id,
      description,
      example: {
        municipalityCode: '0136',
        id: exampleId,
        ...examplesOf(Type.Required(Type.Object(properties)).properties),
        ...('source' in properties && { source: 'api' }),
        ...example,
        version: 1,
        createdAt: '2021-12-16T09:30:00.123456Z',
        updatedAt: '2021-12-16T09:30:00.123456Z',
        withdrawnAt: null,
        withdrawnReason: null
      }
    }
  )
}

export const Withdrawal = Strict(
  { reason: Text('Why the record is withdrawn', 1000, 'Registered twice') },
  {
    $id: 'Withdrawal',
    description: 'Taking back a record that should not stand',
    example: { reason: 'Registered twice' }
  }
)
export type Withdrawal = Static<typeof Withdrawal>

export const OfMunicipality = Strict({ municipalityCode: MunicipalityCode })
export const ById = Strict({ municipalityCode: MunicipalityCode, id: Uuid('Identity made by the service') })

/** The document says that it is required; without it the answer is 428 and not what a schema would say. */
export const IfMatch = Type.Object({
  'if-match': Type.Optional(Type.String({ description: 'ETag that you last read', example: '"1-Zk0r2mYq1bXw"' }))
})

/** What no act can change: who walks in this order meets everything once. */
const FIXED = new Set(['id', 'sequence', 'recordedAt', 'number', 'position', 'municipalityCode'])

/** The orders of a list: those that are named, the first unless told, and by id always. */
export function SortAsked(named: readonly string[]) {
  const sorts = named.includes('id') || named.includes('sequence') ? named : [...named, 'id']
  const moving = sorts.filter(sort => !FIXED.has(sort))
  const warned =
    moving.length > 0
      ? ` A walk by ${moving.join(' or ')} may meet a row twice or not at all if that changes meanwhile; by id (as records were made) it does not.`
      : ' What is written meanwhile neither repeats nor hides rows.'
  const description = `Order, ${sorts[0]} unless told; descending with a hyphen.${warned}`
  return Type.Optional(OneOf([...sorts, ...sorts.map(sort => `-${sort}`)], description))
}

/** How pages are asked for, of what is neither filtered nor withdrawn. */
export const walkedBy = (sorts: readonly string[]) => ({
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, default: 20, description: 'Rows of a page', example: 20 })
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 1000, description: 'nextCursor of the page before', example: 'WyJuYW1lIiwiQSIsIjEiXQ' })
  ),
  sort: SortAsked(sorts),
  total: Type.Optional(
    Type.Boolean({ default: false, description: 'Whether meta tells how many rows all pages have', example: false })
  )
})

const source = Type.Optional(
  Type.String({
    maxLength: 100,
    description: 'System whose references are meant: with reference the one record, without source those of any system',
    example: 'casefile'
  })
)

export const changedSince = Type.Optional(Instant('Only what was changed at or after this instant'))

/** Query of a list: its own filters, and how to walk it. What is found by reference can be narrowed to its source. */
export function ListQuery<T extends TProperties>(filters: T, sorts: readonly string[]) {
  const walk = {
    ...walkedBy(sorts),
    ids: Type.Optional(
      Type.String({
        pattern: '^[0-9a-fA-F-]{36}(,[0-9a-fA-F-]{36}){0,99}$',
        description: 'Only these, up to 100; limit is at least their number',
        example: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
      })
    ),
    changedSince,
    withdrawn: Type.Optional(
      Type.Unsafe<'exclude' | 'include' | 'only'>({
        ...OneOf(inclusions, 'Whether withdrawn records are listed; exclude unless told'),
        default: 'exclude'
      })
    )
  }
  return Strict({ ...walk, ...filters, ...('reference' in filters && { source }) } as typeof walk & T)
}

/** More in `meta` of a page: what the filters that ask it leave out because nobody knows. `what`: of which filters, and what. */
export const Unknowns = (what: string) => ({
  unknownCount: Type.Optional(Type.Integer({ description: what, example: 28 }))
})

/** A keyset page of the items. */
export function PageOf<T extends TSchema>(item: T, $id: string, description: string, more: TProperties = {}) {
  const meta = {
    limit: Type.Integer({ description: 'Rows asked for', example: 20 }),
    count: Type.Integer({ description: 'Rows in this page', example: 1 }),
    nextCursor: Nullable(Type.String({ description: 'cursor of the next page; null on the last', example: 'WyJuIl0' })),
    changedUntil: Type.Optional(Instant('The next changedSince: no change of before is still to be seen')),
    totalCount: Type.Optional(Type.Integer({ description: 'With total=true: rows of all pages', example: 28 })),
    totalIsExact: Type.Optional(
      Type.Boolean({ description: 'False above 10 000 rows, where totalCount is an estimate', example: true })
    ),
    ...more
  }
  const title = Object.keys(more).length > 0 ? {} : { title: 'PageMeta' }
  return Strict({ items: Type.Array(item), meta: Strict(meta, title) }, { $id, description })
}
