import { type Static, Type } from 'typebox'
import {
  Instant,
  ListQuery,
  Named,
  Nullable,
  OneOf,
  PageOf,
  Representation,
  ref,
  Strict,
  Text,
  Uuid,
  Year
} from '../http/schemas.ts'
import { Adjustment, PaymentTotal } from './money-schemas.ts'
import { moneyYearBases } from './rules.ts'

const content = {
  year: Year('The year that is closed', 2022),
  yearBasis: Type.Optional(OneOf(moneyYearBases, 'Which year; that of payment unless told')),
  decisionId: Type.Optional(Nullable(Uuid('The decision to close it, where there is one'))),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'Årsbokslut 2022')))
}
const known = {
  knownAt: Instant('Its figures are those known at this instant'),
  closedBy: Type.String({
    description: 'Key or token that closed it',
    example: 'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f62'
  })
}
const example = { year: 2022, yearBasis: 'payment', note: 'Årsbokslut 2022' }
const answered = {
  ...example,
  decisionId: null,
  knownAt: '2023-02-01T08:00:00.000000Z',
  closedBy: 'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f62'
}

export const NewPeriodClosing = Strict(
  { ...content, ...Named },
  { $id: 'NewPeriodClosing', description: 'A year whose figures are to stay as they are', example }
)
export type NewPeriodClosing = Static<typeof NewPeriodClosing>

export const PeriodClosing = Representation(
  { ...Named, ...content, ...known },
  { $id: 'PeriodClosing', description: 'A closed year', example: answered }
)
export const PeriodClosingPage = PageOf(ref(PeriodClosing), 'PeriodClosingPage', 'A page of closed years')

const figures = (PaymentTotal as unknown as { example?: object }).example
export const PeriodClosingFigures = Strict(
  {
    ...PeriodClosing.properties,
    closed: ref(PaymentTotal),
    present: ref(PaymentTotal),
    adjustments: Type.Array(ref(Adjustment), { description: 'What was recorded of the year after it was closed' })
  },
  {
    $id: 'PeriodClosingFigures',
    description: 'A closed year with its figures as closed, as they are now, and the dated adjustments between',
    example: {
      ...(PeriodClosing as unknown as { example: object }).example,
      closed: figures,
      present: figures,
      adjustments: []
    }
  }
)
export const PeriodClosingQuery = ListQuery(
  {
    year: Type.Optional(Year('The year', 2022)),
    yearBasis: Type.Optional(OneOf(moneyYearBases, 'Which year')),
    reference: Type.Optional(
      Type.String({ maxLength: 200, description: "The caller's own reference", example: 'B-22' })
    )
  },
  ['id', 'updatedAt']
)

export const closingSchemas = [NewPeriodClosing, PeriodClosing, PeriodClosingPage, PeriodClosingFigures]
