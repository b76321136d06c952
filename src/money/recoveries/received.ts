import { and, eq, isNull, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { Conflict } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import type { RecordTable } from '../../platform/database/records.ts'
import { problems } from './problems.ts'

/** What is sent twice by the same reference is recorded once. */

type Sent = { source?: string; reference?: string | null }

/**
 * The record with the reference that is not withdrawn, or undefined. The reference is locked until the transaction ends.
 */
export async function findReceived<T extends RecordTable & { source: PgColumn; reference: PgColumn }>(
  tx: Transaction,
  table: T,
  noun: string,
  municipalityCode: string,
  { source = 'api', reference }: Sent
): Promise<T['$inferSelect'] | undefined> {
  if (reference == null) return undefined
  const key = JSON.stringify([noun, municipalityCode, source, reference])
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
  const [row] = await tx
    .select()
    .from(table as PgTable)
    .where(
      and(
        eq(table.municipalityCode, municipalityCode),
        eq(table.source, source),
        eq(table.reference, reference),
        isNull(table.withdrawnAt)
      )
    )
  return row as T['$inferSelect'] | undefined
}

/**
 * Whether what is sent says the same as what was first recorded; what it does not say is not compared.
 * @throws Conflict `reference-taken`
 */
export function refuseOther(sent: object, recorded: object) {
  const known = recorded as Record<string, unknown>
  const other = Object.entries(sent).filter(([name, value]) => {
    // An id is the same in capitals.
    return value != null && value !== known[name] && String(value).toLowerCase() !== String(known[name])
  })
  if (other.length === 0) return
  throw new Conflict(
    problems['reference-taken'],
    {
      en: 'Something else was recorded by this reference: correct that, or use another reference.',
      sv: 'Något annat är registrerat med referensen: rätta det, eller använd en annan referens.'
    },
    other.map(([name]) => ({
      field: `/${name}`,
      message: 'differs from what was recorded by this reference',
      sv: 'skiljer sig från det som är registrerat med referensen'
    })),
    typeof known.id === 'string' ? { existingId: known.id } : {}
  )
}
