import type { App } from '../../platform/http/app.ts'
import { ById, ref } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { act } from '../../platform/records/kit.ts'
import { PaidPayment, PaymentOutcome, PaymentReissue, PaymentReturn } from './return-schemas.ts'
import { recordPaidPayment, reissuePayment, returnPayment } from './returns.ts'

const kind = { tag: 'payments', scope: 'payment-runs', schemas: { One: PaymentOutcome } }

/** `/payments`: what the bank sent back, and its reissue; what was paid outside the service. */
export async function returnRoutes(app: App) {
  act(app, kind, 'return', {
    operationId: 'returnPayment',
    says: [
      'Record that the bank sent a payment back',
      'Of a paid payment, all or a part (`amount`), once or bit by bit. What came back is to be planned anew, see reissue; the rest stays paid. What is asked back of it is withdrawn first.'
    ],
    body: PaymentReturn,
    run: returnPayment
  })

  app.post(
    '/:id/reissue',
    {
      config: { scope: 'payment-runs:write' },
      schema: {
        operationId: 'reissuePayment',
        tags: ['payments'],
        summary: 'Issue a returned payment anew',
        description:
          'Plans what came back, and was not issued anew yet, as a new payment of the same plan. It is checked and approved like any other, by others than who issued it.',
        params: ById,
        body: ref(PaymentReissue),
        response: { 201: ref(PaymentOutcome) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const payment = await reissuePayment(tx, request.actor, request.params, request.body)
        reply.code(201).header('location', `${request.url.split('/payments/')[0]}/payments/${payment.id}`)
        return payment
      })
  )

  act(app, kind, 'record-paid', {
    operationId: 'recordPaidPayment',
    says: [
      'Record a payment that was paid without a run',
      'Of an approved payment in no run that nobody withholds: paid by hand, or before the service was taken into use, with the voucher and the reason.'
    ],
    body: PaidPayment,
    run: recordPaidPayment
  })
}
