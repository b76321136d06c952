import { type Static, Type } from 'typebox'
import {
  Answer,
  Money,
  MunicipalityCode,
  Nullable,
  OneOf,
  Strict,
  Text,
  Tracked,
  Uuid
} from '../../platform/http/schemas.ts'
import { answeredOf, someOf } from '../../platform/records/fields.ts'
import { paymentFields } from './record.ts'

const anId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
const note = Type.Optional(Nullable(Text('Remark', 4000, 'Enligt avtal och godkänd redovisning')))

/** What somebody had before their eyes when they attested. */
const seen = {
  version: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Version of the payment that was seen: another is refused', example: 1 })
  ),
  payeeAccountId: Type.Optional(Uuid('Account of the payee that was seen: that it would go to another is refused'))
}

export const Attestation = Strict(
  { ...seen, note },
  { $id: 'Attestation', description: 'A check or an approval', example: { version: 1, note: 'Enligt avtal' } }
)
export type Attestation = Static<typeof Attestation>

export const Attestations = Strict(
  {
    paymentIds: Type.Array(Uuid('A payment'), {
      minItems: 1,
      maxItems: 1000,
      uniqueItems: true,
      description: 'The payments, each judged by itself'
    }),
    seen: Type.Optional(
      Type.Array(Strict({ paymentId: Uuid('One of the payments'), ...seen }), {
        maxItems: 1000,
        description: 'What was seen of them; a payment that is not as it was seen is refused',
        example: [{ paymentId: anId, version: 1 }]
      })
    ),
    note
  },
  { $id: 'Attestations', description: 'Many checks or approvals at once', example: { paymentIds: [anId] } }
)
export type Attestations = Static<typeof Attestations>

export const Revocation = Strict(
  { reason: Text('Why it is taken back', 1000, 'Fel kontering') },
  { $id: 'Revocation', description: 'Taking back a check or an approval', example: { reason: 'Fel kontering' } }
)

/** Of the payment, what its attestations are about. */
export const AttestedPayment = Answer(
  {
    municipalityCode: MunicipalityCode,
    id: Uuid('The payment'),
    ...answeredOf(someOf(paymentFields, 'status', 'amount', 'dueOn', 'payeeOrganisationId', 'payeeAccountId')),
    ...answeredOf(someOf(paymentFields, 'checkedBy', 'checkedByName', 'checkedAt', 'checkNote')),
    ...answeredOf(someOf(paymentFields, 'approvedBy', 'approvedByName', 'approvedAt', 'approvalNote')),
    version: Tracked.version,
    updatedAt: Tracked.updatedAt
  },
  {
    $id: 'AttestedPayment',
    description: 'Who has checked and approved a payment, and which account it goes to',
    example: {
      status: 'checked',
      payeeAccountId: anId,
      checkedBy: 'person:handläggare 1',
      checkedByName: 'Handläggare 1',
      checkedAt: '2022-01-03T09:30:00.123456Z'
    }
  }
)

const AttestationRow = Strict({
  paymentId: Uuid('The payment'),
  result: OneOf(['checked', 'approved', 'refused'], 'What became of it'),
  version: Nullable(Type.Integer({ description: 'Version of the payment now; null when refused', example: 2 })),
  rule: Nullable(Text('Name of the rule that refuses it, as in the type of a problem', 100, 'payment-held')),
  detail: Nullable(Text('Why it is refused, in words', 10_000, 'This payment is held.')),
  extra: Nullable(
    Type.Unsafe<Record<string, unknown>>({
      type: 'object',
      additionalProperties: true,
      description:
        'What the problem of a single payment would hold besides, every reason of a held payment for instance',
      example: {}
    })
  )
})

export const AttestationResult = Strict(
  {
    items: Type.Array(AttestationRow),
    attestedCount: Type.Integer({ description: 'How many were checked or approved', example: 1 }),
    refusedCount: Type.Integer({ description: 'How many were refused; nothing of them has changed', example: 0 }),
    amount: Money('Sum of what was checked or approved', 95000)
  },
  {
    $id: 'AttestationResult',
    description: 'What became of each payment, in the order asked for'
  }
)
export type AttestationResult = Static<typeof AttestationResult>

export const attestSchemas = [Attestation, Attestations, Revocation, AttestedPayment, AttestationResult]
