import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict, Invalid } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { isNamedIn, lockRecord } from '../../platform/database/records.ts'
import {
  changeRecord,
  createRecord,
  createRecords,
  lockForChange,
  withdrawRecord
} from '../../platform/events/changes.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { applications } from '../applications/record.ts'
import { deadlineOf } from './deadline-rules.ts'
import { problems } from './problems.ts'
import { schemes } from './record.ts'
import {
  blankWindow,
  type NewSchemeWindow,
  type SchemeWindowPatch,
  type SchemeWindowRow,
  schemeWindow,
  schemeWindows
} from './window-record.ts'
import { checkWindow, overlap, type Window } from './window-rules.ts'

type Placed = Window & { municipalityCode: string; schemeId: string; id?: string }

/** Adds a time to apply to a scheme. @throws NotFound, Conflict (withdrawn, reference taken), Invalid (rules, overlap) */
export async function createSchemeWindow(tx: Transaction, actor: Actor, scheme: Ref, window: NewSchemeWindow) {
  await lockRecord(tx, schemes, 'scheme', scheme)
  const values = { ...blankWindow, ...window, municipalityCode: scheme.municipalityCode, schemeId: scheme.id }
  await refuse(tx, values)
  return await createRecord(tx, actor, schemeWindow.subject, values)
}

/**
 * Adds times to apply to schemes that this transaction has made: nobody else sees them, and they have no windows yet.
 * @throws Invalid (rules, overlap)
 */
export async function createWindowsOfNew(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  all: (NewSchemeWindow & { schemeId: string })[]
) {
  const values = all.map(window => ({ ...blankWindow, ...window, municipalityCode }))
  for (const those of Map.groupBy(values, ({ schemeId }) => schemeId).values())
    for (const [at, window] of those.entries()) {
      refuseInvalid(window)
      refuseOverlap(window, those.slice(0, at))
    }
  await createRecords(tx, actor, schemeWindow.subject, values)
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid (rules, overlap) */
export async function updateSchemeWindow(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: SchemeWindowPatch,
  expected: Expected
) {
  const before = await lockForChange(tx, schemeWindow.subject, ref, expected)
  // The lock orders those who change windows of one scheme, so that no two overlap without seeing each other.
  await lockRecord(tx, schemes, 'scheme', { ...ref, id: before.schemeId })
  await refuse(tx, { ...before, ...patch })
  const { after } = await changeRecord(tx, actor, schemeWindow.subject, ref, { changes: patch })
  await moveDeadlines(tx, after)
  return after
}

/** Takes back a window. @throws NotFound, Conflict (withdrawn, or applications that stand name it) */
export async function withdrawSchemeWindow(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { after } = await withdrawRecord(tx, actor, schemeWindow.subject, ref, reason)
  if (await isNamedIn(tx, applications, applications.windowId, ref)) {
    throw new Conflict(problems['scheme-window-in-use'], {
      en: 'Applications were made in this window: move or withdraw them first.',
      sv: 'Ansökningar har gjorts under perioden: flytta eller dra tillbaka dem först.'
    })
  }
  return after
}

/** The last day of the applications made in a window follows it. It is computed, so their versions stay. */
async function moveDeadlines(tx: Transaction, window: SchemeWindowRow) {
  const { receivedOn, receivedOnPrecision } = applications
  const ofWindow = and(eq(applications.municipalityCode, window.municipalityCode), eq(applications.windowId, window.id))
  const received = await tx.selectDistinct({ receivedOn, receivedOnPrecision }).from(applications).where(ofWindow)
  const days = received.map(each => ({
    ...each,
    deadline: deadlineOf(window, each.receivedOn, each.receivedOnPrecision)
  }))
  await tx.execute(sql`
    update applications set window_closes_on = moved.deadline
    from jsonb_to_recordset(${JSON.stringify(days)})
      as moved ("receivedOn" date, "receivedOnPrecision" text, deadline date)
    where municipality_code = ${window.municipalityCode} and window_id = ${window.id}
      and received_on is not distinct from moved."receivedOn" and received_on_precision = moved."receivedOnPrecision"
      and window_closes_on is distinct from moved.deadline`)
}

async function refuse(tx: Transaction, window: Placed) {
  refuseInvalid(window)
  const others = await tx
    .select()
    .from(schemeWindows)
    .where(
      and(
        eq(schemeWindows.municipalityCode, window.municipalityCode),
        eq(schemeWindows.schemeId, window.schemeId),
        window.id === undefined ? undefined : ne(schemeWindows.id, window.id),
        isNull(schemeWindows.withdrawnAt)
      )
    )
  refuseOverlap(window, others)
}

function refuseInvalid(window: Window) {
  const violations = checkWindow(window)
  if (violations.length > 0)
    throw new Invalid(
      problems['window-not-valid'],
      { en: 'The window breaks rules of windows.', sv: 'Perioden bryter mot reglerna för ansökningsperioder.' },
      violations
    )
}

function refuseOverlap(window: Window, others: (Window & { id?: string; reference?: string | null })[]) {
  const met = others.find(other => overlap(window, other))
  if (!met) return
  const named = met.id ?? met.reference
  throw new Invalid(
    problems['windows-overlap'],
    {
      en: 'The scheme has a window that takes applications on the same days.',
      sv: 'Bidragsformen har redan en period som tar emot ansökningar samma dagar.'
    },
    [
      {
        field: fieldOf(window),
        message: `overlaps window ${named} (${met.kind})`,
        sv: `överlappar perioden ${named} (${met.kind})`
      }
    ]
  )
}

function fieldOf({ opensOn, closesOn, opensMonthDay, closesMonthDay }: Window): string {
  if (opensOn) return '/opensOn'
  if (closesOn) return '/closesOn'
  if (opensMonthDay) return '/opensMonthDay'
  return closesMonthDay ? '/closesMonthDay' : '/validFrom'
}
