import { and, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import type { PgColumn, PgInsertValue, PgTable } from 'drizzle-orm/pg-core'
import type { Actor, Ref } from '../../base/actor.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { meetExpectation } from '../../platform/database/expected.ts'
import { lockRecord, realChanges } from '../../platform/database/records.ts'
import { recordEvents } from '../../platform/events/actions.ts'
import { awards } from '../../register/decisions/line-record.ts'
import { settleLines } from '../ledger/actions.ts'
import { changedBy } from '../ledger/changed.ts'
import { recoveries, recoveryMovements } from '../recoveries/record.ts'
import { distinctConditions } from './condition-rules.ts'
import { insertConditions } from './conditions.ts'
import { type Condition, type PaymentRow, payments } from './record.ts'

/** Every change of a payment goes through this file: it writes the next version, the event, and the entries of the ledger. */

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

/**
 * The one writer of payments that there are not yet, given in the order of their instalment numbers: each with what it
 * waits for and an event of its own (`verb`: `planned` of `payment.planned`), and the ledger settled once for all of them.
 */
export async function makePayments(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  verb: string,
  all: (PgInsertValue<typeof payments> & { conditions: Condition[] })[]
): Promise<PaymentRow[]> {
  const rows = await tx
    .insert(payments)
    .values(all.map(({ conditions, ...values }) => values))
    .returning()
  const made = rows
    .toSorted((one, other) => one.instalmentNumber - other.instalmentNumber)
    .map((row, at) => ({ ...row, conditions: distinctConditions(all[at]!.conditions) }))
  const waiting = made.map(({ id, conditions }) => ({ paymentId: id, conditions }))
  await insertConditions(tx, municipalityCode, waiting)
  const happened = made.map(subject => ({ subject, parentId: subject.planId }))
  const eventIds = await recordEvents(tx, actor, `payment.${verb}`, happened)
  const moved = made.map(({ id }, at) => ({ paymentId: id, eventId: eventIds[at]! }))
  await settlePayments(tx, municipalityCode, moved)
  return made.map(({ conditions, ...row }) => row)
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

/** As many rows as one statement writes. */
const BATCH = 1_000

/**
 * The one writer of payments that there are: changes of locked payments, each a next version with an event of its own, and
 * the ledger settled once for all of them; a few statements for any number. Nothing is written of what would not change.
 * Answers the payments as they are, in the order given.
 */
export async function changePayments(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  all: PaymentChange[]
): Promise<PaymentRow[]> {
  const real = all
    .map(change => ({ ...change, changes: realChanges<PaymentRow>(change.before, change.changes) }))
    .filter(({ changes }) => Object.keys(changes).length > 0)
  const after = new Map<string, PaymentRow>()
  for (const alike of Map.groupBy(real, ({ changes }) => Object.keys(changes).sort().join()).values()) {
    for (const batch of batchesOf(alike)) {
      for (const row of await writeAlike(tx, municipalityCode, batch)) after.set(row.id, row)
    }
  }
  const moved: MovedPayment[] = []
  for (const [verb, alike] of Map.groupBy(real, ({ verb }) => verb)) {
    for (const batch of batchesOf(alike)) {
      const happened = batch.map(({ before, reason, told }) => {
        const row = after.get(before.id)!
        return { before, subject: { ...row, ...told }, reason, parentId: row.planId }
      })
      const eventIds = await recordEvents(tx, actor, `payment.${verb}`, happened)
      batch.forEach((change, at) => {
        if (movesLedger(change)) moved.push({ paymentId: change.before.id, eventId: eventIds[at]! })
      })
    }
  }
  await settlePayments(tx, municipalityCode, moved)
  return all.map(({ before }) => after.get(before.id) ?? before)
}

function batchesOf<T>(all: T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / BATCH) }, (_, at) => all.slice(at * BATCH, (at + 1) * BATCH))
}

const columnOf = (name: string) => name.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** One statement for payments whose changes are in the same columns. */
async function writeAlike(
  tx: Transaction,
  municipalityCode: string,
  batch: { before: PaymentRow; changes: Partial<PaymentRow> }[]
): Promise<PaymentRow[]> {
  const columns = getTableColumns(payments)
  const names = Object.keys(batch[0]!.changes) as (keyof PaymentRow)[]
  const rows = batch.map(({ before, changes }) => ({
    id: before.id,
    ...Object.fromEntries(names.map(name => [columnOf(name), changes[name]]))
  }))
  const types = names.map(name => `${columnOf(name)} ${columns[name].getSQLType()}`)
  return await tx
    .update(payments)
    .set({
      version: sql`${payments.version} + 1`,
      updatedAt: sql`statement_timestamp()`,
      ...Object.fromEntries(names.map(name => [name, sql.raw(`change.${columnOf(name)}`)]))
    })
    .from(sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as change (id uuid, ${sql.raw(types.join(', '))})`)
    // The planner takes a recordset for a hundred rows whatever it holds, and would read all payments of the municipality for it.
    .where(
      sql`${payments.municipalityCode} = ${municipalityCode} and ${payments.id} = change.id
        and ${payments.id} = any(${sql.param(batch.map(({ before }) => before.id))}::uuid[])`
    )
    .returning(columns)
}

/** What is ordered is approved in the ledger: where a payment goes between the two and nothing else changes, nothing moves. */
function movesLedger({ before, changes }: { before: PaymentRow; changes: Partial<PaymentRow> }): boolean {
  const counted = (status: PaymentRow['status']) => (status === 'ordered' ? 'approved' : status)
  const { status = before.status, ...others } = changes
  return Object.keys(others).length > 0 || counted(before.status) !== counted(status)
}

export type MovedPayment = { paymentId: string; eventId: number }

/**
 * Brings the ledger to what the payments now say, and with them the recoveries that are set off against them, which often
 * are of another award: they are recovered when the payment is paid. Whoever makes payments ends with it, as
 * changePayments does.
 */
export async function settlePayments(tx: Transaction, municipalityCode: string, moved: MovedPayment[]): Promise<void> {
  const subjects = moved.map(({ paymentId: id, eventId }) => ({ id, eventId }))
  const recovered = sql`
    select ${recoveries.awardId}, subject.event_id
    from (${changedBy('subject_id', subjects)}) subject
    join ${recoveryMovements} on ${recoveryMovements.municipalityCode} = ${municipalityCode}
      and ${recoveryMovements.paymentId} = subject.subject_id and ${recoveryMovements.withdrawnAt} is null
    join ${recoveries} on ${recoveries.municipalityCode} = ${municipalityCode}
      and ${recoveries.id} = ${recoveryMovements.recoveryId}`
  await settleOfAwards(tx, municipalityCode, payments, subjects, recovered)
}

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
  const subjects = changedBy('subject_id', moved)
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
