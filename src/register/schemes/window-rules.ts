import { dayOfYear, isMonthDay } from '../../base/dates.ts'
import type { Violation } from '../../base/errors.ts'

/**
 * When applications are taken (DOMAIN.md): on given dates, in the same days every year, at any time, relative to
 * something (“one month before the activity”), or not known. A scheme with several rounds a year has several windows.
 */
export const windowKinds = ['fixed', 'recurring', 'rolling', 'relative', 'unknown'] as const
export type WindowKind = (typeof windowKinds)[number]

export type Window = {
  kind: WindowKind
  opensOn: string | null
  closesOn: string | null
  opensMonthDay: string | null
  closesMonthDay: string | null
  closesNextYear: boolean
  everyYears: number
  firstYear: number | null
  relativeText: string | null
  validFrom: string | null
  validTo: string | null
}

/** One round: null where the day is not stated, which is mostly so with the opening. */
export type Occurrence = { opens: string | null; closes: string | null }

/** Every rule that a window breaks; fields are JSON pointers. */
export function checkWindow(window: Window): Violation[] {
  const { kind, opensOn, closesOn, opensMonthDay, closesMonthDay, everyYears, firstYear, validFrom, validTo } = window
  const violations: Violation[] = []
  const say = (field: string, message: string, sv: string) => violations.push({ field: `/${field}`, message, sv })
  const only = (names: (keyof Window)[], of: WindowKind) => {
    if (kind === of) return
    for (const name of names)
      if (window[name] !== null) say(name, `belongs to a window of kind ${of}`, `hör till en period av slaget ${of}`)
  }
  only(['opensOn', 'closesOn'], 'fixed')
  only(['opensMonthDay', 'closesMonthDay', 'firstYear'], 'recurring')
  only(['relativeText'], 'relative')
  if (kind === 'fixed' && !opensOn && !closesOn)
    say(
      'closesOn',
      'is required where the opening is not stated either',
      'måste anges när inte heller öppningsdagen anges'
    )
  if (opensOn && closesOn && closesOn < opensOn)
    say('closesOn', 'must not be before opensOn', 'får inte ligga före opensOn')
  if (kind === 'fixed' && (validFrom || validTo))
    say(
      'validFrom',
      'belongs to windows that come back; this has dates',
      'hör till perioder som återkommer; den här har datum'
    )
  if (validFrom && validTo && validTo < validFrom)
    say('validTo', 'must not be before validFrom', 'får inte ligga före validFrom')
  for (const name of ['opensMonthDay', 'closesMonthDay'] as const) {
    if (window[name] && !isMonthDay(window[name]))
      say(name, 'must be a day of the year, as 04-01', 'måste vara en dag på året, som 04-01')
  }
  if (kind === 'recurring' && !opensMonthDay && !closesMonthDay) {
    say(
      'closesMonthDay',
      'is required where the opening is not stated either',
      'måste anges när inte heller öppningsdagen anges'
    )
  }
  if (window.closesNextYear && !(kind === 'recurring' && opensMonthDay && closesMonthDay)) {
    say(
      'closesNextYear',
      'is for a recurring window whose opening and closing are stated',
      'är för en återkommande period där både öppning och stängning anges'
    )
  } else if (opensMonthDay && closesMonthDay) {
    if (!window.closesNextYear && closesMonthDay < opensMonthDay) {
      say(
        'closesMonthDay',
        'must not be before opensMonthDay, unless closesNextYear is true',
        'får inte ligga före opensMonthDay, om inte closesNextYear är true'
      )
    }
    if (window.closesNextYear && closesMonthDay >= opensMonthDay) {
      say(
        'closesNextYear',
        'would keep the window open for more than a year',
        'skulle hålla perioden öppen i mer än ett år'
      )
    }
  }
  if (everyYears > 1 && kind !== 'recurring')
    say('everyYears', 'belongs to a window of kind recurring', 'hör till en period av slaget recurring')
  else if (everyYears > 1 && firstYear === null)
    say(
      'firstYear',
      'is required where it does not come back every year',
      'måste anges när den inte återkommer varje år'
    )
  return violations
}

/** The rounds of a window that may touch the years, in order. Rolling, relative and unknown ones have none. */
export function occurrences(window: Window, fromYear: number, toYear: number): Occurrence[] {
  if (window.kind === 'fixed') return [{ opens: window.opensOn, closes: window.closesOn }]
  if (window.kind !== 'recurring') return []
  const { opensMonthDay, closesMonthDay, closesNextYear, everyYears, firstYear, validFrom, validTo } = window
  const found: Occurrence[] = []
  for (let year = fromYear - 1; year <= toYear; year++) {
    if (firstYear !== null && (year < firstYear || (year - firstYear) % everyYears !== 0)) continue
    const opens = opensMonthDay && dayOfYear(year, opensMonthDay)
    const closes = closesMonthDay && dayOfYear(closesNextYear ? year + 1 : year, closesMonthDay)
    const [first, last] = [opens ?? closes!, closes ?? opens!]
    if ((validFrom && last < validFrom) || (validTo && first > validTo)) continue
    found.push({ opens, closes })
  }
  return found
}

/**
 * Whether two windows of a scheme certainly take applications on the same day. A round whose opening is not stated is
 * only known to take them on its last day. What is relative or unknown cannot be seen to overlap.
 */
export function overlap(one: Window, other: Window): boolean {
  const loose = new Set<WindowKind>(['relative', 'unknown'])
  if (loose.has(one.kind) || loose.has(other.kind)) return false
  if (one.kind === 'rolling' && other.kind === 'rolling') return meet(validity(one), validity(other))
  if (one.kind === 'rolling') return roundsOf(other, one).some(round => meet(validity(one), certain(round)))
  if (other.kind === 'rolling') return overlap(other, one)
  const others = roundsOf(other, one).map(certain)
  return roundsOf(one, other).some(round => others.some(span => meet(certain(round), span)))
}

type Span = readonly [first: string, last: string]

const validity = ({ validFrom, validTo }: Window): Span => [validFrom ?? '', validTo ?? '9']
const certain = ({ opens, closes }: Occurrence): Span => [opens ?? closes!, closes ?? opens!]
const meet = (one: Span, other: Span) => one[0] <= other[1] && other[0] <= one[1]

/** The rounds that matter for a comparison: a recurring window repeats itself, so a few years beside the other tell. */
function roundsOf(window: Window, beside: Window): Occurrence[] {
  const days = [window, beside].flatMap(each => [each.opensOn, each.closesOn, each.validFrom, each.validTo])
  const years = days.filter(day => day !== null).map(day => Number(day.slice(0, 4)))
  years.push(window.firstYear ?? 2023, beside.firstYear ?? 2023)
  const span = window.everyYears * beside.everyYears + 1
  return occurrences(window, Math.min(...years) - 1, Math.min(Math.max(...years) + span, Math.min(...years) + 400))
}
