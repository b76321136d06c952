import { sql } from 'drizzle-orm'
import type { Transaction } from '../database/connection.ts'
import { budgetWarnings } from '../schemes/budget-use.ts'

type Told = { code?: string; field?: string; message: string }
type Answered = { municipalityCode: string; id: string; lines?: { id: string }[]; warnings?: Told[] }

/** The decision or line as it was recorded, with what the register warns of: grants beyond their budget. */
export async function withWarnings<T extends Answered>(
  tx: Transaction,
  recorded: T
): Promise<Omit<T, 'warnings'> & { warnings: Told[] }> {
  const ids = recorded.lines?.map(({ id }) => id) ?? [recorded.id]
  const lines = sql`select unnest(${sql.param(ids)}::uuid[]) as line_id`
  const found = await budgetWarnings(tx, recorded.municipalityCode, lines)
  return {
    ...recorded,
    warnings: [...(recorded.warnings ?? []), ...found.map(({ code, message }) => ({ code, message }))]
  }
}
