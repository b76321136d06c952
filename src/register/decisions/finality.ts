import { and, eq, isNull } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { lockRecord } from '../../platform/database/records.ts'
import { changeRecord } from '../../platform/events/changes.ts'
import type { App } from '../../platform/http/app.ts'
import { Strict, Withdrawal } from '../../platform/http/schemas.ts'
import { act } from '../../platform/records/kit.ts'
import { decisionAppeals } from '../appeals/record.ts'
import { decisionSubject, lockDecided, refuseBefore } from './actions.ts'
import { problems } from './problems.ts'
import { decisionKind, findDecision } from './queries.ts'
import { decisions, finality, finalityExample } from './record.ts'

export const NewFinality = Strict(finality, {
  $id: 'NewFinality',
  description: 'A confirmation by someone that a decision is final: it is never assumed',
  example: finalityExample
})
type NewFinality = Static<typeof NewFinality>

/**
 * Records that someone confirms that the decision is final (laga kraft). The service never concludes it by itself.
 * @throws NotFound, Conflict (withdrawn, annulled, a proposal, confirmed already, an appeal nobody has decided), Invalid
 */
async function confirmFinal(tx: Transaction, actor: Actor, ref: Ref, given: NewFinality) {
  const { decidedOn, finality: before } = await lockDecided(tx, ref)
  if (before) {
    throw new Conflict(problems['decision-confirmed-final'], {
      en: `It was confirmed as final on ${before.confirmedOn} already.`,
      sv: `Laga kraft är redan bekräftad den ${before.confirmedOn}.`
    })
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
    throw new Conflict(problems['appeal-pending'], {
      en: 'An appeal against this decision has no outcome yet: record that first.',
      sv: 'Ett överklagande av beslutet är inte avgjort: registrera först hur det avgjordes.'
    })
  }
  const finality = { ...given, finalOn: given.finalOn ?? null, note: given.note ?? null }
  const changes = { finalConfirmedAt: new Date().toISOString(), finality }
  await changeRecord(tx, actor, decisionSubject, ref, { verb: 'confirmedFinal', changes })
  return await findDecision(tx, ref)
}

/** Takes back a confirmation that was mistaken. @throws NotFound, Conflict (withdrawn, not confirmed) */
async function retractFinal(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { finality } = await lockRecord(tx, decisions, 'decision', ref)
  if (!finality)
    throw new Conflict(problems['decision-not-confirmed-final'], {
      en: 'Nobody has confirmed that it is final.',
      sv: 'Ingen har bekräftat att det har fått laga kraft.'
    })
  const changes = { finalConfirmedAt: null, finality: null }
  await changeRecord(tx, actor, decisionSubject, ref, { verb: 'finalRetracted', changes, reason })
  return await findDecision(tx, ref)
}

export function finalityRoutes(app: App) {
  act(app, decisionKind, 'confirm-final', {
    operationId: 'confirmFinal',
    says: [
      'Confirm that a decision is final',
      'Records who confirms that the decision is final (laga kraft), and when. It is never assumed.'
    ],
    body: NewFinality,
    run: confirmFinal
  })
  act(app, decisionKind, 'retract-final', {
    operationId: 'retractFinal',
    says: [
      'Take back a confirmation that a decision is final',
      'For a confirmation that was mistaken; both stay in the history.'
    ],
    body: Withdrawal,
    run: (tx, actor, ref, { reason }) => retractFinal(tx, actor, ref, reason)
  })
}
