import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { changeRecord } from '../../platform/events/changes.ts'
import type { App } from '../../platform/http/app.ts'
import { bodyOf, day, text } from '../../platform/records/fields.ts'
import { act } from '../../platform/records/kit.ts'
import { lockReport, refuseReport, reportSubject } from './actions.ts'
import { checkDone } from './content-rules.ts'
import { findReport, reportKind } from './queries.ts'

export const ReportAcceptance = bodyOf(
  {
    note: text('Remark', 4000, 'Godkänd').optional(),
    acceptedOn: day('When; today unless told', '2023-03-10').defaulted()
  },
  { $id: 'ReportAcceptance', description: 'That a report will do', example: { acceptedOn: '2023-03-10' } }
)
type ReportAcceptance = Static<typeof ReportAcceptance>

export const AcceptanceRevocation = bodyOf(
  { reason: text('Why the acceptance does not hold', 4000, 'Godkänd av misstag') },
  {
    $id: 'ReportAcceptanceRevocation',
    description: 'Taking back that a report was accepted',
    example: { reason: 'Godkänd av misstag' }
  }
)

/** Accepts a report. @throws NotFound, Conflict (not submitted, returned, accepted, waived), Invalid */
async function acceptReport(tx: Transaction, actor: Actor, ref: Ref, { note = null, ...at }: ReportAcceptance) {
  const { submittedOn } = await lockReport(tx, ref, 'accept')
  const { acceptedOn = today() } = at
  refuseReport(checkDone('/acceptedOn', acceptedOn, { after: submittedOn, name: 'submittedOn', today: today() }))
  const changes = { status: 'accepted' as const, acceptedOn, acceptedBy: actor.principal, acceptanceNote: note }
  await changeRecord(tx, actor, reportSubject, ref, { verb: 'accepted', changes })
  return await findReport(tx, ref)
}

/** Takes an acceptance back: what waited for the report waits again. @throws NotFound, Conflict (not accepted) */
async function revokeReportAcceptance(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  await lockReport(tx, ref, 'revokeAcceptance')
  const changes = { status: 'submitted' as const, acceptedOn: null, acceptedBy: null, acceptanceNote: null }
  await changeRecord(tx, actor, reportSubject, ref, { verb: 'acceptanceRevoked', changes, reason })
  return await findReport(tx, ref)
}

/** `POST /reports/{id}/accept`, and what takes it back. */
export function acceptRoutes(app: App) {
  act(app, reportKind, 'accept', {
    operationId: 'acceptReport',
    scope: 'reports:review',
    says: [
      'Accept a report',
      'What waits for it waits no longer. Who submitted and who accepted it are both kept; they may be the same, as where an officer records what an association sent.'
    ],
    body: ReportAcceptance,
    run: acceptReport
  })
  act(app, reportKind, 'revoke-acceptance', {
    operationId: 'revokeReportAcceptance',
    scope: 'reports:review',
    says: [
      'Take back that a report was accepted',
      'The report is submitted again; payments that are not ordered yet wait for it again.'
    ],
    body: AcceptanceRevocation,
    run: (tx, actor, ref, { reason }) => revokeReportAcceptance(tx, actor, ref, reason)
  })
}
