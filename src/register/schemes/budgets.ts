import { sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict, Invalid } from '../../base/errors.ts'
import { certaintyOf, isConsistent } from '../../base/known.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import { changeRecord, createRecord, lockForChange, withdrawing } from '../../platform/events/changes.ts'
import type { Expected } from '../../platform/http/if-match.ts'
import { bodies } from '../bodies/record.ts'
import { decisions } from '../decisions/record.ts'
import { type BudgetPatch, budget, type budgets, type NewBudget } from './budget-record.ts'
import { certaintyAfter } from './budget-rules.ts'
import { problems } from './problems.ts'
import { schemes } from './record.ts'

/** Registers a budget. @throws Conflict (there is one), Invalid (certainty, a reference to nothing) */
export async function createBudget(tx: Transaction, actor: Actor, { municipalityCode }: Ref, sent: NewBudget) {
  const values = { ...sent, municipalityCode, certainty: certaintyOf(sent.amount, sent.certainty) }
  await check(tx, values)
  return await createRecord(tx, actor, budget.subject, values)
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn, there is one), Invalid */
export async function updateBudget(tx: Transaction, actor: Actor, ref: Ref, patch: BudgetPatch, expected: Expected) {
  const before = await lockForChange(tx, budget.subject, ref, expected)
  const next = { ...patch, ...certaintyAfter(before.certainty, patch.amount, patch.certainty) }
  await check(tx, { ...before, ...next })
  const { after } = await changeRecord(tx, actor, budget.subject, ref, { changes: next })
  return after
}

/** Takes back a budget that was registered in error. @throws NotFound, Conflict (withdrawn) */
export const withdrawBudget = withdrawing(budget.subject)

async function check(tx: Transaction, values: typeof budgets.$inferInsert) {
  const { municipalityCode, id, bodyId, schemeId, year, amount, certainty, decisionId } = values
  if (!isConsistent(amount, certainty)) {
    throw new Invalid(
      problems['certainty-not-fitting'],
      { en: 'Amount and certainty contradict each other.', sv: 'Belopp och säkerhet säger emot varandra.' },
      [
        {
          field: '/certainty',
          message: 'must be exact or approximate where there is an amount, else something else',
          sv: 'måste vara exact eller approximate när det finns ett belopp, annars något annat'
        }
      ]
    )
  }
  await checkReferences(tx, municipalityCode, [
    { table: bodies, what: 'a body', id: bodyId, field: '/bodyId' },
    { table: schemes, what: 'a scheme', id: schemeId, field: '/schemeId' },
    { table: decisions, what: 'a decision', id: decisionId, field: '/decisionId' }
  ])
  const { rows } = await tx.execute(sql`
    select id from budgets where municipality_code = ${municipalityCode} and body_id = ${bodyId} and year = ${year}
      and scheme_id is not distinct from ${schemeId ?? null}::uuid and withdrawn_at is null
      and id is distinct from ${id ?? null}::uuid`)
  if (rows.length === 0) return
  throw new Conflict(
    problems['budget-exists'],
    {
      en: 'The body has a budget for this scheme and year: change that one.',
      sv: 'Organet har redan en budget för bidragsformen och året: ändra den.'
    },
    [{ field: '/year', message: `has the budget ${rows[0]!.id}`, sv: `har budgeten ${rows[0]!.id}` }],
    { existingId: rows[0]!.id }
  )
}
