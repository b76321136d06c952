import { type Static, Type } from 'typebox'
import { Named, Nullable, PositiveMoney, ref, Strict, Text, Uuid, Year } from '../../platform/http/schemas.ts'
import { answeredOf, sentOf } from '../../platform/records/fields.ts'
import { schemasOf, withMore } from '../../platform/records/record.ts'
import { paymentPlan, schedule } from './plan-record.ts'
import { BeforeFinal, Coding, Conditions, content, Payment } from './record.ts'

const { servicePeriodFrom, servicePeriodTo, payeeMessage, payeeReference, note } = sentOf(content)
const { dueOn, payeeOrganisationId } = answeredOf(content)
const one = {
  servicePeriodFrom,
  servicePeriodTo,
  payeeOrganisationId: Type.Optional(
    Nullable({ ...payeeOrganisationId, description: 'Who is paid; the payee of the award, else its only recipient' })
  ),
  coding: Type.Optional(Coding),
  payeeMessage,
  payeeReference,
  note
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

export const PlannedPayments = withMore(
  paymentPlan.schemas.One,
  { payments: Type.Array(ref(Payment), { description: 'In their order, without cancelled ones' }) },
  { $id: 'PlannedPayments', description: 'A plan with its payments', example: { payments: [] } }
)

export const planSchemas = [...schemasOf(paymentPlan), NewPaymentPlan, Replan, PlannedPayments]
