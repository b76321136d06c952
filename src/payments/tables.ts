import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid
} from 'drizzle-orm/pg-core'
import { agreements } from '../agreements/record.ts'
import { day, id, instant, money, municipalityCode, named, tracked } from '../database/columns.ts'
import { keysOf, refersTo } from '../database/table-keys.ts'
import { awards } from '../decisions/line-record.ts'
import { decisions } from '../decisions/record.ts'
import { organisations } from '../organisations/record.ts'
import { payeeAccounts } from '../payee-accounts/record.ts'
import { reports } from '../reports/record.ts'
import { reportRequirements } from '../reports/requirement-record.ts'
import type { ConditionKind, PaymentKind, PaymentStatus, Schedule } from './rules.ts'

/** How the money of one period of an award is spread over payments. */
export const paymentPlans = pgTable(
  'payment_plans',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    awardId: uuid().notNull(),
    agreementId: uuid(),
    /** The period of the award, as the ledger has it: a year, or the first of several that share one amount. */
    grantYear: integer(),
    grantYearTo: integer(),
    schedule: text().$type<Schedule>().notNull(),
    /** Kronor planned when the plan was made or last re-planned. */
    amount: money().notNull(),
    /** How an index raised the amount, where the plan was made at an extension. */
    indexation: jsonb().$type<Indexation>(),
    /** The decision that allows the plan to go beyond a budget. */
    budgetOverrideDecisionId: uuid(),
    note: text(),
    /** Digest of what was received under the reference: the same again is no other plan. */
    receivedHash: text(),
    ...tracked()
  },
  table => [
    ...keysOf('payment_plans', table),
    index('payment_plans_by_reference').on(table.municipalityCode, table.reference).where(sql`reference is not null`),
    index('payment_plans_award').on(table.municipalityCode, table.awardId, table.id),
    index('payment_plans_agreement').on(table.municipalityCode, table.agreementId, table.id),
    refersTo('payment_plans_award_fk', table, table.awardId, awards),
    refersTo('payment_plans_agreement_fk', table, table.agreementId, agreements),
    refersTo('payment_plans_override_fk', table, table.budgetOverrideDecisionId, decisions),
    check('payment_plans_amount', sql`amount > 0`),
    check('payment_plans_years', sql`grant_year_to > grant_year`)
  ]
)

