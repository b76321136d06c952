import { type Static, Type } from 'typebox'
import {
  Day,
  Instant,
  ListQuery,
  Money,
  Named,
  Nullable,
  OneOf,
  PageOf,
  Representation,
  ref,
  Strict,
  Text,
  Uuid
} from '../http/schemas.ts'
import { accountKinds } from '../payee-accounts/rules.ts'
import { confirmationSchemas } from './confirmation-schemas.ts'
import { itemSchemas } from './item-schemas.ts'
import { runStatuses } from './rules.ts'

const id = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61'
const filters = Strict(
  {
    bodyId: Type.Optional(Uuid('Only what this body decided')),
    schemeId: Type.Optional(Uuid('Only of this scheme')),
    agreementId: Type.Optional(Uuid('Only for this agreement'))
  },
  { title: 'PaymentRunFilters', description: 'Narrows what is collected', example: {} }
)
const dueTo = Day('Payments due on this day or before it are collected', '2027-01-08')
const EXECUTION = 'Day on which the bank is asked to pay: a banking day from today on, within a year'
const executionOn = Day(EXECUTION, '2027-01-05')
const note = Type.Optional(Nullable(Text('Remark', 4000, 'Första kvartalet')))

export const NewPaymentRun = Strict(
  {
    dueTo,
    executionOn: Type.Optional(Day(`${EXECUTION}; the next one where it is left out`, '2027-01-05')),
    filters: Type.Optional(filters),
    note,
    ...Named
  },
  {
    $id: 'NewPaymentRun',
    description: 'What to collect',
    example: { dueTo: '2027-01-08', executionOn: '2027-01-05' }
  }
)
export type NewPaymentRun = Static<typeof NewPaymentRun>

const debtor = Strict(
  {
    name: Text('Whose account it is', 300, 'Haninge kommun'),
    organisationNumber: Text('Ten digits', 10, '2120000084'),
    accountKind: OneOf(accountKinds, 'Kind of account'),
    accountNumber: Text('Its number', 34, '50501055'),
    bic: Nullable(Text('BIC of the bank', 11, 'SWEDSESS'))
  },
  { title: 'Debtor' }
)
const run = {
  ...Named,
  status: OneOf(runStatuses, 'How far the run has come'),
  dueTo,
  executionOn,
  filters,
  messageId: Text('Id of the message to the bank: it follows from the run, so no run can be paid twice', 35, 'PR0193'),
  controlSum: Nullable(Money('What goes to the bank in all; fixed when the run is locked', 190_000)),
  transactionCount: Nullable(Type.Integer({ description: 'Transactions that go to the bank', example: 2 })),
  debtor: Nullable(debtor),
  lockedAt: Nullable(Instant('When it was locked')),
  lockedBy: Nullable(Text('Who locked it', 300, 'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60')),
  exportedAt: Nullable(Instant('When it was first exported')),
  exportedBy: Nullable(Text('Who exported it', 300, 'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60')),
  confirmedAt: Nullable(Instant('When the last of its payments was answered for')),
  note
}
const total = (what: string) =>
  Strict({
    count: Type.Integer({ description: `Payments ${what}`, example: 2 }),
    amount: Money(`Going to the bank of those ${what}`, 190_000),
    setOffAmount: Money(`Set off against recoveries of those ${what}`, 0)
  })
const totals = Strict(
  {
    live: total('that wait'),
    paid: total('that were paid'),
    rejected: total('that the bank rejected'),
    removed: total('that left the run')
  },
  { title: 'PaymentRunTotals' }
)
const none = { count: 0, amount: 0, setOffAmount: 0 }
const example = {
  status: 'collected',
  dueTo: '2027-01-08',
  executionOn: '2027-01-05',
  filters: {},
  messageId: 'PR019B2C7A10A17CC38F5E1D2C3B4A5F60',
  totals: { live: { count: 2, amount: 190_000, setOffAmount: 0 }, paid: none, rejected: none, removed: none }
}

