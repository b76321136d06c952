import { findRecord } from '../database/records.ts'
import { ById, ref } from '../http/schemas.ts'
import type { App } from '../http/server.ts'
import { write } from '../http/write.ts'
import { act, collectionRoutes, type Kind, recordRoutes } from '../records/kit.ts'
import { lodgeAppeal, recordAppealOutcome, updateAppeal, withdrawAppeal } from './actions.ts'
import { type AppealRow, appealList } from './queries.ts'
import { Appeal, AppealOutcome, AppealPage, AppealPatch, AppealQuery, NewAppeal } from './schemas.ts'
import { decisionAppeals } from './tables.ts'

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

const schemas = { One: Appeal, Page: AppealPage, Query: AppealQuery, Patch: AppealPatch }

const kind: Kind<typeof schemas, AppealRow> = {
  noun: 'Appeal',
  plural: 'Appeals',
  tag: 'decisions',
  scope: 'decisions',
  schemas,
  list: appealList,
  says: {
    list: ['List appeals', 'Appeals against decisions, by the day on which they were lodged.'],
    get: ['Show an appeal', 'The appeal, with its outcome once there is one.'],
    update: [
      'Correct an appeal',
      'Corrects the record, or chooses anew for unpaid instalments (JSON merge patch); demands If-Match.'
    ],
    withdraw: [
      'Withdraw the record of an appeal',
      'Takes back a record made in error. An appeal that the appellant withdrew has the outcome withdrawn.'
    ]
  },
  find: (db, ref) => findRecord(db, decisionAppeals, 'appeal', ref),
  update: updateAppeal,
  withdraw: withdrawAppeal
}

/** `/decision-appeals`: over all decisions. */
export async function appealRoutes(app: App) {
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
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
