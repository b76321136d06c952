import { type Static, Type } from 'typebox'
import {
  Day,
  ListQuery,
  Money,
  Named,
  Nullable,
  OneOf,
  PageOf,
  Patch,
  Representation,
  ref,
  Strict,
  Text,
  Uuid
} from '../http/schemas.ts'
import { attestations } from './rules.ts'

const holder = Type.String({
  pattern: '^(key:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|token:\\S+#\\S.*|role:\\S(.*\\S)?)$',
  maxLength: 500,
  description:
    'Whose limit it is: `key:` and the id of an API key; `token:`, the issuer of access tokens, `#` and the subject; or `role:` and a role of keys and tokens',
  example: 'role:verksamhetschef'
})
const required = {
  attestation: OneOf(attestations, 'Checking (sakattest) or approving (beslutsattest)'),
  holder,
  maxAmount: Money('The greatest amount of one payment', 500000)
}
const optional = {
  validFrom: Type.Optional(Nullable(Day('First day of the limit; null: always', '2022-01-01'))),
  validTo: Type.Optional(Nullable(Day('Last day of the limit; null: without an end', '2022-12-31'))),
  decisionId: Type.Optional(Nullable(Uuid('The decision that gave it (delegation, attestförteckning)'))),
  note: Type.Optional(Nullable(Text('Remark', 4000, 'Enligt attestförteckning 2022')))
}
const example = { attestation: 'approve', holder: 'role:verksamhetschef', maxAmount: 500000 }

export const NewApprovalLimit = Strict(
  { ...required, ...optional, ...Named },
  { $id: 'NewApprovalLimit', description: 'A limit to register', example }
)
export type NewApprovalLimit = Static<typeof NewApprovalLimit>

export const ApprovalLimitPatch = Patch(Strict({ ...required, ...optional }), {
  $id: 'ApprovalLimitPatch',
  description: 'What is to change (JSON merge patch)',
  example: { maxAmount: 300000 }
})
export type ApprovalLimitPatch = Static<typeof ApprovalLimitPatch>

export const ApprovalLimit = Representation(
  { ...Named, ...required, ...optional },
  {
    $id: 'ApprovalLimit',
    description:
      'How much somebody may check or approve. While any limit is in force, whoever none of them names may do nothing of it',
    example
  }
)
const keys = (description: string) =>
  Type.Array(
    Strict(
      {
        actor: Text('`key:` and the id of the key', 500, 'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'),
        actorName: Text('Its name', 500, 'Handläggare 1')
      },
      { title: 'KeyHolder' }
    ),
    { description }
  )
const LimitEffect = Strict(
  {
    validOn: Day('Day for which this is told: today, or the first day of the limit where that is later', '2022-01-01'),
    named: Type.Array(holder, {
      description: 'Whom limits of this attestation name then: nobody else may do anything of it'
    }),
    keysThatMay: keys('Keys of the municipality that hold the scope and are named, by themselves or by a role'),
    keysThatMayNot: keys('Keys that hold the scope and are named by no limit: they may do nothing of it'),
    warning: Nullable(
      Text('What this means, where somebody is shut out or nobody is left', 1000, 'From 2022-01-01 on …')
    )
  },
  { description: 'Who may check or approve once this limit is in force' }
)
export type LimitEffect = Static<typeof LimitEffect>

export const CreatedApprovalLimit = Representation(
  { ...Named, ...required, ...optional, effect: LimitEffect },
  {
    $id: 'CreatedApprovalLimit',
    description: 'A limit as it was registered, and whom it shuts out',
    example: {
      ...example,
      effect: {
        validOn: '2022-01-01',
        named: ['role:verksamhetschef'],
        keysThatMay: [],
        keysThatMayNot: [],
        warning: null
      }
    }
  }
)

export const ApprovalLimitPage = PageOf(ref(ApprovalLimit), 'ApprovalLimitPage', 'A page of limits')

export const ApprovalLimitQuery = ListQuery(
  {
    attestation: Type.Optional(OneOf(attestations, 'Checking or approving')),
    holder: Type.Optional(
      Type.String({ maxLength: 500, description: 'Whose limit it is', example: 'role:verksamhetschef' })
    ),
    validOn: Type.Optional(Day('In force on this day', '2022-03-01')),
    reference: Type.Optional(
      Type.String({ maxLength: 200, description: "The caller's own reference", example: 'ATT-2022-3' })
    )
  },
  ['id', 'updatedAt']
)

export const limitSchemas = [
  NewApprovalLimit,
  ApprovalLimitPatch,
  ApprovalLimit,
  CreatedApprovalLimit,
  ApprovalLimitPage
]
