import { type Static, type TObject, type TSchema, Type } from 'typebox'
import {
  Day,
  Maybe,
  Money,
  Nullable,
  OneOf,
  Provenance,
  ref,
  Strict,
  Text,
  Url,
  Uuid,
  Year
} from '../../platform/http/schemas.ts'
import { amountPers, certainties, datePrecisions } from '../decisions/line-rules.ts'
import { DocumentLink } from '../decisions/record.ts'
import { fileIds } from '../files/record.ts'
import {
  agreementKinds,
  contributionKinds,
  contributionPers,
  partyKinds,
  partyRoles,
  procurementConclusions,
  relationKinds,
  roundingDirections,
  steeringKinds
} from './rules.ts'

/** The parts of an agreement's content. What a part does not state is left out, or null. */

export const Key = (description: string, example = 'kvinnojouren') =>
  Type.String({ pattern: '^[A-Za-z0-9_-]{1,50}$', description, example })
const PartyKey = Key('Key of the party')
const certainty = Type.Optional(
  OneOf(
    certainties,
    'How well it is known; exact where an amount or a quantity is given and notStated where none is, unless told'
  )
)
export const precision = (of: string) =>
  Type.Optional(OneOf(datePrecisions, `How exactly ${of} is known; day unless told`))
const flag = (description: string) => Type.Optional(Type.Boolean({ description, example: false }))
const Months = (description: string, example: number) =>
  Type.Integer({ minimum: 1, maximum: 1200, description, example })

const Guarantee = Strict({
  scope: Maybe(Text('What is guaranteed', 1000, 'Återbetalning vid avbrutet projekt')),
  maxAmount: Maybe(Money('Highest amount guaranteed', 100000)),
  certainty,
  validFrom: Maybe(Day('First day', '2022-01-01')),
  validTo: Maybe(Day('Last day', '2024-12-31'))
})

export const Party = Strict(
  {
    key: Key('Short name of the party within the agreement, by which its other parts refer to it'),
    kind: OneOf(partyKinds, 'What sort of party it is'),
    role: OneOf(partyRoles, 'Its part in the agreement'),
    organisationId: Maybe(Uuid('The organisation, where the party is one')),
    bodyId: Maybe(Uuid('The body of the municipality, where the party is one')),
    name: Maybe(Text('Name; answered from the register for an organisation or a body', 300, 'Region Stockholm')),
    count: Maybe(
      Type.Integer({ minimum: 1, description: 'How many an unnamed party stands for; null: not stated', example: 3 })
    ),
    guarantee: Maybe(Guarantee),
    note: Maybe(Text('Remark', 2000, 'Betalningsmottagare')),
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
    description: Maybe(Text('What it is', 2000, 'Ekonomisk ersättning')),
    amount: Maybe(Money('What it is worth')),
    certainty,
    valuation: Maybe(Text('How its worth was found', 2000, 'Hyra enligt självkostnad')),
    amountPer: Maybe(
      OneOf(contributionPers, 'What the amount is for: each year, each month, once, or all of the term')
    ),
    validFrom: Maybe(Day('First day', '2022-01-01')),
    validTo: Maybe(Day('Last day', '2024-12-31')),
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
    key: Maybe(Key('By which reports tell of it', 'visits')),
    partyKey: PartyKey,
    description: Text('What is undertaken', 2000, 'Akutboende för våldsutsatta'),
    quantity: Maybe(Type.Number({ minimum: 0, maximum: 1e9, description: 'How much', example: 4 })),
    unit: Maybe(Text('Of what', 100, 'platser')),
    quantityPer: Maybe(OneOf(contributionPers, 'What the quantity is for')),
    certainty,
    eitherOr: Maybe(Key('Commitments with the same word are alternatives: one of them is undertaken', 'boende')),
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
    validFrom: Maybe(Day('First day; first of the month, season or year where only that is known', '2022-01-01')),
    validFromPrecision: precision('the first day'),
    validTo: Maybe(Day('Last day; first of the month, season or year where only that is known', '2024-12-31')),
    validToPrecision: precision('the last day'),
    untilFurtherNotice: flag('It holds until somebody ends it'),
    knownToRunOn: Maybe(Day('A day on which it is known to run, where first or last day is not', '2017-11-27')),
    alternatives: Type.Optional(
      Type.Array(
        Strict({ months: Months('Length', 36), extensionMonths: Maybe(Months('Length that may be added', 36)) }),
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
          lastExerciseOn: Maybe(Day('Last day to exercise it', '2024-06-30')),
          exercised: flag('It has been exercised'),
          exercisedOn: Maybe(Day('When it was exercised', '2024-05-14'))
        }),
        { maxItems: 20, description: 'Options to extend, in their order', example: [] }
      )
    ),
    renewal: Maybe(
      Strict({
        months: Months('For how long it renews itself', 12),
        noticeMonths: Maybe(Type.Integer({ minimum: 0, maximum: 120, description: 'Period of notice', example: 6 }))
      })
    ),
    note: Maybe(Text('The term in words', 2000, 'Avtalen gäller från 2022 i 2, 3 eller 3+3 år'))
  },
  {
    $id: 'AgreementTerm',
    description: 'For how long an agreement holds, as far as it is known',
    example: { validFrom: '2022-01-01', validFromPrecision: 'year', alternatives: [{ months: 24 }, { months: 36 }] }
  }
)
export type Term = Static<typeof Term>

