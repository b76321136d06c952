import { getTableColumns, type SQL, sql } from 'drizzle-orm'
import { check, index, pgTable, uniqueIndex } from 'drizzle-orm/pg-core'
import { type TSchema, Type } from 'typebox'
import { type Answer, answers } from '../../base/known.ts'
import { listedCode, ofMunicipality } from '../../platform/database/municipality.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import { Day, Maybe, OneOf, ref, Strict, Text, Url, Uuid } from '../../platform/http/schemas.ts'
import { code, day, instant, json, money, percent, sourced, text, uuid } from '../../platform/records/fields.ts'
import {
  type Changes,
  type New,
  type RowOf,
  recordColumns,
  recordOf,
  schemasOf
} from '../../platform/records/record.ts'
import { agreements } from '../../register/agreements/record.ts'
import { awards } from '../../register/decisions/line-record.ts'
import { decisions } from '../../register/decisions/record.ts'
import { fileIds } from '../../register/files/record.ts'
import { organisations } from '../../register/organisations/record.ts'
import { derived, derivedColumns, derivedSchemas, isOverdue, missed, reportsOfOrganisation } from './derived.ts'
import { Amount, reportRequirements } from './requirement-record.ts'
import { reportKinds, reportStatuses } from './rules.ts'

const many = <T extends TSchema>(item: T, description: string) =>
  json(Type.Array(ref(item), { maxItems: 200, description, example: [] })).defaulted([])

const Indicator = Strict(
  {
    key: Maybe(Text('Key of the indicator in the requirement', 50, 'visits')),
    commitmentKey: Maybe(Text('Key of the commitment', 50, 'visits')),
    description: Text('What was counted', 1000, 'Antal besök'),
    goal: Maybe(Text('The goal or commitment that it is held against', 1000, 'Åtagande 2')),
    unit: Maybe(Text('Unit', 100, 'besök')),
    target: Maybe(Amount('Goal', 400)),
    achieved: Maybe(Amount('What was achieved, in the unit of the target', 380)),
    comment: Maybe(Text('Remark, never names of persons', 4000, 'Stängt i juli'))
  },
  { $id: 'ReportIndicator', description: 'What was counted, against which goal or commitment' }
)
const Beneficiaries = Strict(
  {
    targetGroup: Text('Whom it reached', 200, 'barn och unga'),
    count: Maybe(Type.Integer({ minimum: 0, maximum: 100_000_000, description: 'Persons', example: 120 })),
    percent: Maybe(percent('Share of all whom it reached; groups may overlap', 40).schema)
  },
  { $id: 'ReportBeneficiaries', description: 'Whom it reached, by group; groups may overlap' }
)
const Attachment = Strict(
  {
    title: Text('What it is', 300, 'Årsredovisning'),
    url: Url('Where it is', 'https://arkiv.haninge.se/1234'),
    checksum: Maybe(
      Type.String({
        pattern: '^[a-z0-9]{1,20}:[0-9a-f]{16,128}$',
        description: 'Of the file',
        example: `sha256:${'0'.repeat(64)}`
      })
    )
  },
  { $id: 'ReportAttachment', description: 'A link to a document and the hash of what was there' }
)

/** What a report holds. */
export const content = {
  narrative: text(
    'What was done; never names of persons',
    100_000,
    'Verksamheten har hållit öppet varje vardag'
  ).optional(),
  indicators: many(Indicator, 'What was counted'),
  beneficiaries: many(Beneficiaries, 'Whom it reached, by group'),
  childrenAndYoungPercent: percent('Share that went to children and young people', 20).optional(),
  costs: money('Costs of the activities', 500_000).optional(),
  ownContribution: money('What the organisation put in', 120_000).optional(),
  grantUsed: money('Used of the grant', 380_000).optional(),
  unused: money('Left of the grant', 0).optional(),
  rent: money('Rent', 96_000).optional(),
  attachments: many(Attachment, 'Documents'),
  fileIds,
  ...sourced
}

