import { type Static, Type } from 'typebox'
import { roundingDirections } from '../agreements/money-rules.ts'
import {
  ListQuery,
  Money,
  Named,
  Nullable,
  OneOf,
  PageOf,
  PositiveMoney,
  Representation,
  ref,
  Strict,
  Text,
  Uuid,
  Year
} from '../http/schemas.ts'
import { BeforeFinal, Conditions } from './condition-schemas.ts'
import { schedules } from './rules.ts'
import { Coding, Payment, paymentContent } from './schemas.ts'

const { dueOn, servicePeriodFrom, servicePeriodTo, payeeOrganisationId, note } = paymentContent
const one = {
  servicePeriodFrom: Type.Optional(servicePeriodFrom),
  servicePeriodTo: Type.Optional(servicePeriodTo),
  payeeOrganisationId: Type.Optional(
    Nullable({ ...payeeOrganisationId, description: 'Who is paid; the payee of the award, else its only recipient' })
  ),
  coding: Type.Optional(Coding),
  note: Type.Optional(note)
}
const Instalment = Strict(
  {
    dueOn,
    amount: PositiveMoney('Amount'),
    ...one,
    conditions: Type.Optional(Conditions('What it waits for, besides what the whole plan waits for')),
    reference: Named.reference
  },
  { title: 'NewInstalment' }
)
export type Instalment = Static<typeof Instalment>

const index = (description: string, example: number) =>
  Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000, multipleOf: 0.000001, description, example })

/** How an amount is spread: the same when a plan is made and when it is made anew. */
const spread = {
  ...one,
  amount: Type.Optional(
    Nullable(
      PositiveMoney('Amount of the whole plan, advance included; unless told all that is left of the award', 247700)
    )
  ),
  instalments: Type.Optional(
    Type.Array(Instalment, {
      minItems: 1,
      maxItems: 240,
      description: 'With custom, and only then',
      example: [{ dueOn: '2022-03-01', amount: 61_925 }]
    })
  ),
  conditions: Type.Optional(Conditions('What every instalment waits for')),
  beforeFinal: Type.Optional(Nullable(BeforeFinal)),
  budgetOverrideDecisionId: Type.Optional(Nullable(Uuid('The decision that allows it to go beyond a budget')))
}
const schedule = OneOf(
  schedules,
  'once; yearly, halfYearly, tertial from the first day of the period; quarterly, monthly by the calendar; or custom'
)

export const NewPaymentPlan = Strict(
  {
    awardId: Uuid('The award that is paid out'),
    agreementId: Type.Optional(Nullable(Uuid('The agreement that it is paid for'))),
    grantYear: Type.Optional(Nullable(Year('Which year of the award; required where it is per year over several'))),
    schedule,
    ...spread,
    advance: Type.Optional(
      Nullable(
        Strict(
          { amount: PositiveMoney('Advance, part of the amount', 20000), dueOn },
          { description: 'Paid before the instalments; the rules of the scheme may set a ceiling' }
        )
      )
    ),
    indexation: Type.Optional(
      Nullable(
        Strict(
          {
            baseAmount: PositiveMoney('Amount before the index changed', 247700),
            indexFrom: index('The index then', 100),
            indexTo: index('The index now', 105)
          },
          { description: 'The amount follows by the index clause of the agreement, in place of amount' }
        )
      )
    ),
    ...Named
  },
  {
    $id: 'NewPaymentPlan',
    description: 'How the money of one period of an award is to be paid',
    example: { awardId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60', schedule: 'quarterly' }
  }
)
export type NewPaymentPlan = Static<typeof NewPaymentPlan>

export const Replan = Strict(
  { reason: Text('Why it is planned anew', 1000, 'Halvårsvis i stället för kvartalsvis'), schedule, ...spread },
  {
    $id: 'Replan',
    description: 'How the instalments that nobody has approved yet are to be paid instead',
    example: { reason: 'Halvårsvis i stället för kvartalsvis', schedule: 'halfYearly' }
  }
)
export type Replan = Static<typeof Replan>

const id = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
const shown = {
  awardId: Uuid('The award that is paid out'),
  agreementId: Nullable(Uuid('The agreement that it is paid for')),
  grantYear: Nullable(Year('Year of the grant, or the first of several that share one amount')),
  grantYearTo: Nullable(Year('Last of several years that share one amount')),
  schedule,
  amount: Money('Planned when the plan was made, or made anew', 247700),
  indexation: Nullable(
    Strict({
      baseAmount: Money('Amount before the index changed', 247700),
      indexFrom: Type.Number({ description: 'The index then', example: 100 }),
      indexTo: Type.Number({ description: 'The index now', example: 105 }),
      percent: Type.Number({ description: 'Per cent of the change that counts', example: 80 }),
      roundedTo: Type.Number({ description: 'Kronor that it is rounded to', example: 100 }),
      rounding: OneOf(roundingDirections, 'Direction of rounding')
    })
  ),
  budgetOverrideDecisionId: Nullable(Uuid('The decision that allows it to go beyond a budget')),
  note,
  liveAmount: Money('Planned and not cancelled, less what the bank sent back', 247700),
  paidAmount: Money('Paid, less what the bank sent back', 61925),
  paymentCount: Type.Integer({ description: 'Payments that are not cancelled', example: 4 })
}
const example = {
  ...{ awardId: id, grantYear: 2022, schedule: 'quarterly', amount: 247700, liveAmount: 247700, paidAmount: 0 },
  paymentCount: 4
}

export const PaymentPlan = Representation(
  { ...Named, ...shown },
  { $id: 'PaymentPlan', description: 'How the money of one period of an award is paid', example }
)
export const PlannedPayments = Representation(
  { ...Named, ...shown, payments: Type.Array(ref(Payment), { description: 'In their order, without cancelled ones' }) },
  { $id: 'PlannedPayments', description: 'A plan with its payments', example: { ...example, payments: [] } }
)
export const PaymentPlanPage = PageOf(ref(PaymentPlan), 'PaymentPlanPage', 'A page of payment plans')

export const PaymentPlanQuery = ListQuery(
  {
    awardId: Type.Optional(Uuid('The award')),
    agreementId: Type.Optional(Uuid('The agreement: that it names, or, where it names none, that its award funds')),
    reference: Type.Optional(Type.String({ maxLength: 200, description: "The caller's own reference", example: 'P-3' }))
  },
  ['id', 'updatedAt']
)

export const planSchemas = [NewPaymentPlan, Replan, PaymentPlan, PlannedPayments, PaymentPlanPage]
