import { type Static, Type } from 'typebox'
import {
  ListQuery,
  Money,
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
  Uuid,
  Year
} from '../http/schemas.ts'
import { certainties, figureMeasures } from './budget-rules.ts'

const anId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61'
const certainty = OneOf(certainties, 'How well the amount is known')

const required = { bodyId: Uuid('The body whose budget it is'), year: Year('The year that grants are for') }
const content = {
  schemeId: Type.Optional(Nullable(Uuid('The scheme; null: all grants of the body'))),
  amount: Type.Optional(Nullable(Money('What may be granted', 1830000))),
  certainty: Type.Optional(certainty),
  decisionId: Type.Optional(Nullable(Uuid('The decision that set it'))),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'Enligt mål och budget'))),
  ...Provenance
}
const example = { bodyId: anId, year: 2022, amount: 1830000 }

export const NewBudget = Strict(
  { ...required, ...content, ...Named },
  { $id: 'NewBudget', description: 'A budget to register', example }
)
export type NewBudget = Static<typeof NewBudget>
export const BudgetPatch = Patch(Strict({ ...required, ...content }), {
  $id: 'BudgetPatch',
  description: 'What is to change (JSON merge patch)',
  example: { amount: 2000000 }
})
export type BudgetPatch = Static<typeof BudgetPatch>
export const Budget = Representation(
  { ...Named, ...required, ...content },
  {
    $id: 'Budget',
    description: 'What a body may grant in a year; the register warns of what goes beyond and never stops it',
    example: { ...example, certainty: 'exact' }
  }
)
export const BudgetPage = PageOf(ref(Budget), 'BudgetPage', 'A page of budgets')
const reference = Type.Optional(
  Type.String({ maxLength: 200, description: "The caller's own reference", example: 'SN-2022' })
)
export const BudgetQuery = ListQuery(
  {
    bodyId: Type.Optional(Uuid('The body')),
    schemeId: Type.Optional(Uuid('The scheme')),
    year: Type.Optional(Year('The year')),
    reference
  },
  ['id', 'updatedAt']
)

export const BudgetUse = Strict(
  {
    budgetId: Uuid('The budget'),
    amount: Nullable(Money('What may be granted', 1830000)),
    granted: Money('Exact amounts granted for the year', 1830000),
    mayFall: Money('Granted for several years together or for no stated year: may fall on the year', 0),
    unknownCount: Type.Integer({ description: 'Grants whose amount is not known exactly', example: 0 }),
    remaining: Nullable(
      Type.Number({ description: 'Budget less what is granted; below 0 when it is exceeded (SEK)', example: 0 })
    ),
    exceeded: OneOf(['yes', 'no', 'possible', 'unknown'], 'Whether more is granted than the budget holds')
  },
  {
    $id: 'BudgetUse',
    description: 'What is granted of a budget',
    example: {
      budgetId: anId,
      amount: 1830000,
      granted: 1830000,
      mayFall: 0,
      unknownCount: 0,
      remaining: 0,
      exceeded: 'no'
    }
  }
)

const figureRequired = {
  label: Text('What the figure is, as published', 500, 'Organisationsstöd per år'),
  measure: OneOf(figureMeasures, 'What it counts')
}
const figureContent = {
  bodyId: Type.Optional(Nullable(Uuid('The body'))),
  schemeId: Type.Optional(Nullable(Uuid('The scheme'))),
  amount: Type.Optional(Nullable(Money('The figure', 130000000))),
  certainty: Type.Optional(OneOf(certainties, 'How well it is known; approximate unless told')),
  amountPer: Type.Optional(
    Nullable(OneOf(['year', 'total'], 'Whether it is for each year or for all; null: not stated'))
  ),
  yearFrom: Type.Optional(Nullable(Year('First year', 2015))),
  yearTo: Type.Optional(Nullable(Year('Last year', 2015))),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'Enligt tjänsteutlåtandet'))),
  ...Provenance
}
const figureExample = { label: 'Organisationsstöd per år', measure: 'paid', amount: 130000000 }

export const NewPublishedFigure = Strict(
  { ...figureRequired, ...figureContent, ...Named },
  { $id: 'NewPublishedFigure', description: 'A published figure to keep', example: figureExample }
)
export type NewPublishedFigure = Static<typeof NewPublishedFigure>
export const PublishedFigurePatch = Patch(Strict({ ...figureRequired, ...figureContent }), {
  $id: 'PublishedFigurePatch',
  description: 'What is to change (JSON merge patch)',
  example: { amount: 131000000 }
})
export type PublishedFigurePatch = Static<typeof PublishedFigurePatch>
export const PublishedFigure = Representation(
  { ...Named, ...figureRequired, ...figureContent },
  {
    $id: 'PublishedFigure',
    description: 'A figure as somebody published it, mostly approximate; in no sum, ever',
    example: { ...figureExample, certainty: 'approximate' }
  }
)
export const PublishedFigurePage = PageOf(ref(PublishedFigure), 'PublishedFigurePage', 'A page of figures')
export const PublishedFigureQuery = ListQuery(
  {
    bodyId: Type.Optional(Uuid('The body')),
    schemeId: Type.Optional(Uuid('The scheme')),
    measure: Type.Optional(OneOf(figureMeasures, 'What it counts')),
    reference
  },
  ['id', 'updatedAt']
)

export const budgetSchemas = [
  ...[NewBudget, BudgetPatch, Budget, BudgetPage, BudgetUse],
  ...[NewPublishedFigure, PublishedFigurePatch, PublishedFigure, PublishedFigurePage]
]
