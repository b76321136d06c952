import { sql } from 'drizzle-orm'
import type { Message } from '../../base/language.ts'
import { kronorInSwedish } from '../../base/money.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { doubtfulResults } from '../payee-accounts/rules.ts'
import { TOLD } from './left-out.ts'
import type { RunRow, RunWarning } from './record.ts'

type Told = RunWarning & Message

/** The first hundred warnings of a run, and how many there are. */
export async function warningsOf(db: Connection, run: RunRow): Promise<{ warnings: Told[]; warningCount: number }> {
  const warnings = [
    ...(await possibleDoubles(db, run)),
    ...(await sharedAccounts(db, run)),
    ...(await accountsInDoubt(db, run))
  ]
  return { warnings: warnings.slice(0, TOLD), warningCount: warnings.length }
}

/**
 * Finds standing payments that are equal in payee, amount, due day and award, and of which one is in the run; the others may
 * be in another run or paid already. A returned payment was not received: what is issued anew for it is no double.
 */
async function possibleDoubles(db: Connection, { municipalityCode, id }: RunRow): Promise<Told[]> {
  const { rows } = await db.execute<{ ids: string[]; amount: string; due_on: string }>(sql`
    with mine as materialized (
      select distinct payment.award_id, payment.due_on, payment.amount, payment.payee_organisation_id
      from payment_run_items item
      join payments payment on payment.municipality_code = item.municipality_code and payment.id = item.payment_id
      where ${ofMunicipality(municipalityCode, 'item', 'payment')} and item.run_id = ${id} and item.status in ('live', 'paid')
    )
    select array_agg(payment.id order by payment.id) as ids, payment.amount, payment.due_on
    from mine
    join payments payment on payment.municipality_code = ${municipalityCode} and payment.award_id = mine.award_id
      and payment.due_on = mine.due_on and payment.amount = mine.amount
      and payment.payee_organisation_id = mine.payee_organisation_id
    where payment.withdrawn_at is null and payment.status <> 'returned'
    group by payment.award_id, payment.payee_organisation_id, payment.due_on, payment.amount
    having count(*) > 1
    order by min(payment.id::text)`)
  return rows.map(({ ids, amount, due_on }) => ({
    kind: 'possible-double',
    message: `${ids.length} payments of one award give the same payee ${Number(amount)} kronor on ${due_on}: is one a double?`,
    sv: `${ids.length} utbetalningar av ett bidrag ger samma mottagare ${kronorInSwedish(amount)} den ${due_on}: är en av dem en dubblett?`,
    paymentIds: ids
  }))
}

/**
 * Finds accounts of the run that other organisations have too: an umbrella may be paid for its members, or the number was
 * mistyped or put in the wrong place.
 */
async function sharedAccounts(db: Connection, { municipalityCode, id, executionOn }: RunRow): Promise<Told[]> {
  const { rows } = await db.execute<{ payments: string[]; names: string[] }>(sql`
    select array_agg(distinct payment.id order by payment.id) as payments,
           array_agg(distinct payee.name order by payee.name) || array_agg(distinct sharer.name order by sharer.name) as names
    from payment_run_items item
    join payments payment on payment.municipality_code = item.municipality_code and payment.id = item.payment_id
    join payee_accounts account
      on account.municipality_code = payment.municipality_code and account.id = payment.payee_account_id
    join payee_accounts other on other.municipality_code = account.municipality_code and other.account_number = account.account_number
      and other.account_kind = account.account_kind and other.organisation_id <> account.organisation_id and other.withdrawn_at is null
      and (other.valid_from is null or other.valid_from <= ${executionOn})
      and (other.valid_to is null or other.valid_to >= ${executionOn})
    join organisations payee
      on payee.municipality_code = account.municipality_code and payee.id = account.organisation_id
    join organisations sharer on sharer.municipality_code = other.municipality_code and sharer.id = other.organisation_id
    where ${ofMunicipality(municipalityCode, 'item', 'payment', 'account', 'other', 'payee', 'sharer')}
      and item.run_id = ${id} and item.status in ('live', 'paid')
    group by account.account_kind, account.account_number
    order by min(payment.id::text)`)
  return rows.map(({ payments, names }) => ({
    kind: 'account-shared',
    message: `The account of the payee is registered for several: ${[...new Set(names)].join(', ')}.`,
    sv: `Mottagarens konto är registrerat för flera: ${[...new Set(names)].join(', ')}.`,
    paymentIds: payments
  }))
}

/** Finds accounts of the run of which a bank, when it was last asked, did not say that they are the payee's. */
async function accountsInDoubt(db: Connection, { municipalityCode, id }: RunRow): Promise<Told[]> {
  type Doubt = {
    payments: string[]
    name: string
    result: (typeof doubtfulResults)[number]
    checked_on: string
    told: string | null
  }
  const { rows } = await db.execute<Doubt>(sql`
    select array_agg(distinct payment.id order by payment.id) as payments, payee.name, account.check_result as result,
      account.checked_on, account.checked_name as told
    from payment_run_items item
    join payments payment on payment.municipality_code = item.municipality_code and payment.id = item.payment_id
    join payee_accounts account
      on account.municipality_code = payment.municipality_code and account.id = payment.payee_account_id
    join organisations payee on payee.municipality_code = account.municipality_code and payee.id = account.organisation_id
    where ${ofMunicipality(municipalityCode, 'item', 'payment', 'account', 'payee')}
      and item.run_id = ${id} and item.status in ('live', 'paid') and account.check_result = any(${sql.param([...doubtfulResults])}::text[])
    group by account.id, payee.name, account.check_result, account.checked_on, account.checked_name
    order by min(payment.id::text)`)
  return rows.map(({ payments, name, result, checked_on, told }) => ({
    kind: 'account-in-doubt',
    message:
      result === 'noMatch'
        ? `On ${checked_on} the bank answered that the account is not that of ${name}.`
        : `On ${checked_on} the bank answered that the account is nearly that of ${name}${told ? `: it is that of ${told}` : ''}.`,
    sv:
      result === 'noMatch'
        ? `Den ${checked_on} svarade banken att kontot inte tillhör ${name}.`
        : `Den ${checked_on} svarade banken att kontot nästan stämmer med ${name}${told ? `: det tillhör ${told}` : ''}.`,
    paymentIds: payments
  }))
}
