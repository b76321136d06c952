import { type Static, Type } from 'typebox'
import { ref, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { bodyOf, newOf } from '../../platform/records/fields.ts'
import { extended, representationOf } from '../../platform/records/record.ts'
import { decisionLine, LinePatch, NewLine, Recipient, ReferencedLine } from './line-record.ts'
import {
  decision,
  decisionAnswers,
  decisionContent,
  decisionExamples,
  decisionFields,
  revisionFields
} from './record.ts'

/** What a decision is sent and answered as, with its lines. */

const newLines = {
  lines: Type.Optional(
    Type.Array(ref(NewLine), { maxItems: 1000, description: 'One line per application or recipient' })
  )
}
const recipients = [{ organisationId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60' }]
const line = { recipients, outcome: 'granted', grantYearFrom: 2022 }

export const NewDecision = newOf(
  decisionContent,
  { $id: 'NewDecision', description: 'A decision to record, with its lines', example: decisionExamples.created },
  newLines
)
export type NewDecision = Static<typeof NewDecision>

export const Revision = newOf(
  revisionFields,
  {
    $id: 'Revision',
    description: 'A new decision that revises an earlier one; its lines say by revisesLineId which lines they replace',
    example: {
      ...decisionExamples.created,
      decidedOn: '2022-02-15',
      lines: [{ ...line, granted: 400000, revisesLineId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f63' }]
    }
  },
  newLines
)
export type Revision = Static<typeof Revision>

/** A decision as a case management system holds it: replaced as a whole, its lines matched by their own references. */
export const DecisionContent = bodyOf(
  decisionContent,
  {
    $id: 'DecisionContent',
    description: 'The whole of a decision, with its lines',
    example: { ...decisionExamples.created, lines: [{ reference: '1', ...line, granted: 440000 }] }
  },
  {
    lines: Type.Optional(
      Type.Array(ref(ReferencedLine), { maxItems: 1000, description: 'All lines, each with its own reference' })
    ),
    reason: Type.Optional(Text('Why lines that are gone are withdrawn; required where any are', 1000, 'Dubblett'))
  }
)
export type DecisionContent = Static<typeof DecisionContent>

const warnings = Type.Array(
  Strict(
    {
      code: Type.Optional(Text('What it is about, where it is about a budget', 100, 'budget-exceeded')),
      field: Type.Optional(Text('JSON pointer, where it is about a property', 200, '/noticeUpOn')),
      message: Text('What is out of order', 500, 'later than the second day after approval (kommunallagen 8:12)')
    },
    { title: 'DecisionWarning' }
  ),
  { description: 'What is late, out of order or beyond a budget: recorded all the same', example: [] }
)

const withLines = {
  ...decisionAnswers,
  revisedByDecisionIds: Type.Array(Uuid('A decision'), {
    description: 'Decisions that stand and revise this one',
    example: []
  }),
  warnings,
  lines: Type.Array(ref(decisionLine.schemas.One), { description: 'The lines that stand' })
}
const { created, shown } = decisionExamples
export const DecisionWithLines = representationOf(
  decisionFields,
  {
    $id: 'DecisionWithLines',
    description: 'A decision with its lines, those aside that were withdrawn',
    example: { ...created, ...shown, revisedByDecisionIds: [], warnings: [], lines: [] }
  },
  withLines
)

/** A decision or line as it was recorded, and what the register makes of it. */
export const RecordedDecision = extended(
  DecisionWithLines,
  { $id: 'RecordedDecision', description: 'A decision as it was recorded, with warnings' },
  { warnings }
)
export const RecordedDecisionLine = extended(
  decisionLine.schemas.One,
  { $id: 'RecordedDecisionLine', description: 'A decision line as it was recorded, with warnings' },
  { warnings }
)

export const decisionSchemas = [
  ReferencedLine,
  NewDecision,
  Revision,
  DecisionContent,
  decision.schemas.Patch,
  decision.schemas.One,
  DecisionWithLines,
  decision.schemas.Page,
  NewLine,
  LinePatch,
  Recipient,
  decisionLine.schemas.One,
  decisionLine.schemas.Page,
  RecordedDecision,
  RecordedDecisionLine
]
