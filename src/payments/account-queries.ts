import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Connection } from '../database/connection.ts'
import { type Filter, type List, recordFilters } from '../http/pagination.ts'
import { accountNumberKey } from './account-rules.ts'
import { approvalLimits, payeeAccounts } from './account-tables.ts'

export type PayeeAccountRow = typeof payeeAccounts.$inferSelect
export type ApprovalLimitRow = typeof approvalLimits.$inferSelect

const validOn =
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

export const approvalLimitList: List<ApprovalLimitRow> = {
  name: 'approval-limits',
  select: db => db.select().from(approvalLimits).$dynamic(),
  where: sql`${approvalLimits.municipalityCode} = ${sql.placeholder('municipalityCode')}`,
  filters: {
    ...recordFilters(approvalLimits),
    attestation: value => sql`${approvalLimits.attestation} = ${value}`,
    holder: value => sql`${approvalLimits.holder} = ${value}`,
    on: validOn(approvalLimits)
  },
  sorts: {
    id: { column: approvalLimits.id, of: row => row.id },
    updatedAt: { column: approvalLimits.updatedAt, of: row => row.updatedAt }
  },
  id: { column: approvalLimits.id, of: row => row.id }
}

/**
 * The account that each organisation is paid to on a day, as rows of organisation_id and account_id: of those valid that
 * day the one whose validity began last, and of several that began together the one registered last.
 */
export function accountsInUse(municipalityCode: string, on: string): SQL {
  return sql`
    select distinct on (organisation_id) organisation_id, id as account_id from payee_accounts
    where municipality_code = ${municipalityCode} and withdrawn_at is null
      and (valid_from is null or valid_from <= ${on}) and (valid_to is null or valid_to >= ${on})
    order by organisation_id, valid_from desc nulls last, id desc`
}

/** The account of each of the organisations that has one on the day. */
export async function findAccounts(db: Connection, municipalityCode: string, organisationIds: string[], on: string) {
  const { rows } = await db.execute<{ organisation_id: string; account_id: string }>(sql`
    select * from (${accountsInUse(municipalityCode, on)}) in_use
    where organisation_id = any(${sql.param([...new Set(organisationIds)])}::uuid[])`)
  return new Map(rows.map(row => [row.organisation_id, row.account_id]))
}
