import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { NotFound } from '../../base/errors.ts'
import type { App } from '../http/app.ts'
import { ANY_CALLER, demandScope } from '../http/authentication.ts'
import { ref, Strict, Uuid } from '../http/schemas.ts'
import { ByReference } from './by-reference.ts'
import { contentOf, type Named, namedKinds, type RecordKind, receivedKinds, showRecord } from './kinds.ts'
import { findStanding, nameOf } from './receive.ts'
import { putRecord, Restore, serialiseAs } from './received.ts'

/**
 * `GET` and `PUT` of a record by its caller's reference: one operation each for all kinds, which their declarations have them take
 * part in. The document has them once; what is sent and answered is that of the kind.
 */

const tags = ['about']
const Manner = Strict({
  of: Type.Optional(Uuid('What a new one is made within, where its own POST has that in the address')),
  ...Restore.properties
})
const exampleId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
const instant = '2021-12-16T09:30:00.123456Z'
const tracked = { version: 1, createdAt: instant, updatedAt: instant, withdrawnAt: null, withdrawnReason: null }
type OfKind = Named & { records: string }

/** Registered after all kinds. */
export async function receivedRoutes(app: App) {
  const shared = namedKinds(app).filter(({ ownReferences }) => !ownReferences)
  const received = receivedKinds(app).filter(kind => shared.includes(kind))
  const paramsOf = (kinds: RecordKind[]) =>
    Strict({
      ...ByReference.properties,
      records: Type.Enum(kinds.map(({ address }) => address).sort(), {
        description: 'Which records, as in their own addresses',
        example: 'organisations'
      })
    })

  app.get(
    '/:records/by-reference/:source/:reference',
    {
      config: { scope: ANY_CALLER, content: { response: answered }, shows: ':records', lane: 'lookups' },
      schema: {
        operationId: 'getByReference',
        tags,
        summary: 'Show a record by its reference',
        description: "As by id; the survivor of what was merged. Demands the record's scope of reading.",
        params: paramsOf(shared),
        response: { 200: {} }
      }
    },
    async (request, reply) => {
      const named = request.params as OfKind
      const kind = app.recordKinds.get(named.records)!
      demandScope(request.actor, `${kind.scope}:read`)
      serialiseAs(reply, kind)
      return (await shownByReference(app, request, kind, named)) as never
    }
  )

  app.put(
    '/:records/by-reference/:source/:reference',
    {
      config: {
        scope: ANY_CALLER,
        content: { request: contentOfSome(received.map(contentOf)), response: answered },
        heedsIfMatch: true
      },
      schema: {
        operationId: 'putByReference',
        tags,
        summary: 'Register or change a record by its reference',
        description:
          "Registers it (201), or changes what is sent: null clears, what is left out stays. The content that was received last changes nothing, also where it was corrected since. If-Match is heeded and not demanded. Demands the record's scope of writing.",
        params: paramsOf(received),
        querystring: Manner,
        response: { 200: {}, 201: {} }
      }
    },
    (request, reply) => putRecord(request, reply, app.recordKinds.get((request.params as OfKind).records)!)
  )
}

/** @throws NotFound where nothing stands under the reference */
async function shownByReference({ database }: App, { actor }: FastifyRequest, kind: RecordKind, named: Named) {
  const { municipalityCode, source, reference } = named
  const standing = (await findStanding(database, kind, municipalityCode, [named])).get(nameOf(named))
  if (!standing || standing.isWithdrawn) throw new NotFound(kind.noun, `${source}/${reference}`)
  return await showRecord(database, actor, kind, { municipalityCode, id: standing.id })
}

/** What all of them are answered with; the schema of the kind says the rest. */
const answered = {
  'application/json': {
    schema: {
      allOf: ['RegisteredRecord', 'ReferencedRecord'].map(name => ({ $ref: `#/components/schemas/${name}` })),
      description: 'The record, as by id'
    },
    example: { municipalityCode: '0136', id: exampleId, source: 'api', reference: 'F-17', ...tracked }
  }
}

/** Any of the schemas, with the example of the first. */
function contentOfSome(schemas: Parameters<typeof ref>[0][]) {
  const { example } = schemas[0] as { example?: object }
  return { 'application/json': { schema: { anyOf: schemas.map(ref) }, example } }
}
