import { addDays, lastOfPeriod } from '../../base/dates.ts'
import { nextWorkingDay } from '../../register/decisions/calendar-rules.ts'
import type { Schedule } from './rules.ts'

/** How a plan spreads an amount over parts, and when each falls due. Pure; amounts in integer öre. */

/** Months of a part; a plan that is paid once has one part, however long it is. */
const MONTHS: Record<Exclude<Schedule, 'once' | 'custom'>, number> = {
  yearly: 12,
  halfYearly: 6,
  tertial: 4,
  quarterly: 3,
  monthly: 1
}

/** More parts than this are no plan but a mistyped year. */
export const MOST_PARTS = 240

/** The amount in so many equal parts, to the öre: what does not divide is on the last. */
export function equalParts(amount: bigint, count: number): bigint[] {
  const part = amount / BigInt(count)
  const last = amount - part * BigInt(count - 1)
  return Array.from({ length: count }, (_, at) => (at === count - 1 ? last : part))
}

export type Part = { from: string; to: string }

/**
 * The period in parts. Quarters and months are those of the calendar; years, half years and tertials are counted from the
 * first day of the period, as terms of agreements seldom begin with the year. The first and the last may be shorter.
 */
export function partsOf(schedule: Exclude<Schedule, 'custom'>, from: string, to: string): Part[] {
  if (schedule === 'once') return [{ from, to }]
  const months = MONTHS[schedule]
  const first = schedule === 'quarterly' || schedule === 'monthly' ? firstOf(from, months) : from
  const parts: Part[] = []
  let start = first
  for (let at = 1; start <= to && parts.length <= MOST_PARTS; at++) {
    const end = lastOfPeriod(first, at * months)
    parts.push({ from: start < from ? from : start, to: end > to ? to : end })
    if (end >= to) break
    start = addDays(end, 1)
  }
  return parts
}

/** The first day of the calendar's quarter or month. */
function firstOf(day: string, months: number): string {
  const month = Number(day.slice(5, 7)) - 1
  return `${day.slice(0, 4)}-${String(month - (month % months) + 1).padStart(2, '0')}-01`
}

/**
 * When a part falls due: on its first working day, which for a quarter is in its first week. Never before `earliest`:
 * the day of the decision, or the first day of the agreement.
 */
export function dueOf(part: Part, earliest: string): string {
  return nextWorkingDay(part.from > earliest ? part.from : earliest)
}

export type Period = { grantYear: number | null; grantYearTo: number | null }

/** The days of the years that a period is for; null where no year is stated. */
export function daysOf({ grantYear, grantYearTo }: Period): Part | null {
  return grantYear === null ? null : { from: `${grantYear}-01-01`, to: `${grantYearTo ?? grantYear}-12-31` }
}

/**
 * The year whose budgets a payment falls on: the year of the grant. Where several years share one amount, the year of the due
 * date, or the nearest of the years; where the grant states no year, the year of the due date.
 */
export function budgetYearOf({ grantYear, grantYearTo }: Period, dueOn: string): number {
  const due = Number(dueOn.slice(0, 4))
  if (grantYear === null) return due
  return Math.min(Math.max(due, grantYear), grantYearTo ?? grantYear)
}

/** The largest advance (öre): so many per cent (in hundredths) of what the year before gave, rounded down to the öre. */
export function advanceCeiling(basis: bigint, hundredths: bigint): bigint {
  return basis <= 0n ? 0n : (basis * hundredths) / 10_000n
}
