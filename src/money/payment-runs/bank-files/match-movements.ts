import { oreOf, toOre } from '../../../base/money.ts'
import type { ItemRow } from '../item-record.ts'
import { statusTold } from './code-words.ts'
import { type Found, isOfAmount, nothingFound, rowOf, type Sent, transferred } from './findings.ts'
import type { BankTransaction, Movements } from './messages.ts'

/** What entries of the bank (camt.053, camt.054) say of the payments of a run. */

/**
 * Finds the payment of each entry: by its end-to-end id; where it has none, by a name of ours and the same amount; never
 * by an amount alone. A batch without its details is that of the run where it is exactly the run's sum. Debits that are
 * booked are paid, credits that are said to be returns or reversals came back; the others are told.
 */
export function matchMovements(transactions: Movements['transactions'], sent: Sent): Found {
  const found = nothingFound()
  const uses = new Map<string, number>()
  const byRunAndAmount = onlyOnes(transactions, sent)
  for (const transaction of transactions) {
    const batch = batchOf(transaction, sent)
    const item = itemOf(transaction, sent) ?? byRunAndAmount.get(transaction)
    if (batch) takeBatch(found, transaction, batch)
    else if (item) {
      found.isOfRun = true
      take(found, transaction, item, uses)
    } else if (transaction.status === 'BOOK') {
      found.unmatched.push(unmatchedOf(transaction, whyNone(transaction, sent)))
    }
  }
  return found
}

function take(found: Found, transaction: BankTransaction, item: ItemRow, uses: Map<string, number>) {
  const { line, side, status, bookedOn, amount, charges, returnedReason } = transaction
  const { endToEndId } = item
  const remark = (message: string) => found.remarks.push({ line, endToEndId, message })
  if (status !== 'BOOK') return remark(`${statusTold(status)}; nothing is changed until it is booked`)
  if (charges !== null && toOre(charges) !== 0n) remark(`${charges} SEK of charges are told apart from the payment`)
  const other = (message: string) => found.unmatched.push(unmatchedOf(transaction, message))
  if (side === 'credit') {
    if (returnedReason === null) return other('It is a credit that is not said to be a return')
    if (bookedOn === null) return other('It says no day on which it came back')
    return found.returns.push({ line, item, returnedOn: bookedOn, amount, reason: returnedReason, transaction })
  }
  if (returnedReason !== null) return other('It is a debit that is said to be a return or a reversal')
  const used = (uses.get(endToEndId) ?? 0) + 1
  uses.set(endToEndId, used)
  if (used > 1) return other(`The bank debited ${endToEndId} ${used} times in this file: look at what left the account`)
  if (item.status === 'paid' && item.paidOn !== bookedOn && isOfAmount(transaction, item.amount)) {
    found.knownCount++
    return remark(`is booked on ${bookedOn}, and is known as paid on ${item.paidOn}; that is not changed`)
  }
  return found.rows.push(rowOf(line, item, { outcome: 'paid', paidOn: bookedOn, amount }))
}

/** By the end-to-end id alone where there is one; else by a name of ours that goes with the amount. */
function itemOf(transaction: BankTransaction, { items }: Sent): ItemRow | undefined {
  const { references, namedIds, side } = transaction
  if (references.endToEndId) return items.get(references.endToEndId)
  const named = [references.instructionId, ...namedIds].flatMap(id => (id && items.get(id)) || [])
  if (new Set(named).size !== 1) return undefined
  const [item] = named
  // What comes back may be a part.
  const fits =
    side === 'debit' ? isOfAmount(transaction, item!.amount) : toOre(transaction.amount) <= oreOf(item!.amount)
  return fits ? item : undefined
}

/** The name of the run with an amount that one payment of it has, and one entry of it, names that payment. */
function onlyOnes(transactions: BankTransaction[], sent: Sent): Map<BankTransaction, ItemRow> {
  const isNameless = (each: BankTransaction) =>
    each.side === 'debit' &&
    each.batch === null &&
    each.status === 'BOOK' &&
    each.returnedReason === null &&
    each.references.endToEndId === null &&
    isOfRun(each, sent) &&
    !itemOf(each, sent)
  const entries = Map.groupBy(transactions.filter(isNameless), ({ amount }) => toOre(amount))
  const items = Map.groupBy(transferred(sent), ({ amount }) => oreOf(amount))
  return new Map(
    [...entries].flatMap(([amount, those]) => {
      const [item, ...others] = items.get(amount) ?? []
      return item && those.length === 1 && others.length === 0 ? [[those[0]!, item] as const] : []
    })
  )
}

const isOfRun = ({ references, namedIds }: BankTransaction, { messageId }: Sent): boolean =>
  [references.paymentInformationId, references.messageId, ...namedIds].includes(messageId)

/** The payments of a batch that is told as one sum: all of the run, where it is exactly what the run sums to. */
function batchOf(transaction: BankTransaction, sent: Sent): ItemRow[] | undefined {
  const { side, status, references, batch, amount, returnedReason } = transaction
  const isWhole = toOre(amount) === sent.controlSum && (batch?.count ?? sent.transactionCount) === sent.transactionCount
  const isBatch = batch !== null || (references.endToEndId === null && sent.transactionCount > 1)
  if (!isBatch || !isWhole || !isOfRun(transaction, sent)) return undefined
  return side === 'debit' && status === 'BOOK' && returnedReason === null ? transferred(sent) : undefined
}

function takeBatch(found: Found, { line, bookedOn, charges }: BankTransaction, batch: ItemRow[]) {
  found.isOfRun = true
  if (charges !== null && toOre(charges) !== 0n) {
    found.remarks.push({
      line,
      endToEndId: null,
      message: `${charges} SEK of charges are told apart from the payments`
    })
  }
  for (const item of batch) {
    if (item.status === 'paid') found.knownCount++
    else found.rows.push(rowOf(line, item, { outcome: 'paid', paidOn: bookedOn }))
  }
}

function whyNone(transaction: BankTransaction, sent: Sent): string {
  const { batch, references, amount } = transaction
  if (references.endToEndId) return `${references.endToEndId} is no payment of this run`
  if (isOfRun(transaction, sent)) {
    const what = batch ? 'A batch without details' : 'An entry without an end-to-end id'
    return `${what} of ${amount} SEK names the run, and its amount tells no payment for certain`
  }
  return 'It has no end-to-end id, and no name of a payment that goes with its amount'
}

const unmatchedOf = (transaction: BankTransaction, message: string) => ({
  line: transaction.line,
  endToEndId: transaction.references.endToEndId,
  message,
  transaction
})
