import { getTableColumns, sql } from 'drizzle-orm'
import { check, index, pgTable, text as textColumn } from 'drizzle-orm/pg-core'
import { Type } from 'typebox'
import type { Connection } from '../../platform/database/connection.ts'
import { isValidOn } from '../../platform/database/days.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import { Day, Uuid } from '../../platform/http/schemas.ts'
import { code, day, of, text, uuid } from '../../platform/records/fields.ts'
import { type New, type RowOf, recordColumns, recordOf, schemasOf } from '../../platform/records/record.ts'
import { organisations } from '../../register/organisations/record.ts'
import { accountKinds, accountNumberKey, checkResults } from './rules.ts'

const fields = {
  organisationId: uuid('The organisation that is paid here').filter('The organisation'),
  accountKind: code(accountKinds, 'How the bank reaches it').filter('How the bank reaches it'),
  accountNumber: text(
    'Giro number or IBAN; answered without the spaces and hyphens that it may be sent with',
    50,
    '5050-1055'
  ),
  validFrom: day('First day on which it may be used; null: always', '2022-01-01').optional(),
  validTo: day('Last day on which it may be used; null: without an end', '2024-12-31').optional(),
  town: text('Town of the payee, for its address in files to the bank', 35, 'Handen').optional(),
  country: of<string>(
    Type.String({
      pattern: '^[A-Z]{2}$',
      description: 'Its country (ISO 3166), beside a town; SE unless told',
      example: 'SE'
    }),
    () => textColumn()
  ).optional(),
  note: text('Remark', 4000, 'Enligt blankett med firmatecknares underskrift').optional(),
  /** Principal (actor.ts). */
  registeredBy: text(
    'The person, key or token that registered it, and attests nothing that goes there',
    500,
    'person:ekonomiassistent'
  ).answered(),
  checkResult: code(
    checkResults,
    "What the bank answered, when it was last asked, to whether the account is the payee's"
  ).answeredOrNull(),
  checkedOn: day('Day of that answer', '2026-11-20').answeredOrNull(),
  checkedName: text(
    'The name that the bank told instead, where it was nearly that of the payee',
    140,
    'Haninge Kvinnojour'
  ).answeredOrNull()
}

/**
 * Where an organisation is paid. An account is never changed: another is registered, and the old one withdrawn. What a bank says
 * of whose it is may come to it later.
 */
export const payeeAccounts = pgTable('payee_accounts', recordColumns(fields), table => [
  ...keysOf('payee_accounts', table),
  index('payee_accounts_organisation').on(table.municipalityCode, table.organisationId, table.id),
  index('payee_accounts_number').on(table.municipalityCode, table.accountNumber),
  refersTo('payee_accounts_organisation_fk', table, table.organisationId, organisations),
  check('payee_accounts_kind', sql`account_kind in ('bankgiro', 'plusgiro', 'iban')`),
  check('payee_accounts_validity', sql`valid_to >= valid_from`),
  check('payee_accounts_check_result', sql`check_result in ('match', 'closeMatch', 'noMatch', 'notPossible')`),
  check('payee_accounts_checked', sql`(check_result is null) = (checked_on is null)`)
])

/** Other organisations with the same account: one may be paid for its members, or the number was put in the wrong place. */
const sharedWith = sql<string[]>`(
  select coalesce(json_agg(distinct other.organisation_id), '[]') from payee_accounts other
  where other.municipality_code = payee_accounts.municipality_code and other.account_number = payee_accounts.account_number
    and ${ofMunicipality(listedCode, 'other')} and other.account_kind = payee_accounts.account_kind
    and other.organisation_id <> payee_accounts.organisation_id
    and other.withdrawn_at is null)`

export const payeeAccount = recordOf({
  noun: 'PayeeAccount',
  plural: 'PayeeAccounts',
  address: 'payee-accounts',
  tag: 'payments',
  scope: 'payment-settings',
  what: 'account of a payee',
  fields,
  table: payeeAccounts,
  describes: {
    one: 'Where an organisation is paid. Its number is never changed: another is registered, and this one withdrawn',
    created: 'An account to register',
    page: 'A page of accounts'
  },
  examples: {
    created: {
      organisationId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      accountKind: 'bankgiro',
      accountNumber: '5050-1055'
    },
    shown: { accountNumber: '50501055', sharedWith: [] }
  },
  answers: {
    sharedWith: Type.Array(Uuid('An organisation'), {
      description: 'Other organisations that are registered with the same account: to be looked at'
    })
  },
  select: (db: Connection) => db.select({ ...getTableColumns(payeeAccounts), sharedWith }).from(payeeAccounts),
  filters: {
    validOn: { schema: Day('Valid on this day', '2022-03-01'), where: day => isValidOn(payeeAccounts, day) },
    accountNumber: {
      schema: Type.String({ maxLength: 50, description: 'The number, however it is written', example: '5050-1055' }),
      where: value => sql`${payeeAccounts.accountNumber} = ${value}`,
      convert: accountNumberKey
    }
  },
  reference: 'LEV-1201',
  sorts: ['id', 'updatedAt'],
  says: {
    list: ['List accounts of payees', 'Where organisations are paid, or were.'],
    create: [
      'Register an account of a payee',
      'Registers where an organisation is paid. Of several accounts that are valid on a day the one whose validity began last is used, then the one registered last. Payments that are checked already still go to the account that was seen then.'
    ],
    get: ['Show an account of a payee', 'The account as it was registered, and whether it was withdrawn.'],
    withdraw: [
      'Withdraw an account of a payee',
      'Takes the account out of use at once. Payments that were checked against it and not ordered yet are held until the check is revoked and made anew.'
    ]
  }
})
export type PayeeAccountRow = RowOf<typeof payeeAccount>
export type NewPayeeAccount = New<typeof payeeAccount>

export const payeeAccountSchemas = schemasOf(payeeAccount)
