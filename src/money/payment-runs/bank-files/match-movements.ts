import { setImmediate } from 'node:timers/promises'
import { oreOf, toOre } from '../../../base/money.ts'
import type { ItemRow } from '../item-record.ts'
import type { UnmatchedCause } from '../rules.ts'
import { statusTold } from './code-words.ts'
import { type Found, isOfAmount, nothingFound, rowOf, type Sent, transferred, type Unmatched } from './findings.ts'
import type { BankMessage, BankTransaction } from './messages.ts'
import { debitedBy, isSameDebit, toldBefore } from './same-entry.ts'

/** What entries of the bank (camt.053, camt.054) say of the payments of a run. */

const AT_ONCE = 1_000

/**
 * Finds the payment of each entry: by its end-to-end id; where it has none, by a name of ours and the same amount; never
 * by an amount alone. A batch without its details is that of the run where it is exactly the run's sum. Debits that are
 * booked are paid, credits that are said to be returns or reversals came back; the others are told. Other requests get their
 * turn between a thousand and the next.
 */
export async function matchMovements(
  message: BankMessage,
  transactions: BankTransaction[],
  sent: Sent
): Promise<Found> {
  const found = nothingFound()
  const uses = new Map<string, number>()
  const repeated = toldBefore(transactions)
  const byRunAndAmount = onlyOnes(
    repeated.size > 0 ? transactions.filter(each => !repeated.has(each)) : transactions,
    sent
  )
  const amounts = amountsOf(sent)
  const byReference = referencesOf(sent)
  for (const [at, transaction] of transactions.entries()) {
    if (at % AT_ONCE === AT_ONCE - 1) await setImmediate()
    const batch = batchOf(transaction, sent)
    const item =
      itemOf(transaction, sent) ?? byRunAndAmount.get(transaction) ?? byReference.get(referenceOf(transaction) ?? '')
    if (repeated.has(transaction)) {
      if (batch || item) found.isOfRun = true
      found.knownCount += batch?.length ?? (item ? 1 : 0)
    } else if (batch) takeBatch(found, message, transaction, batch)
    else if (item) {
      found.isOfRun = true
      take(found, message, transaction, item, uses)
    } else if (transaction.status === 'BOOK') {
      const { cause, told } = whyNone(transaction, sent)
      const { line, references } = transaction
      const entry = isWorkable(transaction, amounts) ? { transaction, cause, item: null } : undefined
      found.unmatched.push({ line, endToEndId: references.endToEndId, message: told, entry })
    }
  }
  return found
}

function take(
  found: Found,
  message: BankMessage,
  transaction: BankTransaction,
  item: ItemRow,
  uses: Map<string, number>
) {
  const { line, side, status, bookedOn, amount, charges, returnedReason } = transaction
  const { endToEndId } = item
  const remark = (message: string) => found.remarks.push({ line, endToEndId, message })
  if (status !== 'BOOK') return remark(`${statusTold(status)}; nothing is changed until it is booked`)
  if (charges !== null && toOre(charges) !== 0n) remark(`${charges} SEK of charges are told apart from the payment`)
  const other = (cause: UnmatchedCause, message: string) =>
    found.unmatched.push(unmatchedOf(transaction, item, cause, message))
  if (side === 'credit') {
    if (returnedReason === null) return other('notAReturn', 'It is a credit that is not said to be a return')
    if (bookedOn === null) return other('notRecordable', 'It says no day on which it came back')
    return found.returns.push({ line, item, returnedOn: bookedOn, amount, reason: returnedReason, transaction })
  }
  if (returnedReason !== null) return other('reversedDebit', 'It is a debit that is said to be a return or a reversal')
  const used = (uses.get(endToEndId) ?? 0) + 1
  uses.set(endToEndId, used)
  if (used > 1) {
    return other(
      'secondDebit',
      `The bank debited ${endToEndId} ${used} times in this file: look at what left the account`
    )
  }
  const by = debitedBy(transaction, message)
  const isSecond = by && item.status === 'paid' && item.debitedBy && !isSameDebit(item.debitedBy, by)
  if (isSecond && isOfAmount(transaction, item.amount)) return other('secondDebit', secondDebit(item))
  found.taken.push({ transaction, item })
  if (by) takeDebit(found, item, by)
  if (item.status === 'paid' && item.paidOn !== bookedOn && isOfAmount(transaction, item.amount)) {
    found.knownCount++
    return remark(`is booked on ${bookedOn}, and is known as paid on ${item.paidOn}; that is not changed`)
  }
  return found.rows.push(rowOf(line, item, { outcome: 'paid', paidOn: bookedOn, amount }))
}

