import type { Actor, Ref } from '../../base/actor.ts'
import { Invalid, type Violation } from '../../base/errors.ts'
import { certaintyOf, isConsistent } from '../../base/known.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { lockRecord } from '../../platform/database/records.ts'
import { changeRecord, createRecord, lockForChange, withdrawing } from '../../platform/events/changes.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { bodies } from '../bodies/record.ts'
import { decisions } from '../decisions/record.ts'
import { certaintyAfter } from './budget-rules.ts'
import {
  type NewTargetObservation,
  type TargetObservationPatch,
  targetObservation,
  type targetObservations
} from './observation-record.ts'
import { problems } from './problems.ts'
import { schemes } from './record.ts'
import { type NewTarget, type TargetPatch, target, targets } from './target-record.ts'

/** Registers a target. @throws Conflict (reference taken), Invalid (rules, a reference to nothing) */
export async function createTarget(tx: Transaction, actor: Actor, { municipalityCode }: Ref, sent: NewTarget) {
  const values = { bound: 'atLeast' as const, ...sent, municipalityCode }
  await check(tx, values)
  return await createRecord(tx, actor, target.subject, values)
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid */
export async function updateTarget(tx: Transaction, actor: Actor, ref: Ref, patch: TargetPatch, expected: Expected) {
  const before = await lockForChange(tx, target.subject, ref, expected)
  await check(tx, { ...before, ...patch })
  const { after } = await changeRecord(tx, actor, target.subject, ref, { changes: patch })
  return after
}

/** Takes back a target that was registered in error. @throws NotFound, Conflict (withdrawn) */
export const withdrawTarget = withdrawing(target.subject)

async function check(tx: Transaction, values: typeof targets.$inferInsert) {
  const { municipalityCode, ownerBodyId, schemeId, decisionId, measure, percent, targetGroup, yearFrom, yearTo } =
    values
  const violations: Violation[] = []
  const say = (field: string, message: string, sv: string) => violations.push({ field, message, sv })
  if (measure !== 'other' && percent == null)
    say('/percent', `is required of a target of ${measure}`, `måste anges för ett mål av slaget ${measure}`)
  if (measure !== 'other' && !targetGroup)
    say('/targetGroup', `is required of a target of ${measure}`, `måste anges för ett mål av slaget ${measure}`)
  if (yearFrom && yearTo && yearTo < yearFrom)
    say('/yearTo', 'must not be before yearFrom', 'får inte ligga före yearFrom')
  if (violations.length > 0)
    throw new Invalid(
      problems['target-not-valid'],
      { en: 'The target breaks rules of targets.', sv: 'Målet bryter mot reglerna för mål.' },
      violations
    )
  await checkReferences(tx, municipalityCode, [
    { table: bodies, what: 'a body', id: ownerBodyId, field: '/ownerBodyId' },
    { table: schemes, what: 'a scheme', id: schemeId, field: '/schemeId' },
    { table: decisions, what: 'a decision', id: decisionId, field: '/decisionId' }
  ])
}

/** Records what was observed of a target, by hand. @throws NotFound, Conflict (withdrawn), Invalid (certainty) */
export async function createTargetObservation(tx: Transaction, actor: Actor, of: Ref, seen: NewTargetObservation) {
  await lockRecord(tx, targets, 'target', of)
  const certainty = certaintyOf(seen.percent, seen.certainty)
  const values = { ...seen, certainty, municipalityCode: of.municipalityCode, targetId: of.id }
  checkCertainty(values)
  return await createRecord(tx, actor, targetObservation.subject, values)
}

/** Corrects what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid (certainty) */
export async function updateTargetObservation(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: TargetObservationPatch,
  expected: Expected
) {
  const before = await lockForChange(tx, targetObservation.subject, ref, expected)
  const next = { ...patch, ...certaintyAfter(before.certainty, patch.percent, patch.certainty) }
  checkCertainty({ ...before, ...next })
  const { after } = await changeRecord(tx, actor, targetObservation.subject, ref, { changes: next })
  return after
}

/** Takes back an observation. @throws NotFound, Conflict (withdrawn) */
export const withdrawTargetObservation = withdrawing(targetObservation.subject)

function checkCertainty({ percent, certainty }: Pick<typeof targetObservations.$inferInsert, 'percent' | 'certainty'>) {
  if (isConsistent(percent, certainty)) return
  throw new Invalid(
    problems['certainty-not-fitting'],
    { en: 'Share and certainty contradict each other.', sv: 'Andel och säkerhet säger emot varandra.' },
    [
      {
        field: '/certainty',
        message: 'must be exact or approximate where there is a share, else something else',
        sv: 'måste vara exact eller approximate när det finns en andel, annars något annat'
      }
    ]
  )
}
