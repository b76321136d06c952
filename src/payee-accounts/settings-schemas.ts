import { type Static, Type } from 'typebox'
import { Instant, MunicipalityCode, Nullable, OneOf, Strict, Text } from '../http/schemas.ts'
import { accountKinds } from './rules.ts'

const settings = {
  debtorName: Text('Name that recipients see as the payer', 140, 'Haninge kommun'),
  organisationNumber: Text('Organisation number; kept as ten digits', 20, '212000-0084'),
  accountKind: OneOf(accountKinds, 'What the account is'),
  accountNumber: Text('Account that payments leave from; spaces and hyphens are taken and not kept', 50, '5050-1055')
}
const bic = Nullable(Text('BIC of the bank that holds the account', 11, 'NDEASESS'))
const example = {
  debtorName: 'Haninge kommun',
  organisationNumber: '212000-0084',
  accountKind: 'bankgiro',
  accountNumber: '5050-1055',
  bic: 'NDEASESS'
}

export const PaymentSettingsContent = Strict(
  { ...settings, bic: Type.Optional(bic) },
  { $id: 'PaymentSettingsContent', description: 'Who pays, and from which account', example }
)
export type PaymentSettingsContent = Static<typeof PaymentSettingsContent>

export const PaymentSettings = Strict(
  {
    municipalityCode: MunicipalityCode,
    ...settings,
    bic,
    version: Type.Integer({
      minimum: 1,
      description: 'Rises with every change; the first part of the ETag',
      example: 1
    }),
    createdAt: Instant('When the settings were made'),
    updatedAt: Instant('When the settings were last changed')
  },
  {
    $id: 'PaymentSettings',
    description: 'Who pays, and from which account: what files to the bank begin with',
    example: {
      municipalityCode: '0136',
      ...example,
      organisationNumber: '2120000084',
      accountNumber: '50501055',
      version: 1,
      createdAt: '2021-12-16T09:30:00.123456Z',
      updatedAt: '2021-12-16T09:30:00.123456Z'
    }
  }
)

export const settingsSchemas = [PaymentSettingsContent, PaymentSettings]
