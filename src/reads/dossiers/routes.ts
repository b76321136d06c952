import type { App } from '../../platform/http/app.ts'
import { answeringIn } from '../../platform/http/language.ts'
import { ById, ref } from '../../platform/http/schemas.ts'
import { PaymentTrail } from './schemas.ts'
import { findPaymentTrail } from './trail.ts'
import { type TrailLabels, trailIn } from './words.ts'

/** `/payments`: the trail of a krona. */
export async function trailRoutes(app: App, { labels }: { labels: TrailLabels }) {
  app.get(
    '/:id/trail',
    {
      config: { scope: 'payments:read' },
      schema: {
        operationId: 'getPaymentTrail',
        tags: ['payments'],
        summary: 'Show the trail of a payment',
        description:
          'From the paragraph of the committee by way of award, rules, agreement, plan, report, check, approval and run to the voucher, and what was returned or asked back: each with its time and who did it, as sections and as a list to read. Links that there are not are told. Contacts and signatories are not in it.',
        params: ById,
        response: { 200: ref(PaymentTrail) }
      }
    },
    async (request, reply) =>
      trailIn(await findPaymentTrail(app.database, request.params, labels), answeringIn(request, reply))
  )
}
