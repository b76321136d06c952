import { sql } from 'drizzle-orm'
import { budgetWarnings } from '../../register/schemes/budget-use.ts'
import type { Context } from './context.ts'

/** Adds to the report of each row written that a budget which it falls on is exceeded, or may be. */
export async function warnOfBudgets({ tx, municipalityCode }: Context): Promise<void> {
  const written = sql`select line_id from staged where result in ('created', 'updated')`
  const found = await budgetWarnings(tx, municipalityCode, written)
  for (const { lineIds, ...warning } of found) {
    await tx.execute(sql`
      update staged set warnings = coalesce(warnings, '[]'::jsonb) || ${JSON.stringify([warning])}::jsonb
      where line_id = any(${sql.param(lineIds)}::uuid[]) and result in ('created', 'updated')`)
  }
}
