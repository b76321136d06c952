import { Type } from 'typebox'
import type { App } from '../http/app.ts'
import { checkTag } from '../http/etag.ts'
import { ById, IfMatch, MunicipalityCode, ref, Strict, Withdrawal } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { reviseDecision } from './actions.ts'
import { NewAnnulment, NewFinality } from './field-schemas.ts'
import { findDecisionByReference, putDecision } from './replacement.ts'
import { DecisionContent, DecisionWithLines, Revision } from './schemas.ts'
import { annulDecision, confirmFinal, retractFinal } from './standing.ts'

const tags = ['decisions']
const change = { scope: 'decisions:write' }

const ByReference = Strict({
  municipalityCode: MunicipalityCode,
  source: Type.String({
    pattern: '^[A-Za-z0-9._:-]{1,100}$',
    description: 'System whose reference it is',
    example: 'casefile'
  }),
  reference: Type.String({
    minLength: 1,
    maxLength: 200,
    pattern: '\\S',
    description: "The caller's own reference",
    example: 'SN-2021-0144'
  })
})
const Restore = Strict({
  restore: Type.Optional(
    Type.Boolean({ default: false, description: 'Record anew what was withdrawn under this reference', example: false })
  )
})

/** What becomes of a decision after it was recorded, and decisions as another system holds them. */
export async function standingRoutes(app: App) {
  app.get(
    '/by-reference/:source/:reference',
    {
      config: { scope: 'decisions:read' },
      schema: {
        operationId: 'getDecisionByReference',
        tags,
        summary: 'Show a decision by its reference',
        description: 'The decision that stands under the reference of the caller.',
        params: ByReference,
        response: { 200: ref(DecisionWithLines) }
      }
    },
    request => findDecisionByReference(app.database, request.params)
  )

  app.put(
    '/by-reference/:source/:reference',
    {
      config: change,
      schema: {
        operationId: 'putDecision',
        tags,
        summary: 'Record or replace a decision by its reference',
        description:
          'Records the decision with its lines under the reference of the caller, or replaces what is recorded (then If-Match is demanded, with the whole ETag). Lines are matched by their own references; those that are gone are withdrawn. The same content again changes nothing.',
        params: ByReference,
        querystring: Restore,
        headers: IfMatch,
        body: ref(DecisionContent),
        response: { 200: ref(DecisionWithLines), 201: ref(DecisionWithLines) }
      }
    },
    (request, reply) =>
      write(request, reply, async tx => {
        const { decision, created } = await putDecision(tx, request.actor, request.params, request.body, {
          check: current => checkTag(request, current.version, reply.serialize(current) as string),
          restore: request.query.restore ?? false
        })
        if (created) reply.code(201).header('location', `${request.url.split('/by-reference/')[0]}/${decision.id}`)
        return decision
      })
  )

  app.post(
    '/:id/revise',
    {
      config: change,
      schema: {
        operationId: 'reviseDecision',
        tags,
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

  app.post(
    '/:id/annul',
    {
      config: change,
      schema: {
        operationId: 'annulDecision',
        tags,
        summary: 'Record that a decision was annulled',
        description: 'Its lines and awards no longer stand and their entries fall out of every total; history stays.',
        params: ById,
        body: ref(NewAnnulment),
        response: { 200: ref(DecisionWithLines) }
      }
    },
    (request, reply) => write(request, reply, tx => annulDecision(tx, request.actor, request.params, request.body))
  )

  app.post(
    '/:id/confirm-final',
    {
      config: change,
      schema: {
        operationId: 'confirmFinal',
        tags,
        summary: 'Confirm that a decision is final',
        description: 'Records who confirms that the decision is final (laga kraft), and when. It is never assumed.',
        params: ById,
        body: ref(NewFinality),
        response: { 200: ref(DecisionWithLines) }
      }
    },
    (request, reply) => write(request, reply, tx => confirmFinal(tx, request.actor, request.params, request.body))
  )

  app.post(
    '/:id/retract-final',
    {
      config: change,
      schema: {
        operationId: 'retractFinal',
        tags,
        summary: 'Take back a confirmation that a decision is final',
        description: 'For a confirmation that was mistaken; both stay in the history.',
        params: ById,
        body: ref(Withdrawal),
        response: { 200: ref(DecisionWithLines) }
      }
    },
    (request, reply) =>
      write(request, reply, tx => retractFinal(tx, request.actor, request.params, request.body.reason))
  )
}
