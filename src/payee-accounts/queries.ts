import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Ref } from '../actor.ts'
import type { Connection } from '../database/connection.ts'
import { NotFound } from '../errors.ts'
import type { Filter } from '../http/pagination.ts'
import { listOf } from '../records/list.ts'
import { accountNumberKey } from './rules.ts'
import { payeeAccounts } from './tables.ts'

/** `sharedWith`: the other organisations that stand with the same account, one that is paid for its members perhaps, or the
 * number was put in the wrong place. */
export type PayeeAccountRow = typeof payeeAccounts.$inferSelect & { sharedWith: string[] }

const sharedWith = sql<string[]>`(
  select coalesce(json_agg(distinct other.organisation_id), '[]') from payee_accounts other
  where other.municipality_code = payee_accounts.municipality_code and other.account_number = payee_accounts.account_number
    and other.account_kind = payee_accounts.account_kind and other.organisation_id <> payee_accounts.organisation_id
    and other.withdrawn_at is null)`

const selectAccounts = (db: Connection) =>
  db.select({ ...getTableColumns(payeeAccounts), sharedWith }).from(payeeAccounts)

/** The account, and who shares it. @throws NotFound */
export async function findPayeeAccount(db: Connection, { municipalityCode, id }: Ref): Promise<PayeeAccountRow> {
  const [row] = await selectAccounts(db).where(
    and(eq(payeeAccounts.municipalityCode, municipalityCode), eq(payeeAccounts.id, id))
  )
  if (!row) throw new NotFound('account of a payee', id)
  return row
}

/** Filter: the validity holds on the day. */
export const validOn =
  ({ validFrom, validTo }: { validFrom: PgColumn; validTo: PgColumn }): Filter =>
  day =>
    sql`(${validFrom} is null or ${validFrom} <= ${day}) and (${validTo} is null or ${validTo} >= ${day})`

export const payeeAccountList = listOf<typeof payeeAccounts, PayeeAccountRow>('payee-accounts', payeeAccounts, {
  select: db => selectAccounts(db).$dynamic(),
  equal: ['organisationId', 'accountKind', 'accountNumber'],
  filters: {
    validOn: validOn(payeeAccounts)
  },
  convert: { accountNumber: accountNumberKey },
  sorts: ['id', 'updatedAt']
})

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
