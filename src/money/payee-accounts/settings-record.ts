import { sql } from 'drizzle-orm'
import { foreignKey, integer, pgTable, primaryKey } from 'drizzle-orm/pg-core'
import type { Static } from 'typebox'
import { instant, municipalityCode } from '../../platform/database/columns.ts'
import { Answer, Instant, MunicipalityCode, Tracked } from '../../platform/http/schemas.ts'
import { answeredOf, bodyOf, code, columnsOf, text } from '../../platform/records/fields.ts'
import { municipalities } from '../../register/municipalities/tables.ts'
import { accountKinds } from './rules.ts'

const fields = {
  debtorName: text('Name that recipients see as the payer', 140, 'Haninge kommun'),
  organisationNumber: text('Organisation number; kept as ten digits', 20, '212000-0084'),
  accountKind: code(accountKinds, 'What the account is'),
  accountNumber: text('Account that payments leave from; spaces and hyphens are taken and not kept', 50, '5050-1055'),
  bic: text('BIC of the bank that holds the account', 11, 'NDEASESS').optional(),
  iban: text(
    'IBAN of the account behind a giro number: by it files of the bank are known as those of the account',
    50,
    'SE4550000000058398257466'
  ).optional()
}

/** Whose account payments leave from: the municipality, once. */
export const paymentSettings = pgTable(
  'payment_settings',
  {
    municipalityCode: municipalityCode(),
    ...columnsOf(fields),
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
export type PaymentSettingsRow = typeof paymentSettings.$inferSelect

const example = {
  debtorName: 'Haninge kommun',
  organisationNumber: '212000-0084',
  accountKind: 'bankgiro',
  accountNumber: '5050-1055',
  bic: 'NDEASESS'
}

export const PaymentSettingsContent = bodyOf(fields, {
  $id: 'PaymentSettingsContent',
  description: 'Who pays, and from which account',
  example
})
export type PaymentSettingsContent = Static<typeof PaymentSettingsContent>

export const PaymentSettings = Answer(
  {
    municipalityCode: MunicipalityCode,
    ...answeredOf(fields),
    version: Tracked.version,
    createdAt: Instant('When the settings were made'),
    updatedAt: Instant('When the settings were last changed')
  },
  {
    $id: 'PaymentSettings',
    description: 'Who pays, and from which account: what files to the bank begin with',
    example: { organisationNumber: '2120000084', accountNumber: '50501055', bic: 'NDEASESS' }
  }
)

export const paymentSettingsSchemas = [PaymentSettingsContent, PaymentSettings]
