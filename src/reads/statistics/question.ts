import type { MoneyGrouping } from './dimensions.ts'
import type { MoneyYearBasis } from './rules.ts'

/** What is asked of totals of money. */
export type MoneyTotalsAsked = {
  municipalityCode: string
  groupBy: MoneyGrouping[]
  yearBasis: MoneyYearBasis
  yearFrom?: number
  yearTo?: number
  schemeId?: string
  bodyId?: string
  /** A body counts as the one that took over from it last, as they are registered now. */
  followSuccessors?: boolean
  /** Closed years as they were known when they were closed; what came later is told apart, day by day. */
  keepClosings?: boolean
  knownAt?: string
  /** Day for which payable and held are asked; otherwise that of knownAt, or today. */
  validOn?: string
}