const warning = Strict(
  {
    kind: OneOf(['possible-double', 'account-shared'], 'What should be looked at'),
    message: Text(
      'The warning in words',
      2000,
      '2 payments of one award give the same payee 95000 kronor on 2027-01-08.'
    ),
    paymentIds: Type.Array(Uuid('The payments that it is about'))
  },
  { title: 'PaymentRunWarning' }
)
const warned = {
  warnings: Type.Array(warning, { description: 'What nobody refuses and a person should look at: the first hundred' }),
  warningCount: Type.Integer({ description: 'Warnings in all', example: 0 })
}
const unwarned = { warnings: [], warningCount: 0 }

export const PaymentRun = Representation(
  { ...run, totals, ...warned },
  { $id: 'PaymentRun', description: 'Payments that go to the bank together', example: { ...example, ...unwarned } }
)

const reason = Strict(
  {
    kind: Text('What kind of reason', 100, 'awardWithdrawn'),
    message: Text('The reason in words', 2000, 'The award was withdrawn.')
  },
  { title: 'LeftOutReason' }
)
const outside = Strict({ paymentId: Uuid('The payment'), reasons: Type.Array(reason) }, { title: 'LeftOutPayment' })
const outsideExample = [{ paymentId: id, reasons: [{ kind: 'not-approved', message: 'It is planned.' }] }]
const counted = (description: string) => Type.Integer({ description, example: 1 })

export const CollectedPaymentRun = Representation(
  {
    ...run,
    totals,
    ...warned,
    leftOut: Type.Array(outside),
    leftOutCount: counted('Due payments that were left out, in all')
  },
  {
    $id: 'CollectedPaymentRun',
    description: 'A run that was just collected, and what is due and was left out of it: the first hundred',
    example: { ...example, ...unwarned, leftOut: outsideExample, leftOutCount: 1 }
  }
)
export const LockedPaymentRun = Representation(
  {
    ...run,
    totals,
    ...warned,
    fallenOut: Type.Array(outside),
    fallenOutCount: counted('Payments that fell out, in all')
  },
  {
    $id: 'LockedPaymentRun',
    description: 'A run that was just locked, and what fell out of it: the first hundred',
    example: { ...example, ...unwarned, status: 'locked', fallenOut: outsideExample, fallenOutCount: 1 }
  }
)

export const ListedPaymentRun = Representation(run, {
  $id: 'ListedPaymentRun',
  description: 'A run as lists show it, without its totals',
  example: { ...example, totals: undefined }
})
export const PaymentRunPage = PageOf(ref(ListedPaymentRun), 'PaymentRunPage', 'A page of payment runs')
export const PaymentRunQuery = ListQuery(
  {
    status: Type.Optional(OneOf(runStatuses, 'How far it has come')),
    messageId: Type.Optional(Text('Id of its message to the bank', 35, 'PR019B2C7A10A17CC38F5E1D2C3B4A5F60')),
    executionFrom: Type.Optional(Day('Executed on this day or later', '2027-01-01')),
    executionTo: Type.Optional(Day('Executed on this day or earlier', '2027-12-31')),
    paymentId: Type.Optional(Uuid('Runs that this payment has been in')),
    reference: Type.Optional(Text("The caller's own reference", 200, 'KÖRNING-2027-1'))
  },
  ['executionOn', 'updatedAt']
)

const because = { reason: Text('Why', 1000, 'Föreningen har bytt konto') }
export const RunItemRemoval = Strict(
  { paymentId: Uuid('The payment that leaves the run'), ...because },
  {
    $id: 'RunItemRemoval',
    description: 'Taking a payment out of a run',
    example: { paymentId: id, reason: 'Fel konto' }
  }
)
export const RunCancellation = Strict(because, {
  $id: 'RunCancellation',
  description: 'Giving a run up',
  example: { reason: 'Fel dag' }
})
export const RunStep = Strict({}, { $id: 'RunStep', description: 'Nothing but the step itself', example: {} })

export const runSchemas = [
  ...[NewPaymentRun, PaymentRun, CollectedPaymentRun, LockedPaymentRun, ListedPaymentRun, PaymentRunPage],
  ...[RunItemRemoval, RunCancellation, RunStep, ...itemSchemas, ...confirmationSchemas]
]
