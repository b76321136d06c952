import { Type } from 'typebox'
import { amountPers, certainties, datePrecisions } from '../decisions/rules.ts'
import { Day, Money, Nullable, OneOf, Provenance, Strict, Text, Url, Uuid, Year } from '../http/schemas.ts'
import { roundingDirections } from './money-rules.ts'
import {
  contributionKinds,
  contributionPers,
  partyKinds,
  partyRoles,
  procurementConclusions,
  relationKinds,
  steeringKinds
} from './rules.ts'

/** The parts of an agreement's content. What a part does not state is left out, or null. */

export const maybe = <T extends Parameters<typeof Nullable>[0]>(schema: T) => Type.Optional(Nullable(schema))
export const Key = (description: string, example = 'kvinnojouren') =>
  Type.String({ pattern: '^[A-Za-z0-9_-]{1,50}$', description, example })
export const PartyKey = Key('Key of the party')
const certainty = Type.Optional(
  OneOf(
    certainties,
    'How well it is known; exact where an amount or a quantity is given and notStated where none is, unless told'
  )
)
export const precision = (of: string) =>
  Type.Optional(OneOf(datePrecisions, `How exactly ${of} is known; day unless told`))
export const flag = (description: string) => Type.Optional(Type.Boolean({ description, example: false }))
const Months = (description: string, example: number) =>
  Type.Integer({ minimum: 1, maximum: 1200, description, example })

const Guarantee = Strict({
  scope: maybe(Text('What is guaranteed', 1000, 'Återbetalning vid avbrutet projekt')),
  maxAmount: maybe(Money('Highest amount guaranteed', 100000)),
  certainty,
  validFrom: maybe(Day('First day', '2022-01-01')),
  validTo: maybe(Day('Last day', '2024-12-31'))
})

export const Party = Strict(
  {
    key: Key('Short name of the party within the agreement, by which its other parts refer to it'),
    kind: OneOf(partyKinds, 'What sort of party it is'),
    role: OneOf(partyRoles, 'Its part in the agreement'),
    organisationId: maybe(Uuid('The organisation, where the party is one')),
    bodyId: maybe(Uuid('The body of the municipality, where the party is one')),
    name: maybe(Text('Name; answered from the register for an organisation or a body', 300, 'Region Stockholm')),
    count: maybe(
      Type.Integer({ minimum: 1, description: 'How many an unnamed party stands for; null: not stated', example: 3 })
    ),
    guarantee: maybe(Guarantee),
    note: maybe(Text('Remark', 2000, 'Betalningsmottagare')),
    ...Provenance
  },
  {
    $id: 'AgreementParty',
    description: 'A party of an agreement',
    example: {
      key: 'kvinnojouren',
      kind: 'organisation',
      role: 'partner',
      organisationId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
    }
  }
)

export const Contribution = Strict(
  {
    partyKey: PartyKey,
    kind: OneOf(contributionKinds, 'What is put in'),
    description: maybe(Text('What it is', 2000, 'Ekonomisk ersättning')),
    amount: maybe(Money('What it is worth')),
    certainty,
    amountPer: maybe(
      OneOf(contributionPers, 'What the amount is for: each year, each month, once, or all of the term')
    ),
    validFrom: maybe(Day('First day', '2022-01-01')),
    validTo: maybe(Day('Last day', '2024-12-31')),
    confidential: flag('The description is withheld from those who may only read, and from events'),
    ...Provenance
  },
  {
    $id: 'AgreementContribution',
    description: 'What a party puts in',
    example: { partyKey: 'socialnamnden', kind: 'cash', amount: 380000, certainty: 'exact', amountPer: 'year' }
  }
)

export const Commitment = Strict(
  {
    partyKey: PartyKey,
    description: Text('What is undertaken', 2000, 'Akutboende för våldsutsatta'),
    quantity: maybe(Type.Number({ minimum: 0, maximum: 1e9, description: 'How much', example: 4 })),
    unit: maybe(Text('Of what', 100, 'platser')),
    quantityPer: maybe(OneOf(contributionPers, 'What the quantity is for')),
    certainty,
    eitherOr: maybe(Key('Commitments with the same word are alternatives: one of them is undertaken', 'boende')),
    mission: flag('It is a special mission (särskilt uppdrag) that the money is for'),
    confidential: flag('The description is withheld from those who may only read, and from events')
  },
  {
    $id: 'AgreementCommitment',
    description: 'What a party undertakes',
    example: { partyKey: 'partner', description: 'Akutboende för våldsutsatta', eitherOr: 'boende' }
  }
)

