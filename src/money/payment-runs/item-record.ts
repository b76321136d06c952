import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, primaryKey, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { id, municipalityCode } from '../../platform/database/columns.ts'
import { refersTo } from '../../platform/database/table-keys.ts'
import type { List } from '../../platform/http/pagination.ts'
import {
  Answer,
  MunicipalityCode,
  Nullable,
  OneOf,
  PageOf,
  ref,
  Strict,
  Text,
  Uuid,
  walkedBy
} from '../../platform/http/schemas.ts'
import {
  answeredOf,
  code,
  columnsOf,
  count,
  day,
  instant,
  json,
  money,
  text,
  uuid
} from '../../platform/records/fields.ts'
import { accountKinds } from '../payee-accounts/rules.ts'
import { payments } from '../payments/record.ts'
import { paymentRuns } from './record.ts'
import { runItemStatuses } from './rules.ts'

const Payee = Strict({
  name: Text('Name when the run was locked', 300, 'Haninge Kvinnojour'),
  organisationNumber: Nullable(Text('Ten digits', 10, '8020001234')),
  payeeAccountId: Uuid('The account'),
  accountKind: OneOf(accountKinds, 'Kind of account'),
  accountNumber: Text('Its number', 34, '50501055'),
  town: Type.Optional(Nullable(Text('Its town', 35, 'Handen'))),
  country: Type.Optional(Nullable(Text('Its country', 2, 'SE')))
})
export type Payee = Static<typeof Payee>

/** Of the payment, its award and its decision. */
export type Particulars = {
  dueOn: string
  coding: Record<string, string>
  paragraph: string | null
  diaryNumber: string | null
  schemeName: string | null
  grantYear: number | null
  grantYearTo: number | null
  /** Not kept of runs that were locked before files told it. */
  servicePeriodFrom?: string | null
  servicePeriodTo?: string | null
  payeeMessage?: string | null
  payeeReference?: string | null
}

/** The entry of the bank by which a payment left the account: by it the same entry in another file is known again. */
export type DebitedBy = {
  /** Which message told it: `camt.053`. */
  message: string
  /** The bank's own name of the entry; null where it says none. */
  reference: string | null
  bookedOn: string
}

const fields = {
  runId: uuid('The run').answered(),
  paymentId: uuid('The payment').answered(),
  position: count('Order within the run, from 1', 1, 1).answered(),
  /** Unique for every attempt to pay. */
  endToEndId: text(
    'By which the bank and accounts payable name this attempt to pay',
    35,
    'PI019B2C7A10A17CC38F5E1D2C3B4A5F60'
  ).answered(),
  amount: money('What goes to the bank: the payment less what is set off', 95_000).answered(),
  setOffAmount: money('What is set off against recoveries', 0).answered(0),
  payee: json(Payee).answeredOrNull(),
  status: code(runItemStatuses, 'Live until it was answered for').answered('live'),
  paidOn: day('Day on which it was paid', '2027-01-05').answeredOrNull(),
  voucherNumber: text('Voucher of the payment', 100, 'V-2027-311').answeredOrNull(),
  rejectedReason: text('Why the bank rejected it', 1000, 'Kontot är avslutat').answeredOrNull(),
  removedReason: text('Why it left the run', 4000, 'Fel konto').answeredOrNull(),
  confirmedAt: instant('When it was answered for').answeredOrNull()
}

/** One payment of a run, as it goes to the bank. */
export const paymentRunItems = pgTable(
  'payment_run_items',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...columnsOf(fields),
    /** Of the payment when it was collected: one that was changed since falls out when the run is locked. */
    paymentVersion: integer().notNull(),
    /** What files say of the payment besides, as it was when the run was locked: a file written later is the same. */
    particulars: jsonb().$type<Particulars>(),
    /** Null until a file of the bank has told the entry. */
    debitedBy: jsonb().$type<DebitedBy>()
  },
  table => [
    primaryKey({ name: 'payment_run_items_pk', columns: [table.municipalityCode, table.id] }),
    unique('payment_run_items_end_to_end').on(table.municipalityCode, table.endToEndId),
    uniqueIndex('payment_in_live_run').on(table.municipalityCode, table.paymentId).where(sql`status = 'live'`),
    index('payment_run_items_run').on(table.municipalityCode, table.runId, table.position, table.id),
    index('payment_run_items_payment').on(table.municipalityCode, table.paymentId, table.id),
    refersTo('payment_run_items_run_fk', table, table.runId, paymentRuns),
    refersTo('payment_run_items_payment_fk', table, table.paymentId, payments),
    check('payment_run_items_amounts', sql`least(amount, set_off_amount) >= 0`),
    check('payment_run_items_paid_when', sql`(paid_on is not null) = (status = 'paid')`)
  ]
)
export type ItemRow = typeof paymentRunItems.$inferSelect

export const PaymentRunItem = Answer(
  { municipalityCode: MunicipalityCode, id: Uuid('Identity made by the service'), ...answeredOf(fields) },
  {
    $id: 'PaymentRunItem',
    description: 'One payment of a run, as it goes to the bank'
  }
)
export const PaymentRunItemPage = PageOf(ref(PaymentRunItem), 'PaymentRunItemPage', 'A page of the payments of a run')

export const RunItemQuery = Strict({
  ...walkedBy(['position']),
  status: Type.Optional(OneOf(runItemStatuses, 'Whether it was answered for, and how')),
  paymentId: Type.Optional(Uuid('The payment')),
  endToEndId: Type.Optional(Text('By which the bank names it', 35, 'PI019B2C7A10A17CC38F5E1D2C3B4A5F60'))
})

/** The items of a run in their order. */
export const itemList: List<ItemRow> = {
  name: 'payment-run-items',
  select: db => db.select().from(paymentRunItems).$dynamic(),
  where: sql`${paymentRunItems.municipalityCode} = ${sql.placeholder('municipalityCode')}
    and ${paymentRunItems.runId} = ${sql.placeholder('id')}`,
  filters: {
    status: value => sql`${paymentRunItems.status} = ${value}`,
    paymentId: value => sql`${paymentRunItems.paymentId} = ${value}`,
    endToEndId: value => sql`${paymentRunItems.endToEndId} = ${value}`
  },
  sorts: { position: { column: paymentRunItems.position, of: row => row.position } },
  id: { column: paymentRunItems.id, of: row => row.id }
}

export const itemSchemas = [PaymentRunItem, PaymentRunItemPage]
