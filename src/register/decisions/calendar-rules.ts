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
  if (weekdayOf(day) === 0) return true
  const [year, monthAndDate] = [Number(day.slice(0, 4)), day.slice(5)]
  if (['01-01', '01-06', '05-01', '12-25', '12-26'].includes(monthAndDate)) return true
  const easter = easterSunday(year)
  const movable = [
    addDays(easter, -2),
    addDays(easter, 1),
    addDays(easter, 39),
    midsummersDay(year),
    allSaintsDay(year)
  ]
  if (movable.includes(day)) return true
  return year >= 2005 ? monthAndDate === '06-06' : day === addDays(easter, 50)
}

/**
 * Whether a time may run out on the day: not on a Sunday or other public holiday, a Saturday, Midsummer's Eve, Christmas
 * Eve or New Year's Eve (lag 1930:173 om beräkning av lagstadgad tid, 2 §).
 */
export function isWorkingDay(day: string): boolean {
  const eve = ['12-24', '12-31'].includes(day.slice(5)) || addDays(day, 1) === midsummersDay(Number(day.slice(0, 4)))
  return weekdayOf(day) !== 6 && !eve && !isPublicHoliday(day)
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
