import { sql } from 'drizzle-orm'
import { firstDay, lastDay, mayBeFrom, mayBeTo } from '../database/days.ts'
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

const day = sql`${sql.placeholder('validOn')}::date`

/** What rules.ts overdueOn answers for the day. */
const overdue = sql`case
  when ${assignments.status} in ('proposed', 'declined') or ${assignments.givenOn} > ${day}
    or (${assignments.status} <> 'given' and ${assignments.endedOn} <= ${day}) then 'no'
  when ${assignments.dueOn} is null then 'unknown'
  when ${day} <= ${firstDay('due_on')} then 'no'
  when ${assignments.status} <> 'given' and ${assignments.endedOn} is null then 'unknown'
  when ${day} > ${lastDay('due_on')} then 'yes'
  else 'possible' end`

const wasGiven = sql`${assignments.status} not in ('proposed', 'declined')`

export const assignmentList = listOf('assignments', assignments, {
  equal: ['status', 'bodyId', 'givenByBodyId', 'proposalId', 'decisionId'],
  filters: {
    givenFrom: value => sql`${assignments.givenOn} >= ${value}`,
    givenTo: value => sql`${assignments.givenOn} <= ${value}`,
    dueFrom: value => sql`${assignments.dueOn} >= ${value}`,
    dueTo: value => sql`${assignments.dueOn} <= ${value}`,
    recurring: value => sql`(${assignments.recurrence} is not null) = ${value}::boolean`,
    overdue: value => sql`${overdue} = ${value}`
  },
  unknown: {
    givenFrom: () => sql`(${assignments.givenOn} is null and ${wasGiven})`,
    givenTo: () => sql`(${assignments.givenOn} is null and ${wasGiven})`,
    dueFrom: value => sql`(${assignments.dueOn} is null or ${mayBeFrom('due_on', value)})`,
    dueTo: value => sql`(${assignments.dueOn} is null or ${mayBeTo('due_on', value)})`,
    overdue: value => sql`(${overdue} = 'unknown' and ${value}::text in ('yes', 'no'))`
  },
  sorts: ['id', 'updatedAt']
})

export const assignmentReportList = listOf('assignment-reports', assignmentReports, {
  of: assignmentReports.assignmentId,
  sorts: ['reportedOn', 'updatedAt']
})
