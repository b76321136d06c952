import { today } from '../dates.ts'
import { historyRoute } from '../events/history.ts'
import type { App } from '../http/app.ts'
import { ifMatch } from '../http/etag.ts'
import { page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { createRecovery, updateRecovery, withdrawRecovery } from './actions.ts'
import { findRecovery, recoveryList } from './queries.ts'
import { NewRecovery, RecordedRecovery, Recovery, RecoveryPage, RecoveryPatch, RecoveryQuery } from './schemas.ts'

const tags = ['recoveries']
const read = { scope: 'recoveries:read' }
const change = { scope: 'recoveries:write' }

/** `/recoveries`. */
export async function recoveryRoutes(app: App) {
  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listRecoveries',
        tags,
        summary: 'List recoveries',
        description: 'Money that is asked back, by the day on which it is due, with what became of it until now.',
        params: OfMunicipality,
        querystring: RecoveryQuery,
        response: { 200: ref(RecoveryPage) }
      }
    },
    (request, reply) => {
      const on = request.query.validOn ?? today()
      return page(request, reply, recoveryList, { ...request.params, on })
    }
  )

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createRecovery',
        tags,
        summary: 'Record a recovery',
        description:
          'Records that money of an award is asked back, at most what was paid of its period and did not come back. It cites the clause of the rules on the day of the decision on the grant. What the rules would let the organisation keep is warned of and recorded all the same: the service records decisions. The same reference with the same content again answers the recovery that there is.',
        params: OfMunicipality,
        body: ref(NewRecovery),
        response: { 200: ref(RecordedRecovery), 201: ref(RecordedRecovery) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const { municipalityCode } = request.params
        const { recovery, made } = await createRecovery(tx, request.actor, municipalityCode, request.body)
        reply.code(made ? 201 : 200).header('location', `${request.url.split('?')[0]}/${recovery.id}`)
        return recovery
      })
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getRecovery',
        tags,
        summary: 'Show a recovery',
        description: 'The recovery with its movements and what is outstanding.',
        params: ById,
        response: { 200: ref(Recovery) }
      }
    },
    request => findRecovery(app.database, request.params)
  )

  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updateRecovery',
        tags,
        summary: 'Correct a recovery',
        description:
          'Corrects the due date, the clause, the note, or the amount for a reason (JSON merge patch); demands If-Match. An amount is not corrected to less than has moved.',
        params: ById,
        headers: IfMatch,
        body: ref(RecoveryPatch),
        response: { 200: ref(RecordedRecovery) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => updateRecovery(tx, request.actor, request.params, request.body, ifMatch(request)))
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawRecovery',
        tags,
        summary: 'Withdraw a recovery',
        description: 'Takes back a recovery that should not have been made, while nothing of it has moved.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(Recovery) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => withdrawRecovery(tx, request.actor, request.params, request.body.reason))
  )

  historyRoute(app, { ...read, tag: 'recoveries', noun: 'Recovery' })
}
