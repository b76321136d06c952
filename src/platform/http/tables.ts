import { sql } from 'drizzle-orm'
import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { id, instant, municipalityCode } from '../database/columns.ts'

/** Keys of systems and persons. Stands above the municipalities; only a hash of the secret is kept. */
export const apiKeys = pgTable('api_keys', {
  id: id().primaryKey(),
  name: text().notNull(),
  /** SHA-256 of the whole key, hexadecimal. */
  hash: text().notNull().unique('api_keys_hash'),
  /** The first characters, by which a person recognises it. */
  prefix: text().notNull(),
  /** Null: all municipalities. */
  municipalityCodes: text().array(),
  scopes: text().array().notNull(),
  /** Whose key it is: a person's or a system's. Two keys of one person are one person. */
  holderKind: text().$type<'person' | 'system'>().notNull().default('system'),
  /** Null: the system that the key is named after. */
  holder: text(),
  /** Roles that limits of approval are for. */
  roles: text().array().notNull().default([]),
  createdAt: instant().notNull().default(sql`clock_timestamp()`),
  expiresAt: instant(),
  revokedAt: instant(),
  lastUsedAt: instant()
})

/** First answers to writes that carried an Idempotency-Key, stored in the transaction of the write itself. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    municipalityCode: municipalityCode(),
    actor: text().notNull(),
    key: text().notNull(),
    /** SHA-256 of method, path, query and body. */
    requestHash: text().notNull(),
    status: integer().notNull(),
    location: text(),
    etag: text(),
    body: text().notNull(),
    createdAt: instant().notNull().default(sql`clock_timestamp()`)
  },
  table => [
    primaryKey({ name: 'idempotency_keys_pk', columns: [table.municipalityCode, table.actor, table.key] }),
    index('idempotency_keys_created').on(table.createdAt)
  ]
)
export type ApiKeyRow = typeof apiKeys.$inferSelect
