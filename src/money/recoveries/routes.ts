import type { Actor, Municipality } from '../../base/actor.ts'
import { Conflict } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import type { App } from '../../platform/http/app.ts'
import { ifMatch } from '../../platform/http/if-match.ts'
import { ById, IfMatch, OfMunicipality, ref } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { keepKind } from '../../platform/records/kinds.ts'
import { collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { createRecovery, updateRecovery, withdrawRecovery } from './actions.ts'
import { outstandingRoute } from './outstanding.ts'
import { problems } from './problems.ts'
import { proposalRoute } from './proposals.ts'
import { findRecovery } from './queries.ts'
import { type NewRecovery, RecordedRecovery, Recovery, RecoveryPatch, recovery } from './record.ts'

const tags = ['recoveries']
const change = { scope: 'recoveries:write' }
const { New, Page, Query } = recovery.schemas
const kind = {
  ...recovery,
  schemas: { One: Recovery, Page, Query },
  list: undefined,
  find: findRecovery,
  withdraw: withdrawRecovery
}

const received = {
  ...kind,
  schemas: { One: Recovery, Page, New, Patch: RecoveryPatch },
  create: async (tx: Transaction, actor: Actor, { municipalityCode }: Municipality, sent: NewRecovery) => {
    const { recovery, made } = await createRecovery(tx, actor, municipalityCode, sent)
    if (made) return recovery
    throw new Conflict(problems['reference-taken'], {
      en: 'A recovery of this reference was recorded meanwhile.',
      sv: 'Ett återkrav med referensen registrerades under tiden.'
    })
  },
  update: updateRecovery
}

/** `/recoveries`. */
export async function recoveryRoutes(app: App) {
  collectionRoutes(app, recovery)
  recordRoutes(app, kind)
  keepKind(app, received)
  proposalRoute(app)
  outstandingRoute(app)

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
        body: ref(New),
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
}
