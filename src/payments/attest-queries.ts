import { sql } from 'drizzle-orm'
import type { Connection } from '../database/connection.ts'
import type { SeenAccount } from '../payee-accounts/queries.ts'

/** The accounts that were fixed when payments were checked, by payment. */
export async function fixedAccounts(
  db: Connection,
  municipalityCode: string,
  paymentIds: string[]
): Promise<Map<string, SeenAccount>> {
  const { rows } = await db.execute<SeenAccount & { paymentId: string }>(sql`
    select payment.id as "paymentId", account.id, account.registered_by as "registeredBy"
    from payments payment
    join payee_accounts account
      on account.municipality_code = payment.municipality_code and account.id = payment.payee_account_id
    where payment.municipality_code = ${municipalityCode} and payment.id = any(${sql.param(paymentIds)}::uuid[])`)
  return new Map(rows.map(row => [row.paymentId, row]))
}
