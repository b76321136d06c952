import { addDays, LAST_DAY } from '../../base/dates.ts'

/**
 * The Swedish calendar of working days. Days are `2021-12-14`; nothing here knows a time zone.
 * Public holidays: lagen (1989:253) om allmänna helgdagar.
 */

/** 0 is Sunday, 6 Saturday. */
export function weekdayOf(day: string): number {
  return new Date(Date.parse(day)).getUTCDay()
}

/** Easter Sunday of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher). */
export function easterSunday(year: number): string {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const g = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const month = Math.floor((h + l - 7 * m + 114) / 31)
  const date = ((h + l - 7 * m + 114) % 31) + 1
  return dayOf(year, month, date)
}

/**
 * Whether the day is a public holiday (lag 1989:253): Sundays, New Year's Day, Epiphany, 1 May, Christmas Day and the day
 * after, Good Friday, Easter Monday, Ascension Day, Midsummer's Day, All Saints' Day; since 2005 the National Day of 6 June,
 * which took the place of Whit Monday (lag 2004:1320).
 */
export function isPublicHoliday(day: string): boolean {
  return weekdayOf(day) === 0 || holidaysOf(day.slice(0, 4)).has(day)
}

/** Holidays of the years that were asked about: they are computed once, as lists ask about thousands of days. */
const holidays = new Map<string, ReadonlySet<string>>()

/** Public holidays of a year, `2021`, but for its Sundays. */
function holidaysOf(year: string): ReadonlySet<string> {
  const kept = holidays.get(year)
  if (kept) return kept
  const number = Number(year)
  const easter = easterSunday(number)
  const found = new Set([
    ...['01-01', '01-06', '05-01', '12-25', '12-26'].map(monthAndDate => `${year}-${monthAndDate}`),
    ...[-2, 1, 39].map(days => addDays(easter, days)),
    number >= 2005 ? `${year}-06-06` : addDays(easter, 50),
    midsummersDay(number),
    allSaintsDay(number)
  ])
  holidays.set(year, found)
  return found
}

/**
 * Whether a time may run out on the day: not on a Sunday or other public holiday, a Saturday, Midsummer's Eve, Christmas
 * Eve or New Year's Eve (lag 1930:173 om beräkning av lagstadgad tid, 2 §).
 */
export function isWorkingDay(day: string): boolean {
  return weekdayOf(day) !== 6 && !isEve(day) && !isPublicHoliday(day)
}

/** Christmas Eve, New Year's Eve, or Midsummer's Eve: the Friday that falls on 19–25 June. */
function isEve(day: string): boolean {
  const monthAndDate = day.slice(5)
  if (monthAndDate === '12-24' || monthAndDate === '12-31') return true
  return monthAndDate >= '06-19' && monthAndDate <= '06-25' && weekdayOf(day) === 5
}

/**
 * The day itself, or the next working day where no time may run out on it (lag 1930:173, 2 §). After 9999-12-30 there is
 * none: the last day of the calendar, though it is New Year's Eve.
 */
export function nextWorkingDay(day: string): string {
  let next = day
  while (!isWorkingDay(next) && next < LAST_DAY) next = addDays(next, 1)
  return next
}

/** The Saturday that falls on 20–26 June (lag 1989:253). */
export function midsummersDay(year: number): string {
  return saturdayFrom(dayOf(year, 6, 20))
}

/** The Saturday that falls on 31 October–6 November (lag 1989:253). */
export function allSaintsDay(year: number): string {
  return saturdayFrom(dayOf(year, 10, 31))
}

function saturdayFrom(day: string): string {
  return addDays(day, 6 - weekdayOf(day))
}

function dayOf(year: number, month: number, date: number): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
}
