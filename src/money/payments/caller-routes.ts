import { eq } from 'drizzle-orm'
import { type Static, Type } from 'typebox'
import { type Actor, holdsScope } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import type { Connection } from '../../platform/database/connection.ts'
import type { App } from '../../platform/http/app.ts'
import { ANY_CALLER } from '../../platform/http/authentication.ts'
import {
  Instant,
  Money,
  MunicipalityCode,
  Nullable,
  OfMunicipality,
  OneOf,
  ref,
  Strict,
  Text
} from '../../platform/http/schemas.ts'
import { apiKeys } from '../../platform/http/tables.ts'
import { limitOf } from './approval-limits.ts'
import type { Attestation } from './rules.ts'

const words = (description: string, example: string) => Type.Array(Type.String(), { description, example: [example] })
const may = (description: string) =>
  Strict(
    {
      allowed: Type.Boolean({ description: 'Whether the caller may do it at all today', example: true }),
      maxAmount: Nullable(Money('Greatest amount of one payment; null: no limit, or not allowed', 500000))
    },
    { description }
  )

export const Caller = Strict(
  {
    municipalityCode: MunicipalityCode,
    actor: Text(
      '`key:` and the id of the key, or `token:`, issuer, `#` and subject',
      500,
      'key:01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
    ),
    actorName: Text('Name of the key, or of the client that the token was given to', 500, 'Handläggare 1'),
    principal: Text('Who the caller is when persons are told apart', 500, 'person:handläggare 1'),
    holderKind: OneOf(['person', 'system', 'token'], 'Whose key it is; token for an access token'),
    holder: Nullable(Text('The person or system that the key belongs to', 500, 'Handläggare 1')),
    expiresAt: Nullable(Instant('When the key stops working; null: never, or an access token')),
    municipalityCodes: Nullable(words('Municipalities that it is for; null: all', '0136')),
    scopes: words('Scopes that it holds; `*` is all of them', 'payments:check'),
    roles: words('Roles that limits are for', 'verksamhetschef'),
    check: may('What it may check'),
    approve: may('What it may approve')
  },
  {
    $id: 'Caller',
    description: 'Who the caller is to the service, and what it may do here'
  }
)

/** `/caller`: what the calling key may do, and why it is refused the rest. */
export async function callerRoutes(app: App) {
  app.get(
    '',
    {
      config: { scope: ANY_CALLER },
      schema: {
        operationId: 'getCaller',
        tags: ['about'],
        summary: 'Show who is asking',
        description:
          'The key or token as the service knows it: holder, scopes, roles and limits. For every known caller.',
        params: OfMunicipality,
        response: { 200: ref(Caller) }
      }
    },
    request => findCaller(app.database, request.actor, request.params.municipalityCode)
  )
}

async function findCaller(db: Connection, actor: Actor, municipalityCode: string): Promise<Static<typeof Caller>> {
  const { id, name, principal, municipalityCodes, scopes, roles } = actor
  const [key] = id.startsWith('key:')
    ? await db
        .select()
        .from(apiKeys)
        .where(eq(apiKeys.id, id.slice(4)))
    : []
  return {
    municipalityCode,
    actor: id,
    actorName: name,
    principal,
    holderKind: key?.holderKind ?? 'token',
    holder: key?.holder ?? null,
    expiresAt: key?.expiresAt ?? null,
    municipalityCodes: municipalityCodes && [...municipalityCodes],
    scopes: [...scopes].sort(),
    roles: [...roles].sort(),
    check: await mayOf(db, actor, municipalityCode, 'check'),
    approve: await mayOf(db, actor, municipalityCode, 'approve')
  }
}

async function mayOf(db: Connection, actor: Actor, municipalityCode: string, attestation: Attestation) {
  const limit = await limitOf(db, actor, municipalityCode, attestation, today())
  const allowed = holdsScope(actor, `payments:${attestation}`) && limit?.maxAmount !== null
  return { allowed, maxAmount: allowed ? (limit?.maxAmount ?? null) : null }
}
