import type { Violation } from '../../base/errors.ts'

/** The words of recoveries (återkrav), and what a recovery may say of itself. Pure. */

/** Why money is asked back. */
export const recoveryGrounds = ['unused', 'conditionBroken', 'earlyEnd', 'mistake', 'annulledDecision'] as const
export type RecoveryGround = (typeof recoveryGrounds)[number]

/** Grounds that rest on a clause of the scheme's rules; a mistake and an annulled decision rest on themselves. */
export const clauseGrounds: readonly RecoveryGround[] = ['unused', 'conditionBroken', 'earlyEnd']

/** Money that came in, a set-off (kvittning) against a coming payment, or a write-off (avskrivning). */
export const movementKinds = ['repayment', 'setOff', 'writeOff'] as const
export type MovementKind = (typeof movementKinds)[number]

/** Counted; a set-off whose payment is not paid yet, or was cancelled; taken back. */
export const movementStatuses = ['counted', 'pending', 'void', 'withdrawn'] as const

/** Open while something of it is neither recovered nor written off. */
export const recoveryStatuses = ['open', 'settled'] as const
export type RecoveryStatus = (typeof recoveryStatuses)[number]

export type RecoveryFacts = {
  ground: RecoveryGround
  decisionId: string | null
  paymentId: string | null
  reportId: string | null
  decidedOn: string
  dueOn: string
}

/** Every rule that a recovery breaks by itself; fields are JSON pointers. `today` is Sweden's. */
export function checkRecovery(recovery: RecoveryFacts, today: string): Violation[] {
  const { ground, decisionId, paymentId, reportId, decidedOn, dueOn } = recovery
  const violations: Violation[] = []
  const say = (field: string, message: string, sv: string) => violations.push({ field, message, sv })
  if (ground === 'mistake') {
    if (!paymentId) {
      say('/paymentId', 'is required: a mistake is one of a payment', 'måste anges: ett misstag gäller en utbetalning')
    }
  } else if (!decisionId) {
    say(
      '/decisionId',
      'is required: only a mistake is corrected without a decision',
      'måste anges: bara ett misstag rättas utan beslut'
    )
  }
  if (reportId && ground !== 'unused' && ground !== 'conditionBroken') {
    say(
      '/reportId',
      'is only for unused money and a condition broken',
      'anges bara för medel som inte har använts och för ett villkor som har brutits'
    )
  }
  if (decidedOn > today) say('/decidedOn', 'must not be after today', 'får inte ligga efter i dag')
  if (dueOn < decidedOn) say('/dueOn', 'must not be before decidedOn', 'får inte ligga före decidedOn')
  return violations
}

/**
 * Whether so much unused money is too little to be asked back under the rules: only what is more than the threshold is
 * (`more than 5 % unused`). Öre, and per cent with two decimals; null where the rules say none.
 */
export function isBelowThreshold(unused: bigint, granted: bigint, thresholdPercent: number | null): boolean {
  if (thresholdPercent === null) return false
  return unused * 10_000n <= BigInt(Math.round(thresholdPercent * 100)) * granted
}
