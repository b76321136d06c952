import { eq, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict } from '../../base/errors.ts'
import { kronorOf, oreOf } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { changeRecord } from '../../platform/events/changes.ts'
import type { App } from '../../platform/http/app.ts'
import { act } from '../../platform/records/kit.ts'
import { paymentSettings } from '../payee-accounts/settings-record.ts'
import { heldReasons } from '../payments/hold-reasons.ts'
import type { Particulars, Payee } from './item-record.ts'
import { faultsOfChange, faultsOfPayee, type Obstacle, type StaysOut, tell } from './left-out.ts'
import { NAME } from './pain.ts'
import { type ItemOfRun, lockItems, movePayments } from './payments.ts'
import { problems } from './problems.ts'
import { withTotals } from './queries.ts'
import { type Debtor, LockedPaymentRun, paymentRun } from './record.ts'
import { lockRun, RunStep, refusePassed, subject } from './steps.ts'
import { bankText } from './text-rules.ts'
import { findTransfers, type TransferFacts } from './transfer-queries.ts'

type Kept = ItemOfRun & { payee: Payee; particulars: Particulars }

/**
 * Locks a collected run: judges every payment anew, lets fall out what can no longer be paid, and fixes who is paid, who
 * pays, the control sum and the count of what goes to the bank. Its payments are ordered from now on.
 * @throws NotFound, Conflict (not collected, the day of execution has passed, no settings, nothing left to pay)
 */
export async function lockPaymentRun(tx: Transaction, actor: Actor, ref: Ref) {
  const { municipalityCode } = ref
  const run = await lockRun(tx, ref, ['collected'])
  refusePassed(run)
  const debtor = await findDebtor(tx, municipalityCode)
  if (!debtor) {
    throw new Conflict(problems['payment-settings-missing'], {
      en: 'The municipality has not said from which account it pays.',
      sv: 'Kommunen har inte angett vilket konto den betalar från.'
    })
  }
  const found = await lockItems(tx, municipalityCode, run.id)
  const { kept, fallenOut } = await judgeAgain(tx, municipalityCode, found, run.executionOn, debtor)
  if (kept.length === 0) {
    const told = { fallenOut: tell(fallenOut), fallenOutCount: fallenOut.length }
    throw new Conflict(
      problems['payment-run-empty'],
      { en: 'Nothing in the run can be paid.', sv: 'Inget i körningen kan betalas.' },
      [],
      told
    )
  }
  await removeFallen(tx, municipalityCode, run.id, fallenOut)
  await fixItems(tx, municipalityCode, kept)
  const reason = `Payment run ${run.messageId}`
  const moves = kept.map(({ payment }) => ({ payment, verb: 'ordered', status: 'ordered' as const, reason }))
  await movePayments(tx, actor, municipalityCode, moves)

  const toBank = kept.map(({ item }) => oreOf(item.amount)).filter(amount => amount > 0n)
  const { after } = await changeRecord(tx, actor, subject, ref, {
    verb: 'locked',
    changes: {
      status: 'locked',
      debtor,
      controlSum: kronorOf(toBank.reduce((sum, amount) => sum + amount, 0n)),
      transactionCount: toBank.length,
      lockedAt: new Date().toISOString(),
      lockedBy: actor.principal
    }
  })
  return { ...(await withTotals(tx, after)), fallenOut: tell(fallenOut), fallenOutCount: fallenOut.length }
}

/** Who pays and from where, unchanged until the transaction ends; undefined until the municipality has said it. */
export async function findDebtor(tx: Transaction, municipalityCode: string): Promise<Debtor | undefined> {
  const [settings] = await tx
    .select()
    .from(paymentSettings)
    .where(eq(paymentSettings.municipalityCode, municipalityCode))
    .for('share')
  if (!settings) return undefined
  const { debtorName: name, organisationNumber, accountKind, accountNumber, bic, town, ...asked } = settings
  const { batchBooking, initiatingPartyId, agreementNumber, bankFileOptions } = asked
  const ofBank = { batchBooking, initiatingPartyId, agreementNumber, bankFileOptions }
  return { name, organisationNumber, accountKind, accountNumber, bic, town, ...ofBank }
}

async function judgeAgain(tx: Transaction, municipalityCode: string, found: ItemOfRun[], on: string, debtor: Debtor) {
  const ids = found.map(({ payment }) => payment.id)
  const held = await heldReasons(tx, municipalityCode, ids, on)
  const facts = new Map((await findTransfers(tx, municipalityCode, ids)).map(each => [each.paymentId, each]))
  const kept: Kept[] = []
  const fallenOut: StaysOut[] = []
  for (const { item, payment } of found) {
    const fact = facts.get(payment.id)!
    const obstacles: Obstacle[] = [
      ...faultsOfChange(item, payment, fact),
      ...(held.get(payment.id) ?? []).map(({ kind, message, sv }) => ({ kind, message, sv })),
      ...faultsOfPayee(fact, bankText(fact.payeeName, NAME), debtor)
    ]
    if (obstacles.length > 0) fallenOut.push({ paymentId: payment.id, obstacles })
    else kept.push({ item, payment, payee: payeeOf(fact), particulars: fact.particulars })
  }
  return { kept, fallenOut }
}

function payeeOf({ payeeName: name, organisationNumber, account }: TransferFacts): Payee {
  return { name, organisationNumber, ...account! }
}

async function removeFallen(tx: Transaction, municipalityCode: string, runId: string, fallenOut: StaysOut[]) {
  const rows = fallenOut.map(({ paymentId, obstacles }) => ({
    payment_id: paymentId,
    reason: obstacles.map(({ message }) => message).join(' ')
  }))
  await tx.execute(sql`
    update payment_run_items item set status = 'removed', removed_reason = fallen.reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as fallen (payment_id uuid, reason text)
    where item.municipality_code = ${municipalityCode} and item.run_id = ${runId} and item.status = 'live'
      and item.payment_id = fallen.payment_id`)
}

async function fixItems(tx: Transaction, municipalityCode: string, kept: Kept[]) {
  const rows = kept.map(({ item, payee, particulars }) => ({ id: item.id, payee, particulars }))
  await tx.execute(sql`
    update payment_run_items item set payee = fixed.payee, particulars = fixed.particulars
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as fixed (id uuid, payee jsonb, particulars jsonb)
    where item.municipality_code = ${municipalityCode} and item.id = fixed.id`)
}

export const lockRoute = (app: App) =>
  act(app, { ...paymentRun, schemas: { One: LockedPaymentRun } }, 'lock', {
    operationId: 'lockPaymentRun',
    says: [
      'Lock a payment run',
      'Judges every payment anew, lets fall out what can no longer be paid, with its obstacles, and fixes who pays, who is paid and the control sum. The payments are ordered from now on.'
    ],
    body: RunStep,
    run: lockPaymentRun
  })
