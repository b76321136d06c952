import type { Static, TSchema } from 'typebox'
import type { Actor, Ref } from '../actor.ts'
import { byReference } from '../agreements/reference-schemas.ts'
import type { Transaction } from '../database/connection.ts'
import { today } from '../dates.ts'
import type { App } from '../http/app.ts'
import { ById, ref } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { findReportByReference, type ReportRow, showReport } from './queries.ts'
import { Report } from './schemas.ts'
import {
  AcceptanceRevocation,
  ReportAcceptance,
  ReportReturn,
  ReportSubmission,
  ReportWaiver,
  WaiverRevocation
} from './step-schemas.ts'
import {
  acceptReport,
  returnReport,
  revokeReportAcceptance,
  revokeReportWaiver,
  submitReport,
  waiveReport
} from './steps.ts'

type Act<B> = (tx: Transaction, actor: Actor, ref: Ref, body: B) => Promise<ReportRow>
type Step<S extends TSchema> = {
  verb: string
  operationId: string
  scope: 'reports:write' | 'reports:review'
  body: S
  summary: string
  description: string
  act: Act<Static<S>>
}

/** `POST /reports/{id}/submit` and its like. */
export function stepRoutes(app: App) {
  step(app, {
    verb: 'submit',
    operationId: 'submitReport',
    scope: 'reports:write',
    body: ReportSubmission,
    summary: 'Submit a report',
    description:
      'With its content, or as it is saved (an empty object). A report cannot be submitted without the parts that its requirement asks for. The same content again changes nothing.',
    act: submitReport
  })
  app.post(
    '/by-reference/:source/:reference/submit',
    {
      config: { scope: 'reports:write' },
      schema: {
        operationId: 'submitReportByReference',
        tags: ['reports'],
        summary: 'Submit a report by your own reference',
        description: 'As submit, where the caller knows the report by its own reference.',
        params: byReference,
        body: ref(ReportSubmission),
        response: { 200: ref(Report) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const { municipalityCode, source, reference } = request.params
        const found = await findReportByReference(tx, municipalityCode, source, reference)
        return await showReport(tx, await submitReport(tx, request.actor, found, request.body), today())
      })
  )
  step(app, {
    verb: 'return',
    operationId: 'returnReport',
    scope: 'reports:review',
    body: ReportReturn,
    summary: 'Send a report back',
    description: 'With what is missing. It can then be completed and submitted again; until then it is not there.',
    act: returnReport
  })
  step(app, {
    verb: 'accept',
    operationId: 'acceptReport',
    scope: 'reports:review',
    body: ReportAcceptance,
    summary: 'Accept a report',
    description:
      'What waits for it waits no longer. Who submitted and who accepted it are both kept; they may be the same, as where an officer records what an association sent.',
    act: acceptReport
  })
  step(app, {
    verb: 'revoke-acceptance',
    operationId: 'revokeReportAcceptance',
    scope: 'reports:review',
    body: AcceptanceRevocation,
    summary: 'Take back that a report was accepted',
    description: 'The report is submitted again; payments that are not ordered yet wait for it again.',
    act: (tx, actor, ref, { reason }) => revokeReportAcceptance(tx, actor, ref, reason)
  })
  step(app, {
    verb: 'waive',
    operationId: 'waiveReport',
    scope: 'reports:review',
    body: ReportWaiver,
    summary: 'Waive a report',
    description: 'Records that it need not come, why, and by which decision if there is one.',
    act: waiveReport
  })
  step(app, {
    verb: 'revoke-waiver',
    operationId: 'revokeReportWaiver',
    scope: 'reports:review',
    body: WaiverRevocation,
    summary: 'Take back that a report was waived',
    description:
      'The report is expected again, or sent back if it was; payments that are not ordered yet wait for it again.',
    act: (tx, actor, ref, { reason }) => revokeReportWaiver(tx, actor, ref, reason)
  })
}

function step<S extends TSchema>(app: App, { verb, operationId, scope, body, summary, description, act }: Step<S>) {
  app.post(
    `/:id/${verb}`,
    {
      config: { scope },
      schema: {
        ...{ operationId, tags: ['reports'], summary, description, params: ById, body: ref(body) },
        response: { 200: ref(Report) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const row = await act(tx, request.actor, request.params, request.body as Static<S>)
        return await showReport(tx, row, today())
      })
  )
}
