import { Type } from 'typebox'
import { dayAnswers } from '../assignments/rules.ts'
import { Day, Instant, Money, Nullable, OneOf, Strict, Text, Uuid, Year } from '../http/schemas.ts'
import { conditionKinds, paymentKinds, paymentStatuses, schedules } from '../payments/rules.ts'

/** Sections of a trail: where the money comes from, and how it was planned. */

const role = 'Role of whoever confirmed it'
const years = {
  grantYear: Nullable(Year('Year that the grant is for')),
  grantYearTo: Nullable(Year('Last year, where one amount is for several years together', 2024))
}

export const PaymentSection = Strict({
  id: Uuid('The payment'),
  reference: Nullable(Text("The caller's own reference", 200, 'R-4711')),
  instalmentNumber: Type.Integer({ description: 'Order within its plan', example: 1 }),
  kind: OneOf(paymentKinds, 'Kind of payment'),
  amount: Money('Kronor', 95000),
  ...years,
  budgetYear: Year('The year whose budgets it falls on'),
  dueOn: Day('Day on which it is due', '2022-01-07'),
  servicePeriodFrom: Nullable(Day('First day that it is for', '2022-01-01')),
  servicePeriodTo: Nullable(Day('Last day that it is for', '2022-03-31')),
  payeeOrganisationId: Uuid('Who is paid'),
  payeeName: Text('Its name', 300, 'Haninge Kvinnojour'),
  coding: Type.Unsafe<Record<string, string>>({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Account coding (kontering)',
    example: { konto: '4580', ansvar: '3100' }
  }),
  status: OneOf(paymentStatuses, 'How far it has come'),
  paidOn: Nullable(Day('When it was paid', '2022-01-07')),
  voucherNumber: Nullable(Text('Voucher (verifikation)', 100, 'V-2022-0101')),
  withheldReason: Nullable(Text('Why it is withheld by hand', 1000, 'Styrelsen saknar revisor')),
  beforeFinal: Nullable(
    Strict(
      {
        riskAssessment: Text('What would happen should the decision be annulled', 4000, 'Risken bedöms som liten'),
        chosenBy: Text('Role of whoever chose', 200, 'Förvaltningschef'),
        chosenOn: Day('When it was chosen', '2021-12-20')
      },
      { description: 'A recorded choice to pay before the decision is final (kommunallagen 13:14)' }
    )
  ),
  withdrawnAt: Nullable(Instant('When it was cancelled')),
  withdrawnReason: Nullable(Text('Why it was cancelled', 1000, 'Planen gjordes om'))
})

export const DecisionSection = Strict({
  id: Uuid('The decision'),
  bodyId: Uuid('The body that decided'),
  bodyName: Text('Its name', 300, 'Socialnämnden'),
  decidedOn: Day('When it was decided'),
  paragraph: Nullable(Text('§', 50, '144')),
  diaryNumber: Nullable(Text('Diary number', 100, 'SN 2021/0144')),
  title: Nullable(Text('Title', 500, 'Partnerskap 2022')),
  annulmentRecordedAt: Nullable(Instant('When its annulment was recorded')),
  annulledOn: Nullable(Day('When it was annulled', '2022-05-03')),
  finalConfirmedOn: Nullable(Day('When someone confirmed that it is final; null: nobody has', '2022-01-10')),
  finalConfirmedBy: Nullable(Text(role, 200, 'Nämndsekreterare')),
  appeals: Type.Array(
    Strict({
      id: Uuid('The appeal'),
      lodgedOn: Day('When it was lodged', '2021-12-28'),
      unpaidInstalments: Text('What was chosen for unpaid instalments', 20, 'hold'),
      outcome: Nullable(Text('What came of it; null while nobody has decided', 20, 'rejected')),
      outcomeOn: Nullable(Day('Day of the outcome', '2022-05-03'))
    }),
    { description: 'Appeals against it' }
  )
})

export const LineSection = Strict({
  id: Uuid('The decision line'),
  outcome: Text('What was decided', 30, 'granted'),
  granted: Nullable(Money('Granted; null where it is not known', 380000)),
  amountPer: Nullable(Text('year or total, where it is for several years', 10, 'year')),
  grantYearFrom: Nullable(Year('First year')),
  grantYearTo: Nullable(Year('Last year')),
  purpose: Nullable(Text('Purpose', 2000, 'Stöd till brottsoffer')),
  withdrawnAt: Nullable(Instant('When it was withdrawn'))
})

