import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import type { App } from '../../platform/http/app.ts'
import { Strict, Text } from '../../platform/http/schemas.ts'
import { act } from '../../platform/records/kit.ts'
import { cancelled, lockWithAward, refuseBelowSetOff, refuseSettled } from './changes.ts'
import { shownToday } from './queries.ts'
import { payment } from './record.ts'
import { changePayments } from './write.ts'

export const Because = Strict(
  { reason: Text('Why', 1000, 'Utredningen är klar') },
  { $id: 'Because', description: 'Why it is done', example: { reason: 'Utredningen är klar' } }
)
export type Because = Static<typeof Because>

/** Cancels a payment that nobody has approved. @throws NotFound, Conflict (cancelled, approved …, `payment-set-off`) */
export async function cancelPayment(tx: Transaction, actor: Actor, ref: Ref, { reason }: Because): Promise<Ref> {
  const { before } = await lockWithAward(tx, ref)
  refuseSettled(before)
  await refuseBelowSetOff(tx, ref.municipalityCode, [ref.id])
  const change = { before, verb: 'cancelled', changes: cancelled(reason), reason }
  await changePayments(tx, actor, ref.municipalityCode, [change])
  return ref
}

export const cancelRoute = (app: App) =>
  act(app, payment, 'cancel', {
    operationId: 'cancelPayment',
    says: ['Cancel a payment', 'Cancels a payment that nobody has approved. Its money can be planned anew.'],
    body: Because,
    run: shownToday(cancelPayment)
  })
