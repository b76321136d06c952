import { type Static, type TSchema, Type } from 'typebox'
import { dayAnswers } from '../assignments/rules.ts'
import { Day, ListQuery, Nullable, OneOf, Strict, Text, Uuid } from '../http/schemas.ts'
import { reportKinds, reportStatuses } from './rules.ts'
import { content } from './schemas.ts'

/** What is sent to take a step with a report, and what lists of them are asked for by. */

const maybe = <T extends TSchema>(schema: T) => Type.Optional(Nullable(schema))

export const ReportSubmission = Strict(
  { submittedOn: Type.Optional(Day('When it came; today unless told', '2023-02-20')), ...content },
  {
    $id: 'ReportSubmission',
    description: 'What was reported, where it is not saved already',
    example: { narrative: 'Verksamheten har hållit öppet varje vardag', grantUsed: 380_000, unused: 0 }
  }
)
export type ReportSubmission = Static<typeof ReportSubmission>

export const ReportReturn = Strict(
  {
    reason: Text('Why it is sent back', 4000, 'Ekonomisk redovisning saknas'),
    missing: Type.Optional(
      Type.Array(Text('What is missing', 1000, 'Resultaträkning'), {
        maxItems: 100,
        description: 'What is missing',
        example: ['Resultaträkning']
      })
    ),
    returnedOn: Type.Optional(Day('When; today unless told', '2023-03-01'))
  },
  { $id: 'ReportReturn', description: 'What a report lacks', example: { reason: 'Ekonomisk redovisning saknas' } }
)
export type ReportReturn = Static<typeof ReportReturn>

export const ReportAcceptance = Strict(
  {
    note: maybe(Text('Remark', 4000, 'Godkänd')),
    acceptedOn: Type.Optional(Day('When; today unless told', '2023-03-10'))
  },
  { $id: 'ReportAcceptance', description: 'That a report will do', example: { acceptedOn: '2023-03-10' } }
)
export type ReportAcceptance = Static<typeof ReportAcceptance>

export const AcceptanceRevocation = Strict(
  { reason: Text('Why the acceptance does not hold', 4000, 'Godkänd av misstag') },
  {
    $id: 'ReportAcceptanceRevocation',
    description: 'Taking back that a report was accepted',
    example: { reason: 'Godkänd av misstag' }
  }
)

export const ReportWaiver = Strict(
  {
    reason: Text('Why it need not come', 4000, 'Föreningen är upplöst'),
    decisionId: maybe(Uuid('The decision on that')),
    waivedOn: Type.Optional(Day('When; today unless told', '2023-03-10'))
  },
  { $id: 'ReportWaiver', description: 'That a report need not come', example: { reason: 'Föreningen är upplöst' } }
)
export type ReportWaiver = Static<typeof ReportWaiver>

export const WaiverRevocation = Strict(
  { reason: Text('Why the report is to come all the same', 4000, 'Gällde en annan förening') },
  {
    $id: 'ReportWaiverRevocation',
    description: 'Taking back that a report was waived',
    example: { reason: 'Gällde en annan förening' }
  }
)

export const onDay = Type.Optional(Day('The day that overdue and daysLate are of; today unless told', '2023-03-01'))
export const OnQuery = Strict({ validOn: onDay })

export const ReportQuery = ListQuery(
  {
    status: Type.Optional(OneOf(reportStatuses, 'How far it has come')),
    kind: Type.Optional(OneOf(reportKinds, 'Written, or a dialogue')),
    overdue: Type.Optional(
      OneOf(
        dayAnswers,
        'yes: due and not there on the day `validOn`; drafts of agreements and withdrawn awards oblige nobody'
      )
    ),
    late: Type.Optional(OneOf(dayAnswers, 'yes: submitted after it was due')),
    validOn: onDay,
    dueFrom: Type.Optional(Day('Due on or after this day', '2023-01-01')),
    dueTo: Type.Optional(Day('Due on or before this day', '2023-12-31')),
    agreementId: Type.Optional(Uuid('The agreement')),
    awardId: Type.Optional(Uuid('The award')),
    schemeId: Type.Optional(Uuid('The scheme of the award')),
    organisationId: Type.Optional(Uuid('Who reports: alone, as a party of the agreement, or as a recipient')),
    requirementId: Type.Optional(Uuid('What asks for it')),
    reference: Type.Optional(Type.String({ maxLength: 200, description: "The caller's own reference", example: 'R-1' }))
  },
  ['dueOn', 'updatedAt']
)

export const stepSchemas: TSchema[] = [
  ...[ReportSubmission, ReportReturn, ReportAcceptance, AcceptanceRevocation, ReportWaiver, WaiverRevocation]
]
