import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Actor } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { by } from '../events/actions.ts'
import { type PaymentRow, settlePayments } from '../payments/record.ts'
import type { PaymentStatus } from '../payments/rules.ts'
import { payments } from '../payments/tables.ts'
import type { RunItemStatus } from './rules.ts'
import { paymentRunItems } from './tables.ts'

/** How the many payments of a run are moved at once: by statements over all of them, with an event for each. */

export type ItemRow = typeof paymentRunItems.$inferSelect
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
        eq(paymentRunItems.runId, runId),
        inArray(paymentRunItems.status, statuses)
      )
    )
    .orderBy(payments.id)
    .for('update', { of: payments })
}

/** Where a locked payment goes. Planned again it has no attestation and no account: both are to be looked at anew. */
export type Move = {
  payment: PaymentRow
  /** Of the event: `paid` of `payment.paid`. */
  verb: string
  status: PaymentStatus
  paidOn?: string
  voucherNumber?: string | null
  reason?: string
}

/**
 * Moves locked payments to other statuses: a next version and an event `payment.<verb>` for each, and the ledger settled
 * once for all. What changePayments does for few, in three statements for any number.
 */
export async function movePayments(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  moves: Move[]
): Promise<void> {
  if (moves.length === 0) return
  const rows = moves.map(
    ({ payment, status, paidOn = payment.paidOn, voucherNumber = payment.voucherNumber, reason, verb }) => {
      const changes = { status, paidOn, voucherNumber, ...(status === 'planned' && unattested) }
      const [before, after] = differences(payment, changes)
      return {
        ...{ id: payment.id, type: `payment.${verb}`, status, paid_on: paidOn, voucher_number: voucherNumber },
        ...{ reason: reason ?? null, before, after }
      }
    }
  )
  const { actor: id, actorName, sentBy, requestId } = by(actor)
  const { rows: events } = await tx.execute<{ id: string; subject_id: string }>(sql`
    with move as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as move
        (id uuid, type text, status text, paid_on date, voucher_number text, reason text, before jsonb, after jsonb)
    ), moved as (
      update payments set status = move.status, paid_on = move.paid_on, voucher_number = move.voucher_number,
        ${sql.join(
          attestation.map(column => sql`${column} = case when move.status <> 'planned' then payments.${column} end`),
          sql`, `
        )},
        version = version + 1, updated_at = clock_timestamp()
      from move where payments.municipality_code = ${municipalityCode} and payments.id = move.id
      returning payments.id, payments.version, payments.plan_id, move.type, move.reason, move.before, move.after
    )
    insert into events (municipality_code, type, subject_type, subject_id, subject_version, parent_id, actor, actor_name,
                        sent_by, request_id, reason, before, after)
    select ${municipalityCode}, type, 'payment', id, version, plan_id, ${id}, ${actorName},
           ${sentBy}, ${requestId}, reason, before, after
    from moved order by id
    returning id, subject_id`)
  // What is ordered is approved in the ledger, and nothing in it moves.
  if (!moves.some(({ payment, status }) => counted(payment.status) !== counted(status))) return
  await settlePayments(
    tx,
    municipalityCode,
    events.map(event => ({ paymentId: event.subject_id, eventId: Number(event.id) }))
  )
}

const counted = (status: PaymentStatus) => (status === 'ordered' ? 'approved' : status)

const unattested = {
  ...{ checkedBy: null, checkedByName: null, checkedAt: null, checkNote: null },
  ...{ approvedBy: null, approvedByName: null, approvedAt: null, approvalNote: null },
  payeeAccountId: null
}
const attestation = Object.keys(unattested).map(name =>
  sql.raw(name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`))
)

function differences(before: PaymentRow, changes: Partial<PaymentRow>) {
  const names = (Object.keys(changes) as (keyof PaymentRow)[]).filter(name => before[name] !== changes[name])
  const pick = (row: Partial<PaymentRow>) => Object.fromEntries(names.map(name => [name, row[name]]))
  return [pick(before), pick(changes)]
}
