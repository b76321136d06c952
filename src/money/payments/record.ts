import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import { check, index, pgTable, primaryKey, text as textColumn, uuid as uuidColumn } from 'drizzle-orm/pg-core'
import { type Static, type TSchema, Type } from 'typebox'
import { id, municipalityCode } from '../../platform/database/columns.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import { CsvFormatAsked } from '../../platform/http/csv.ts'
import {
  Day,
  Money,
  Named,
  Nullable,
  OneOf,
  PageOf,
  Patch,
  Representation,
  ref,
  Strict,
  Text,
  Uuid,
  Year
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
  of,
  positiveMoney,
  sentOf,
  text,
  uuid,
  year
} from '../../platform/records/fields.ts'
import { listingOf, onOrAfter, onOrBefore, recordColumns } from '../../platform/records/record.ts'
import { agreements } from '../../register/agreements/record.ts'
import { awards, decisionLines } from '../../register/decisions/line-record.ts'
import { decisions } from '../../register/decisions/record.ts'
import { organisations } from '../../register/organisations/record.ts'
import { payeeAccounts } from '../payee-accounts/record.ts'
import { reports } from '../reports/record.ts'
import { reportRequirements } from '../reports/requirement-record.ts'
import { isForAgreement } from './funded.ts'
import { heldReasons, holdsQuery, paymentsThatAre } from './hold-reasons.ts'
import { setOffAgainst } from './live.ts'
import { paymentPlans } from './plan-record.ts'
import { conditionKinds, nextSteps, type Payability, payabilities, paymentKinds, paymentStatuses } from './rules.ts'

export const Coding = Type.Record(
  Type.String({ pattern: '^[^\\s=][^=]{0,99}$' }),
  Type.String({ minLength: 1, maxLength: 100 }),
  {
    maxProperties: 30,
    description: 'Account coding (kontering) in the words of the municipality',
    example: { konto: '4510', ansvar: '7100' }
  }
)

export const BeforeFinal = Strict(
  {
    riskAssessment: Text('What paying now risks, should the decision be annulled', 4000, 'Risken bedöms som liten'),
    chosenBy: Text('Role of whoever chose, never a name', 200, 'Förvaltningschef'),
    chosenOn: Type.Optional(Day('When it was chosen; today unless told', '2021-12-20'))
  },
  {
    title: 'BeforeFinal',
    description: 'A choice to pay before the decision is final (kommunallagen 13:14)',
    example: { riskAssessment: 'Risken bedöms som liten', chosenBy: 'Förvaltningschef', chosenOn: '2021-12-20' }
  }
)
/** As it is kept: with its day. */
export type BeforeFinal = Required<Static<typeof BeforeFinal>>

/** By which entry of the bank a return is known again: its kind of message (`camt.054`) and its reference; null of one by hand. */
export type ToldBy = { message: string; reference: string | null }

export const EarlierReturns = Type.Array(
  Strict({
    returnedOn: Day('When it came back', '2022-01-10'),
    amount: Money('What came back then', 3000),
    reason: Nullable(Text('Why', 1000, 'Kontot är avslutat')),
    voucherNumber: Nullable(Text('Its voucher', 100, 'V-2027-340'))
  }),
  {
    description: 'Returns before the last one, which `returnedOn` tells; `returnedAmount` is the sum of all',
    example: []
  }
)
export type KeptReturn = Static<typeof EarlierReturns>[number] & { toldBy: ToldBy | null }

/** The fields of a payment that a plan, an import and a reissue all set. */
export const content = {
  dueOn: day('When it falls due', '2022-01-03'),
  amount: positiveMoney('Amount; there is no property for a currency, all amounts are Swedish kronor'),
  servicePeriodFrom: day('First day of what it pays for', '2022-01-01').optional(),
  servicePeriodTo: day('Last day of what it pays for', '2022-03-31').optional(),
  payeeOrganisationId: uuid('Who is paid'),
  coding: json(Coding).defaulted({}),
  payeeMessage: text(
    'What the payee reads at its bank, before the period; the scheme and the decision unless told',
    100,
    'Hyresbidrag'
  ).optional(),
  payeeReference: text(
    'OCR number or RF reference (ISO 11649) by which the payee knows it; the bank tells it in place of a message',
    40,
    '12345682'
  ).optional(),
  note: text('Remark', 4000, 'Kvartal 1').optional()
}

