import { type Static, Type } from 'typebox'
import { Day, Instant, Money, Named, Nullable, OneOf, PositiveMoney, Strict, Text, Uuid } from '../http/schemas.ts'
import { movementKinds, movementStatuses } from './rules.ts'

const amount = PositiveMoney('Kronor', 12000)
const voucherNumber = Nullable(Text('Voucher (verifikation) in the accounts', 100, 'V-2023-4711'))
const exampleId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'

export const NewRepayment = Strict(
  {
    amount,
    movedOn: Day('Day on which the money came in', '2023-05-22'),
    voucherNumber: Type.Optional(voucherNumber),
    ...Named
  },
  {
    $id: 'NewRepayment',
    description: 'Money that came in',
    example: { amount: 12000, movedOn: '2023-05-22', voucherNumber: 'V-2023-4711' }
  }
)
export type NewRepayment = Static<typeof NewRepayment>

export const NewSetOff = Strict(
  { paymentId: Uuid('A planned payment to the same organisation, from which it is taken'), amount, ...Named },
  {
    $id: 'NewSetOff',
    description: 'A part of a coming payment that is kept back (kvittning)',
    example: { paymentId: exampleId, amount: 10000 }
  }
)
export type NewSetOff = Static<typeof NewSetOff>

export const NewWriteOff = Strict(
  {
    amount,
    movedOn: Day('Day of the write-off', '2024-02-13'),
    decisionId: Uuid('The decision to write it off'),
    reason: Text('Why', 1000, 'Föreningen är upplöst'),
    ...Named
  },
  {
    $id: 'NewWriteOff',
    description: 'A part that is given up (avskrivning), by decision',
    example: { amount: 8000, movedOn: '2024-02-13', decisionId: exampleId, reason: 'Föreningen är upplöst' }
  }
)
export type NewWriteOff = Static<typeof NewWriteOff>

export const MovementWithdrawal = Strict(
  {
    movementId: Uuid('The movement, one of this recovery'),
    reason: Text('Why it is taken back', 1000, 'Inbetalningen gällde ett annat krav')
  },
  {
    $id: 'MovementWithdrawal',
    description: 'A movement that was recorded in error, or a set-off that is not to be made',
    example: { movementId: exampleId, reason: 'Inbetalningen gällde ett annat krav' }
  }
)
export type MovementWithdrawal = Static<typeof MovementWithdrawal>

export const RecoveryMovement = Strict(
  {
    id: Uuid('Identity made by the service'),
    source: Text('System whose reference it is', 100, 'api'),
    reference: Nullable(Text("The caller's own reference", 200, 'OCR-77')),
    kind: OneOf(movementKinds, 'Repaid, set off or written off'),
    amount: Money('Kronor', 12000),
    status: OneOf(
      movementStatuses,
      'Counted; pending until the payment that it is set off against is paid; void where that was cancelled'
    ),
    movedOn: Nullable(Day('Day of it; of a set-off, when the payment was paid', '2023-05-22')),
    paymentId: Nullable(Uuid('The payment that it is set off against')),
    decisionId: Nullable(Uuid('The decision to write it off')),
    voucherNumber,
    reason: Nullable(Text('Why it was written off', 1000, 'Föreningen är upplöst')),
    createdAt: Instant('When it was recorded'),
    withdrawnAt: Nullable(Instant('When it was taken back')),
    withdrawnReason: Nullable(Text('Why it was taken back', 1000, 'Inbetalningen gällde ett annat krav'))
  },
  {
    $id: 'RecoveryMovement',
    description: 'What became of a part of a recovery',
    example: {
      ...{ id: exampleId, source: 'api', reference: null, kind: 'repayment', amount: 12000, status: 'counted' },
      ...{ movedOn: '2023-05-22', paymentId: null, decisionId: null, voucherNumber: 'V-2023-4711', reason: null },
      ...{ createdAt: '2023-05-23T09:30:00.123456Z', withdrawnAt: null, withdrawnReason: null }
    }
  }
)
export const movementSchemas = [NewRepayment, NewSetOff, NewWriteOff, MovementWithdrawal, RecoveryMovement]
