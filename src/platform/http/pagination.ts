import { and, fillPlaceholders, or, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Malformed } from '../../base/errors.ts'
import type { Database } from '../database/connection.ts'
import { type InStatement, prepared } from '../database/prepared.ts'
import type { RecordTable } from '../database/records.ts'
import { problems } from './problem-rules.ts'
import { changedUntil } from './reading.ts'

/**
 * A condition on a query parameter: given its value, the SQL. `ofFew`: its values are a few that the schema names. Where no other such
 * filter is asked beside it, each has a statement of its own, as those of a `Choice`: how rare the value is, PostgreSQL knows, and the
 * plan is kept.
 */
export type Filter = ((value: InStatement) => SQL) & { ofFew?: true }

/**
 * A filter of a few values (the schema says which), each with a statement of its own. PostgreSQL plans a prepared
 * statement for any value: it would read half of all decisions to find the three that were annulled. Here it knows what
 * was asked for, and an index over those alone serves.
 */
export type Choice = { when: (said: string) => SQL }

/** A choice between having and not having something. */
export const whether = (has: SQL, lacks: SQL): Choice => ({ when: said => (said === 'true' ? has : lacks) })

/**
 * A filter that takes long to tell of every row: its page is read a part of the list at a time, by a condition that costs nothing,
 * and of each part the rows are kept that it holds for. `keep` answers the ids of those, of the ids of a part. Where parts hold too few,
 * `all` answers for the whole list at once: the ids of all rows that it holds for.
 */
export type Sift = {
  where: SQL
  keep: (db: Database, ids: string[], said: string, values: Record<string, unknown>) => Promise<ReadonlySet<string>>
  all: (db: Database, said: string, values: Record<string, unknown>) => Promise<string[]>
}

/**
 * A filter that hardly any row may fit, or most: how the rows that it holds for are found without walking the list. Given its value, a
 * query of their ids, with or without repetition. Where it finds few, the page is read by those; where it finds many, the list is walked.
 */
export type Finding = (value: InStatement) => SQL

/** How a list is read: what a row is, by what it can be filtered, and in which orders it can be walked. */
export type List<Row> = {
  /** Unique in the process; prepared statements are named after it. */
  name: string
  /** The query without condition, order or limit; `$dynamic()`. */
  select: (db: Database) => DynamicSelect<Row>
  /** Holds for every row of the list: the municipality, and what else the path says. */
  where: SQL
  filters: Record<string, Filter | Choice>
  /**
   * For a filter whose field may be unknown: the condition for rows that the filter leaves out, and that it may be true of.
   * Their number is answered beside the page, as `unknownCount`.
   */
  unknown?: Record<string, Filter>
  /** How the rows of a filter are found for a page; its condition in `filters` is for counting. */
  sifts?: Record<string, Sift>
  /** The same of filters whose rows have an index of their own that the condition in `filters` cannot use. */
  findings?: Record<string, Finding>
  /** What is done to the value of a filter before it is compared, a name to its key for instance. */
  convert?: Record<string, (value: string) => unknown>
  /** Each order's column, not null; `id` breaks ties. The first is the default. */
  sorts: Record<string, { column: PgColumn | SQL; of: (row: Row) => unknown }>
  id: { column: PgColumn | SQL; of: (row: Row) => string | number }
}

/** Filters that every list of records has; those by reference where the records bear one. */
export function recordFilters(
  table: RecordTable & { source?: PgColumn; reference?: PgColumn }
): Record<string, Filter | Choice> {
  return {
    ...(table.reference && {
      reference: value => sql`${table.reference} = ${value}`,
      source: value => sql`${table.source} = ${value}`
    }),
    changedSince: value => sql`${table.updatedAt} >= ${value}`,
    withdrawn: ofWithdrawal(table.withdrawnAt)
  }
}

