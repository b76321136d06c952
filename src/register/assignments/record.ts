import { sql } from 'drizzle-orm'
import { check, index, pgTable } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { answers } from '../../base/known.ts'
import { firstDay, firstDayText, lastDay, mayBeFrom, mayBeTo } from '../../platform/database/days.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import { Day, Nullable, OneOf, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { blankOf, code, day, precision, sourced, text, uuid } from '../../platform/records/fields.ts'
import { type Changes, type New, recordColumns, recordOf, schemasOf } from '../../platform/records/record.ts'
import { changed } from '../../platform/records/words.ts'
import { bodies } from '../bodies/record.ts'
import { decisions } from '../decisions/record.ts'
import { assignmentStatuses, recurrences } from './rules.ts'

const fields = {
  text: text('What is to be done', 4000, 'Ta fram riktlinjer och föreslå områden'),
  status: code(assignmentStatuses, 'How far it has come: proposed is not given')
    .unchanging()
    .filter('How far it has come'),
  givenByBodyId: uuid('The body that gives it, or would').optional().filter('The body that gives it, or would'),
  bodyId: uuid('The body that is to carry it out').optional().filter('The body that is to carry it out'),
  proposalId: uuid('The proposal that it stands in').optional().filter('The proposal that it stands in'),
  decisionId: uuid('The decision that gave it, or declined it')
    .optional()
    .filter('The decision that gave or declined it'),
  givenOn: day('When it was given', '2015-08-25').optional(),
  dueOn: day('When it is due; first day of the month, season or year', '2016-01-01').optional(),
  dueOnPrecision: precision('How exactly the day is known; day unless told'),
  recurrence: code(recurrences, 'How often it is to be reported').optional(),
  recurrenceText: text('How often, as written', 500, 'Vid nämndens sammanträden').optional(),
  recurrenceEndsOn: day('Last day of one that recurs; null: without end', '2016-12-31').optional(),
  endedOn: day('When it was declined, completed or revoked', '2016-02-01').optional(),
  endedReason: text('Why', 1000, 'Slutredovisat').optional(),
  note: text('Remark', 4000, 'Treåriga avtal är ambitionen').optional(),
  ...sourced
}

/** What a political body assigns to another body, or what somebody has proposed that it should. */
export const assignments = pgTable('assignments', recordColumns(fields), table => [
  ...keysOf('assignments', table),
  index('assignments_status').on(table.municipalityCode, table.status, table.id),
  index('assignments_body').on(table.municipalityCode, table.bodyId, table.id),
  index('assignments_given_by').on(table.municipalityCode, table.givenByBodyId, table.id),
  index('assignments_due').on(table.municipalityCode, table.dueOn, table.id),
  // The work list (reads/work-list) walks along the days on which what is given is due.
  index('assignments_waiting')
    .on(table.municipalityCode, sql.raw(firstDayText('due_on', 'due_on_precision')), table.id)
    .where(sql`status = 'given' and withdrawn_at is null and due_on is not null`),
  index('assignments_decision').on(table.municipalityCode, table.decisionId, table.id),
  index('assignments_proposal').on(table.municipalityCode, table.proposalId, table.id),
  refersTo('assignments_given_by_fk', table, table.givenByBodyId, bodies),
  refersTo('assignments_body_fk', table, table.bodyId, bodies),
  refersTo('assignments_proposal_fk', table, table.proposalId, decisions),
  refersTo('assignments_decision_fk', table, table.decisionId, decisions),
  check('assignments_due_or_recurring', sql`num_nonnulls(due_on, recurrence) < 2`)
])
export type AssignmentRow = typeof assignments.$inferSelect
/** What an assignment says where it says nothing. */
export const blankAssignment = blankOf(fields)

const asked = sql`${sql.placeholder('validOn')}::date`

/** What rules.ts overdueOn answers for the day. */
const overdue = sql`case
  when ${assignments.status} in ('proposed', 'declined') or ${assignments.givenOn} > ${asked}
    or (${assignments.status} <> 'given' and ${assignments.endedOn} <= ${asked}) then 'no'
  when ${assignments.dueOn} is null then 'unknown'
  when ${asked} <= ${firstDay('due_on')} then 'no'
  when ${assignments.status} <> 'given' and ${assignments.endedOn} is null then 'unknown'
  when ${asked} > ${lastDay('due_on')} then 'yes'
  else 'possible' end`

