import { findRecord } from '../database/records.ts'
import type { App } from '../http/server.ts'
import { collectionRoutes, type Kind, recordRoutes } from '../records/kit.ts'
import { asRegistered } from '../records/words.ts'
import { type ApprovalLimitRow, approvalLimitList } from './limit-queries.ts'
import {
  ApprovalLimit,
  ApprovalLimitPage,
  ApprovalLimitPatch,
  ApprovalLimitQuery,
  CreatedApprovalLimit,
  NewApprovalLimit
} from './limit-schemas.ts'
import { approvalLimits } from './limit-tables.ts'
import { createApprovalLimit, updateApprovalLimit, withdrawApprovalLimit } from './limits.ts'

const schemas = {
  One: ApprovalLimit,
  Page: ApprovalLimitPage,
  Query: ApprovalLimitQuery,
  New: NewApprovalLimit,
  Created: CreatedApprovalLimit,
  Patch: ApprovalLimitPatch
}

const kind: Kind<typeof schemas, ApprovalLimitRow> = {
  noun: 'ApprovalLimit',
  plural: 'ApprovalLimits',
  tag: 'payments',
  scope: 'payment-settings',
  schemas,
  list: approvalLimitList,
  says: {
    list: ['List limits of checking and approving', 'How much each key, token or role may check or approve.'],
    create: [
      'Register a limit of checking or approving',
      'While any limit for an attestation is in force, whoever none of them names may do nothing of it; of several that name the caller the highest counts. Without limits there is none. The answer tells whom this leaves (`effect`).'
    ],
    get: ['Show a limit', asRegistered],
    update: [
      'Change a limit',
      'Changes the properties given (JSON merge patch); demands If-Match. What is attested stays so.'
    ],
    withdraw: [
      'Withdraw a limit',
      'Takes the limit away at once. When no limit is left for an attestation, there is none for anybody.'
    ]
  },
  find: (db, ref) => findRecord(db, approvalLimits, 'limit', ref),
  create: createApprovalLimit,
  update: updateApprovalLimit,
  withdraw: withdrawApprovalLimit
}

/** `/approval-limits`. */
export async function approvalLimitRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
}
