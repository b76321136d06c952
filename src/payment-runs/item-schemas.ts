import { Type } from 'typebox'
import { CsvFormatAsked } from '../http/csv.ts'
import {
  Day,
  Instant,
  Money,
  MunicipalityCode,
  Nullable,
  OneOf,
  PageOf,
  ref,
  SortAsked,
  Strict,
  Text,
  Uuid
} from '../http/schemas.ts'
import { accountKinds } from '../payee-accounts/rules.ts'
import { runFormats, runItemStatuses } from './rules.ts'

const id = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'

export const PaymentRunItem = Strict(
  {
    municipalityCode: MunicipalityCode,
    id: Uuid('Identity made by the service'),
    runId: Uuid('The run'),
    paymentId: Uuid('The payment'),
    position: Type.Integer({ description: 'Order within the run, from 1', example: 1 }),
    endToEndId: Text('By which the bank and accounts payable name this attempt to pay', 35, 'PI0193'),
    amount: Money('What goes to the bank: the payment less what is set off', 95_000),
    setOffAmount: Money('What is set off against recoveries', 0),
    payee: Nullable(
      Strict({
        name: Text('Name when the run was locked', 300, 'Haninge Kvinnojour'),
        organisationNumber: Nullable(Text('Ten digits', 10, '8020001234')),
        payeeAccountId: Uuid('The account'),
        accountKind: OneOf(accountKinds, 'Kind of account'),
        accountNumber: Text('Its number', 34, '50501055')
      })
    ),
    status: OneOf(runItemStatuses, 'Live until it was answered for'),
    paidOn: Nullable(Day('Day on which it was paid', '2027-01-05')),
    voucherNumber: Nullable(Text('Voucher of the payment', 100, 'V-2027-311')),
    rejectedReason: Nullable(Text('Why the bank rejected it', 1000, 'Kontot är avslutat')),
    removedReason: Nullable(Text('Why it left the run', 4000, 'Fel konto')),
    confirmedAt: Nullable(Instant('When it was answered for'))
  },
  {
    $id: 'PaymentRunItem',
    description: 'One payment of a run, as it goes to the bank',
    example: {
      ...{ municipalityCode: '0136', id, runId: id, paymentId: id, position: 1 },
      ...{
        endToEndId: 'PI019B2C7A10A17CC38F5E1D2C3B4A5F60',
        amount: 95_000,
        setOffAmount: 0,
        payee: null,
        status: 'live'
      },
      ...{ paidOn: null, voucherNumber: null, rejectedReason: null, removedReason: null, confirmedAt: null }
    }
  }
)
export const PaymentRunItemPage = PageOf(ref(PaymentRunItem), 'PaymentRunItemPage', 'A page of the payments of a run')

export const RunItemQuery = Strict({
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, default: 20, description: 'Rows of a page', example: 20 })
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 1000, description: 'nextCursor of the page before', example: 'WyJuYW1lIiwiQSIsIjEiXQ' })
  ),
  sort: SortAsked(['position']),
  status: Type.Optional(OneOf(runItemStatuses, 'Whether it was answered for, and how')),
  paymentId: Type.Optional(Uuid('The payment')),
  endToEndId: Type.Optional(Text('By which the bank names it', 35, 'PI019B2C7A10A17CC38F5E1D2C3B4A5F60'))
})

export const FileQuery = Strict({
  format: Type.Optional(
    OneOf(
      runFormats,
      'ISO 20022 in version 03 or 09 for the bank, or CSV for accounts payable; version 03 unless told, or CSV where Accept prefers it'
    )
  ),
  csvFormat: CsvFormatAsked
})

export const PaymentFile = Strict(
  {
    name: Text('Name of the file', 200, 'PR019B2C7A10A17CC38F5E1D2C3B4A5F60.xml'),
    mediaType: Text('Its media type', 100, 'application/xml; charset=utf-8'),
    checksum: Text(
      'SHA-256 of its bytes, in hexadecimal',
      64,
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b'
    ),
    content: Type.String({ description: 'The file as text, to be written as UTF-8', example: '<?xml version="1.0"?>' })
  },
  {
    $id: 'PaymentFile',
    description: 'The file of a run, wrapped in JSON for who asks for application/json',
    example: {
      ...{ name: 'PR019B2C7A10A17CC38F5E1D2C3B4A5F60.xml', mediaType: 'application/xml; charset=utf-8' },
      ...{ checksum: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b', content: '<?xml version="1.0"?>' }
    }
  }
)

export const itemSchemas = [PaymentRunItem, PaymentRunItemPage, PaymentFile]
