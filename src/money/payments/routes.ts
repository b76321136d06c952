import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import type { Connection } from '../../platform/database/connection.ts'
import type { App } from '../../platform/http/app.ts'
import { sendCsv } from '../../platform/http/csv.ts'
import { asksCsv } from '../../platform/http/negotiation.ts'
import { allPages, page } from '../../platform/http/pagination.ts'
import { ById, OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { keepKind } from '../../platform/records/kinds.ts'
import { recordRoutes } from '../../platform/records/kit.ts'
import { cancelRoute } from './cancel.ts'
import { findPayment, paymentsCsv, presentPayments } from './queries.ts'
import {
  OnDay,
  Payment,
  PaymentPage,
  PaymentQuery,
  payment,
  paymentList,
  payments,
  type SelectedPayment
} from './record.ts'
import { updatePayment } from './update.ts'
import { withholdRoutes } from './withhold.ts'

const tags = ['payments']
const read = { scope: 'payments:read', shows: 'payments' }

const kind = {
  ...payment,
  update: async (...[tx, actor, ref, patch, expected]: Parameters<typeof updatePayment>) =>
    findPayment(tx, await updatePayment(tx, actor, ref, patch, expected), today())
}

const shown = {
  ...kind,
  address: 'payments',
  table: payments,
  list: paymentList,
  present: (db: Connection, _actor: Actor, code: string, rows: SelectedPayment[], on: string) =>
    presentPayments(db, code, rows, on),
  show: (db: Connection, _actor: Actor, ref: Ref) => findPayment(db, ref, today())
}

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
        return await sendCsv(reply, `payments-${municipalityCode}`, parts)
      }
      const { items, meta } = await page(request, reply, paymentList, values)
      return { items: await presentPayments(app.database, municipalityCode, items, on), meta }
    }
  )

  app.get(
    '/:id',
    {
      config: { ...read, lane: 'lookups' },
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

  recordRoutes(app, kind)
  keepKind(app, shown)
  cancelRoute(app)
  withholdRoutes(app)
}
