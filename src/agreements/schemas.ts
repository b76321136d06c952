import { type Static, type TSchema, Type } from 'typebox'
import { Award } from '../decisions/award-queries.ts'
import { DocumentLink, decision } from '../decisions/record.ts'
import { datePrecisions } from '../decisions/rules.ts'
import {
  Day,
  Instant,
  Named,
  Nullable,
  OneOf,
  Patch,
  Provenance,
  Representation,
  ref,
  Strict,
  Text,
  Uuid
} from '../http/schemas.ts'
import {
  Commitment,
  Contribution,
  Funding,
  FundingNeed,
  IndexClause,
  Party,
  ProcurementAssessment,
  Relation,
  Steering,
  Term
} from './part-schemas.ts'
import { AnsweredSignatory, Recusal, Signatory } from './person-schemas.ts'
import { agreementKinds, agreementStatuses } from './rules.ts'

const list = <T extends TSchema>(item: T, description: string, maxItems = 100) =>
  Type.Optional(Type.Array(item, { maxItems, description }))
const ids = (description: string) =>
  Type.Optional(
    Type.Array(Uuid('An entry of the list'), { maxItems: 100, uniqueItems: true, description, example: [] })
  )
const maybe = <T extends TSchema>(schema: T) => Type.Optional(Nullable(schema))
const long = (description: string, example: string) => maybe(Text(description, 20_000, example))
const PartyKey = (description: string) =>
  Type.String({ pattern: '^[A-Za-z0-9_-]{1,50}$', description, example: 'kvinnojouren' })

/** What versions hold and amendments change. */
export const content = {
  kind: OneOf(agreementKinds, 'Partnership, or the frame under which partnerships are made'),
  title: maybe(Text('Title', 500, 'Partnerskap med Haninge Kvinnojour')),
  diaryNumber: maybe(Text('Diary number (diarienummer), as written', 100, 'SN 2021/0144')),
  parties: list(ref(Party), 'The parties, in the order of the agreement'),
  payeeKey: maybe(PartyKey('Who is paid, where one is paid for several with no split')),
  onePayee: maybe(
    Type.Boolean({
      description: 'Whether one is paid for several. True without payeeKey: one is named, and not known here which',
      example: true
    })
  ),
  initiatorKeys: Type.Optional(
    Type.Array(PartyKey('A party'), {
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
  procurementAssessment: maybe(ProcurementAssessment),
  contributions: list(ref(Contribution), 'What each party puts in', 500),
  commitments: list(ref(Commitment), 'What each party undertakes', 500),
  term: maybe(ref(Term)),
  indexClause: maybe(IndexClause),
  funding: list(Funding, 'Awards that fund it'),
  adoptedNotFunded: maybe(Type.Boolean({ description: 'Adopted, but the money is not there yet', example: false })),
  fundingNeeds: list(FundingNeed, 'What it needs, where no award gives it'),
  relations: list(Relation, 'What it is to other arrangements, in the register or outside it'),
  revisionDue: maybe(
    Strict({
      dueOn: Day('When it is to be revised; first day of the span', '2015-09-01'),
      dueOnPrecision: Type.Optional(OneOf(datePrecisions, 'How exactly that is known'))
    })
  ),
  signatories: list(Signatory, 'Who signs, by role; it is signed when all have'),
  recusals: list(Recusal, 'Who recused'),
  documents: list(DocumentLink, 'Links to the agreement and its annexes'),
  note: long('Remark', 'Storlek och villkor regleras i varje avtal')
}
const { kind, ...optional } = content
export const contentNames = Object.keys(content)

const example = {
  kind: 'partnership',
  title: 'Partnerskap med Haninge Kvinnojour',
  term: { validFrom: '2022-01-01', validFromPrecision: 'year' }
}

export const NewAgreement = Strict(
  { kind, ...optional, ...Provenance, ...Named },
  { $id: 'NewAgreement', description: 'An agreement to register, as a draft', example }
)
export type NewAgreement = Static<typeof NewAgreement>

export const AgreementPatch = Patch(Strict({ kind, ...optional, ...Provenance }), {
  $id: 'AgreementPatch',
  description: 'What is to change (JSON merge patch); lists are replaced whole',
  example: { purpose: 'Stöd till våldsutsatta' }
})
export type AgreementPatch = Static<typeof AgreementPatch>

const answers = ['yes', 'no', 'possible', 'unknown'] as const
const answer = (description: string) => OneOf(answers, description)
const bound = (description: string) => Nullable(Day(`${description}; null: not known`, '2022-01-01'))

export const Standing = Strict(
  {
    validOn: Day('The day asked for', '2023-05-01'),
    upcoming: answer('Whether it has not begun'),
    running: answer('Whether it runs; an agreement not known to be signed is at most possibly running'),
    ended: answer('Whether it is over'),
    startsEarliestOn: bound('The earliest that it can begin'),
    startsLatestOn: bound('The latest that it can begin'),
    endsEarliestOn: bound('The earliest that it can end'),
    endsLatestOn: bound('The latest that it can end'),
    lastNoticeOn: Nullable(Day('Next last day to give notice before it renews itself', '2024-06-30'))
  },
  {
    $id: 'AgreementStanding',
    description: 'Where the agreement stands on a day: derived, never stored',
    example: {
      validOn: '2023-05-01',
      upcoming: 'no',
      running: 'yes',
      ended: 'no',
      startsEarliestOn: '2022-01-01',
      startsLatestOn: '2022-12-31',
      endsEarliestOn: '2023-12-31',
      endsLatestOn: '2024-12-30',
      lastNoticeOn: null
    }
  }
)

const dated = (what: string) => ({
  [`${what}On`]: Nullable(Day('Day', '2021-12-16')),
  [`${what}OnPrecision`]: Nullable(OneOf(datePrecisions, 'How exactly the day is known'))
})

/** What the steps have added. */
const steps = {
  ...dated('decided'),
  ...dated('signed'),
  ...dated('ended'),
  signedIn: Nullable(Text('Where it was signed', 300, 'Kommunhuset')),
  endedReason: Nullable(Text('Why it ended', 2000, 'Verksamheten läggs ned')),
  noticeGivenByKey: Nullable(PartyKey('Who gave notice')),
  noticeGivenOn: Nullable(Day('When notice was given', '2023-03-01'))
}
export const stepNames = Object.keys(steps)

export const Agreement = Strict(
  {
    ...Representation(
      {
        ...Named,
        status: OneOf(agreementStatuses, 'The last step taken'),
        decisionId: Nullable(Uuid('The decision that adopted it')),
        ...content,
        signatories: Type.Array(AnsweredSignatory, { description: 'Who signs, and who has signed' }),
        ...steps,
        standing: ref(Standing),
        knownAt: Instant('As known at this instant'),
        ...Provenance
      },
      { $id: 'x', description: '', example: {} }
    ).properties,
    awards: Type.Optional(Type.Array(ref(Award), { description: 'The awards that fund it, with include=awards' })),
    decision: Type.Optional(Nullable(ref(decision.schemas.One)))
  },
  { $id: 'Agreement', description: 'An agreement as it stood on a day, as known at an instant' }
)
export const agreementSchemas = [
  NewAgreement,
  AgreementPatch,
  Standing,
  Party,
  Contribution,
  Commitment,
  Term,
  Agreement
]
