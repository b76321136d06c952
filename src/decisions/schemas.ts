import { type Static, Type } from 'typebox'
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
  Url,
  Uuid
} from '../http/schemas.ts'
import { DecisionLine, NewLine } from './line-schemas.ts'
import { datePrecisions, decisionKinds } from './rules.ts'

const DocumentLink = Strict({
  title: Text('Title', 300, 'Protokoll 2021-12-14'),
  url: Url('Address'),
  checksum: Type.Optional(
    Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the document', example: 'a'.repeat(64) })
  )
})

const required = {
  bodyId: Uuid('The body that decided'),
  meetingDate: Day('Day of the meeting; first day of the month, season or year where only that is known')
}
const optional = {
  kind: Type.Optional(OneOf(decisionKinds, 'Who decided')),
  meetingDatePrecision: Type.Optional(OneOf(datePrecisions, 'How exactly the date is known')),
  meetingPlanned: Type.Optional(Type.Boolean({ description: 'The date is that of a planned meeting', example: false })),
  paragraph: Type.Optional(Nullable(Text('Paragraph (§) of the minutes', 100, '144'))),
  diaryNumber: Type.Optional(Nullable(Text('Diary number (diarienummer), as written', 100, 'SN 2021/0144'))),
  title: Type.Optional(Nullable(Text('Heading', 500, 'Partnerskapsavtal med civilsamhället'))),
  documents: Type.Optional(
    Type.Array(DocumentLink, { maxItems: 100, description: 'Links to minutes and proposals', example: [] })
  ),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'Omedelbart justerad'))),
  ...Provenance
}
const decisionExample = { bodyId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60', meetingDate: '2021-12-14', paragraph: '144' }

export const NewDecision = Strict(
  {
    ...required,
    ...optional,
    ...Named,
    lines: Type.Optional(
      Type.Array(ref(NewLine), { maxItems: 1000, description: 'One line per application or recipient' })
    )
  },
  { $id: 'NewDecision', description: 'A decision to record, with its lines', example: decisionExample }
)
export type NewDecision = Static<typeof NewDecision>

export const DecisionPatch = Patch(Strict({ ...required, ...optional }), {
  $id: 'DecisionPatch',
  description: 'What is to change (JSON merge patch): a correction of the record, not a new decision',
  example: { paragraph: '145' }
})
export type DecisionPatch = Static<typeof DecisionPatch>

const representation = {
  ...Named,
  ...required,
  ...optional
}
const answered = {
  ...decisionExample,
  kind: 'committee',
  meetingDatePrecision: 'day',
  meetingPlanned: false,
  documents: []
}

export const Decision = Representation(representation, {
  $id: 'Decision',
  description: 'A decision of a body',
  example: answered
})

export const DecisionWithLines = Representation(
  { ...representation, lines: Type.Array(ref(DecisionLine), { description: 'The lines that stand' }) },
  { $id: 'DecisionWithLines', description: 'A decision with the lines that stand', example: { ...answered, lines: [] } }
)

export const DecisionPage = PageOf(ref(Decision), 'DecisionPage', 'A page of decisions, without their lines')

export const DecisionQuery = ListQuery(
  {
    bodyId: Type.Optional(Uuid('The body that decided')),
    from: Type.Optional(Day('Meetings on or after this day', '2021-01-01')),
    to: Type.Optional(Day('Meetings on or before this day', '2021-12-31')),
    paragraph: Type.Optional(Type.String({ maxLength: 100, description: 'Paragraph', example: '144' })),
    diaryNumber: Type.Optional(Type.String({ maxLength: 100, description: 'Diary number', example: 'SN 2021/0144' })),
    reference: Type.Optional(
      Type.String({ maxLength: 200, description: "The caller's own reference", example: 'D-17' })
    )
  },
  ['meetingDate', 'updatedAt']
)
export const decisionSchemas = [NewDecision, DecisionPatch, Decision, DecisionWithLines, DecisionPage]
