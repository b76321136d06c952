import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { historyRoute } from '../../platform/events/history.ts'
import type { App } from '../../platform/http/app.ts'
import { ById, OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { keepKind, type Named } from '../../platform/records/kinds.ts'
import { act, collectionRoutes } from '../../platform/records/kit.ts'
import { Because } from './cancel.ts'
import { paymentPlan } from './plan-record.ts'
import { NewPaymentPlan, PlannedPayments, Replan } from './plan-schemas.ts'
import { createPaymentPlan } from './plans.ts'
import { findPlan } from './queries.ts'
import { OnDay } from './record.ts'
import { cancelPaymentPlan, replanPayments } from './replan.ts'

const tags = ['payments']
const read = { scope: 'payments:read' }
const change = { scope: 'payments:write' }

const planned = { ...paymentPlan, schemas: { One: PlannedPayments } }

const received = {
  ...paymentPlan,
  schemas: { ...paymentPlan.schemas, One: PlannedPayments, New: NewPaymentPlan },
  show: (db: Connection, _actor: Actor, ref: Ref) => findPlan(db, ref, today()),
  receive: async (tx: Transaction, actor: Actor, named: Named, content: NewPaymentPlan) => {
    const { municipalityCode, source, reference } = named
    const { id, made } = await createPaymentPlan(tx, actor, municipalityCode, { ...content, source, reference })
    return { row: await paymentPlan.find(tx, { municipalityCode, id }), made }
  }
}

/** `/payment-plans`. */
export async function paymentPlanRoutes(app: App) {
  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createPaymentPlan',
        tags,
        summary: 'Plan how an award is paid',
        description:
          'Spreads the money of one period of an award over payments. Equal parts, to the öre, with the remainder on the last; each falls due on the first working day of its part, which for a quarter is in its first week, and never before the decision or the agreement. There is no property for a currency: all amounts are Swedish kronor. With a reference it is received once: the same content again answers the plan as it now stands (200), other content 409.',
        params: OfMunicipality,
        body: ref(NewPaymentPlan),
        response: { 200: ref(PlannedPayments), 201: ref(PlannedPayments) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const { municipalityCode } = request.params
        const { id, made } = await createPaymentPlan(tx, request.actor, municipalityCode, request.body)
        if (made) reply.code(201).header('location', `${request.url.split('?')[0]}/${id}`)
        return await findPlan(tx, { municipalityCode, id }, today())
      })
  )

  collectionRoutes(app, paymentPlan)
  keepKind(app, received)

  app.get(
    '/:id',
    {
      config: { ...read, shows: paymentPlan.address, lane: 'lookups' },
      schema: {
        operationId: 'getPaymentPlan',
        tags,
        summary: 'Show a payment plan',
        description: 'The plan with its payments, each payable or held on the day.',
        params: ById,
        querystring: OnDay,
        response: { 200: ref(PlannedPayments) }
      }
    },
    request => findPlan(app.database, request.params, request.query.validOn ?? today())
  )

  act(app, planned, 'replan', {
    operationId: 'replanPayments',
    says: [
      'Plan payments anew',
      'Replaces the instalments that nobody has approved yet: those are cancelled and others made, of the same amount unless told. Advances, reissues and what is approved, ordered, paid or returned are not touched. Conditions, payee, coding and service period of what is replaced go on unless others are given.'
    ],
    body: Replan,
    run: async (tx, actor, ref, sent) => findPlan(tx, await replanPayments(tx, actor, ref, sent), today())
  })
  act(app, planned, 'cancel', {
    operationId: 'cancelPaymentPlan',
    says: ['Cancel a payment plan', 'Cancels a plan with all its payments, while nobody has approved any of them.'],
    body: Because,
    run: async (tx, actor, ref, { reason }) => findPlan(tx, await cancelPaymentPlan(tx, actor, ref, reason), today())
  })
  historyRoute(app, { ...read, tag: 'payments', noun: 'PaymentPlan' })
}
