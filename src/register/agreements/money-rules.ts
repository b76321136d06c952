import { FIRST_DAY, LAST_DAY, lastOfPeriod, spanOf } from '../../base/dates.ts'
import type { Certainty } from '../decisions/line-rules.ts'
import type { ContributionPer, RoundingDirection } from './rules.ts'
import type { Scenario } from './term-rules.ts'

export { roundingDirections } from './rules.ts'

/** Money of agreements, in integer öre. What is not known exactly widens a range; it is never a 0. */

/** Least and greatest amount that it can be; `unknown` counts what no amount is known for and stands outside both. */
export type Range = { min: bigint; max: bigint; unknown: number; approximate: boolean }

export type Rounding = { to: bigint; direction: RoundingDirection }

/** Down to whole hundreds of kronor, as index clauses of agreements have it. */
export const downToHundreds: Rounding = { to: 10_000n, direction: 'down' }

/**
 * The amount (öre) after an index has gone from one value to another (both as integers of the same scale), where only
 * `share` percent of the change counts. Exact until it is rounded, once. An index clause: “80 % of the change of an
 * index, rounded down to whole hundreds”. @throws RangeError when the index began at 0 or lower
 */
export function indexedAmount(
  amount: bigint,
  change: { from: bigint; to: bigint },
  share: bigint,
  rounding: Rounding
): bigint {
  if (change.from <= 0n) throw new RangeError('an index is more than 0')
  const numerator = amount * (100n * change.from + share * (change.to - change.from))
  return rounded(numerator, 100n * change.from, rounding)
}

function rounded(numerator: bigint, denominator: bigint, { to, direction }: Rounding): bigint {
  const unit = denominator * to
  const down = floor(numerator, unit)
  if (direction === 'down' || down * unit === numerator) return down * to
  if (direction === 'up') return (down + 1n) * to
  return floor(2n * numerator + unit, 2n * unit) * to
}

/** Towards minus infinity, where bigint division goes towards 0. */
function floor(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  return numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient
}

export type Stated = {
  /** Öre; null where no amount is known. */
  value: bigint | null
  certainty: Certainty
  per: ContributionPer | null
  from: string | null
  to: string | null
}

/**
 * What a contribution in money comes to in a calendar year, over all scenarios. An amount per year counts whole for a
 * year that the term holds all of; of a year that it holds a part of, between its share by months and the whole, as
 * agreements seldom say which. Where only years are stated, years are the unit and each counts whole. An amount once
 * or in total falls somewhere within the term, so it lies between 0 and itself unless the term is that year.
 */
export function committedIn(stated: Stated, scenarios: Scenario[], year: number): Range {
  const ranges = scenarios.map(scenario => inScenario(stated, scenario, year))
  const min = ranges.reduce((least, { min }) => (min < least ? min : least), ranges[0]!.min)
  const max = ranges.reduce((most, { max }) => (max > most ? max : most), ranges[0]!.max)
  return {
    min,
    max,
    unknown: Math.max(...ranges.map(({ unknown }) => unknown)),
    approximate: stated.certainty === 'approximate'
  }
}

const nothing: Range = { min: 0n, max: 0n, unknown: 0, approximate: false }

function inScenario(stated: Stated, scenario: Scenario, year: number): Range {
  const { least, most } = monthsIn(stated, scenario, year)
  if (most === 0) return nothing
  if (stated.value === null) return { ...nothing, unknown: 1 }
  const { value, per } = stated
  const range = (min: bigint, max: bigint): Range => ({ min, max, unknown: 0, approximate: false })
  if (per === 'month') return range(value * BigInt(least), value * BigInt(most))
  if (per === 'year') return range((value * BigInt(least)) / 12n, value)
  const whole = scenario.startKnown && scenario.endKnown && within(stated, scenario, year)
  return range(whole ? value : 0n, value)
}

/** The months of a year that the amount holds for at the least and at the most. A month begun is a month at the most. */
function monthsIn({ from, to }: Stated, scenario: Scenario, year: number) {
  const { years } = scenario
  const start = years ? spanOf(`${years.from}-01-01`) : scenario.start
  const known = scenario.endKnown ? scenario.end : { earliest: FIRST_DAY, latest: LAST_DAY }
  // Years are the unit of what is certain; on every day that the term may run, the amount may be due.
  const end = years ? { earliest: `${years.to}-12-31`, latest: later(known.latest, `${years.toMost}-12-31`) } : known
  const latestStart = scenario.startKnown ? start.latest : LAST_DAY
  return {
    least: wholeMonths(later(latestStart, from), sooner(end.earliest, to), year),
    most: touchedMonths(later(start.earliest, from), sooner(end.latest, to), year)
  }
}

const later = (day: string, other: string | null) => (other && other > day ? other : day)
const sooner = (day: string, other: string | null) => (other && other < day ? other : day)

function monthsOf(year: number): { first: string; last: string }[] {
  return Array.from({ length: 12 }, (_, month) => {
    const first = `${String(year).padStart(4, '0')}-${String(month + 1).padStart(2, '0')}-01`
    return { first, last: lastOfPeriod(first, 1) }
  })
}

const wholeMonths = (from: string, to: string, year: number) =>
  monthsOf(year).filter(({ first, last }) => from <= first && last <= to).length

const touchedMonths = (from: string, to: string, year: number) =>
  monthsOf(year).filter(({ first, last }) => from <= last && first <= to && from <= to).length

function within({ from, to }: Stated, { start, end }: Scenario, year: number): boolean {
  const first = later(start.earliest, from)
  const last = sooner(end.latest, to)
  return first >= `${year}-01-01` && last <= `${year}-12-31`
}

export function addRanges(ranges: Range[]): Range {
  return ranges.reduce(
    (sum, one) => ({
      min: sum.min + one.min,
      max: sum.max + one.max,
      unknown: sum.unknown + one.unknown,
      approximate: sum.approximate || one.approximate
    }),
    nothing
  )
}

/** Between the least and the greatest that any of them can be: one of them holds, or each for a part. @throws without any */
export function anyOf([first, ...others]: [Range, ...Range[]]): Range {
  return others.reduce(
    (sum, one) => ({
      min: one.min < sum.min ? one.min : sum.min,
      max: one.max > sum.max ? one.max : sum.max,
      unknown: Math.max(sum.unknown, one.unknown),
      approximate: sum.approximate || one.approximate
    }),
    first
  )
}

export const rangeCertainties = ['exact', 'range', 'approximate', 'unknown'] as const
export type RangeCertainty = (typeof rangeCertainties)[number]

/** How well a range is known: one amount, between two, about, or not at all (beside what may be known of other parts). */
export function certaintyOf({ min, max, unknown, approximate }: Range): RangeCertainty {
  if (unknown > 0) return 'unknown'
  if (min !== max) return 'range'
  return approximate ? 'approximate' : 'exact'
}
