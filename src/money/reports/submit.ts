import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { findRecord, lockRecord, realChanges } from '../../platform/database/records.ts'
import { changeRecord } from '../../platform/events/changes.ts'
import type { App } from '../../platform/http/app.ts'
import { ref } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { ByReference, findByReference } from '../../platform/records/by-reference.ts'
import { bodyOf, day } from '../../platform/records/fields.ts'
import { act } from '../../platform/records/kit.ts'
import { checkFiles } from '../../register/files/references.ts'
import { refuseContent, refuseReport, refuseStatus, reportSubject } from './actions.ts'
import { checkDone, checkRepeated, missingParts } from './content-rules.ts'
import { findReport, reportKind, withWarnings } from './queries.ts'
import { content, type ReportRow, report, reports } from './record.ts'
import { reportRequirements } from './requirement-record.ts'

export const ReportSubmission = bodyOf(
  { submittedOn: day('When it came; today unless told', '2023-02-20').defaulted(), ...content },
  {
    $id: 'ReportSubmission',
    description: 'What was reported, where it is not saved already',
    example: { narrative: 'Verksamheten har hållit öppet varje vardag', grantUsed: 380_000, unused: 0 }
  }
)
type ReportSubmission = Static<typeof ReportSubmission>

/**
 * Submits what was reported, as given or as it is saved. The same again changes nothing, also once it is accepted.
 * @throws NotFound, Conflict (submitted with other content, accepted, waived), Invalid (naming every part that is missing)
 */
async function submitReport(tx: Transaction, actor: Actor, ref: Ref, submission: ReportSubmission) {
  const row = await lockRecord(tx, reports, 'report', ref)
  const { submittedOn = today(), ...content } = submission
  if (isRepeated(row, submission)) return await findReport(tx, ref)
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
  await checkFiles(tx, ref.municipalityCode, content)
  await refuseContent(tx, after)
  return await findReport(tx, ref)
}

/** A request that was sent twice: it says nothing that is not submitted. */
function isRepeated(row: ReportRow, submission: ReportSubmission): boolean {
  if (row.status !== 'submitted' && row.status !== 'accepted') return false
  return Object.keys(realChanges(row, submission)).length === 0
}

function requirementOf(tx: Transaction, { municipalityCode, requirementId }: ReportRow) {
  return findRecord(tx, reportRequirements, 'reportRequirement', { municipalityCode, id: requirementId! })
}

/** `POST /reports/{id}/submit`, and the same by reference. */
export function submitRoutes(app: App) {
  act(app, reportKind, 'submit', {
    operationId: 'submitReport',
    says: [
      'Submit a report',
      'With its content, or as it is saved (an empty object). A report cannot be submitted without the parts that its requirement asks for. The same content again changes nothing.'
    ],
    body: ReportSubmission,
    run: submitReport
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
        params: ByReference,
        body: ref(ReportSubmission),
        response: { 200: ref(report.schemas.One) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const found = await findByReference(tx, reports, 'report', request.params)
        return withWarnings(await submitReport(tx, request.actor, found, request.body))
      })
  )
}
