/**
 * Outcomes of a decision line (DOMAIN.md, Words): beviljat, delvis beviljat, avslag, återremitterat, bordlagt, avskrivet,
 * reserverat, antagen. A granted 0 is not a rejection; reserved money is not granted; an advance is a kind of payment
 * and no outcome.
 */
export const outcomes = [
  'granted',
  'partlyGranted',
  'rejected',
  'referredBack',
  'deferred',
  'closedWithoutDecision',
  'reserved',
  'adopted'
] as const
export type Outcome = (typeof outcomes)[number]

/** Outcomes that give an award. */
export const grantingOutcomes = ['granted', 'partlyGranted'] as const satisfies readonly Outcome[]
export const isGranted = (outcome: Outcome | null) => grantingOutcomes.some(one => one === outcome)
