import { type SQL, sql } from 'drizzle-orm'
import type { Text } from '../../base/language.ts'
import { kronorInSwedish, toOre } from '../../base/money.ts'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { liveOf, withDecision } from './live.ts'

/** A budget and the sum planned within it. Amounts are decimal strings, kronor. */
export type BudgetRoom = {
  id: string
  year: number
  bodyId: string
  bodyName: string
  schemeId: string | null
  schemeName: string | null
  amount: string
  planned: string
}

/**
 * Locks the exact budgets that the condition (alias `budget`) names, in the order of their ids until the transaction ends:
 * the order in which everybody locks them who weighs a sum. Answers their ids.
 */
export async function lockBudgetsWhere(tx: Transaction, municipalityCode: string, which: SQL): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select id from budgets budget
    where municipality_code = ${municipalityCode} and withdrawn_at is null and certainty = 'exact' and ${which}
    order by id for update`)
  return rows.map(({ id }) => id)
}

/** What the budgets are and what live payments fall on them, by year. */
export async function budgetRoomOf(db: Connection, municipalityCode: string, ids: string[]): Promise<BudgetRoom[]> {
  const { rows } = await db.execute<BudgetRoom>(sql`
    select budget.id, budget.year, budget.body_id as "bodyId", body.name as "bodyName",
           budget.scheme_id as "schemeId", scheme.name as "schemeName", budget.amount, used.planned
    from budgets budget
    join bodies body on body.municipality_code = budget.municipality_code and body.id = budget.body_id
    left join schemes scheme on scheme.municipality_code = budget.municipality_code and scheme.id = budget.scheme_id
      and ${ofMunicipality(municipalityCode, 'scheme')}
    cross join lateral (
      select coalesce(sum(${liveOf}), 0) as planned
      from payments payment
      ${withDecision(municipalityCode)}
      where payment.municipality_code = budget.municipality_code and payment.budget_year = budget.year
        and ${ofMunicipality(municipalityCode, 'payment')}
        and payment.withdrawn_at is null and decision.body_id = budget.body_id
        and (budget.scheme_id is null or line.scheme_id = budget.scheme_id)
    ) used
    where ${ofMunicipality(municipalityCode, 'budget', 'body')} and budget.id = any(${sql.param(ids)}::uuid[])
    order by budget.year, budget.id`)
  return rows
}

type Falling = { bodyId: string; schemeId: string | null; year: number }

/** Whether the payment takes of the budget: it takes of its body's budget for its scheme, and of that for the whole body. */
export const fallsOn = (payment: Falling, room: BudgetRoom): boolean =>
  room.bodyId === payment.bodyId &&
  room.year === payment.year &&
  (room.schemeId === null || room.schemeId === payment.schemeId)

/** Whether what is planned (öre) is more than the budget. */
export const isBeyond = (room: BudgetRoom, planned: bigint): boolean => planned > toOre(room.amount)

/** The budget in words, as a refusal begins. */
export const budgetTold = ({ bodyName, schemeName, year, amount }: BudgetRoom): Text => ({
  en: `The budget of ${bodyName}${schemeName ? ` for ${schemeName}` : ''} ${year} is ${amount} SEK`,
  sv: `Budgeten ${year} för ${bodyName}${schemeName ? ` och ${schemeName}` : ''} är ${kronorInSwedish(amount)}`
})