/** Without what was withdrawn, only that, or both. */
export const ofWithdrawal = (withdrawnAt: PgColumn): Choice => ({
  when: said =>
    said === 'include' ? sql`true` : said === 'only' ? sql`${withdrawnAt} is not null` : sql`${withdrawnAt} is null`
})

/** The condition of a filter in a prepared statement. */
export function conditionOf(filter: Filter | Choice, name: string, said: unknown): SQL {
  return typeof filter === 'function' ? filter(sql.placeholder(name)) : filter.when(String(said))
}

type DynamicSelect<Row> = {
  where(condition: SQL | undefined): DynamicSelect<Row>
  orderBy(...columns: SQL[]): DynamicSelect<Row>
  limit(limit: unknown): DynamicSelect<Row>
  prepare(name: string): { execute(values: Record<string, unknown>): Promise<Row[]> }
  toSQL(): { sql: string; params: unknown[] }
}

type Meta = {
  limit: number
  count: number
  nextCursor: string | null
  unknownCount?: number
  /** Where changes are asked for: all that was changed before this instant can be seen, and nothing will come before it. */
  changedUntil?: string
  /** Rows of all pages, where that is asked for; an estimate where it is not exact. */
  totalCount?: number
  totalIsExact?: boolean
}
export type Page<Row> = { items: Row[]; meta: Meta }

type Query = { limit?: number; cursor?: string; sort?: string; total?: boolean } & Record<string, unknown>

/**
 * One keyset page: in an order of constant values (by id, which every list has) later writes neither repeat nor skip a row;
 * in another order a row moves when its value changes. Answers `Link: rel="next"` too.
 * `sort` is a name of `sorts`, descending with a leading hyphen. `unknownCount` is there where a filter of `unknown` is asked for.
 * @throws Malformed for a cursor of another list.
 */
export async function page<Row>(
  request: FastifyRequest,
  reply: FastifyReply,
  whole: List<Row>,
  values: Record<string, unknown>
): Promise<Page<Row>> {
  const { database } = request.server
  const { list, query } = narrowed(whole, request.query as Query)
  const byChange = list.sorts.updatedAt && /^-?updatedAt$/.test(query.sort ?? '')
  const until = byChange || (query.changedSince && list.sorts.updatedAt) ? await changedUntil(database) : undefined
  const read = await readPage(database, query, list, values, query.sort === 'updatedAt' ? until : undefined)
  if (until) read.meta.changedUntil = until
  const unknownCount = await countUnknown(database, query, list, values)
  if (unknownCount !== undefined) read.meta.unknownCount = unknownCount
  if (query.total) Object.assign(read.meta, await countAll(database, query, list, values))
  linkNext(request, reply, read.meta)
  return read
}

