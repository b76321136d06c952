import { type Static, Type } from 'typebox'
import { CsvFormatAsked } from '../http/csv.ts'
import {
  Day,
  Instant,
  ListQuery,
  Money,
  Named,
  Nullable,
  OneOf,
  PageOf,
  Patch,
  PositiveMoney,
  Representation,
  ref,
  Strict,
  Text,
  Uuid,
  Year
} from '../http/schemas.ts'
import { BeforeFinal, ConditionKept, Conditions, Hold, holdExample } from './condition-schemas.ts'
import { nextSteps, payabilities, paymentKinds, paymentStatuses } from './rules.ts'

const exampleId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
export const Coding = Type.Record(
  Type.String({ pattern: '^[^\\s=][^=]{0,99}$' }),
  Type.String({ minLength: 1, maxLength: 100 }),
  {
    maxProperties: 30,
    description: 'Account coding (kontering) in the words of the municipality',
    example: { konto: '4510', ansvar: '7100' }
  }
)
/** What is said of one payment, whoever makes it. */
export const paymentContent = {
  dueOn: Day('When it falls due', '2022-01-03'),
  amount: PositiveMoney('Amount; there is no property for a currency, all amounts are Swedish kronor'),
  servicePeriodFrom: Nullable(Day('First day of what it pays for', '2022-01-01')),
  servicePeriodTo: Nullable(Day('Last day of what it pays for', '2022-03-31')),
  payeeOrganisationId: Uuid('Who is paid'),
  coding: Coding,
  note: Nullable(Text('Remark', 4000, 'Kvartal 1'))
}

const principal = (what: string) => Nullable(Type.String({ description: what, example: 'person:ekonom' }))
const shown = {
  ...paymentContent,
  planId: Uuid('The plan that it is of'),
  awardId: Uuid('The award that it pays out'),
  agreementId: Nullable(Uuid('The agreement that it is paid for')),
  lineId: Uuid('The line of the decision'),
  decisionId: Uuid('The decision'),
  bodyId: Uuid('The body that decided'),
  schemeId: Nullable(Uuid('The scheme')),
  instalmentNumber: Type.Integer({ description: 'Order within the plan', example: 1 }),
  kind: OneOf(paymentKinds, 'An instalment, an advance, or money that came back and is paid anew'),
  grantYear: Nullable(Year('Year of the grant, or the first of several that share one amount')),
  grantYearTo: Nullable(Year('Last of several years that share one amount')),
  budgetYear: Year('The year whose budgets it falls on'),
  payeeName: Type.String({ description: 'Name of who is paid', example: 'Haninge Kvinnojour' }),
  status: OneOf(paymentStatuses, 'How far it has come'),
  nextStep: Nullable(OneOf(nextSteps, 'What is to be done with it next')),
  payability: Nullable(OneOf(payabilities, 'Whether it may be paid that day; null for what is paid or cancelled')),
  holds: Type.Array(ref(Hold), { description: 'Every reason why it is held, and what would release it' }),
  conditions: Type.Array(ConditionKept, { description: 'What it waits for' }),
  setOffAmount: Money('Set off against it: the bank pays so much less', 0),
  changedBy: Type.Array(Type.String(), {
    description: 'Who planned or changed it: none of them checks or approves it'
  }),
  checkedBy: principal('Who checked it (sakattest)'),
  checkedByName: Nullable(Type.String({ description: 'Name of the key or token', example: 'Ekonom' })),
  checkedAt: Nullable(Instant('When it was checked')),
  checkNote: Nullable(Type.String({ description: 'Remark on the check', example: 'Underlag granskat' })),
  approvedBy: principal('Who approved it (beslutsattest)'),
  approvedByName: Nullable(Type.String({ description: 'Name of the key or token', example: 'Enhetschef' })),
  approvedAt: Nullable(Instant('When it was approved')),
  approvalNote: Nullable(Type.String({ description: 'Remark on the approval', example: 'Enligt plan' })),
  payeeAccountId: Nullable(Uuid('The account that was seen when it was checked')),
  withheldAt: Nullable(Instant('When somebody withheld it')),
  withheldReason: Nullable(Text('Why it is withheld', 1000, 'Verksamheten utreds')),
  withheldDecisionId: Nullable(Uuid('The decision to withhold it')),
  beforeFinal: Nullable(BeforeFinal),
  paidOn: Nullable(Day('When it was paid', '2022-01-07')),
  voucherNumber: Nullable(Type.String({ description: 'Voucher (verifikation)', example: 'V-2022-118' })),
  returnedOn: Nullable(Day('When the bank sent it back', '2022-01-12')),
  returnedAmount: Nullable(Money('What came back', 95000)),
  returnedReason: Nullable(Type.String({ description: 'Why it came back', example: 'Kontot är avslutat' })),
  reissueOfId: Nullable(Uuid('The returned payment that it pays anew'))
}
const example = {
  ...{ planId: exampleId, awardId: exampleId, lineId: exampleId, decisionId: exampleId, bodyId: exampleId },
  ...{ instalmentNumber: 1, kind: 'instalment', amount: 95000, grantYear: 2022, budgetYear: 2022, dueOn: '2022-01-03' },
  ...{ servicePeriodFrom: '2022-01-01', servicePeriodTo: '2022-03-31', payeeOrganisationId: exampleId },
  ...{ payeeName: 'Haninge Kvinnojour', coding: { konto: '4510' }, status: 'planned', nextStep: 'check' },
  ...{ payability: 'held', holds: [holdExample], setOffAmount: 0, changedBy: ['person:handläggare'] },
  conditions: [{ kind: 'noReportOverdue', reportId: null, requirementId: null, notBefore: null }]
}

