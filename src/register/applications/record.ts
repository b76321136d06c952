import { sql } from 'drizzle-orm'
import { check, index, pgTable, text as textColumn, uuid as uuidColumn } from 'drizzle-orm/pg-core'
import { type Static, type TObject, Type } from 'typebox'
import { type Answer, answers, certainties } from '../../base/known.ts'
import { day as dayColumn, money } from '../../platform/database/columns.ts'
import { firstDayText, lastDayText } from '../../platform/database/days.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import {
  Day,
  Instant,
  ListQuery,
  Money,
  MunicipalityCode,
  Named,
  Nullable,
  OneOf,
  PageOf,
  Patch,
  Representation,
  ref,
  Strict,
  Text,
  Unknowns,
  Url,
  Uuid,
  Year
} from '../../platform/http/schemas.ts'
import {
  type AnsweredOf,
  answeredOf,
  blankOf,
  day,
  json,
  precision,
  type SentOf,
  sentOf,
  sourced,
  text,
  uuid
} from '../../platform/records/fields.ts'
import { recordColumns } from '../../platform/records/record.ts'
import { fileIds } from '../files/record.ts'
import { organisations } from '../organisations/record.ts'
import { schemes } from '../schemes/record.ts'
import { TargetGroupShare } from '../schemes/target-group-shares.ts'
import { schemeWindows } from '../schemes/window-record.ts'
import { type ApplicationStatus, applicationStatuses } from './rules.ts'

const applicantId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
const Attachment = Strict(
  {
    title: Text('Title', 300, 'Budget 2022'),
    url: Url('Address'),
    checksum: Type.Optional(
      Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the document', example: 'a'.repeat(64) })
    )
  },
  { title: 'ApplicationAttachment' }
)
const shares = Type.Array(TargetGroupShare, {
  maxItems: 50,
  description: 'How the activity is shared between target groups: 100 per cent or less together',
  example: [{ targetGroup: 'barn och unga', percent: 60 }]
})
const attachments = Type.Array(Attachment, {
  maxItems: 100,
  description: 'Links to what was sent with it',
  example: []
})

/** What is sent as the columns have it, before the guarantee and after. */
export const applicationContent = {
  schemeId: uuid('The scheme; null: not stated').optional(),
  round: text('The round, as it is called', 200, 'Våren 2022').optional(),
  receivedOn: day('When it came; null: not stated', '2021-09-29').optional(),
  receivedOnPrecision: precision('How exactly that day is known'),
  windowId: uuid('The window of the scheme in which it was made; null: not stated').optional(),
  closesOn: day('Last day of the round, where it is stated; else that of the window counts', '2021-09-30').optional(),
  purpose: text('What the money is for', 4000, 'Stöd till brottsoffer').optional(),
  targetGroupShares: json(shares).defaulted([]),
  fileIds
}
const enclosed = {
  attachments: json(attachments).defaulted([]),
  note: text('Remark', 4000, 'Kom per post').optional(),
  ...sourced
}
const fields = { ...applicationContent, ...enclosed }

// Text for the database, which follows the two columns by itself; rules.ts latenessOf says the same.
const dueOn = 'coalesce(closes_on, window_closes_on)'
const lateness = `case
  when received_on is null or ${dueOn} is null then 'unknown'
  when ${firstDayText('received_on', 'received_on_precision')} > ${dueOn} then 'yes'
  when ${lastDayText('received_on', 'received_on_precision')} <= ${dueOn} then 'no'
  else 'possible' end`

/** What somebody applied for: from one scheme, in one round. */
export const applications = pgTable(
  'applications',
  {
    ...recordColumns(fields),
    guarantorOrganisationId: uuidColumn(),
    guarantorScope: textColumn(),
    guarantorLimit: money(),
    guarantorFrom: dayColumn(),
    guarantorTo: dayColumn(),
    /** Last day as it follows from the window and the reception (schemes/deadline-rules.ts); kept with both. */
    windowClosesOn: dayColumn(),
    /** The last day that lateness is judged by: the stated day, else the last day of the window. */
    dueOn: dayColumn().generatedAlwaysAs(sql.raw(dueOn)),
    late: textColumn().$type<Answer>().generatedAlwaysAs(sql.raw(lateness)),
    status: textColumn().$type<ApplicationStatus>().notNull().default('received'),
    /** Last day for what was asked for to come, while a supplement is requested. */
    supplementDueOn: dayColumn(),
    /** SHA-256 of what was last received by reference: the same again changes nothing. */
    receivedHash: textColumn()
  },
  table => [
    ...keysOf('applications', table),
    index('applications_received').on(table.municipalityCode, table.receivedOn, table.id),
    index('applications_scheme').on(table.municipalityCode, table.schemeId, table.id),
    index('applications_status').on(table.municipalityCode, table.status, table.id),
    index('applications_last_day').on(table.municipalityCode, table.dueOn, table.id),
    index('applications_late').on(table.municipalityCode, table.late, table.id),
    index('applications_window').on(table.municipalityCode, table.windowId, table.id),
    index('applications_withdrawn').on(table.municipalityCode, table.id).where(sql`withdrawn_at is not null`),
    index('applications_round').on(table.municipalityCode, table.round, table.id),
    index('applications_files').using('gin', table.fileIds).where(sql`file_ids <> '[]'`),
    index('applications_guarantor').on(table.municipalityCode, table.guarantorOrganisationId, table.id),
    refersTo('applications_scheme_fk', table, table.schemeId, schemes),
    refersTo('applications_window_fk', table, table.windowId, schemeWindows),
    refersTo('applications_guarantor_fk', table, table.guarantorOrganisationId, organisations),
    check('applications_guarantor_period', sql`guarantor_to >= guarantor_from`),
    check('applications_window_scheme', sql`window_id is null or scheme_id is not null`)
  ]
)
/** What a reception says of what it leaves out: nothing. */
export const unstated = {
  ...blankOf(fields),
  amounts: [],
  guarantorOrganisationId: null,
  guarantorScope: null,
  guarantorLimit: null,
  guarantorFrom: null,
  guarantorTo: null
}

