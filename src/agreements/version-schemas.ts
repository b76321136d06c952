import { Type } from 'typebox'
import {
  Day,
  Instant,
  ListQuery,
  Nullable,
  OneOf,
  PageOf,
  ref,
  Strict,
  Text,
  Uuid,
  walkedBy,
  Year
} from '../http/schemas.ts'
import { rangeCertainties } from './money-rules.ts'
import { agreementActs, agreementKinds, agreementStatuses, partyKinds, partyRoles } from './rules.ts'
import { Agreement } from './schemas.ts'

/** What is answered of versions, lists and committed money, and what is asked for. */

const number = (description: string, example = 2) => Type.Integer({ minimum: 1, description, example })
const anything = (description: string, example: unknown) => Type.Unsafe<unknown>({ description, example })

const Difference = Strict({
  field: Type.String({ description: 'JSON pointer into the agreement', example: '/contributions/0/amount' }),
  before: anything('Value before; null: not stated', 380000),
  after: anything('Value after; null: not stated', 400000)
})

export const AgreementDifferences = Strict(
  {
    versionFrom: number('The earlier version', 1),
    versionTo: number('The later version', 4),
    differences: Type.Array(Difference, { description: 'What differs' })
  },
  {
    $id: 'AgreementDifferences',
    description: 'What differs between two versions',
    example: {
      versionFrom: 1,
      versionTo: 4,
      differences: [{ field: '/contributions/0/amount', before: 380000, after: 400000 }]
    }
  }
)

const Version = Strict(
  {
    version: number('The version that it made'),
    act: OneOf(agreementActs, 'What was done'),
    status: OneOf(agreementStatuses, 'The status after it'),
    effectiveFrom: Nullable(
      Day('First day on which it holds; null: for as long as the agreement has been', '2023-01-01')
    ),
    decisionId: Nullable(Uuid('The decision on it')),
    reason: Nullable(Text('Why', 2000, 'Fler platser behövs')),
    recordedAt: Instant('When it was recorded'),
    recordedBy: Type.String({ description: 'By which key or token', example: 'Ärendehanteringen' }),
    sentBy: Nullable(Type.String({ description: 'Whom the system says that it acts for', example: 'anna' })),
    changes: Type.Array(Difference, { description: 'What it changed' })
  },
  {
    $id: 'AgreementVersion',
    description: 'What was done to the agreement at once',
    example: {
      version: 4,
      act: 'amended',
      status: 'signed',
      effectiveFrom: '2023-01-01',
      decisionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60',
      reason: 'Fler platser behövs',
      recordedAt: '2022-12-01T09:30:00.123456Z',
      recordedBy: 'Ärendehanteringen',
      sentBy: null,
      changes: [{ field: '/contributions/0/amount', before: 380000, after: 400000 }]
    }
  }
)

export const AgreementVersionPage = PageOf(
  ref(Version),
  'AgreementVersionPage',
  'A page of what was done to the agreement, oldest first'
)
export const VersionQuery = Strict(walkedBy(['id']))

const amount = (description: string) =>
  Type.Number({ minimum: 0, multipleOf: 0.01, description: `${description} (SEK)`, example: 380000 })
const count = (description: string) => Type.Integer({ minimum: 0, description, example: 0 })
const range = {
  min: amount('The least that the amounts that are known can be'),
  max: amount('The most that the amounts that are known can be'),
  rangeCertainty: OneOf(rangeCertainties, 'How well it is known: one amount, between two, about, or partly unknown'),
  unknownCount: count('Amounts that are not known, outside both; an agreement that states no contributions is one'),
  funded: amount('What awards of the year give, where their amounts are known exactly: beside it, never added'),
  fundedUnknownCount: count('Awards of the year whose amount is not known exactly, or is for several years together')
}

