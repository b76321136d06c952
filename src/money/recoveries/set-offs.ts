import type { Actor } from '../../base/actor.ts'
import { Conflict, Invalid, ruleNamed } from '../../base/errors.ts'
import { kronorOf, oreOf, toNumber, toOre } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { setOffOf } from '../payment-runs/return-queries.ts'
import { unchecked as notChecked } from '../payments/changes.ts'
import type { PaymentRow } from '../payments/record.ts'
import type { PaymentChange } from '../payments/write.ts'
import { problems } from './problems.ts'
import type { RecoveryRow } from './record.ts'

/** Set-off (kvittning): a recovery taken from a coming payment. */

/**
 * A set-off is against a planned payment to who is to repay, of no more than is left of it.
 * @throws Invalid, Conflict (not planned, more than is left)
 */
export async function refuseSetOff(
  tx: Transaction,
  { organisationId }: RecoveryRow,
  payment: PaymentRow | undefined,
  { amount }: { amount: number }
) {
  const wrong =
    !payment || payment.withdrawnAt
      ? 'is not a payment that stands in this municipality'
      : payment.payeeOrganisationId !== organisationId
        ? 'is to another organisation'
        : null
  if (wrong || !payment) {
    throw new Invalid(
      problems['reference-not-found'],
      { en: 'There is no such payment to set off against.', sv: 'Det finns ingen sådan utbetalning att kvitta mot.' },
      [{ field: '/paymentId', message: wrong! }]
    )
  }
  if (payment.status !== 'planned') {
    throw new Conflict(
      ruleNamed(`payment-${payment.status}`),
      `The payment is ${payment.status}: only a planned one is set off against.`
    )
  }
  const taken = await setOffOf(tx, payment)
  const left = oreOf(payment.amount) - toOre(taken)
  if (oreOf(amount) <= left) return
  const available = kronorOf(left)
  throw new Conflict(
    problems['set-off-exceeds-payment'],
    `Of the payment ${available} SEK is left to set off against.`,
    [{ field: '/amount', message: `must be at most ${available}` }],
    { paymentAmount: payment.amount, setOffAmount: toNumber(taken), available }
  )
}

/** The payment as one that is to be checked again: what the bank is asked to pay has changed. @throws Conflict */
export function unchecked(before: PaymentRow, actor: Actor): Omit<PaymentChange, 'verb'> {
  const { status } = before
  if (status !== 'planned' && status !== 'checked') {
    throw new Conflict(
      ruleNamed(`payment-${status}`),
      `The payment is ${status}: a set-off is taken back before its payment is approved.`
    )
  }
  const changedBy = [...new Set([...before.changedBy, actor.principal])]
  return { before, changes: { changedBy, status: 'planned', ...notChecked } }
}
