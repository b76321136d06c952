import { findRecord } from '../database/records.ts'
import { today } from '../dates.ts'
import type { App } from '../http/app.ts'
import { page } from '../http/pagination.ts'
import { ById, ref } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { findDelegationLimits } from './delegation.ts'
import { DelegationLimitsAnswer, DelegationLimitsQuery } from './delegation-schemas.ts'
import { findOpening } from './openings.ts'
import { schemeStatusList } from './part-queries.ts'
import { OpenQuery, Scheme } from './schemas.ts'
import { SchemeStatusAct, SchemeStatusPage, SchemeStatusQuery } from './status-schemas.ts'
import { closeScheme, pauseScheme, reopenScheme } from './statuses.ts'
import { schemes } from './tables.ts'
import { LateDeductionAnswer, LateDeductionQuery } from './version-schemas.ts'
import { findLateDeduction } from './versions.ts'
import { SchemeOpen } from './window-schemas.ts'

const tags = ['schemes']
const read = { scope: 'schemes:read' }
const change = { scope: 'schemes:write' }

const acts = [
  ['pause', 'pauseScheme', pauseScheme, 'Pause a scheme', 'Records that the scheme takes no applications for a while.'],
  [
    'close',
    'closeScheme',
    closeScheme,
    'Close a scheme',
    'Records that the scheme is closed. No agreement and no award ends by it.'
  ],
  [
    'reopen',
    'reopenScheme',
    reopenScheme,
    'Open a scheme',
    'Records that the scheme is open, for the first time or again.'
  ]
] as const

/** What is done to a scheme, and what is asked of it on a day. */
export async function schemeActRoutes(app: App) {
  for (const [path, operationId, act, summary, description] of acts) {
    app.post(
      `/:id/${path}`,
      {
        config: change,
        schema: {
          operationId,
          tags,
          summary,
          description: `${description} The day may be not stated, or known by month or year only.`,
          params: ById,
          body: ref(SchemeStatusAct),
          response: { 200: ref(Scheme) }
        }
      },
      (request, reply) => write(request, reply, tx => act(tx, request.actor, request.params, request.body))
    )
  }

  app.get(
    '/:id/statuses',
    {
      config: read,
      schema: {
        operationId: 'listSchemeStatuses',
        tags,
        summary: 'List what was said of the status of a scheme',
        description: 'Each time that it was said to be open, paused or closed, in the order it was recorded.',
        params: ById,
        querystring: SchemeStatusQuery,
        response: { 200: ref(SchemeStatusPage) }
      }
    },
    async (request, reply) => {
      await findRecord(app.database, schemes, 'scheme', request.params)
      return await page(request, reply, schemeStatusList, request.params)
    }
  )

  app.get(
    '/:id/open',
    {
      config: read,
      schema: {
        operationId: 'getSchemeOpen',
        tags,
        summary: 'Ask whether a scheme is open on a day',
        description:
          'Yes, no or unknown, and why; when it next opens and closes where that is stated. Unknown where the opening or the status is not stated: nothing is guessed.',
        params: ById,
        querystring: OpenQuery,
        response: { 200: ref(SchemeOpen) }
      }
    },
    request => findOpening(app.database, request.params, request.query.validOn ?? today())
  )

  app.get(
    '/:id/late-deduction',
    {
      config: read,
      schema: {
        operationId: 'getSchemeLateDeduction',
        tags,
        summary: 'Ask what a late application loses',
        description:
          'What the ladder of the rules on the day of the deadline takes. Computed and shown, never applied by itself.',
        params: ById,
        querystring: LateDeductionQuery,
        response: { 200: ref(LateDeductionAnswer) }
      }
    },
    request => {
      const { receivedOn, dueOn } = request.query
      return findLateDeduction(app.database, request.params, receivedOn, dueOn)
    }
  )

  app.get(
    '/:id/delegation-limits',
    {
      config: read,
      schema: {
        operationId: 'getSchemeDelegationLimits',
        tags,
        summary: 'Ask how far delegates may decide',
        description:
          'The limits of the rules that hold on the day; a formula with the kronor it gives in that year, or unknown where the base amount of the year is not kept. Shown, never applied by itself.',
        params: ById,
        querystring: DelegationLimitsQuery,
        response: { 200: ref(DelegationLimitsAnswer) }
      }
    },
    request => findDelegationLimits(app.database, request.params, request.query.validOn ?? today())
  )
}
