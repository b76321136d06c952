import { historyRoute } from '../events/history.ts'
import type { App } from '../http/app.ts'
import { ifMatch } from '../http/etag.ts'
import { page } from '../http/pagination.ts'
import { ById, IfMatch, OfMunicipality, ref, Withdrawal } from '../http/schemas.ts'
import { create, write } from '../http/write.ts'
import { createDecision, updateDecision, withdrawDecision } from './actions.ts'
import { NewLine } from './line-schemas.ts'
import { createDecisionLine } from './lines.ts'
import { decisionList, findDecision } from './queries.ts'
import { DecisionPage, DecisionPatch, DecisionQuery, DecisionWithLines, NewDecision } from './schemas.ts'
import { presented } from './standing-queries.ts'
import { standingRoutes } from './standing-routes.ts'
import { RecordedDecision, RecordedDecisionLine } from './warning-schemas.ts'

const tags = ['decisions']
const read = { scope: 'decisions:read' }
const change = { scope: 'decisions:write' }

export async function decisionRoutes(app: App) {
  app.get(
    '',
    {
      config: read,
      schema: {
        operationId: 'listDecisions',
        tags,
        summary: 'List decisions',
        description: 'Decisions and proposals by the day of their meeting, without their lines.',
        params: OfMunicipality,
        querystring: DecisionQuery,
        response: { 200: ref(DecisionPage) }
      }
    },
    async (request, reply) => {
      const found = await page(request, reply, decisionList, request.params)
      return { ...found, items: found.items.map(presented) }
    }
  )

  app.post(
    '',
    {
      config: change,
      schema: {
        operationId: 'createDecision',
        tags,
        summary: 'Record a decision',
        description:
          'Records a decision, or a proposal, with its lines in one call. Granted lines give awards; the ledger follows. A second decision on the same matter must say which one it revises.',
        params: OfMunicipality,
        body: ref(NewDecision),
        response: { 201: ref(RecordedDecision) }
      }
    },
    (request, reply) =>
      create(request, reply, tx => createDecision(tx, request.actor, request.params.municipalityCode, request.body))
  )

  app.get(
    '/:id',
    {
      config: read,
      schema: {
        operationId: 'getDecision',
        tags,
        summary: 'Show a decision',
        description: 'The decision with the lines that stand.',
        params: ById,
        response: { 200: ref(DecisionWithLines) }
      }
    },
    request => findDecision(app.database, request.params)
  )

  app.patch(
    '/:id',
    {
      config: change,
      schema: {
        operationId: 'updateDecision',
        tags,
        summary: 'Correct a decision',
        description: 'Corrects the record (JSON merge patch), a mistyped § for instance; demands If-Match.',
        params: ById,
        headers: IfMatch,
        body: ref(DecisionPatch),
        response: { 200: ref(RecordedDecision) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => updateDecision(tx, request.actor, request.params, request.body, ifMatch(request)))
  )

  app.post(
    '/:id/withdraw',
    {
      config: change,
      schema: {
        operationId: 'withdrawDecision',
        tags,
        summary: 'Withdraw a decision',
        description: 'Takes back a decision recorded in error, with all its lines, awards and entries.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(DecisionWithLines) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => withdrawDecision(tx, request.actor, request.params, request.body.reason))
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

  await standingRoutes(app)
  historyRoute(app, { ...read, tag: 'decisions', noun: 'Decision' })
}
