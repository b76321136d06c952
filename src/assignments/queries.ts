import { sql } from 'drizzle-orm'
import { firstDay } from '../database/days.ts'
import { listOf } from '../records/list.ts'
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

export const assignmentList = listOf('assignments', assignments, {
  equal: ['status', 'bodyId', 'givenByBodyId', 'proposalId', 'decisionId'],
  filters: {
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
  sorts: ['id', 'updatedAt']
})

export const assignmentReportList = listOf('assignment-reports', assignmentReports, {
  of: assignmentReports.assignmentId,
  sorts: ['meetingDate', 'updatedAt']
})
