import { type Static, type TSchema, Type } from 'typebox'
import { answers } from '../../base/known.ts'
import { entryKinds } from '../../money/ledger/rules.ts'
import { runItemStatuses, runStatuses } from '../../money/payment-runs/rules.ts'
import { EarlierReturns } from '../../money/payments/record.ts'
import { conditionKinds, paymentKinds, paymentStatuses, schedules } from '../../money/payments/rules.ts'
import { movementKinds, recoveryGrounds } from '../../money/recoveries/rules.ts'
import {
  Day,
  Instant,
  Money,
  MunicipalityCode,
  Nullable,
  OneOf,
  Strict,
  Text,
  Uuid,
  Year
} from '../../platform/http/schemas.ts'
import { stepKinds } from './rules.ts'

/**
 * The trail of a payment: from the decision to the voucher, and what came after. What a section has under the name of a
 * column is that column of its record (`queries.ts`).
 */

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

export const AppealSection = Strict({
  id: Uuid('The appeal'),
  lodgedOn: Day('When it was lodged', '2021-12-28'),
  unpaidInstalments: Text('What was chosen for unpaid instalments', 20, 'hold'),
  outcome: Nullable(Text('What came of it; null while nobody has decided', 20, 'rejected')),
  outcomeOn: Nullable(Day('Day of the outcome', '2022-05-03'))
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
  appeals: Type.Array(AppealSection, { description: 'Appeals against it', example: [] })
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

export const ReportSection = Strict({
  id: Uuid('The report'),
  periodFrom: Day('First day reported', '2021-01-01'),
  periodTo: Day('Last day reported', '2021-12-31'),
  dueOn: Day('When it was due', '2022-03-01'),
  status: Text('How far it has come', 20, 'accepted'),
  submittedOn: Nullable(Day('When it was sent in', '2022-02-27')),
  acceptedOn: Nullable(Day('When it was accepted', '2022-03-20')),
  acceptedBy: Nullable(Text('Key or token that accepted it', 300, 'key:01933b5c')),
  waivedOn: Nullable(Day('When it was waived', '2022-03-20')),
  overdue: OneOf(answers, 'Whether it was overdue on the day that the payment was paid; while it is unpaid, today')
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
  reports: Type.Array(ReportSection, {
    description:
      'The reports that it waits for; of noReportOverdue those of the award and the agreement that were due by the day that it was paid, or by today'
  })
})

export const Check = Strict({
  checkedBy: Nullable(Text('Who: a person, key or token that was authenticated', 300, 'person:attestant')),
  checkedByName: Nullable(Text('Name of the key or token', 300, 'Attestant')),
  checkedAt: Nullable(Instant('When')),
  checkNote: Nullable(Text('What was noted', 1000, 'Mot avtalet'))
})

export const Approval = Strict({
  approvedBy: Nullable(Text('Who: a person, key or token that was authenticated', 300, 'person:attestant')),
  approvedByName: Nullable(Text('Name of the key or token', 300, 'Attestant')),
  approvedAt: Nullable(Instant('When')),
  approvalNote: Nullable(Text('What was noted', 1000, 'Mot avtalet'))
})

export const EventSection = Strict({
  sequence: Type.Integer({ description: 'The event', example: 4711 }),
  type: Text('What was done', 100, 'payment.planned'),
  recordedAt: Instant('When'),
  actor: Text('Key or token that did it', 300, 'key:01933b5c'),
  actorName: Text('Its name', 300, 'Ärendesystemet'),
  reason: Nullable(Text('Why', 1000, 'Omräknat efter index'))
})

export const RunSection = Strict({
  runId: Uuid('The run'),
  runStatus: OneOf(runStatuses, 'How far the run has come'),
  itemId: Uuid('The row of the run'),
  messageId: Text('Message id of the file', 35, 'P-01933b5c'),
  endToEndId: Text('By which the answer of the bank finds it', 35, 'E-01933b5c'),
  amount: Money('Asked of the bank', 85000),
  setOffAmount: Money('Kept back', 10000),
  status: OneOf(runItemStatuses, 'What the bank answered'),
  executionOn: Day('When the bank was asked to pay', '2022-01-07'),
  lockedAt: Nullable(Instant('When the run was locked')),
  lockedBy: Nullable(Text('By whom', 300, 'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60')),
  lockedByName: Nullable(Text('The name of the person, key or token that locked it', 300, 'Ekonom')),
  exportedAt: Nullable(Instant('When it was exported')),
  exportedBy: Nullable(Text('By whom', 300, 'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60')),
  exportedByName: Nullable(Text('The name of the person, key or token that exported it', 300, 'Ekonom')),
  confirmedAt: Nullable(Instant('When the answer of the bank was recorded')),
  paidOn: Nullable(Day('When the bank paid', '2022-01-07')),
  voucherNumber: Nullable(Text('Voucher (verifikation)', 100, 'V-2022-0101')),
  reason: Nullable(Text('Why it was rejected or removed', 1000, 'Kontot är avslutat'))
})

export const ReturnSection = Strict({
  returnedOn: Day('When it came back', '2022-01-12'),
  returnedAmount: Money('What came back', 95000),
  returnedReason: Nullable(Text('Why', 1000, 'Kontot är avslutat')),
  reissuedById: Nullable(Uuid('The payment by which it was issued again, the last of several; null: it was not')),
  earlierReturns: EarlierReturns,
  reissues: Type.Array(Strict({ id: Uuid('The payment'), amount: Money('What it issues again', 95000) }), {
    description: 'Payments by which it was issued again'
  })
})

export const SetOffSection = Strict({
  id: Uuid('The movement'),
  recoveryId: Uuid('The recovery that it is set off for'),
  amount: Money('Kept back', 10000),
  createdAt: Instant('When it was recorded'),
  withdrawnAt: Nullable(Instant('When it was taken back'))
})

export const MovementSection = Strict({
  id: Uuid('The movement'),
  kind: OneOf(movementKinds, 'What became of a part'),
  amount: Money('Kronor', 12000),
  movedOn: Nullable(Day('Repaid, written off, or its payment paid; null: set off from what is unpaid', '2023-05-22')),
  voucherNumber: Nullable(Text('Voucher (verifikation) of a repayment', 100, 'V-2023-4711')),
  reference: Nullable(Text("The caller's own reference", 200, 'INB-17')),
  reason: Nullable(Text('Why it was written off', 1000, 'Föreningen är upplöst')),
  paymentId: Nullable(Uuid('The payment that a set-off is taken from')),
  decisionId: Nullable(Uuid('The decision to write it off')),
  decisionBodyName: Nullable(Text('The body that decided that', 300, 'Socialnämnden')),
  decisionDecidedOn: Nullable(Day('Its meeting', '2024-02-13')),
  decisionParagraph: Nullable(Text('Its §', 50, '17')),
  createdAt: Instant('When it was recorded'),
  withdrawnAt: Nullable(Instant('When it was taken back')),
  withdrawnReason: Nullable(Text('Why it was taken back', 1000, 'Inbetalningen gällde ett annat krav'))
})

export const RecoverySection = Strict({
  id: Uuid('The recovery'),
  paymentId: Nullable(Uuid('The payment that was mistaken, where one was')),
  ground: OneOf(recoveryGrounds, 'Why it is asked back'),
  clause: Nullable(Text('The clause that it rests on', 4000, '§ 9')),
  decisionId: Nullable(Uuid('The decision to ask it back')),
  decidedOn: Day('When it was decided', '2023-04-18'),
  amount: Money('Asked back', 42000),
  dueOn: Day('When it is due', '2023-05-31'),
  recovered: Money('Repaid or set off', 12000),
  writtenOff: Money('Given up by decision', 0),
  movements: Type.Array(MovementSection, { description: 'Repayments, set-offs and write-offs, oldest first' }),
  createdAt: Instant('When it was recorded'),
  withdrawnAt: Nullable(Instant('When it was withdrawn'))
})

export const EntrySection = Strict({
  sequence: Type.Integer({ description: 'The entry', example: 4712 }),
  recordedAt: Instant('When it was recorded'),
  eventSequence: Type.Integer({ description: 'The event that it follows from', example: 4711 }),
  kind: OneOf(entryKinds, 'Which sum it adds to'),
  amount: Type.Number({ description: 'Added to the sum, or taken from it (SEK)', example: 95000 }),
  paymentYear: Nullable(Year('Year in which the money moved, or is due to'))
})

const Step = Strict({
  kind: OneOf(stepKinds, 'What it is about'),
  text: Text('In words', 6000, 'Socialnämnden decided on 2021-12-14, § 144.'),
  happenedOn: Nullable(Day('The day on which it happened, where that is known')),
  recordedAt: Nullable(Instant('The instant at which it was recorded, where that is known')),
  doneBy: Nullable(Text('Who, where it is known: a body, a role, a key or token', 300, 'Socialnämnden')),
  recordId: Nullable(Uuid('The record that it is told of'))
})

const listOf = <T extends TSchema>(item: T, description: string) => Type.Array(item, { description })
/** The same of what most payments have none of. */
const seldom = <T extends TSchema>(item: T, description: string) => Type.Array(item, { description, example: [] })

export const PaymentTrail = Strict(
  {
    municipalityCode: MunicipalityCode,
    municipalityName: Text('The municipality', 100, 'Haninge'),
    payment: PaymentSection,
    application: Nullable(ApplicationSection),
    decision: DecisionSection,
    decisionLine: LineSection,
    award: AwardSection,
    scheme: Nullable(SchemeSection),
    agreement: Nullable(AgreementSection),
    agreementCount: Type.Integer({
      minimum: 0,
      description:
        'Agreements that it is for: the one that it names; where it names none, those that its award funds. agreement is told where there is one',
      example: 1
    }),
    plan: PlanSection,
    conditions: seldom(ConditionSection, 'What it waits for, and what met that'),
    events: listOf(EventSection, 'Everything that was done to the payment, oldest first'),
    check: Nullable(Check),
    approval: Nullable(Approval),
    runs: seldom(RunSection, 'Runs that it was in, oldest first'),
    bankReturn: Nullable(ReturnSection),
    reissueOfId: Nullable(Uuid('The payment that came back and that this one issues again')),
    setOffs: seldom(SetOffSection, 'What is kept back from it'),
    recoveries: seldom(RecoverySection, 'What is asked back of it, or of its award'),
    ledgerEntries: listOf(EntrySection, 'Its entries in the ledger'),
    missing: listOf(
      Text('A link that there is not', 200, 'No agreement: the award is paid without one.'),
      'Links of the trail that there are not'
    ),
    steps: listOf(Step, 'The same as a list to read, in order')
  },
  { $id: 'PaymentTrail', description: 'The trail of a krona: from the decision to the voucher, and what came after' }
)
export type PaymentTrail = Static<typeof PaymentTrail>
export type TrailStep = PaymentTrail['steps'][number]

export const trailSchemas: TSchema[] = [PaymentTrail]
