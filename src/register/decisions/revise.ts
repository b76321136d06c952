import type { Actor, Ref } from '../../base/actor.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { recordEvent } from '../../platform/events/actions.ts'
import type { App } from '../../platform/http/app.ts'
import { ById, ref } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { createDecision, lockDecided } from './actions.ts'
import { DecisionWithLines, Revision } from './schemas.ts'

/**
 * Records a new decision that revises one that stands. The lines that its lines replace count no longer; both decisions
 * can be read. @throws NotFound, Conflict (withdrawn, annulled, only proposed), Invalid
 */
async function reviseDecision(tx: Transaction, actor: Actor, ref: Ref, revision: Revision) {
  const revised = await lockDecided(tx, ref)
  const revising = await createDecision(tx, actor, ref, { ...revision, revisesDecisionId: ref.id })
  await recordEvent(tx, actor, 'decision.revised', revised, { before: revised, reason: `Revised by ${revising.id}` })
  return revising
}

/** `POST /decisions/{id}/revise`. */
export function reviseRoute(app: App) {
  app.post(
    '/:id/revise',
    {
      config: { scope: 'decisions:write' },
      schema: {
        operationId: 'reviseDecision',
        tags: ['decisions'],
        summary: 'Record a decision that revises this one',
        description:
          'Records a new decision. The lines that its lines replace (revisesLineId) count no longer; both decisions can be read. A mistyped paragraph is no revision: correct it.',
        params: ById,
        body: ref(Revision),
        response: { 201: ref(DecisionWithLines) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const decision = await reviseDecision(tx, request.actor, request.params, request.body)
        reply.code(201).header('location', request.url.replace(/[^/]+\/revise$/, decision.id))
        return decision
      })
  )
}
