import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { changeRecord } from '../../platform/events/changes.ts'
import type { App } from '../../platform/http/app.ts'
import { bodyOf, day, text, uuid } from '../../platform/records/fields.ts'
import { act } from '../../platform/records/kit.ts'
import { decisions } from '../../register/decisions/record.ts'
import { lockReport, refuseReport, reportSubject } from './actions.ts'
import { checkDone } from './content-rules.ts'
import { findReport, reportKind } from './queries.ts'

export const ReportWaiver = bodyOf(
  {
    reason: text('Why it need not come', 4000, 'Föreningen är upplöst'),
    decisionId: uuid('The decision on that').optional(),
    waivedOn: day('When; today unless told', '2023-03-10').defaulted()
  },
  { $id: 'ReportWaiver', description: 'That a report need not come', example: { reason: 'Föreningen är upplöst' } }
)
type ReportWaiver = Static<typeof ReportWaiver>

export const WaiverRevocation = bodyOf(
  { reason: text('Why the report is to come all the same', 4000, 'Gällde en annan förening') },
  {
    $id: 'ReportWaiverRevocation',
    description: 'Taking back that a report was waived',
    example: { reason: 'Gällde en annan förening' }
  }
)

/** Records that a report need not come. @throws NotFound, Conflict (submitted, accepted, waived), Invalid (day, decision) */
async function waiveReport(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { reason, decisionId = null, ...at }: ReportWaiver
) {
  await lockReport(tx, ref, 'waive')
  const { waivedOn = today() } = at
  refuseReport(checkDone('/waivedOn', waivedOn, { after: null, name: '', today: today() }))
  await checkReferences(tx, ref.municipalityCode, [
    { table: decisions, id: decisionId, field: '/decisionId', what: 'a decision' }
  ])
  const changes = { status: 'waived' as const, waivedOn, waivedReason: reason, waivedDecisionId: decisionId }
  await changeRecord(tx, actor, reportSubject, ref, { verb: 'waived', changes, reason })
  return await findReport(tx, ref)
}

/**
 * Takes a waiver back: the report is expected again, or sent back where it was; what waited for it waits again.
 * @throws NotFound, Conflict (not waived)
 */
async function revokeReportWaiver(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { returnedOn } = await lockReport(tx, ref, 'revokeWaiver')
  const status = returnedOn === null ? ('expected' as const) : ('returned' as const)
  const changes = { status, waivedOn: null, waivedReason: null, waivedDecisionId: null }
  await changeRecord(tx, actor, reportSubject, ref, { verb: 'waiverRevoked', changes, reason })
  return await findReport(tx, ref)
}

/** `POST /reports/{id}/waive`, and what takes it back. */
export function waiveRoutes(app: App) {
  act(app, reportKind, 'waive', {
    operationId: 'waiveReport',
    scope: 'reports:review',
    says: ['Waive a report', 'Records that it need not come, why, and by which decision if there is one.'],
    body: ReportWaiver,
    run: waiveReport
  })
  act(app, reportKind, 'revoke-waiver', {
    operationId: 'revokeReportWaiver',
    scope: 'reports:review',
    says: [
      'Take back that a report was waived',
      'The report is expected again, or sent back if it was; payments that are not ordered yet wait for it again.'
    ],
    body: WaiverRevocation,
    run: (tx, actor, ref, { reason }) => revokeReportWaiver(tx, actor, ref, reason)
  })
}
