/** The words of entries of the bank that nothing matched (omatchade bankhändelser). */

/** To be worked on; matched with a payment by a person; or looked at and put aside with a reason. */
export const bankEntryStatuses = ['unmatched', 'matched', 'dismissed'] as const

/** As the account has it: money that left it, or came in. */
export const directions = ['debit', 'credit'] as const
