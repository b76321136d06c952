import { type SQL, sql } from 'drizzle-orm'
import type { Actor, Ref } from '../actor.ts'
import { bodies } from '../bodies/record.ts'
import type { Connection, Transaction } from '../database/connection.ts'
import { checkReferences } from '../database/cross-references.ts'
import { findRecord, lockRecord } from '../database/records.ts'
import { decisions } from '../decisions/record.ts'
import { Conflict, Invalid } from '../errors.ts'
import { recordEvent } from '../events/actions.ts'
import { changeRecord, withdrawRecord } from '../events/changes.ts'
import type { Expected } from '../http/etag.ts'
import { type BudgetUse, type Certainty, certaintyAfter, certaintyFits, certaintyOf, exceeds } from './budget-rules.ts'
import type { BudgetPatch, NewBudget } from './budget-schemas.ts'
import { budgets } from './budget-tables.ts'
import { schemes } from './tables.ts'

const subject = { table: budgets, noun: 'budget' }

/** Registers a budget. @throws Conflict (there is one), Invalid (certainty, a reference to nothing) */
export async function createBudget(tx: Transaction, actor: Actor, { municipalityCode }: Ref, budget: NewBudget) {
  const values = { ...budget, municipalityCode, certainty: certaintyOf(budget.amount, budget.certainty) }
  await check(tx, values)
  const [row] = await tx.insert(budgets).values(values).returning()
  await recordEvent(tx, actor, 'budget.created', row!)
  return row!
}

/** Changes what is given. @throws NotFound, Stale, Conflict (withdrawn, there is one), Invalid */
export async function updateBudget(tx: Transaction, actor: Actor, ref: Ref, patch: BudgetPatch, expected: Expected) {
  const before = await lockRecord(tx, budgets, 'budget', ref)
  const next = { ...patch, ...certaintyAfter(before.certainty, patch.amount, patch.certainty) }
  await check(tx, { ...before, ...next })
  const { after } = await changeRecord(tx, actor, subject, ref, { changes: next, expected })
  return after
}

/** Takes back a budget that was registered in error. @throws NotFound, Conflict (withdrawn) */
export async function withdrawBudget(tx: Transaction, actor: Actor, ref: Ref, reason: string) {
  const { after } = await withdrawRecord(tx, actor, subject, ref, reason)
  return after
}

type Checked = Pick<typeof budgets.$inferInsert, 'municipalityCode' | 'bodyId' | 'schemeId' | 'year' | 'amount'> & {
  id?: string
  decisionId?: string | null
  certainty: Certainty
}

async function check(tx: Transaction, budget: Checked) {
  const { municipalityCode, id, bodyId, schemeId, year, amount, certainty, decisionId } = budget
  if (!certaintyFits(amount, certainty)) {
    throw new Invalid('certainty-not-fitting', 'Amount and certainty contradict each other.', [
      { field: '/certainty', message: 'must be exact or approximate where there is an amount, else something else' }
    ])
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
    'budget-exists',
    'The body has a budget for this scheme and year: change that one.',
    [{ field: '/year', message: `has the budget ${rows[0]!.id}` }],
    { existingId: rows[0]!.id }
  )
}

/** What is granted of a budget; kronor. @throws NotFound */
export async function findBudgetUse(db: Connection, ref: Ref) {
  const { id, amount, certainty } = await findRecord(db, budgets, 'budget', ref)
  const [use] = await usesOf(db, ref.municipalityCode, sql`budgets.id = ${id}`)
  const { granted, mayFall, unknownCount } = use!
  const remaining = amount === null ? null : (Math.round(amount * 100) - Math.round(granted * 100)) / 100
  const exceeded = exceeds(amount, certainty, use!)
  return { budgetId: id, amount, granted, mayFall, unknownCount, remaining, exceeded }
}

type Use = BudgetUse & {
  id: string
  year: number
  amount: number | null
  certainty: Certainty
  bodyName: string
  schemeName: string | null
}

/**
 * Sums of the ledger beside the budgets that the condition names. A grant counts for the year that it is for; one amount
 * for several years, or for a year that is not stated but decided in it, only may fall on it.
 */
