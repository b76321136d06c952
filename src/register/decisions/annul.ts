import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { changeRecord } from '../../platform/events/changes.ts'
import type { App } from '../../platform/http/app.ts'
import { Strict } from '../../platform/http/schemas.ts'
import { act } from '../../platform/records/kit.ts'
import { decisionSubject, lockDecided, refuseBefore, standingLines } from './actions.ts'
import { changedLines, settleDecided } from './awards.ts'
import { decisionKind, findDecision } from './queries.ts'
import { annulment, annulmentExample } from './record.ts'

export const NewAnnulment = Strict(annulment, {
  $id: 'NewAnnulment',
  description: 'That a decision was annulled, and by whom',
  example: annulmentExample
})
type NewAnnulment = Static<typeof NewAnnulment>

/**
 * Records that a decision was annulled: its lines and awards no longer stand and their entries fall out; lines that it
 * had revised count again. All of it can still be read. @throws NotFound, Conflict (withdrawn, annulled, a proposal), Invalid
 */
async function annulDecision(tx: Transaction, actor: Actor, ref: Ref, { caseNumber, ...given }: NewAnnulment) {
  const { decidedOn } = await lockDecided(tx, ref)
  refuseBefore(given.annulledOn, decidedOn, '/annulledOn')
  const annulment = { ...given, caseNumber: caseNumber ?? null }
  const changes = { annulmentRecordedAt: new Date().toISOString(), annulment }
  const { eventId } = await changeRecord(tx, actor, decisionSubject, ref, {
    verb: 'annulled',
    changes,
    reason: given.reason
  })
  const lines = await standingLines(tx, ref)
  await settleDecided(tx, ref.municipalityCode, changedLines(lines.map(lineId => ({ lineId, eventId: eventId! }))))
  return await findDecision(tx, ref)
}

export function annulRoute(app: App) {
  act(app, decisionKind, 'annul', {
    operationId: 'annulDecision',
    says: [
      'Record that a decision was annulled',
      'Its lines and awards no longer stand and their entries fall out of every total; history stays.'
    ],
    body: NewAnnulment,
    run: annulDecision
  })
}