function takeDebit(found: Found, item: ItemRow, by: NonNullable<ItemRow['debitedBy']>) {
  if (item.debitedBy === null) found.debits.push({ item, debitedBy: by })
}

const secondDebit = ({ endToEndId, debitedBy }: ItemRow) =>
  `The bank has debited ${endToEndId} already, on ${debitedBy!.bookedOn}: look at what left the account`

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

/** Payments by the bank's reference of the entry that debited them, with its amount: another message may tell it without a name. */
const referencesOf = (sent: Sent): ReadonlyMap<string, ItemRow> =>
  new Map(
    transferred(sent).flatMap(item => {
      const reference = item.debitedBy?.reference
      return reference ? [[`${reference} ${oreOf(item.amount)}`, item] as const] : []
    })
  )

function referenceOf({ bankReference, references, side, amount, batch }: BankTransaction): string | null {
  const isNameless = side === 'debit' && batch === null && references.endToEndId === null
  return isNameless && bankReference !== null ? `${bankReference} ${toOre(amount)}` : null
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

function takeBatch(found: Found, message: BankMessage, transaction: BankTransaction, batch: ItemRow[]) {
  const { line, bookedOn, charges } = transaction
  found.isOfRun = true
  if (charges !== null && toOre(charges) !== 0n) {
    found.remarks.push({
      line,
      endToEndId: null,
      message: `${charges} SEK of charges are told apart from the payments`
    })
  }
  const by = debitedBy(transaction, message)
  const another = by && batch.find(item => item.debitedBy !== null && !isSameDebit(item.debitedBy, by))
  if (another) {
    found.unmatched.push(unmatchedOf(transaction, null, 'secondDebit', secondDebit(another)))
    return
  }
  for (const item of batch) {
    if (by) takeDebit(found, item, by)
    if (item.status === 'paid') found.knownCount++
    else found.rows.push(rowOf(line, item, { outcome: 'paid', paidOn: bookedOn }))
  }
}

/** Öre of the payments that went to the bank, and of all of them: an entry without a name may be one of these. */
const amountsOf = (sent: Sent): ReadonlySet<bigint> =>
  new Set([sent.controlSum, ...transferred(sent).map(({ amount }) => oreOf(amount))])

const OURS = /^P[IR][0-9A-F]{32}$/
/** The names of ours by which an entry calls a payment or a run, whatever run they are of. */
export const ownNamesOf = ({ references, namedIds }: BankTransaction): string[] =>
  [...Object.values(references), ...namedIds].filter((name): name is string => name !== null && OURS.test(name))

/**
 * Whether anybody can work on an entry that nothing matched: it bears a name of ours; or has no id of somebody else's, and
 * came back or has an amount of the run. The others are of what else the account is used for, and none of this is kept of them.
 */
function isWorkable(transaction: BankTransaction, amounts: ReadonlySet<bigint>): boolean {
  const { references, returnedReason, amount, bookedOn } = transaction
  if (bookedOn === null) return false
  if (ownNamesOf(transaction).length > 0) return true
  return references.endToEndId === null && (returnedReason !== null || amounts.has(toOre(amount)))
}

function whyNone(transaction: BankTransaction, sent: Sent): { cause: UnmatchedCause; told: string } {
  const { batch, references, amount } = transaction
  if (references.endToEndId)
    return { cause: 'unknownPayment', told: `${references.endToEndId} is no payment of this run` }
  if (isOfRun(transaction, sent)) {
    const what = batch ? 'A batch without details' : 'An entry without an end-to-end id'
    const told = `${what} of ${amount} SEK names the run, and its amount tells no payment for certain`
    return { cause: 'uncertainAmount', told }
  }
  return { cause: 'noName', told: 'It has no end-to-end id, and no name of a payment that goes with its amount' }
}

const unmatchedOf = (
  transaction: BankTransaction,
  item: ItemRow | null,
  cause: UnmatchedCause,
  message: string
): Unmatched => ({
  line: transaction.line,
  endToEndId: transaction.references.endToEndId,
  message,
  entry: transaction.bookedOn === null ? undefined : { transaction, cause, item }
})
