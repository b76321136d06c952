import type { Actor, Ref } from '../actor.ts'
import { bodies } from '../bodies/record.ts'
import type { Transaction } from '../database/connection.ts'
import { checkReferences } from '../database/cross-references.ts'
import { lockRecord } from '../database/records.ts'
import { decisions } from '../decisions/record.ts'
import { Invalid, type Violation } from '../errors.ts'
import { recordEvent } from '../events/actions.ts'
import { changeRecord, withdrawRecord } from '../events/changes.ts'
import type { Expected } from '../http/etag.ts'
import { certaintyAfter, certaintyFits, certaintyOf } from './budget-rules.ts'
import { targetObservations, targets } from './budget-tables.ts'
import { schemes } from './tables.ts'
import type { NewTarget, NewTargetObservation, TargetObservationPatch, TargetPatch } from './target-schemas.ts'

const subject = { table: targets, noun: 'target' }
const observation = { table: targetObservations, noun: 'targetObservation' }

/** Registers a target. @throws Conflict (reference taken), Invalid (rules, a reference to nothing) */
export async function createTarget(tx: Transaction, actor: Actor, { municipalityCode }: Ref, target: NewTarget) {
  const values = { bound: 'atLeast' as const, ...target, municipalityCode }
  await check(tx, values)
  const [row] = await tx.insert(targets).values(values).returning()
  await recordEvent(tx, actor, 'target.created', row!)
  return row!
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid */
export async function updateTarget(tx: Transaction, actor: Actor, ref: Ref, patch: TargetPatch, expected: Expected) {
  const before = await lockRecord(tx, targets, 'target', ref)
  await check(tx, { ...before, ...patch })
  const { after } = await changeRecord(tx, actor, subject, ref, { changes: patch, expected })
  return after
}

/** Takes back a target that was registered in error. @throws NotFound, Conflict (withdrawn) */
export async function withdrawTarget(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { after } = await withdrawRecord(tx, actor, subject, ref, reason)
  return after
}

async function check(tx: Transaction, target: typeof targets.$inferInsert) {
  const { municipalityCode, ownerBodyId, schemeId, decisionId, measure, percent, targetGroup, yearFrom, yearTo } =
    target
  const violations: Violation[] = []
  const say = (field: string, message: string) => violations.push({ field, message })
  if (measure !== 'other' && percent == null) say('/percent', `is required of a target of ${measure}`)
  if (measure !== 'other' && !targetGroup) say('/targetGroup', `is required of a target of ${measure}`)
  if (yearFrom && yearTo && yearTo < yearFrom) say('/yearTo', 'must not be before yearFrom')
  if (violations.length > 0) throw new Invalid('target-not-valid', 'The target breaks rules of targets.', violations)
  await checkReferences(tx, municipalityCode, [
    { table: bodies, what: 'a body', id: ownerBodyId, field: '/ownerBodyId' },
    { table: schemes, what: 'a scheme', id: schemeId, field: '/schemeId' },
    { table: decisions, what: 'a decision', id: decisionId, field: '/decisionId' }
  ])
}

/** Records what was observed of a target, by hand. @throws NotFound, Conflict (withdrawn), Invalid (certainty) */
export async function createTargetObservation(tx: Transaction, actor: Actor, target: Ref, seen: NewTargetObservation) {
  await lockRecord(tx, targets, 'target', target)
  const certainty = certaintyOf(seen.percent, seen.certainty)
  const values = { ...seen, certainty, municipalityCode: target.municipalityCode, targetId: target.id }
  checkCertainty(values)
  const [row] = await tx.insert(targetObservations).values(values).returning()
  await recordEvent(tx, actor, 'targetObservation.created', row!, { parentId: target.id })
  return row!
}

/** Corrects what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid (certainty) */
export async function updateTargetObservation(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: TargetObservationPatch,
  expected: Expected
) {
  const before = await lockRecord(tx, targetObservations, 'targetObservation', ref)
  const next = { ...patch, ...certaintyAfter(before.certainty, patch.percent, patch.certainty) }
  checkCertainty({ ...before, ...next })
  const { after } = await changeRecord(tx, actor, observation, ref, { changes: next, expected })
  return after
}

/** Takes back an observation. @throws NotFound, Conflict (withdrawn) */
export async function withdrawTargetObservation(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { after } = await withdrawRecord(tx, actor, observation, ref, reason)
  return after
}

function checkCertainty({ percent, certainty }: Pick<typeof targetObservations.$inferInsert, 'percent' | 'certainty'>) {
  if (certaintyFits(percent, certainty)) return
  throw new Invalid('certainty-not-fitting', 'Share and certainty contradict each other.', [
    { field: '/certainty', message: 'must be exact or approximate where there is a share, else something else' }
  ])
}