const belonging = {
  planId: uuid('The plan that it is of').answered().filter('The plan'),
  awardId: uuid('The award that it pays out').answered().filter('The award'),
  agreementId: uuid('The agreement that it is paid for').answeredOrNull()
}

const placed = {
  instalmentNumber: count('Order within the plan', 1, 1).answered(),
  kind: code(paymentKinds, 'An instalment, an advance, or money that came back and is paid anew')
    .answered('instalment')
    .filter('Kind of payment'),
  grantYear: year('Year of the grant, or the first of several that share one amount').answeredOrNull(),
  grantYearTo: year('Last of several years that share one amount').answeredOrNull(),
  budgetYear: year('The year whose budgets it falls on').answered()
}

const status = code(paymentStatuses, 'How far it has come').answered('planned').filter('How far it has come')

const principal = (who: string, example: string) =>
  text(`${who}: the person, key or token that was authenticated`, 500, example).answeredOrNull()
const keyName = (example: string) => text('Name of the key or of the client', 500, example).answeredOrNull()

/** Principals (actor.ts) and names of those who attested; the account was seen at the check: money goes nowhere else. */
const attested = {
  changedBy: of<string[]>(
    Type.Array(Type.String(), {
      description: 'Who planned or changed it: none of them checks or approves it',
      example: ['person:handläggare']
    }),
    () => textColumn().array()
  ).answered(),
  checkedBy: principal('Who checked it (sakattest)', 'person:ekonom'),
  checkedByName: keyName('Ekonom'),
  checkedAt: instant('When it was checked').answeredOrNull(),
  checkNote: text('Remark on the check', 4000, 'Underlag granskat').answeredOrNull(),
  approvedBy: principal('Who approved it (beslutsattest)', 'person:enhetschef'),
  approvedByName: keyName('Enhetschef'),
  approvedAt: instant('When it was approved').answeredOrNull(),
  approvalNote: text('Remark on the approval', 4000, 'Enligt plan').answeredOrNull(),
  payeeAccountId: uuid('The account that was seen when it was checked').answeredOrNull()
}

const followed = {
  withheldAt: instant('When somebody withheld it').answeredOrNull(),
  withheldReason: text('Why it is withheld', 1000, 'Verksamheten utreds').answeredOrNull(),
  withheldDecisionId: uuid('The decision to withhold it').answeredOrNull(),
  beforeFinal: json<typeof BeforeFinal, BeforeFinal>(BeforeFinal).answeredOrNull(),
  paidOn: day('When it was paid', '2022-01-07').answeredOrNull(),
  voucherNumber: text('Voucher (verifikation)', 100, 'V-2022-118').answeredOrNull(),
  returnedOn: day('When the bank sent it back', '2022-01-12').answeredOrNull(),
  returnedAmount: money(
    'What came back, at most the amount less what was set off; the rest stays paid',
    95000
  ).answeredOrNull(),
  returnedReason: text('Why it came back', 1000, 'Kontot är avslutat').answeredOrNull(),
  earlierReturns: json<typeof EarlierReturns, KeptReturn[]>(EarlierReturns).answered([]),
  reissueOfId: uuid('The returned payment that it pays anew').answeredOrNull()
}

const returnedVoucher = {
  returnedVoucherNumber: text('Voucher of the return', 100, 'V-2027-350').answeredOrNull()
}

/** Of the last return, and never answered. */
const bankTold = { returnToldBy: json<TSchema, ToldBy>(Type.Unknown()).answeredOrNull() }

export const paymentFields = {
  ...belonging,
  ...placed,
  ...content,
  status,
  ...attested,
  ...followed,
  ...returnedVoucher,
  ...bankTold
}

