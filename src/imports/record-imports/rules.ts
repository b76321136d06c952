/** What can be imported from files of its own besides decisions, and what can come of a row. */

export const recordKinds = ['organisations', 'agreements', 'payments'] as const
export type RecordKindName = (typeof recordKinds)[number]

export const recordResults = ['created', 'updated', 'unchanged', 'rejected'] as const
export type RecordResult = (typeof recordResults)[number]

/**
 * Rows of one file: each is written by the action that writes one, some statements a row, and of a payment the ledger is
 * settled as well.
 */
export const mostRows: Record<RecordKindName, number> = { organisations: 5_000, agreements: 2_000, payments: 2_000 }
