import { sql } from 'drizzle-orm'
import { check, index, pgTable, text as textColumn } from 'drizzle-orm/pg-core'
import { type Static, Type } from 'typebox'
import { isValidOn } from '../../platform/database/days.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import { Day, Nullable, Strict, Text } from '../../platform/http/schemas.ts'
import { code, day, money, of, text, uuid } from '../../platform/records/fields.ts'
import {
  type Changes,
  type New,
  type RowOf,
  recordColumns,
  recordOf,
  schemasOf,
  withMore
} from '../../platform/records/record.ts'
import { asRegistered } from '../../platform/records/words.ts'
import { decisions } from '../../register/decisions/record.ts'
import { attestations } from './rules.ts'

const Holder = Type.String({
  pattern: '^(key:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|token:\\S+#\\S.*|role:\\S(.*\\S)?)$',
  maxLength: 500,
  description:
    'Whose limit it is: `key:` and the id of an API key; `token:`, the issuer of access tokens, `#` and the subject; or `role:` and a role of keys and tokens',
  example: 'role:verksamhetschef'
})

const fields = {
  attestation: code(attestations, 'Checking (sakattest) or approving (beslutsattest)').filter('Checking or approving'),
  holder: of<string>(Holder, textColumn),
  maxAmount: money('The greatest amount of one payment', 500000),
  validFrom: day('First day of the limit; null: always', '2022-01-01').optional(),
  validTo: day('Last day of the limit; null: without an end', '2022-12-31').optional(),
  decisionId: uuid('The decision that gave it (delegation, attestförteckning)').optional(),
  note: text('Remark', 4000, 'Enligt attestförteckning 2022').optional()
}

/** How much a key, or a person who bears a role, may check or approve. */
export const approvalLimits = pgTable('approval_limits', recordColumns(fields), table => [
  ...keysOf('approval_limits', table),
  index('approval_limits_holder').on(table.municipalityCode, table.attestation, table.holder),
  refersTo('approval_limits_decision_fk', table, table.decisionId, decisions),
  check('approval_limits_amount', sql`max_amount >= 0`),
  check('approval_limits_validity', sql`valid_to >= valid_from`)
])

export const approvalLimit = recordOf({
  noun: 'ApprovalLimit',
  plural: 'ApprovalLimits',
  address: 'approval-limits',
  tag: 'payments',
  scope: 'payment-settings',
  what: 'limit',
  fields,
  table: approvalLimits,
  describes: {
    one: 'How much somebody may check or approve. While any limit is in force, whoever none of them names may do nothing of it',
    created: 'A limit to register',
    page: 'A page of limits'
  },
  examples: {
    created: { attestation: 'approve', holder: 'role:verksamhetschef', maxAmount: 500000 },
    patch: { maxAmount: 300000 }
  },
  filters: {
    holder: {
      schema: Type.String({ maxLength: 500, description: 'Whose limit it is', example: 'role:verksamhetschef' }),
      where: value => sql`${approvalLimits.holder} = ${value}`
    },
    validOn: { schema: Day('In force on this day', '2022-03-01'), where: on => isValidOn(approvalLimits, on) }
  },
  reference: 'ATT-2022-3',
  sorts: ['id', 'updatedAt'],
  says: {
    list: ['List limits of checking and approving', 'How much each key, token or role may check or approve.'],
    create: [
      'Register a limit of checking or approving',
      'While any limit for an attestation is in force, whoever none of them names may do nothing of it; of several that name the caller the highest counts. Without limits there is none. The answer tells whom this leaves (`effect`).'
    ],
    get: ['Show a limit', asRegistered],
    update: [
      'Change a limit',
      'Changes the properties given (JSON merge patch); demands If-Match. What is attested stays so.'
    ],
    withdraw: [
      'Withdraw a limit',
      'Takes the limit away at once. When no limit is left for an attestation, there is none for anybody.'
    ]
  }
})
export type ApprovalLimitRow = RowOf<typeof approvalLimit>
export type NewApprovalLimit = New<typeof approvalLimit>
export type ApprovalLimitPatch = Changes<typeof approvalLimit>

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
    named: Type.Array(Holder, {
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

export const CreatedApprovalLimit = withMore(
  approvalLimit.schemas.One,
  { effect: LimitEffect },
  {
    $id: 'CreatedApprovalLimit',
    description: 'A limit as it was registered, and whom it shuts out',
    example: {
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

export const limitSchemas = [...schemasOf(approvalLimit), CreatedApprovalLimit]
