import { validOn } from '../payee-accounts/queries.ts'
import { listOf } from '../records/list.ts'
import { approvalLimits } from './limit-tables.ts'

export type ApprovalLimitRow = typeof approvalLimits.$inferSelect

export const approvalLimitList = listOf('approval-limits', approvalLimits, {
  equal: ['attestation', 'holder'],
  filters: {
    validOn: validOn(approvalLimits)
  },
  sorts: ['id', 'updatedAt']
})