export const CommittedAmounts = Strict(
  {
    year: Year('The year', 2024),
    ...range,
    agreementCount: count('Agreements that are or may be in force in the year'),
    items: Type.Array(
      Strict({
        agreementId: Uuid('The agreement'),
        reference: Nullable(Text("The caller's own reference", 200, 'IOP-3')),
        title: Nullable(Text('Title', 500, 'Partnerskap med Haninge Kvinnojour')),
        ...range
      }),
      { description: 'Each of them' }
    )
  },
  { $id: 'CommittedAmounts', description: 'What the municipality has committed itself to in a year' }
)

const IndexedItem = Strict({
  index: Type.Integer({ minimum: 0, description: 'Place among the contributions, from 0', example: 0 }),
  amount: amount('As stated'),
  indexedAmount: amount('After the change of the index, rounded as the clause says')
})
export const IndexedAmounts = Strict(
  { items: Type.Array(IndexedItem, { description: 'Contributions in money whose amount is known' }) },
  { $id: 'IndexedAmounts', description: 'Amounts as the index clause would make them: computed, not applied' }
)

const day = (description: string) => Type.Optional(Day(description, '2023-05-01'))
export const ViewQuery = Strict({
  validOn: day('As it stands on this day; today unless told'),
  knownAt: Type.Optional(Instant('As it was known at this instant; now unless told')),
  include: Type.Optional(
    Type.String({
      pattern: '^(awards|decision)(,(awards|decision))*$',
      description: 'awards, decision',
      example: 'awards,decision'
    })
  )
})
export const DifferenceQuery = Strict({
  versionFrom: number('The earlier version', 1),
  versionTo: number('The later version', 4)
})
export const CommittedQuery = Strict({
  year: Year('The year', 2024),
  bodyId: Type.Optional(Uuid('Only agreements of which this body is a party, and what it puts in')),
  organisationId: Type.Optional(Uuid('Only agreements of which this organisation is a party'))
})
export const IndexQuery = Strict({
  indexFrom: Type.Number({ exclusiveMinimum: 0, maximum: 1e6, description: 'The index before', example: 330.1 }),
  indexTo: Type.Number({ exclusiveMinimum: 0, maximum: 1e6, description: 'The index after', example: 343.31 })
})

const one = (description: string) => Type.Optional(Uuid(description))
export const AgreementQuery = ListQuery(
  {
    status: Type.Optional(OneOf(agreementStatuses, 'The last step taken')),
    kind: Type.Optional(OneOf(agreementKinds, 'Partnership or framework')),
    organisationId: one('A party; what was merged into it too'),
    bodyId: one('A party'),
    partyRole: Type.Optional(OneOf(partyRoles, 'A party has this part')),
    partyKind: Type.Optional(OneOf(partyKinds, 'A party is of this kind')),
    focusAreaId: one('A focus area'),
    kindOfWorkId: one('A kind of work'),
    targetGroupId: one('A target group'),
    decisionId: one('The decision that adopted it'),
    awardId: one('An award that funds it'),
    relatedTo: one('An agreement that it names in a relation'),
    validOn: day('The day that phase and endingWithinDays are asked for; today unless told'),
    phase: Type.Optional(
      OneOf(['upcoming', 'running', 'ended'], 'What it is or may be on the day: see standing for which')
    ),
    endingWithinDays: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 36500,
        description: 'Runs, and ends or may end within so many days',
        example: 90
      })
    ),
    source: Type.Optional(Type.String({ maxLength: 100, description: 'System whose reference it is', example: 'api' })),
    reference: Type.Optional(
      Type.String({ maxLength: 200, description: "The caller's own reference", example: 'IOP-3' })
    )
  },
  ['id', 'updatedAt', 'endsLatestOn']
)
export const AgreementPage = PageOf(ref(Agreement), 'AgreementPage', 'A page of agreements')

export const versionSchemas = [
  AgreementDifferences,
  Version,
  AgreementVersionPage,
  CommittedAmounts,
  IndexedAmounts,
  AgreementPage
]
