import { Type } from 'typebox'
import { Day, Nullable, Strict, Text } from '../http/schemas.ts'

const happenedOn = Type.Optional(Nullable(Day('When it was done; null: not stated')))
const reason = (example: string) => Text('Why', 2000, example)

export const SupplementRequest = Strict(
  {
    reason: reason('Årsredovisning saknas'),
    happenedOn,
    dueOn: Type.Optional(Nullable(Day('Last day to answer', '2021-10-15')))
  },
  {
    $id: 'SupplementRequest',
    description: 'What is missing, and until when it can come',
    example: { reason: 'Årsredovisning saknas', happenedOn: '2021-10-01', dueOn: '2021-10-15' }
  }
)
export const ApplicationStep = Strict(
  { happenedOn, reason: Type.Optional(Nullable(reason('Allt har kommit'))) },
  { $id: 'ApplicationStep', description: 'A step, when it was taken and why', example: { happenedOn: '2021-10-10' } }
)
export const ReasonedStep = Strict(
  { reason: reason('Föreningen ställer in'), happenedOn },
  {
    $id: 'ReasonedStep',
    description: 'A step that wants a reason',
    example: { reason: 'Föreningen ställer in', happenedOn: '2021-10-10' }
  }
)
export type Step = { happenedOn?: string | null; reason?: string | null; dueOn?: string | null }

export const stepSchemas = [SupplementRequest, ApplicationStep, ReasonedStep]
