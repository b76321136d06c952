import { findRecord } from '../database/records.ts'
import { historyRoute } from '../events/history.ts'
import { ifMatch } from '../http/etag.ts'
import { page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { create, write } from '../http/write.ts'
import { approvalLimitList } from './limit-queries.ts'
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

const tags = ['payments']
const read = { scope: 'payment-settings:read' }
const change = { scope: 'payment-settings:write' }

/** `/approval-limits`. */
export async function approvalLimitRoutes(app: App) {
  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listApprovalLimits',
        tags,
        summary: 'List limits of checking and approving',
        description: 'How much each key, token or role may check or approve.',
        params: OfMunicipality,
        querystring: ApprovalLimitQuery,
        response: { 200: ref(ApprovalLimitPage) }
      }
    },
    (request, reply) => page(request, reply, approvalLimitList, request.params)
  )

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createApprovalLimit',
        tags,
        summary: 'Register a limit of checking or approving',
        description:
          'While any limit for an attestation is in force, whoever none of them names may do nothing of it; of several that name the caller the highest counts. Without limits there is none. The answer tells whom this leaves (`effect`).',
        params: OfMunicipality,
        body: ref(NewApprovalLimit),
        response: { 201: ref(CreatedApprovalLimit) }
      }
    },
    (request, reply) =>
      create(request, reply, tx => createApprovalLimit(tx, request.actor, request.params, request.body))
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getApprovalLimit',
        tags,
        summary: 'Show a limit',
        description: 'As it is registered now.',
        params: ById,
        response: { 200: ref(ApprovalLimit) }
      }
    },
    request => findRecord(app.database, approvalLimits, 'limit', request.params)
  )

  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updateApprovalLimit',
        tags,
        summary: 'Change a limit',
        description: 'Changes the properties given (JSON merge patch); demands If-Match. What is attested stays so.',
        params: ById,
        headers: IfMatch,
        body: ref(ApprovalLimitPatch),
        response: { 200: ref(ApprovalLimit) }
      }
    },
    (request, reply) =>
      write(request, reply, tx =>
        updateApprovalLimit(tx, request.actor, request.params, request.body, ifMatch(request))
      )
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawApprovalLimit',
        tags,
        summary: 'Withdraw a limit',
        description:
          'Takes the limit away at once. When no limit is left for an attestation, there is none for anybody.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(ApprovalLimit) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => withdrawApprovalLimit(tx, request.actor, request.params, request.body.reason))
  )

  historyRoute(app, { ...read, tag: 'payments', noun: 'ApprovalLimit' })
}
