import { createHash, randomBytes } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import fp from 'fastify-plugin'
import { type Actor, holdsScope } from '../actor.ts'
import type { Connection, Database } from '../database/connection.ts'
import { Forbidden, Malformed, NotFound, Unauthenticated } from '../errors.ts'
import { nameKey } from '../names.ts'
import { type ApiKeyRow, apiKeys } from './tables.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor
  }
}

/** Milliseconds that a looked-up key is trusted without asking again: how long a revoked key can still work. */
const TRUSTED_FOR = 5_000

/** Declared as the scope of what every known caller may ask; nobody needs to hold it. */
export const ANY_CALLER = 'caller:any'

type Options = {
  database: Database
  /** Turns an OAuth 2 access token into an actor, for a path of this municipality where it has one. Throws
   * Unauthenticated that tells which check it did not pass. */
  verifyToken: (token: string, municipalityCode?: string) => Promise<Omit<Actor, 'sentBy' | 'requestId'>>
}

/** Default deny: whatever is not `public` demands a known caller, with the scope, for the municipality of the path. */
export const authentication = fp<Options>(async (app, { database, verifyToken }) => {
  const known = new Map<string, { row: ApiKeyRow | undefined; until: number }>()

  async function keyOf(secret: string): Promise<ApiKeyRow | undefined> {
    const hash = hashKey(secret)
    const cached = known.get(hash)
    if (cached && cached.until > Date.now()) return cached.row
    const [row] = await database
      .update(apiKeys)
      .set({ lastUsedAt: sql`clock_timestamp()` })
      .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt)))
      .returning()
    if (known.size > 10_000) known.clear()
    known.set(hash, { row, until: Date.now() + TRUSTED_FOR })
    return row
  }

  async function identify(credentials: string, municipalityCode?: string) {
    if (!credentials.startsWith('psk_')) return await verifyToken(credentials, municipalityCode)
    const row = await keyOf(credentials)
    if (!row || (row.expiresAt && Date.parse(row.expiresAt) <= Date.now())) {
      throw new Unauthenticated('credentials-not-valid', 'The key is unknown, expired or revoked.', [], {
        check: 'key'
      })
    }
    const { id, name, municipalityCodes, scopes, roles } = row
    const key = { id: `key:${id}`, name, municipalityCodes, scopes: new Set(scopes), roles: new Set(roles) }
    return { ...key, principal: principalOf(row) }
  }

  app.decorateRequest('actor')
  app.addHook('onRequest', async request => {
    const { scope } = request.routeOptions.config
    if (!scope || scope === 'public') return
    const [, credentials] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? []
    if (!credentials) {
      throw new Unauthenticated('credentials-required', 'Send an API key or access token as Authorization: Bearer ….')
    }
    const { municipalityCode } = request.params as { municipalityCode?: string }
    const identity = await identify(credentials, municipalityCode)
    request.actor = { ...identity, sentBy: sentBy(request.headers['x-sent-by']), requestId: request.id }
    if (municipalityCode && identity.municipalityCodes && !identity.municipalityCodes.includes(municipalityCode)) {
      throw new NotFound('municipality', municipalityCode)
    }
    if (scope !== ANY_CALLER && !holdsScope(request.actor, scope)) {
      throw new Forbidden('scope-missing', `This demands the scope ${scope}.`, [], { scope })
    }
  })
})

function sentBy(header: string | string[] | undefined): string | null {
  if (header === undefined) return null
  if (typeof header === 'string' && header.length <= 200) return Buffer.from(header, 'latin1').toString('utf8')
  throw new Malformed('header-not-valid', 'X-Sent-By is one text of at most 200 characters.', [
    { field: 'X-Sent-By', message: 'must be one text of at most 200 characters' }
  ])
}

/**
 * Two keys of one person are one person, however the name is written; a system is known by its key. A person who has
 * access tokens too is named as they name it, `token:<issuer>#<subject>`, and is then one with them.
 */
export function principalOf({ id, holderKind, holder }: Pick<ApiKeyRow, 'id' | 'holderKind' | 'holder'>): string {
  if (holderKind !== 'person' || !holder) return `key:${id}`
  return holder.startsWith('token:') ? holder : `person:${nameKey(holder)}`
}

/** Keys have 256 bits of chance, so a plain hash is enough: there is nothing to guess at. */
function hashKey(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

type NewKey = {
  name: string
  municipalityCodes: string[] | null
  scopes: string[]
  expiresAt?: string | null
  holderKind?: 'person' | 'system'
  holder?: string | null
  roles?: string[]
}

/** Makes a key and answers its secret, which is shown this once and kept nowhere. */
export async function createApiKey(db: Connection, key: NewKey): Promise<ApiKeyRow & { secret: string }> {
  const secret = `psk_${randomBytes(32).toString('base64url')}`
  const [row] = await db
    .insert(apiKeys)
    .values({ ...key, hash: hashKey(secret), prefix: secret.slice(0, 12) })
    .returning()
  return { ...row!, secret }
}

/** Revokes a key; it stops working within seconds. Null when there is no such key that still works. */
export async function revokeApiKey(db: Connection, id: string): Promise<ApiKeyRow | null> {
  const [row] = await db
    .update(apiKeys)
    .set({ revokedAt: sql`clock_timestamp()` })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning()
  return row ?? null
}

/** All keys, newest first. */
export function listApiKeys(db: Connection): Promise<ApiKeyRow[]> {
  return db.select().from(apiKeys).orderBy(sql`${apiKeys.createdAt} desc`)
}
