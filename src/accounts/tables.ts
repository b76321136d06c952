import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { day, id, instant, municipalityCode, named, tracked } from '../database/columns.ts'
import { keysOf, refersTo } from '../database/table-keys.ts'
import { municipalities } from '../municipalities/tables.ts'
import { organisations } from '../organisations/record.ts'
import type { AccountKind } from './rules.ts'

/** Whose account payments leave from: the municipality, once. */
export const paymentSettings = pgTable(
  'payment_settings',
  {
    municipalityCode: municipalityCode(),
    debtorName: text().notNull(),
    /** Ten digits. */
    organisationNumber: text().notNull(),
    accountKind: text().$type<AccountKind>().notNull(),
    accountNumber: text().notNull(),
    bic: text(),
    version: integer().notNull().default(1),
    createdAt: instant().notNull().default(sql`clock_timestamp()`),
    updatedAt: instant().notNull().default(sql`clock_timestamp()`)
  },
  table => [
    primaryKey({ name: 'payment_settings_pk', columns: [table.municipalityCode] }),
    foreignKey({
      name: 'payment_settings_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    })
  ]
)

/** Where an organisation is paid. An account is never changed: another is registered, and the old one withdrawn. */
export const payeeAccounts = pgTable(
  'payee_accounts',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    organisationId: uuid().notNull(),
    accountKind: text().$type<AccountKind>().notNull(),
    /** Digits of a giro number, or an IBAN without spaces. */
    accountNumber: text().notNull(),
    validFrom: day(),
    validTo: day(),
    note: text(),
    /** Principal (actor.ts): whoever says where the money goes attests nothing that goes there. */
    registeredBy: text().notNull(),
    ...tracked()
  },
  table => [
    ...keysOf('payee_accounts', table),
    index('payee_accounts_organisation').on(table.municipalityCode, table.organisationId, table.id),
    index('payee_accounts_number').on(table.municipalityCode, table.accountNumber),
    refersTo('payee_accounts_organisation_fk', table, table.organisationId, organisations),
    check('payee_accounts_kind', sql`account_kind in ('bankgiro', 'plusgiro', 'iban')`),
    check('payee_accounts_validity', sql`valid_to >= valid_from`)
  ]
)
