import { historyRoute } from '../events/history.ts'
import { page } from '../http/pagination.ts'
import { ById, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { create, write } from '../http/write.ts'
import { periodClosingList } from './closing-queries.ts'
import {
  NewPeriodClosing,
  PeriodClosing,
  PeriodClosingFigures,
  PeriodClosingPage,
  PeriodClosingQuery
} from './closing-schemas.ts'
import { createPeriodClosing, findPeriodClosing, withdrawPeriodClosing } from './closings.ts'

const tags = ['statistics']
const read = { scope: 'period-closings:read' }
const change = { scope: 'period-closings:write' }

/** `/period-closings`. */
export async function periodClosingRoutes(app: App) {
  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createPeriodClosing',
        tags,
        summary: 'Close a year',
        description:
          'The figures of the year stay what is known at this instant. Nothing is refused afterwards: what is recorded later is an adjustment with its day.',
        params: OfMunicipality,
        body: ref(NewPeriodClosing),
        response: { 201: ref(PeriodClosing) }
      }
    },
    (request, reply) =>
      create(request, reply, tx =>
        createPeriodClosing(tx, request.actor, request.params.municipalityCode, request.body)
      ) as never
  )

  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listPeriodClosings',
        tags,
        summary: 'List closed years',
        description: 'The closed years, in the order in which they were closed.',
        params: OfMunicipality,
        querystring: PeriodClosingQuery,
        response: { 200: ref(PeriodClosingPage) }
      }
    },
    (request, reply) => page(request, reply, periodClosingList, request.params)
  )

  app.get(
    '/:id',
    {
      config: { ...read, lane: 'totals' },
      schema: {
        operationId: 'getPeriodClosing',
        tags,
        summary: 'Show a closed year with its figures',
        description:
          'The totals of the year as they were closed and as they are now, and what was recorded between, by day and kind. Closed figures and adjustments sum to the present ones.',
        params: ById,
        response: { 200: ref(PeriodClosingFigures) }
      }
    },
    request => findPeriodClosing(app.database, request.params) as never
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawPeriodClosing',
        tags,
        summary: 'Open a closed year again',
        description: 'Takes the closing back; the year can be closed anew.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(PeriodClosing) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => withdrawPeriodClosing(tx, request.actor, request.params, request.body.reason))
  )

  historyRoute(app, { ...read, tag: 'statistics', noun: 'PeriodClosing' })
}
