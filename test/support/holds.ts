import { deepStrictEqual as deepEqual } from 'node:assert/strict'
import { sql } from 'drizzle-orm'
import { heldReasons, paymentsThatAre } from '../../src/money/payments/hold-reasons.ts'
import { isUnpaid } from '../../src/money/payments/hold-records.ts'
import type { Database } from '../../src/platform/database/connection.ts'

/** What is found of all unpaid payments at once, from the side of what holds them, is what is told of each by its id. */
export async function holdAlike(
  database: Database,
  code: string,
  on: string
): Promise<{ held: number; unpaid: number }> {
  const { rows } = await database.execute<{ id: string }>(
    sql`select id from payments payment where municipality_code = ${code} and ${isUnpaid} order by id`
  )
  const ids = rows.map(({ id }) => id)
  const reasons = await heldReasons(database, code, ids, on)
  const found = async (said: 'held' | 'payable') => (await paymentsThatAre(database, said, code, on)).sort()
  deepEqual(
    await found('held'),
    ids.filter(id => reasons.has(id)),
    `held on ${on}`
  )
  deepEqual(
    await found('payable'),
    ids.filter(id => !reasons.has(id)),
    `payable on ${on}`
  )
  return { held: reasons.size, unpaid: ids.length }
}
