import { Type } from 'typebox'
import { Strict } from '../http/schemas.ts'
import { DecisionLine } from './line-schemas.ts'
import { DecisionWithLines } from './schemas.ts'

/** What is answered when a decision or a line is recorded: the same, and what the register makes of it. */

const warnings = {
  warnings: Type.Array(
    Strict({
      code: Type.String({ description: 'What it is about', example: 'budget-exceeded' }),
      message: Type.String({ description: 'In words', example: 'The budget is 100000 SEK; granted are 120000 SEK.' })
    }),
    { description: 'What whoever decided should know; nothing is refused for it', example: [] }
  )
}

export const RecordedDecision = Strict(
  { ...DecisionWithLines.properties, ...warnings },
  { $id: 'RecordedDecision', description: 'A decision as it was recorded, with warnings' }
)
export const RecordedDecisionLine = Strict(
  { ...DecisionLine.properties, ...warnings },
  { $id: 'RecordedDecisionLine', description: 'A decision line as it was recorded, with warnings' }
)
export const warningSchemas = [RecordedDecision, RecordedDecisionLine]