async function usesOf(db: Connection, municipalityCode: string, condition: SQL): Promise<Use[]> {
  const certain = sql`entry.grant_year = budgets.year and entry.grant_year_to is null`
  const { rows } = await db.execute<Use>(sql`
    select budgets.id, budgets.year, budgets.amount::float8, budgets.certainty, body.name as "bodyName",
           scheme.name as "schemeName", used.granted::float8, used.may_fall::float8 as "mayFall",
           used.unknown_count::int as "unknownCount"
    from budgets
    join bodies body on body.municipality_code = budgets.municipality_code and body.id = budgets.body_id
    left join schemes scheme
      on scheme.municipality_code = budgets.municipality_code and scheme.id = budgets.scheme_id
    cross join lateral (
      select coalesce(sum(entry.amount) filter (where ${certain}), 0) as granted,
             coalesce(sum(entry.amount) filter (where not coalesce(${certain}, false)), 0) as may_fall,
             coalesce(sum(entry.unknown), 0) as unknown_count
      from ledger_entries entry
      where entry.municipality_code = budgets.municipality_code and entry.kind = 'granted'
        and entry.body_id = budgets.body_id and (budgets.scheme_id is null or entry.scheme_id = budgets.scheme_id)
        and (budgets.year between entry.grant_year and coalesce(entry.grant_year_to, entry.grant_year)
          or (entry.grant_year is null and entry.decision_year = budgets.year))
    ) used
    where budgets.municipality_code = ${municipalityCode} and ${condition}
    order by budgets.year, budgets.id`)
  return rows
}

export type Warning = { code: string; message: string }

/**
 * What goes beyond its budget, or may, among the budgets that granted lines fall on. `lines` is a query of line_id. The
 * service records decisions and makes none: whoever decided is told, and nothing is refused.
 */
export async function budgetWarnings(
  tx: Transaction,
  municipalityCode: string,
  lines: SQL
): Promise<(Warning & { lineIds: string[] })[]> {
  const standing = sql`municipality_code = ${municipalityCode} and withdrawn_at is null`
  const { rows: some } = await tx.execute(sql`select from budgets where ${standing} limit 1`)
  if (some.length === 0) return []
  const { rows: touched } = await tx.execute<{ id: string; lineIds: string[] }>(sql`
    select budgets.id, array_agg(distinct entry.line_id) as "lineIds"
    from (${lines}) touched
    join ledger_entries entry on entry.municipality_code = ${municipalityCode} and entry.line_id = touched.line_id
    join budgets on budgets.municipality_code = entry.municipality_code and budgets.body_id = entry.body_id
      and (budgets.scheme_id is null or budgets.scheme_id = entry.scheme_id)
      and (budgets.year between entry.grant_year and coalesce(entry.grant_year_to, entry.grant_year)
        or (entry.grant_year is null and entry.decision_year = budgets.year))
    where entry.kind = 'granted' and budgets.withdrawn_at is null
    group by budgets.id`)
  if (touched.length === 0) return []
  const lineIdsOf = new Map(touched.map(({ id, lineIds }) => [id, lineIds]))
  const ids = sql.param([...lineIdsOf.keys()])
  const uses = await usesOf(tx, municipalityCode, sql`budgets.id = any(${ids}::uuid[])`)
  return uses.flatMap(use => {
    const exceeded = exceeds(use.amount, use.certainty, use)
    if (exceeded !== 'yes' && exceeded !== 'possible') return []
    return [{ ...warningOf(use, exceeded), lineIds: lineIdsOf.get(use.id)! }]
  })
}

function warningOf({ year, bodyName, schemeName, amount, granted }: Use, exceeded: 'yes' | 'possible'): Warning {
  const of = `The budget of ${bodyName}${schemeName ? ` for ${schemeName}` : ''} ${year} is ${amount} SEK; granted are ${granted} SEK`
  return exceeded === 'yes'
    ? { code: 'budget-exceeded', message: `${of}.` }
    : { code: 'budget-possibly-exceeded', message: `${of}, and more that may fall on the year.` }
}
