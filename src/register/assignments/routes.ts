import { today } from '../../base/dates.ts'
import type { App } from '../../platform/http/app.ts'
import { ById, ref, Withdrawal } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { keepKind } from '../../platform/records/kinds.ts'
import { act, collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import {
  createAssignment,
  endAssignment,
  giveAssignment,
  reportAssignment,
  updateAssignment,
  withdrawAssignment,
  withdrawAssignmentReport
} from './actions.ts'
import { type AssignmentRow, assignment, Ending, Giving, OnDay } from './record.ts'
import { assignmentReport } from './report-record.ts'
import { overdueOn } from './rules.ts'

const kind = {
  ...assignment,
  schemas: { ...assignment.schemas, Asked: OnDay },
  create: createAssignment,
  update: updateAssignment,
  withdraw: withdrawAssignment,
  shown: (row: AssignmentRow, { validOn = today() }: { validOn?: string }) => ({
    ...row,
    overdue: overdueOn(row, validOn)
  })
}

const endings = {
  decline: ['Record that an assignment was declined', 'What was proposed was not given, and why.'],
  complete: ['Record that an assignment was completed', 'What was given is done, and on what that rests.'],
  revoke: ['Record that an assignment was revoked', 'What was given was taken back by whoever gave it.']
} as const

export async function assignmentRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  act(app, kind, 'give', {
    operationId: 'giveAssignment',
    says: [
      'Record that an assignment was given',
      'What was proposed was given, by a decision where one is registered.'
    ],
    body: Giving,
    run: giveAssignment
  })
  for (const ending of ['decline', 'complete', 'revoke'] as const) {
    act(app, kind, ending, {
      operationId: `${ending}Assignment`,
      says: endings[ending],
      body: Ending,
      run: (tx, actor, ref, sent) => endAssignment(tx, actor, ref, ending, sent)
    })
  }
}

/** `/assignments/{id}/reports`: reports back, meeting by meeting. */
export async function reportsOfAssignmentRoutes(app: App) {
  const within = { find: assignment.find, address: assignmentReport.address }
  collectionRoutes(app, { ...assignmentReport, within }, '/:id/reports')
  keepKind(app, { ...assignmentReport, within, create: reportAssignment })
  app.post(
    '/:id/reports',
    {
      config: { scope: 'assignments:write' },
      schema: {
        operationId: 'reportAssignment',
        tags: ['assignments'],
        summary: 'Record a report back on an assignment',
        description: 'Records that the assignment was reported on at a meeting.',
        params: ById,
        body: ref(assignmentReport.schemas.New),
        response: { 201: ref(assignmentReport.schemas.One) }
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

/** `/assignment-reports`: one report by its id; its history is read with that of the assignment. */
export async function assignmentReportRoutes(app: App) {
  app.get(
    '/:id',
    {
      config: { scope: 'assignments:read', shows: assignmentReport.address },
      schema: {
        operationId: 'getAssignmentReport',
        tags: ['assignments'],
        summary: 'Show a report back',
        description: 'The report back on an assignment.',
        params: ById,
        response: { 200: ref(assignmentReport.schemas.One) }
      }
    },
    request => assignmentReport.find(app.database, request.params)
  )
  act(app, assignmentReport, 'withdraw', {
    operationId: 'withdrawAssignmentReport',
    says: ['Withdraw a report back', 'Takes back a report that was recorded in error.'],
    body: Withdrawal,
    run: (tx, actor, ref, { reason }) => withdrawAssignmentReport(tx, actor, ref, reason)
  })
}
