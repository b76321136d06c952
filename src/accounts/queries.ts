import { sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Connection } from '../database/connection.ts'
import { type Filter, type List, recordFilters } from '../http/pagination.ts'
import { accountNumberKey } from './rules.ts'
import { payeeAccounts } from './tables.ts'

export type PayeeAccountRow = typeof payeeAccounts.$inferSelect

/** Filter: the validity holds on the day. */
export const validOn =
  ({ validFrom, validTo }: { validFrom: PgColumn; validTo: PgColumn }): Filter =>
  day =>
    sql`(${validFrom} is null or ${validFrom} <= ${day}) and (${validTo} is null or ${validTo} >= ${day})`

export const payeeAccountList: List<PayeeAccountRow> = {
  name: 'payee-accounts',
  select: db => db.select().from(payeeAccounts).$dynamic(),
  where: sql`${payeeAccounts.municipalityCode} = ${sql.placeholder('municipalityCode')}`,
  filters: {
    ...recordFilters(payeeAccounts),
    organisationId: value => sql`${payeeAccounts.organisationId} = ${value}`,
    kind: value => sql`${payeeAccounts.kind} = ${value}`,
    on: validOn(payeeAccounts),
    number: value => sql`${payeeAccounts.number} = ${value}`
  },
  convert: { number: accountNumberKey },
  sorts: {
    id: { column: payeeAccounts.id, of: row => row.id },
    updatedAt: { column: payeeAccounts.updatedAt, of: row => row.updatedAt }
  },
  id: { column: payeeAccounts.id, of: row => row.id }
}

export type SeenAccount = { id: string; registeredBy: string }

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
  const { rows } = await db.execute<SeenAccount & { organisationId: string }>(sql`
    select distinct on (organisation_id) organisation_id as "organisationId", id, registered_by as "registeredBy"
    from payee_accounts
    where municipality_code = ${municipalityCode} and withdrawn_at is null
      and organisation_id = any(${sql.param([...new Set(organisationIds)])}::uuid[])
      and (valid_from is null or valid_from <= ${on}) and (valid_to is null or valid_to >= ${on})
    order by organisation_id, valid_from desc nulls last, id desc`)
  return new Map(rows.map(row => [row.organisationId, row]))
}
