import type { DatePrecision } from '../decisions/rules.ts'

/** Arithmetic of calendar days, `2021-12-14`, without clock or time zone. */

/** The first and the last day that something can be; `0001-01-01` and `9999-12-31` where there is no bound. */
export type Span = { earliest: string; latest: string }

export const FIRST_DAY = '0001-01-01'
export const LAST_DAY = '9999-12-31'
const SPAN_MONTHS: Record<Exclude<DatePrecision, 'day'>, number> = { month: 1, season: 3, year: 12 }

const parts = (day: string) => day.split('-').map(Number) as [number, number, number]
/** Date.UTC takes the years before 100 for those of the 20th century. */
const dateOf = (year: number, month: number, day: number) => {
  const at = new Date(0)
  at.setUTCFullYear(year, month - 1, day)
  return at
}
const write = (year: number, month: number, day: number) =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/**
 * The day so many days later, or earlier when negative. The first and the last day stand for no bound, and stay; no other
 * day goes beyond them. Whoever goes on from day to day must therefore end where it moves no further.
 */
export function addDays(day: string, days: number): string {
  if (day === FIRST_DAY || day === LAST_DAY) return day
  const [y, m, d] = parts(day)
  const at = dateOf(y, m, d + days)
  if (at.getUTCFullYear() > 9999) return LAST_DAY
  if (at.getUTCFullYear() < 1) return FIRST_DAY
  return write(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate())
}

/**
 * The same day so many months later; the month's last where it has no such day (31 January and a month: 28 or 29 February).
 * The first and the last day stay, as in addDays.
 */
export function addMonths(day: string, months: number): string {
  if (day === FIRST_DAY || day === LAST_DAY) return day
  const [y, m, d] = parts(day)
  const index = y * 12 + (m - 1) + months
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1]
  if (year > 9999) return LAST_DAY
  if (year < 1) return FIRST_DAY
  const last = dateOf(year, month + 1, 0).getUTCDate()
  return write(year, month, Math.min(d, last))
}

/** The days that a date of this precision can be. Spans are of the calendar: a season is the three months that begin with its own. */
export function spanOf(day: string, precision: DatePrecision = 'day'): Span {
  if (precision === 'day') return { earliest: day, latest: day }
  const [y, m] = parts(day)
  const first = precision === 'year' ? write(y, 1, 1) : write(y, m, 1)
  return { earliest: first, latest: addDays(addMonths(first, SPAN_MONTHS[precision]), -1) }
}

/** Today in Sweden, whatever the clock of the machine is set to. */
export function today(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format()
}

/** Narrowed by a day on which something is known to run: it had begun by then, and had not ended. */
export function around<T extends { start: Span; end: Span }>(term: T, day: string | null | undefined): T {
  const { start, end } = term
  if (!day || day < start.earliest || day > end.latest) return term
  return {
    ...term,
    start: { ...start, latest: day < start.latest ? day : start.latest },
    end: { ...end, earliest: day > end.earliest ? day : end.earliest }
  }
}
