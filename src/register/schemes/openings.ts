import { and, eq, inArray, isNull, type SQL } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import type { Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { Day, Nullable, OneOf, Strict } from '../../platform/http/schemas.ts'
import { type OpenAnswer, type OpenReason, openAnswers, openOn, openReasons } from './open-rules.ts'
import { scheme, schemes } from './record.ts'
import { basisOf } from './rules.ts'
import { type SchemeStatusRow, schemeStatusChanges } from './status-record.ts'
import { schemeWindows } from './window-record.ts'

export const SchemeOpen = Strict(
  {
    validOn: Day('The day that is asked about', '2018-03-15'),
    answer: OneOf(openAnswers, 'Whether the scheme takes applications on the day'),
    reason: OneOf(Object.keys(openReasons) as OpenReason[], 'Why, for programs'),
    because: Type.String({ description: 'Why, in words', example: openReasons.withinWindow }),
    nextOpensOn: Nullable(Day('First stated opening after the day; null where none is stated', '2018-04-01')),
    nextClosesOn: Nullable(Day('First stated closing on or after the day; null where none is stated', '2018-05-31')),
    statusObservedOn: Nullable(
      Day(
        'How old the status is that the answer rests on: when it was last seen to hold; null: not stated',
        '2017-11-27'
      )
    )
  },
  {
    $id: 'SchemeOpen',
    description: 'Whether a scheme takes applications on a day',
    example: {
      validOn: '2018-03-15',
      answer: 'no',
      reason: 'betweenWindows',
      because: openReasons.betweenWindows,
      nextOpensOn: '2018-04-01',
      nextClosesOn: '2018-05-31',
      statusObservedOn: '2017-11-27'
    }
  }
)
export type SchemeOpen = Static<typeof SchemeOpen>
export const OpenQuery = Strict({ validOn: Type.Optional(Day('The day; today unless told', '2018-03-15')) })

/** Whether a scheme takes applications on the day, today unless told. A withdrawn scheme is not found. @throws NotFound */
export async function findOpening(db: Connection, ref: Ref, { validOn = today() }: Static<typeof OpenQuery>) {
  await scheme.find(db, ref)
  const { openings } = await findOpenings(db, ref.municipalityCode, validOn, [ref.id])
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
  const openings = new Map<string, SchemeOpen>(
    asked.map(id => {
      const changes = changesOf.get(id) ?? []
      const open = openOn(changes, windowsById.get(id) ?? [], day)
      return [id, { validOn: day, ...open, statusObservedOn: observedOn(basisOf(changes, day)) }]
    })
  )
  return { openings, windows: windowsById }
}

/** Its own observation, else the age of its source, else the day from which it holds. */
function observedOn(basis: SchemeStatusRow | undefined): string | null {
  return basis?.observedOn ?? basis?.sourceUpdatedOn ?? basis?.effectiveOn ?? null
}

/**
 * Ids of the schemes with this answer, of all where none is asked for; and of those that yes or no may be true of. A
 * municipality has some hundreds of schemes, so all of them are looked at.
 */
export function openIds(openings: Map<string, SchemeOpen>, asked: OpenAnswer | undefined) {
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
