import type { Answer } from './known.ts'

/**
 * Calendar days, `2021-12-14`, as text: they compare as they are written, and no time zone touches them. The one home of
 * periods and of dates that are not known to the day; database/days.ts says the same to PostgreSQL.
 */

/** How exactly a date is known (DOMAIN.md: a day, month, season or year). */
export const datePrecisions = ['day', 'month', 'season', 'year'] as const
export type DatePrecision = (typeof datePrecisions)[number]

/** The first and the last day that something can be; `0001-01-01` and `9999-12-31` where there is no bound. */
export type Span = { earliest: string; latest: string }

export const FIRST_DAY = '0001-01-01'
export const LAST_DAY = '9999-12-31'
const MS_OF_DAY = 86_400_000

const parts = (day: string) => day.split('-').map(Number) as [year: number, month: number, date: number]
/** Date.UTC takes the years before 100 for those of the 20th century. */
const dateOf = (year: number, month: number, date: number) => {
  const at = new Date(0)
  at.setUTCFullYear(year, month - 1, date)
  return at
}
const write = (year: number, month: number, date: number) =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
const lastDateOf = (year: number, month: number) => dateOf(year, month + 1, 0).getUTCDate()

/** Made once: making it takes a hundred times as long as using it, and most reads ask what day it is. */
const inSweden = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' })

/** The day in Sweden at an instant (RFC 3339, or milliseconds), independent of the time zone of the machine. */
export function swedishDay(instant: string | number): string {
  return inSweden.format(new Date(instant))
}

const HOUR = 3_600_000
let lastAsked = { hour: Number.NaN, day: '' }

/** Today in Sweden, `2021-12-14`. Days begin with an hour of UTC there, so that one hour has one day. */
export function today(): string {
  const now = Date.now()
  const hour = Math.floor(now / HOUR)
  if (hour !== lastAsked.hour) lastAsked = { hour, day: swedishDay(now) }
  return lastAsked.day
}

/** Whether the text is a day of the calendar, `2021-12-14`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const [year, month, date] = parts(text)
  return year >= 1 && month >= 1 && month <= 12 && date >= 1 && date <= lastDateOf(year, month)
}

/** The day of a year that `MM-DD` names; 02-29 is the 28th where February has no more. */
export function dayOfYear(year: number, monthDay: string): string {
  const day = `${String(year).padStart(4, '0')}-${monthDay}`
  return isDay(day) ? day : day.replace(/29$/, '28')
}

/** Whether `MM-DD` is a day that some year has. */
export function isMonthDay(monthDay: string): boolean {
  return isDay(`2024-${monthDay}`)
}

/** Whole days from one day to another; negative when the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / MS_OF_DAY)
}

/**
 * The day so many days later, or earlier when negative; the first or the last day of the calendar where that is beyond it.
 * Whoever goes on from day to day must therefore end where it moves no further.
 */
export function addDays(day: string, days: number): string {
  const [year, month, date] = parts(day)
  const at = dateOf(year, month, date + days)
  if (at.getUTCFullYear() > 9999) return LAST_DAY
  if (at.getUTCFullYear() < 1) return FIRST_DAY
  return write(at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate())
}

/** The year and month so many months later; told where that is before the year 1, and after 9999. */
function monthAfter(day: string, months: number): { year: number; month: number } | 'before' | 'after' {
  const [y, m] = parts(day)
  const index = y * 12 + (m - 1) + months
  const [year, month] = [Math.floor(index / 12), (((index % 12) + 12) % 12) + 1]
  return year > 9999 ? 'after' : year < 1 ? 'before' : { year, month }
}

/**
 * The same day so many months later (earlier when negative); the month's last where it has no such day (31 January and a
 * month: 28 or 29 February). A day on which something is due; the last day of a period is lastOfPeriod. Beyond the calendar
 * it is its first or last day, as in addDays.
 */
export function addMonths(day: string, months: number): string {
  const to = monthAfter(day, months)
  if (to === 'after') return LAST_DAY
  if (to === 'before') return FIRST_DAY
  return write(to.year, to.month, Math.min(parts(day)[2], lastDateOf(to.year, to.month)))
}

/**
 * The last day of a period of so many months (at least one) that begins with the day `first`: the day before the one that
 * corresponds to `first` by its number in the month; the month's last where it has no such day. From 2022-01-01, 36 months:
 * 2024-12-31. From 2023-08-31, six months: 2024-02-29. So a period of months is as long as the months that it is of, and what
 * follows on it begins the day after. (Where a month has no day of that number, a time of months ends with its last:
 * lag 1930:173, 1 §; regulation (EEC, Euratom) 1182/71, article 3.2.) Lengths that follow on each other are added up and
 * counted from the first day: counted one from the end of another they drift at the ends of months.
 */
export function lastOfPeriod(first: string, months: number): string {
  const to = monthAfter(first, months)
  if (to === 'after') return LAST_DAY
  if (to === 'before') return FIRST_DAY
  const [date, last] = [parts(first)[2], lastDateOf(to.year, to.month)]
  return date > last ? write(to.year, to.month, last) : addDays(write(to.year, to.month, date), -1)
}

/** The last day of what ended with the day `end` and goes on for so many months; `end` itself for none. */
export function lastAfter(end: string, months: number): string {
  return months === 0 ? end : lastOfPeriod(addDays(end, 1), months)
}

const MONTHS: Record<Exclude<DatePrecision, 'day'>, number> = { month: 1, season: 3, year: 12 }

/**
 * The days that a date of this precision can be: the calendar month or year that holds it, or the season of three months
 * that begins with its month. A date that is not the first of its span is read so everywhere: `2022-03-15`, known to the
 * month, is a day from 2022-03-01 to 2022-03-31.
 */
export function spanOf(date: string, precision: DatePrecision | null | undefined = 'day'): Span {
  if (precision === 'day' || precision == null) return { earliest: date, latest: date }
  const [year, month] = parts(date)
  const earliest = write(year, precision === 'year' ? 1 : month, 1)
  const to = monthAfter(earliest, MONTHS[precision] - 1)
  if (typeof to === 'string') return { earliest, latest: LAST_DAY }
  return { earliest, latest: write(to.year, to.month, lastDateOf(to.year, to.month)) }
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
export function holdsOn(day: string, { from, fromPrecision, to, toPrecision }: Validity): Answer {
  const start = from === null ? null : spanOf(from, fromPrecision)
  const end = to === null ? null : spanOf(to, toPrecision)
  if (start && day < start.earliest) return 'no'
  if (end && day > end.latest) return 'no'
  if (!start) return 'unknown'
  if (day < start.latest || (end && day > end.earliest)) return 'possible'
  return 'yes'
}

/** Whether a validity ends before it can have begun. */
export function isReversed({ from, fromPrecision, to, toPrecision }: Validity): boolean {
  return from !== null && to !== null && spanOf(to, toPrecision).latest < spanOf(from, fromPrecision).earliest
}
