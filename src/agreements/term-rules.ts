import type { DatePrecision } from '../decisions/rules.ts'
import { addDays, addMonths, around, FIRST_DAY, LAST_DAY, type Span, spanOf } from './calendar-rules.ts'

/**
 * When an agreement holds, as far as it is known. Days are `2021-12-14`; comparing them as text is comparing them as
 * days. What is not known is kept as a span from the earliest to the latest that it can be, and answers follow from it.
 */

export type Answer = 'yes' | 'no' | 'possible' | 'unknown'
/** One way in which the term may turn out. Inclusive days; `0001-01-01` and `9999-12-31` where there is no bound. */
export type Scenario = {
  start: Span
  end: Span
  startKnown: boolean
  endKnown: boolean
  /** Where the source speaks of years only, those that it means: amounts per year follow them. */
  years: Years | null
}
type Years = { from: number; to: number; toMost: number }

export type Duration = { months: number; extensionMonths?: number | null }
export type Extension = {
  key: string
  months: number
  exerciseBy?: string | null
  exercisedOn?: string | null
  exercised?: boolean | null
}
export type Renewal = { months: number; noticeMonths?: number | null }
export type Term = {
  from?: string | null
  fromPrecision?: DatePrecision | null
  to?: string | null
  toPrecision?: DatePrecision | null
  untilFurtherNotice?: boolean | null
  /** A day on which the source says that it runs, whether or not it tells from when and until when. */
  knownToRunOn?: string | null
  /** Several: one of them holds and it is not known which. One: the length is known. */
  alternatives?: Duration[] | null
  extensions?: Extension[] | null
  renewal?: Renewal | null
}
/** An end before time, or the day on which it was recorded to have ended. */
export type Ending = { endedOn?: string | null; endedOnPrecision?: DatePrecision | null }

const anyDay: Span = { earliest: FIRST_DAY, latest: LAST_DAY }
const lastOf = (start: Span, months: number): Span => ({
  earliest: addDays(addMonths(start.earliest, months), -1),
  latest: addDays(addMonths(start.latest, months), -1)
})

/**
 * Every way in which the term may turn out, as known on the day `today`: one for each alternative length. An extension
 * counts when it was exercised; one that belongs to an alternative may have been, and so widens its end. A term that
 * renews itself is renewed for certain up to the period whose last day to give notice has passed.
 */
export function scenariosOf(term: Term | null | undefined, ending: Ending, today: string): Scenario[] {
  const { from, to, alternatives, extensions, renewal, untilFurtherNotice } = term ?? {}
  const startKnown = from != null
  const start = startKnown ? spanOf(from, term?.fromPrecision ?? 'day') : anyDay
  const exercised = (extensions ?? []).reduce((sum, one) => sum + (isExercised(one) ? one.months : 0), 0)
  const ends: End[] = []
  if (to != null) {
    const end = spanOf(to, term?.toPrecision ?? 'day')
    const later = { earliest: endAfter(end.earliest, exercised), latest: endAfter(end.latest, exercised) }
    ends.push({ end: later, endKnown: true, years: term?.toPrecision === 'year' ? yearsFrom(term, later) : null })
  } else if (alternatives && alternatives.length > 0 && startKnown) {
    for (const { months, extensionMonths } of alternatives) {
      const base = lastOf(start, months + exercised)
      const end = { earliest: base.earliest, latest: addMonths(base.latest, extensionMonths ?? 0) }
      const first = lastOf(spanOf(start.earliest), months + exercised)
      const most = addMonths(first.latest, extensionMonths ?? 0)
      ends.push({ end, endKnown: true, years: yearsFrom(term, { earliest: first.latest, latest: most }) })
    }
  } else if (untilFurtherNotice) {
    ends.push({ end: { earliest: LAST_DAY, latest: LAST_DAY }, endKnown: true, years: null })
  } else {
    ends.push({ end: anyDay, endKnown: false, years: null })
  }
  return ends.map(one => {
    const renewed = renewal && one.endKnown ? { ...one, end: renew(one.end, renewal, today), years: null } : one
    return around({ start, startKnown, ...endedEarly(renewed, ending) }, term?.knownToRunOn)
  })
}

type End = Pick<Scenario, 'end' | 'endKnown' | 'years'>

function yearsFrom(term: Term | null | undefined, end: Span): Years | null {
  if (term?.fromPrecision !== 'year' || !term.from) return null
  return {
    from: Number(term.from.slice(0, 4)),
    to: Number(end.earliest.slice(0, 4)),
    toMost: Number(end.latest.slice(0, 4))
  }
}

export function isExercised({ exercisedOn, exercised }: Extension): boolean {
  return exercised === true || exercisedOn != null
}

/** The end of a period, so many months on: the last day of a month stays the last. */
function endAfter(end: string, months: number): string {
  return months === 0 ? end : addDays(addMonths(addDays(end, 1), months), -1)
}

