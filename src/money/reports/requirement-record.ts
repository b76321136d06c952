import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable } from 'drizzle-orm/pg-core'
import { Type } from 'typebox'
import { listedCode } from '../../platform/database/municipality.ts'
import { keysOf, refersTo } from '../../platform/database/table-keys.ts'
import { Maybe, OneOf, ref, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { code, day, json, of, sourced, text, uuid } from '../../platform/records/fields.ts'
import {
  type Changes,
  type New,
  type RowOf,
  recordColumns,
  recordOf,
  schemasOf
} from '../../platform/records/record.ts'
import { agreements } from '../../register/agreements/record.ts'
import { schemeRuleVersions } from '../../register/schemes/version-record.ts'
import { reportFrequencies, reportKinds, reportParts } from './rules.ts'

/** A number in the unit of the indicator; negative where something decreased. */
export const Amount = (description: string, example: number) =>
  Type.Number({ minimum: -1e12, maximum: 1e12, description, example })

export const ExpectedIndicator = Strict(
  {
    key: Type.String({
      pattern: '^[A-Za-z0-9_-]{1,50}$',
      description: 'By which reports answer it',
      example: 'visits'
    }),
    description: Text('What is counted', 1000, 'Antal besök'),
    unit: Maybe(Text('Unit', 100, 'besök')),
    target: Maybe(Amount('Goal', 400))
  },
  { $id: 'ExpectedIndicator', description: 'What reports are to count' }
)

const fields = {
  agreementId: uuid('The agreement whose parties report').optional().unchanging().filter('The agreement'),
  ruleVersionId: uuid('The rules under which every recipient reports')
    .optional()
    .unchanging()
    .filter('The version of rules'),
  kind: code(reportKinds, 'A written report, or a dialogue between the parties; written unless told').defaulted(
    'written'
  ),
  frequency: code(reportFrequencies, 'How often; final: once, of the whole time'),
  dueDays: of<number>(
    Type.Integer({ minimum: 0, maximum: 3660, description: 'Days after the period by which it is due', example: 59 }),
    integer
  ),
  periodFrom: day('First day to report of; that of the term or the grant unless told', '2022-01-01').optional(),
  periodTo: day('Last day to report of; that of the term or the grant unless told', '2024-12-31').optional(),
  parts: json(
    Type.Array(OneOf(reportParts, 'Part'), {
      maxItems: 5,
      uniqueItems: true,
      description: 'What a report cannot be submitted without',
      example: ['narrative', 'finances']
    })
  ).defaulted([]),
  indicators: json(
    Type.Array(ref(ExpectedIndicator), { maxItems: 100, description: 'What is to be counted', example: [] })
  ).defaulted([]),
  text: text('The requirement as it is worded', 8000, 'Redovisning lämnas senast den sista februari').optional(),
  note: text('Remark', 4000, 'Enligt avtalet punkt 7').optional(),
  ...sourced
}

/** What is to be reported, how often and how soon: of an agreement, or of every grant under rules of a scheme. */
export const reportRequirements = pgTable('report_requirements', recordColumns(fields), table => [
  ...keysOf('report_requirements', table),
  index('report_requirements_agreement').on(table.municipalityCode, table.agreementId, table.id),
  index('report_requirements_by_reference')
    .on(table.municipalityCode, table.reference)
    .where(sql`reference is not null`),
  index('report_requirements_rules').on(table.municipalityCode, table.ruleVersionId, table.id),
  refersTo('report_requirements_agreement_fk', table, table.agreementId, agreements),
  refersTo('report_requirements_rules_fk', table, table.ruleVersionId, schemeRuleVersions),
  check('report_requirements_of_one', sql`num_nonnulls(agreement_id, rule_version_id) = 1`),
  check('report_requirements_period', sql`period_to >= period_from`),
  check('report_requirements_due', sql`due_days between 0 and 3660`)
])

export const reportRequirement = recordOf({
  noun: 'ReportRequirement',
  plural: 'ReportRequirements',
  address: 'report-requirements',
  tag: 'reports',
  scope: 'reports',
  fields,
  table: reportRequirements,
  describes: {
    one: 'What is to be reported, how often and how soon',
    created: 'What is to be reported; of an agreement or of rules, not both',
    page: 'A page of requirements'
  },
  examples: {
    created: {
      agreementId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61',
      frequency: 'yearly',
      dueDays: 59,
      parts: ['narrative', 'finances']
    },
    patch: { dueDays: 90 },
    shown: { kind: 'written', indicators: [] }
  },
  filters: {
    schemeId: {
      schema: Uuid('The scheme, under any version of its rules'),
      where: value => sql`${reportRequirements.ruleVersionId} in (
        select id from scheme_rule_versions
        where municipality_code = ${listedCode} and scheme_id = ${value})`
    }
  },
  reference: 'K-1',
  sorts: ['id', 'updatedAt'],
  says: {
    list: ['List what is to be reported', 'Requirements of agreements and of rules of schemes.'],
    create: [
      'Register what is to be reported',
      'Of an agreement, or of every grant under a version of rules. The reports are expected at once: one for each period of the calendar, cut to the term of the agreement or the years of the grant. Where no end of a term is certain they are expected to the end of the next calendar year, and further as time goes.'
    ],
    get: ['Show what is to be reported', 'The requirement; its reports are listed by requirementId.'],
    update: [
      'Correct what is to be reported',
      'Changes the properties given (JSON merge patch); demands If-Match. Expected reports in which nobody has written follow, unless a payment waits for them or their day was moved by hand.'
    ],
    withdraw: [
      'Withdraw a requirement',
      'Takes it back, and with it the expected reports in which nobody has written. Refused while unpaid payments wait for its reports.'
    ]
  }
})
export type RequirementRow = RowOf<typeof reportRequirement>
export type NewReportRequirement = New<typeof reportRequirement>
export type ReportRequirementPatch = Changes<typeof reportRequirement>

const Count = (description: string, example: number) => Type.Integer({ minimum: 0, description, example })
export const ExpectedReports = Strict(
  {
    requirementId: Uuid('The requirement'),
    addedCount: Count('Reports that were missing', 3),
    movedCount: Count('Expected reports whose period ends on another day now', 0),
    withdrawnCount: Count(
      'Expected reports that are no longer asked for; of those nothing was written and nothing waits',
      0
    )
  },
  {
    $id: 'ExpectedReports',
    description: 'What was done to the expected reports of a requirement',
    example: { requirementId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61', addedCount: 3, movedCount: 0, withdrawnCount: 0 }
  }
)

export const requirementSchemas = [ExpectedIndicator, ...schemasOf(reportRequirement), ExpectedReports]
