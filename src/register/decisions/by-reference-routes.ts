import { Type } from 'typebox'
import { toldIn } from '../../base/errors.ts'
import { languages } from '../../base/language.ts'
import type { App } from '../../platform/http/app.ts'
import { checkTag } from '../../platform/http/if-match.ts'
import { IfMatch, MunicipalityCode, ref, Strict } from '../../platform/http/schemas.ts'
import { write } from '../../platform/http/write.ts'
import { findDecisionByReference, putDecision } from './replacement.ts'
import { DecisionContent, DecisionWithLines } from './schemas.ts'

const tags = ['decisions']

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

/** Decisions as another system holds them. */
export function decisionByReferenceRoutes(app: App) {
  app.get(
    '/by-reference/:source/:reference',
    {
      config: { scope: 'decisions:read', lane: 'lookups' },
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
      config: { scope: 'decisions:write' },
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
          check: current =>
            checkTag(
              request,
              current.version,
              languages.map(language => reply.serialize(toldIn(current, language)) as string)
            ),
          restore: request.query.restore ?? false
        })
        if (created) reply.code(201).header('location', `${request.url.split('/by-reference/')[0]}/${decision.id}`)
        return decision
      })
  )
}
