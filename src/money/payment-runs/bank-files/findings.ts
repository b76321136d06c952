import type { Violation } from '../../../base/errors.ts'
import { oreOf, toOre } from '../../../base/money.ts'
import type { RawRow } from '../confirmation-rules.ts'
import type { DebitedBy, ItemRow } from '../item-record.ts'
import type { UnmatchedCause } from '../rules.ts'
import type { BankTransaction } from './messages.ts'

/** What the files of the bank are matched with, and what comes of it. Pure. */

/** The run as the bank was told it. */
export type Sent = {
  messageId: string
  executionOn: string
  transactionCount: number
  /** Öre. */
  controlSum: bigint
  /** By end-to-end id, those that left the run before it was exported not among them. */
  items: ReadonlyMap<string, ItemRow>
}

/** What stands in the file and changes nothing. */
export type Remark = { line: number; endToEndId: string | null; message: string }
/** An entry or a status of no payment of the run, and why it is none. */
export type Unmatched = { line: number; endToEndId: string | null; message: string; entry?: UnmatchedEntry }
/** An entry that somebody can work on; `item`: the payment that it names, where it names one of the run. */
export type UnmatchedEntry = { transaction: BankTransaction; cause: UnmatchedCause; item: ItemRow | null }
export type Return = {
  line: number
  item: ItemRow
  returnedOn: string
  /** Kronor. */
  amount: string
  reason: string
  transaction: BankTransaction
}

export type Found = {
  /** To be judged as rows of any confirmation. */
  rows: RawRow[]
  returns: Return[]
  remarks: Remark[]
  unmatched: Unmatched[]
  /** Entries that are of a payment, also known ones; not those of a return that is known by the same reference. */
  taken: { transaction: BankTransaction; item: ItemRow }[]
  /** Which entry debited a payment, where none was known to. */
  debits: { item: ItemRow; debitedBy: DebitedBy }[]
  /** Entries and statuses that say what is known. */
  knownCount: number
  /** Whether anything in the file is of the run. */
  isOfRun: boolean
}

export const nothingFound = (): Found => ({
  ...{ rows: [], returns: [], remarks: [], unmatched: [], taken: [], debits: [] },
  ...{ knownCount: 0, isOfRun: false }
})

/** Those that the bank was asked to pay: what is wholly set off never reached it. */
export const transferred = ({ items }: Sent): ItemRow[] => [...items.values()].filter(({ amount }) => amount > 0)

/** The elements that say what a row says. */
const elements: Record<string, string> = { outcome: 'Sts', paidOn: 'BookgDt', amount: 'Amt', reason: 'StsRsnInf' }

/** A row of a confirmation, as the file says it; an amount is a decimal string. */
export function rowOf(line: number, item: ItemRow, values: { outcome: string } & Record<string, unknown>): RawRow {
  return {
    line,
    values: { endToEndId: item.endToEndId, ...values },
    field: name => elements[name] ?? 'EndToEndId',
    readAmount: value => ({ ok: true, amount: String(value) })
  }
}

export const isOfAmount = ({ amount }: BankTransaction, asked: number): boolean => toOre(amount) === oreOf(asked)

/** What is wrong with an entry, as a violation of its line. */
export const violationOf = ({ line, message }: Unmatched | Remark): Violation => ({
  field: 'Ntry',
  message,
  sv: 'hör inte till någon utbetalning i den här körningen',
  line
})
