import type { Actor, Municipality, Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { Invalid } from '../../base/errors.ts'
import type { Database, Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { findRecord } from '../../platform/database/records.ts'
import { createRecord, withdrawRecord } from '../../platform/events/changes.ts'
import { knownInstant } from '../../platform/known/instants.ts'
import { decisions } from '../../register/decisions/record.ts'
import { adjustments } from './adjustments.ts'
import { type ClosingRow, type NewPeriodClosing, periodClosings } from './closing-record.ts'
import { moneyTotals } from './money-totals.ts'
import { problems } from './problems.ts'

const subject = { table: periodClosings, noun: 'periodClosing' }

/**
 * Closes a year: its figures are those known now, and nobody who writes money at this moment adds to them. Nothing is
 * refused afterwards: what is recorded later is an adjustment, told apart by its day. @throws Conflict (closed already), Invalid
 */
export async function createPeriodClosing(
  tx: Transaction,
  actor: Actor,
  { municipalityCode }: Municipality,
  closing: NewPeriodClosing
) {
  await checkReferences(tx, municipalityCode, [
    { table: decisions, id: closing.decisionId, field: '/decisionId', what: 'a decision' }
  ])
  if (closing.year > Number(today().slice(0, 4))) {
    throw new Invalid(
      problems['year-to-come'],
      {
        en: 'A year that has not begun has no figures to close.',
        sv: 'Ett år som inte har börjat har inga siffror att stänga.'
      },
      [{ field: '/year', message: 'must not be later than this year', sv: 'får inte vara senare än i år' }]
    )
  }
  const known = { knownAt: await knownInstant(tx, municipalityCode), closedBy: actor.id }
  const values = { yearBasis: 'payment' as const, ...closing, ...known, municipalityCode }
  return await createRecord(tx, actor, subject, values)
}

/** Takes a closing back: the year is open, and can be closed anew. @throws NotFound, Conflict (withdrawn) */
export async function withdrawPeriodClosing(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { after } = await withdrawRecord(tx, actor, subject, ref, reason)
  return after
}

/** The closing with the year's figures as they were closed, as they are now, and what came between. @throws NotFound */
export async function findPeriodClosing(db: Database, ref: Ref) {
  const closing = await findRecord(db, periodClosings, 'periodClosing', ref)
  // Both are read at one instant, so that no write of money comes between the figures and their explanation.
  const figures = await db.transaction(tx => figuresOf(tx, closing), { isolationLevel: 'repeatable read' })
  return { ...closing, ...figures }
}

async function figuresOf(db: Transaction, { municipalityCode, year, yearBasis, knownAt, withdrawnAt }: ClosingRow) {
  const asked = { municipalityCode, groupBy: ['year' as const], yearBasis, yearFrom: year, yearTo: year }
  const closed = await moneyTotals(db, { ...asked, knownAt })
  const present = await moneyTotals(db, asked)
  return { closed: closed.total, present: present.total, adjustments: withdrawnAt ? [] : await adjustments(db, asked) }
}
