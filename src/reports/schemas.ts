import { type Static, type TSchema, Type } from 'typebox'
import { dayAnswers } from '../assignments/rules.ts'
import {
  Day,
  Instant,
  Money,
  Named,
  Nullable,
  OneOf,
  PageOf,
  Patch,
  Provenance,
  Representation,
  ref,
  Strict,
  Text,
  Url,
  Uuid
} from '../http/schemas.ts'
import { reportKinds, reportStatuses } from './rules.ts'

const maybe = <T extends TSchema>(schema: T) => Type.Optional(Nullable(schema))
const id = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61'
const Amount = (description: string, example: number) =>
  Type.Number({ minimum: -1e12, maximum: 1e12, description, example })
const Percent = (description: string, example: number) =>
  Type.Number({ minimum: 0, maximum: 100, multipleOf: 0.01, description, example })
const many = <T extends TSchema>(item: T, description: string, maxItems = 200) =>
  Type.Optional(Type.Array(ref(item), { maxItems, description, example: [] }))

const Indicator = Strict(
  {
    key: maybe(Text('Key of the indicator in the requirement', 50, 'visits')),
    description: Text('What was counted', 1000, 'Antal besök'),
    against: maybe(Text('The goal or commitment that it is held against', 1000, 'Åtagande 2')),
    unit: maybe(Text('Unit', 100, 'besök')),
    target: maybe(Amount('Goal', 400)),
    achieved: maybe(Amount('What was achieved, in the unit of the target', 380)),
    comment: maybe(Text('Remark, never names of persons', 4000, 'Stängt i juli'))
  },
  { $id: 'ReportIndicator', description: 'What was counted, against which goal or commitment' }
)
const Beneficiaries = Strict(
  {
    targetGroup: Text('Whom it reached', 200, 'barn och unga'),
    count: maybe(Type.Integer({ minimum: 0, maximum: 100_000_000, description: 'Persons', example: 120 })),
    percent: maybe(Percent('Share of all whom it reached; groups may overlap', 40))
  },
  { $id: 'ReportBeneficiaries', description: 'Whom it reached, by group; groups may overlap' }
)
const Attachment = Strict(
  {
    title: Text('What it is', 300, 'Årsredovisning'),
    url: Url('Where it is', 'https://arkiv.haninge.se/1234'),
    checksum: maybe(
      Type.String({
        pattern: '^[a-z0-9]{1,20}:[0-9a-f]{16,128}$',
        description: 'Of the file',
        example: `sha256:${'0'.repeat(64)}`
      })
    )
  },
  { $id: 'ReportAttachment', description: 'A link to a document and the hash of what was there' }
)

