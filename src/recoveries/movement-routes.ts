import type { App } from '../http/app.ts'
import { ById, ref } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { recordRepayment, setOffRecovery, withdrawRecoveryMovement, writeOffRecovery } from './movement-actions.ts'
import { MovementWithdrawal, NewRepayment, NewSetOff, NewWriteOff } from './movement-schemas.ts'
import { Recovery } from './schemas.ts'

const tags = ['recoveries']
const change = { scope: 'recoveries:write' }

/** `/recoveries/{id}`: what becomes of a recovery. */
export async function recoveryMovementRoutes(app: App) {
  app.post(
    '/:id/record-repayment',
    {
      config: change,
      schema: {
        operationId: 'recordRepayment',
        tags,
        summary: 'Record a repayment',
        description:
          'Records money that came in, at most what is outstanding and not set off. The same reference with the same content again is recorded once.',
        params: ById,
        body: ref(NewRepayment),
        response: { 200: ref(Recovery) }
      }
    },
    (request, reply) => write(request, reply, tx => recordRepayment(tx, request.actor, request.params, request.body))
  )

  app.post(
    '/:id/set-off',
    {
      config: change,
      schema: {
        operationId: 'setOffRecovery',
        tags,
        summary: 'Set off against a coming payment',
        description:
          'Keeps a part back from a planned payment to the same organisation. The bank is asked to pay so much less, and it counts as recovered when the payment is paid. Who sets off neither checks nor approves that payment.',
        params: ById,
        body: ref(NewSetOff),
        response: { 200: ref(Recovery) }
      }
    },
    (request, reply) => write(request, reply, tx => setOffRecovery(tx, request.actor, request.params, request.body))
  )

  app.post(
    '/:id/write-off',
    {
      config: change,
      schema: {
        operationId: 'writeOffRecovery',
        tags,
        summary: 'Write off',
        description: 'Records that a part, or all that is outstanding, was given up by a decision.',
        params: ById,
        body: ref(NewWriteOff),
        response: { 200: ref(Recovery) }
      }
    },
    (request, reply) => write(request, reply, tx => writeOffRecovery(tx, request.actor, request.params, request.body))
  )

  app.post(
    '/:id/withdraw-movement',
    {
      config: change,
      schema: {
        operationId: 'withdrawRecoveryMovement',
        tags,
        summary: 'Take back a movement',
        description:
          'Takes back a repayment or write-off that was recorded in error, or a set-off before its payment is approved: that payment is then to be checked anew.',
        params: ById,
        body: ref(MovementWithdrawal),
        response: { 200: ref(Recovery) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => withdrawRecoveryMovement(tx, request.actor, request.params, request.body))
  )
}