export const reportFields = {
  agreementId: uuid('The agreement that it is of').optional().unchanging().filter('The agreement'),
  awardId: uuid('The award that it is of').optional().unchanging().filter('The award'),
  organisationId: uuid('Who reports; null: the parties of the agreement, or all recipients of the award').optional(),
  kind: code(reportKinds, 'A written report, or a dialogue; written unless told')
    .defaulted()
    .filter('Written, or a dialogue'),
  periodFrom: day('First day that it is of', '2022-01-01'),
  periodTo: day('Last day that it is of', '2022-12-31'),
  dueOn: day('Day by which it is due', '2023-02-28'),
  ...content,
  status: code(reportStatuses, 'How far it has come').answered('expected').filter('How far it has come'),
  requirementId: uuid('What asks for it; null where nothing does').answeredOrNull().filter('What asks for it'),
  submittedOn: day('Day of the latest submission', '2023-02-20').answeredOrNull(),
  submittedAt: instant('When that was recorded').answeredOrNull(),
  submittedBy: text('Who recorded it: a key, a token or the holder of a key', 300, 'key:casefile').answeredOrNull(),
  returnedOn: day('When it was sent back', '2023-03-01').answeredOrNull(),
  returnedReason: text('Why it was sent back', 4000, 'Ekonomisk redovisning saknas').answeredOrNull(),
  missing: json(
    Type.Array(Text('What is missing', 1000, 'Resultaträkning'), { description: 'What is missing', example: [] })
  ).answered([]),
  acceptedOn: day('When it was accepted', '2023-03-10').answeredOrNull(),
  acceptedBy: text('Who accepted it', 300, 'key:officer').answeredOrNull(),
  acceptanceNote: text('Remark on the acceptance', 4000, 'Godkänd').answeredOrNull(),
  waivedOn: day('When it was waived', '2023-03-10').answeredOrNull(),
  waivedReason: text('Why it was waived', 4000, 'Föreningen är upplöst').answeredOrNull(),
  waivedDecisionId: uuid('The decision on that').answeredOrNull(),
  remindedOf: json(
    Type.Array(Text('Reminder', 50, 'overdue'), { description: 'Reminders given for dueOn', example: [] })
  ).answered([])
}

/** A report that is expected, or was sent in all the same. */
export const reports = pgTable('reports', recordColumns(reportFields), table => [
  ...keysOf('reports', table),
  uniqueIndex('reports_of_agreement')
    .on(table.municipalityCode, table.requirementId, table.agreementId, table.periodFrom)
    .where(sql`withdrawn_at is null and award_id is null and requirement_id is not null`),
  uniqueIndex('reports_of_award')
    .on(table.municipalityCode, table.requirementId, table.awardId, table.periodFrom)
    .where(sql`withdrawn_at is null and award_id is not null and requirement_id is not null`),
  index('reports_due').on(table.municipalityCode, table.dueOn, table.id),
  index('reports_status').on(table.municipalityCode, table.status, table.dueOn, table.id),
  index('reports_agreement').on(table.municipalityCode, table.agreementId, table.dueOn, table.id),
  index('reports_award').on(table.municipalityCode, table.awardId, table.dueOn, table.id),
  index('reports_organisation').on(table.municipalityCode, table.organisationId, table.dueOn, table.id),
  index('reports_requirement').on(table.municipalityCode, table.requirementId, table.dueOn, table.id),
  index('reports_kind').on(table.municipalityCode, table.kind, table.dueOn, table.id),
  index('reports_files').using('gin', table.fileIds).where(sql`file_ids <> '[]'`),
  index('reports_by_reference').on(table.municipalityCode, table.reference).where(sql`reference is not null`),
  // Officers work through the reports that are late or were.
  index('reports_missed').on(table.municipalityCode, table.dueOn, table.id).where(missed),
  refersTo('reports_requirement_fk', table, table.requirementId, reportRequirements),
  refersTo('reports_agreement_fk', table, table.agreementId, agreements),
  refersTo('reports_award_fk', table, table.awardId, awards),
  refersTo('reports_organisation_fk', table, table.organisationId, organisations),
  refersTo('reports_waived_decision_fk', table, table.waivedDecisionId, decisions),
  check('reports_of_something', sql`num_nonnulls(agreement_id, award_id) >= 1`),
  check('reports_period', sql`period_to >= period_from`),
  check('reports_status_known', sql`status in ('expected', 'submitted', 'returned', 'accepted', 'waived')`),
  check('reports_not_negative', sql`least(costs, own_contribution, grant_used, unused, rent) >= 0`),
  check('reports_share', sql`children_and_young_percent between 0 and 100`)
])
export type ReportRow = typeof reports.$inferSelect

