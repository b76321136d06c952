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

/**
 * Entries that an earlier statement of the file tells by the same reference of the bank: statements whose periods overlap
 * tell what lies in both of them twice. As many of one reference and day as a statement has are told by an earlier one; more are entries.
 */
export function toldBefore(transactions: BankTransaction[]): ReadonlySet<BankTransaction> {
  const repeated = new Set<BankTransaction>()
  if (new Set(transactions.map(({ account }) => account)).size < 2) return repeated
  /** How often earlier statements have told it at most, and how often this one has. */
  const counts = new Map<string, { before: number; now: number; account: BankTransaction['account'] }>()
  for (const transaction of transactions) {
    const named = namedOf(transaction, transaction.bankReference)
    // Of what is not booked yet nothing is taken: it is told again when it is.
    if (named === null || transaction.status !== 'BOOK') continue
    const key = [...named, transaction.bookedOn].join('\n')
    const { account } = transaction
    const known = counts.get(key) ?? { before: 0, now: 0, account }
    if (known.account !== account) Object.assign(known, { before: Math.max(known.before, known.now), now: 0, account })
    known.now++
    if (known.now <= known.before) repeated.add(transaction)
    counts.set(key, known)
  }
  return repeated
}

/** By which an entry is looked for again: the bank's reference with what sets the details of one entry apart; null where it has none. */
export function referenceKeyOf(transaction: BankTransaction, messageId: string): string | null {
  const { bankReference, entryReference } = transaction
  const named = namedOf(transaction, bankReference ?? (entryReference && `${messageId} ${entryReference}`))
  return named && hash(named)
}

function namedOf(transaction: BankTransaction, name: string | null) {
  const { side, amount, references } = transaction
  if (name === null) return null
  return [accountOf(transaction), name, side, amount, references.endToEndId, references.instructionId]
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
