import type { Actor } from '../../base/actor.ts'
import { Conflict, Invalid, ruleNamed } from '../../base/errors.ts'
import { fromOre, kronorInSwedish, kronorOf, oreOf, toNumber, toOre } from '../../base/money.ts'
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
      ? {
          message: 'is not a payment that stands in this municipality',
          sv: 'är ingen gällande utbetalning i kommunen'
        }
      : payment.payeeOrganisationId !== organisationId
        ? { message: 'is to another organisation', sv: 'går till en annan organisation' }
        : null
  if (wrong || !payment) {
    throw new Invalid(
      problems['reference-not-found'],
      { en: 'There is no such payment to set off against.', sv: 'Det finns ingen sådan utbetalning att kvitta mot.' },
      [{ field: '/paymentId', ...wrong! }]
    )
  }
  if (payment.status !== 'planned') {
    throw new Conflict(ruleNamed(`payment-${payment.status}`), {
      en: `The payment is ${payment.status}: only a planned one is set off against.`,
      sv: `Utbetalningen har status ${payment.status}: det går bara att kvitta mot en som är planned.`
    })
  }
  const taken = await setOffOf(tx, payment)
  const left = oreOf(payment.amount) - toOre(taken)
  if (oreOf(amount) <= left) return
  const available = kronorOf(left)
  const most = kronorInSwedish(fromOre(left))
  throw new Conflict(
    problems['set-off-exceeds-payment'],
    {
      en: `Of the payment ${available} SEK is left to set off against.`,
      sv: `Av utbetalningen finns ${most} kvar att kvitta mot.`
    },
    [{ field: '/amount', message: `must be at most ${available}`, sv: `får vara högst ${most}` }],
    { paymentAmount: payment.amount, setOffAmount: toNumber(taken), available }
  )
}

/** The payment as one that is to be checked again: what the bank is asked to pay has changed. @throws Conflict */
export function unchecked(before: PaymentRow, actor: Actor): Omit<PaymentChange, 'verb'> {
  const { status } = before
  if (status !== 'planned' && status !== 'checked') {
    throw new Conflict(ruleNamed(`payment-${status}`), {
      en: `The payment is ${status}: a set-off is taken back before its payment is approved.`,
      sv: `Utbetalningen har status ${status}: en kvittning tas tillbaka innan utbetalningen har beslutsattesterats.`
    })
  }
  const changedBy = [...new Set([...before.changedBy, actor.principal])]
  return { before, changes: { changedBy, status: 'planned', ...notChecked } }
}
