import type { Actor, Ref } from '../actor.ts'
import { bodies } from '../bodies/record.ts'
import type { Transaction } from '../database/connection.ts'
import { checkReferences } from '../database/cross-references.ts'
import { lockRecord } from '../database/records.ts'
import { Invalid, type Violation } from '../errors.ts'
import { recordEvent } from '../events/actions.ts'
import { changeRecord, withdrawRecord } from '../events/changes.ts'
import type { Expected } from '../http/etag.ts'
import { type Certainty, certaintyAfter, certaintyFits, certaintyOf } from './budget-rules.ts'
import type { NewPublishedFigure, PublishedFigurePatch } from './budget-schemas.ts'
import { publishedFigures } from './budget-tables.ts'
import { schemes } from './tables.ts'

const subject = { table: publishedFigures, noun: 'publishedFigure' }

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
  const [row] = await tx.insert(publishedFigures).values(values).returning()
  await recordEvent(tx, actor, 'publishedFigure.created', row!)
  return row!
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn), Invalid */
export async function updatePublishedFigure(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  patch: PublishedFigurePatch,
  expected: Expected
) {
  const before = await lockRecord(tx, publishedFigures, 'publishedFigure', ref)
  const next = { ...patch, ...certaintyAfter(before.certainty, patch.amount, patch.certainty, 'approximate') }
  await check(tx, { ...before, ...next })
  const { after } = await changeRecord(tx, actor, subject, ref, { changes: next, expected })
  return after
}

/** Takes back a figure. @throws NotFound, Conflict (withdrawn) */
export async function withdrawPublishedFigure(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { after } = await withdrawRecord(tx, actor, subject, ref, reason)
  return after
}

type Checked = Omit<typeof publishedFigures.$inferInsert, 'certainty'> & { certainty: Certainty }

async function check(tx: Transaction, figure: Checked) {
  const { municipalityCode, bodyId, schemeId, amount, certainty, yearFrom, yearTo } = figure
  const violations: Violation[] = []
  if (!certaintyFits(amount, certainty)) {
    const message = 'must be exact or approximate where there is an amount, else something else'
    violations.push({ field: '/certainty', message })
  }
  if (yearFrom && yearTo && yearTo < yearFrom) {
    violations.push({ field: '/yearTo', message: 'must not be before yearFrom' })
  }
  if (violations.length > 0) {
    throw new Invalid('figure-not-valid', 'The figure breaks rules of published figures.', violations)
  }
  await checkReferences(tx, municipalityCode, [
    { table: bodies, what: 'a body', id: bodyId, field: '/bodyId' },
    { table: schemes, what: 'a scheme', id: schemeId, field: '/schemeId' }
  ])
}
