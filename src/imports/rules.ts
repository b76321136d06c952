/** What can come of a file of decisions and of its rows. */

/** What came of a file: it came in, it only would have, or it was refused as a whole. */
const outcomes = ['completed', 'dryRun', 'refused'] as const
/** Where a file is that is imported by a job, and how a job can end besides. */
export const unended = ['queued', 'reading', 'running'] as const
export const importStatuses = [...outcomes, ...unended, 'cancelled', 'failed'] as const
export type ImportStatus = (typeof importStatuses)[number]

/** What came of a row; `missing` is a known line that a complete file no longer holds. */
export const rowResults = ['created', 'updated', 'unchanged', 'rejected', 'missing'] as const
export type RowResult = (typeof rowResults)[number]