export const Payment = Representation(
  { ...Named, ...shown },
  { $id: 'Payment', description: 'A payment: an instalment of a plan, from planned to paid', example }
)
export type Payment = Static<typeof Payment>
export const PaymentPage = PageOf(ref(Payment), 'PaymentPage', 'A page of payments')

export const PaymentPatch = Patch(
  Strict({
    ...paymentContent,
    conditions: Conditions('What it waits for, in place of all that it waited for'),
    beforeFinal: Nullable(BeforeFinal)
  }),
  {
    $id: 'PaymentPatch',
    description: 'What is to change (JSON merge patch; conditions and coding are replaced whole)',
    example: { dueOn: '2022-02-01' }
  }
)
export type PaymentPatch = Static<typeof PaymentPatch>

export const Withholding = Strict(
  {
    reason: Text('Why it is withheld', 1000, 'Verksamheten utreds'),
    decisionId: Type.Optional(Nullable(Uuid('The decision to withhold it')))
  },
  { $id: 'Withholding', description: 'Withholding a payment', example: { reason: 'Verksamheten utreds' } }
)
export type Withholding = Static<typeof Withholding>

export const Because = Strict(
  { reason: Text('Why', 1000, 'Utredningen är klar') },
  { $id: 'Because', description: 'Why it is done', example: { reason: 'Utredningen är klar' } }
)
export type Because = Static<typeof Because>

export const Releasing = Strict(
  {
    reason: Text('Why it is let go', 1000, 'Utredningen är klar'),
    decisionId: Type.Optional(Nullable(Uuid('The decision to let it go')))
  },
  { $id: 'Releasing', description: 'Letting a withheld payment go', example: { reason: 'Utredningen är klar' } }
)

export const OnDay = Strict({
  validOn: Type.Optional(Day('The day for which it is told whether it may be paid; today unless told', '2022-01-07'))
})

export const PaymentQuery = ListQuery(
  {
    planId: Type.Optional(Uuid('The plan')),
    awardId: Type.Optional(Uuid('The award')),
    agreementId: Type.Optional(Uuid('The agreement: that it names, or, where it names none, that its award funds')),
    decisionId: Type.Optional(Uuid('The decision')),
    schemeId: Type.Optional(Uuid('The scheme')),
    bodyId: Type.Optional(Uuid('The body that decided')),
    payeeOrganisationId: Type.Optional(Uuid('Who is paid')),
    status: Type.Optional(OneOf(paymentStatuses, 'How far it has come')),
    kind: Type.Optional(OneOf(paymentKinds, 'Kind of payment')),
    dueFrom: Type.Optional(Day('Due on this day or later', '2022-01-01')),
    dueTo: Type.Optional(Day('Due on this day or earlier', '2022-03-31')),
    paidFrom: Type.Optional(Day('Paid on this day or later', '2022-01-01')),
    paidTo: Type.Optional(Day('Paid on this day or earlier', '2022-12-31')),
    grantYear: Type.Optional(Year('For this year, alone or among several')),
    voucherNumber: Type.Optional(Type.String({ maxLength: 200, description: 'Voucher', example: 'V-2022-118' })),
    reference: Type.Optional(
      Type.String({ maxLength: 200, description: "The caller's own reference", example: 'R-3' })
    ),
    payability: Type.Optional(OneOf(payabilities, 'Unpaid, and whether it may be paid on the day')),
    withheld: Type.Optional(Type.Boolean({ description: 'Withheld by somebody, or not', example: true })),
    ...OnDay.properties,
    csvFormat: CsvFormatAsked
  },
  ['dueOn', 'updatedAt']
)

export const paymentSchemas = [Hold, Payment, PaymentPage, PaymentPatch, Withholding, Releasing, Because]
