import { sql } from 'drizzle-orm'
import { firstDay } from '../database/days.ts'
import { type List, recordFilters } from '../http/pagination.ts'
import { overdueOn } from './rules.ts'
import { assignmentReports, assignments } from './tables.ts'

export type AssignmentRow = typeof assignments.$inferSelect
export type AssignmentReportRow = typeof assignmentReports.$inferSelect

/** The assignment as it is answered; `day` is today in Sweden unless told. */
export function presentedAssignment(row: AssignmentRow, day = todayInSweden()) {
  return { ...row, overdue: overdueOn(row, day) }
}

function todayInSweden(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format()
}

const wasGiven = sql`${assignments.status} not in ('proposed', 'declined')`

export const assignmentList: List<AssignmentRow> = {
  name: 'assignments',
  select: db => db.select().from(assignments).$dynamic(),
  where: sql`${assignments.municipalityCode} = ${sql.placeholder('municipalityCode')}`,
  filters: {
    ...recordFilters(assignments),
    status: value => sql`${assignments.status} = ${value}`,
    bodyId: value => sql`${assignments.bodyId} = ${value}`,
    givenByBodyId: value => sql`${assignments.givenByBodyId} = ${value}`,
    proposalId: value => sql`${assignments.proposalId} = ${value}`,
    decisionId: value => sql`${assignments.decisionId} = ${value}`,
    givenFrom: value => sql`${assignments.givenOn} >= ${value}`,
    givenTo: value => sql`${assignments.givenOn} <= ${value}`,
    dueBefore: value => sql`${assignments.dueOn} < ${value}`,
    recurring: value => sql`(${assignments.recurrence} is not null) = ${value}::boolean`,
    // Where rules.ts overdueOn answers yes or possible.
    overdueOn: value => sql`(${firstDay('due_on')} < ${value} and coalesce(${assignments.givenOn} <= ${value}, true)
      and (${assignments.status} = 'given'
        or ${assignments.status} in ('completed', 'revoked') and ${assignments.endedOn} > ${value}))`
  },
  unknown: {
    givenFrom: () => sql`(${assignments.givenOn} is null and ${wasGiven})`,
    givenTo: () => sql`(${assignments.givenOn} is null and ${wasGiven})`,
    dueBefore: value =>
      sql`(${assignments.dueOn} is null or (${assignments.dueOn} >= ${value}::date and ${firstDay('due_on')} < ${value}::date))`,
    // Where rules.ts overdueOn answers unknown.
    overdueOn: value => sql`(${wasGiven} and coalesce(${assignments.givenOn} <= ${value}, true)
      and (${assignments.status} = 'given' or coalesce(${assignments.endedOn} > ${value}, true))
      and (${assignments.dueOn} is null or ${firstDay('due_on')} < ${value}
        and ${assignments.status} <> 'given' and ${assignments.endedOn} is null))`
  },
  sorts: {
    id: { column: assignments.id, of: row => row.id },
    updatedAt: { column: assignments.updatedAt, of: row => row.updatedAt }
  },
  id: { column: assignments.id, of: row => row.id }
}

export const assignmentReportList: List<AssignmentReportRow> = {
  name: 'assignment-reports',
  select: db => db.select().from(assignmentReports).$dynamic(),
  where: sql`${assignmentReports.municipalityCode} = ${sql.placeholder('municipalityCode')}
    and ${assignmentReports.assignmentId} = ${sql.placeholder('id')}`,
  filters: recordFilters(assignmentReports),
  sorts: {
    meetingDate: { column: assignmentReports.meetingDate, of: row => row.meetingDate },
    updatedAt: { column: assignmentReports.updatedAt, of: row => row.updatedAt }
  },
  id: { column: assignmentReports.id, of: row => row.id }
}
