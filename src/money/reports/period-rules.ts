import { addDays, FIRST_DAY, LAST_DAY, type Span, spanOf } from '../../base/dates.ts'
import { type Ending, type Scenario, scenariosOf, type Term } from '../../register/agreements/term-rules.ts'
import { holdsOn, type Validity } from '../../register/schemes/version-rules.ts'
import type { ReportFrequency } from './rules.ts'

/** What is to be reported when. Pure; days are `2021-12-14`, both ends of a period belong to it. */

export type Period = { from: string; to: string }

const MONTHS: Record<Exclude<ReportFrequency, 'final'>, number> = {
  monthly: 1,
  quarterly: 3,
  tertial: 4,
  halfYearly: 6,
  yearly: 12
}

/** More periods than this, fifty years of months, are no requirement but a mistyped year. */
export const MOST_PERIODS = 600

/**
 * The periods into which the days from `from` to `to` fall: those of the calendar, the first and the last cut to what is
 * to be reported. Of 2024-07-01 to 2027-12-31, yearly: half of 2024, then three whole years. `final` is one: all of it.
 * It answers at most MOST_PERIODS and one more: the caller refuses so many.
 */
export function periodsOf(frequency: ReportFrequency, { from, to }: Period): Period[] {
  if (to < from) return []
  if (frequency === 'final') return [{ from, to }]
  const months = MONTHS[frequency]
  const month = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1
  const periods: Period[] = []
  for (let at = month - (month % months); periods.length <= MOST_PERIODS; at += months) {
    const start = firstOfMonth(at)
    const next = firstOfMonth(at + months)
    const end = next === LAST_DAY ? LAST_DAY : addDays(next, -1)
    periods.push({ from: start < from ? from : start, to: end > to ? to : end })
    if (end >= to) break
  }
  return periods
}

/** The first day of a month that is counted from the year 0; the last day of all where the calendar ends before it. */
function firstOfMonth(month: number): string {
  const year = Math.floor(month / 12)
  return year > 9999 ? LAST_DAY : `${String(year).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`
}

/** The due date of the report of a period. */
export function dueOf(period: Period, dueDays: number): string {
  return addDays(period.to, dueDays)
}

/** Days of a term that are certain to be reported; null where it is not known when it begins. `last`: no other end is possible. */
export type Reported = { from: string | null; to: string; last: boolean }

/** As far as one looks ahead where no end is certain: to the end of the next calendar year. */
export const horizonOf = (on: string) => `${Number(on.slice(0, 4)) + 1}-12-31`

/**
 * What is to be reported of an agreement, as its term is known on the day `on`: to the end that every alternative reaches,
 * or, where none is certain (until further notice, not stated), to the end of the next calendar year. A year or a month
 * that is stated as the end belongs to it as a whole.
 */
export function reportedOfTerm(term: Term | null, ending: Ending, on: string): Reported {
  const scenarios = scenariosOf(term, ending, on)
  const stated = Boolean(ending.endedOn) || (term?.validTo != null && !term.renewal)
  const ends = scenarios.map(one => endsOf(one, stated))
  const to = ends.map(({ earliest }) => earliest).reduce((a, b) => (a < b ? a : b))
  const from = scenarios.every(({ startKnown }) => startKnown) ? bound(scenarios[0]!.start.earliest) : null
  if (to === LAST_DAY) return { from, to: horizonOf(on), last: false }
  return { from, to, last: ends.every(({ earliest, latest }) => earliest === to && latest === to) }
}

function endsOf({ end, endKnown, years }: Scenario, stated: boolean): Span {
  if (!endKnown) return { earliest: LAST_DAY, latest: LAST_DAY }
  if (years) return { earliest: `${years.to}-12-31`, latest: `${years.toMost}-12-31` }
  return stated ? { earliest: end.latest, latest: end.latest } : end
}

/** What is to be reported of a grant: the years that it is for. */
export function reportedOfYears(yearFrom: number | null, yearTo: number | null): Reported | null {
  if (yearFrom === null || yearTo === null) return null
  return { from: `${yearFrom}-01-01`, to: `${yearTo}-12-31`, last: true }
}

export type Demand = {
  frequency: ReportFrequency
  dueDays: number
  periodFrom: string | null
  periodTo: string | null
}
export type Expected = { periodFrom: string; periodTo: string; dueOn: string }

/**
 * The reports that a requirement asks for, given what is to be reported and the day on which it is known to have ended, if
 * it has. What the requirement states of its first and last day goes before the term; nothing is reported of days after
 * an end. A final report waits until the end is certain. The first and the last day of the calendar state no bound.
 */
export function expectedOf(demand: Demand, reported: Reported | null, endedOn: string | null = null): Expected[] {
  const { frequency, dueDays } = demand
  const from = bound(demand.periodFrom) ?? reported?.from
  const periodTo = bound(demand.periodTo)
  let to = periodTo ?? reported?.to
  if (!from || !to) return []
  if (endedOn && endedOn < to) to = endedOn
  else if (frequency === 'final' && !periodTo && !reported?.last) return []
  return periodsOf(frequency, { from, to }).map(period => ({
    periodFrom: period.from,
    periodTo: period.to,
    dueOn: dueOf(period, dueDays)
  }))
}

/** The day; null for the first and the last day (`0001-01-01`, `9999-12-31`), which mean that there is no bound. */
const bound = (day: string | null) => (day === FIRST_DAY || day === LAST_DAY ? null : day)

/** The last day of something that has ended; null while it has not. */
export function endOf({ endedOn, endedOnPrecision }: Ending): string | null {
  return endedOn ? spanOf(endedOn, endedOnPrecision ?? 'day').latest : null
}

type Version = Validity & { id: string }

/**
 * The version of a scheme's rules under which a decision of a meeting was made: the one that certainly held, else the one
 * that may have, if it is the only one. Null where that cannot be told.
 */
export function rulesAt(versions: Version[], decidedOn: string): string | null {
  const holding = (answer: 'yes' | 'possible') => versions.filter(version => holdsOn(version, decidedOn) === answer)
  const certain = holding('yes')
  if (certain.length > 0) return certain.reduce((a, b) => ((a.validFrom ?? '') >= (b.validFrom ?? '') ? a : b)).id
  const possible = holding('possible')
  return possible.length === 1 ? possible[0]!.id : null
}