const IndexClause = Strict(
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
    note: Maybe(Text('The clause in words', 2000, 'Vid förlängning'))
  },
  { title: 'IndexClause' }
)

const Relation = Strict(
  {
    kind: OneOf(relationKinds, 'What the agreement is to the other'),
    agreementId: Maybe(Uuid('The other, where it is in the register')),
    description: Maybe(Text('The other, where it is not', 1000, 'Samarbetet med Fontänhuset')),
    url: Maybe(Url('Its address', 'https://goteborg.se/'))
  },
  { title: 'AgreementRelation' }
)

const Funding = Strict(
  {
    awardId: Uuid('The award'),
    yearFrom: Maybe(Year('First year that it covers here; all of its years unless told')),
    yearTo: Maybe(Year('Last year that it covers here')),
    note: Maybe(Text('Remark', 1000, 'Första året'))
  },
  { title: 'AgreementFunding' }
)

const FundingNeed = Strict(
  {
    yearFrom: Maybe(Year('First year', 2022)),
    yearTo: Maybe(Year('Last year; null: without end', 2023)),
    amount: Maybe(Money('Amount needed', 960000)),
    amountPer: Maybe(OneOf(amountPers, 'Whether the amount is for each year or for all')),
    certainty,
    note: Maybe(Text('Remark', 1000, 'Enligt föreningens ansökan')),
    ...Provenance
  },
  { title: 'FundingNeed' }
)

const Steering = Strict(
  {
    kind: OneOf(steeringKinds, 'What it links to'),
    description: Text('The goal or strategy', 1000, 'Trygg uppväxt'),
    bodyId: Maybe(Uuid('Whose it is')),
    url: Maybe(Url('Its address'))
  },
  { title: 'SteeringGoal' }
)

const ProcurementAssessment = Strict(
  {
    conclusion: OneOf(procurementConclusions, 'What was concluded'),
    assessedOn: Maybe(Day('When', '2021-11-02')),
    assessedBy: Maybe(Text('By which function', 300, 'Stadsjurist')),
    reasons: Maybe(Text('Why', 8000, 'Båda parter bidrar; initiativet är föreningens')),
    url: Maybe(Url('Address of the assessment'))
  },
  { title: 'ProcurementAssessment' }
)

const personName = Maybe(Text('Name; kept apart as personal data, never in versions and events', 200, 'Anna Andersson'))
const nameConfidential = flag('The name is withheld from those who may only read')

const Signatory = Strict(
  {
    key: Key('Short name within the agreement', 'chair'),
    partyKey: PartyKey,
    role: Text('By which role they sign', 200, 'Nämndens ordförande'),
    name: personName,
    confidential: nameConfidential
  },
  { title: 'NewSignatory' }
)

const AnsweredSignatory = Strict(
  {
    ...Signatory.properties,
    signed: flag('Whether they have signed'),
    signedOn: Maybe(Day('When they signed; null: not stated', '2021-12-16')),
    signedOnPrecision: precision('the day')
  },
  { title: 'Signatory' }
)

const Recusal = Strict(
  {
    key: Key('Short name within the agreement', 'member'),
    role: Text('Role of who recused', 200, 'Ledamot'),
    name: personName,
    confidential: nameConfidential,
    recusedOn: Maybe(Day('At the meeting of', '2021-12-14')),
    reason: Maybe(Text('Why (jäv)', 1000, 'Styrelseledamot i föreningen'))
  },
  { title: 'AgreementRecusal' }
)

const list = <T extends TSchema>(item: T, description: string, maxItems = 100) =>
  Type.Optional(Type.Array(item, { maxItems, description }))
const ids = (description: string) =>
  Type.Optional(
    Type.Array(Uuid('An entry of the list'), { maxItems: 100, uniqueItems: true, description, example: [] })
  )
