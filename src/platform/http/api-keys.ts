import { hash, randomBytes } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Connection } from '../database/connection.ts'
import { apiKeys } from './tables.ts'

type ApiKeyRow = typeof apiKeys.$inferSelect

/** Keys have 256 bits of chance, so a plain hash is enough: there is nothing to guess at. */
export function hashKey(secret: string): string {
  return hash('sha256', secret, 'hex')
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
    .set({ revokedAt: sql`statement_timestamp()` })
    .where(and(eq(apiKeys.id, id), isNull(apiKeys.revokedAt)))
    .returning()
  return row ?? null
}

/** All keys, newest first. */
export function listApiKeys(db: Connection): Promise<ApiKeyRow[]> {
  return db.select().from(apiKeys).orderBy(sql`${apiKeys.createdAt} desc`)
}
