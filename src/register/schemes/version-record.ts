import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text as textColumn } from 'drizzle-orm/pg-core'
import { Type } from 'typebox'
import { firstDay, lastDay } from '../../platform/database/days.ts'
import { keysOf, ofPercent, refersTo } from '../../platform/database/table-keys.ts'
import { Day, Money, MonthDay, Nullable, OneOf, Percent, ref, Strict, Text } from '../../platform/http/schemas.ts'
import { code, day, json, of, percent, precision, sourced, text, url, uuid } from '../../platform/records/fields.ts'
import { type Changes, type New, type RowOf, recordColumns, recordOf } from '../../platform/records/record.ts'
import { ordinary } from '../../platform/records/words.ts'
import { decisions } from '../decisions/record.ts'
import { schemes } from './record.ts'
import { amountBases } from './rules.ts'
import { advanceBases, clauseAnswers, eligibilityKinds, lateEnds, limitBases, limitKinds } from './version-rules.ts'

export const Requirement = Strict(
  {
    kind: OneOf(eligibilityKinds, 'What is required'),
    text: Type.Optional(Nullable(Text('The requirement, in the words of the rules', 2000, 'minst 20 medlemmar'))),
    minimum: Type.Optional(
      Nullable(Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Least number of members', example: 20 }))
    ),
    dueMonthDay: Type.Optional(Nullable(MonthDay('By which day of the year the document is due', '03-31'))),
    validFrom: Type.Optional(Nullable(Day('First day of the requirement, or of the permit', '2022-01-01'))),
    validTo: Type.Optional(Nullable(Day('Last day of the requirement, or of the permit', '2022-12-31')))
  },
  { $id: 'SchemeRequirement', description: 'What is required of those who apply', example: { kind: 'democracy' } }
)

const daysLate = (description: string, example: number) =>
  Type.Integer({ minimum: 1, maximum: 3660, description, example })
export const Ladder = Strict(
  {
    steps: Type.Array(
      Strict({
        daysLateFrom: daysLate('First day late of the step, counted from the day after the deadline', 1),
        daysLateTo: daysLate('Last day late of the step', 7),
        deductionPercent: Percent('What is lost of the grant (per cent)', 25)
      }),
      { minItems: 1, maxItems: 50, description: 'Steps, ascending' }
    ),
    after: OneOf(lateEnds, 'What happens to what is later than the last step'),
    afterPaidPercent: Type.Optional(
      Nullable(Percent('What is still paid of the grant after the last step (per cent)', 35))
    )
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

const howExact = precision('How exactly the day is known')
const years = (description: string, example: number) =>
  of<number>(Type.Integer({ minimum: 1, maximum: 30, description, example }), integer)
const criteria = Type.Array(Text('A criterion', 1000, 'främjar demokrati och engagemang i staden'), {
  maxItems: 100,
  description: 'On what applications are judged',
  example: ['främjar demokrati och engagemang i staden']
})
const eligibility = Type.Array(ref(Requirement), {
  maxItems: 100,
  description: 'What is required of those who apply',
  example: []
})
const limits = Type.Array(ref(Limit), { maxItems: 50, description: 'How far delegates may decide', example: [] })

const fields = {
  schemeId: uuid('The scheme').answered(),
  title: text('What the rules are called', 300, 'Bidragsreglemente 2021').optional(),
  validFrom: day('From when they hold; null: not stated', '2022-01-01').optional(),
  validFromPrecision: howExact,
  validTo: day('Last day on which they hold; null: until replaced', '2023-12-31').optional(),
  validToPrecision: howExact,
  adoptedByDecisionId: uuid('The decision that adopted them').optional(),
  adoptedOn: day('When they were adopted, where no decision is registered', '2021-01-01').optional(),
  adoptedOnPrecision: howExact,
  changeReason: text('Why the rules were changed', 2000, 'så att inte alla söker samtidigt').optional(),
  repaymentClause: code(clauseAnswers, 'Whether they hold a clause on repayment').defaulted('notStated'),
  repaymentText: text('The clause', 4000, '§ 12 Återbetalning').optional(),
  repaymentThresholdPercent: percent(
    'Repayment when more than this share of the grant is unused (per cent)',
    5
  ).optional(),
  criteria: of<string[]>(criteria, () => textColumn().array()).defaulted([]),
  eligibility: json(eligibility).defaulted([]),
  grantYearsMin: years('Fewest years that a grant is for', 1).optional(),
  grantYearsMax: years('Most years that a grant is for', 3).optional(),
  lateLadder: json(ref(Ladder)).optional(),
  delegationLimits: json(limits).defaulted([]),
  amountBasis: code(amountBases, 'An amount for each association, or one pot that all share').defaulted('notStated'),
  advanceMaxPercent: percent('Largest advance, of what the year before gave (per cent)', 50).optional(),
  advanceBasis: code(
    advanceBases,
    'What of the year before: granted, or paid less what was returned or recovered; granted unless told'
  ).defaulted('granted'),
  documentUrl: url('Where the rules can be read', 'https://www.haninge.se/reglemente.pdf').optional(),
  note: text('Remark', 4000, 'Upphör med de avtal som löper').optional(),
  ...sourced
}

/** The rules of a scheme (bidragsreglemente) as they hold from a day; a change of rules is a new version. */
export const schemeRuleVersions = pgTable('scheme_rule_versions', recordColumns(fields), table => [
  ...keysOf('scheme_rule_versions', table),
  index('scheme_rule_versions_scheme').on(table.municipalityCode, table.schemeId, table.id),
  refersTo('scheme_rule_versions_scheme_fk', table, table.schemeId, schemes),
  refersTo('scheme_rule_versions_decision_fk', table, table.adoptedByDecisionId, decisions),
  ofPercent('scheme_rule_versions_repayment', sql`repayment_threshold_percent`),
  ofPercent('scheme_rule_versions_advance', sql`advance_max_percent`)
])

export const schemeRuleVersion = recordOf({
  noun: 'SchemeRuleVersion',
  address: 'scheme-rule-versions',
  tag: 'schemes',
  what: 'rule version',
  fields,
  table: schemeRuleVersions,
  of: schemeRuleVersions.schemeId,
  describes: {
    one: 'Rules of a scheme as they hold from a day',
    created: 'Rules of a scheme as they hold from a day',
    changed: 'What is to change (JSON merge patch): a correction of the record. Changed rules are a new version',
    page: 'A page of rule versions'
  },
  examples: {
    created: { title: 'Bidragsreglemente 2021', adoptedOn: '2021-01-01', adoptedOnPrecision: 'year' },
    patch: { validTo: '2023-12-31' },
    shown: {
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
  },
  filters: {
    validOn: {
      schema: Day('Only those that hold, or may hold, on this day', '2023-05-01'),
      where: value => sql`(valid_from is null or ${firstDay('valid_from')} <= ${value}::date)
        and (valid_to is null or ${lastDay('valid_to')} >= ${value}::date)`
    }
  },
  sorts: ['id', 'updatedAt'],
  says: {
    list: [
      'List rule versions of a scheme',
      'The rules of the scheme through the years, in the order in which they were recorded.'
    ],
    create: [
      'Register a rule version',
      'Adds rules that hold from a day. Versions that certainly hold on the same day are refused.'
    ],
    ...ordinary('a rule version')
  }
})
export type SchemeRuleVersionRow = RowOf<typeof schemeRuleVersion>
export type NewSchemeRuleVersion = New<typeof schemeRuleVersion>
export type SchemeRuleVersionPatch = Changes<typeof schemeRuleVersion>
