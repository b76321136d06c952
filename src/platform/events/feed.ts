import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import { Malformed } from '../../base/errors.ts'
import { rfc3339 } from '../database/columns.ts'
import type { Connection, Database } from '../database/connection.ts'
import { currentWork } from '../database/work.ts'
import { HttpProblem } from '../http/problem.ts'
import { notReplayed } from '../http/reading.ts'
import { type Position, readPosition, writePosition } from './positions.ts'
import { problems } from './problems.ts'
import type { EventRow } from './queries.ts'

export type FeedAsked = {
  /** Position of the answer before; empty: the beginning. */
  after: string
  /** Events at most. */
  limit: number
  /** Seconds that an empty answer is held back for what may happen. */
  wait: number
  type?: string
  subjectType?: string
  subjectId?: string
}

export type Feed = { items: EventRow[]; nextCursor: string; hasMore: boolean }

/** Milliseconds between two looks at the heads of the feeds that somebody waits for. */
const LOOK_EVERY = 400

/** The feed of a municipality is of those alone; the feed over municipalities of all that the caller may see. */
type Scope = { only: string } | { codes: readonly string[] | null }

/**
 * Reads on in the feed: events in the order in which their changes were committed, so that nothing ever comes behind the
 * position that is answered. An answer without events has a position too.
 * @throws Malformed (no position, or one of another municipality), HttpProblem 410 (later than all that has happened)
 */
export async function readFeed(request: FastifyRequest, scope: Scope, asked: FeedAsked): Promise<Feed> {
  const { database, closing } = request.server
  const position = readPosition(asked.after)
  checkScope(scope, position)
  const deadline = Date.now() + asked.wait * 1_000
  let heads = await headsReaching(database, scope, position)
  for (;;) {
    const behind = heads.filter(({ code, number }) => isBehind(position.get(code), number))
    const { read, isFull, hasMore } = await readOn(database, behind, position, asked)
    if (read.length > 0) {
      const items = read.map(({ changeNumber, ...event }) => event)
      return { items, nextCursor: writePosition(position), hasMore: isFull || hasMore }
    }
    // None of them was asked for: there are more to look through.
    if (hasMore) continue
    const isOver = Date.now() >= deadline || closing.isAnnounced || request.raw.socket.destroyed
    if (isOver) return { items: [], nextCursor: writePosition(position), hasMore: false }
    await sleep(Math.min(LOOK_EVERY, Math.max(0, deadline - Date.now())))
    heads = ofScope(await latestHeads(database), scope)
  }
}

/**
 * How far the feeds have come, where they have come as far as the position: one that a standby has not come to was answered by the primary.
 * @throws HttpProblem 410, Unavailable of a standby alone
 */
async function headsReaching(db: Database, scope: Scope, position: Position): Promise<Head[]> {
  const heads = await headsOf(db, scope)
  if (aheadOf(heads, position, scope).length === 0) return heads
  if (db.$client.readOnly) throw notReplayed()
  if (!db.$client.isElsewhere) {
    checkReached(heads, position, scope)
    return heads
  }
  db.$client.goOnHere()
  return await headsReaching(db, scope, position)
}

type Head = { code: string; number: number }

async function headsOf(db: Connection, scope: Scope | undefined): Promise<Head[]> {
  const codes = scope && ('only' in scope ? [scope.only] : scope.codes)
  const { rows } = await db.execute<Head>(sql`
    select municipality_code as code, number::float8 from feed_heads
    where ${codes ? sql`municipality_code = any(${sql.param([...codes])}::text[])` : sql`true`}`)
  return rows
}

const looks = new WeakMap<object, { at: number; heads: Promise<Head[]> }>()

/** The heads of all feeds, as they were less than LOOK_EVERY ago: however many wait, the database is asked once. */
function latestHeads(db: Database): Promise<Head[]> {
  // Of the server that is read from.
  const place = currentWork().standby ?? db
  const last = looks.get(place)
  if (last && Date.now() - last.at < LOOK_EVERY / 2) return last.heads
  const heads = headsOf(db, undefined)
  looks.set(place, { at: Date.now(), heads })
  return heads
}

const isIn = (scope: Scope, code: string) =>
  'only' in scope ? scope.only === code : scope.codes === null || scope.codes.includes(code)
const ofScope = (heads: Head[], scope: Scope) => heads.filter(({ code }) => isIn(scope, code))

const isBehind = (has: { number: number; sequence: number | null } | undefined, number: number) =>
  !has || has.number < number || has.sequence !== null

function checkScope(scope: Scope, position: Position, field = 'after') {
  if (!('only' in scope)) return
  const foreign = [...position.keys()].find(code => code !== scope.only)
  if (foreign === undefined) return
  throw new Malformed(
    problems['position-not-valid'],
    { en: 'This is a position of another feed.', sv: 'Positionen hör till ett annat flöde.' },
    [
      {
        field,
        message: 'must be a position of the feed of this municipality',
        sv: 'måste vara en position i kommunens flöde'
      }
    ]
  )
}

