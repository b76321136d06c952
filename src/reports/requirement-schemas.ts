import { type Static, type TSchema, Type } from 'typebox'
import {
  Day,
  ListQuery,
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
  Uuid
} from '../http/schemas.ts'
import { reportFrequencies, reportKinds, reportParts } from './rules.ts'

const maybe = <T extends TSchema>(schema: T) => Type.Optional(Nullable(schema))
const id = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f61'
const Amount = (description: string, example: number) =>
  Type.Number({ minimum: -1e12, maximum: 1e12, description, example })

export const ExpectedIndicator = Strict(
  {
    key: Type.String({
      pattern: '^[A-Za-z0-9_-]{1,50}$',
      description: 'By which reports answer it',
      example: 'visits'
    }),
    description: Text('What is counted', 1000, 'Antal besök'),
    unit: maybe(Text('Unit', 100, 'besök')),
    target: maybe(Amount('Goal', 400))
  },
  { $id: 'ExpectedIndicator', description: 'What reports are to count' }
)

const content = {
  kind: Type.Optional(OneOf(reportKinds, 'A written report, or a dialogue between the parties; written unless told')),
  frequency: OneOf(reportFrequencies, 'How often; final: once, of the whole time'),
  dueDays: Type.Integer({
    minimum: 0,
    maximum: 3660,
    description: 'Days after the period by which it is due',
    example: 59
  }),
  periodFrom: maybe(Day('First day to report of; that of the term or the grant unless told', '2022-01-01')),
  periodTo: maybe(Day('Last day to report of; that of the term or the grant unless told', '2024-12-31')),
  parts: Type.Optional(
    Type.Array(OneOf(reportParts, 'Part'), {
      maxItems: 5,
      uniqueItems: true,
      description: 'What a report cannot be submitted without',
      example: ['narrative', 'finances']
    })
  ),
  indicators: Type.Optional(
    Type.Array(ref(ExpectedIndicator), { maxItems: 100, description: 'What is to be counted', example: [] })
  ),
  text: maybe(Text('The requirement as it is worded', 8000, 'Redovisning lämnas senast den sista februari')),
  note: maybe(Text('Remark', 4000, 'Enligt avtalet punkt 7')),
  ...Provenance
}
const subject = {
  agreementId: maybe(Uuid('The agreement whose parties report')),
  ruleVersionId: maybe(Uuid('The rules under which every recipient reports'))
}
const example = { agreementId: id, frequency: 'yearly', dueDays: 59, parts: ['narrative', 'finances'] }

export const NewReportRequirement = Strict(
  { ...subject, ...content, ...Named },
  { $id: 'NewReportRequirement', description: 'What is to be reported; of an agreement or of rules, not both', example }
)
export type NewReportRequirement = Static<typeof NewReportRequirement>

export const ReportRequirementPatch = Patch(Strict(content), {
  $id: 'ReportRequirementPatch',
  description: 'What is to change (JSON merge patch)',
  example: { dueDays: 90 }
})
export type ReportRequirementPatch = Static<typeof ReportRequirementPatch>

export const ReportRequirement = Representation(
  { ...Named, ...subject, ...content },
  {
    $id: 'ReportRequirement',
    description: 'What is to be reported, how often and how soon',
    example: { ...example, kind: 'written', indicators: [] }
  }
)
export const ReportRequirementPage = PageOf(ref(ReportRequirement), 'ReportRequirementPage', 'A page of requirements')

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
    example: { requirementId: id, addedCount: 3, movedCount: 0, withdrawnCount: 0 }
  }
)

export const ReportRequirementQuery = ListQuery(
  {
    agreementId: Type.Optional(Uuid('The agreement')),
    ruleVersionId: Type.Optional(Uuid('The version of rules')),
    schemeId: Type.Optional(Uuid('The scheme, under any version of its rules')),
    reference: Type.Optional(Type.String({ maxLength: 200, description: "The caller's own reference", example: 'K-1' }))
  },
  ['id', 'updatedAt']
)

export const requirementSchemas: TSchema[] = [
  ...[ExpectedIndicator, NewReportRequirement, ReportRequirementPatch],
  ...[ReportRequirement, ReportRequirementPage, ExpectedReports]
]
