import { findRecord } from '../database/records.ts'
import { historyRoute } from '../events/history.ts'
import { ifMatch } from '../http/etag.ts'
import { page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { write } from '../http/write.ts'
import { lodgeAppeal, recordAppealOutcome, updateAppeal, withdrawAppeal } from './actions.ts'
import { appealList } from './queries.ts'
import { Appeal, AppealOutcome, AppealPage, AppealPatch, AppealQuery, NewAppeal } from './schemas.ts'
import { decisionAppeals } from './tables.ts'

const tags = ['decisions']
const read = { scope: 'decisions:read' }
const change = { scope: 'decisions:write' }

/** `POST /decisions/{id}/lodge-appeal`. */
export async function lodgeAppealRoute(app: App) {
  app.post(
    '/:id/lodge-appeal',
    {
      config: change,
      schema: {
        operationId: 'lodgeAppeal',
        tags,
        summary: 'Record that a decision was appealed against',
        description:
          'Records the appeal and what was chosen for instalments that are not paid yet: a decision may be executed before it is final (kommunallagen 13:14).',
        params: ById,
        body: ref(NewAppeal),
        response: { 201: ref(Appeal) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const appeal = await lodgeAppeal(tx, request.actor, request.params, request.body)
        reply.code(201).header('location', `${request.url.split('/decisions/')[0]}/decision-appeals/${appeal.id}`)
        return appeal
      })
  )
}

/** `/decision-appeals`: over all decisions. */
export async function appealRoutes(app: App) {
  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listAppeals',
        tags,
        summary: 'List appeals',
        description: 'Appeals against decisions, by the day on which they were lodged.',
        params: OfMunicipality,
        querystring: AppealQuery,
        response: { 200: ref(AppealPage) }
      }
    },
    (request, reply) => page(request, reply, appealList, request.params)
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getAppeal',
        tags,
        summary: 'Show an appeal',
        description: 'The appeal, with its outcome once there is one.',
        params: ById,
        response: { 200: ref(Appeal) }
      }
    },
    request => findRecord(app.database, decisionAppeals, 'appeal', request.params)
  )

  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updateAppeal',
        tags,
        summary: 'Correct an appeal',
        description:
          'Corrects the record, or chooses anew for unpaid instalments (JSON merge patch); demands If-Match.',
        params: ById,
        headers: IfMatch,
        body: ref(AppealPatch),
        response: { 200: ref(Appeal) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => updateAppeal(tx, request.actor, request.params, request.body, ifMatch(request)))
  )

  app.post(
    '/:id/record-outcome',
    {
      config: change,
      schema: {
        operationId: 'recordAppealOutcome',
        tags,
        summary: 'Record what came of an appeal',
        description: 'Records the outcome. A decision that was annulled by it is annulled in a call of its own.',
        params: ById,
        body: ref(AppealOutcome),
        response: { 200: ref(Appeal) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => recordAppealOutcome(tx, request.actor, request.params, request.body))
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawAppeal',
        tags,
        summary: 'Withdraw the record of an appeal',
        description:
          'Takes back a record made in error. An appeal that the appellant withdrew has the outcome withdrawn.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(Appeal) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => withdrawAppeal(tx, request.actor, request.params, request.body.reason))
  )

  historyRoute(app, { ...read, tag: 'decisions', noun: 'Appeal' })
}
