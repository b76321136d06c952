import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { day, id, instant, money, municipalityCode, named, tracked } from '../database/columns.ts'
import { keysOf, refersTo } from '../database/table-keys.ts'
import type { AccountKind } from '../payee-accounts/rules.ts'
import { payments } from '../payments/record.ts'
import type { RunItemStatus, RunStatus } from './rules.ts'

/** Payments that go to the bank together. */
export const paymentRuns = pgTable(
  'payment_runs',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    status: text().$type<RunStatus>().notNull().default('collected'),
    /** Payments due on this day or before it were collected. */
    dueTo: day().notNull(),
    /** The day on which the bank is asked to pay. */
    executionOn: day().notNull(),
    /** What was collected: all, or only what these name. */
    filters: jsonb().$type<RunFilters>().notNull().default({}),
    /** Follows from the run's id: a file that is written twice has the same, and the bank refuses the second. */
    messageId: text().notNull(),
    /** Fixed when the run is locked; kronor that go to the bank, and how many transactions. */
    controlSum: money(),
    transactionCount: integer(),
    debtor: jsonb().$type<Debtor>(),
    lockedAt: instant(),
    lockedBy: text(),
    exportedAt: instant(),
    exportedBy: text(),
    confirmedAt: instant(),
    note: text(),
    ...tracked()
  },
  table => [
    ...keysOf('payment_runs', table),
    unique('payment_runs_message').on(table.municipalityCode, table.messageId),
    index('payment_runs_status').on(table.municipalityCode, table.status, table.id),
    index('payment_runs_execution').on(table.municipalityCode, table.executionOn, table.id),
    check('payment_runs_status_known', sql`status in ('collected', 'locked', 'exported', 'confirmed', 'cancelled')`)
  ]
)

/** One payment of a run, as it goes to the bank. */
export const paymentRunItems = pgTable(
  'payment_run_items',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    runId: uuid().notNull(),
    paymentId: uuid().notNull(),
    /** Order within the run, from 1. */
    position: integer().notNull(),
    /** By which the bank's answer finds it: unique for every attempt to pay. */
    endToEndId: text().notNull(),
    /** Kronor that go to the bank: the payment less what is set off. */
    amount: money().notNull(),
    setOffAmount: money().notNull().default(0),
    /** Of the payment when it was collected: one that was changed since falls out when the run is locked. */
    paymentVersion: integer().notNull(),
    /** As it was when the run was locked. */
    payee: jsonb().$type<Payee>(),
    /** What files say of the payment besides, as it was then: a file written later is the same. */
    particulars: jsonb().$type<Particulars>(),
    status: text().$type<RunItemStatus>().notNull().default('live'),
    paidOn: day(),
    voucherNumber: text(),
    rejectedReason: text(),
    removedReason: text(),
    confirmedAt: instant()
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

export type RunFilters = { bodyId?: string; schemeId?: string; agreementId?: string }
export type Debtor = {
  name: string
  organisationNumber: string
  accountKind: AccountKind
  accountNumber: string
  bic: string | null
}
export type Payee = {
  name: string
  organisationNumber: string | null
  payeeAccountId: string
  accountKind: AccountKind
  accountNumber: string
}
/** Of the payment, its award and its decision. */
export type Particulars = {
  dueOn: string
  coding: Record<string, string>
  paragraph: string | null
  diaryNumber: string | null
  schemeName: string | null
  grantYear: number | null
  grantYearTo: number | null
}
