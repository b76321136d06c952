import { sql } from 'drizzle-orm'
import { validOn } from '../accounts/queries.ts'
import { type List, recordFilters } from '../http/pagination.ts'
import { approvalLimits } from './limit-tables.ts'

export type ApprovalLimitRow = typeof approvalLimits.$inferSelect

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