/** An instalment of a plan, from planned to paid. A cancelled one is withdrawn. */
export const payments = pgTable(
  'payments',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    planId: uuid().notNull(),
    awardId: uuid().notNull(),
    agreementId: uuid(),
    /** Order within the plan, from 1. */
    instalmentNumber: integer().notNull(),
    kind: text().$type<PaymentKind>().notNull().default('instalment'),
    amount: money().notNull(),
    grantYear: integer(),
    grantYearTo: integer(),
    /** The year whose budgets it falls on: that of the grant, else that of the due date. */
    budgetYear: integer().notNull(),
    dueOn: day().notNull(),
    servicePeriodFrom: day(),
    servicePeriodTo: day(),
    payeeOrganisationId: uuid().notNull(),
    /** Account coding (kontering) of the municipality: konto, ansvar, verksamhet, projekt and the like. */
    coding: jsonb().$type<Record<string, string>>().notNull().default({}),
    note: text(),
    status: text().$type<PaymentStatus>().notNull().default('planned'),
    /** Everybody who planned or changed it (principals, actor.ts): none of them may check or approve it. */
    changedBy: text().array().notNull(),
    checkedBy: text(),
    checkedByName: text(),
    checkedAt: instant(),
    checkNote: text(),
    approvedBy: text(),
    approvedByName: text(),
    approvedAt: instant(),
    approvalNote: text(),
    /** The account that was seen when it was checked: money goes nowhere else. */
    payeeAccountId: uuid(),
    withheldAt: instant(),
    withheldReason: text(),
    withheldDecisionId: uuid(),
    /** A recorded choice to pay before the decision is final (kommunallagen 13:14). */
    beforeFinal: jsonb().$type<BeforeFinal>(),
    paidOn: day(),
    voucherNumber: text(),
    returnedOn: day(),
    /** What came back: the amount less what was set off. */
    returnedAmount: money(),
    returnedReason: text(),
    returnedVoucherNumber: text(),
    reissueOfId: uuid(),
    ...tracked()
  },
  table => [
    ...keysOf('payments', table),
    index('payments_plan').on(table.municipalityCode, table.planId, table.instalmentNumber, table.id),
    index('payments_award').on(table.municipalityCode, table.awardId, table.dueOn, table.id),
    index('payments_agreement').on(table.municipalityCode, table.agreementId, table.dueOn, table.id),
    index('payments_payee').on(table.municipalityCode, table.payeeOrganisationId, table.dueOn, table.id),
    index('payments_due').on(table.municipalityCode, table.dueOn, table.id),
    index('payments_status').on(table.municipalityCode, table.status, table.dueOn, table.id),
    index('payments_paid').on(table.municipalityCode, table.paidOn, table.id).where(sql`paid_on is not null`),
    index('payments_voucher').on(table.municipalityCode, table.voucherNumber).where(sql`voucher_number is not null`),
    index('payments_kind').on(table.municipalityCode, table.kind, table.dueOn, table.id),
    index('payments_grant_year').on(table.municipalityCode, table.grantYear, table.dueOn, table.id),
    index('payments_withdrawn').on(table.municipalityCode, table.dueOn, table.id).where(sql`withdrawn_at is not null`),
    index('payments_withheld').on(table.municipalityCode, table.dueOn, table.id).where(sql`withheld_at is not null`),
    index('payments_by_reference').on(table.municipalityCode, table.reference).where(sql`reference is not null`),
    uniqueIndex('payment_reissued')
      .on(table.municipalityCode, table.reissueOfId)
      .where(sql`reissue_of_id is not null and withdrawn_at is null`),
    index('payments_budget').on(table.municipalityCode, table.budgetYear, table.id),
    refersTo('payments_plan_fk', table, table.planId, paymentPlans),
    refersTo('payments_award_fk', table, table.awardId, awards),
    refersTo('payments_agreement_fk', table, table.agreementId, agreements),
    refersTo('payments_payee_fk', table, table.payeeOrganisationId, organisations),
    refersTo('payments_account_fk', table, table.payeeAccountId, payeeAccounts),
    refersTo('payments_withheld_decision_fk', table, table.withheldDecisionId, decisions),
    foreignKey({
      name: 'payments_reissue_of_fk',
      columns: [table.municipalityCode, table.reissueOfId],
      foreignColumns: [table.municipalityCode, table.id]
    }),
    check('payments_amount', sql`amount > 0`),
    check('payments_years', sql`grant_year_to > grant_year`),
    check('payments_service_period', sql`service_period_to >= service_period_from`),
    check('payments_status_known', sql`status in ('planned', 'checked', 'approved', 'ordered', 'paid', 'returned')`),
    check('payments_paid_when', sql`(paid_on is not null) = (status in ('paid', 'returned'))`),
    check(
      'payments_returned_when',
      sql`num_nulls(returned_on, returned_amount) = case status when 'returned' then 0 else 2 end`
    ),
    check('payments_returned_amount', sql`returned_amount > 0 and returned_amount <= amount`),
    check('payments_cancelled', sql`withdrawn_at is null or status = 'planned'`),
    check('payments_withheld', sql`(withheld_at is null) = (withheld_reason is null)`)
  ]
)

/** What a payment waits for. All of them must be met; whether they are is derived for a day. */
export const paymentConditions = pgTable(
  'payment_conditions',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    paymentId: uuid().notNull(),
    kind: text().$type<ConditionKind>().notNull(),
    /** reportAccepted: this report, or every report of the requirement that is due by the payment's due date. */
    reportId: uuid(),
    requirementId: uuid(),
    /** notBefore. */
    notBefore: day()
  },
  table => [
    primaryKey({ name: 'payment_conditions_pk', columns: [table.municipalityCode, table.id] }),
    index('payment_conditions_payment').on(table.municipalityCode, table.paymentId, table.id),
    index('payment_conditions_report').on(table.municipalityCode, table.reportId).where(sql`report_id is not null`),
    index('payment_conditions_requirement')
      .on(table.municipalityCode, table.requirementId)
      .where(sql`requirement_id is not null`),
    refersTo('payment_conditions_payment_fk', table, table.paymentId, payments),
    refersTo('payment_conditions_report_fk', table, table.reportId, reports),
    refersTo('payment_conditions_requirement_fk', table, table.requirementId, reportRequirements),
    check(
      'payment_conditions_report_named',
      sql`num_nonnulls(report_id, requirement_id) = (kind = 'reportAccepted')::int`
    ),
    check('payment_conditions_day', sql`(not_before is not null) = (kind = 'notBefore')`)
  ]
)

export type Indexation = {
  baseAmount: number
  indexFrom: number
  indexTo: number
  percent: number
  roundedTo: number
  rounding: 'down' | 'up' | 'nearest'
}
/** By role, never by name. */
export type BeforeFinal = { riskAssessment: string; chosenBy: string; chosenOn: string }
