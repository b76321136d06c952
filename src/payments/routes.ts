import { today } from '../dates.ts'
import { historyRoute } from '../events/history.ts'
import type { App } from '../http/app.ts'
import { sendCsv } from '../http/csv.ts'
import { ifMatch } from '../http/etag.ts'
import { asksCsv } from '../http/negotiation.ts'
import { allPages, page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { cancelPayment, releasePayment, updatePayment, withholdPayment } from './actions.ts'
import { paymentsCsv } from './payment-csv.ts'
import { findPayment, paymentList, presentPayments } from './queries.ts'
import { Because, OnDay, Payment, PaymentPage, PaymentPatch, PaymentQuery, Releasing, Withholding } from './schemas.ts'

const tags = ['payments']
const read = { scope: 'payments:read' }
const change = { scope: 'payments:write' }

/** `/payments`. */
export async function paymentRoutes(app: App) {
  app.get(
    '',
    {
      config: {
        ...read,
        content: { response: { 'text/csv': { schema: { type: 'string' }, example: 'id,planId,dueOn,amount,…' } } }
      },
      schema: {
        operationId: 'listPayments',
        tags,
        summary: 'List payments',
        description:
          'Payments of all plans by due date, each payable or held on the day (validOn, today unless told) with every reason. JSON, a page at a time, or CSV of all rows with Accept: text/csv.',
        params: OfMunicipality,
        querystring: PaymentQuery,
        response: { 200: ref(PaymentPage) }
      }
    },
    async (request, reply) => {
      const { municipalityCode } = request.params
      const on = request.query.validOn ?? today()
      const values = { municipalityCode, on }
      if (asksCsv(request)) {
        const pages = allPages(request, paymentList, values)
        const presented = async function* () {
          for await (const rows of pages) yield await presentPayments(app.database, municipalityCode, rows, on)
        }
        const parts = paymentsCsv(presented(), request.query.csvFormat)
        return (await sendCsv(reply, `payments-${municipalityCode}`, parts)) as never
      }
      const { items, meta } = await page(request, reply, paymentList, values)
      return { items: await presentPayments(app.database, municipalityCode, items, on), meta }
    }
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getPayment',
        tags,
        summary: 'Show a payment',
        description:
          'The payment with what it waits for; on the day (today unless told) payable, or held with every reason and the step that would release it.',
        params: ById,
        querystring: OnDay,
        response: { 200: ref(Payment) }
      }
    },
    request => findPayment(app.database, request.params, request.query.validOn ?? today())
  )

  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updatePayment',
        tags,
        summary: 'Change a payment',
        description:
          'Changes what is given of a payment that nobody has approved (JSON merge patch); demands If-Match. Whatever is changed but the remark is to be checked anew, by somebody else.',
        params: ById,
        headers: IfMatch,
        body: ref(PaymentPatch),
        response: { 200: ref(Payment) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const changed = await updatePayment(tx, request.actor, request.params, request.body, ifMatch(request))
        return await findPayment(tx, changed, today())
      })
  )

  app.post(
    '/:id/cancel',
    {
      config: change,
      schema: {
        operationId: 'cancelPayment',
        tags,
        summary: 'Cancel a payment',
        description: 'Cancels a payment that nobody has approved. Its money can be planned anew.',
        params: ById,
        body: ref(Because),
        response: { 200: ref(Payment) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx =>
        findPayment(tx, await cancelPayment(tx, request.actor, request.params, request.body.reason), today())
      )
  )

  app.post(
    '/:id/withhold',
    {
      config: change,
      schema: {
        operationId: 'withholdPayment',
        tags,
        summary: 'Withhold a payment',
        description: 'Holds a payment until somebody releases it, with the reason and the decision, if there is one.',
        params: ById,
        body: ref(Withholding),
        response: { 200: ref(Payment) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx =>
        findPayment(tx, await withholdPayment(tx, request.actor, request.params, request.body), today())
      )
  )

  app.post(
    '/:id/release',
    {
      config: change,
      schema: {
        operationId: 'releasePayment',
        tags,
        summary: 'Release a payment',
        description:
          'Lets go a payment that was withheld, with the reason and the decision, if there is one. What else holds it goes on holding it.',
        params: ById,
        body: ref(Releasing),
        response: { 200: ref(Payment) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx =>
        findPayment(tx, await releasePayment(tx, request.actor, request.params, request.body), today())
      )
  )

  historyRoute(app, { ...read, tag: 'payments', noun: 'Payment' })
}
