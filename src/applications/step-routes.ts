import type { App } from '../http/app.ts'
import { ById, ref } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { Application } from './schemas.ts'
import { ApplicationStep, ReasonedStep, SupplementRequest } from './step-schemas.ts'
import {
  completeApplication,
  decideApplication,
  reopenApplication,
  requestApplicationSupplement,
  retractApplication
} from './steps.ts'

const config = { scope: 'applications:write' }
const shared = { tags: ['applications'], params: ById, response: { 200: ref(Application) } }

/** `POST …/{id}/complete` and its like: where an application stands. */
export function stepRoutes(app: App) {
  app.post(
    '/:id/request-supplement',
    {
      config,
      schema: {
        ...shared,
        operationId: 'requestApplicationSupplement',
        summary: 'Request a supplement',
        description: 'Notes that something is missing, and until when it can come.',
        body: ref(SupplementRequest)
      }
    },
    (request, reply) =>
      write(request, reply, tx => requestApplicationSupplement(tx, request.actor, request.params, request.body))
  )

  app.post(
    '/:id/complete',
    {
      config,
      schema: {
        ...shared,
        operationId: 'completeApplication',
        summary: 'Note that an application is complete',
        description: 'Notes that everything has come.',
        body: ref(ApplicationStep)
      }
    },
    (request, reply) =>
      write(request, reply, tx => completeApplication(tx, request.actor, request.params, request.body))
  )

  app.post(
    '/:id/decide',
    {
      config,
      schema: {
        ...shared,
        operationId: 'decideApplication',
        summary: 'Note that an application has been decided',
        description:
          'Demands a decision line that names the application and stands, with an outcome that is no referral back and no deferral. Nothing is decided here.',
        body: ref(ApplicationStep)
      }
    },
    (request, reply) => write(request, reply, tx => decideApplication(tx, request.actor, request.params, request.body))
  )

  app.post(
    '/:id/retract',
    {
      config,
      schema: {
        ...shared,
        operationId: 'retractApplication',
        summary: 'Note that the applicant takes an application back',
        description: 'Its status becomes withdrawn; the record stays.',
        body: ref(ReasonedStep)
      }
    },
    (request, reply) => write(request, reply, tx => retractApplication(tx, request.actor, request.params, request.body))
  )

  app.post(
    '/:id/reopen',
    {
      config,
      schema: {
        ...shared,
        operationId: 'reopenApplication',
        summary: 'Open an application again',
        description:
          'One that was decided or withdrawn is received again, when its decision was annulled for instance.',
        body: ref(ReasonedStep)
      }
    },
    (request, reply) => write(request, reply, tx => reopenApplication(tx, request.actor, request.params, request.body))
  )
}
