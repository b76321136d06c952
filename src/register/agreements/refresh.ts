import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Database } from '../../platform/database/connection.ts'
import { keepStatesOfThese } from '../../platform/known/keep.ts'
import { agreements } from './record.ts'
import { columnsOf } from './write.ts'

/**
 * Brings the days by which lists find agreements (their first and last possible days, and their next last notice days) to what
 * their terms say today: a term that renews itself is renewed when the last day to give notice passes, without anybody writing
 * anything. No version and no event: nothing is changed of what the agreement says, and single reads derive the same from it at
 * any time. Done again it does nothing. Answers how many were moved.
 */
export async function refreshTerms(
  database: Database,
  municipalityCode: string,
  signal?: AbortSignal
): Promise<number> {
  const mayMove = sql`(jsonb_typeof(${agreements.content} -> 'term' -> 'renewal') = 'object'
    or jsonb_array_length(coalesce(nullif(${agreements.content} -> 'term' -> 'alternatives', 'null'), '[]')) > 0
    or jsonb_array_length(coalesce(nullif(${agreements.content} -> 'term' -> 'extensions', 'null'), '[]')) > 0
    or ${agreements.content} -> 'term' ->> 'validFromPrecision' <> 'day' or ${agreements.content} -> 'term' ->> 'validToPrecision' <> 'day')`
  const ofMunicipality = and(eq(agreements.municipalityCode, municipalityCode), isNull(agreements.withdrawnAt))
  const rows = await database
    .select({ id: agreements.id })
    .from(agreements)
    .where(and(ofMunicipality, mayMove))
    .orderBy(agreements.id)
  let moved = 0
  for (const { id } of rows) {
    signal?.throwIfAborted()
    moved += await database.transaction(async tx => {
      const key = and(ofMunicipality, eq(agreements.id, id))
      const [row] = await tx.select().from(agreements).where(key).for('update')
      if (!row) return 0
      const { content, kind, ...days } = columnsOf(row.content)
      if ((Object.keys(days) as (keyof typeof days)[]).every(name => row[name] === days[name])) return 0
      await tx.update(agreements).set(days).where(key)
      keepStatesOfThese(tx, municipalityCode, 'agreements', [id])
      return 1
    })
  }
  return moved
}
