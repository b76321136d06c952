import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Transaction } from '../database/connection.ts'
import { payments } from './tables.ts'

export type Hold = { kind: string; message: string }

/** Why payments are held on a day; none of what is payable. Until conditions are built: what was withheld by hand. */
export async function heldReasons(
  tx: Transaction,
  municipalityCode: string,
  paymentIds: string[],
  _on: string
): Promise<Map<string, Hold[]>> {
  const withheld = await tx
    .select()
    .from(payments)
    .where(
      and(
        eq(payments.municipalityCode, municipalityCode),
        inArray(payments.id, paymentIds),
        isNotNull(payments.withheldAt)
      )
    )
  return new Map(withheld.map(row => [row.id, [{ kind: 'withheld', message: `Withheld: ${row.withheldReason}` }]]))
}
