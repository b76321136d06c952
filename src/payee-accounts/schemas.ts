import { type Static, Type } from 'typebox'
import {
  Day,
  ListQuery,
  Named,
  Nullable,
  OneOf,
  PageOf,
  Representation,
  ref,
  Strict,
  Text,
  Uuid
} from '../http/schemas.ts'
import { accountKinds } from './rules.ts'
import { settingsSchemas } from './settings-schemas.ts'

const anId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61'
const accountNumber = Text('Giro number or IBAN; spaces and hyphens are taken and not kept', 50, '5050-1055')
const required = {
  organisationId: Uuid('The organisation that is paid here'),
  accountKind: OneOf(accountKinds, 'How the bank reaches it')
}
const optional = {
  validFrom: Type.Optional(Nullable(Day('First day on which it may be used; null: always', '2022-01-01'))),
  validTo: Type.Optional(Nullable(Day('Last day on which it may be used; null: without an end', '2024-12-31'))),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'Enligt blankett med firmatecknares underskrift')))
}
const example = { organisationId: anId, accountKind: 'bankgiro', accountNumber: '5050-1055' }

export const NewPayeeAccount = Strict(
  { ...required, accountNumber, ...optional, ...Named },
  { $id: 'NewPayeeAccount', description: 'An account to register', example }
)
export type NewPayeeAccount = Static<typeof NewPayeeAccount>

export const PayeeAccount = Representation(
  {
    ...Named,
    ...required,
    accountNumber: Text('Digits of a giro number, or an IBAN without spaces', 50, '50501055'),
    ...optional,
    registeredBy: Text(
      'The person, key or token that registered it, and attests nothing that goes there',
      500,
      'person:ekonomiassistent'
    ),
    sharedWith: Type.Array(Uuid('An organisation'), {
      description: 'Other organisations that are registered with the same account: to be looked at'
    })
  },
  {
    $id: 'PayeeAccount',
    description: 'Where an organisation is paid. It is never changed: another is registered, and this one withdrawn',
    example: { ...example, accountNumber: '50501055', registeredBy: 'person:ekonomiassistent', sharedWith: [] }
  }
)
export const PayeeAccountPage = PageOf(ref(PayeeAccount), 'PayeeAccountPage', 'A page of accounts')

export const PayeeAccountQuery = ListQuery(
  {
    organisationId: Type.Optional(Uuid('The organisation')),
    accountKind: Type.Optional(OneOf(accountKinds, 'How the bank reaches it')),
    validOn: Type.Optional(Day('Valid on this day', '2022-03-01')),
    accountNumber: Type.Optional(
      Type.String({ maxLength: 50, description: 'The number, however it is written', example: '5050-1055' })
    ),
    reference: Type.Optional(
      Type.String({ maxLength: 200, description: "The caller's own reference", example: 'LEV-1201' })
    )
  },
  ['id', 'updatedAt']
)

export const accountSchemas = [NewPayeeAccount, PayeeAccount, PayeeAccountPage, ...settingsSchemas]
