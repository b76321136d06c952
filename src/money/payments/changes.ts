import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import { Conflict, ruleNamed } from '../../base/errors.ts'
import { fromOre, kronorInSwedish, oreOf, toOre } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { findRecord } from '../../platform/database/records.ts'
import { recoveryMovements } from '../recoveries/record.ts'
import { problems } from './problems.ts'
import { type PaymentRow, payments } from './record.ts'
import { openStatuses } from './rules.ts'
import { lockAward } from './sums.ts'
import { lockPayment } from './write.ts'

/** What may be done to payments that somebody has looked at, and what falls when they are changed. */

/** What a check states, and what an approval states, while there is none. */
export const unchecked = {
  checkedBy: null,
  checkedByName: null,
  checkedAt: null,
  checkNote: null,
  payeeAccountId: null
}
export const unapproved = { approvedBy: null, approvedByName: null, approvedAt: null, approvalNote: null }

/** Both attestations fall, with the account that was seen. */
export const unattested: Partial<PaymentRow> = {
  status: 'planned',
  ...unchecked,
  ...unapproved
}

/** A payment with its award, both locked: the award first, as everything does that weighs sums. */
export async function lockWithAward(tx: Transaction, ref: Ref) {
  const { awardId } = await findRecord(tx, payments, 'payment', ref)
  const award = await lockAward(tx, { ...ref, id: awardId })
  return { award, before: await lockPayment(tx, ref) }
}

const whys = {
  approved: {
    en: 'It is approved: revoke the approval first.',
    sv: 'Den är beslutsattesterad: ta tillbaka beslutsattesten först.'
  },
  ordered: {
    en: 'It is in a run that is locked: nothing can be changed until the bank has answered.',
    sv: 'Den är med i en körning som är låst: inget kan ändras förrän banken har svarat.'
  },
  paid: { en: 'It is paid.', sv: 'Den är betald.' },
  returned: {
    en: 'It was paid and came back: it is paid anew by a payment of its own.',
    sv: 'Den betalades och kom i retur: den betalas ut på nytt genom en egen utbetalning.'
  }
}

/** @throws Conflict `payment-approved`, `payment-ordered`, `payment-paid`, `payment-returned` */
export function refuseSettled({ status }: PaymentRow): void {
  if (openStatuses.includes(status)) return
  throw new Conflict(ruleNamed(`payment-${status}`), whys[status as keyof typeof whys])
}

/** Cancelled: it is withdrawn, for good. */
export const cancelled = (reason: string): Partial<PaymentRow> => ({
  ...unattested,
  withdrawnAt: new Date().toISOString(),
  withdrawnReason: reason
})

/** Payments of a plan that are not cancelled, locked, in their order. */
export function lockPaymentsOfPlan(tx: Transaction, { municipalityCode, id }: Ref): Promise<PaymentRow[]> {
  return tx
    .select()
    .from(payments)
    .where(and(eq(payments.municipalityCode, municipalityCode), eq(payments.planId, id), isNull(payments.withdrawnAt)))
    .orderBy(payments.id)
    .for('update')
}

/**
 * A payment does not become less than what is set off against it, nor does one vanish that something is set off against:
 * `most` in kronor, 0 for one that is cancelled. @throws Conflict `payment-set-off`
 */
export async function refuseBelowSetOff(tx: Transaction, municipalityCode: string, ids: string[], most = 0) {
  if (ids.length === 0) return
  const { municipalityCode: code, paymentId, withdrawnAt, amount } = recoveryMovements
  const [row] = await tx
    .select({ paymentId, total: sql<string>`sum(${amount})` })
    .from(recoveryMovements)
    .where(and(eq(code, municipalityCode), inArray(paymentId, ids), isNull(withdrawnAt)))
    .groupBy(paymentId)
  if (!row || toOre(row.total) <= oreOf(most)) return
  const taken = fromOre(toOre(row.total))
  throw new Conflict(problems['payment-set-off'], {
    en: `${taken} SEK are set off against the payment ${row.paymentId}: withdraw the set-off first.`,
    sv: `${kronorInSwedish(taken)} är kvittade mot utbetalningen ${row.paymentId}: ta tillbaka kvittningen först.`
  })
}

/** Planning anew would let go what somebody withholds. @throws Conflict `payment-withheld` */
export function refuseWithheld(rows: PaymentRow[]): void {
  const withheld = rows.find(row => row.withheldAt)
  if (!withheld) return
  throw new Conflict(problems['payment-withheld'], {
    en: `The payment ${withheld.id} is withheld: release it first.`,
    sv: `Utbetalningen ${withheld.id} hålls inne: släpp den först.`
  })
}
