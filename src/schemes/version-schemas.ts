import { type Static, Type } from 'typebox'
import { datePrecisions } from '../dates.ts'
import {
  Day,
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
  Url,
  Uuid
} from '../http/schemas.ts'
import { amountBases } from './rules.ts'
import {
  advanceBases,
  clauseAnswers,
  eligibilityKinds,
  lateEnds,
  lateTreatments,
  limitBases,
  limitKinds,
  ruleAnswers
} from './version-rules.ts'

export const Percent = (description: string, example: number) =>
  Type.Number({ minimum: 0, maximum: 100, multipleOf: 0.01, description: `${description} (per cent)`, example })
const Days = (description: string, example: number) => Type.Integer({ minimum: 1, maximum: 3660, description, example })
const Years = (description: string, example: number) => Type.Integer({ minimum: 1, maximum: 30, description, example })

const Requirement = Strict(
  {
    kind: OneOf(eligibilityKinds, 'What is required'),
    text: Type.Optional(Nullable(Text('The requirement, in the words of the rules', 2000, 'minst 20 medlemmar'))),
    minimum: Type.Optional(
      Nullable(Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Least number of members', example: 20 }))
    ),
    dueMonthDay: Type.Optional(
      Nullable(
        Type.String({
          pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
          description: 'By which day of the year the document is due',
          example: '03-31'
        })
      )
    ),
    validFrom: Type.Optional(Nullable(Day('First day of the requirement, or of the permit', '2022-01-01'))),
    validTo: Type.Optional(Nullable(Day('Last day of the requirement, or of the permit', '2022-12-31')))
  },
  { $id: 'SchemeRequirement', description: 'What is required of those who apply', example: { kind: 'democracy' } }
)

const Ladder = Strict(
  {
    steps: Type.Array(
      Strict({
        daysLateFrom: Days('First day late of the step, counted from the day after the deadline', 1),
        daysLateTo: Days('Last day late of the step', 7),
        deductionPercent: Percent('What is lost of the grant', 25)
      }),
      { minItems: 1, maxItems: 50, description: 'Steps, ascending' }
    ),
    after: OneOf(lateEnds, 'What happens to what is later than the last step'),
    afterPaidPercent: Type.Optional(Nullable(Percent('What is still paid of the grant after the last step', 35)))
  },
  {
    $id: 'LateLadder',
    description: 'What a late application loses; shown, never applied by itself',
    example: { steps: [{ daysLateFrom: 1, daysLateTo: 7, deductionPercent: 25 }], after: 'rejected' }
  }
)

export const Limit = Strict(
  {
    delegate: Text('Whose limit it is: a role, never a person', 200, 'Förvaltningschef'),
    kind: OneOf(limitKinds, 'Whether the limit is an amount or a formula'),
    amount: Type.Optional(Nullable(Money('The limit, of kind amount', 25000))),
    factor: Type.Optional(
      Nullable(Type.Number({ minimum: 0, maximum: 1000, description: 'How many of the base', example: 0.5 }))
    ),
    base: Type.Optional(Nullable(OneOf(limitBases, 'The base amount of the year that the formula counts in'))),
    text: Type.Optional(Nullable(Text('The limit in the words of the rules', 1000, 'ett halvt prisbasbelopp')))
  },
  {
    $id: 'DelegationLimit',
    description: 'How far a delegate may decide',
    example: { delegate: 'Förvaltningschef', kind: 'formula', factor: 0.5, base: 'prisbasbelopp' }
  }
)

const precision = OneOf(datePrecisions, 'How exactly the day is known')
const content = {
  title: Type.Optional(Nullable(Text('What the rules are called', 300, 'Bidragsreglemente 2021'))),
  validFrom: Type.Optional(Nullable(Day('From when they hold; null: not stated', '2022-01-01'))),
  validFromPrecision: Type.Optional(precision),
  validTo: Type.Optional(Nullable(Day('Last day on which they hold; null: until replaced', '2023-12-31'))),
  validToPrecision: Type.Optional(precision),
  adoptedByDecisionId: Type.Optional(Nullable(Uuid('The decision that adopted them'))),
  adoptedOn: Type.Optional(Nullable(Day('When they were adopted, where no decision is registered', '2021-01-01'))),
  adoptedOnPrecision: Type.Optional(precision),
  changeReason: Type.Optional(Nullable(Text('Why the rules were changed', 2000, 'så att inte alla söker samtidigt'))),
  repaymentClause: Type.Optional(OneOf(clauseAnswers, 'Whether they hold a clause on repayment')),
  repaymentText: Type.Optional(Nullable(Text('The clause', 4000, '§ 12 Återbetalning'))),
  repaymentThresholdPercent: Type.Optional(
    Nullable(Percent('Repayment when more than this share of the grant is unused', 5))
  ),
  criteria: Type.Optional(
    Type.Array(Text('A criterion', 1000, 'främjar demokrati och engagemang i staden'), {
      maxItems: 100,
      description: 'On what applications are judged',
      example: ['främjar demokrati och engagemang i staden']
    })
  ),
  eligibility: Type.Optional(
    Type.Array(ref(Requirement), { maxItems: 100, description: 'What is required of those who apply', example: [] })
  ),
  grantYearsMin: Type.Optional(Nullable(Years('Fewest years that a grant is for', 1))),
  grantYearsMax: Type.Optional(Nullable(Years('Most years that a grant is for', 3))),
  lateLadder: Type.Optional(Nullable(ref(Ladder))),
  delegationLimits: Type.Optional(
    Type.Array(ref(Limit), { maxItems: 50, description: 'How far delegates may decide', example: [] })
  ),
  amountBasis: Type.Optional(OneOf(amountBases, 'An amount for each association, or one pot that all share')),
  advanceMaxPercent: Type.Optional(Nullable(Percent('Largest advance, of what the year before gave', 50))),
  advanceBasis: Type.Optional(
    OneOf(
      advanceBases,
      'What of the year before: granted, or paid less what was returned or recovered; granted unless told'
    )
  ),
  documentUrl: Type.Optional(Nullable(Url('Where the rules can be read', 'https://www.haninge.se/reglemente.pdf'))),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'Upphör med de avtal som löper'))),
  ...Provenance
}
const example = { title: 'Bidragsreglemente 2021', adoptedOn: '2021-01-01', adoptedOnPrecision: 'year' }

