import { type Static, Type } from 'typebox'
import {
  Answer,
  Day,
  MunicipalityCode,
  Named,
  Nullable,
  PositiveMoney,
  Strict,
  Text,
  Tracked,
  Uuid
} from '../../platform/http/schemas.ts'
import { answeredOf, someOf } from '../../platform/records/fields.ts'
import { paymentFields } from '../payments/record.ts'

const voucherNumber = (description: string) => Text(description, 100, 'V-2027-311')

export const PaymentReturn = Strict(
  {
    returnedOn: Day('Day on which the money came back', '2027-01-12'),
    reason: Text('Why the bank sent it back', 1000, 'Kontot är avslutat'),
    amount: Type.Optional(
      Nullable(
        PositiveMoney(
          'What came back; all that is left of what went to the bank unless told. The rest stays paid',
          40000
        )
      )
    ),
    voucherNumber: Type.Optional(Nullable(voucherNumber('Voucher of the return')))
  },
  {
    $id: 'PaymentReturn',
    description: 'A paid payment that the bank sent back',
    example: { returnedOn: '2027-01-12', reason: 'Kontot är avslutat', voucherNumber: 'V-2027-350' }
  }
)
export type PaymentReturn = Static<typeof PaymentReturn>

export const PaymentReissue = Strict(
  {
    dueOn: Day('Day on which it is due anew', '2027-01-29'),
    note: Type.Optional(Nullable(Text('Remark', 4000, 'Nytt konto anmält'))),
    ...Named
  },
  {
    $id: 'PaymentReissue',
    description: 'Issuing anew what the bank sent back',
    example: { dueOn: '2027-01-29' }
  }
)
export type PaymentReissue = Static<typeof PaymentReissue>

export const PaidPayment = Strict(
  {
    paidOn: Day('Day on which it was paid', '2022-01-07'),
    voucherNumber: voucherNumber('Voucher of the payment'),
    reason: Text('Why it was paid outside the service', 1000, 'Betald innan tjänsten togs i bruk')
  },
  {
    $id: 'PaidPayment',
    description: 'A payment that was paid without a run',
    example: { paidOn: '2022-01-07', voucherNumber: 'V-2022-17', reason: 'Betald innan tjänsten togs i bruk' }
  }
)
export type PaidPayment = Static<typeof PaidPayment>

/** Of the payment, what is about the bank. */
export const PaymentOutcome = Answer(
  {
    municipalityCode: MunicipalityCode,
    id: Uuid('The payment'),
    ...answeredOf(
      someOf(
        paymentFields,
        'planId',
        'kind',
        'status',
        'amount',
        'dueOn',
        'paidOn',
        'voucherNumber',
        'returnedOn',
        'returnedAmount',
        'returnedReason',
        'returnedVoucherNumber',
        'earlierReturns',
        'reissueOfId'
      )
    ),
    version: Tracked.version
  },
  {
    $id: 'PaymentOutcome',
    description: 'What became of a payment at the bank',
    example: {
      status: 'returned',
      paidOn: '2027-01-05',
      voucherNumber: 'V-2027-311',
      returnedOn: '2027-01-12',
      returnedAmount: 95_000,
      returnedReason: 'Kontot är avslutat'
    }
  }
)

export const returnSchemas = [PaymentReturn, PaymentReissue, PaidPayment, PaymentOutcome]
