import { hash, randomBytes } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { FastifyBaseLogger } from 'fastify'
import type { Connection, Database } from '../database/connection.ts'
import { type ApiKeyRow, apiKeys } from './tables.ts'

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

/** Milliseconds that a looked-up key is trusted without asking again: how long a revoked key can still work. */
const TRUSTED_FOR = 5_000
/** Milliseconds after which it is written down again that a key is used. */
const USED_EVERY = 60_000
/** Credentials that are remembered, of each kind. */
const MOST = 10_000

type LookupOptions = {
  /** Whether it is written down when a key is used. */
  notesUse: boolean
  log: FastifyBaseLogger
}

/** Finds keys by their hashes, and remembers them for some seconds; also those that there are not. */
export class KeyLookup {
  readonly #database: Database
  readonly #options: LookupOptions
  readonly #known = new Map<string, { row: ApiKeyRow; until: number }>()
  readonly #unknown = new Map<string, number>()
  readonly #writing = new Set<Promise<unknown>>()

  constructor(database: Database, options: LookupOptions) {
    this.#database = database
    this.#options = options
  }

  /** The key of the hash, where it was looked up in the last seconds. */
  known(hash: string): ApiKeyRow | undefined {
    const cached = this.#known.get(hash)
    return cached && cached.until > Date.now() ? cached.row : undefined
  }

  /** The key of the hash; undefined where there is none, or it was revoked. One that has expired is answered. */
  async find(hash: string): Promise<ApiKeyRow | undefined> {
    const known = this.known(hash)
    if (known) return known
    if ((this.#unknown.get(hash) ?? 0) > Date.now()) return undefined
    const [row] = await this.#database
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt)))
    if (row) remember(this.#known, hash, { row, until: Date.now() + TRUSTED_FOR })
    else remember(this.#unknown, hash, Date.now() + TRUSTED_FOR)
    if (row && this.#options.notesUse) this.#noteUse(row)
    return row
  }

  /** Waits for what is being written. */
  async settle(): Promise<void> {
    await Promise.all(this.#writing)
  }

  /** Nobody waits for it, and where it cannot be written (a read-only database) the key is good all the same. */
  #noteUse({ id, lastUsedAt }: ApiKeyRow) {
    if (lastUsedAt && Date.now() - Date.parse(lastUsedAt) < USED_EVERY) return
    const written = this.#database
      .update(apiKeys)
      .set({ lastUsedAt: sql`statement_timestamp()` })
      .where(eq(apiKeys.id, id))
      .then(
        () => {},
        error => this.#options.log.debug({ err: error }, 'the use of a key could not be noted')
      )
      .finally(() => this.#writing.delete(written))
    this.#writing.add(written)
  }
}

/** Keeps an entry, and lets go of the oldest where there are too many: a flood of guesses takes no room. */
export function remember<T>(entries: Map<string, T>, key: string, value: T): void {
  entries.delete(key)
  if (entries.size >= MOST) entries.delete(entries.keys().next().value!)
  entries.set(key, value)
}
