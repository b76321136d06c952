import { and, eq, type SQL } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Conflict, Invalid, ruleNamed } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { amendRecord, lockRecord } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import { changeRecord } from '../../platform/events/changes.ts'
import type { App } from '../../platform/http/app.ts'
import { Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { act } from '../../platform/records/kit.ts'
import { heldReasons } from '../payments/hold-reasons.ts'
import { nextBankingDay } from './execution-rules.ts'
import { paymentRunItems } from './item-record.ts'
import { tell } from './left-out.ts'
import { lockItems, movePayments } from './payments.ts'
import { problems } from './problems.ts'
import { withTotals } from './queries.ts'
import { PaymentRun, paymentRun, paymentRuns, type RunRow } from './record.ts'
import type { RunStatus } from './rules.ts'

const reason = Text('Why', 1000, 'Föreningen har bytt konto')
export const RunItemRemoval = Strict(
  { paymentId: Uuid('The payment that leaves the run'), reason },
  {
    $id: 'RunItemRemoval',
    description: 'Taking a payment out of a run',
    example: { paymentId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61', reason: 'Fel konto' }
  }
)
export const RunCancellation = Strict(
  { reason },
  { $id: 'RunCancellation', description: 'Giving a run up', example: { reason: 'Fel dag' } }
)
export const RunStep = Strict({}, { $id: 'RunStep', description: 'Nothing but the step itself', example: {} })

export const subject = { table: paymentRuns, noun: 'paymentRun' }

/** The run, locked until the transaction ends. @throws NotFound, Conflict (`payment-run-<status>`: not in one of these) */
export async function lockRun(tx: Transaction, ref: Ref, statuses: RunStatus[]): Promise<RunRow> {
  const run = await lockRecord(tx, paymentRuns, 'paymentRun', ref)
  if (statuses.includes(run.status)) return run
  throw new Conflict(ruleNamed(`payment-run-${run.status}`), {
    en: `The run is ${run.status}; this can be done to one that is ${statuses.join(' or ')}.`,
    sv: `Körningen har status ${run.status}; det här kan göras med en som har status ${statuses.join(' eller ')}.`
  })
}

/** A bank executes nothing in the past: it would pay the file on another day than the run says. @throws Conflict */
export function refusePassed({ executionOn }: RunRow) {
  if (executionOn >= today()) return
  const next = nextBankingDay(today())
  const told = {
    en: `The run was to be executed on ${executionOn}: cancel it and collect another, for ${next} say.`,
    sv: `Körningen skulle betalas den ${executionOn}: avbryt den och samla ihop en ny, till exempel för ${next}.`
  }
  throw new Conflict(problems['execution-day-passed'], told, [], { nextBankingDay: next })
}

/** Takes live items out of a run, all or those of the condition. Answers those that it took out. */
const removeLive = (tx: Transaction, { municipalityCode, id }: RunRow, removedReason: string, which?: SQL) =>
  tx
    .update(paymentRunItems)
    .set({ status: 'removed', removedReason })
    .where(
      and(
        eq(paymentRunItems.municipalityCode, municipalityCode),
        eq(paymentRunItems.runId, id),
        eq(paymentRunItems.status, 'live'),
        which
      )
    )
    .returning({ id: paymentRunItems.id })

/** Takes a payment out of a run that is not locked. @throws NotFound, Conflict (locked), Invalid (not in the run) */
export async function removePaymentRunItem(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { paymentId, reason }: Static<typeof RunItemRemoval>
) {
  const before = await lockRun(tx, ref, ['collected'])
  const removed = await removeLive(tx, before, reason, eq(paymentRunItems.paymentId, paymentId))
  if (removed.length === 0) {
    const violation = {
      field: '/paymentId',
      message: 'is not a payment of this run',
      sv: 'är ingen utbetalning i körningen'
    }
    throw new Invalid(
      problems['payment-not-in-run'],
      { en: 'The payment is not in the run.', sv: 'Utbetalningen är inte med i körningen.' },
      [violation]
    )
  }
  const after = await amendRecord(tx, paymentRuns, ref, {})
  const told = { ...after, paymentId }
  await recordEvent(tx, actor, 'paymentRun.itemRemoved', told, { before, reason })
  return await withTotals(tx, after)
}

/**
 * Gives a run up before it was exported: its payments are approved as before, and can be collected again.
 * @throws NotFound, Conflict (exported, confirmed, cancelled)
 */
export async function cancelPaymentRun(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { reason }: Static<typeof RunCancellation>
) {
  const run = await lockRun(tx, ref, ['collected', 'locked'])
  const found = await lockItems(tx, ref.municipalityCode, run.id)
  const ordered = found.filter(({ payment }) => payment.status === 'ordered')
  const moves = ordered.map(({ payment }) => ({ payment, verb: 'unordered', status: 'approved' as const, reason }))
  await movePayments(tx, actor, ref.municipalityCode, moves)
  await removeLive(tx, run, reason)
  const { after } = await changeRecord(tx, actor, subject, ref, {
    verb: 'cancelled',
    changes: { status: 'cancelled' },
    reason
  })
  return await withTotals(tx, after)
}

/**
 * Marks a locked run as handed to the bank: the last moment at which it can be stopped, so what came to hold its payments
 * since it was locked stops it. Again it changes nothing: the message has the id that it has.
 * @throws NotFound, Conflict (`run-not-locked`, `execution-day-passed`, `payment-run-held` telling which payments and why, cancelled)
 */
export async function exportPaymentRun(tx: Transaction, actor: Actor, ref: Ref) {
  const run = await lockRecord(tx, paymentRuns, 'paymentRun', ref)
  if (run.status === 'collected')
    throw new Conflict(problems['run-not-locked'], {
      en: 'Only a locked run is exported: lock it first.',
      sv: 'Bara en låst körning exporteras: lås den först.'
    })
  if (run.status !== 'locked') return await withTotals(tx, await lockRun(tx, ref, ['exported', 'confirmed']))
  refusePassed(run)
  await refuseHeld(tx, run)
  const { after } = await changeRecord(tx, actor, subject, ref, {
    verb: 'exported',
    changes: { status: 'exported', exportedAt: new Date().toISOString(), exportedBy: actor.principal }
  })
  return await withTotals(tx, after)
}

/** A decision was annulled or an account withdrawn, say, after the run was locked. @throws Conflict */
async function refuseHeld(tx: Transaction, { municipalityCode, id, executionOn }: RunRow) {
  const found = await lockItems(tx, municipalityCode, id)
  const ids = found.map(({ payment }) => payment.id)
  const held = [...(await heldReasons(tx, municipalityCode, ids, executionOn))].map(([paymentId, holds]) => ({
    paymentId,
    obstacles: holds.map(({ kind, message, sv }) => ({ kind, message, sv }))
  }))
  if (held.length === 0) return
  const told = {
    en: 'Payments of the run have come to be held since it was locked: cancel it and collect another.',
    sv: 'Utbetalningar i körningen har stoppats sedan den låstes: avbryt den och samla ihop en ny.'
  }
  throw new Conflict(problems['payment-run-held'], told, [], { held: tell(held), heldCount: held.length })
}

const kind = { ...paymentRun, schemas: { One: PaymentRun } }

export function stepRoutes(app: App) {
  act(app, kind, 'remove-item', {
    operationId: 'removePaymentRunItem',
    says: [
      'Take a payment out of a run',
      'Takes a payment out of a run that is not locked yet. It stays approved and can be collected again.'
    ],
    body: RunItemRemoval,
    run: removePaymentRunItem
  })
  act(app, kind, 'cancel', {
    operationId: 'cancelPaymentRun',
    says: [
      'Give a payment run up',
      'Gives up a run that was not exported. Its payments are approved as before and can be collected again.'
    ],
    body: RunCancellation,
    run: cancelPaymentRun
  })
  act(app, kind, 'export', {
    operationId: 'exportPaymentRun',
    says: [
      'Export a payment run',
      'Marks a locked run as handed to the bank, unless its day of execution has passed (409 `execution-day-passed`); its file can be fetched from now on. Again it changes nothing: the message id is the same, so a file that is sent twice cannot be paid twice.'
    ],
    body: RunStep,
    run: exportPaymentRun
  })
}
