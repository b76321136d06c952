/** How well something is known, and what then can be said of a day (DOMAIN.md). Pure; used by every module. */

/** How well an amount is known (DOMAIN.md): four ways of not knowing that are not the same. Only exact ones are summed. */
export const certainties = ['exact', 'approximate', 'notStated', 'unknown', 'confidential'] as const
export type Certainty = (typeof certainties)[number]

/** How exactly a date is known (DOMAIN.md: a day, month, season or year). The date kept is the first day of the span. */
export const datePrecisions = ['day', 'month', 'season', 'year'] as const
export type DatePrecision = (typeof datePrecisions)[number]

/** Answers to a question about a day. */
export const answers = ['yes', 'no', 'possible', 'unknown'] as const
export type Answer = (typeof answers)[number]

/** The certainty of an amount where the caller says none: exact when there is an amount, not stated when there is not. */
export function certaintyOf(amount: number | null | undefined, stated?: Certainty | null): Certainty {
  return stated ?? (amount == null ? 'notStated' : 'exact')
}

/** An amount is there exactly when it is said to be known, exactly or approximately. */
export function isConsistent(amount: number | null | undefined, certainty: Certainty): boolean {
  return (amount != null) === (certainty === 'exact' || certainty === 'approximate')
}

/** Today in Sweden, `2021-12-14`. */
export function today(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format()
}

const MONTHS: Record<DatePrecision, number> = { day: 0, month: 1, season: 3, year: 12 }

/** First and last day that a date of this precision can mean; the first is the date itself, whatever it is. */
export function spanOf(date: string, precision: DatePrecision): [first: string, last: string] {
  if (precision === 'day') return [date, date]
  const [year, month] = date.split('-').map(Number) as [number, number]
  return [date, new Date(Date.UTC(year, month - 1 + MONTHS[precision], 0)).toISOString().slice(0, 10)]
}

/** Whole days from one day to a later one. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

type Validity = {
  from: string | null
  fromPrecision?: DatePrecision
  to: string | null
  toPrecision?: DatePrecision
}

/**
 * Whether something holds on a day. A start that is not stated leaves every day before the end unknown; an end that is
 * not stated is none. Within the span of a start or an end that is not known to the day the answer is possible.
 */
export function holdsOn(day: string, { from, fromPrecision = 'day', to, toPrecision = 'day' }: Validity): Answer {
  const start = from === null ? null : spanOf(from, fromPrecision)
  const end = to === null ? null : spanOf(to, toPrecision)
  if (start && day < start[0]) return 'no'
  if (end && day > end[1]) return 'no'
  if (!start) return 'unknown'
  if (day < start[1] || (end && day > end[0])) return 'possible'
  return 'yes'
}

/** Whether a validity ends before it can have begun. */
export function isReversed({ from, to, toPrecision = 'day' }: Validity): boolean {
  return from !== null && to !== null && spanOf(to, toPrecision)[1] < from
}
