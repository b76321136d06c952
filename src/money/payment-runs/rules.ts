/** The words of payment runs (betalningskörning). */

/** Collected and still open, locked, exported to the bank, or confirmed to the last row; cancelled before it was exported. */
export const runStatuses = ['collected', 'locked', 'exported', 'confirmed', 'cancelled'] as const
export type RunStatus = (typeof runStatuses)[number]

/** `live` until the bank has answered; `removed` when it left the run before it was exported. */
export const runItemStatuses = ['live', 'paid', 'rejected', 'removed'] as const
export type RunItemStatus = (typeof runItemStatuses)[number]

/** Why an entry of the bank was matched with no payment. */
export const unmatchedCauses = [
  'unknownPayment',
  'noName',
  'uncertainAmount',
  'secondDebit',
  'notAReturn',
  'reversedDebit',
  'notRecordable'
] as const
export type UnmatchedCause = (typeof unmatchedCauses)[number]

/** What a run can be written as. */
export const runFormats = ['pain.001.001.03', 'pain.001.001.09', 'lb', 'csv'] as const
export type RunFormat = (typeof runFormats)[number]
