import { findRecord } from '../database/records.ts'
import { historyRoute } from '../events/history.ts'
import type { App } from '../http/app.ts'
import { page } from '../http/pagination.ts'
import { ById, OfMunicipality, ref } from '../http/schemas.ts'
import { create, write } from '../http/write.ts'
import { collectPaymentRun } from './collect.ts'
import { confirmationRoutes } from './confirmation-routes.ts'
import { fileRoutes } from './file-routes.ts'
import { PaymentRunItemPage, RunItemQuery } from './item-schemas.ts'
import { lockPaymentRun } from './lock.ts'
import { findRun, itemList, runList } from './queries.ts'
import {
  CollectedPaymentRun,
  LockedPaymentRun,
  NewPaymentRun,
  PaymentRun,
  PaymentRunPage,
  PaymentRunQuery,
  RunCancellation,
  RunItemRemoval,
  RunStep
} from './schemas.ts'
import { cancelPaymentRun, exportPaymentRun, removePaymentRunItem } from './steps.ts'
import { paymentRuns } from './tables.ts'

const tags = ['payment-runs']
const read = { scope: 'payment-runs:read' }
const change = { scope: 'payment-runs:write' }

/** `/payment-runs`. */
export async function runRoutes(app: App) {
  app.register(fileRoutes)
  app.register(confirmationRoutes)

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'collectPaymentRun',
        tags,
        summary: 'Collect a payment run',
        description:
          'Collects approved payments that are due until the day, payable on the day of execution and in no other run. What is due and was left out is told with every reason; where nothing can be collected no run is made (409 `payment-run-empty`, with the same reasons). The day of execution is a banking day within a year, the next one unless told. Payments that look like doubles, and accounts that several payees share, are warned of. Send an Idempotency-Key: the same request without one collects another run.',
        params: OfMunicipality,
        body: ref(NewPaymentRun),
        response: { 201: ref(CollectedPaymentRun) }
      }
    },
    (request, reply) =>
      create(request, reply, tx =>
        collectPaymentRun(tx, request.actor, request.params.municipalityCode, request.body)
      ) as never
  )

  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listPaymentRuns',
        tags,
        summary: 'List payment runs',
        description: 'Runs by the day on which the bank is asked to pay.',
        params: OfMunicipality,
        querystring: PaymentRunQuery,
        response: { 200: ref(PaymentRunPage) }
      }
    },
    (request, reply) => page(request, reply, runList, request.params) as never
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getPaymentRun',
        tags,
        summary: 'Show a payment run',
        description: 'The run, with what waits, was paid, was rejected and left it.',
        params: ById,
        response: { 200: ref(PaymentRun) }
      }
    },
    request => findRun(app.database, request.params) as never
  )

  app.get(
    '/:id/items',
    {
      config: read,
      schema: {
        operationId: 'listPaymentRunItems',
        tags,
        summary: 'List the payments of a run',
        description: 'The payments in their order, those that left the run among them.',
        params: ById,
        querystring: RunItemQuery,
        response: { 200: ref(PaymentRunItemPage) }
      }
    },
    async (request, reply) => {
      await findRecord(app.database, paymentRuns, 'payment run', request.params)
      return (await page(request, reply, itemList, request.params)) as never
    }
  )

  app.post(
    '/:id/remove-item',
    {
      config: change,
      schema: {
        operationId: 'removePaymentRunItem',
        tags,
        summary: 'Take a payment out of a run',
        description:
          'Takes a payment out of a run that is not locked yet. It stays approved and can be collected again.',
        params: ById,
        body: ref(RunItemRemoval),
        response: { 200: ref(PaymentRun) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => removePaymentRunItem(tx, request.actor, request.params, request.body)) as never
  )

  app.post(
    '/:id/lock',
    {
      config: change,
      schema: {
        operationId: 'lockPaymentRun',
        tags,
        summary: 'Lock a payment run',
        description:
          'Judges every payment anew, lets fall out what can no longer be paid, with its reasons, and fixes who pays, who is paid and the control sum. The payments are ordered from now on.',
        params: ById,
        body: ref(RunStep),
        response: { 200: ref(LockedPaymentRun) }
      }
    },
    (request, reply) => write(request, reply, tx => lockPaymentRun(tx, request.actor, request.params)) as never
  )

  app.post(
    '/:id/cancel',
    {
      config: change,
      schema: {
        operationId: 'cancelPaymentRun',
        tags,
        summary: 'Give a payment run up',
        description:
          'Gives up a run that was not exported. Its payments are approved as before and can be collected again.',
        params: ById,
        body: ref(RunCancellation),
        response: { 200: ref(PaymentRun) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => cancelPaymentRun(tx, request.actor, request.params, request.body.reason)) as never
  )

  app.post(
    '/:id/export',
    {
      config: change,
      schema: {
        operationId: 'exportPaymentRun',
        tags,
        summary: 'Export a payment run',
        description:
          'Marks a locked run as handed to the bank, unless its day of execution has passed (409 `execution-day-passed`); its file can be fetched from now on. Again it changes nothing: the message id is the same, so a file that is sent twice cannot be paid twice.',
        params: ById,
        body: ref(RunStep),
        response: { 200: ref(PaymentRun) }
      }
    },
    (request, reply) => write(request, reply, tx => exportPaymentRun(tx, request.actor, request.params)) as never
  )

  historyRoute(app, { ...read, tag: 'payment-runs', noun: 'PaymentRun' })
}
