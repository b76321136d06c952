import { type Static, Type } from 'typebox'
import {
  Day,
  DayOfRecord,
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
import { standings } from './decision-rules.ts'
import {
  decisionFilters,
  delegationFields,
  legalityReviewExample,
  minutesFields,
  NewAnnulment,
  NewFinality,
  proposalFields,
  standingFields,
  warnings
} from './field-schemas.ts'
import { DecisionLine, NewLine, ReferencedLine } from './line-schemas.ts'
import { datePrecisions, decisionKinds } from './rules.ts'

export const DocumentLink = Strict(
  {
    title: Text('Title', 300, 'Protokoll 2021-12-14'),
    url: Url('Address'),
    checksum: Type.Optional(
      Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the document', example: 'a'.repeat(64) })
    )
  },
  { title: 'DocumentLink' }
)

const required = {
  bodyId: Uuid('The body that decided'),
  decidedOn: DayOfRecord(
    'When it was decided: the day of the meeting, where there was one; first day of the month, season or year where only that is known'
  )
}
const optional = {
  kind: Type.Optional(OneOf(decisionKinds, 'Who decided: the body itself, or a delegate on its behalf')),
  decidedOnPrecision: Type.Optional(OneOf(datePrecisions, 'How exactly the date is known')),
  meetingPlanned: Type.Optional(Type.Boolean({ description: 'The date is that of a planned meeting', example: false })),
  paragraph: Type.Optional(Nullable(Text('Paragraph (§) of the minutes', 100, '144'))),
  diaryNumber: Type.Optional(Nullable(Text('Diary number (diarienummer), as written', 100, 'SN 2021/0144'))),
  title: Type.Optional(Nullable(Text('Heading', 500, 'Partnerskapsavtal med civilsamhället'))),
  documents: Type.Optional(
    Type.Array(DocumentLink, { maxItems: 100, description: 'Links to minutes and proposals', example: [] })
  ),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'Omedelbart justerad'))),
  ...proposalFields,
  ...delegationFields,
  ...minutesFields,
  ...Provenance
}
/** What a decision may leave out: not stated. */
export const optionalOfDecision = Object.keys(optional) as (keyof typeof optional)[]
const decisionExample = { bodyId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60', decidedOn: '2021-12-14', paragraph: '144' }

/** Settled when the decision is recorded, and never changed after. */
const settled = {
  standing: Type.Optional(
    OneOf(standings, 'A proposal is no decision: its lines give no award and add to no sum; decided unless told')
  ),
  revisesDecisionId: Type.Optional(Nullable(Uuid('The decision that this one revises')))
}
const lines = Type.Optional(
  Type.Array(ref(NewLine), { maxItems: 1000, description: 'One line per application or recipient' })
)

export const NewDecision = Strict(
  { ...required, ...optional, ...settled, ...Named, lines },
  { $id: 'NewDecision', description: 'A decision to record, with its lines', example: decisionExample }
)
export type NewDecision = Static<typeof NewDecision>

export const Revision = Strict(
  { ...required, ...optional, ...Named, lines },
  {
    $id: 'Revision',
    description: 'A new decision that revises an earlier one; its lines say by revisesLineId which lines they replace',
    example: {
      ...decisionExample,
      decidedOn: '2022-02-15',
      lines: [
        {
          recipients: [{ organisationId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60' }],
          outcome: 'granted',
          grantYearFrom: 2022,
          granted: 400000,
          revisesLineId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f63'
        }
      ]
    }
  }
)
export type Revision = Static<typeof Revision>

/** A decision as a case management system holds it: replaced as a whole, its lines matched by their own references. */
export const DecisionContent = Strict(
  {
    ...required,
    ...optional,
    ...settled,
    lines: Type.Optional(
      Type.Array(ref(ReferencedLine), { maxItems: 1000, description: 'All lines, each with its own reference' })
    ),
    reason: Type.Optional(Text('Why lines that are gone are withdrawn; required where any are', 1000, 'Dubblett'))
  },
  {
    $id: 'DecisionContent',
    description: 'The whole of a decision, with its lines',
    example: {
      ...decisionExample,
      lines: [
        {
          reference: '1',
          recipients: [{ organisationId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60' }],
          outcome: 'granted',
          grantYearFrom: 2022,
          granted: 440000
        }
      ]
    }
  }
)
export type DecisionContent = Static<typeof DecisionContent>

export const DecisionPatch = Patch(Strict({ ...required, ...optional }), {
  $id: 'DecisionPatch',
  description: 'What is to change (JSON merge patch): a correction of the record, not a new decision',
  example: { paragraph: '145' }
})
export type DecisionPatch = Static<typeof DecisionPatch>

const representation = {
  ...Named,
  ...required,
  ...optional,
  ...settled,
  ...standingFields
}
const answered = {
  ...decisionExample,
  kind: 'committee',
  decidedOnPrecision: 'day',
  meetingPlanned: false,
  documents: [],
  recusals: [],
  standing: 'decided',
  minutesApprovedOn: '2021-12-15',
  noticeUpOn: '2021-12-16',
  legalityReview: legalityReviewExample
}

export const Decision = Representation(representation, {
  $id: 'Decision',
  description: 'A decision of a body, or a proposal to it',
  example: answered
})

export const DecisionWithLines = Representation(
  {
    ...representation,
    revisedByDecisionIds: Type.Array(Uuid('A decision'), {
      description: 'Decisions that stand and revise this one',
      example: []
    }),
    warnings,
    lines: Type.Array(ref(DecisionLine), { description: 'The lines that stand' })
  },
  {
    $id: 'DecisionWithLines',
    description: 'A decision with its lines, those aside that were withdrawn',
    example: { ...answered, revisedByDecisionIds: [], warnings: [], lines: [] }
  }
)

export const DecisionPage = PageOf(ref(Decision), 'DecisionPage', 'A page of decisions, without their lines')

export const DecisionQuery = ListQuery(
  {
    bodyId: Type.Optional(Uuid('The body that decided')),
    decidedFrom: Type.Optional(Day('Decided on or after this day', '2021-01-01')),
    decidedTo: Type.Optional(Day('Decided on or before this day', '2021-12-31')),
    paragraph: Type.Optional(Type.String({ maxLength: 100, description: 'Paragraph', example: '144' })),
    diaryNumber: Type.Optional(Type.String({ maxLength: 100, description: 'Diary number', example: 'SN 2021/0144' })),
    reference: Type.Optional(
      Type.String({ maxLength: 200, description: "The caller's own reference", example: 'D-17' })
    ),
    ...decisionFilters
  },
  ['decidedOn', 'updatedAt']
)

export const decisionSchemas = [
  ...[ReferencedLine, NewDecision, Revision, DecisionContent, DecisionPatch, Decision, DecisionWithLines, DecisionPage],
  ...[NewAnnulment, NewFinality]
]
