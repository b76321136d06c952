import { type SchemeStatus, type StatusChange, statusesOn } from './rules.ts'
import { type Occurrence, occurrences, type Window } from './window-rules.ts'

/** Whether a scheme takes applications on a day. */
export const openAnswers = ['yes', 'no', 'unknown'] as const
export type OpenAnswer = (typeof openAnswers)[number]

/** Why the answer is what it is, for programs; `because` says it to people. */
export const openReasons = {
  schemeClosed: 'The scheme is closed.',
  schemePaused: 'The scheme is paused.',
  alwaysOpen: 'Applications are taken at any time.',
  withinWindow: 'The day is within a window whose opening and closing are stated.',
  lastDay: 'The day is the last day to apply.',
  firstDay: 'The day is the first day to apply.',
  betweenWindows: 'No window covers the day, and all openings and closings are stated.',
  openingNotStated: 'A deadline lies ahead, but from when applications are taken is not stated.',
  closingNotStated: 'A window has opened, but until when it is open is not stated.',
  relativeWindow: 'When to apply depends on something else than the calendar.',
  windowsNotStated: 'When to apply is not stated.',
  statusNotStated: 'Whether the scheme is open, paused or closed is not stated.',
  statusUnknown: 'The status of the scheme has changed, and whether it had on this day is not known.'
} as const
export type OpenReason = keyof typeof openReasons

export type Open = {
  answer: OpenAnswer
  reason: OpenReason
  because: string
  nextOpensOn: string | null
  nextClosesOn: string | null
}

type Verdict = { answer: OpenAnswer; reason: OpenReason }

/**
 * Whether the scheme takes applications on the day, and when it next opens and closes.
 *
 * - Closed or paused is `no`, whatever the windows say.
 * - Outside every window that is wholly stated is `no`, whatever the status: nobody can apply then.
 * - `yes` demands both: a status that is stated as open, and a window that certainly covers the day. The last day to
 *   apply is such a day even where the opening is not stated.
 * - Everything else is `unknown`. A deadline that comes back every year with an opening that is not stated leaves every
 *   other day of the year unknown: the next round may have opened the day after.
 *
 * `nextOpensOn` is the first stated opening after the day, `nextClosesOn` the first stated closing on or after it; both are
 * null where nothing is stated, and while the scheme is closed or paused: its windows then promise nothing.
 */
export function openOn(changes: readonly StatusChange[], windows: readonly Window[], day: string): Open {
  const statuses = statusesOn(changes, day)
  if (statuses.every(status => status === 'closed' || status === 'paused')) {
    return told({ answer: 'no', reason: statuses.includes('paused') ? 'schemePaused' : 'schemeClosed' }, [], day)
  }
  const year = Number(day.slice(0, 4))
  // Far enough ahead for rounds that come back every few years.
  const ahead = Math.max(1, ...windows.map(({ everyYears }) => everyYears))
  const rounds = windows.flatMap(window => occurrences(window, year - 1, year + ahead))
  return told(judge(statuses, windowsOn(windows, rounds, day)), rounds, day)
}

function judge(statuses: SchemeStatus[], verdict: Verdict): Verdict {
  if (verdict.answer === 'no') return verdict
  if (statuses.length > 1) return { answer: 'unknown', reason: 'statusUnknown' }
  return statuses[0] === 'open' ? verdict : { answer: 'unknown', reason: 'statusNotStated' }
}

/** What the windows alone say: one that certainly covers the day decides, then one that may. */
function windowsOn(windows: readonly Window[], rounds: Occurrence[], day: string): Verdict {
  if (windows.length === 0) return { answer: 'unknown', reason: 'windowsNotStated' }
  const verdicts = [...windows.flatMap(window => looseOn(window, day)), ...rounds.map(round => roundOn(round, day))]
  const found = (['yes', 'unknown'] as const).map(answer => verdicts.find(verdict => verdict.answer === answer))
  return found.find(verdict => verdict !== undefined) ?? { answer: 'no', reason: 'betweenWindows' }
}

function looseOn({ kind, validFrom, validTo }: Window, day: string): Verdict[] {
  if ((validFrom && day < validFrom) || (validTo && day > validTo)) return []
  if (kind === 'rolling') return [{ answer: 'yes', reason: 'alwaysOpen' }]
  if (kind === 'relative') return [{ answer: 'unknown', reason: 'relativeWindow' }]
  return kind === 'unknown' ? [{ answer: 'unknown', reason: 'windowsNotStated' }] : []
}

function roundOn({ opens, closes }: Occurrence, day: string): Verdict {
  if (opens && closes && opens <= day && day <= closes) return { answer: 'yes', reason: 'withinWindow' }
  if (closes === day) return { answer: 'yes', reason: 'lastDay' }
  if (opens === day) return { answer: 'yes', reason: 'firstDay' }
  if (!opens && closes && day < closes) return { answer: 'unknown', reason: 'openingNotStated' }
  if (!closes && opens && day > opens) return { answer: 'unknown', reason: 'closingNotStated' }
  return { answer: 'no', reason: 'betweenWindows' }
}

function told({ answer, reason }: Verdict, rounds: Occurrence[], day: string): Open {
  const first = (days: (string | null)[]) => days.filter(each => each !== null).sort()[0] ?? null
  return {
    answer,
    reason,
    because: openReasons[reason],
    nextOpensOn: first(rounds.map(({ opens }) => (opens && opens > day ? opens : null))),
    nextClosesOn: first(rounds.map(({ closes }) => (closes && closes >= day ? closes : null)))
  }
}