export const Term = Strict(
  {
    validFrom: maybe(Day('First day; first of the month, season or year where only that is known', '2022-01-01')),
    validFromPrecision: precision('the first day'),
    validTo: maybe(Day('Last day; first of the month, season or year where only that is known', '2024-12-31')),
    validToPrecision: precision('the last day'),
    untilFurtherNotice: flag('It holds until somebody ends it'),
    knownToRunOn: maybe(Day('A day on which it is known to run, where first or last day is not', '2017-11-27')),
    alternatives: Type.Optional(
      Type.Array(
        Strict({ months: Months('Length', 36), extensionMonths: maybe(Months('Length that may be added', 36)) }),
        {
          maxItems: 20,
          description: 'Lengths; of several one holds and it is not known which',
          example: [{ months: 36 }]
        }
      )
    ),
    extensions: Type.Optional(
      Type.Array(
        Strict({
          key: Key('Name of the option', 'first'),
          months: Months('By how much it extends the term', 36),
          lastExerciseOn: maybe(Day('Last day to exercise it', '2024-06-30')),
          exercised: flag('It has been exercised'),
          exercisedOn: maybe(Day('When it was exercised', '2024-05-14'))
        }),
        { maxItems: 20, description: 'Options to extend, in their order', example: [] }
      )
    ),
    renewal: maybe(
      Strict({
        months: Months('For how long it renews itself', 12),
        noticeMonths: maybe(Type.Integer({ minimum: 0, maximum: 120, description: 'Period of notice', example: 6 }))
      })
    ),
    note: maybe(Text('The term in words', 2000, 'Avtalen gäller från 2022 i 2, 3 eller 3+3 år'))
  },
  {
    $id: 'AgreementTerm',
    description: 'For how long an agreement holds, as far as it is known',
    example: { validFrom: '2022-01-01', validFromPrecision: 'year', alternatives: [{ months: 24 }, { months: 36 }] }
  }
)

export const IndexClause = Strict(
  {
    index: Text('Name of the index', 200, 'Konsumentprisindex (KPI), oktober'),
    percent: Type.Integer({ minimum: 0, maximum: 100, description: 'Per cent of its change that counts', example: 80 }),
    roundedTo: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1e6,
        description: 'Kronor that amounts are rounded to; 100 unless told',
        example: 100
      })
    ),
    rounding: Type.Optional(OneOf(roundingDirections, 'Direction; down unless told')),
    note: maybe(Text('The clause in words', 2000, 'Vid förlängning'))
  },
  { title: 'IndexClause' }
)

export const Relation = Strict(
  {
    kind: OneOf(relationKinds, 'What the agreement is to the other'),
    agreementId: maybe(Uuid('The other, where it is in the register')),
    description: maybe(Text('The other, where it is not', 1000, 'Samarbetet med Fontänhuset')),
    url: maybe(Url('Its address', 'https://goteborg.se/'))
  },
  { title: 'AgreementRelation' }
)

export const Funding = Strict(
  {
    awardId: Uuid('The award'),
    yearFrom: maybe(Year('First year that it covers here; all of its years unless told')),
    yearTo: maybe(Year('Last year that it covers here')),
    note: maybe(Text('Remark', 1000, 'Första året'))
  },
  { title: 'AgreementFunding' }
)

export const FundingNeed = Strict(
  {
    yearFrom: maybe(Year('First year', 2022)),
    yearTo: maybe(Year('Last year; null: without end', 2023)),
    amount: maybe(Money('Amount needed', 960000)),
    amountPer: maybe(OneOf(amountPers, 'Whether the amount is for each year or for all')),
    certainty,
    note: maybe(Text('Remark', 1000, 'Enligt föreningens ansökan')),
    ...Provenance
  },
  { title: 'FundingNeed' }
)

export const Steering = Strict(
  {
    kind: OneOf(steeringKinds, 'What it links to'),
    description: Text('The goal or strategy', 1000, 'Trygg uppväxt'),
    bodyId: maybe(Uuid('Whose it is')),
    url: maybe(Url('Its address'))
  },
  { title: 'SteeringGoal' }
)

export const ProcurementAssessment = Strict(
  {
    conclusion: OneOf(procurementConclusions, 'What was concluded'),
    assessedOn: maybe(Day('When', '2021-11-02')),
    assessedBy: maybe(Text('By which function', 300, 'Stadsjurist')),
    reasons: maybe(Text('Why', 8000, 'Båda parter bidrar; initiativet är föreningens')),
    url: maybe(Url('Address of the assessment'))
  },
  { title: 'ProcurementAssessment' }
)
