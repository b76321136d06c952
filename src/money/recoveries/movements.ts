import { and, eq } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Conflict, Invalid } from '../../base/errors.ts'
import { kronorInSwedish, kronorOf, oreOf, toNumber, toOre } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { amendRecord, lockRecord } from '../../platform/database/records.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import type { App } from '../../platform/http/app.ts'
import { Day, Named, Nullable, PositiveMoney, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { act } from '../../platform/records/kit.ts'
import { decisions } from '../../register/decisions/record.ts'
import { claimsOn } from '../payment-runs/return-queries.ts'
import type { PaymentRow } from '../payments/record.ts'
import { changePayments, lockPayments, settleOfAwards } from '../payments/write.ts'
import { problems } from './problems.ts'
import { findRecovery, type RecoveryWithMovements } from './queries.ts'
import { findReceived, refuseOther } from './received.ts'
import { Recovery, type RecoveryRow, recoveries, recovery, recoveryMovements } from './record.ts'
import { wrongWithDecision } from './references.ts'
import { refuseSetOff, unchecked } from './set-offs.ts'

const amount = PositiveMoney('Kronor', 12000)
const voucherNumber = Nullable(Text('Voucher (verifikation) in the accounts', 100, 'V-2023-4711'))
const exampleId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'

export const NewRepayment = Strict(
  {
    amount,
    movedOn: Day('Day on which the money came in', '2023-05-22'),
    voucherNumber: Type.Optional(voucherNumber),
    ...Named
  },
  {
    $id: 'NewRepayment',
    description: 'Money that came in',
    example: { amount: 12000, movedOn: '2023-05-22', voucherNumber: 'V-2023-4711' }
  }
)
export type NewRepayment = Static<typeof NewRepayment>

export const NewSetOff = Strict(
  { paymentId: Uuid('A planned payment to the same organisation, from which it is taken'), amount, ...Named },
  {
    $id: 'NewSetOff',
    description: 'A part of a coming payment that is kept back (kvittning)',
    example: { paymentId: exampleId, amount: 10000 }
  }
)
export type NewSetOff = Static<typeof NewSetOff>

export const NewWriteOff = Strict(
  {
    amount,
    movedOn: Day('Day of the write-off', '2024-02-13'),
    decisionId: Uuid('The decision to write it off'),
    reason: Text('Why', 1000, 'Föreningen är upplöst'),
    ...Named
  },
  {
    $id: 'NewWriteOff',
    description: 'A part that is given up (avskrivning), by decision',
    example: { amount: 8000, movedOn: '2024-02-13', decisionId: exampleId, reason: 'Föreningen är upplöst' }
  }
)
export type NewWriteOff = Static<typeof NewWriteOff>

export const MovementWithdrawal = Strict(
  {
    movementId: Uuid('The movement, one of this recovery'),
    reason: Text('Why it is taken back', 1000, 'Inbetalningen gällde ett annat krav')
  },
  {
    $id: 'MovementWithdrawal',
    description: 'A movement that was recorded in error, or a set-off that is not to be made',
    example: { movementId: exampleId, reason: 'Inbetalningen gällde ett annat krav' }
  }
)
export type MovementWithdrawal = Static<typeof MovementWithdrawal>

/** What becomes of a recovery. Always the recovery is locked before a payment, and never is more moved than is outstanding. */

type Movement = Omit<typeof recoveryMovements.$inferInsert, 'municipalityCode' | 'recoveryId'>

/** Money that came in. @throws NotFound, Conflict (withdrawn, more than is outstanding, reference taken), Invalid */
export function recordRepayment(tx: Transaction, actor: Actor, ref: Ref, sent: NewRepayment) {
  return move(tx, actor, ref, 'repaymentRecorded', { ...sent, kind: 'repayment' }, async recovery => {
    refuseDay(recovery, sent.movedOn)
  })
}

/** A part that is given up by decision. @throws NotFound, Conflict (withdrawn, more than is outstanding, reference taken), Invalid */
export function writeOffRecovery(tx: Transaction, actor: Actor, ref: Ref, sent: NewWriteOff) {
  return move(tx, actor, ref, 'writtenOff', { ...sent, kind: 'writeOff' }, async recovery => {
    refuseDay(recovery, sent.movedOn)
    const check = (row: typeof decisions.$inferSelect) => wrongWithDecision(row, sent.movedOn)
    await checkReferences(tx, ref.municipalityCode, [
      { table: decisions, id: sent.decisionId, field: '/decisionId', what: 'a decision', check }
    ])
  })
}

/**
 * A part that is kept back from a coming payment to the same organisation: the bank is asked to pay so much less. A person who
 * sets off has changed the payment, and neither checks nor approves it.
 * @throws NotFound, Conflict (withdrawn, more than is outstanding or left of the payment, not planned), Invalid
 */
export async function setOffRecovery(tx: Transaction, actor: Actor, ref: Ref, sent: NewSetOff) {
  let payment: PaymentRow | undefined
  const moved = await move(tx, actor, ref, 'setOff', { ...sent, kind: 'setOff' }, async recovery => {
    ;[payment] = await lockPayments(tx, ref.municipalityCode, [sent.paymentId])
    await refuseSetOff(tx, recovery, payment, sent)
  })
  if (payment) {
    const changes = { changedBy: [...new Set([...payment.changedBy, actor.principal])] }
    await changePayments(tx, actor, ref.municipalityCode, [{ before: payment, verb: 'setOff', changes }])
  }
  return moved
}

/** The one way in which something is moved. `refuse` says no before anything is written. */
async function move(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  verb: string,
  movement: Movement,
  refuse: (recovery: RecoveryRow) => Promise<void>
): Promise<RecoveryWithMovements> {
  const { municipalityCode, id: recoveryId } = ref
  const before = await lockRecord(tx, recoveries, 'recovery', ref)
  const first = await findReceived(tx, recoveryMovements, 'recoveryMovement', municipalityCode, movement)
  if (first) {
    refuseOther({ ...movement, recoveryId }, first)
    return await findRecovery(tx, ref)
  }
  const { outstanding, setOffPending } = await findRecovery(tx, ref)
  await refuse(before)
  const left = oreOf(outstanding) - oreOf(setOffPending)
  if (oreOf(movement.amount) > left) {
    const available = kronorOf(left)
    const [all, pending, most] = [outstanding, setOffPending, available].map(each => kronorInSwedish(each.toFixed(2)))
    const detail = {
      en: `Outstanding is ${outstanding} SEK, of which ${setOffPending} is to be set off: at most ${available} is left.`,
      sv: `Det återstår ${all}, varav ${pending} ska kvittas: högst ${most} är kvar.`
    }
    const violation = { field: '/amount', message: `must be at most ${available}`, sv: `får vara högst ${most}` }
    throw new Conflict(problems['recovery-exceeds-outstanding'], detail, [violation], {
      outstanding,
      setOffPending,
      available
    })
  }
  const [row] = await tx
    .insert(recoveryMovements)
    .values({ ...movement, municipalityCode, recoveryId })
    .returning()
  await record(tx, actor, before, verb, row!)
  return await findRecovery(tx, ref)
}

/**
 * Takes back a movement that was recorded in error; a set-off only while its payment is not approved, and then it is to
 * be checked anew; a write-off not once the bank has sent back what was written off.
 * @throws NotFound, Invalid, Conflict (withdrawn, the payment is approved, `recovery-exceeds-paid`)
 */
export async function withdrawRecoveryMovement(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { movementId, reason }: MovementWithdrawal
): Promise<RecoveryWithMovements> {
  const { municipalityCode } = ref
  const before = await lockRecord(tx, recoveries, 'recovery', ref)
  const [movement] = await tx
    .select()
    .from(recoveryMovements)
    .where(
      and(
        eq(recoveryMovements.municipalityCode, municipalityCode),
        eq(recoveryMovements.id, movementId),
        eq(recoveryMovements.recoveryId, ref.id)
      )
    )
  if (!movement) {
    throw new Invalid(
      problems['reference-not-found'],
      { en: 'There is no such movement.', sv: 'Det finns ingen sådan rörelse.' },
      [{ field: '/movementId', message: 'is not a movement of this recovery', sv: 'är ingen händelse i återkravet' }]
    )
  }
  if (movement.withdrawnAt)
    throw new Conflict(problems['recovery-movement-withdrawn'], {
      en: 'This movement has been taken back.',
      sv: 'Rörelsen har tagits tillbaka.'
    })
  const [payment] = movement.paymentId ? await lockPayments(tx, municipalityCode, [movement.paymentId]) : []
  // That of a cancelled payment is taken back without changing it.
  const change = payment && !payment.withdrawnAt ? unchecked(payment, actor) : undefined
  const withdrawn = { withdrawnAt: new Date().toISOString(), withdrawnReason: reason }
  const row = await amendRecord(tx, recoveryMovements, { municipalityCode, id: movementId }, withdrawn)
  if (movement.kind === 'writeOff') await refuseOwedAnew(tx, before)
  if (change) await changePayments(tx, actor, municipalityCode, [{ ...change, verb: 'setOffWithdrawn', reason }])
  await record(tx, actor, before, 'movementWithdrawn', row, reason)
  return await findRecovery(tx, ref)
}

/** Nobody comes to owe what the bank sent back. @throws Conflict `recovery-exceeds-paid` */
async function refuseOwedAnew(tx: Transaction, recovery: RecoveryRow) {
  const { paid, returned, claimed, leftOfPayment, claimedOfPayment } = await claimsOn(tx, {
    ...recovery,
    id: recovery.paymentId
  })
  const beyond = toOre(claimed) > toOre(paid) - toOre(returned)
  if (!beyond && (!recovery.paymentId || toOre(claimedOfPayment) <= toOre(leftOfPayment))) return
  throw new Conflict(
    problems['recovery-exceeds-paid'],
    {
      en: `The bank sent back what was written off: of ${paid} SEK paid ${returned} SEK came back, and ${claimed} SEK would be asked back.`,
      sv: `Det som skrevs av kom i retur från banken: av betalda ${kronorInSwedish(paid)} kom ${kronorInSwedish(returned)} i retur, och ${kronorInSwedish(claimed)} skulle krävas tillbaka.`
    },
    [],
    { paid: toNumber(paid), returned: toNumber(returned), claimed: toNumber(claimed) }
  )
}

type MovementRow = typeof recoveryMovements.$inferSelect

/** The next version of the recovery, the event of it, and the ledger. */
async function record(
  tx: Transaction,
  actor: Actor,
  before: RecoveryRow,
  verb: string,
  row: MovementRow,
  reason?: string
) {
  const after = await amendRecord(tx, recoveries, before, {})
  const { id, kind, amount, movedOn, paymentId, decisionId, voucherNumber } = row
  const movement = { id, kind, amount, movedOn, paymentId, decisionId, voucherNumber }
  const eventId = await recordEvent(tx, actor, `recovery.${verb}`, { ...after, movement } as RecoveryRow, {
    before,
    reason: reason ?? row.reason,
    parentId: before.awardId
  })
  await settleOfAwards(tx, before.municipalityCode, recoveries, [{ id: before.id, eventId }])
}

/** @throws Invalid */
function refuseDay({ decidedOn }: RecoveryRow, movedOn: string) {
  if (movedOn >= decidedOn && movedOn <= today()) return
  const fault =
    movedOn < decidedOn
      ? { message: `must not be before the recovery, ${decidedOn}`, sv: `får inte ligga före återkravet, ${decidedOn}` }
      : { message: 'must not be after today', sv: 'får inte ligga efter i dag' }
  throw new Invalid(
    problems['movement-not-valid'],
    { en: 'Nothing can have moved on that day.', sv: 'Inga pengar kan ha rört sig den dagen.' },
    [{ field: '/movedOn', ...fault }]
  )
}

const kind = { ...recovery, schemas: { One: Recovery } }

/** `/recoveries/{id}`: what becomes of a recovery. */
export async function recoveryMovementRoutes(app: App) {
  act(app, kind, 'record-repayment', {
    operationId: 'recordRepayment',
    says: [
      'Record a repayment',
      'Records money that came in, at most what is outstanding and not set off. The same reference with the same content again is recorded once.'
    ],
    body: NewRepayment,
    run: recordRepayment
  })
  act(app, kind, 'set-off', {
    operationId: 'setOffRecovery',
    says: [
      'Set off against a coming payment',
      'Keeps a part back from a planned payment to the same organisation. The bank is asked to pay so much less, and it counts as recovered when the payment is paid. Who sets off neither checks nor approves that payment.'
    ],
    body: NewSetOff,
    run: setOffRecovery
  })
  act(app, kind, 'write-off', {
    operationId: 'writeOffRecovery',
    says: ['Write off', 'Records that a part, or all that is outstanding, was given up by a decision.'],
    body: NewWriteOff,
    run: writeOffRecovery
  })
  act(app, kind, 'withdraw-movement', {
    operationId: 'withdrawRecoveryMovement',
    says: [
      'Take back a movement',
      'Takes back a repayment or write-off that was recorded in error, or a set-off before its payment is approved: that payment is then to be checked anew.'
    ],
    body: MovementWithdrawal,
    run: withdrawRecoveryMovement
  })
}

export const movementSchemas = [NewRepayment, NewSetOff, NewWriteOff, MovementWithdrawal]
