import { index, pgTable } from 'drizzle-orm/pg-core'
import { Type } from 'typebox'
import { identityOf, refersTo } from '../../platform/database/table-keys.ts'
import { day, json, precision, sourced, text, uuid } from '../../platform/records/fields.ts'
import { type New, recordColumns, recordOf, schemasOf } from '../../platform/records/record.ts'
import { bodies } from '../bodies/record.ts'
import { DocumentLink, decisions } from '../decisions/record.ts'
import { assignments } from './record.ts'

const documents = Type.Array(DocumentLink, { maxItems: 100, description: 'Links to what was reported', example: [] })

const fields = {
  assignmentId: uuid('The assignment').answered(),
  reportedOn: day('When it was reported: the day of the meeting', '2015-11-24'),
  reportedOnPrecision: precision('How exactly the date is known; day unless told'),
  bodyId: uuid('The body that was reported to; null: the one that gave the assignment').optional(),
  decisionId: uuid('What that body decided on it').optional(),
  documents: json(documents).defaulted([]),
  note: text('Remark', 4000, 'Muntlig redovisning').optional(),
  ...sourced
}

/** Reports back on an assignment, meeting by meeting. */
export const assignmentReports = pgTable('assignment_reports', recordColumns(fields), table => [
  ...identityOf('assignment_reports', table),
  index('assignment_reports_assignment').on(table.municipalityCode, table.assignmentId, table.reportedOn, table.id),
  refersTo('assignment_reports_assignment_fk', table, table.assignmentId, assignments),
  refersTo('assignment_reports_body_fk', table, table.bodyId, bodies),
  refersTo('assignment_reports_decision_fk', table, table.decisionId, decisions)
])

export const assignmentReport = recordOf({
  noun: 'AssignmentReport',
  address: 'assignment-reports',
  tag: 'assignments',
  fields,
  table: assignmentReports,
  of: assignmentReports.assignmentId,
  describes: {
    one: 'A report back on an assignment at a meeting',
    created: 'A report back at a meeting',
    page: 'A page of reports back'
  },
  examples: {
    created: { reportedOn: '2015-11-24', note: 'Muntlig redovisning' },
    shown: { assignmentId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61', reportedOnPrecision: 'day', documents: [] }
  },
  sorts: ['reportedOn', 'updatedAt'],
  says: {
    list: ['List reports back on an assignment', 'Reports back, by the day of the meeting.']
  }
})
export type NewAssignmentReport = New<typeof assignmentReport>

export const assignmentReportSchemas = [assignmentReport.schemas.New, ...schemasOf(assignmentReport)]
