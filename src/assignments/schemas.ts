import { type Static, Type } from 'typebox'
import { DocumentLink } from '../decisions/record.ts'
import { datePrecisions } from '../decisions/rules.ts'
import {
  Day,
  ListQuery,
  Named,
  Nullable,
  OneOf,
  PageOf,
  Patch,
  Provenance,
  Representation,
  ref,
  Strict,
  Text,
  Unknowns,
  Uuid
} from '../http/schemas.ts'
import { assignmentStatuses, dayAnswers, recurrences } from './rules.ts'

const required = { text: Text('What is to be done', 4000, 'Ta fram riktlinjer och föreslå områden') }
const status = OneOf(assignmentStatuses, 'How far it has come: proposed is not given')
const optional = {
  givenByBodyId: Type.Optional(Nullable(Uuid('The body that gives it, or would'))),
  bodyId: Type.Optional(Nullable(Uuid('The body that is to carry it out'))),
  proposalId: Type.Optional(Nullable(Uuid('The proposal that it stands in'))),
  decisionId: Type.Optional(Nullable(Uuid('The decision that gave it, or declined it'))),
  givenOn: Type.Optional(Nullable(Day('When it was given', '2015-08-25'))),
  dueOn: Type.Optional(Nullable(Day('When it is due; first day of the month, season or year', '2016-01-01'))),
  dueOnPrecision: Type.Optional(OneOf(datePrecisions, 'How exactly the day is known; day unless told')),
  recurrence: Type.Optional(Nullable(OneOf(recurrences, 'How often it is to be reported'))),
  recurrenceText: Type.Optional(Nullable(Text('How often, as written', 500, 'Vid nämndens sammanträden'))),
  recurrenceEndsOn: Type.Optional(Nullable(Day('Last day of one that recurs; null: without end', '2016-12-31'))),
  endedOn: Type.Optional(Nullable(Day('When it was declined, completed or revoked', '2016-02-01'))),
  endedReason: Type.Optional(Nullable(Text('Why', 1000, 'Slutredovisat'))),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'Treåriga avtal är ambitionen'))),
  ...Provenance
}
const example = {
  status: 'proposed',
  text: 'Ta fram riktlinjer och föreslå områden',
  proposalId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61'
}

export const NewAssignment = Strict(
  { ...required, status, ...optional, ...Named },
  { $id: 'NewAssignment', description: 'An assignment to record, as its source tells it', example }
)
export type NewAssignment = Static<typeof NewAssignment>

export const AssignmentPatch = Patch(Strict({ ...required, ...optional }), {
  $id: 'AssignmentPatch',
  description: 'What is to change (JSON merge patch); the status changes by give, decline, complete and revoke',
  example: { dueOn: '2016-01-01', dueOnPrecision: 'month' }
})
export type AssignmentPatch = Static<typeof AssignmentPatch>

export const Assignment = Representation(
  { ...Named, ...required, status, ...optional, overdue: OneOf(dayAnswers, 'Whether it is overdue on the day asked') },
  {
    $id: 'Assignment',
    description: 'An assignment, proposed or given',
    example: { ...example, dueOnPrecision: 'day', overdue: 'no' }
  }
)
export const AssignmentPage = PageOf(
  ref(Assignment),
  'AssignmentPage',
  'A page of assignments',
  Unknowns(
    'With overdue (yes or no), dueFrom, dueTo, givenFrom or givenTo: assignments that are not listed because the day, or whether they are overdue on the day of the answer, is not known'
  )
)

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

const validOn = Type.Optional(Day('The day that overdue is answered for; today in Sweden unless told', '2016-03-01'))
export const OnDay = Strict({ validOn })

export const AssignmentQuery = ListQuery(
  {
    status: Type.Optional(OneOf(assignmentStatuses, 'How far it has come')),
    bodyId: Type.Optional(Uuid('The body that is to carry it out')),
    givenByBodyId: Type.Optional(Uuid('The body that gives it, or would')),
    proposalId: Type.Optional(Uuid('The proposal that it stands in')),
    decisionId: Type.Optional(Uuid('The decision that gave or declined it')),
    givenFrom: Type.Optional(Day('Given on or after this day', '2015-01-01')),
    givenTo: Type.Optional(Day('Given on or before this day', '2015-12-31')),
    dueFrom: Type.Optional(Day('Due on or after this day', '2016-01-01')),
    dueTo: Type.Optional(Day('Due on or before this day', '2016-06-30')),
    recurring: Type.Optional(Type.Boolean({ description: 'Those that recur, or those that do not', example: true })),
    overdue: Type.Optional(OneOf(dayAnswers, 'Whether it is overdue on the day')),
    reference: Type.Optional(
      Type.String({ maxLength: 200, description: "The caller's own reference", example: 'U-1' })
    ),
    validOn
  },
  ['id', 'updatedAt']
)

const ofReport = {
  reportedOn: Day('When it was reported: the day of the meeting', '2015-11-24'),
  reportedOnPrecision: Type.Optional(OneOf(datePrecisions, 'How exactly the date is known; day unless told')),
  bodyId: Type.Optional(Nullable(Uuid('The body that was reported to; null: the one that gave the assignment'))),
  decisionId: Type.Optional(Nullable(Uuid('What that body decided on it'))),
  documents: Type.Optional(
    Type.Array(DocumentLink, {
      maxItems: 100,
      description: 'Links to what was reported',
      example: []
    })
  ),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'Muntlig redovisning'))),
  ...Provenance
}
const reportExample = { reportedOn: '2015-11-24', note: 'Muntlig redovisning' }

export const NewAssignmentReport = Strict(
  { ...ofReport, ...Named },
  { $id: 'NewAssignmentReport', description: 'A report back at a meeting', example: reportExample }
)
export type NewAssignmentReport = Static<typeof NewAssignmentReport>

export const AssignmentReport = Representation(
  { ...Named, assignmentId: Uuid('The assignment'), ...ofReport },
  {
    $id: 'AssignmentReport',
    description: 'A report back on an assignment at a meeting',
    example: {
      ...reportExample,
      assignmentId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      reportedOnPrecision: 'day',
      documents: []
    }
  }
)
export const AssignmentReportPage = PageOf(ref(AssignmentReport), 'AssignmentReportPage', 'A page of reports back')
export const AssignmentReportQuery = ListQuery({}, ['reportedOn', 'updatedAt'])

export const assignmentSchemas = [
  ...[NewAssignment, AssignmentPatch, Assignment, AssignmentPage, Giving, Ending],
  ...[NewAssignmentReport, AssignmentReport, AssignmentReportPage]
]
