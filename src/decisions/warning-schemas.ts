import { Strict } from '../http/schemas.ts'
import { warnings } from './field-schemas.ts'
import { DecisionLine } from './line-schemas.ts'
import { DecisionWithLines } from './schemas.ts'

/** What is answered when a decision or a line is recorded: the same, and what the register makes of it. */

export const RecordedDecision = Strict(
  { ...DecisionWithLines.properties, warnings },
  { $id: 'RecordedDecision', description: 'A decision as it was recorded, with warnings' }
)
export const RecordedDecisionLine = Strict(
  { ...DecisionLine.properties, warnings },
  { $id: 'RecordedDecisionLine', description: 'A decision line as it was recorded, with warnings' }
)
export const warningSchemas = [RecordedDecision, RecordedDecisionLine]