function linkNext(request: FastifyRequest, reply: FastifyReply, { nextCursor }: Meta): void {
  if (nextCursor) reply.header('link', `<${nextUrl(request.url, nextCursor)}>; rel="next"`)
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The list as it is asked for by `ids`, all of them on one page. @throws Malformed where one is none */
function narrowed<Row>(list: List<Row>, query: Query): { list: List<Row>; query: Query } {
  if (typeof query.ids !== 'string') return { list, query }
  const ids = query.ids.toLowerCase().split(',')
  if (!ids.every(id => UUID.test(id))) {
    throw new Malformed(
      problems.validation,
      {
        en: 'ids must be UUIDs with commas between them.',
        sv: 'ids måste vara UUID:n med kommatecken emellan.'
      },
      [
        {
          field: 'ids',
          message: 'must be UUIDs with commas between them',
          sv: 'måste vara UUID:n med kommatecken emellan'
        }
      ]
    )
  }
  const isOne: Filter = value => sql`${list.id.column} = any(${value}::uuid[])`
  const filters = { ...list.filters, ids: isOne }
  const convert = { ...list.convert, ids: () => ids }
  return { list: { ...list, filters, convert }, query: { ...query, limit: Math.max(query.limit ?? 20, ids.length) } }
}

/** Every row that the query of a list asks for, a page at a time; its own `limit` does not count. */
export async function* allPages<Row>(
  request: FastifyRequest,
  whole: List<Row>,
  values: Record<string, unknown>
): AsyncGenerator<Row[]> {
  const { list, query: asked } = narrowed(whole, request.query as Query)
  let { cursor } = asked
  do {
    const query = { ...asked, cursor, limit: 1_000 }
    const { items, meta } = await readPage(request.server.database, query, list, values)
    yield items
    cursor = meta.nextCursor ?? undefined
  } while (cursor)
}

/** Rows that every filter takes or may be true of, and that at least one leaves out because that is not known. */
async function countUnknown<Row>(db: Database, query: Query, list: List<Row>, values: Record<string, unknown>) {
  const { given, named, converted } = askedOf(query, list)
  const unsure = given.filter(name => list.unknown?.[name])
  if (unsure.length === 0) return undefined
  const counting = prepared(
    db,
    [list.name, ...named, 'unknown'].join(' '),
    () => {
      const isUnknown = (name: string) => list.unknown![name]!(sql.placeholder(name))
      const conditions = given.map(name => {
        const holds = conditionOf(list.filters[name]!, name, query[name])
        return unsure.includes(name) ? or(holds, isUnknown(name)) : holds
      })
      const rows = list.select(db).where(and(list.where, ...conditions, or(...unsure.map(isUnknown))))
      return db.select({ count: sql<number>`count(*)::int` }).from(sql`(${rows}) counted`)
    },
    true
  )
  const [row] = await counting.execute({ ...values, ...converted })
  return row!.count
}

type Total = { totalCount: number; totalIsExact: boolean }

/** So many rows are counted; of more, the planner's estimate is told. */
const COUNTED = 10_000

/** Rows of all pages. Whoever asks for a total waits for so many rows to be counted, and nobody for more. */
async function countAll<Row>(
  db: Database,
  query: Query,
  list: List<Row>,
  values: Record<string, unknown>
): Promise<Total> {
  const { given, named, converted } = askedOf(query, list)
  const rows = () =>
    list.select(db).where(and(list.where, ...given.map(name => conditionOf(list.filters[name]!, name, query[name]))))
  const counting = prepared(
    db,
    [list.name, ...named, 'total'].join(' '),
    () => db.select({ count: sql<number>`count(*)::int` }).from(sql`(${rows().limit(COUNTED + 1)}) counted`),
    true
  )
  const all = { ...values, ...converted }
  const [row] = await counting.execute(all)
  if (row!.count <= COUNTED) return { totalCount: row!.count, totalIsExact: true }
  const { sql: text, params } = rows().toSQL()
  const explained = await db.$client.query(`explain (format json) ${text}`, fillPlaceholders(params, all))
  const estimate: number = explained.rows[0]['QUERY PLAN'][0].Plan['Plan Rows']
  return { totalCount: Math.max(COUNTED + 1, Math.round(estimate)), totalIsExact: false }
}

/** Which filters of the list a query asks for; the names of their statements; and the values that they are bound to. */
function askedOf<Row>(query: Query, list: List<Row>) {
  const given = Object.keys(query).filter(name => list.filters[name] && query[name] !== undefined)
  given.sort()
  const named = given.map(name => (typeof list.filters[name] === 'function' ? name : `${name}=${query[name]}`))
  const converted = given.map(name => [name, (list.convert?.[name] ?? String)(String(query[name]))])
  return { given, named, converted: Object.fromEntries(converted) as Record<string, unknown> }
}

/** Rows of the first part of a list that is sifted, and of the longest: where it takes a longer one, all of the list is asked about. */
const FIRST_PART = 200
const LONGEST_PART = 2_000

async function readPage<Row>(
  database: Database,
  asked: Query,
  list: List<Row>,
  values: Record<string, unknown>,
  until?: string
): Promise<Page<Row>> {
  return await pageOfRows(asked, list, { ...values, until }, (query, bound) => readRows(database, query, list, bound))
}

/** What the rows and the orders of a list are; how its rows are read is another matter. */
type Head<Row> = {
  name: string
  sorts: Record<string, { of: (row: Row) => unknown }>
  id: { of: (row: Row) => string | number }
}

async function pageOfRows<Row>(
  asked: Query,
  list: Head<Row>,
  values: Record<string, unknown>,
  read: (query: Ordered, bound: Bound) => Promise<Row[]>
): Promise<Page<Row>> {
  const { limit = 20, cursor } = asked
  const sort = asked.sort ?? Object.keys(list.sorts)[0]!
  const { of } = orderOf(list, sort)
  const after = cursor === undefined ? undefined : readCursor(cursor, list.name, sort)
  const rows = await read({ ...asked, sort }, { ...values, ...after, limit: limit + 1 })

  const items = rows.slice(0, limit)
  const last = items.at(-1)
  const more = rows.length > limit && last !== undefined
  const nextCursor = more ? writeCursor(list.name, sort, of(last), list.id.of(last)) : null
  return { items, meta: { limit, count: items.length, nextCursor } }
}

/**
 * Several lists that are walked as one. They share their orders and their filters. Rows of one value follow each other by kind, and
 * those of one kind by id: `id.of` is `kind/id`. Values are days; ids are UUIDs, or begin with one and are compared by their bytes.
 */
export type Lists<Row> = Head<Row> & { lists: readonly { kind: string; list: List<Row> }[] }

/**
 * One keyset page of several lists, merged: of each, so many rows are read as the page has. Answers `Link: rel="next"` too.
 * @throws Malformed for a cursor of another list.
 */
export async function pageOfLists<Row>(
  request: FastifyRequest,
  reply: FastifyReply,
  merged: Lists<Row>,
  values: Record<string, unknown>
): Promise<Page<Row>> {
  const { database } = request.server
  const query = request.query as Query
  const read = await readLists(database, query, merged, values)
  if (query.total) {
    const all: Total[] = []
    for (const { list } of merged.lists) all.push(await countAll(database, query, list, values))
    read.meta.totalCount = all.reduce((sum, { totalCount }) => sum + totalCount, 0)
    read.meta.totalIsExact = all.every(({ totalIsExact }) => totalIsExact)
  }
  linkNext(request, reply, read.meta)
  return read
}

/** The same without a request: `query` says how it is walked. One list is read after the other, over one connection at a time. */
export async function readLists<Row>(
  database: Database,
  asked: Query,
  merged: Lists<Row>,
  values: Record<string, unknown>
): Promise<Page<Row>> {
  return await pageOfRows(asked, merged, values, async (query, bound) => {
    const { of, descending } = orderOf(merged, query.sort)
    const keyOf = (row: Row) => [String(of(row)), String(merged.id.of(row))] as const
    const rows: Row[] = []
    for (const { kind, list } of merged.lists) {
      rows.push(...(await readRows(database, query, list, boundOf(kind, bound, of === merged.id.of))))
    }
    const direction = descending ? -1 : 1
    return rows.sort((one, other) => direction * compareKeys(keyOf(one), keyOf(other))).slice(0, bound.limit)
  })
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000'
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/**
 * From where the list of a kind is walked on: after the row of the cursor in the list of its own kind. Of the rows of its value
 * those of kinds before it come before it, and those of kinds after it after it.
 */
function boundOf(kind: string, bound: Bound, isById: boolean): Bound {
  if (bound.afterId === undefined) return bound
  const [last, ...id] = String(bound.afterId).split('/')
  const afterId = kind === last ? id.join('/') : kind < last! ? LAST_ID : FIRST_ID
  return { ...bound, afterId, after: isById ? afterId : bound.after }
}

type Key = readonly [value: string, id: string]
const compareTexts = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)
const compareKeys = (one: Key, other: Key) => compareTexts(one[0], other[0]) || compareTexts(one[1], other[1])

function orderOf<Sort extends object>({ sorts, id }: { sorts: Record<string, Sort>; id: Sort }, sort: string) {
  const descending = sort.startsWith('-')
  return { descending, ...(sorts[descending ? sort.slice(1) : sort] ?? id) }
}

type Ordered = Query & { sort: string }
type Bound = Record<string, unknown> & { limit: number; after?: unknown; afterId?: unknown; until?: string }
type Told = Bound & { told: string[] }

/** So many rows as `limit` says, after those that `after` and `afterId` name. */
async function readRows<Row>(database: Database, asked: Ordered, list: List<Row>, bound: Bound): Promise<Row[]> {
  const askedIn = (filters: object = {}) => Object.keys(filters).find(each => asked[each] !== undefined)
  const [sifted, found] = [askedIn(list.sifts), askedIn(list.findings)]
  if (sifted) return await readSifted(database, asked, list, bound, sifted)
  if (found) return await readFound(database, asked, list, bound, found)
  return await readStretch(database, asked, list, bound)
}

/** Rows of a finding that a page is read by: so many are put in order sooner than a list is walked for them. */
const FEW = 2_000

async function readFound<Row>(database: Database, asked: Ordered, list: List<Row>, bound: Bound, name: string) {
  const finding = prepared(
    database,
    `${list.name} found by ${name}`,
    () => {
      const ids = sql`(${list.findings![name]!(sql.placeholder(name))} limit ${sql.raw(String(FEW + 1))}) found`
      return database.select({ id: sql<string>`id` }).from(ids)
    },
    true
  )
  const found = await finding.execute({ ...bound, ...askedOf(asked, list).converted })
  if (found.length > FEW) return await readStretch(database, asked, list, bound)
  return await readTold(database, asked, list, { ...bound, told: found.map(({ id }) => id) }, name)
}

/** The same of a list whose rows of one filter are known: `bound.told` has their ids. What `where` says holds for each. */
async function readTold<Row>(
  database: Database,
  asked: Ordered,
  list: List<Row>,
  bound: Told,
  name: string,
  where = sql`true`
) {
  if (bound.told.length === 0) return []
  const told = () => sql`(${where} and ${list.id.column} = any(${sql.placeholder('told')}::uuid[]))`
  const known = { ...list, name: `${list.name} told`, filters: { ...list.filters, [name]: told } }
  return await readStretch(database, asked, known, bound)
}

async function readSifted<Row>(database: Database, asked: Ordered, list: List<Row>, bound: Bound, name: string) {
  const { where, keep, all } = list.sifts![name]!
  const cheap = { ...list, filters: { ...list.filters, [name]: { when: () => where } } }
  const { of } = orderOf(list, asked.sort)
  const idOf = (row: Row) => String(list.id.of(row))
  const found: Row[] = []
  let after: { after?: unknown; afterId?: unknown } = { after: bound.after, afterId: bound.afterId }
  let size = Math.max(FIRST_PART, bound.limit)
  while (size <= LONGEST_PART) {
    const part = { ...bound, ...after, limit: size }
    const rows = await readStretch(database, asked, cheap, part)
    const kept = await keep(database, rows.map(idOf), String(asked[name]), bound)
    found.push(...rows.filter(row => kept.has(idOf(row))))
    const last = rows.at(-1)
    if (found.length >= bound.limit || rows.length < part.limit || last === undefined)
      return found.slice(0, bound.limit)
    after = { after: of(last), afterId: list.id.of(last) }
    // As many as should hold the rest of the page, if as many fit as did: no number holds it where none did.
    size = Math.max(FIRST_PART, Math.ceil(((bound.limit - found.length) * rows.length) / kept.size))
  }
  const told = await all(database, String(asked[name]), bound)
  const rest = { ...bound, ...after, limit: bound.limit - found.length, told }
  return [...found, ...(await readTold(database, asked, list, rest, name, where))]
}

/**
 * Rows of pages that are asked for often, and one row more; and of the first part of a list that is sifted. They stand in the statement: of a limit that it does not see, PostgreSQL
 * thinks that it is a tenth of all, and would plan each page anew, which takes longer than to read one of 20.
 */
const OFTEN = new Map([
  [21, sql`21`],
  [51, sql`51`],
  [101, sql`101`],
  [FIRST_PART, sql`200`],
  [501, sql`501`],
  [1_001, sql`1001`]
])

async function readStretch<Row>(database: Database, asked: Ordered, list: List<Row>, bound: Bound): Promise<Row[]> {
  const { column, descending } = orderOf(list, asked.sort)
  const { given, named, converted } = askedOf(asked, list)
  const written = writtenOf(given, list)
  const isAfter = bound.afterId !== undefined
  const isUntil = bound.until !== undefined
  const limit = OFTEN.get(bound.limit)
  const shape = [
    list.name,
    ...named,
    written ? `=${asked[written]}` : '',
    asked.sort,
    isAfter ? 'after' : '',
    isUntil ? 'until' : '',
    limit ? bound.limit : ''
  ].join(' ')
  const query = prepared(
    database,
    shape,
    () => {
      const direction = sql.raw(descending ? 'desc' : 'asc')
      const keyset = sql`(${column}, ${list.id.column}) ${sql.raw(descending ? '<' : '>')} (${sql.placeholder('after')}, ${sql.placeholder('afterId')})`
      const conditions = given.map(name => {
        const filter = list.filters[name]!
        const isWritten = name === written && typeof filter === 'function'
        return isWritten ? filter(sql`${String(asked[name])}`.inlineParams()) : conditionOf(filter, name, asked[name])
      })
      return list
        .select(database)
        .where(
          and(
            list.where,
            ...conditions,
            isAfter ? keyset : undefined,
            isUntil ? sql`${column} < ${sql.placeholder('until')}` : undefined
          )
        )
        .orderBy(sql`${column} ${direction}`, sql`${list.id.column} ${direction}`)
        .limit(limit ?? sql.placeholder('limit'))
    },
    given.some(name => typeof list.filters[name] === 'function' && name !== written)
  )
  return await query.execute({ ...bound, ...converted })
}

/** The filter whose value is written into the statement: of several, each combination would be a statement for ever. */
function writtenOf<Row>(given: string[], list: List<Row>): string | undefined {
  const few = given.filter(name => (list.filters[name] as Filter).ofFew && !list.convert?.[name])
  return few.length === 1 ? few[0] : undefined
}

function nextUrl(url: string, cursor: string): string {
  const [path, search] = url.split('?')
  const query = new URLSearchParams(search)
  query.set('cursor', cursor)
  return `${path}?${query}`
}

function writeCursor(list: string, sort: string, value: unknown, id: string | number): string {
  return Buffer.from(JSON.stringify([list, sort, value, id])).toString('base64url')
}

function readCursor(cursor: string, list: string, sort: string): { after: unknown; afterId: unknown } {
  try {
    const read = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[]
    const scalar = (value: unknown) => typeof value === 'string' || typeof value === 'number'
    if (read.length === 4 && read[0] === list && read[1] === sort && scalar(read[2]) && scalar(read[3])) {
      return { after: read[2], afterId: read[3] }
    }
  } catch {
    // Falls through to the same answer: the cursor is not one of ours.
  }
  throw new Malformed(
    problems['cursor-not-valid'],
    {
      en: 'The cursor is not of this list in this order.',
      sv: 'cursor hör inte till den här listan i den här ordningen.'
    },
    [
      {
        field: 'cursor',
        message: 'must be a nextCursor of this list with the same sort',
        sv: 'måste vara nextCursor från samma lista med samma sort'
      }
    ]
  )
}