/** An instalment of a plan, from planned to paid. A cancelled one is withdrawn. */
export const payments = pgTable('payments', recordColumns(paymentFields), table => [
  ...keysOf('payments', table),
  index('payments_plan').on(table.municipalityCode, table.planId, table.instalmentNumber, table.id),
  index('payments_award').on(table.municipalityCode, table.awardId, table.dueOn, table.id),
  index('payments_agreement').on(table.municipalityCode, table.agreementId, table.dueOn, table.id),
  index('payments_payee').on(table.municipalityCode, table.payeeOrganisationId, table.dueOn, table.id),
  index('payments_due').on(table.municipalityCode, table.dueOn, table.id),
  index('payments_status').on(table.municipalityCode, table.status, table.dueOn, table.id),
  index('payments_paid').on(table.municipalityCode, table.paidOn, table.id).where(sql`paid_on is not null`),
  index('payments_voucher').on(table.municipalityCode, table.voucherNumber).where(sql`voucher_number is not null`),
  index('payments_unpaid')
    .on(table.municipalityCode, table.dueOn, table.id)
    .where(sql`withdrawn_at is null and status in ('planned', 'checked', 'approved', 'ordered')`),
  index('payments_kind').on(table.municipalityCode, table.kind, table.dueOn, table.id),
  index('payments_grant_year').on(table.municipalityCode, table.grantYear, table.dueOn, table.id),
  index('payments_withdrawn').on(table.municipalityCode, table.dueOn, table.id).where(sql`withdrawn_at is not null`),
  index('payments_withheld').on(table.municipalityCode, table.dueOn, table.id).where(sql`withheld_at is not null`),
  index('payments_by_reference').on(table.municipalityCode, table.reference).where(sql`reference is not null`),
  index('payments_reissue').on(table.municipalityCode, table.reissueOfId).where(sql`reissue_of_id is not null`),
  index('payments_budget').on(table.municipalityCode, table.budgetYear, table.id),
  refersTo('payments_plan_fk', table, table.planId, paymentPlans),
  refersTo('payments_award_fk', table, table.awardId, awards),
  refersTo('payments_agreement_fk', table, table.agreementId, agreements),
  refersTo('payments_payee_fk', table, table.payeeOrganisationId, organisations),
  refersTo('payments_account_fk', table, table.payeeAccountId, payeeAccounts),
  refersTo('payments_withheld_decision_fk', table, table.withheldDecisionId, decisions),
  refersTo('payments_reissue_of_fk', table, table.reissueOfId, table),
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
])
export type PaymentRow = typeof payments.$inferSelect

const conditionFields = {
  kind: code(conditionKinds, 'What it waits for'),
  reportId: uuid('reportAccepted: this report, accepted or waived').optional(),
  requirementId: uuid(
    'reportAccepted: every report of this requirement that is due by the due date of the payment; reportId or this'
  ).optional(),
  notBefore: day('notBefore: first day on which it may be paid', '2022-04-01').optional()
}

