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
  Uuid
} from '../http/schemas.ts'
import { appealGrounds, appealOutcomes, appealParties, unpaidChoices } from './rules.ts'

const required = {
  lodgedOn: Day('Day on which it was lodged', '2021-12-28'),
  unpaidInstalments: OneOf(unpaidChoices, 'What was chosen for instalments that are not paid yet')
}
const optional = {
  ground: Type.Optional(OneOf(appealGrounds, 'Legality review unless told')),
  lodgedBy: Type.Optional(OneOf(appealParties, 'Kind of the party that appealed, never a name; notStated unless told')),
  court: Type.Optional(Nullable(Text('Court', 300, 'Förvaltningsrätten i Stockholm'))),
  caseNumber: Type.Optional(Nullable(Text('Case number', 100, '1234-22'))),
  chosenBy: Type.Optional(Nullable(Text('Role of whoever chose, never a name', 200, 'Förvaltningschef'))),
  chosenOn: Type.Optional(Nullable(Day('When it was chosen', '2021-12-29'))),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'Yrkar inhibition'))),
  ...Provenance
}
const outcome = {
  outcome: OneOf(appealOutcomes, 'What came of it'),
  outcomeOn: Type.Optional(Nullable(Day('Day of the outcome', '2022-05-03'))),
  outcomeNote: Type.Optional(Nullable(Text('Remark on the outcome', 4000, 'Domen har vunnit laga kraft')))
}
const example = { lodgedOn: '2021-12-28', unpaidInstalments: 'hold', lodgedBy: 'municipalityMember' }

export const NewAppeal = Strict(
  { ...required, ...optional, ...Named },
  { $id: 'NewAppeal', description: 'An appeal that was lodged against a decision', example }
)
export type NewAppeal = Static<typeof NewAppeal>

export const AppealPatch = Patch(Strict({ ...required, ...optional }), {
  $id: 'AppealPatch',
  description: 'What is to change (JSON merge patch)',
  example: { unpaidInstalments: 'pay' }
})
export type AppealPatch = Static<typeof AppealPatch>

export const AppealOutcome = Strict(outcome, {
  $id: 'AppealOutcome',
  description: 'What came of an appeal; that the decision was annulled is recorded with the decision',
  example: { outcome: 'rejected', outcomeOn: '2022-05-03' }
})
export type AppealOutcome = Static<typeof AppealOutcome>

export const Appeal = Representation(
  {
    ...Named,
    decisionId: Uuid('The decision appealed against'),
    ...required,
    ...optional,
    ...outcome,
    outcome: Nullable(OneOf(appealOutcomes, 'What came of it; null while nobody has decided'))
  },
  {
    $id: 'Appeal',
    description: 'An appeal against a decision',
    example: { ...example, decisionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61', ground: 'legalityReview' }
  }
)
export const AppealPage = PageOf(ref(Appeal), 'AppealPage', 'A page of appeals')

export const AppealQuery = ListQuery(
  {
    decisionId: Type.Optional(Uuid('The decision')),
    pending: Type.Optional(Type.Boolean({ description: 'Without an outcome, or with one', example: true })),
    outcome: Type.Optional(OneOf(appealOutcomes, 'What came of it')),
    unpaidInstalments: Type.Optional(OneOf(unpaidChoices, 'What was chosen for unpaid instalments')),
    reference: Type.Optional(Type.String({ maxLength: 200, description: "The caller's own reference", example: 'Ö-3' }))
  },
  ['lodgedOn', 'updatedAt']
)

export const appealSchemas = [NewAppeal, AppealPatch, AppealOutcome, Appeal, AppealPage]
