import { sql } from 'drizzle-orm'
import { Invalid } from '../../base/errors.ts'
import { type Connection, inTransaction } from '../../platform/database/connection.ts'
import { ledgerLock } from '../../platform/known/instants.ts'
import { problems } from './problems.ts'

/**
 * Reads what was known at an instant, or is now: nobody who writes money of the municipality can afterwards add to it.
 * @throws Invalid when knownAt is in the future
 */
export async function asKnown<T>(
  db: Connection,
  { municipalityCode, knownAt }: { municipalityCode: string; knownAt?: string },
  read: (connection: Connection) => Promise<T>
): Promise<T> {
  if (knownAt === undefined) return await read(db)
  return await inTransaction(db, async tx => {
    // A transaction that writes money holds this lock until it commits; its instant may be before the one asked for.
    const { rows } = await tx.execute<{ future: boolean }>(sql`
      select ${knownAt}::timestamptz > clock_timestamp() as future,
             case when ${knownAt}::timestamptz > clock_timestamp() - interval '1 day'
                  then pg_advisory_xact_lock_shared(${ledgerLock(municipalityCode)}) end`)
    if (rows[0]!.future) {
      throw new Invalid(
        problems['known-at-in-future'],
        { en: 'What will be known is not known.', sv: 'Vad som kommer att vara känt vet ingen.' },
        [{ field: 'knownAt', message: 'must not be later than now', sv: 'får inte vara senare än nu' }]
      )
    }
    await withoutNestedLoops(tx)
    return await read(tx)
  })
}

/**
 * For the rest of the transaction: the planner knows nothing of how many records were known at an instant, takes them for few,
 * and would look through all of them for each payment.
 */
export async function withoutNestedLoops(tx: Connection): Promise<void> {
  await tx.execute(sql`set local enable_nestloop = off`)
}
