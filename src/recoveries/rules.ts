/** The words of recoveries (återkrav). */

/** Why money is asked back. */
export const recoveryGrounds = ['unused', 'conditionBroken', 'earlyEnd', 'mistake', 'annulledDecision'] as const
export type RecoveryGround = (typeof recoveryGrounds)[number]

/** Money that came in, a set-off (kvittning) against a coming payment, or a write-off (avskrivning). */
export const movementKinds = ['repayment', 'setOff', 'writeOff'] as const
export type MovementKind = (typeof movementKinds)[number]
