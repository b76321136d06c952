import { addDays } from '../../base/dates.ts'
import type { Violation } from '../../base/errors.ts'
import { kronorOf, oreOf } from '../../base/money.ts'
import type { KeptReturn, PaymentRow } from '../payments/record.ts'

/** What came back of a payment, and days of what a bank did. Pure. */

type Returned = Pick<
  PaymentRow,
  'returnedOn' | 'returnedAmount' | 'returnedReason' | 'returnedVoucherNumber' | 'returnToldBy' | 'earlierReturns'
>

/** What came back of a payment, bit by bit, in the order of days. */
export function returnsOf(payment: Returned): KeptReturn[] {
  const { returnedOn, returnedAmount, returnedReason: reason, earlierReturns: earlier } = payment
  if (returnedOn === null) return []
  const amount = kronorOf(oreOf(returnedAmount!) - sumOf(earlier))
  const { returnedVoucherNumber: voucherNumber, returnToldBy: toldBy } = payment
  return [...earlier, { returnedOn, amount, reason, voucherNumber, toldBy }]
}

/** The fields of a payment of which these came back: the last of them, the sum, and those before it. */
export function returnFields(all: KeptReturn[]) {
  const inOrder = all.toSorted((one, other) =>
    one.returnedOn < other.returnedOn ? -1 : Number(one.returnedOn > other.returnedOn)
  )
  const last = inOrder.at(-1)!
  return {
    returnedOn: last.returnedOn,
    returnedAmount: kronorOf(sumOf(all)),
    returnedReason: last.reason,
    returnedVoucherNumber: last.voucherNumber,
    returnToldBy: last.toldBy,
    earlierReturns: inOrder.slice(0, -1)
  }
}

const sumOf = (all: KeptReturn[]) => all.reduce((sum, { amount }) => sum + oreOf(amount), 0n)

/** A return as an entry of the bank tells it. */
export type ToldReturn = { returnedOn: string; amount: bigint; message: string; reference: string | null }

/**
 * What entries of a file, in their order, tell of the returns that are known: the one that each tells again, else `undefined`,
 * each of no other entry. The bank's reference tells, else day and amount; references of one kind of message tell entries apart.
 */
export function pairReturns(known: KeptReturn[], told: ToldReturn[]): (KeptReturn | undefined)[] {
  const left = new Set(known)
  const take = (fits: (each: KeptReturn) => boolean) => {
    const found = [...left].find(fits)
    if (found) left.delete(found)
    return found
  }
  const byReference = told.map(one => take(each => isOfAmount(each, one) && isOfReference(each, one)))
  return told.map(
    (one, at) =>
      byReference[at] ??
      take(each => each.returnedOn === one.returnedOn && isOfAmount(each, one) && !areApart(each, one))
  )
}

/**
 * A return that another kind of message of the bank told, and that no entry of this file is: an entry of its amount and another
 * day may be it, as a statement and a notification need not book on one day.
 */
export function byOtherMessage(
  known: KeptReturn[],
  paired: (KeptReturn | undefined)[],
  told: ToldReturn
): KeptReturn | undefined {
  return known.find(
    each =>
      each.toldBy !== null && each.toldBy.message !== told.message && isOfAmount(each, told) && !paired.includes(each)
  )
}

/** Returns that were recorded by hand and that no entry of the file is: an entry of their amount may be one of them. */
export function byHand(
  known: KeptReturn[],
  paired: (KeptReturn | undefined)[],
  told: ToldReturn
): KeptReturn | undefined {
  return known.find(each => each.toldBy === null && isOfAmount(each, told) && !paired.includes(each))
}

const isOfReference = ({ toldBy }: KeptReturn, { reference }: ToldReturn): boolean =>
  reference !== null && toldBy?.reference === reference
const isOfAmount = ({ amount }: KeptReturn, told: ToldReturn): boolean => oreOf(amount) === told.amount
const areApart = ({ toldBy }: KeptReturn, { reference, message }: ToldReturn): boolean =>
  reference !== null && toldBy !== null && toldBy.reference !== null && toldBy.message === message

/** How long after a payment a bank may send it back on a day that is still to come: runs can be planned ahead. */
const LATE = 90

/** A return is not before the payment, and not later than today, or than what a bank may take for it. */
export function checkReturn(returnedOn: string, paidOn: string, today: string): Violation[] {
  const latest = [today, addDays(paidOn, LATE)].sort()[1]!
  if (returnedOn < paidOn) {
    const sv = `får inte ligga före betalningen den ${paidOn}`
    return [{ field: '/returnedOn', message: `must not be before it was paid on ${paidOn}`, sv }]
  }
  if (returnedOn > latest) {
    const sv = `får inte vara senare än ${latest}`
    return [{ field: '/returnedOn', message: `must not be later than ${latest}`, sv }]
  }
  return []
}

/** What is issued anew is not due before it was decided, nor before it came back. */
export function checkReissue(dueOn: string, decidedOn: string, returnedOn: string): Violation[] {
  if (dueOn < decidedOn) return [beforeDecision('/dueOn', decidedOn)]
  if (dueOn >= returnedOn) return []
  const sv = `får inte ligga före dagen då den kom i retur, ${returnedOn}`
  return [{ field: '/dueOn', message: `must not be before it came back on ${returnedOn}`, sv }]
}

const beforeDecision = (field: string, decidedOn: string): Violation => ({
  field,
  message: `must not be before the decision of ${decidedOn}`,
  sv: `får inte ligga före beslutet den ${decidedOn}`
})

/** Money that was paid outside the service was paid by now, and not before it was decided. */
export function checkPaidOutside(paidOn: string, decidedOn: string, today: string): Violation[] {
  if (paidOn > today) {
    return [{ field: '/paidOn', message: 'must not be later than today', sv: 'får inte vara senare än i dag' }]
  }
  return paidOn < decidedOn ? [beforeDecision('/paidOn', decidedOn)] : []
}
