/** What can come of a file of decisions and of its rows. */

/** What came of a file: it came in, it only would have, or it was refused as a whole. */
export const importStatuses = ['completed', 'dryRun', 'refused'] as const
export type ImportStatus = (typeof importStatuses)[number]

/** What came of a row; `missing` is a known line that a complete file no longer holds. */
export const rowResults = ['created', 'updated', 'unchanged', 'rejected', 'missing'] as const
export type RowResult = (typeof rowResults)[number]
