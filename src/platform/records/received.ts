import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import { demandScope } from '../http/authentication.ts'
import { ifMatch } from '../http/if-match.ts'
import { referenceTo } from '../http/judged.ts'
import { Strict } from '../http/schemas.ts'
import { write } from '../http/write.ts'
import { type Named, type RecordKind, showRecord } from './kinds.ts'
import { keepHashes, receive } from './receive.ts'

/** A record that is received by `PUT …/by-reference/{source}/{reference}`, and answered. */

export const Restore = Strict({
  restore: Type.Optional(
    Type.Boolean({
      default: false,
      description: 'Register anew what was withdrawn under this reference',
      example: false
    })
  )
})

/** Receives one of the kind and answers it; for operations of its own too. */
export async function putRecord(request: FastifyRequest, reply: FastifyReply, kind: RecordKind) {
  const { municipalityCode, source, reference } = request.params as Named
  const { of, restore = false } = request.query as { of?: string; restore?: boolean }
  demandScope(request.actor, `${kind.scope}:write`)
  serialiseAs(reply, kind)
  return (await write(request, reply, async tx => {
    const named = { municipalityCode, source, reference }
    const isConditional = request.headers['if-match'] !== undefined
    const manner = { expected: () => ifMatch(request), isConditional, restore }
    const received = await receive(tx, request, kind, { named, content: request.body, of, manner })
    await keepHashes(tx, municipalityCode, [received])
    const { record, result } = received
    if (result === 'created') {
      const { pathname } = new URL(request.url, 'http://here')
      const municipality = pathname.split('/').slice(0, -4).join('/')
      reply.code(201).header('location', `${municipality}/${kind.address}/${record.id}`)
    }
    return await showRecord(tx, request.actor, kind, { municipalityCode, id: record.id })
  })) as never
}

/** The answer holds what the schema of the kind says, and nothing else of the row. A text is a stored answer, or a problem. */
export function serialiseAs(reply: FastifyReply, { schemas }: RecordKind) {
  const serialise = reply.compileSerializationSchema(referenceTo(schemas.One))
  // Fastify names the type only of what it serialises by a schema of the route.
  reply
    .type('application/json; charset=utf-8')
    .serializer((payload: string | Record<string, unknown>) =>
      typeof payload === 'string' ? payload : serialise(payload)
    )
}
