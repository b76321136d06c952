import type { App } from '../../platform/http/app.ts'
import { ById, ref } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import {
  createReportRequirement,
  expectRequiredReports,
  updateReportRequirement,
  withdrawReportRequirement
} from './requirement-actions.ts'
import { ExpectedReports, reportRequirement } from './requirement-record.ts'

const kind = {
  ...reportRequirement,
  create: createReportRequirement,
  update: updateReportRequirement,
  withdraw: withdrawReportRequirement
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
    (request, reply) => write(request, reply, tx => expectRequiredReports(tx, request.actor, request.params))
  )
}
