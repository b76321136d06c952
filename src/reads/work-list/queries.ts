import { and, eq, inArray, isNull } from 'drizzle-orm'
import { type Actor, holdsScope } from '../../base/actor.ts'
import { addDays } from '../../base/dates.ts'
import type { Answer } from '../../base/known.ts'
import type { Database } from '../../platform/database/connection.ts'
import type { Lists } from '../../platform/http/pagination.ts'
import { lastReviewDay, REVIEW_DAYS } from '../../register/decisions/review-rules.ts'
import { schemes } from '../../register/schemes/record.ts'
import { type StatusChange, statusesOn } from '../../register/schemes/rules.ts'
import { schemeStatusChanges } from '../../register/schemes/status-record.ts'
import { schemeWindows } from '../../register/schemes/window-record.ts'
import { occurrences } from '../../register/schemes/window-rules.ts'
import { moneySources } from './money-sources.ts'
import { registerSources } from './register-sources.ts'
import { type Asked, type WorkKind, workKinds, workRules } from './rules.ts'
import { idOf, listOfSource, type WorkRow } from './source.ts'

const lists = [...registerSources, ...moneySources].map(source => ({ kind: source.kind, list: listOfSource(source) }))

/** What comes up of the kinds, by its day. */
export const workList = (kinds: readonly WorkKind[]): Lists<WorkRow> => ({
  name: 'work-list',
  lists: lists.filter(({ kind }) => kinds.includes(kind)),
  sorts: { dueOn: { of: row => row.dueOn } },
  id: { of: row => `${row.kind}/${idOf(row)}` }
})

/** The kinds that the caller may read, of the one that it asks for or of all; and all that it may not. */
export function kindsFor(actor: Actor, asked?: WorkKind): { kinds: WorkKind[]; kindsLeftOut: WorkKind[] } {
  const mayRead = (kind: WorkKind) => holdsScope(actor, workRules[kind].scope)
  const kinds = workKinds.filter(kind => mayRead(kind) && (asked === undefined || kind === asked))
  return { kinds, kindsLeftOut: workKinds.filter(kind => !mayRead(kind)) }
}

/** The values that the lists of the kinds are read with. */
export async function valuesOf(db: Database, municipalityCode: string, asked: Asked, kinds: readonly WorkKind[]) {
  const { firstOn, lastOn } = asked
  const isOfWindows = kinds.includes('windowOpens') || kinds.includes('windowCloses')
  const windows = isOfWindows ? await windowDays(db, municipalityCode, asked) : []
  const reviews = kinds.includes('reviewTimeEnds') ? reviewDays(firstOn, lastOn) : []
  return {
    municipalityCode,
    ...asked,
    windowDays: JSON.stringify(windows),
    reviewDays: JSON.stringify(reviews)
  }
}

/** Days by which a last day of review is moved at most: over Christmas or Easter, and the Sunday beside it. */
const MOVED = 7

/** Every day on which a notice may have gone up so that the time of review ends on one of the days. */
function reviewDays(firstOn: string, lastOn: string): { notice: string; ends: string }[] {
  const found: { notice: string; ends: string }[] = []
  const last = addDays(lastOn, -REVIEW_DAYS)
  for (let notice = addDays(firstOn, -REVIEW_DAYS - MOVED); notice <= last; notice = addDays(notice, 1)) {
    const ends = lastReviewDay(notice)
    if (ends >= firstOn && ends <= lastOn) found.push({ notice, ends })
  }
  return found
}

type WindowDay = {
  kind: 'windowOpens' | 'windowCloses'
  windowId: string
  schemeId: string
  title: string | null
  dueOn: string
  due: Answer
}

/**
 * The days on which windows open and close. Those of a scheme that is certainly closed or paused on the day promise nothing; where
 * it is not certain that the scheme is open, they are possible (register/schemes/open-rules.ts).
 */
async function windowDays(db: Database, municipalityCode: string, { firstOn, lastOn }: Asked): Promise<WindowDay[]> {
  const [fromYear, toYear] = [firstOn, lastOn].map(day => Number(day.slice(0, 4))) as [number, number]
  const windows = await db
    .select({ window: schemeWindows })
    .from(schemeWindows)
    .innerJoin(
      schemes,
      and(eq(schemes.municipalityCode, schemeWindows.municipalityCode), eq(schemes.id, schemeWindows.schemeId))
    )
    .where(
      and(
        eq(schemeWindows.municipalityCode, municipalityCode),
        eq(schemes.municipalityCode, municipalityCode),
        inArray(schemeWindows.kind, ['fixed', 'recurring']),
        isNull(schemeWindows.withdrawnAt),
        isNull(schemes.withdrawnAt)
      )
    )
  const days = windows.flatMap(({ window }) =>
    occurrences(window, fromYear, toYear).flatMap(({ opens, closes }) => [
      { window, kind: 'windowOpens' as const, dueOn: opens },
      { window, kind: 'windowCloses' as const, dueOn: closes }
    ])
  )
  const within = days.flatMap(({ dueOn, ...one }) =>
    dueOn !== null && dueOn >= firstOn && dueOn <= lastOn ? [{ ...one, dueOn }] : []
  )
  const changes = within.length > 0 ? await statusChanges(db, municipalityCode) : new Map<string, StatusChange[]>()
  return within.flatMap(({ window: { id, schemeId, title }, ...one }) => {
    const due = isTaking(changes.get(schemeId) ?? [], one.dueOn)
    return due === 'no' ? [] : [{ ...one, windowId: id, schemeId, title, due }]
  })
}

async function statusChanges(db: Database, municipalityCode: string): Promise<Map<string, StatusChange[]>> {
  const of = eq(schemeStatusChanges.municipalityCode, municipalityCode)
  return Map.groupBy(await db.select().from(schemeStatusChanges).where(of), ({ schemeId }) => schemeId)
}

/** Whether the scheme is open on the day, as far as its status tells. */
function isTaking(changes: StatusChange[], day: string): Answer {
  const statuses = statusesOn(changes, day)
  if (statuses.every(status => status === 'closed' || status === 'paused')) return 'no'
  return statuses.every(status => status === 'open') ? 'yes' : 'possible'
}
