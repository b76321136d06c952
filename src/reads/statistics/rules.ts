/** Three years are never mixed (docs/domain.md): the year of the decision, the year of the grant, the year of the payment. */
export const yearBases = ['decision', 'grant'] as const
export type YearBasis = (typeof yearBases)[number]

/** Rows that totals have at the most; more are exports. */
export const MOST_ROWS = 1_000_000

/** The years of the money's whole way: that of its payment too. */
export const moneyYearBases = ['decision', 'grant', 'payment'] as const
export type MoneyYearBasis = (typeof moneyYearBases)[number]
