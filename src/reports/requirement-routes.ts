import { findRecord } from '../database/records.ts'
import { today } from '../dates.ts'
import { historyRoute } from '../events/history.ts'
import { ifMatch } from '../http/etag.ts'
import { page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { create, write } from '../http/write.ts'
import {
  createReportRequirement,
  expectRequiredReports,
  updateReportRequirement,
  withdrawReportRequirement
} from './requirement-actions.ts'
import { requirementList } from './requirement-queries.ts'
import {
  ExpectedReports,
  NewReportRequirement,
  ReportRequirement,
  ReportRequirementPage,
  ReportRequirementPatch,
  ReportRequirementQuery
} from './requirement-schemas.ts'
import { reportRequirements } from './tables.ts'

const tags = ['reports']
const read = { scope: 'reports:read' }
const change = { scope: 'reports:write' }

/** `/report-requirements`. */
export async function reportRequirementRoutes(app: App) {
  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listReportRequirements',
        tags,
        summary: 'List what is to be reported',
        description: 'Requirements of agreements and of rules of schemes.',
        params: OfMunicipality,
        querystring: ReportRequirementQuery,
        response: { 200: ref(ReportRequirementPage) }
      }
    },
    (request, reply) => page(request, reply, requirementList, request.params)
  )

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createReportRequirement',
        tags,
        summary: 'Register what is to be reported',
        description:
          'Of an agreement, or of every grant under a version of rules. The reports are expected at once: one for each period of the calendar, cut to the term of the agreement or the years of the grant. Where no end of a term is certain they are expected to the end of the next calendar year, and further as time goes.',
        params: OfMunicipality,
        body: ref(NewReportRequirement),
        response: { 201: ref(ReportRequirement) }
      }
    },
    (request, reply) =>
      create(request, reply, tx =>
        createReportRequirement(tx, request.actor, request.params.municipalityCode, request.body, today())
      )
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getReportRequirement',
        tags,
        summary: 'Show what is to be reported',
        description: 'The requirement; its reports are listed by requirementId.',
        params: ById,
        response: { 200: ref(ReportRequirement) }
      }
    },
    request => findRecord(app.database, reportRequirements, 'reportRequirement', request.params)
  )

  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updateReportRequirement',
        tags,
        summary: 'Correct what is to be reported',
        description:
          'Changes the properties given (JSON merge patch); demands If-Match. Expected reports in which nobody has written follow, unless a payment waits for them or their day was moved by hand.',
        params: ById,
        headers: IfMatch,
        body: ref(ReportRequirementPatch),
        response: { 200: ref(ReportRequirement) }
      }
    },
    (request, reply) =>
      write(request, reply, tx =>
        updateReportRequirement(tx, request.actor, request.params, request.body, {
          expected: ifMatch(request),
          on: today()
        })
      )
  )

  app.post(
    '/:id/expect',
    {
      config: change,
      schema: {
        operationId: 'expectRequiredReports',
        tags,
        summary: 'Expect the reports that are missing',
        description:
          'Brings the expected reports to terms and awards as they are now; a job does the same every day. Doing it again does nothing.',
        params: ById,
        response: { 200: ref(ExpectedReports) }
      }
    },
    (request, reply) => write(request, reply, tx => expectRequiredReports(tx, request.actor, request.params, today()))
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawReportRequirement',
        tags,
        summary: 'Withdraw a requirement',
        description:
          'Takes it back, and with it the expected reports in which nobody has written. Refused while unpaid payments wait for its reports.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(ReportRequirement) }
      }
    },
    (request, reply) =>
      write(request, reply, tx =>
        withdrawReportRequirement(tx, request.actor, request.params, request.body.reason, today())
      )
  )

  historyRoute(app, { ...read, tag: 'reports', noun: 'ReportRequirement' })
}
