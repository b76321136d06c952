/** How well something is known, and what then can be said of a day (DOMAIN.md). Pure; used by every module. */

/** How well an amount is known (DOMAIN.md): four ways of not knowing that are not the same. Only exact ones are summed. */
export const certainties = ['exact', 'approximate', 'notStated', 'unknown', 'confidential'] as const
export type Certainty = (typeof certainties)[number]

/** Answers to a question about a day. */
export const answers = ['yes', 'no', 'possible', 'unknown'] as const
export type Answer = (typeof answers)[number]

/** The certainty of an amount where the caller says none: `known` when there is an amount, not stated when there is not. */
export function certaintyOf(
  amount: number | null | undefined,
  stated?: Certainty | null,
  known: Certainty = 'exact'
): Certainty {
  return stated ?? (amount == null ? 'notStated' : known)
}

/** An amount is there exactly when it is said to be known, exactly or approximately. */
export function isConsistent(amount: number | null | undefined, certainty: Certainty): boolean {
  return (amount != null) === (certainty === 'exact' || certainty === 'approximate')
}