// A report is due on a day that is known: it is never possibly overdue.
const overdueConditions: Record<Answer, SQL> = {
  yes: sql`${missed} and ${isOverdue}`,
  no: sql`not ${isOverdue}`,
  possible: sql`false`,
  unknown: sql`false`
}
const lateConditions: Record<Answer, SQL> = {
  yes: sql`${missed} and ${reports.submittedOn} > ${reports.dueOn}`,
  no: sql`${reports.submittedOn} <= ${reports.dueOn}`,
  possible: sql`false`,
  unknown: sql`${reports.submittedOn} is null`
}

/** The list and single reads want a day (`validOn`): that which `overdue` and `daysLate` are of. */
export const report = recordOf({
  noun: 'Report',
  plural: 'Reports',
  address: 'reports',
  tag: 'reports',
  scope: 'reports',
  fields: reportFields,
  table: reports,
  describes: {
    one: 'A follow-up report, expected or come',
    created: 'A report that no requirement asks for, of an agreement or an award',
    page: 'A page of reports'
  },
  examples: {
    created: {
      agreementId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      periodFrom: '2022-01-01',
      periodTo: '2022-12-31',
      dueOn: '2023-02-28'
    },
    patch: { dueOn: '2023-03-31' },
    shown: {
      kind: 'written',
      status: 'expected',
      indicators: [],
      beneficiaries: [],
      attachments: [],
      fileIds: [],
      missing: [],
      remindedOf: [],
      overdue: 'no',
      late: 'unknown',
      daysLate: 0,
      organisations: [],
      waitingPaymentCount: 1,
      warnings: []
    }
  },
  filters: {
    // The query has these conditions as text, not as a parameter, so that PostgreSQL uses the index of the few missed reports.
    overdue: {
      schema: OneOf(
        answers,
        'yes: due and not there on the day `validOn`; drafts of agreements and withdrawn awards oblige nobody'
      ),
      where: { when: said => overdueConditions[said as Answer] }
    },
    late: {
      schema: OneOf(answers, 'yes: submitted after it was due'),
      where: { when: said => lateConditions[said as Answer] }
    },
    dueFrom: {
      schema: Day('Due on or after this day', '2023-01-01'),
      where: value => sql`${reports.dueOn} >= ${value}`
    },
    dueTo: {
      schema: Day('Due on or before this day', '2023-12-31'),
      where: value => sql`${reports.dueOn} <= ${value}`
    },
    schemeId: {
      schema: Uuid('The scheme of the award'),
      where: value => sql`${reports.awardId} in (
        select award.id from decision_lines line
        join awards award on award.municipality_code = line.municipality_code and award.line_id = line.id
        where ${ofMunicipality(listedCode, 'line', 'award')} and line.scheme_id = ${value})`
    },
    organisationId: {
      schema: Uuid('Who reports: alone, as a party of the agreement, or as a recipient'),
      // PostgreSQL looks up an array by the key; it would join a set to all reports.
      where: value => sql`${reports.id} = any(array(${reportsOfOrganisation(value)}))`
    }
  },
  reference: 'R-1',
  sorts: ['dueOn', 'updatedAt'],
  answers: derived,
  select: db => db.select({ ...getTableColumns(reports), ...derivedColumns }).from(reports),
  says: {
    list: [
      'List reports',
      'Reports that are expected or have come, by the day on which they are due: with overdue, those that an officer should ask for; with late, those that came too late.'
    ],
    create: [
      'Register a report that nothing asks for',
      'Of an agreement or an award, with what it holds if that has come; it is submitted in a call of its own.'
    ],
    get: ['Show a report', 'The report, with whether it is overdue today or on another day.'],
    update: [
      'Save what is to be reported, or move its day',
      'Changes the properties given (JSON merge patch); demands If-Match. While the report is expected or sent back; what is submitted is sent back first. Of a new day it is reminded anew.'
    ],
    withdraw: [
      'Withdraw a report',
      'Takes back a report that was recorded in error. One that need not come is waived; one that was accepted, or that payments wait for, is not withdrawn.'
    ]
  }
})
/** A report as it is read for a day. */
export type ShownReport = RowOf<typeof report>
export type NewReport = New<typeof report>
export type ReportPatch = Changes<typeof report>

export const reportSchemas = [Indicator, Beneficiaries, Attachment, ...derivedSchemas, ...schemasOf(report)]
