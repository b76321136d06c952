import { today } from '../dates.ts'
import { historyRoute } from '../events/history.ts'
import type { App } from '../http/app.ts'
import { ifMatch } from '../http/etag.ts'
import { page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import { create, write } from '../http/write.ts'
import { createReport, updateReport, withdrawReport } from './actions.ts'
import { reportListOf, showReport, withWarnings } from './queries.ts'
import { NewReport, Report, ReportPage, ReportPatch } from './schemas.ts'
import { stepRoutes } from './step-routes.ts'
import { OnQuery, ReportQuery } from './step-schemas.ts'

const tags = ['reports']
const read = { scope: 'reports:read' }
const change = { scope: 'reports:write' }

/** `/reports`. */
export async function reportRoutes(app: App) {
  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listReports',
        tags,
        summary: 'List reports',
        description:
          'Reports that are expected or have come, by the day on which they are due: with overdue, those that an officer should ask for; with late, those that came too late.',
        params: OfMunicipality,
        querystring: ReportQuery,
        response: { 200: ref(ReportPage) }
      }
    },
    async (request, reply) => {
      const { validOn: on = today() } = request.query
      const { items, meta } = await page(request, reply, reportListOf(request.query), { ...request.params, on })
      return { items: items.map(withWarnings), meta }
    }
  )

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createReport',
        tags,
        summary: 'Register a report that nothing asks for',
        description:
          'Of an agreement or an award, with what it holds if that has come; it is submitted in a call of its own.',
        params: OfMunicipality,
        body: ref(NewReport),
        response: { 201: ref(Report) }
      }
    },
    (request, reply) =>
      create(request, reply, async tx => {
        const row = await createReport(tx, request.actor, request.params.municipalityCode, request.body)
        return await showReport(tx, row, today())
      })
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getReport',
        tags,
        summary: 'Show a report',
        description: 'The report, with whether it is overdue today or on another day.',
        params: ById,
        querystring: OnQuery,
        response: { 200: ref(Report) }
      }
    },
    request => showReport(app.database, request.params, request.query.validOn ?? today())
  )

  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updateReport',
        tags,
        summary: 'Save what is to be reported, or move its day',
        description:
          'Changes the properties given (JSON merge patch); demands If-Match. While the report is expected or sent back; what is submitted is sent back first. Of a new day it is reminded anew.',
        params: ById,
        headers: IfMatch,
        body: ref(ReportPatch),
        response: { 200: ref(Report) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const row = await updateReport(tx, request.actor, request.params, request.body, ifMatch(request))
        return await showReport(tx, row, today())
      })
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawReport',
        tags,
        summary: 'Withdraw a report',
        description:
          'Takes back a report that was recorded in error. One that need not come is waived; one that was accepted, or that payments wait for, is not withdrawn.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(Report) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const row = await withdrawReport(tx, request.actor, request.params, request.body.reason)
        return await showReport(tx, row, today())
      })
  )

  stepRoutes(app)
  historyRoute(app, { ...read, tag: 'reports', noun: 'Report' })
}
