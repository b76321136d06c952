import { type DatePrecision, spanOf } from '../../base/dates.ts'
import { type Occurrence, occurrences, type Window } from './window-rules.ts'

/**
 * The last day to apply, of the round of a window that an application received on that day was made in; null where the
 * window does not tell. What came while a round was open is of that round. What came outside every round is of the only
 * round that it can be of: after the last, or before the first. Between two rounds it may be late for the one or early
 * for the other, and nothing is guessed: who knows states the deadline. A round whose opening is not stated is certain
 * on its last day only. Where the reception is known to a month, season or year, all its days must give one answer; where
 * it is not known, the window must have one round in all.
 * Windows that are rolling, relative or unknown have no last day.
 */
export function deadlineOf(window: Window, received: string | null, precision: DatePrecision = 'day'): string | null {
  if (window.kind === 'fixed') return window.closesOn
  if (window.kind !== 'recurring' || received === null || window.closesMonthDay === null) return null
  const { earliest: first, latest: last } = spanOf(received, precision)
  const deadline = deadlineOn(window, first)
  return deadline !== null && (first === last || deadline === deadlineOn(window, last)) ? deadline : null
}

function deadlineOn(window: Window, day: string): string | null {
  const year = Number(day.slice(0, 4))
  // One round before and one after, also of those that come back every few years.
  const reach = window.everyYears + 1
  const rounds = occurrences(window, year - reach, year + reach)
  const covering = rounds.find(
    ({ opens, closes }) => closes === day || (opens && closes && opens <= day && day <= closes)
  )
  if (covering) return covering.closes
  const before = rounds.findLast(round => closesOf(round) < day)
  const after = rounds.find(round => closesOf(round) > day)
  if (before && after) return null
  return (before ?? after)?.closes ?? null
}

const closesOf = ({ closes }: Occurrence) => closes ?? ''
