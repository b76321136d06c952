import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '../database/connection.ts'

export type Hold = { kind: string; message: string }

/** Why payments are held on a day; none of what is payable. */
export async function heldReasons(
  _tx: Transaction,
  _municipalityCode: string,
  _paymentIds: string[],
  _on: string
): Promise<Map<string, Hold[]>> {
  return new Map()
}

/** Why each unpaid payment is held: a row for each reason. */
export function holdsQuery(_municipalityCode: string, _on: SQL): SQL {
  return sql`select null::uuid as payment_id, null::text as kind where false`
}
