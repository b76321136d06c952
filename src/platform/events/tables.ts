import { sql } from 'drizzle-orm'
import { bigint, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant, municipalityCode } from '../database/columns.ts'
import type { EventType } from './types.ts'

/** What was done, by whom, and what it changed: audit log and change feed in one. Append-only. */
export const events = pgTable(
  'events',
  {
    municipalityCode: municipalityCode(),
    sequence: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    recordedAt: instant().notNull().default(sql`clock_timestamp()`),
    /** Noun and verb of the operation, `organisation.merged`. */
    type: text().$type<EventType>().notNull(),
    subjectType: text().notNull(),
    /** Null for the municipality itself. */
    subjectId: uuid(),
    subjectVersion: integer(),
    /** The decision of a line: its history shows its lines' events too. */
    parentId: uuid(),
    actor: text().notNull(),
    actorName: text().notNull(),
    /** Whom the calling system says that it acts for (X-Sent-By); asserted, never proven. */
    sentBy: text(),
    requestId: text(),
    reason: text(),
    /** Only the fields that changed. */
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>()
  },
  table => [
    primaryKey({ name: 'events_pk', columns: [table.municipalityCode, table.sequence] }),
    index('events_subject').on(table.municipalityCode, table.subjectId, table.sequence),
    index('events_recorded').on(table.municipalityCode, table.recordedAt, table.sequence),
    index('events_parent').on(table.municipalityCode, table.parentId, table.sequence)
    // checkedByStatement: municipality_code → municipalities (migration 0013)
  ]
)
