/** Calendar days as text, `2021-12-14`: they compare as they are written, and no time zone touches them. */

/** How exactly a date is known (DOMAIN.md); the date kept is the first day of the span. Same words as a decision's. */
export const datePrecisions = ['day', 'month', 'season', 'year'] as const
export type DatePrecision = (typeof datePrecisions)[number]

const months: Record<DatePrecision, number> = { day: 0, month: 1, season: 3, year: 12 }

/** First and last day that a date of this precision may be. A season is three months. */
export function spanOf(date: string, precision: DatePrecision): { first: string; last: string } {
  if (precision === 'day') return { first: date, last: date }
  const day = new Date(`${date}T00:00:00Z`)
  day.setUTCMonth(day.getUTCMonth() + months[precision])
  day.setUTCDate(day.getUTCDate() - 1)
  return { first: date, last: day.toISOString().slice(0, 10) }
}

/** Days from one day to another; negative when the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000
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

function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === day
}

/** Today in Sweden. */
export function today(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format()
}
