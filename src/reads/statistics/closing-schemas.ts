import { type TObject, Type } from 'typebox'
import { ref, Strict } from '../../platform/http/schemas.ts'
import { schemasOf } from '../../platform/records/record.ts'
import { periodClosing } from './closing-record.ts'
import { Adjustment, PaymentTotal } from './money-schemas.ts'

const { properties, example } = periodClosing.schemas.One as unknown as TObject & { example: object }
const figures = (PaymentTotal as unknown as { example?: object }).example
export const PeriodClosingFigures = Strict(
  {
    ...properties,
    closed: ref(PaymentTotal),
    present: ref(PaymentTotal),
    adjustments: Type.Array(ref(Adjustment), { description: 'What was recorded of the year after it was closed' })
  },
  {
    $id: 'PeriodClosingFigures',
    description: 'A closed year with its figures as closed, as they are now, and the dated adjustments between',
    example: {
      ...example,
      closed: figures,
      present: figures,
      adjustments: []
    }
  }
)

export const closingSchemas = [...schemasOf(periodClosing), PeriodClosingFigures]
