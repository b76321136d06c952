import type { App } from '../../platform/http/app.ts'
import { page } from '../../platform/http/pagination.ts'
import { ById, OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { create } from '../../platform/http/write.ts'
import { collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { collectPaymentRun } from './collect.ts'
import { fileRoutes } from './file-routes.ts'
import { itemList, PaymentRunItemPage, RunItemQuery } from './item-record.ts'
import { lockRoute } from './lock.ts'
import { findRun } from './queries.ts'
import { CollectedPaymentRun, PaymentRun, paymentRun } from './record.ts'
import { stepRoutes } from './steps.ts'

const { New, Page, Query } = paymentRun.schemas

/** `/payment-runs`. */
export async function runRoutes(app: App) {
  app.register(fileRoutes)
  collectionRoutes(app, paymentRun)
  recordRoutes(app, { ...paymentRun, schemas: { One: PaymentRun, Page, Query }, list: undefined, find: findRun })

  app.post(
    '',
    {
      config: { scope: 'payment-runs:write' },
      schema: {
        operationId: 'collectPaymentRun',
        tags: ['payment-runs'],
        summary: 'Collect a payment run',
        description:
          'Collects approved payments that are due until the day, payable on the day of execution and in no other run. What is due and was left out is told with every reason; where nothing can be collected no run is made (409 `payment-run-empty`, with the same reasons). The day of execution is a banking day within a year, the next one unless told. Payments that look like doubles, and accounts that several payees share, are warned of. Send an Idempotency-Key: the same request without one collects another run.',
        params: OfMunicipality,
        body: ref(New),
        response: { 201: ref(CollectedPaymentRun) }
      }
    },
    (request, reply) =>
      create(request, reply, tx => collectPaymentRun(tx, request.actor, request.params.municipalityCode, request.body))
  )

  app.get(
    '/:id/items',
    {
      config: { scope: 'payment-runs:read' },
      schema: {
        operationId: 'listPaymentRunItems',
        tags: ['payment-runs'],
        summary: 'List the payments of a run',
        description: 'The payments in their order, those that left the run among them.',
        params: ById,
        querystring: RunItemQuery,
        response: { 200: ref(PaymentRunItemPage) }
      }
    },
    async (request, reply) => {
      await paymentRun.find(app.database, request.params)
      return await page(request, reply, itemList, request.params)
    }
  )

  lockRoute(app)
  stepRoutes(app)
}
