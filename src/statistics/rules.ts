/** By what grant totals can be told apart. */
export const groupings = ['year', 'scheme', 'organisation', 'body', 'outcome'] as const
export type Grouping = (typeof groupings)[number]

/** Three years are never mixed (DOMAIN.md): that of the decision, that which the grant is for, that of the payment. */
export const yearBases = ['decision', 'grant'] as const
export type YearBasis = (typeof yearBases)[number]

/** The years of the money's whole way: that of its payment too. */
export const moneyYearBases = ['decision', 'grant', 'payment'] as const
export type MoneyYearBasis = (typeof moneyYearBases)[number]

/** By what totals of money can be told apart. */
export const moneyGroupings = ['year', 'scheme', 'organisation', 'body'] as const
export type MoneyGrouping = (typeof moneyGroupings)[number]

/** By what totals over municipalities can be told apart. */
export const nationalGroupings = ['municipality', 'year'] as const
export type NationalGrouping = (typeof nationalGroupings)[number]

/** By what outcomes of applications can be told apart; the year is that in which they came. */
export const outcomeGroupings = ['year', 'scheme', 'outcome', 'status'] as const
export type OutcomeGrouping = (typeof outcomeGroupings)[number]
