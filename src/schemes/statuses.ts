import type { Actor, Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import { checkReferences } from '../database/cross-references.ts'
import { lockRecord } from '../database/records.ts'
import { today } from '../dates.ts'
import { decisions } from '../decisions/record.ts'
import { Conflict } from '../errors.ts'
import { changeRecord } from '../events/changes.ts'
import type { SchemeStatus } from './rules.ts'
import type { StatusAct } from './status-schemas.ts'
import { schemeStatusChanges, schemes } from './tables.ts'

const subject = { table: schemes, noun: 'scheme' }

/** Records that a scheme is paused. @throws NotFound, Conflict (withdrawn, paused already, closed), Invalid */
export function pauseScheme(tx: Transaction, actor: Actor, ref: Ref, act: StatusAct) {
  return changeStatus(tx, actor, ref, 'paused', 'paused', act)
}

/** Records that a scheme is closed. Agreements and awards go on. @throws NotFound, Conflict (withdrawn, closed), Invalid */
export function closeScheme(tx: Transaction, actor: Actor, ref: Ref, act: StatusAct) {
  return changeStatus(tx, actor, ref, 'closed', 'closed', act)
}

/** Records that a scheme is open (again). @throws NotFound, Conflict (withdrawn, open already), Invalid */
export function reopenScheme(tx: Transaction, actor: Actor, ref: Ref, act: StatusAct) {
  return changeStatus(tx, actor, ref, 'open', 'reopened', act)
}

async function changeStatus(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  status: SchemeStatus,
  verb: string,
  act: StatusAct
) {
  const before = await lockRecord(tx, schemes, 'scheme', ref)
  if (before.status === status) throw new Conflict(`scheme-already-${status}`, `The scheme is ${status} already.`)
  if (status === 'paused' && before.status === 'closed') {
    throw new Conflict('scheme-closed', 'A closed scheme cannot be paused: reopen it first.')
  }
  const { decisionId } = act
  await checkReferences(tx, ref.municipalityCode, [
    { table: decisions, what: 'a decision', id: decisionId, field: '/decisionId' }
  ])
  // A day that is not stated is not guessed; but it was no later than the day on which it is told.
  const observedOn = act.observedOn ?? (act.effectiveOn ? null : today())
  await tx
    .insert(schemeStatusChanges)
    .values({ ...act, observedOn, municipalityCode: ref.municipalityCode, schemeId: ref.id, status })
  const reason = act.reason ?? undefined
  const { after } = await changeRecord(tx, actor, subject, ref, { verb, changes: { status }, reason })
  return after
}
