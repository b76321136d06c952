import type { Actor, Ref } from '../../base/actor.ts'
import { Invalid, type Violation } from '../../base/errors.ts'
import { certaintyOf, isConsistent } from '../../base/known.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { changeRecord, createRecord, lockForChange, withdrawing } from '../../platform/events/changes.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { bodies } from '../bodies/record.ts'
import { certaintyAfter } from './budget-rules.ts'
import {
  type NewPublishedFigure,
  type PublishedFigurePatch,
  publishedFigure,
  type publishedFigures
} from './figure-record.ts'
import { problems } from './problems.ts'
import { schemes } from './record.ts'

/** Keeps a figure as it was published. @throws Conflict (reference taken), Invalid */
export async function createPublishedFigure(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Ref,
  figure: NewPublishedFigure
) {
  const certainty = certaintyOf(figure.amount, figure.certainty, 'approximate')
  const values = { ...figure, municipalityCode, certainty }
  await check(tx, values)
  return await createRecord(tx, actor, publishedFigure.subject, values)
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid */
export async function updatePublishedFigure(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: PublishedFigurePatch,
  expected: Expected
) {
  const before = await lockForChange(tx, publishedFigure.subject, ref, expected)
  const next = { ...patch, ...certaintyAfter(before.certainty, patch.amount, patch.certainty, 'approximate') }
  await check(tx, { ...before, ...next })
  const { after } = await changeRecord(tx, actor, publishedFigure.subject, ref, { changes: next })
  return after
}

/** Takes back a figure. @throws NotFound, Conflict (withdrawn) */
export const withdrawPublishedFigure = withdrawing(publishedFigure.subject)

async function check(tx: Transaction, figure: typeof publishedFigures.$inferInsert) {
  const { municipalityCode, bodyId, schemeId, amount, certainty, yearFrom, yearTo } = figure
  const violations: Violation[] = []
  if (!isConsistent(amount, certainty)) {
    const message = 'must be exact or approximate where there is an amount, else something else'
    const sv = 'måste vara exact eller approximate när det finns ett belopp, annars något annat'
    violations.push({ field: '/certainty', message, sv })
  }
  if (yearFrom && yearTo && yearTo < yearFrom) {
    violations.push({ field: '/yearTo', message: 'must not be before yearFrom', sv: 'får inte ligga före yearFrom' })
  }
  if (violations.length > 0) {
    throw new Invalid(
      problems['figure-not-valid'],
      {
        en: 'The figure breaks rules of published figures.',
        sv: 'Siffran bryter mot reglerna för publicerade siffror.'
      },
      violations
    )
  }
  await checkReferences(tx, municipalityCode, [
    { table: bodies, what: 'a body', id: bodyId, field: '/bodyId' },
    { table: schemes, what: 'a scheme', id: schemeId, field: '/schemeId' }
  ])
}