const applicants = Type.Array(
  Strict({ organisationId: Uuid('The organisation') }, { title: 'OrganisationReference' }),
  {
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
    description: 'Who applies; several apply for one amount jointly',
    example: [{ organisationId: applicantId }]
  }
)
const amounts = Type.Array(
  Strict(
    {
      year: Type.Optional(Nullable(Year('Year; null: not stated for which'))),
      amount: Type.Optional(Nullable(Money('Applied for', 440000))),
      certainty: Type.Optional(OneOf(certainties, 'How well it is known; exact where there is an amount unless told'))
    },
    { title: 'ApplicationAmount' }
  ),
  { maxItems: 50, description: 'What is applied for, one amount a year', example: [{ year: 2022, amount: 440000 }] }
)
const answeredAmounts = Type.Array(
  Strict({
    year: Nullable(Year('Year; null: not stated for which')),
    amount: Nullable(Money('Applied for', 440000)),
    certainty: OneOf(certainties, 'How well it is known')
  }),
  { description: 'What is applied for, one amount a year', example: [] }
)
export const Guarantee = Strict(
  {
    organisationId: Type.Optional(Nullable(Uuid('Organisation that stands behind the applicant'))),
    scope: Type.Optional(Nullable(Text('What is guaranteed', 2000, 'Att medlen används rätt'))),
    maxAmount: Type.Optional(Nullable(Money('Highest amount guaranteed', 100000))),
    validFrom: Type.Optional(Nullable(Day('First day', '2022-01-01'))),
    validTo: Type.Optional(Nullable(Day('Last day', '2022-12-31')))
  },
  { description: 'What another organisation guarantees; null: nothing is stated' }
)

const content = {
  applicants,
  amounts: Type.Optional(amounts),
  ...sentOf(applicationContent),
  guarantee: Type.Optional(Nullable(Guarantee)),
  ...sentOf(enclosed)
}
type Sent = SentOf<typeof fields> & {
  applicants: Static<typeof applicants>
  amounts?: Static<typeof amounts>
  guarantee?: Static<typeof Guarantee> | null
}
const example = {
  applicants: [{ organisationId: applicantId }],
  round: 'Våren 2022',
  receivedOn: '2021-09-29',
  closesOn: '2021-09-30',
  amounts: [{ year: 2022, amount: 440000 }]
}

export const NewApplication = Type.Unsafe<Sent & Static<TObject<typeof Named>>>(
  Strict({ ...content, ...Named }, { $id: 'NewApplication', description: 'An application to register', example })
)
export type NewApplication = Static<typeof NewApplication>

export const ReceivedApplication = Type.Unsafe<Sent>(
  Strict(content, {
    $id: 'ReceivedApplication',
    description: 'An application as it was received; what is absent is not stated',
    example
  })
)
export type ReceivedApplication = Static<typeof ReceivedApplication>

export const ApplicationPatch = Type.Unsafe<Partial<Sent>>(
  Patch(Strict(content), {
    $id: 'ApplicationPatch',
    description: 'What is to change (JSON merge patch): a correction of the record',
    example: { purpose: 'Stöd till brottsoffer och vittnen' }
  })
)
export type ApplicationPatch = Static<typeof ApplicationPatch>

const Step = Strict({
  status: OneOf(applicationStatuses, 'Where the step led'),
  happenedOn: Nullable(Day('When it was done; null: not stated')),
  reason: Nullable(Text('Why', 2000, 'Årsredovisning saknas')),
  dueOn: Nullable(Day('Last day for what was asked for', '2021-10-15')),
  actorName: Text('Key or token that recorded it', 300, 'Ärendehanteringen'),
  sentBy: Nullable(Text('Whom the calling system says that it acts for', 200, 'handläggare')),
  recordedAt: Instant('When it was recorded')
})
const AnsweringLine = Strict({
  lineId: Uuid('The decision line'),
  decisionId: Uuid('Its decision'),
  decidedOn: Day('When it was decided'),
  outcome: Text('What was decided', 100, 'granted'),
  granted: Nullable(Money('Granted', 380000)),
  grantedCertainty: OneOf(certainties, 'How well that is known')
})