/** Of a position, what is later than the heads. */
function aheadOf(heads: Head[], position: Position, scope: Scope) {
  const reached = new Map(heads.map(({ code, number }) => [code, number]))
  return [...position].filter(([code, { number }]) => isIn(scope, code) && number > (reached.get(code) ?? 0))
}

/** A position that is later than the head was answered before the register was restored to an earlier state. */
function checkReached(heads: Head[], position: Position, scope: Scope) {
  const ahead = aheadOf(heads, position, scope)
  if (ahead.length === 0) return
  for (const [code] of ahead) position.delete(code)
  throw new HttpProblem(
    410,
    problems['position-gone'],
    { en: 'The feed has not come so far.', sv: 'Flödet har inte kommit så långt.' },
    {},
    {
      beginAfter: writePosition(position)
    }
  )
}

/** How far the feed of a municipality has come: the number of its latest change, 0 before the first. */
export async function headOf(db: Connection, municipalityCode: string): Promise<number> {
  const [head] = await headsOf(db, { only: municipalityCode })
  return head?.number ?? 0
}

/**
 * What a position of a municipality's feed says, where one is sent in a body: all up to the change `number`, and of the one that has
 * it only the events up to `sequence` where that is not null. `field`: where it was sent.
 * @throws Malformed (no position, or one of another municipality), HttpProblem 410 (later than all that has happened)
 */
export async function positionIn(db: Connection, municipalityCode: string, text: string, field: string) {
  const scope = { only: municipalityCode }
  const position = readPosition(text, field)
  checkScope(scope, position, field)
  checkReached(await headsOf(db, scope), position, scope)
  return position.get(municipalityCode) ?? { number: 0, sequence: null }
}

type Read = EventRow & { changeNumber: number }

/** Changes that are looked through at a time, of all municipalities together. */
const CHANGES_AT_ONCE = 5_000

/**
 * Those events that come next, of the municipalities that are behind; moves the position behind them. `isFull`: there may be
 * more of the changes that were looked through; `hasMore`: there are more changes.
 */
async function readOn(db: Database, behind: Head[], position: Position, asked: FeedAsked) {
  if (behind.length === 0) return { read: [], isFull: false, hasMore: false }
  const share = Math.ceil(CHANGES_AT_ONCE / behind.length)
  const ranges = behind.map(({ code, number }) => {
    const has = position.get(code)
    const from = has ? has.number + (has.sequence === null ? 1 : 0) : 1
    return { code, from, to: Math.min(number, from + share - 1), passed: has?.sequence ?? 0, head: number }
  })
  const read = await eventsOf(db, ranges, asked)
  const isFull = read.length === asked.limit
  // A page that is full may end within a change.
  if (isFull) {
    for (const { municipalityCode, changeNumber: number, sequence } of read)
      position.set(municipalityCode, { number, sequence })
  } else for (const { code, to } of ranges) position.set(code, { number: to, sequence: null })
  return { read, isFull, hasMore: ranges.some(({ to, head }) => to < head) }
}

type Range = { code: string; from: number; to: number; passed: number }

async function eventsOf(db: Database, ranges: Range[], asked: FeedAsked): Promise<Read[]> {
  const { limit, type, subjectType, subjectId } = asked
  const list = (name: keyof Range) => sql.param(ranges.map(range => range[name]))
  const filters = [
    type === undefined ? [] : [sql`event.type = any(string_to_array(${type}, ','))`],
    subjectType === undefined ? [] : [sql`event.subject_type = ${subjectType}`],
    subjectId === undefined ? [] : [sql`event.subject_id = ${subjectId}::uuid`]
  ].flat()
  // Every change has an event, but for the first, of which all may have been read: where all are asked for, so many are enough.
  const enough = filters.length === 0 ? sql`limit ${limit + 1}` : sql``
  const { rows } = await db.execute<Read>(sql`
    select event.municipality_code as "municipalityCode", event.id::float8 as sequence,
           ${rfc3339(sql`event.recorded_at`)} as "recordedAt", type, subject_type as "subjectType",
           subject_id as "subjectId", subject_version as "subjectVersion", parent_id as "parentId", actor,
           actor_name as "actorName", sent_by as "sentBy", request_id as "requestId", reason, before, after,
           change.number::float8 as "changeNumber"
    from unnest(${list('code')}::text[], ${list('from')}::bigint[], ${list('to')}::bigint[], ${list('passed')}::bigint[])
      as has (code, number_from, number_to, passed)
    cross join lateral (
      select * from feed_changes change
      where change.municipality_code = has.code and change.number between has.number_from and has.number_to
      order by number ${enough}
    ) change
    cross join lateral (
      select * from events event
      where event.municipality_code = has.code
        and event.id between greatest(change.sequence_from,
          case when change.number = has.number_from then has.passed + 1 end) and change.sequence_to
        and event.change_id is not distinct from change.change_id
        and ${sql.join([sql`true`, ...filters], sql` and `)}
      order by event.id limit ${limit}
    ) event
    order by change.recorded_at, event.municipality_code, change.number, event.id
    limit ${limit}`)
  return rows
}
