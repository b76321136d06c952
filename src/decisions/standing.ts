import { and, eq, isNull } from 'drizzle-orm'
import type { Actor, Ref } from '../actor.ts'
import { decisionAppeals } from '../appeals/record.ts'
import type { Transaction } from '../database/connection.ts'
import { lockRecord } from '../database/records.ts'
import { Conflict, Invalid } from '../errors.ts'
import { changeRecord } from '../events/changes.ts'
import { lockDecided, standingLines } from './actions.ts'
import { changedLines, settleDecided } from './awards.ts'
import type { NewAnnulment, NewFinality } from './field-schemas.ts'
import { findDecision } from './queries.ts'
import { decisions } from './tables.ts'

const subject = { table: decisions, noun: 'decision' }

/**
 * Records that a decision was annulled: its lines and awards no longer stand and their entries fall out; lines that it
 * had revised count again. All of it can still be read. @throws NotFound, Conflict (withdrawn, annulled, a proposal), Invalid
 */
export async function annulDecision(tx: Transaction, actor: Actor, ref: Ref, { caseNumber, ...given }: NewAnnulment) {
  const { decidedOn } = await lockDecided(tx, ref)
  refuseBefore(given.annulledOn, decidedOn, '/annulledOn')
  const annulment = { ...given, caseNumber: caseNumber ?? null }
  const changes = { annulmentRecordedAt: new Date().toISOString(), annulment }
  const { eventId } = await changeRecord(tx, actor, subject, ref, { verb: 'annulled', changes, reason: given.reason })
  const lines = await standingLines(tx, ref)
  await settleDecided(tx, ref.municipalityCode, changedLines(lines.map(lineId => ({ lineId, eventId: eventId! }))))
  return await findDecision(tx, ref)
}

/**
 * Records that someone confirms that the decision is final (laga kraft). The service never concludes it by itself.
 * @throws NotFound, Conflict (withdrawn, annulled, a proposal, confirmed already, an appeal nobody has decided), Invalid
 */
export async function confirmFinal(tx: Transaction, actor: Actor, ref: Ref, given: NewFinality) {
  const { decidedOn, finality: before } = await lockDecided(tx, ref)
  if (before) {
    throw new Conflict('decision-confirmed-final', `It was confirmed as final on ${before.confirmedOn} already.`)
  }
  refuseBefore(given.confirmedOn, decidedOn, '/confirmedOn')
  if (given.finalOn) {
    refuseBefore(given.finalOn, decidedOn, '/finalOn')
    refuseBefore(given.confirmedOn, given.finalOn, '/confirmedOn')
  }
  const pending = and(
    eq(decisionAppeals.municipalityCode, ref.municipalityCode),
    eq(decisionAppeals.decisionId, ref.id),
    isNull(decisionAppeals.outcome),
    isNull(decisionAppeals.withdrawnAt)
  )
  if ((await tx.$count(decisionAppeals, pending)) > 0) {
    throw new Conflict('appeal-pending', 'An appeal against this decision has no outcome yet: record that first.')
  }
  const finality = { ...given, finalOn: given.finalOn ?? null, note: given.note ?? null }
  const changes = { finalConfirmedAt: new Date().toISOString(), finality }
  await changeRecord(tx, actor, subject, ref, { verb: 'confirmedFinal', changes })
  return await findDecision(tx, ref)
}

/** Takes back a confirmation that was mistaken. @throws NotFound, Conflict (withdrawn, not confirmed) */
export async function retractFinal(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { finality } = await lockRecord(tx, decisions, 'decision', ref)
  if (!finality) throw new Conflict('decision-not-confirmed-final', 'Nobody has confirmed that it is final.')
  const changes = { finalConfirmedAt: null, finality: null }
  await changeRecord(tx, actor, subject, ref, { verb: 'finalRetracted', changes, reason })
  return await findDecision(tx, ref)
}

function refuseBefore(day: string, earliest: string, field: string) {
  if (day >= earliest) return
  throw new Invalid('dates-reversed', 'The day is before what it follows.', [
    { field, message: `must not be before ${earliest}` }
  ])
}
