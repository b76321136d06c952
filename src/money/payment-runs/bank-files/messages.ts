import type { Amount } from '../../../base/money.ts'

/** What a file of the bank says, as it is kept to be matched: no names and no texts of entries that may be anybody's. */

export const bankMessages = [
  'pain.002.001.03',
  'pain.002.001.10',
  'camt.053.001.02',
  'camt.053.001.08',
  'camt.054.001.02',
  'camt.054.001.08'
] as const
export type BankMessage = (typeof bankMessages)[number]

/** By which an account is named: IBAN, or another number, without spaces. */
export type NamedAccount = { iban: string | null; number: string | null; line: number }

/** How entries and statuses name what was sent. Null where the file does not, or says NOTPROVIDED. */
export type References = {
  endToEndId: string | null
  instructionId: string | null
  paymentInformationId: string | null
  messageId: string | null
}

/** Money that moved on the account, or is said to be about to: one detail of an entry, or an entry without details. */
export type BankTransaction = {
  /** Of the file. */
  line: number
  /** Place of its entry in the file, from 1: the details of an entry share it. */
  entry: number
  /** Of its statement or notification: one object for each of them. */
  account: NamedAccount
  side: 'debit' | 'credit'
  /** `BOOK` where it is settled. */
  status: string
  bookedOn: string | null
  /** Kronor, without what the bank charges. */
  amount: Amount
  /** Kronor that the bank charges for it; null where nothing is told. */
  charges: Amount | null
  references: References
  /** Names of ours (PI…, PR…) within its texts. */
  namedIds: string[]
  /** The bank's own name of it, or of its entry. */
  bankReference: string | null
  /** Its place in the message, where the bank says one (NtryRef). */
  entryReference: string | null
  /** What the bank calls it, `PMNT/ICDT/DMCT`, or by a code of its own. */
  transactionCode: string | null
  /** Why it came back: of a return or a reversal alone. */
  returnedReason: string | null
  /** Its code alone, `AC04`. */
  reasonCode: string | null
  /** Payments of a batch that is told without its details, as far as it is told; null of a single transaction. */
  batch: { count: number | null } | null
}

/** camt.053, camt.054. */
export type Movements = {
  kind: 'movements'
  message: BankMessage
  messageId: string
  accounts: NamedAccount[]
  transactions: BankTransaction[]
}

/** A status of the whole message or of its payment information. */
export type LevelStatus = {
  line: number
  status: string | null
  reason: string | null
  /** As the bank counted what it got; null where it does not say. */
  count: number | null
  /** Öre. */
  sum: bigint | null
  perStatus: { line: number; status: string; count: number }[]
}

export type TransactionStatus = {
  line: number
  endToEndId: string | null
  /** Null where those above it say. */
  status: string | null
  reason: string | null
  /** Day on which it was, or was to be, settled; null where the file does not say. */
  settledOn: string | null
  amount: Amount | null
  /** Its place in `payments`. */
  of: number
}

/** pain.002. */
export type StatusReport = {
  kind: 'statuses'
  message: BankMessage
  messageId: string
  /** Day on which the bank wrote it. */
  writtenOn: string
  originalMessageId: string
  group: LevelStatus
  payments: (LevelStatus & { originalId: string })[]
  transactions: TransactionStatus[]
}

export type BankFile = Movements | StatusReport