export const NewSchemeRuleVersion = Strict(
  { ...content, ...Named },
  { $id: 'NewSchemeRuleVersion', description: 'Rules of a scheme as they hold from a day', example }
)
export type NewSchemeRuleVersion = Static<typeof NewSchemeRuleVersion>
export const SchemeRuleVersionPatch = Patch(Strict(content), {
  $id: 'SchemeRuleVersionPatch',
  description: 'What is to change (JSON merge patch): a correction of the record. Changed rules are a new version',
  example: { validTo: '2023-12-31' }
})
export type SchemeRuleVersionPatch = Static<typeof SchemeRuleVersionPatch>
export const SchemeRuleVersion = Representation(
  { ...Named, schemeId: Uuid('The scheme'), ...content },
  {
    $id: 'SchemeRuleVersion',
    description: 'Rules of a scheme as they hold from a day',
    example: {
      ...example,
      schemeId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      validFromPrecision: 'day',
      validToPrecision: 'day',
      repaymentClause: 'notStated',
      criteria: [],
      eligibility: [],
      delegationLimits: [],
      amountBasis: 'notStated',
      advanceBasis: 'granted'
    }
  }
)
export const SchemeRuleVersionPage = PageOf(ref(SchemeRuleVersion), 'SchemeRuleVersionPage', 'A page of rule versions')
export const SchemeRuleVersionQuery = ListQuery(
  { validOn: Type.Optional(Day('Only those that hold, or may hold, on this day', '2023-05-01')) },
  ['id', 'updatedAt']
)

export const LateDeductionQuery = Strict({
  receivedOn: Day('When the application was received', '2022-04-12'),
  dueOn: Day('The last day to apply', '2022-04-01')
})
export const LateDeductionAnswer = Strict(
  {
    receivedOn: Day('When the application was received', '2022-04-12'),
    dueOn: Day('The last day to apply', '2022-04-01'),
    daysLate: Type.Integer({ minimum: 0, description: 'Days after dueOn', example: 11 }),
    treatment: OneOf(lateTreatments, 'What the rules say of it; nothing is applied by itself'),
    deductionPercent: Nullable(Percent('What is lost of the grant; null: not stated', 50)),
    paidPercent: Nullable(Percent('What is left of the grant; null: not stated', 50)),
    ruleVersionId: Nullable(Uuid('The rules that say so')),
    rulesValid: OneOf(ruleAnswers, 'Whether those rules held on the last day to apply'),
    because: Type.String({ description: 'In words', example: 'The ladder of the rules has a step for 11 days.' })
  },
  {
    $id: 'LateDeduction',
    description: 'What the rules take from an application that is late',
    example: {
      receivedOn: '2022-04-12',
      dueOn: '2022-04-01',
      daysLate: 11,
      treatment: 'deducted',
      deductionPercent: 50,
      paidPercent: 50,
      ruleVersionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      rulesValid: 'yes',
      because: 'The ladder of the rules has a step for 11 days.'
    }
  }
)

export const versionSchemas = [
  ...[Requirement, Ladder, Limit, NewSchemeRuleVersion, SchemeRuleVersionPatch, SchemeRuleVersion],
  ...[SchemeRuleVersionPage, LateDeductionAnswer]
]