const isGivenSomeday = () =>
  sql`(${assignments.givenOn} is null and ${assignments.status} not in ('proposed', 'declined'))`

const validOn = Day('The day that overdue is answered for; today in Sweden unless told', '2016-03-01')
export const OnDay = Strict({ validOn: Type.Optional(validOn) })

export const assignment = recordOf({
  noun: 'Assignment',
  address: 'assignments',
  tag: 'assignments',
  fields,
  table: assignments,
  computes: { overdue: OneOf(answers, 'Whether it is overdue on the day asked') },
  describes: {
    one: 'An assignment, proposed or given',
    created: 'An assignment to record, as its source tells it',
    changed: 'What is to change (JSON merge patch); the status changes by give, decline, complete and revoke',
    page: 'A page of assignments'
  },
  examples: {
    created: {
      status: 'proposed',
      text: 'Ta fram riktlinjer och föreslå områden',
      proposalId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61'
    },
    patch: { dueOn: '2016-01-01', dueOnPrecision: 'month' },
    shown: { dueOnPrecision: 'day', overdue: 'no' }
  },
  filters: {
    givenFrom: {
      schema: Day('Given on or after this day', '2015-01-01'),
      where: value => sql`${assignments.givenOn} >= ${value}`,
      unknown: isGivenSomeday
    },
    givenTo: {
      schema: Day('Given on or before this day', '2015-12-31'),
      where: value => sql`${assignments.givenOn} <= ${value}`,
      unknown: isGivenSomeday
    },
    dueFrom: {
      schema: Day('Due on or after this day', '2016-01-01'),
      where: value => sql`${assignments.dueOn} >= ${value}`,
      unknown: value => sql`(${assignments.dueOn} is null or ${mayBeFrom('due_on', value)})`
    },
    dueTo: {
      schema: Day('Due on or before this day', '2016-06-30'),
      where: value => sql`${assignments.dueOn} <= ${value}`,
      unknown: value => sql`(${assignments.dueOn} is null or ${mayBeTo('due_on', value)})`
    },
    recurring: {
      schema: Type.Boolean({ description: 'Those that recur, or those that do not', example: true }),
      where: value => sql`(${assignments.recurrence} is not null) = ${value}::boolean`
    },
    overdue: {
      schema: OneOf(answers, 'Whether it is overdue on the day'),
      where: value => sql`${overdue} = ${value}`,
      unknown: value => sql`(${overdue} = 'unknown' and ${value}::text in ('yes', 'no'))`
    },
    validOn: { schema: validOn }
  },
  reference: 'U-1',
  sorts: ['id', 'updatedAt'],
  says: {
    list: ['List assignments', 'Assignments, given or proposed, in the order in which they were recorded.'],
    create: [
      'Record an assignment',
      'Records an assignment as its source tells it: proposed, given, or what became of it.'
    ],
    get: ['Show an assignment', 'The assignment as it stands, and whether it is overdue on the day asked.'],
    update: ['Correct an assignment', changed],
    withdraw: [
      'Withdraw the record of an assignment',
      'Takes back a record made in error. One that was taken back by whoever gave it is revoked.'
    ]
  }
})
export type NewAssignment = New<typeof assignment>
export type AssignmentPatch = Changes<typeof assignment>

export const Giving = Strict(
  {
    givenOn: Type.Optional(Nullable(Day('When it was given; the day of the decision unless told', '2015-08-25'))),
    decisionId: Type.Optional(Nullable(Uuid('The decision that gave it')))
  },
  { $id: 'Giving', description: 'That a proposed assignment was given', example: { givenOn: '2015-08-25' } }
)
export type Giving = Static<typeof Giving>

export const Ending = Strict(
  {
    reason: Text('Why', 1000, 'Slutredovisat'),
    endedOn: Type.Optional(Nullable(Day('When; null where not stated', '2016-02-01'))),
    decisionId: Type.Optional(Nullable(Uuid('The decision about it')))
  },
  {
    $id: 'Ending',
    description: 'That an assignment was declined, completed or revoked',
    example: { reason: 'Slutredovisat', endedOn: '2016-02-01' }
  }
)
export type Ending = Static<typeof Ending>

export const assignmentSchemas = [...schemasOf(assignment), Giving, Ending]
