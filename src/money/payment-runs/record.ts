import { sql } from 'drizzle-orm'
import { check, index, pgTable, unique } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { keysOf } from '../../platform/database/table-keys.ts'
import { Money, Nullable, OneOf, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { code, count, day, instant, json, money, text } from '../../platform/records/fields.ts'
import {
  type New,
  onOrAfter,
  onOrBefore,
  type RowOf,
  recordColumns,
  recordOf,
  schemasOf,
  withMore
} from '../../platform/records/record.ts'
import { accountKinds } from '../payee-accounts/rules.ts'
import { BankFileOptions } from '../payee-accounts/settings-record.ts'
import { runStatuses } from './rules.ts'

const Filters = Strict(
  {
    bodyId: Type.Optional(Uuid('Only what this body decided')),
    schemeId: Type.Optional(Uuid('Only of this scheme')),
    agreementId: Type.Optional(Uuid('Only for this agreement'))
  },
  { title: 'PaymentRunFilters', description: 'Narrows what is collected', example: {} }
)
export type RunFilters = Static<typeof Filters>

const Debtor = Strict(
  {
    name: Text('Whose account it is', 300, 'Haninge kommun'),
    organisationNumber: Text('Ten digits', 10, '2120000084'),
    accountKind: OneOf(accountKinds, 'Kind of account'),
    accountNumber: Text('Its number', 34, '50501055'),
    bic: Nullable(Text('BIC of the bank', 11, 'SWEDSESS')),
    town: Type.Optional(Nullable(Text('Its town', 35, 'Handen'))),
    batchBooking: Type.Optional(Nullable(Type.Boolean({ description: 'Whether the bank is to book one sum' }))),
    initiatingPartyId: Type.Optional(Nullable(Text("The bank's number of who sends files", 35, '012345678ORI0001'))),
    agreementNumber: Type.Optional(Nullable(Text("The bank's number of the agreement", 35, '123456789CPO0001'))),
    bankFileOptions: Type.Optional(Nullable(BankFileOptions))
  },
  { title: 'Debtor' }
)
export type Debtor = Static<typeof Debtor>

const key = 'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
const fields = {
  status: code(runStatuses, 'How far the run has come').answered('collected').filter('How far it has come'),
  dueTo: day('Payments due on this day or before it are collected', '2027-01-08'),
  executionOn: day(
    'Day on which the bank is asked to pay: a banking day from today on, within a year; the next one where it is left out',
    '2027-01-05'
  ).defaulted(),
  filters: json(Filters).defaulted({}),
  messageId: text(
    'Id of the message to the bank: it follows from the run, so no run can be paid twice',
    35,
    'PR019B2C7A10A17CC38F5E1D2C3B4A5F60'
  )
    .answered()
    .filter('Id of its message to the bank'),
  controlSum: money('What goes to the bank in all; fixed when the run is locked', 190_000).answeredOrNull(),
  transactionCount: count('Transactions that go to the bank', 2).answeredOrNull(),
  debtor: json(Debtor).answeredOrNull(),
  lockedAt: instant('When it was locked').answeredOrNull(),
  lockedBy: text('Who locked it', 300, key).answeredOrNull(),
  exportedAt: instant('When it was first exported').answeredOrNull(),
  exportedBy: text('Who exported it', 300, key).answeredOrNull(),
  confirmedAt: instant('When the last of its payments was answered for').answeredOrNull(),
  note: text('Remark', 4000, 'Första kvartalet').optional()
}

/** Payments that go to the bank together. */
export const paymentRuns = pgTable('payment_runs', recordColumns(fields), table => [
  ...keysOf('payment_runs', table),
  unique('payment_runs_message').on(table.municipalityCode, table.messageId),
  index('payment_runs_status').on(table.municipalityCode, table.status, table.id),
  index('payment_runs_execution').on(table.municipalityCode, table.executionOn, table.id),
  check('payment_runs_status_known', sql`status in ('collected', 'locked', 'exported', 'confirmed', 'cancelled')`)
])

export const paymentRun = recordOf({
  noun: 'PaymentRun',
  plural: 'PaymentRuns',
  address: 'payment-runs',
  tag: 'payment-runs',
  scope: 'payment-runs',
  what: 'payment run',
  listed: 'ListedPaymentRun',
  fields,
  table: paymentRuns,
  describes: {
    one: 'A run as lists show it, without its totals',
    created: 'What to collect',
    page: 'A page of payment runs'
  },
  examples: {
    created: { dueTo: '2027-01-08', executionOn: '2027-01-05' }
  },
  filters: {
    executionFrom: onOrAfter(paymentRuns.executionOn, 'Executed on this day or later', '2027-01-01'),
    executionTo: onOrBefore(paymentRuns.executionOn, 'Executed on this day or earlier', '2027-12-31'),
    paymentId: {
      schema: Uuid('Runs that this payment has been in'),
      where: value => sql`${paymentRuns.id} in (
        select run_id from payment_run_items
        where municipality_code = ${sql.placeholder('municipalityCode')} and payment_id = ${value})`
    }
  },
  reference: 'KÖRNING-2027-1',
  sorts: ['executionOn', 'updatedAt'],
  says: {
    list: ['List payment runs', 'Runs by the day on which the bank is asked to pay.'],
    get: ['Show a payment run', 'The run, with what waits, was paid, was rejected and left it.']
  }
})
export type RunRow = RowOf<typeof paymentRun>
export type NewPaymentRun = New<typeof paymentRun>

const total = (what: string) =>
  Strict({
    paymentCount: Type.Integer({ description: `Payments ${what}`, example: 2 }),
    amount: Money(`Going to the bank of those ${what}`, 190_000),
    setOffAmount: Money(`Set off against recoveries of those ${what}`, 0)
  })
const Totals = Strict(
  {
    live: total('that wait'),
    paid: total('that were paid'),
    rejected: total('that the bank rejected'),
    removed: total('that left the run')
  },
  { title: 'PaymentRunTotals' }
)
/** Kronor that go to the bank, kronor that are set off, and how many payments, per status of the items. */
export type RunTotals = Static<typeof Totals>

const Warning = Strict(
  {
    kind: OneOf(['possible-double', 'account-shared', 'account-in-doubt'], 'What should be looked at'),
    message: Text(
      'The warning in words',
      2000,
      '2 payments of one award give the same payee 95000 kronor on 2027-01-08.'
    ),
    paymentIds: Type.Array(Uuid('The payments that it is about'))
  },
  { title: 'PaymentRunWarning' }
)
/** What a run does not refuse and a person should look at. */
export type RunWarning = Static<typeof Warning>

const none = { paymentCount: 0, amount: 0, setOffAmount: 0 }
export const PaymentRun = withMore(
  paymentRun.schemas.One,
  {
    totals: Totals,
    warnings: Type.Array(Warning, {
      description: 'What nobody refuses and a person should look at: the first hundred'
    }),
    warningCount: Type.Integer({ description: 'Warnings in all', example: 0 })
  },
  {
    $id: 'PaymentRun',
    description: 'Payments that go to the bank together',
    example: {
      totals: {
        live: { paymentCount: 2, amount: 190_000, setOffAmount: 0 },
        paid: none,
        rejected: none,
        removed: none
      },
      warnings: [],
      warningCount: 0
    }
  }
)

const LeftOut = Strict(
  {
    paymentId: Uuid('The payment'),
    obstacles: Type.Array(
      Strict(
        {
          kind: Text('Which obstacle', 100, 'awardWithdrawn'),
          message: Text('The obstacle in words', 2000, 'The award was withdrawn.')
        },
        { title: 'Obstacle' }
      )
    )
  },
  { title: 'LeftOutPayment' }
)
/** Why a payment that is due stays outside a run. */
export type LeftOut = Static<typeof LeftOut>
const leftOutExample = [
  {
    paymentId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
    obstacles: [{ kind: 'not-approved', message: 'It is planned.' }]
  }
]
const counted = (description: string) => Type.Integer({ description, example: 1 })

export const CollectedPaymentRun = withMore(
  PaymentRun,
  { leftOut: Type.Array(LeftOut), leftOutCount: counted('Due payments that were left out, in all') },
  {
    $id: 'CollectedPaymentRun',
    description: 'A run that was just collected, and what is due and was left out of it: the first hundred',
    example: { leftOut: leftOutExample, leftOutCount: 1 }
  }
)
export const LockedPaymentRun = withMore(
  PaymentRun,
  { fallenOut: Type.Array(LeftOut), fallenOutCount: counted('Payments that fell out, in all') },
  {
    $id: 'LockedPaymentRun',
    description: 'A run that was just locked, and what fell out of it: the first hundred',
    example: { status: 'locked', fallenOut: leftOutExample, fallenOutCount: 1 }
  }
)

export const runSchemas = [
  paymentRun.schemas.New,
  ...schemasOf(paymentRun),
  PaymentRun,
  CollectedPaymentRun,
  LockedPaymentRun
]
