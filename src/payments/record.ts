import { and, eq, inArray, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Actor, Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { meetExpectation } from '../database/expected.ts'
import { amendRecord, lockRecord, realChanges } from '../database/records.ts'
import { awards } from '../decisions/line-tables.ts'
import { recordEvent } from '../events/actions.ts'
import { settleLines } from '../ledger/actions.ts'
import { recoveries, recoveryMovements } from '../recoveries/tables.ts'
import { payments } from './tables.ts'

/** How payments are changed, whatever changes them: a next version, an event, and the ledger brought to what they say. */

export type PaymentRow = typeof payments.$inferSelect

/** The payment, locked until the transaction ends. @throws NotFound, Conflict (cancelled) */
export function lockPayment(tx: Transaction, ref: Ref): Promise<PaymentRow> {
  return lockRecord(tx, payments, 'payment', ref)
}

/** The payments that there are of the ids, locked in the order of their ids so that no two transactions wait for each other. */
export async function lockPayments(tx: Transaction, municipalityCode: string, ids: string[]): Promise<PaymentRow[]> {
  const rows = await tx
    .select()
    .from(payments)
    .where(and(eq(payments.municipalityCode, municipalityCode), inArray(payments.id, [...new Set(ids)])))
    .orderBy(payments.id)
    .for('update')
  for (const row of rows) meetExpectation(tx, payments, row)
  return rows
}

export type PaymentChange = {
  /** As it was locked. */
  before: PaymentRow
  /** Of the event: `approved` of `payment.approved`. */
  verb: string
  changes: Partial<typeof payments.$inferInsert>
  reason?: string | null
  /** What the event tells besides, which the payment does not keep. */
  told?: object
}

/**
 * Writes changes of locked payments, each with an event of its own, and settles the ledger once for all of them. Nothing
 * is written of what would not change. Answers the payments as they are, in the order given.
 */
export async function changePayments(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  all: PaymentChange[]
): Promise<PaymentRow[]> {
  const after: PaymentRow[] = []
  const moved: MovedPayment[] = []
  for (const { before, verb, changes, reason, told } of all) {
    const real = realChanges<PaymentRow>(before, changes)
    if (Object.keys(real).length === 0) {
      after.push(before)
      continue
    }
    const row = await amendRecord(tx, payments, { municipalityCode, id: before.id }, real)
    const eventId = await recordEvent(
      tx,
      actor,
      `payment.${verb}`,
      { ...row, ...told },
      { before, reason, parentId: row.planId }
    )
    after.push(row)
    moved.push({ paymentId: row.id, eventId })
  }
  await settlePayments(tx, municipalityCode, moved)
  return after
}

export type MovedPayment = { paymentId: string; eventId: number }

/**
 * Brings the ledger to what the payments now say, and with them the recoveries that are set off against them, which often
 * are of another award: they are recovered when the payment is paid. Whoever writes payments by other ways than
 * changePayments ends with it.
 */
export async function settlePayments(tx: Transaction, municipalityCode: string, moved: MovedPayment[]): Promise<void> {
  const subjects = moved.map(({ paymentId: id, eventId }) => ({ id, eventId }))
  const recovered = sql`
    select ${recoveries.awardId}, subject.event_id
    from (${subjectsOf(subjects)}) subject
    join ${recoveryMovements} on ${recoveryMovements.municipalityCode} = ${municipalityCode}
      and ${recoveryMovements.paymentId} = subject.subject_id and ${recoveryMovements.withdrawnAt} is null
    join ${recoveries} on ${recoveries.municipalityCode} = ${municipalityCode}
      and ${recoveries.id} = ${recoveryMovements.recoveryId}`
  await settleOfAwards(tx, municipalityCode, payments, subjects, recovered)
}

const subjectsOf = (moved: { id: string; eventId: number }[]) =>
  sql`select * from unnest(${sql.param(moved.map(({ id }) => id))}::uuid[],
    ${sql.param(moved.map(({ eventId }) => eventId))}::bigint[]) as subject (subject_id, event_id)`

/**
 * The same for records of any table whose rows are of an award: payments, recoveries. `others` is a query of the award and
 * event of what else moves with them.
 */
export async function settleOfAwards(
  tx: Transaction,
  municipalityCode: string,
  table: PgTable & { municipalityCode: PgColumn; id: PgColumn; awardId: PgColumn },
  moved: { id: string; eventId: number }[],
  others = sql`select null::uuid, null::bigint where false`
): Promise<void> {
  if (moved.length === 0) return
  const subjects = subjectsOf(moved)
  const lines = sql`
    select ${awards.lineId} as line_id, max(of_award.event_id) as event_id
    from (
      select ${table.awardId}, subject.event_id
      from (${subjects}) subject
      join ${table} on ${table.municipalityCode} = ${municipalityCode} and ${table.id} = subject.subject_id
      union all ${others}
    ) of_award (award_id, event_id)
    join ${awards} on ${awards.municipalityCode} = ${municipalityCode} and ${awards.id} = of_award.award_id
    group by ${awards.lineId}`
  await settleLines(tx, municipalityCode, lines, subjects)
}
