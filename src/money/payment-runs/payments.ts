import { and, eq, inArray } from 'drizzle-orm'
import type { Actor } from '../../base/actor.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { unattested } from '../payments/changes.ts'
import { type PaymentRow, payments } from '../payments/record.ts'
import type { PaymentStatus } from '../payments/rules.ts'
import { changePayments } from '../payments/write.ts'
import { type ItemRow, paymentRunItems } from './item-record.ts'
import type { RunItemStatus } from './rules.ts'

/** How the payments of a run are locked and moved. */

export type ItemOfRun = { item: ItemRow; payment: PaymentRow }

/** The items of a run in these statuses, with their payments locked in the order of their ids. */
export async function lockItems(
  tx: Transaction,
  municipalityCode: string,
  runId: string,
  statuses: RunItemStatus[] = ['live']
): Promise<ItemOfRun[]> {
  return await tx
    .select({ item: paymentRunItems, payment: payments })
    .from(paymentRunItems)
    .innerJoin(
      payments,
      and(eq(payments.municipalityCode, paymentRunItems.municipalityCode), eq(payments.id, paymentRunItems.paymentId))
    )
    .where(
      and(
        eq(paymentRunItems.municipalityCode, municipalityCode),
        eq(payments.municipalityCode, municipalityCode),
        eq(paymentRunItems.runId, runId),
        inArray(paymentRunItems.status, statuses)
      )
    )
    .orderBy(payments.id)
    .for('update', { of: payments })
}

/** Where a locked payment goes. One that is planned again loses its attestation and its account: both are looked at anew. */
export type Move = {
  payment: PaymentRow
  /** Of the event: `paid` of `payment.paid`. */
  verb: string
  status: PaymentStatus
  paidOn?: string
  voucherNumber?: string | null
  reason?: string
}

/** Moves locked payments to other statuses, through changePayments. Those that are planned again lose their attestation. */
export async function movePayments(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  moves: Move[]
): Promise<void> {
  const changes = moves.map(({ payment, verb, status, paidOn, voucherNumber, reason }) => ({
    before: payment,
    verb,
    reason,
    changes: { ...(status === 'planned' && unattested), status, paidOn, voucherNumber }
  }))
  await changePayments(tx, actor, municipalityCode, changes)
}
