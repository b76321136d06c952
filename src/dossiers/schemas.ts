import { type Static, type TSchema, Type } from 'typebox'
import { Day, Instant, Money, MunicipalityCode, Nullable, OneOf, Strict, Text, Uuid, Year } from '../http/schemas.ts'
import { entryKinds } from '../ledger/rules.ts'
import { runItemStatuses, runStatuses } from '../payment-runs/rules.ts'
import { movementKinds, recoveryGrounds } from '../recoveries/rules.ts'
import { stepKinds } from './rules.ts'
import {
  AgreementSection,
  ApplicationSection,
  AwardSection,
  ConditionSection,
  DecisionSection,
  LineSection,
  PaymentSection,
  PlanSection,
  SchemeSection
} from './section-schemas.ts'

/** The trail of a payment: from the decision to the voucher, and what came after. */

const Check = Strict({
  checkedBy: Nullable(Text('Who: a person, key or token that was authenticated', 300, 'person:attestant')),
  checkedByName: Nullable(Text('Name of the key or token', 300, 'Attestant')),
  checkedAt: Nullable(Instant('When')),
  checkNote: Nullable(Text('What was noted', 1000, 'Mot avtalet'))
})

const Approval = Strict({
  approvedBy: Nullable(Text('Who: a person, key or token that was authenticated', 300, 'person:attestant')),
  approvedByName: Nullable(Text('Name of the key or token', 300, 'Attestant')),
  approvedAt: Nullable(Instant('When')),
  approvalNote: Nullable(Text('What was noted', 1000, 'Mot avtalet'))
})

const EventSection = Strict({
  sequence: Type.Integer({ description: 'The event', example: 4711 }),
  type: Text('What was done', 100, 'payment.planned'),
  recordedAt: Instant('When'),
  actor: Text('Key or token that did it', 300, 'key:01933b5c'),
  actorName: Text('Its name', 300, 'Ärendesystemet'),
  reason: Nullable(Text('Why', 1000, 'Omräknat efter index'))
})

const RunSection = Strict({
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

const ReturnSection = Strict({
  returnedOn: Day('When it came back', '2022-01-12'),
  returnedAmount: Money('What came back', 95000),
  returnedReason: Nullable(Text('Why', 1000, 'Kontot är avslutat')),
  reissuedById: Nullable(Uuid('The payment by which it was issued again; null: it was not'))
})

const SetOffSection = Strict({
  id: Uuid('The movement'),
  recoveryId: Uuid('The recovery that it is set off for'),
  amount: Money('Kept back', 10000),
  createdAt: Instant('When it was recorded'),
  withdrawnAt: Nullable(Instant('When it was taken back'))
})

const MovementSection = Strict({
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

const RecoverySection = Strict({
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

const EntrySection = Strict({
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
    conditions: listOf(ConditionSection, 'What it waits for, and what met that'),
    events: listOf(EventSection, 'Everything that was done to the payment, oldest first'),
    check: Nullable(Check),
    approval: Nullable(Approval),
    runs: listOf(RunSection, 'Runs that it was in, oldest first'),
    bankReturn: Nullable(ReturnSection),
    reissueOfId: Nullable(Uuid('The payment that came back and that this one issues again')),
    setOffs: listOf(SetOffSection, 'What is kept back from it'),
    recoveries: listOf(RecoverySection, 'What is asked back of it, or of its award'),
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
