import type { App } from '../../platform/http/app.ts'
import { ById, ref } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { keepKind } from '../../platform/records/kinds.ts'
import { act, collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { lodgeAppeal, recordAppealOutcome, updateAppeal, withdrawAppeal } from './actions.ts'
import { AppealOutcome, appeal } from './record.ts'

/** `POST /decisions/{id}/lodge-appeal`. */
export async function lodgeAppealRoute(app: App) {
  app.post(
    '/:id/lodge-appeal',
    {
      config: { scope: 'decisions:write' },
      schema: {
        operationId: 'lodgeAppeal',
        tags: ['decisions'],
        summary: 'Record that a decision was appealed against',
        description:
          'Records the appeal and what was chosen for instalments that are not paid yet: a decision may be executed before it is final (kommunallagen 13:14).',
        params: ById,
        body: ref(appeal.schemas.New),
        response: { 201: ref(appeal.schemas.One) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const lodged = await lodgeAppeal(tx, request.actor, request.params, request.body)
        reply.code(201).header('location', `${request.url.split('/decisions/')[0]}/decision-appeals/${lodged.id}`)
        return lodged
      })
  )
}

const kind = { ...appeal, update: updateAppeal, withdraw: withdrawAppeal }

/** `/decision-appeals`: over all decisions. */
export async function appealRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  keepKind(app, { ...kind, create: lodgeAppeal, within: { address: appeal.address } })
  act(app, kind, 'record-outcome', {
    operationId: 'recordAppealOutcome',
    says: [
      'Record what came of an appeal',
      'Records the outcome. A decision that was annulled by it is annulled in a call of its own.'
    ],
    body: AppealOutcome,
    run: recordAppealOutcome
  })
}
