import type { Actor } from '../../base/actor.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import type { App } from '../../platform/http/app.ts'
import { checkVersion, ifMatch } from '../../platform/http/if-match.ts'
import { ById, IfMatch, ref } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { keepKind, type Manner, type Named } from '../../platform/records/kinds.ts'
import { collectionRoutes, recordRoutes } from '../../platform/records/kit.ts'
import { createDecision, updateDecision, withdrawDecision } from './actions.ts'
import { annulRoute } from './annul.ts'
import { decisionByReferenceRoutes } from './by-reference-routes.ts'
import { finalityRoutes } from './finality.ts'
import { NewLine } from './line-record.ts'
import { createDecisionLine } from './lines.ts'
import { decisionKind, presented } from './queries.ts'
import { decision } from './record.ts'
import { putDecision } from './replacement.ts'
import { reviseRoute } from './revise.ts'
import { DecisionContent, RecordedDecision, RecordedDecisionLine } from './schemas.ts'

const kind = { ...decisionKind, create: createDecision, withdraw: withdrawDecision }
const change = { scope: 'decisions:write' }
const tags = ['decisions']

const received = {
  ...kind,
  schemas: { ...kind.schemas, Received: DecisionContent },
  ownReferences: true,
  receive: async (tx: Transaction, actor: Actor, named: Named, content: DecisionContent, manner: Manner) => {
    const check = (current: { version: number }) => checkVersion(manner.expected(), current.version)
    const put = await putDecision(tx, actor, named, content, { check, restore: manner.restore })
    return { row: put.decision, made: put.created, changed: put.changed }
  }
}

export async function decisionRoutes(app: App) {
  collectionRoutes(app, { ...decision, shown: presented })
  collectionRoutes(app, kind)
  recordRoutes(app, kind)
  keepKind(app, received)

  const [summary, description] = decision.says.update!
  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updateDecision',
        tags,
        summary,
        description,
        params: ById,
        headers: IfMatch,
        body: ref(decision.schemas.Patch),
        response: { 200: ref(RecordedDecision) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => updateDecision(tx, request.actor, request.params, request.body, ifMatch(request)))
  )

  app.post(
    '/:id/lines',
    {
      config: change,
      schema: {
        operationId: 'createDecisionLine',
        tags,
        summary: 'Add a line to a decision',
        description: 'Adds an application or recipient to a decision that stands.',
        params: ById,
        body: ref(NewLine),
        response: { 201: ref(RecordedDecisionLine) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const line = await createDecisionLine(tx, request.actor, request.params, request.body)
        reply.code(201).header('location', `${request.url.split(/\/decisions\//)[0]}/decision-lines/${line.id}`)
        return line
      })
  )

  decisionByReferenceRoutes(app)
  reviseRoute(app)
  annulRoute(app)
  finalityRoutes(app)
}
