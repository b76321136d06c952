import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Connection } from '../../platform/database/connection.ts'
import { isValidOn } from '../../platform/database/days.ts'
import { type PayeeAccountRow, payeeAccounts } from './record.ts'

export type SeenAccount = Pick<PayeeAccountRow, 'id' | 'registeredBy'>

/**
 * The account that each of the organisations is paid to on a day: of those valid that day the one whose validity began
 * last, and of several that began together the one registered last. Those without one are left out.
 */
export async function findAccounts(
  db: Connection,
  municipalityCode: string,
  organisationIds: string[],
  on: string
): Promise<Map<string, SeenAccount>> {
  const { municipalityCode: code, organisationId, id, registeredBy, withdrawnAt, validFrom } = payeeAccounts
  const rows = await db
    .selectDistinctOn([organisationId], { organisationId, id, registeredBy })
    .from(payeeAccounts)
    .where(
      and(
        eq(code, municipalityCode),
        isNull(withdrawnAt),
        sql`${organisationId} = any(${sql.param([...new Set(organisationIds)])}::uuid[])`,
        isValidOn(payeeAccounts, on)
      )
    )
    .orderBy(organisationId, sql`${validFrom} desc nulls last`, desc(id))
  return new Map(rows.map(row => [row.organisationId, row]))
}
