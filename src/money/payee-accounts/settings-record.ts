import { foreignKey, pgTable, text as textColumn } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { Answer, Instant, MunicipalityCode, OneOf, Tracked } from '../../platform/http/schemas.ts'
import { answeredOf, bodyOf, code, columnsOf, flag, json, of, text } from '../../platform/records/fields.ts'
import { settingsColumns, settingsKey } from '../../platform/records/settings.ts'
import { municipalities } from '../../register/municipalities/tables.ts'
import { accountKinds, bankFileOptions } from './rules.ts'

/** As ISO 20022 takes it in `Othr/Id` (Max35Text). */
const bankNumber = (description: string, example: string) =>
  of<string>(Type.String({ pattern: '^[A-Za-z0-9-]{1,35}$', description, example }), () => textColumn())

export const BankFileOptions = Type.Array(OneOf(bankFileOptions, 'An option'), {
  uniqueItems: true,
  description: 'What the bank wants otherwise in pain.001',
  example: ['remittedAmount']
})

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
  ).optional(),
  town: text('Town of the payer, for its address in files to the bank', 35, 'Handen').optional(),
  batchBooking: flag(
    'Whether the bank is to book a run as one sum (true) or payment by payment (false); null: as the bank does',
    true
  ).optional(),
  initiatingPartyId: bankNumber(
    "The bank's number of who sends files; null: the organisation number",
    '012345678ORI0001'
  ).optional(),
  agreementNumber: bankNumber(
    "The bank's number of the agreement to pay; null: the organisation number",
    '123456789CPO0001'
  ).optional(),
  bankFileOptions: json(BankFileOptions).optional()
}

/** Whose account payments leave from: the municipality, once. */
export const paymentSettings = pgTable(
  'payment_settings',
  {
    ...settingsColumns(),
    ...columnsOf(fields)
  },
  table => [
    settingsKey('payment_settings', table),
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