/** What a payment waits for. All of them must be met; whether they are is derived for a day. */
export const paymentConditions = pgTable(
  'payment_conditions',
  { municipalityCode: municipalityCode(), id: id(), paymentId: uuidColumn().notNull(), ...columnsOf(conditionFields) },
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

export const Condition = Strict(sentOf(conditionFields), {
  title: 'NewPaymentCondition',
  example: { kind: 'noReportOverdue' }
})
export type Condition = Static<typeof Condition>
export const Conditions = (description: string) =>
  Type.Array(Condition, { maxItems: 30, description, example: [{ kind: 'noReportOverdue' }] })
const ConditionKept = Strict(answeredOf(conditionFields), { title: 'PaymentCondition' })
export type KeptCondition = Static<typeof ConditionKept>

const holdExample = {
  kind: 'report-overdue',
  message: 'A report was due on 2022-03-31 and is expected.',
  release: {
    operationId: 'acceptReport',
    subjectType: 'report',
    subjectId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f62',
    releasedOn: null
  }
}
const PaymentHold = Strict(
  {
    kind: Type.String({ description: 'Why it is held', example: 'report-overdue' }),
    message: Type.String({ description: 'The same in words', example: holdExample.message }),
    release: Strict(
      {
        operationId: Nullable(
          Type.String({ description: 'Operation that would release it; null: time does', example: 'acceptReport' })
        ),
        subjectType: Type.String({ description: 'Kind of record that the operation is about', example: 'report' }),
        subjectId: Uuid('The record'),
        releasedOn: Nullable(Day('Day on which time releases it', '2022-04-01'))
      },
      { description: 'The step that would release it' }
    )
  },
  { $id: 'PaymentHold', description: 'A reason why a payment is held', example: holdExample }
)

/** With what it is of, and with what is derived for a day. */
export const Payment = Representation(
  {
    ...Named,
    ...answeredOf(content),
    ...answeredOf(belonging),
    lineId: Uuid('The line of the decision'),
    decisionId: Uuid('The decision'),
    bodyId: Uuid('The body that decided'),
    schemeId: Nullable(Uuid('The scheme')),
    ...answeredOf(placed),
    payeeName: Type.String({ description: 'Name of who is paid', example: 'Haninge Kvinnojour' }),
    ...answeredOf({ status }),
    nextStep: Nullable(OneOf(nextSteps, 'What is to be done with it next')),
    payability: Nullable(OneOf(payabilities, 'Whether it may be paid that day; null for what is paid or cancelled')),
    holds: Type.Array(ref(PaymentHold), { description: 'Every reason why it is held, and what would release it' }),
    conditions: Type.Array(ConditionKept, { description: 'What it waits for' }),
    setOffAmount: Money('Set off against it: the bank pays so much less', 0),
    ...answeredOf(attested),
    ...answeredOf(followed)
  },
  {
    $id: 'Payment',
    description: 'A payment: an instalment of a plan, from planned to paid',
    example: {
      grantYear: 2022,
      servicePeriodFrom: '2022-01-01',
      servicePeriodTo: '2022-03-31',
      nextStep: 'check',
      payability: 'held',
      holds: [holdExample],
      conditions: [{ kind: 'noReportOverdue', reportId: null, requirementId: null, notBefore: null }]
    }
  }
)
export const PaymentPage = PageOf(ref(Payment), 'PaymentPage', 'A page of payments')

export const PaymentPatch = Patch(
  Strict({
    ...answeredOf(content),
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

const conditions = sql<KeptCondition[]>`(
  select coalesce(json_agg(json_build_object('kind', condition.kind, 'reportId', condition.report_id,
    'requirementId', condition.requirement_id, 'notBefore', condition.not_before) order by condition.id), '[]')
  from payment_conditions condition
  where condition.municipality_code = payments.municipality_code and condition.payment_id = payments.id
    and ${ofMunicipality(listedCode, 'condition')})`

const setOffAmount = sql<number>`${setOffAgainst(listedCode, sql`payments.id`)}::float8`

/** Payments with what they are of, to be prepared: the municipality is a placeholder. */
export function selectPayments(db: Connection) {
  const { municipalityCode } = payments
  return db
    .select({
      ...getTableColumns(payments),
      lineId: awards.lineId,
      decisionId: decisionLines.decisionId,
      bodyId: decisions.bodyId,
      schemeId: decisionLines.schemeId,
      payeeName: organisations.name,
      conditions,
      setOffAmount
    })
    .from(payments)
    .innerJoin(
      awards,
      and(
        eq(awards.municipalityCode, municipalityCode),
        eq(awards.municipalityCode, listedCode),
        eq(awards.id, payments.awardId)
      )
    )
    .innerJoin(
      decisionLines,
      and(
        eq(decisionLines.municipalityCode, awards.municipalityCode),
        eq(decisionLines.municipalityCode, listedCode),
        eq(decisionLines.id, awards.lineId)
      )
    )
    .innerJoin(
      decisions,
      and(
        eq(decisions.municipalityCode, decisionLines.municipalityCode),
        eq(decisions.municipalityCode, listedCode),
        eq(decisions.id, decisionLines.decisionId)
      )
    )
    .innerJoin(
      organisations,
      and(
        eq(organisations.municipalityCode, municipalityCode),
        eq(organisations.municipalityCode, listedCode),
        eq(organisations.id, payments.payeeOrganisationId)
      )
    )
    .$dynamic()
}
export type SelectedPayment = Awaited<ReturnType<typeof selectPayments>>[number]

export const OnDay = Strict({
  validOn: Type.Optional(Day('The day for which it is told whether it may be paid; today unless told', '2022-01-07'))
})

const unpaid = sql`(${payments.withdrawnAt} is null and ${payments.status} in ('planned', 'checked', 'approved', 'ordered'))`
/** The payments whose `payability` is asked for are judged on this day, which is bound beside the municipality. */
const on = sql.placeholder('on')

/** Payments by the day on which they fall due. */
const listing = listingOf<typeof paymentFields, typeof payments, SelectedPayment>({
  address: 'payments',
  fields: paymentFields,
  table: payments,
  select: selectPayments,
  filters: {
    agreementId: {
      schema: Uuid('The agreement: that it names, or, where it names none, that its award funds'),
      where: value =>
        isForAgreement(
          listedCode,
          { agreementId: sql`${payments.agreementId}`, awardId: sql`${payments.awardId}` },
          sql`${value}::uuid`
        )
    },
    decisionId: { schema: Uuid('The decision'), where: value => sql`${decisionLines.decisionId} = ${value}` },
    schemeId: { schema: Uuid('The scheme'), where: value => sql`${decisionLines.schemeId} = ${value}` },
    bodyId: { schema: Uuid('The body that decided'), where: value => sql`${decisions.bodyId} = ${value}` },
    payeeOrganisationId: {
      schema: Uuid('Who is paid'),
      // Also of those that were merged into it: what was paid stays with the name that it was paid to.
      where: value => sql`${payments.payeeOrganisationId} = any(array(select ${value}::uuid union all
        select id from organisations merged
        where ${ofMunicipality(listedCode, 'merged')} and merged.merged_into_id = ${value}))`
    },
    dueFrom: onOrAfter(payments.dueOn, 'Due on this day or later', '2022-01-01'),
    dueTo: onOrBefore(payments.dueOn, 'Due on this day or earlier', '2022-03-31'),
    paidFrom: onOrAfter(payments.paidOn, 'Paid on this day or later', '2022-01-01'),
    paidTo: onOrBefore(payments.paidOn, 'Paid on this day or earlier', '2022-12-31'),
    grantYear: {
      schema: Year('For this year, alone or among several'),
      where: value =>
        sql`${payments.grantYear} <= ${value}::int and coalesce(${payments.grantYearTo}, ${payments.grantYear}) >= ${value}::int`
    },
    voucherNumber: {
      schema: Type.String({ maxLength: 200, description: 'Voucher', example: 'V-2022-118' }),
      where: value => sql`${payments.voucherNumber} = ${value}`
    },
    payability: {
      schema: OneOf(payabilities, 'Unpaid, and whether it may be paid on the day'),
      where: value =>
        sql`(${unpaid} and (${payments.id} in (select payment_id from (${holdsQuery(listedCode, on)}) held)) = (${value} = 'held'))`,
      sift: {
        where: unpaid,
        keep: async (db, ids, said, { municipalityCode, on }) => {
          const held = await heldReasons(db, String(municipalityCode), ids, String(on))
          return new Set(ids.filter(id => held.has(id) === (said === 'held')))
        },
        all: async (db, said, { municipalityCode, on }) =>
          await paymentsThatAre(db, said as Payability, String(municipalityCode), String(on))
      }
    },
    withheld: {
      schema: Type.Boolean({ description: 'Withheld by somebody, or not', example: true }),
      where: value => sql`(${payments.withheldAt} is not null) = ${value}::boolean`
    }
  },
  reference: 'R-3',
  sorts: ['dueOn', 'updatedAt']
})
export const paymentList = listing.list
export const PaymentQuery = Strict({
  ...listing.Query.properties,
  ...OnDay.properties,
  csvFormat: CsvFormatAsked
})

/** Of which the kit makes `PATCH`, history and acts; lists and single ones are answered for a day. */
export const payment = {
  noun: 'Payment',
  plural: 'Payments',
  tag: 'payments',
  scope: 'payments',
  schemas: { One: Payment, Page: PaymentPage, Query: PaymentQuery, Patch: PaymentPatch },
  says: {
    update: [
      'Change a payment',
      'Changes what is given of a payment that nobody has approved (JSON merge patch); demands If-Match. Whatever is changed but the remark is to be checked anew, by somebody else.'
    ]
  }
} as const

export const paymentSchemas = [PaymentHold, Payment, PaymentPage, PaymentPatch]
