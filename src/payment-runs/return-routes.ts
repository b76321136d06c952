import type { App } from '../http/app.ts'
import { ById, ref } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { PaidPayment, PaymentOutcome, PaymentReissue, PaymentReturn } from './return-schemas.ts'
import { recordPaidPayment, reissuePayment, returnPayment } from './returns.ts'

const tags = ['payments']
const config = { scope: 'payment-runs:write' }

/** `/payments`: what the bank sent back, and its reissue; what was paid outside the service. */
export async function returnRoutes(app: App) {
  app.post(
    '/:id/return',
    {
      config,
      schema: {
        operationId: 'returnPayment',
        tags,
        summary: 'Record that the bank sent a payment back',
        description:
          'Of a paid payment. What went to the bank, the amount less what was set off, is to be planned anew: see reissue. What is asked back of it is withdrawn first.',
        params: ById,
        body: ref(PaymentReturn),
        response: { 200: ref(PaymentOutcome) }
      }
    },
    (request, reply) => write(request, reply, tx => returnPayment(tx, request.actor, request.params, request.body))
  )

  app.post(
    '/:id/reissue',
    {
      config,
      schema: {
        operationId: 'reissuePayment',
        tags,
        summary: 'Issue a returned payment anew',
        description:
          'Plans what came back as a new payment of the same plan, once for each returned payment. It is checked and approved like any other, by others than who issued it.',
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

  app.post(
    '/:id/record-paid',
    {
      config,
      schema: {
        operationId: 'recordPaidPayment',
        tags,
        summary: 'Record a payment that was paid without a run',
        description:
          'Of an approved payment in no run that nobody withholds: paid by hand, or before the service was taken into use, with the voucher and the reason.',
        params: ById,
        body: ref(PaidPayment),
        response: { 200: ref(PaymentOutcome) }
      }
    },
    (request, reply) => write(request, reply, tx => recordPaidPayment(tx, request.actor, request.params, request.body))
  )
}
