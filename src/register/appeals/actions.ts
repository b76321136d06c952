import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict, Invalid } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { findRecord, lockRecord } from '../../platform/database/records.ts'
import { changeRecord, createRecord, withdrawRecord } from '../../platform/events/changes.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { lockDecided } from '../decisions/actions.ts'
import { decisions } from '../decisions/record.ts'
import { problems } from './problems.ts'
import { type AppealOutcome, type AppealPatch, type AppealRow, decisionAppeals, type NewAppeal } from './record.ts'
import { checkAppeal } from './rules.ts'

const subject = { table: decisionAppeals, noun: 'appeal' }

/**
 * Records an appeal against a decision, with what was chosen for unpaid instalments. One that came too late is recorded
 * too: whether it is taken up is the court's to say. @throws NotFound, Conflict (withdrawn, annulled, a proposal), Invalid
 */
export async function lodgeAppeal(tx: Transaction, actor: Actor, decision: Ref, appeal: NewAppeal): Promise<AppealRow> {
  const { decidedOn } = await lockDecided(tx, decision)
  refuseAppeal(appeal, decidedOn)
  const { municipalityCode, id: decisionId } = decision
  const values = { ground: 'legalityReview', lodgedBy: 'notStated', ...appeal, municipalityCode, decisionId } as const
  return await createRecord(tx, actor, subject, values, { verb: 'lodged', parentId: decisionId })
}

/** Corrects an appeal, or chooses anew for unpaid instalments. @throws NotFound, Stale, Conflict (withdrawn), Invalid */
export async function updateAppeal(tx: Transaction, actor: Actor, ref: Ref, patch: AppealPatch, expected: Expected) {
  const { decisionId } = await lockRecord(tx, decisionAppeals, 'appeal', ref)
  const { after } = await changeRecord(tx, actor, subject, ref, { changes: patch, expected, parentId: decisionId })
  refuseAppeal(after, await decidedOnOf(tx, after))
  return after
}

/** Records what came of an appeal. @throws NotFound, Conflict (withdrawn, an outcome is recorded), Invalid */
export async function recordAppealOutcome(tx: Transaction, actor: Actor, ref: Ref, outcome: AppealOutcome) {
  const before = await lockRecord(tx, decisionAppeals, 'appeal', ref)
  if (before.outcome)
    throw new Conflict(problems['appeal-decided'], {
      en: `The outcome is recorded already: ${before.outcome}.`,
      sv: `Utgången är redan registrerad: ${before.outcome}.`
    })
  refuseAppeal({ ...before, ...outcome }, await decidedOnOf(tx, before))
  const { after } = await changeRecord(tx, actor, subject, ref, {
    verb: 'decided',
    changes: outcome,
    parentId: before.decisionId
  })
  return after
}

/** Takes back an appeal that was recorded in error. @throws NotFound, Conflict (withdrawn) */
export async function withdrawAppeal(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { decisionId } = await findRecord(tx, decisionAppeals, 'appeal', ref)
  const { after } = await withdrawRecord(tx, actor, subject, ref, reason, decisionId)
  return after
}

async function decidedOnOf(tx: Transaction, { municipalityCode, decisionId }: AppealRow): Promise<string> {
  return (await findRecord(tx, decisions, 'decision', { municipalityCode, id: decisionId })).decidedOn
}

function refuseAppeal(appeal: { lodgedOn: string; outcomeOn?: string | null }, decidedOn: string) {
  const violations = checkAppeal(appeal, decidedOn)
  if (violations.length === 0) return
  throw new Invalid(
    problems['appeal-not-valid'],
    { en: 'The appeal breaks rules of an appeal.', sv: 'Överklagandet bryter mot reglerna för överklaganden.' },
    violations
  )
}
