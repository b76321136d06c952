import { type Certainty, certaintyOf, isConsistent } from '../../base/known.ts'

/** What a published figure says it counts. */
export const figureMeasures = ['paid', 'granted', 'budgeted', 'applied', 'other'] as const
export type FigureMeasure = (typeof figureMeasures)[number]

/** What a target measures: a share of the money granted can be computed here, others are observed by hand. */
export const targetMeasures = ['shareOfGranted', 'shareOfPaid', 'other'] as const
export type TargetMeasure = (typeof targetMeasures)[number]
export const targetBounds = ['atLeast', 'atMost'] as const
export type TargetBound = (typeof targetBounds)[number]

/** What follows for the certainty from a patch of the amount alone: an amount that comes or goes cannot keep it. */
export function certaintyAfter(
  before: Certainty,
  amount: number | null | undefined,
  said: Certainty | undefined,
  known: Certainty = 'exact'
): { certainty?: Certainty } {
  if (amount === undefined || said !== undefined || isConsistent(amount, before)) return {}
  return { certainty: certaintyOf(amount, undefined, known) }
}

export type BudgetUse = {
  /** Exact amounts granted for the year, kronor. */
  granted: number
  /** Of grants for several years together, or for no stated year, that may fall on the year. */
  mayFall: number
  /** Grants whose amount is not known. */
  unknownCount: number
}

/**
 * Whether a budget is exceeded: `yes` by what certainly falls on the year, `possible` where grants over several years or
 * without a known amount could carry it beyond, `unknown` where the budget itself has no exact amount.
 */
export function exceeds(
  amount: number | null,
  certainty: Certainty,
  use: BudgetUse
): 'yes' | 'no' | 'possible' | 'unknown' {
  if (amount === null || certainty !== 'exact') return 'unknown'
  if (ore(use.granted) > ore(amount)) return 'yes'
  return ore(use.granted) + ore(use.mayFall) > ore(amount) || use.unknownCount > 0 ? 'possible' : 'no'
}

const ore = (kronor: number) => BigInt(Math.round(kronor * 100))

/** Whether a share between two bounds (per cent) meets a target: unknown where the bounds lie on both sides of it. */
export function attained(low: number, high: number, bound: TargetBound, percent: number): 'yes' | 'no' | 'unknown' {
  const [surely, surelyNot] = bound === 'atLeast' ? [low >= percent, high < percent] : [high <= percent, low > percent]
  return surely ? 'yes' : surelyNot ? 'no' : 'unknown'
}