const who = {
  applicants: Type.Array(
    Strict({ organisationId: Uuid('The organisation'), name: Text('Its name now', 300, 'Haninge Kvinnojour') }),
    { description: 'Who applies, in the order sent', example: [] }
  ),
  amounts: answeredAmounts
}
const standing = {
  status: OneOf(applicationStatuses, 'Where it stands; withdrawn: by who applied'),
  supplementDueOn: Nullable(Day('Last day for the supplement that was asked for', '2021-10-15')),
  windowClosesOn: Nullable(
    Day('Last day of the round of its window that it came to; null where that cannot be told; computed', '2021-09-30')
  ),
  dueOn: Nullable(Day('The day that lateness is judged by: closesOn, else windowClosesOn; computed', '2021-09-30')),
  late: OneOf(answers, 'Whether it came after its last day; computed'),
  daysLate: Nullable(Type.Integer({ description: 'Days after dueOn, 0 in time; computed', example: 0 })),
  outcome: Nullable(Text('Outcome of the latest decision line that stands; null: not decided', 100, 'granted')),
  decisionLines: Type.Array(AnsweringLine, {
    description: 'Lines that answer it and stand, latest first',
    example: []
  }),
  steps: Type.Array(Step, { description: 'What was done with it, in order', example: [] })
}
type Registered = Pick<
  typeof applications.$inferSelect,
  | 'municipalityCode'
  | 'id'
  | 'source'
  | 'reference'
  | 'version'
  | 'createdAt'
  | 'updatedAt'
  | 'withdrawnAt'
  | 'withdrawnReason'
>
type Answered = AnsweredOf<typeof fields> &
  Static<TObject<typeof who>> &
  Static<TObject<typeof standing>> & { guarantee: Required<Static<typeof Guarantee>> | null }

export const Application = Type.Unsafe<Registered & Answered>(
  Representation(
    {
      ...Named,
      ...who,
      ...answeredOf(applicationContent),
      guarantee: Nullable(Guarantee),
      ...answeredOf(enclosed),
      ...standing
    },
    {
      $id: 'Application',
      description: 'An application, alone or jointly, to a scheme in a round',
      example: {
        applicants: [{ organisationId: applicantId, name: 'Haninge Kvinnojour' }],
        amounts: [{ year: 2022, amount: 440000, certainty: 'exact' }],
        round: 'Våren 2022',
        receivedOn: '2021-09-29',
        receivedOnPrecision: 'day',
        windowId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f66',
        closesOn: null,
        windowClosesOn: '2021-09-30',
        dueOn: '2021-09-30',
        targetGroupShares: [],
        fileIds: [],
        attachments: [],
        status: 'complete',
        late: 'no',
        daysLate: 0,
        decisionLines: [],
        steps: []
      }
    }
  )
)
export const ApplicationPage = PageOf(
  ref(Application),
  'ApplicationPage',
  'A page of applications',
  Unknowns(
    'With late (yes or no), receivedFrom or receivedTo: applications that are not listed because when they came, or until when they might, is not known'
  )
)

export const ApplicationQuery = ListQuery(
  {
    schemeId: Type.Optional(Uuid('The scheme')),
    organisationId: Type.Optional(Uuid('An applicant, alone or jointly')),
    guarantorOrganisationId: Type.Optional(Uuid('The guarantor')),
    round: Type.Optional(Type.String({ maxLength: 200, description: 'The round', example: 'Våren 2022' })),
    status: Type.Optional(OneOf(applicationStatuses, 'Where it stands')),
    outcome: Type.Optional(Type.String({ maxLength: 100, description: 'Latest outcome', example: 'granted' })),
    year: Type.Optional(Year('A year that money is applied for')),
    receivedFrom: Type.Optional(Day('Received on or after this day', '2021-09-01')),
    receivedTo: Type.Optional(Day('Received on or before this day', '2021-09-30')),
    windowId: Type.Optional(Uuid('The window of the scheme')),
    dueOn: Type.Optional(Day('Last day, as stated or as it follows from the window', '2021-09-30')),
    late: Type.Optional(OneOf(answers, 'Whether it came after dueOn')),
    reference: Type.Optional(
      Type.String({ maxLength: 200, description: "The caller's own reference", example: 'A-17' })
    )
  },
  ['id', 'updatedAt']
)

export const ByReference = Strict({
  municipalityCode: MunicipalityCode,
  source: Type.String({
    pattern: '^[A-Za-z0-9._:-]{1,100}$',
    description: 'System of the reference',
    example: 'casefile'
  }),
  reference: Text('Reference within the source', 200, 'SN-2021-0144-3')
})

export const applicationSchemas = [NewApplication, ReceivedApplication, ApplicationPatch, Application, ApplicationPage]
