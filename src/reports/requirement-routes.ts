import { findRecord } from '../database/records.ts'
import { today } from '../dates.ts'
import type { App } from '../http/app.ts'
import { ById, ref } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { collectionRoutes, type Kind, recordRoutes } from '../records/kit.ts'
import {
  createReportRequirement,
  expectRequiredReports,
  updateReportRequirement,
  withdrawReportRequirement
} from './requirement-actions.ts'
import { requirementList } from './requirement-queries.ts'
import {
  ExpectedReports,
  NewReportRequirement,
  ReportRequirement,
  ReportRequirementPage,
  ReportRequirementPatch,
  ReportRequirementQuery
} from './requirement-schemas.ts'
import { reportRequirements } from './tables.ts'

const schemas = {
  One: ReportRequirement,
  Page: ReportRequirementPage,
  Query: ReportRequirementQuery,
  New: NewReportRequirement,
  Patch: ReportRequirementPatch
}

const kind: Kind<typeof schemas, typeof reportRequirements.$inferSelect> = {
  noun: 'ReportRequirement',
  plural: 'ReportRequirements',
  tag: 'reports',
  scope: 'reports',
  schemas,
  list: requirementList,
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
  },
  find: (db, ref) => findRecord(db, reportRequirements, 'reportRequirement', ref),
  create: (tx, actor, { municipalityCode }, sent) =>
    createReportRequirement(tx, actor, municipalityCode, sent, today()),
  update: (tx, actor, ref, patch, expected) =>
    updateReportRequirement(tx, actor, ref, patch, { expected, on: today() }),
  withdraw: (tx, actor, ref, reason) => withdrawReportRequirement(tx, actor, ref, reason, today())
}

/** `/report-requirements`. */
export async function reportRequirementRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)

  app.post(
    '/:id/expect',
    {
      config: { scope: 'reports:write' },
      schema: {
        operationId: 'expectRequiredReports',
        tags: ['reports'],
        summary: 'Expect the reports that are missing',
        description:
          'Brings the expected reports to terms and awards as they are now; a job does the same every day. Doing it again does nothing.',
        params: ById,
        response: { 200: ref(ExpectedReports) }
      }
    },
    (request, reply) => write(request, reply, tx => expectRequiredReports(tx, request.actor, request.params, today()))
  )
}
