import { type Static, Type } from 'typebox'
import { answers } from '../../base/known.ts'
import {
  Answer,
  Day,
  DayOfRecord,
  Nullable,
  OneOf,
  PageOf,
  ref,
  Strict,
  Text,
  Uuid,
  walkedBy
} from '../../platform/http/schemas.ts'
import { WorkListSettings, WorkListSettingsContent } from './record.ts'
import { workKinds } from './rules.ts'

export const WorkListQuery = Strict({
  ...walkedBy(['dueOn']),
  from: Type.Optional(
    DayOfRecord('First day; without it today, and what waits to be done is listed from whatever day', '2026-01-01')
  ),
  until: Type.Optional(DayOfRecord('Last day, at most five years later; 90 days later unless told', '2026-12-31')),
  kind: Type.Optional(OneOf(workKinds, 'Only what is of this kind')),
  bodyId: Type.Optional(
    Uuid(
      'Only what is of this body: a party, the scheme, the decision or the assignment; of organisations there is none'
    )
  )
})

const WorkItem = Answer(
  {
    kind: OneOf(workKinds, 'What comes up'),
    dueOn: Day('The day; the first that it may be where it is not known to the day', '2026-06-30'),
    dueLatestOn: Nullable(Day('The last day that it may be: dueOn where it is certain; null: no bound', '2026-06-30')),
    due: OneOf(answers, 'Whether it comes on dueOn: yes; possible where its day or whether it comes is not certain'),
    toDo: Text('What is to be done, in the language that is preferred', 300, 'Give notice by this day.'),
    subjectType: Type.String({ description: 'Kind of the record that it is of', example: 'agreement' }),
    subjectId: Uuid('The record that it is of'),
    subjectName: Nullable(Text('What the record is called', 500, 'Partnerskap med Haninge Kvinnojour')),
    parentId: Nullable(
      Uuid('What the record belongs to: organisation, scheme, body, agreement or award; null: nothing')
    ),
    parentName: Nullable(Text('What that is called', 500, 'Haninge Kvinnojour'))
  },
  { $id: 'WorkItem', description: 'Something that comes up on a day', example: { kind: 'agreementNotice', due: 'yes' } }
)
export type WorkItem = Static<typeof WorkItem>

export const WorkItemPage = PageOf(ref(WorkItem), 'WorkItemPage', 'A page of what is coming up', {
  kindsLeftOut: Type.Array(OneOf(workKinds, 'A kind'), {
    description: 'Kinds that the caller may not read, and that are therefore not listed',
    example: []
  })
})

export const workListSchemas = [WorkItem, WorkItemPage, WorkListSettingsContent, WorkListSettings]
