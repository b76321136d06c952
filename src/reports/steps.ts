import type { Actor, Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { checkReferences } from '../database/cross-references.ts'
import { findRecord, lockRecord, realChanges } from '../database/records.ts'
import { today } from '../dates.ts'
import { decisions } from '../decisions/record.ts'
import { changeRecord } from '../events/changes.ts'
import { lockReport, refuseBeyondGrant, refuseReport, refuseStatus, reportSubject } from './actions.ts'
import { checkDone, checkRepeated, missingParts } from './content-rules.ts'
import type { ReportRow } from './queries.ts'
import type { ReportAcceptance, ReportReturn, ReportSubmission, ReportWaiver } from './step-schemas.ts'
import { reportRequirements, reports } from './tables.ts'

/** The steps of a report. Whoever submitted it may also accept it: an officer often records what an association sent; both are kept. */

/**
 * Submits what was reported, as given or as it is saved. The same again changes nothing, also once it is accepted.
 * @throws NotFound, Conflict (submitted with other content, accepted, waived), Invalid (naming every part that is missing)
 */
export async function submitReport(tx: Transaction, actor: Actor, ref: Ref, submission: ReportSubmission) {
  const row = await lockRecord(tx, reports, 'report', ref)
  const { submittedOn = today(), ...content } = submission
  if (isRepeated(row, submission)) return row
  refuseStatus(row, 'submit')
  const report = { ...row, ...content }
  const requirement = row.requirementId ? await requirementOf(tx, row) : { parts: [], indicators: [] }
  refuseReport([
    ...checkDone('/submittedOn', submittedOn, { after: row.periodFrom, name: 'periodFrom', today: today() }),
    ...checkRepeated(report),
    ...missingParts(report, requirement.parts, requirement.indicators)
  ])
  const step = { status: 'submitted' as const, submittedOn, submittedBy: actor.principal }
  const cleared = { returnedOn: null, returnedReason: null, missing: [] }
  const { after } = await changeRecord(tx, actor, reportSubject, ref, {
    verb: 'submitted',
    changes: { ...content, ...step, submittedAt: new Date().toISOString(), ...cleared }
  })
  await refuseBeyondGrant(tx, after)
  return after
}

/** A request that was sent twice: it says nothing that is not submitted. */
function isRepeated(row: ReportRow, submission: ReportSubmission): boolean {
  if (row.status !== 'submitted' && row.status !== 'accepted') return false
  return Object.keys(realChanges(row, submission)).length === 0
}

function requirementOf(tx: Transaction, { municipalityCode, requirementId }: ReportRow) {
  return findRecord(tx, reportRequirements, 'reportRequirement', { municipalityCode, id: requirementId! })
}

/** Sends a report back with what is missing. @throws NotFound, Conflict (not submitted, returned, accepted, waived), Invalid */
export async function returnReport(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  { reason, missing = [], ...at }: ReportReturn
) {
  const { submittedOn } = await lockReport(tx, ref, 'return')
  const { returnedOn = today() } = at
  refuseReport(checkDone('/returnedOn', returnedOn, { after: submittedOn, name: 'submittedOn', today: today() }))
  const changes = { status: 'returned' as const, returnedOn, returnedReason: reason, missing }
  const { after } = await changeRecord(tx, actor, reportSubject, ref, { verb: 'returned', changes, reason })
  return after
}

/** Accepts a report. @throws NotFound, Conflict (not submitted, returned, accepted, waived), Invalid */
export async function acceptReport(tx: Transaction, actor: Actor, ref: Ref, { note = null, ...at }: ReportAcceptance) {
  const { submittedOn } = await lockReport(tx, ref, 'accept')
  const { acceptedOn = today() } = at
  refuseReport(checkDone('/acceptedOn', acceptedOn, { after: submittedOn, name: 'submittedOn', today: today() }))
  const changes = { status: 'accepted' as const, acceptedOn, acceptedBy: actor.principal, acceptanceNote: note }
  const { after } = await changeRecord(tx, actor, reportSubject, ref, { verb: 'accepted', changes })
  return after
}

/** Takes an acceptance back: what waited for the report waits again. @throws NotFound, Conflict (not accepted) */
export async function revokeReportAcceptance(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  await lockReport(tx, ref, 'revokeAcceptance')
  const changes = { status: 'submitted' as const, acceptedOn: null, acceptedBy: null, acceptanceNote: null }
  const { after } = await changeRecord(tx, actor, reportSubject, ref, { verb: 'acceptanceRevoked', changes, reason })
  return after
}

/** Records that a report need not come. @throws NotFound, Conflict (submitted, accepted, waived), Invalid (day, decision) */
export async function waiveReport(
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
  const { after } = await changeRecord(tx, actor, reportSubject, ref, { verb: 'waived', changes, reason })
  return after
}

/**
 * Takes a waiver back: the report is expected again, or sent back where it was; what waited for it waits again.
 * @throws NotFound, Conflict (not waived)
 */
export async function revokeReportWaiver(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { returnedOn } = await lockReport(tx, ref, 'revokeWaiver')
  const status = returnedOn === null ? ('expected' as const) : ('returned' as const)
  const changes = { status, waivedOn: null, waivedReason: null, waivedDecisionId: null }
  const { after } = await changeRecord(tx, actor, reportSubject, ref, { verb: 'waiverRevoked', changes, reason })
  return after
}