export const AwardSection = Strict({
  id: Uuid('The award'),
  createdAt: Instant('When it arose'),
  withdrawnAt: Nullable(Instant('Since when it no longer stands'))
})

export const ApplicationSection = Strict({
  id: Uuid('The application'),
  reference: Nullable(Text("The caller's own reference", 200, 'A-17')),
  receivedOn: Nullable(Day('When it was received; null: not known', '2021-10-01')),
  status: Text('Its status', 30, 'decided')
})

export const SchemeSection = Strict({
  id: Uuid('The scheme'),
  name: Text('Its name', 300, 'Partnerskapsavtal'),
  ruleVersionId: Nullable(Uuid('The rules that held when the grant was decided; null where not known')),
  ruleVersionTitle: Nullable(Text('Their title', 300, 'Bidragsreglemente')),
  validFrom: Nullable(Day('From when they hold', '2021-01-01')),
  validTo: Nullable(Day('Until when', '2023-12-31'))
})

export const AgreementSection = Strict({
  id: Uuid('The agreement'),
  reference: Nullable(Text("The caller's own reference", 200, 'AVT-3')),
  title: Nullable(Text('Title', 500, 'Partnerskap mot våld')),
  signed: Type.Boolean({ description: 'Whether it was signed, on whatever day', example: true }),
  signedOn: Nullable(Day('When it was signed; null also where the day is not stated', '2021-12-16')),
  versionNumber: Nullable(
    Type.Integer({ description: 'The last version in effect on the due date; null: none was', example: 3 })
  ),
  versionAct: Nullable(Text('What made that version', 30, 'amended')),
  effectiveFrom: Nullable(Day('From when it holds; null: from the beginning', '2022-01-01')),
  recordedAt: Nullable(Instant('When it was recorded')),
  recordedBy: Nullable(Text('Key or token that recorded it', 300, 'Ärendesystemet'))
})

export const PlanSection = Strict({
  id: Uuid('The plan'),
  reference: Nullable(Text("The caller's own reference", 200, 'P-1')),
  schedule: OneOf(schedules, 'How it spreads the amount'),
  amount: Money('Planned', 380000),
  budgetOverrideDecisionId: Nullable(Uuid('The decision that allows it to go beyond a budget')),
  createdAt: Instant('When it was made')
})

export const ConditionSection = Strict({
  id: Uuid('The condition'),
  kind: OneOf(conditionKinds, 'What the payment waits for'),
  notBefore: Nullable(Day('The day, where it waits for one', '2022-01-01')),
  reportId: Nullable(Uuid('The report, where it waits for that one')),
  requirementId: Nullable(Uuid('The requirement, where it waits for every report of it due by the due date')),
  met: Type.Boolean({
    description: 'Whether it was met on that day, by the judge that holds are told by',
    example: true
  }),
  judgedOn: Day('The day that it is judged for: that of payment; while it is unpaid, today', '2022-04-04'),
  because: Text('By what', 5000, 'The report was accepted on 2022-03-20.'),
  reports: Type.Array(
    Strict({
      id: Uuid('The report'),
      periodFrom: Day('First day reported', '2021-01-01'),
      periodTo: Day('Last day reported', '2021-12-31'),
      dueOn: Day('When it was due', '2022-03-01'),
      status: Text('How far it has come', 20, 'accepted'),
      submittedOn: Nullable(Day('When it was sent in', '2022-02-27')),
      acceptedOn: Nullable(Day('When it was accepted', '2022-03-20')),
      acceptedBy: Nullable(Text('Key or token that accepted it', 300, 'key:01933b5c')),
      waivedOn: Nullable(Day('When it was waived', '2022-03-20')),
      overdue: OneOf(
        dayAnswers,
        'Whether it was overdue on the day that the payment was paid; while it is unpaid, today'
      )
    }),
    {
      description:
        'The reports that it waits for; of noReportOverdue those of the award and the agreement that were due by the day that it was paid, or by today'
    }
  )
})
