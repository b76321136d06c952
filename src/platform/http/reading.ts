import { sql } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'
import { Malformed, Unavailable } from '../../base/errors.ts'
import { changedUntilColumn, openSessions } from '../database/changed-until.ts'
import type { Connection, Database } from '../database/connection.ts'
import { type LogPosition, readLogPosition, writeLogPosition } from '../database/log-position.ts'
import type { Standby } from '../database/standby.ts'
import { currentWork } from '../database/work.ts'
import { HttpProblem } from './problem.ts'
import { problems } from './problem-rules.ts'

/**
 * Where a request is read from. A question goes to a standby that is near enough and has what the question is about; whatever writes, and
 * what no standby can be sure of, goes to the primary. A process that only reads has no primary, and refuses what it cannot be sure of.
 */

/** How far the log of the database had come after a write; sent with a question, it is answered by who has come as far. */
const WRITE_POSITION = 'write-position'

/** Milliseconds: a question about an instant of the last day waits at the primary for who is recording something (known-at.ts). */
const DAY = 86_400_000

const reads = ({ method }: FastifyRequest) => method === 'GET' || method === 'HEAD'
/** Whoever watches over the service asks about the primary. */
const isOutside = ({ routeOptions }: FastifyRequest) => (routeOptions.schema as { hide?: boolean } | undefined)?.hide

/** The standby that the request is read from; undefined: the primary. */
export function standbyFor(request: FastifyRequest): Standby | undefined {
  const { cluster } = request.server.database.$client
  if (!cluster || !reads(request) || isOutside(request)) return undefined
  const instant = latestInstant(request)
  if (instant && !(Date.parse(instant) < Date.now() - DAY)) return undefined
  const { municipalityCode = '' } = request.params as { municipalityCode?: string }
  const written = request.actor && cluster.lastWriteOf(request.actor.principal)
  const position = later(positionOf(request), written)
  return cluster.near({ municipalityCode, position, instant })
}

const later = (one: LogPosition | undefined, other: LogPosition | undefined) =>
  one !== undefined && other !== undefined ? (one > other ? one : other) : (one ?? other)

/** The latest instant that is asked about. What has changed since one is told as far as the standby has come (changedUntil). */
function latestInstant({ query }: FastifyRequest): string | undefined {
  const asked = Object.entries((query ?? {}) as Record<string, unknown>)
    .filter(([name]) => name !== 'changedSince')
    .flatMap(([, value]) => (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/i.test(value) ? [value] : []))
  // One that cannot be read is later than all.
  return asked.sort((one, other) => (Date.parse(one) >= Date.parse(other) ? -1 : 1))[0]
}

/** What the request says that must have been replayed. @throws Malformed */
function positionOf({ headers }: FastifyRequest): LogPosition | undefined {
  const sent = headers[WRITE_POSITION]
  if (sent === undefined) return undefined
  const position = typeof sent === 'string' ? readLogPosition(sent) : undefined
  if (position !== undefined) return position
  throw new Malformed(
    problems['header-not-valid'],
    {
      en: 'Write-Position is what a write was answered with.',
      sv: 'Write-Position är det som en ändring besvarades med.'
    },
    [{ field: 'Write-Position', message: 'must be written as 16/B374D848', sv: 'måste skrivas som 16/B374D848' }]
  )
}

type Options = { database: Database; readOnly: boolean }

/** Tells writers how far they have written; has a process that only reads refuse what it cannot do. */
export const reading = fp<Options>(async (app, { database, readOnly }) => {
  app.addHook('onRequest', (request, _reply, done) => {
    positionOf(request)
    done()
  })
  const { cluster } = database.$client
  if (cluster && cluster.standbys.length > 0) {
    app.addHook('onSend', async (request, reply, payload) => {
      if (reads(request) || !request.actor) return payload
      // The answer stands, whether or not this can be told.
      const position = await cluster.position().catch(() => undefined)
      cluster.noteWrite(request.actor.principal, position)
      if (position !== undefined) reply.header(WRITE_POSITION, writeLogPosition(position))
      return payload
    })
  }
  if (!readOnly) return
  app.addHook('onRequest', async request => {
    if (isOutside(request)) return
    if (!reads(request)) throw onlyReads()
    await demandReplayed(database, positionOf(request), latestInstant(request))
  })
})

/**
 * The next `changedSince` (database/changed-until.ts), of the server that is read from. It is asked for before rows are read.
 * @throws Unavailable of a standby alone, which has replayed nothing since it started
 */
export async function changedUntil(db: Database): Promise<string> {
  const { standby } = currentWork()
  if (standby) return standby.changedUntil
  const { rows } = await db.execute<{ until: string | null }>(sql`
    select ${changedUntilColumn} as until from pg_stat_activity where ${openSessions}`)
  const { until } = rows[0]!
  if (until === null) throw notReplayed()
  return until
}

/** Milliseconds for which a process that only reads says the same of how far the standby has come: it has come farther since. */
const SAID_FOR = 1_000
const said = new WeakMap<Database, { at: number; until: Promise<string> }>()

/** The instant of which an answer that is read now holds all that was known; undefined where that is now. */
export async function knownUntil(db: Connection): Promise<string | undefined> {
  const { standby } = currentWork()
  if (standby) return standby.changedUntil
  if (!('$client' in db) || !db.$client.readOnly) return undefined
  let last = said.get(db)
  if (!last || Date.now() - last.at > SAID_FOR) {
    last = { at: Date.now(), until: changedUntil(db) }
    said.set(db, last)
  }
  return await last.until
}

const onlyReads = () =>
  new HttpProblem(503, problems['read-only'], {
    en: 'This process only reads; nothing was done.',
    sv: 'Den här processen läser bara; ingenting gjordes.'
  })

export const notReplayed = () =>
  new Unavailable(
    problems['not-replayed'],
    {
      en: 'The standby that this process reads from has not come so far yet.',
      sv: 'Den kopia som den här processen läser från har inte hunnit så långt än.'
    },
    1
  )

/** @throws Unavailable where a standby alone lacks what is demanded */
async function demandReplayed(db: Database, position: LogPosition | undefined, instant: string | undefined) {
  if (position === undefined && instant === undefined) return
  const { rows } = await db.execute<{ replayed: string | null; until: string | null }>(sql`
    select case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_insert_lsn() end::text as replayed,
           ${changedUntilColumn} as until from pg_stat_activity where ${openSessions}`)
  const { replayed, until } = rows[0]!
  if (position !== undefined && !((readLogPosition(replayed ?? '') ?? -1n) >= position)) throw notReplayed()
  if (instant !== undefined && !(until !== null && Date.parse(instant) < Date.parse(until))) throw notReplayed()
}
