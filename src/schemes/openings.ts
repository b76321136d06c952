import { and, eq, inArray, isNull, type SQL } from 'drizzle-orm'
import type { Ref } from '../actor.ts'
import type { Connection } from '../database/connection.ts'
import { findRecord } from '../database/records.ts'
import { type Open, type OpenAnswer, openOn } from './open-rules.ts'
import { basisOf } from './rules.ts'
import { schemeStatusChanges, schemes, schemeWindows } from './tables.ts'

type WindowRow = typeof schemeWindows.$inferSelect
/** `statusObservedOn`: the day on which the status was last seen to hold, as its source tells; null where nothing does. */
export type Opening = Open & { validOn: string; statusObservedOn: string | null }

/** Whether a scheme takes applications on the day. A withdrawn one was never a scheme. @throws NotFound */
export async function findOpening(db: Connection, ref: Ref, day: string): Promise<Opening> {
  await findRecord(db, schemes, 'scheme', ref)
  const { openings } = await findOpenings(db, ref.municipalityCode, day, [ref.id])
  return openings.get(ref.id)!
}

/** The same for several schemes, or for all of the municipality; with the windows that stand. */
export async function findOpenings(db: Connection, municipalityCode: string, day: string, ids?: string[]) {
  const [statusesOf, windowsOf] = [schemeStatusChanges, schemeWindows].map(table => {
    const conditions: (SQL | undefined)[] = [eq(table.municipalityCode, municipalityCode)]
    if (ids) conditions.push(inArray(table.schemeId, ids))
    return conditions
  })
  const changes = await db
    .select()
    .from(schemeStatusChanges)
    .where(and(...statusesOf!))
  const windows = await db
    .select()
    .from(schemeWindows)
    .where(and(...windowsOf!, isNull(schemeWindows.withdrawnAt)))
    .orderBy(schemeWindows.id)
  const changesOf = Map.groupBy(changes, ({ schemeId }) => schemeId)
  const windowsById = Map.groupBy(windows, ({ schemeId }) => schemeId)
  const asked = ids ?? (await allIds(db, municipalityCode))
  const openings = new Map<string, Opening>(
    asked.map(id => {
      const changes = changesOf.get(id) ?? []
      const open = openOn(changes, windowsById.get(id) ?? [], day)
      return [id, { validOn: day, ...open, statusObservedOn: observedOn(basisOf(changes, day)) }]
    })
  )
  return { openings, windows: windowsById as Map<string, WindowRow[]> }
}

/** Its own observation, else the age of its source, else the day from which it holds. */
function observedOn(basis: typeof schemeStatusChanges.$inferSelect | undefined): string | null {
  return basis?.observedOn ?? basis?.sourceUpdatedOn ?? basis?.effectiveOn ?? null
}

/**
 * Ids of the schemes with this answer, of all where none is asked for; and of those that yes or no may be true of. A
 * municipality has some hundreds of schemes, so all of them are looked at.
 */
export function openIds(openings: Map<string, Opening>, asked: OpenAnswer | undefined) {
  const idsWith = (answer: OpenAnswer) => [...openings].filter(([, open]) => open.answer === answer).map(([id]) => id)
  return {
    openIds: asked ? idsWith(asked) : [...openings.keys()],
    unknownIds: asked === 'yes' || asked === 'no' ? idsWith('unknown') : []
  }
}

async function allIds(db: Connection, municipalityCode: string): Promise<string[]> {
  const rows = await db.select({ id: schemes.id }).from(schemes).where(eq(schemes.municipalityCode, municipalityCode))
  return rows.map(({ id }) => id)
}
