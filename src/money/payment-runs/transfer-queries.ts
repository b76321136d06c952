import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import type { AccountKind } from '../payee-accounts/rules.ts'
import { isForAgreement } from '../payments/funded.ts'
import { setOffAgainst, withDecision } from '../payments/live.ts'
import type { Particulars } from './item-record.ts'
import type { RunFilters } from './record.ts'

/** Reads due payments, and what the bank is told of each. A few statements read them all: a run may have thousands. */

export type DuePayment = { id: string; status: 'planned' | 'checked' | 'approved' }
type Due = { dueTo: string; filters: RunFilters }

/** The approved payments that are due, locked in the order of their ids so that no two runs wait for each other. */
export async function lockDue(tx: Transaction, municipalityCode: string, due: Due): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select payment.id ${duePayments(municipalityCode, due)} and payment.status = 'approved'
    order by payment.id for update of payment`)
  return rows.map(({ id }) => id)
}

/** The payments that are due and that nobody has approved yet. */
export async function findUnapproved(tx: Transaction, municipalityCode: string, due: Due): Promise<DuePayment[]> {
  const { rows } = await tx.execute<DuePayment>(sql`
    select payment.id, payment.status ${duePayments(municipalityCode, due)} and payment.status in ('planned', 'checked')
    order by payment.due_on, payment.id`)
  return rows
}

const ofPayment = { agreementId: sql`payment.agreement_id`, awardId: sql`payment.award_id` }

function duePayments(municipalityCode: string, { dueTo, filters }: Due): SQL {
  const { bodyId, schemeId, agreementId } = filters
  return sql`
    from payments payment
    ${withDecision(municipalityCode)}
    where payment.municipality_code = ${municipalityCode} and payment.withdrawn_at is null
      and payment.due_on <= ${dueTo}
      ${bodyId ? sql`and decision.body_id = ${bodyId}` : sql``}
      ${schemeId ? sql`and line.scheme_id = ${schemeId}` : sql``}
      ${agreementId ? sql`and ${isForAgreement(municipalityCode, ofPayment, sql`${agreementId}::uuid`)}` : sql``}`
}

export type TransferFacts = {
  paymentId: string
  version: number
  /** Kronor: the payment, and what is set off from it. */
  amount: number
  setOffAmount: number
  /** The live run that it is in. */
  runId: string | null
  payeeName: string
  organisationNumber: string | null
  account: {
    payeeAccountId: string
    accountKind: AccountKind
    accountNumber: string
    town: string | null
    country: string | null
  } | null
  particulars: Particulars
}

/** What the bank is told of each payment, in order of due date. Holds (payments/hold-reasons.ts) judge whether the account is valid. */
export async function findTransfers(
  tx: Transaction,
  municipalityCode: string,
  paymentIds: string[]
): Promise<TransferFacts[]> {
  const { rows } = await tx.execute<
    Omit<TransferFacts, 'amount' | 'setOffAmount'> & { amount: string; setOffAmount: string }
  >(sql`
    select payment.id as "paymentId", payment.version, payment.amount,
           ${setOffAgainst(municipalityCode, sql`payment.id`)} as "setOffAmount",
           item.run_id as "runId", payee.name as "payeeName", payee.organisation_number as "organisationNumber",
           case when account.id is not null then json_build_object('payeeAccountId', account.id,
             'accountKind', account.account_kind, 'accountNumber', account.account_number, 'town', account.town,
             'country', account.country) end as account,
           json_build_object('dueOn', payment.due_on, 'coding', payment.coding, 'paragraph', decision.paragraph,
             'diaryNumber', decision.diary_number, 'schemeName', scheme.name, 'grantYear', payment.grant_year,
             'grantYearTo', payment.grant_year_to, 'servicePeriodFrom', payment.service_period_from,
             'servicePeriodTo', payment.service_period_to, 'payeeMessage', payment.payee_message,
             'payeeReference', payment.payee_reference) as particulars
    from unnest(${sql.param(paymentIds)}::uuid[]) as wanted (id)
    join payments payment on payment.municipality_code = ${municipalityCode} and payment.id = wanted.id
    join organisations payee
      on payee.municipality_code = payment.municipality_code and payee.id = payment.payee_organisation_id
    ${withDecision(municipalityCode)}
    left join schemes scheme on scheme.municipality_code = line.municipality_code and scheme.id = line.scheme_id
      and ${ofMunicipality(municipalityCode, 'scheme')}
    left join payee_accounts account
      on account.municipality_code = payment.municipality_code and account.id = payment.payee_account_id
      and ${ofMunicipality(municipalityCode, 'account')}
    left join payment_run_items item
      on item.municipality_code = payment.municipality_code and item.payment_id = payment.id and item.status = 'live'
      and ${ofMunicipality(municipalityCode, 'item')}
    where ${ofMunicipality(municipalityCode, 'payee')}
    order by payment.due_on, payment.id`)
  return rows.map(row => ({ ...row, amount: Number(row.amount), setOffAmount: Number(row.setOffAmount) }))
}