const long = (description: string, example: string) => Maybe(Text(description, 20_000, example))

/** What is sent of an agreement: versions hold it, and amendments change it. */
export const stated = {
  kind: OneOf(agreementKinds, 'Partnership, or the frame under which partnerships are made'),
  title: Maybe(Text('Title', 500, 'Partnerskap med Haninge Kvinnojour')),
  diaryNumber: Maybe(Text('Diary number (diarienummer), as written', 100, 'SN 2021/0144')),
  parties: list(ref(Party), 'The parties, in the order of the agreement'),
  payeeKey: Maybe(Key('Who is paid, where one is paid for several with no split')),
  onePayee: Maybe(
    Type.Boolean({
      description: 'Whether one is paid for several. True without payeeKey: one is named, and not known here which',
      example: true
    })
  ),
  initiatorKeys: Type.Optional(
    Type.Array(Key('A party'), {
      maxItems: 100,
      uniqueItems: true,
      description: 'On whose initiative; several: jointly; none: not stated',
      example: ['kvinnojouren']
    })
  ),
  needs: long('How the needs were found', 'Dialog utifrån en gemensam lägesbild'),
  societalChallenge: long('The challenge to society, as the parties define it', 'Våld i nära relationer'),
  purpose: long('Purpose', 'Stöd till våldsutsatta'),
  goals: list(Text('A goal', 2000, 'Fler våldsutsatta får stöd'), 'Goals'),
  steering: list(Steering, 'Council goals and committee strategies that it links to'),
  focusAreaIds: ids('Focus areas, of the list that the municipality keeps'),
  kindOfWorkIds: ids('Kinds of work, of the list that the municipality keeps'),
  targetGroupIds: ids('Target groups, of the list that the municipality keeps'),
  targetGroups: list(Text('A target group', 500, 'Våldsutsatta kvinnor och barn'), 'Target groups in words'),
  procurementAssessment: Maybe(ProcurementAssessment),
  contributions: list(ref(Contribution), 'What each party puts in', 500),
  commitments: list(ref(Commitment), 'What each party undertakes', 500),
  term: Maybe(ref(Term)),
  indexClause: Maybe(IndexClause),
  funding: list(Funding, 'Awards that fund it'),
  adoptedNotFunded: Maybe(Type.Boolean({ description: 'Adopted, but the money is not there yet', example: false })),
  fundingNeeds: list(FundingNeed, 'What it needs, where no award gives it'),
  relations: list(Relation, 'What it is to other arrangements, in the register or outside it'),
  revisionDue: Maybe(
    Strict({
      dueOn: Day('When it is to be revised; first day of the span', '2015-09-01'),
      dueOnPrecision: Type.Optional(OneOf(datePrecisions, 'How exactly that is known'))
    })
  ),
  signatories: list(Signatory, 'Who signs, by role; it is signed when all have'),
  recusals: list(Recusal, 'Who recused'),
  documents: list(DocumentLink, 'Links to the agreement and its annexes'),
  fileIds: Type.Optional(fileIds.schema as Type.TArray<Type.TString>),
  note: long('Remark', 'Storlek och villkor regleras i varje avtal')
}

const stepOn = Nullable(Day('Day', '2021-12-16'))
const stepOnPrecision = Nullable(OneOf(datePrecisions, 'How exactly the day is known'))

/** What is answered of it: the same, and what the steps have added. */
export const content = Type.Required(
  Type.Object({
    ...stated,
    signatories: Type.Array(AnsweredSignatory, { description: 'Who signs, and who has signed' }),
    decidedOn: stepOn,
    decidedOnPrecision: stepOnPrecision,
    signedOn: stepOn,
    signedOnPrecision: stepOnPrecision,
    endedOn: stepOn,
    endedOnPrecision: stepOnPrecision,
    signedIn: Nullable(Text('Where it was signed', 300, 'Kommunhuset')),
    endedReason: Nullable(Text('Why it ended', 2000, 'Verksamheten läggs ned')),
    noticeGivenByKey: Nullable(Key('Who gave notice')),
    noticeGivenOn: Nullable(Day('When notice was given', '2023-03-01'))
  })
).properties
export type Content = Static<TObject<typeof content>>

/** Names of all fields of the content, in the order in which they are answered. */
export const contentNames = Object.keys(content)
/** Names of the fields that are lists: empty where nothing is stated. */
export const contentLists = Object.entries<TSchema>(stated).flatMap(([name, schema]) =>
  'items' in schema ? [name] : []
)
export const contentSchemas = [Party, Contribution, Commitment, Term]
