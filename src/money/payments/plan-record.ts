import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { check, index, pgTable, text as textColumn } from 'drizzle-orm/pg-core'
import { Type } from 'typebox'
import type { Connection } from '../../platform/database/connection.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import { Money, OneOf, Strict, Uuid } from '../../platform/http/schemas.ts'
import { code, json, money, sentOf, text, uuid, year } from '../../platform/records/fields.ts'
import { recordColumns, recordOf } from '../../platform/records/record.ts'
import { roundingDirections } from '../../register/agreements/money-rules.ts'
import { agreements } from '../../register/agreements/record.ts'
import { awards } from '../../register/decisions/line-record.ts'
import { decisions } from '../../register/decisions/record.ts'
import { isForAgreement } from './funded.ts'
import { liveOf } from './live.ts'
import { schedules } from './rules.ts'

const fields = {
  awardId: uuid('The award that is paid out').answered().filter('The award'),
  agreementId: uuid('The agreement that it is paid for').answeredOrNull(),
  /** The period of the award, as the ledger has it: a year, or the first of several that share one amount. */
  grantYear: year('Year of the grant, or the first of several that share one amount').answeredOrNull(),
  grantYearTo: year('Last of several years that share one amount').answeredOrNull(),
  schedule: code(
    schedules,
    'once; yearly, halfYearly, tertial from the first day of the period; quarterly, monthly by the calendar; or custom'
  ),
  amount: money('Planned when the plan was made, or made anew', 247700).answered(),
  /** Where the plan was made at an extension. */
  indexation: json(
    Strict({
      baseAmount: Money('Amount before the index changed', 247700),
      indexFrom: Type.Number({ description: 'The index then', example: 100 }),
      indexTo: Type.Number({ description: 'The index now', example: 105 }),
      percent: Type.Number({ description: 'Per cent of the change that counts', example: 80 }),
      roundedTo: Type.Number({ description: 'Kronor that it is rounded to', example: 100 }),
      rounding: OneOf(roundingDirections, 'Direction of rounding')
    })
  ).answeredOrNull(),
  budgetOverrideDecisionId: uuid('The decision that allows it to go beyond a budget').optional(),
  note: text('Remark', 4000, 'Kvartal 1').optional()
}
export const { schedule } = sentOf(fields)
export type Indexation = NonNullable<PaymentPlanRow['indexation']>

/** How the money of one period of an award is spread over payments. */
export const paymentPlans = pgTable(
  'payment_plans',
  {
    ...recordColumns(fields),
    /** Digest of what was received under the reference: the same again is no other plan. */
    receivedHash: textColumn()
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

const ofPlan = (sum: SQL) => sql<number>`(select ${sum} from payments payment
  where payment.municipality_code = payment_plans.municipality_code and payment.plan_id = payment_plans.id
    and ${ofMunicipality(listedCode, 'payment')} and payment.withdrawn_at is null)`
const { receivedHash: _, ...columns } = getTableColumns(paymentPlans)

export const paymentPlan = recordOf({
  noun: 'PaymentPlan',
  plural: 'PaymentPlans',
  address: 'payment-plans',
  tag: 'payments',
  scope: 'payments',
  what: 'payment plan',
  fields,
  table: paymentPlans,
  describes: {
    one: 'How the money of one period of an award is paid',
    created: 'How the money of one period of an award is to be paid',
    page: 'A page of payment plans'
  },
  examples: {
    created: { awardId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60', grantYear: 2022, schedule: 'quarterly' }
  },
  answers: {
    liveAmount: Money('Planned and not cancelled, less what the bank sent back', 247700),
    paidAmount: Money('Paid, less what the bank sent back', 61925),
    paymentCount: Type.Integer({ description: 'Payments that are not cancelled', example: 4 })
  },
  select: (db: Connection) =>
    db
      .select({
        ...columns,
        liveAmount: ofPlan(sql`coalesce(sum(${liveOf}), 0)::float8`),
        paidAmount: ofPlan(sql`coalesce(sum(${liveOf}) filter (where payment.paid_on is not null), 0)::float8`),
        paymentCount: ofPlan(sql`count(*)::int`)
      })
      .from(paymentPlans),
  filters: {
    agreementId: {
      schema: Uuid('The agreement: that it names, or, where it names none, that its award funds'),
      where: value =>
        isForAgreement(
          listedCode,
          { agreementId: sql`${paymentPlans.agreementId}`, awardId: sql`${paymentPlans.awardId}` },
          sql`${value}::uuid`
        )
    }
  },
  reference: 'P-3',
  sorts: ['id', 'updatedAt'],
  says: {
    list: ['List payment plans', 'Plans in the order in which they were made, each with what of it is live and paid.']
  }
})
export type PaymentPlanRow = typeof paymentPlans.$inferSelect
