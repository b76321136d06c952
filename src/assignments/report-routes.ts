import { findRecord } from '../database/records.ts'
import type { App } from '../http/app.ts'
import { page } from '../http/pagination.ts'
import { ById, ref, Withdrawal } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { reportAssignment, withdrawAssignmentReport } from './actions.ts'
import { assignmentReportList } from './queries.ts'
import { AssignmentReport, AssignmentReportPage, AssignmentReportQuery, NewAssignmentReport } from './schemas.ts'
import { assignmentReports, assignments } from './tables.ts'

const tags = ['assignments']
const read = { scope: 'assignments:read' }
const change = { scope: 'assignments:write' }

/** `/assignments/{id}/reports`: reports back, meeting by meeting. */
export async function reportsOfAssignmentRoutes(app: App) {
  app.get(
    '/:id/reports',
    {
      config: read,
      schema: {
        operationId: 'listAssignmentReports',
        tags,
        summary: 'List reports back on an assignment',
        description: 'Reports back, by the day of the meeting.',
        params: ById,
        querystring: AssignmentReportQuery,
        response: { 200: ref(AssignmentReportPage) }
      }
    },
    async (request, reply) => {
      await findRecord(app.database, assignments, 'assignment', request.params)
      return page(request, reply, assignmentReportList, request.params)
    }
  )

  app.post(
    '/:id/reports',
    {
      config: change,
      schema: {
        operationId: 'reportAssignment',
        tags,
        summary: 'Record a report back on an assignment',
        description: 'Records that the assignment was reported on at a meeting.',
        params: ById,
        body: ref(NewAssignmentReport),
        response: { 201: ref(AssignmentReport) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const report = await reportAssignment(tx, request.actor, request.params, request.body)
        reply.code(201).header('location', `${request.url.split('/assignments/')[0]}/assignment-reports/${report.id}`)
        return report
      })
  )
}

/** `/assignment-reports`: one report by its id. */
export async function assignmentReportRoutes(app: App) {
  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getAssignmentReport',
        tags,
        summary: 'Show a report back',
        description: 'The report back on an assignment.',
        params: ById,
        response: { 200: ref(AssignmentReport) }
      }
    },
    request => findRecord(app.database, assignmentReports, 'assignmentReport', request.params)
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawAssignmentReport',
        tags,
        summary: 'Withdraw a report back',
        description: 'Takes back a report that was recorded in error.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(AssignmentReport) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => withdrawAssignmentReport(tx, request.actor, request.params, request.body.reason))
  )
}