function renew(end: Span, renewal: Renewal, today: string): Span {
  let earliest = end.earliest
  for (let n = 0; n < 1000 && noticeDay(earliest, renewal) < today; n++) earliest = endAfter(earliest, renewal.months)
  return { earliest, latest: LAST_DAY }
}

function endedEarly(one: End, { endedOn, endedOnPrecision }: Ending) {
  if (!endedOn) return one
  return { end: spanOf(endedOn, endedOnPrecision ?? 'day'), endKnown: true, years: null }
}

/** The last day on which notice keeps a period that ends on `end` from being renewed. */
export function noticeDay(end: string, { noticeMonths }: Renewal): string {
  const after = addDays(end, 1)
  return addDays(addMonths(after, -(noticeMonths ?? 0)), -1)
}

/** The next last day to give notice, on or after `today`; null where nothing renews itself or the end is not one day. */
export function lastNoticeDay(term: Term | null | undefined, ending: Ending, today: string): string | null {
  const { renewal } = term ?? {}
  if (!renewal || ending.endedOn) return null
  const fixed = scenariosOf({ ...term, renewal: null }, ending, today)
  const days = new Set(
    fixed.flatMap(({ end, endKnown }) => (endKnown ? [end.earliest, end.latest] : [FIRST_DAY, LAST_DAY]))
  )
  if (days.size !== 1) return null
  return noticeDay(renew(fixed[0]!.end, renewal, today).earliest, renewal)
}

/** What is known of a thing that each scenario answers for itself. */
export function together(answers: Answer[]): Answer {
  const distinct = new Set(answers)
  if (distinct.size === 1) return answers[0]!
  return distinct.has('unknown') && !distinct.has('possible') && !distinct.has('yes') ? 'unknown' : 'possible'
}

const startsAfter = ({ start, startKnown }: Scenario, day: string): Answer =>
  start.latest <= day ? 'no' : !startKnown ? 'unknown' : start.earliest > day ? 'yes' : 'possible'

const endsBefore = ({ end, endKnown }: Scenario, day: string): Answer =>
  end.earliest >= day ? 'no' : !endKnown ? 'unknown' : end.latest < day ? 'yes' : 'possible'

function neither(one: Answer, other: Answer): Answer {
  if (one === 'yes' || other === 'yes') return 'no'
  if (one === 'no' && other === 'no') return 'yes'
  return one === 'unknown' || other === 'unknown' ? 'unknown' : 'possible'
}

const upcomingIn = (scenario: Scenario, day: string): Answer =>
  endsBefore(scenario, day) === 'yes' ? 'no' : startsAfter(scenario, day)

const endedIn = (scenario: Scenario, day: string): Answer =>
  startsAfter(scenario, day) === 'yes' ? 'no' : endsBefore(scenario, day)

export type Phase = { upcoming: Answer; running: Answer; ended: Answer }

/** Whether, on the day, the term has not begun, runs or is over. An agreement that is not known to be signed is at most possibly running. */
export function phaseOn(scenarios: Scenario[], day: string, signed = true): Phase {
  const running = together(scenarios.map(one => neither(startsAfter(one, day), endsBefore(one, day))))
  return {
    upcoming: together(scenarios.map(one => upcomingIn(one, day))),
    running: !signed && running === 'yes' ? 'possible' : running,
    ended: together(scenarios.map(one => endedIn(one, day)))
  }
}

/** Whether it runs on the day and ends within so many days of it, that day among them. */
export function endingWithin(scenarios: Scenario[], day: string, days: number): Answer {
  const until = addDays(day, days)
  return together(
    scenarios.map(one => {
      if (startsAfter(one, day) === 'yes' || endsBefore(one, day) === 'yes') return 'no'
      if (!one.endKnown) return 'unknown'
      if (one.end.earliest > until) return 'no'
      const certain = one.startKnown && one.start.latest <= day && one.end.earliest >= day && one.end.latest <= until
      return certain ? 'yes' : 'possible'
    })
  )
}

/** The earliest and latest that it can begin and end, over all scenarios; null where that is not known. */
export function boundsOf(scenarios: Scenario[]) {
  const startKnown = scenarios.every(one => one.startKnown)
  const endKnown = scenarios.every(one => one.endKnown)
  const least = (days: string[]) => days.reduce((a, b) => (a < b ? a : b))
  const greatest = (days: string[]) => days.reduce((a, b) => (a > b ? a : b))
  return {
    startsEarliest: startKnown ? least(scenarios.map(({ start }) => start.earliest)) : null,
    startsLatest: startKnown ? greatest(scenarios.map(({ start }) => start.latest)) : null,
    endsEarliest: endKnown ? least(scenarios.map(({ end }) => end.earliest)) : null,
    endsLatest: endKnown ? greatest(scenarios.map(({ end }) => end.latest)) : null
  }
}