export const content = {
  narrative: maybe(
    Text('What was done; never names of persons', 100_000, 'Verksamheten har hållit öppet varje vardag')
  ),
  indicators: many(Indicator, 'What was counted'),
  beneficiaries: many(Beneficiaries, 'Whom it reached, by group'),
  childrenAndYoungPercent: maybe(Percent('Share that went to children and young people', 20)),
  costs: maybe(Money('Costs of the activities', 500_000)),
  ownContribution: maybe(Money('What the organisation put in', 120_000)),
  grantUsed: maybe(Money('Used of the grant', 380_000)),
  unused: maybe(Money('Left of the grant', 0)),
  rent: maybe(Money('Rent', 96_000)),
  attachments: many(Attachment, 'Documents'),
  ...Provenance
}
const subject = {
  agreementId: maybe(Uuid('The agreement that it is of')),
  awardId: maybe(Uuid('The award that it is of')),
  organisationId: maybe(Uuid('Who reports; null: the parties of the agreement, or all recipients of the award'))
}
const period = {
  periodFrom: Day('First day that it is of', '2022-01-01'),
  periodTo: Day('Last day that it is of', '2022-12-31'),
  dueOn: Day('Day by which it is due', '2023-02-28')
}
const kind = OneOf(reportKinds, 'A written report, or a dialogue; written unless told')
const example = { agreementId: id, periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28' }

export const NewReport = Strict(
  { ...subject, kind: Type.Optional(kind), ...period, ...content, ...Named },
  { $id: 'NewReport', description: 'A report that no requirement asks for, of an agreement or an award', example }
)
export type NewReport = Static<typeof NewReport>

export const ReportPatch = Patch(Strict({ organisationId: subject.organisationId, kind, ...period, ...content }), {
  $id: 'ReportPatch',
  description: 'What is to change (JSON merge patch)',
  example: { dueOn: '2023-03-31' }
})
export type ReportPatch = Static<typeof ReportPatch>

const Reporting = Strict(
  { organisationId: Uuid('The organisation'), name: Text('Its name', 300, 'Haninge Kvinnojour') },
  { $id: 'ReportingOrganisation', description: 'Who reports' }
)
const Warning = Strict(
  { field: Text('JSON pointer', 200, '/grantUsed'), message: Text('What to look at', 1000, 'cannot be checked') },
  { $id: 'ReportWarning', description: 'What an officer should look at' }
)

/** Columns that are answered only. */
const answered = {
  status: OneOf(reportStatuses, 'How far it has come'),
  requirementId: Nullable(Uuid('What asks for it; null where nothing does')),
  submittedOn: Nullable(Day('Day of the latest submission', '2023-02-20')),
  submittedAt: Nullable(Instant('When that was recorded')),
  submittedBy: Nullable(Text('Who recorded it: a key, a token or the holder of a key', 300, 'key:casefile')),
  returnedOn: Nullable(Day('When it was sent back', '2023-03-01')),
  returnedReason: Nullable(Text('Why it was sent back', 4000, 'Ekonomisk redovisning saknas')),
  missing: Type.Array(Text('What is missing', 1000, 'Resultaträkning'), {
    description: 'What is missing',
    example: []
  }),
  acceptedOn: Nullable(Day('When it was accepted', '2023-03-10')),
  acceptedBy: Nullable(Text('Who accepted it', 300, 'key:officer')),
  acceptanceNote: Nullable(Text('Remark on the acceptance', 4000, 'Godkänd')),
  waivedOn: Nullable(Day('When it was waived', '2023-03-10')),
  waivedReason: Nullable(Text('Why it was waived', 4000, 'Föreningen är upplöst')),
  waivedDecisionId: Nullable(Uuid('The decision on that')),
  remindedOf: Type.Array(Text('Reminder', 50, 'overdue'), { description: 'Reminders given for dueOn', example: [] })
}
const derived = {
  overdue: OneOf(dayAnswers, 'Whether it was due and not there on the day asked for'),
  late: OneOf(dayAnswers, 'Whether it was submitted after it was due; unknown where nobody has submitted it'),
  daysLate: Type.Integer({
    minimum: 0,
    description: 'Days from dueOn until it came, or until the day asked for',
    example: 0
  }),
  agreementTitle: Nullable(Text('Title of the agreement', 500, 'Idéburet offentligt partnerskap')),
  organisations: Type.Array(ref(Reporting), { description: 'Who reports', example: [] }),
  grantForPeriod: Nullable(Money('What the awards gave for the years of the period; null where not known', 380_000)),
  waitingPaymentCount: Type.Integer({ minimum: 0, description: 'Unpaid payments that wait for it', example: 1 }),
  warnings: Type.Array(ref(Warning), { description: 'What an officer should look at', example: [] })
}
export const Report = Representation(
  { ...Named, ...subject, kind, ...period, ...content, ...answered, ...derived },
  {
    $id: 'Report',
    description: 'A follow-up report, expected or come',
    example: {
      ...example,
      ...{ kind: 'written', status: 'expected', indicators: [], beneficiaries: [], attachments: [], missing: [] },
      ...{
        remindedOf: [],
        overdue: 'no',
        late: 'unknown',
        daysLate: 0,
        organisations: [],
        waitingPaymentCount: 1,
        warnings: []
      }
    }
  }
)
export const ReportPage = PageOf(ref(Report), 'ReportPage', 'A page of reports')

export const reportSchemas: TSchema[] = [
  ...[Indicator, Beneficiaries, Attachment, Reporting, Warning, NewReport, ReportPatch, Report, ReportPage]
]
