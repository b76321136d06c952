import { createHash } from 'node:crypto'
import type { DebitedBy } from '../item-record.ts'
import type { BankMessage, BankTransaction } from './messages.ts'

/** Whether two files of the bank tell one entry. Pure. */

/** `camt.053` of `camt.053.001.08`: each kind of message has references of its own. */
export const kindOf = (message: BankMessage): string => message.slice(0, 'camt.053'.length)

/** How an entry is known again as the one that debited a payment; null where it says no day. */
export const debitedBy = ({ bookedOn, bankReference }: BankTransaction, message: BankMessage): DebitedBy | null =>
  bookedOn === null ? null : { message: kindOf(message), reference: bankReference, bookedOn }

/**
 * Whether a debit of a payment is the one that is known: by the bank's reference, else by its day. References tell two
 * entries apart within one kind of message only: a bank may give an entry one in a statement and another in a notification.
 */
export function isSameDebit(known: DebitedBy, told: DebitedBy): boolean {
  if (known.reference !== null && known.reference === told.reference) return true
  const areApart = known.reference !== null && told.reference !== null && known.message === told.message
  return !areApart && known.bookedOn === told.bookedOn
}

/** By which an entry is looked for again: the bank's reference with what sets the details of one entry apart; null where it has none. */
export function referenceKeyOf(transaction: BankTransaction, messageId: string): string | null {
  const { bankReference, entryReference, side, amount, references } = transaction
  const named = bankReference ?? (entryReference === null ? null : `${messageId} ${entryReference}`)
  if (named === null) return null
  return hash([accountOf(transaction), named, side, amount, references.endToEndId, references.instructionId])
}

/** What an entry says: account, day, direction, amount and references. Two entries may say the same. */
export function contentKeyOf(transaction: BankTransaction): string {
  const { bookedOn, side, amount, references, namedIds } = transaction
  const { endToEndId, instructionId, paymentInformationId, messageId } = references
  const named = [endToEndId, instructionId, paymentInformationId, messageId, ...namedIds.toSorted()]
  return hash([accountOf(transaction), bookedOn, side, amount, ...named])
}

const accountOf = ({ account }: BankTransaction) => account.iban ?? account.number
const hash = (values: (string | null)[]) => createHash('sha256').update(JSON.stringify(values)).digest('base64url')
