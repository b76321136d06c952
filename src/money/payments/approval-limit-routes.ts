import type { App } from '../../platform/http/app.ts'
import { collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { approvalLimit, CreatedApprovalLimit } from './approval-limit-record.ts'
import { createApprovalLimit, updateApprovalLimit, withdrawApprovalLimit } from './approval-limits.ts'

const kind = {
  ...approvalLimit,
  schemas: { ...approvalLimit.schemas, Created: CreatedApprovalLimit },
  create: createApprovalLimit,
  update: updateApprovalLimit,
  withdraw: withdrawApprovalLimit
}

/** `/approval-limits`. */
export async function approvalLimitRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
}
