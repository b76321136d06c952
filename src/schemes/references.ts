import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Transaction } from '../database/connection.ts'
import type { RecordTable } from '../database/records.ts'
import { Invalid, type Violation } from '../errors.ts'

/** An id that was sent, where it stood (a JSON pointer), and what it is to be of. Ids not given are passed over. */
export type Reference = { table: RecordTable; what: string; id: string | null | undefined; field: string }

/** Every id is of a record that stands in the municipality. @throws Invalid naming each field that is not. */
export async function checkReferences(tx: Transaction, municipalityCode: string, references: Reference[]) {
  const violations: Violation[] = []
  for (const table of new Set(references.map(reference => reference.table))) {
    const asked = references.filter(({ table: of, id }) => of === table && id)
    if (asked.length === 0) continue
    const rows = await tx
      .select({ id: table.id })
      .from(table)
      .where(
        and(
          eq(table.municipalityCode, municipalityCode),
          inArray(
            table.id,
            asked.map(({ id }) => id!.toLowerCase())
          ),
          isNull(table.withdrawnAt)
        )
      )
    const found = new Set(rows.map(({ id }) => id))
    for (const { id, field, what } of asked) {
      if (!found.has(id!.toLowerCase())) violations.push({ field, message: `is no ${what} that stands here` })
    }
  }
  if (violations.length === 0) return
  throw new Invalid('reference-not-found', 'The request refers to something that is not there.', violations)
}
