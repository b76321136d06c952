/** Which papers there are: each of one record of the register. */
export const paperKinds = [
  'decisionLetter',
  'agreementSummary',
  'paymentAdvice',
  'paymentTrail',
  'yearlyStatement'
] as const
export type PaperKind = (typeof paperKinds)[number]

/** The scopes that a paper tells from; the first is that of the record whose id it is asked for by. */
export const scopesOfPapers = {
  decisionLetter: ['decisions:read'],
  agreementSummary: ['agreements:read'],
  paymentAdvice: ['payments:read'],
  paymentTrail: ['payments:read'],
  yearlyStatement: ['organisations:read', 'applications:read', 'decisions:read', 'payments:read', 'reports:read']
} as const satisfies Record<PaperKind, readonly [string, ...string[]]>

/** The forms of a paper. */
export const paperFormats = ['html', 'pdf'] as const
export type PaperFormat = (typeof paperFormats)[number]

/** Characters of a template; characters that a paper may come to; milliseconds and megabytes that making it may take. */
export const limits = { template: 200_000, paper: 5_000_000, timeoutMs: 30_000, memoryMb: 512 }
/** Letters that one decision gives at most in one paper: above it they are asked for one by one. */
export const MOST_LETTERS = 500
