import { sql } from 'drizzle-orm'
import { bigint, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { municipalities } from '../../register/municipalities/tables.ts'
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
    /** What the record belongs to (the decision of a line, the organisation of a document): its history tells of these events too. */
    parentId: uuid(),
    actor: text().notNull(),
    actorName: text().notNull(),
    /** Whom the calling system says that it acts for (X-Sent-By); asserted, never proven. */
    sentBy: text(),
    requestId: text(),
    reason: text(),
    /** Only the fields that changed. */
    before: jsonb().$type<Record<string, unknown>>(),
    after: jsonb().$type<Record<string, unknown>>(),
    /** What one transaction does is one change; null for what was done before changes were told apart. */
    changeId: uuid()
  },
  table => [
    primaryKey({ name: 'events_pk', columns: [table.municipalityCode, table.sequence] }),
    index('events_subject').on(table.municipalityCode, table.subjectId, table.sequence),
    index('events_recorded').on(table.municipalityCode, table.recordedAt, table.sequence),
    index('events_parent').on(table.municipalityCode, table.parentId, table.sequence),
    foreignKey({
      name: 'events_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    })
  ]
)

/**
 * The feed of a municipality: its changes in the order of their commits. A change is numbered as the last thing that its
 * transaction does (`changes.ts`), so that no lower number ever becomes visible after a higher one.
 */
export const feedChanges = pgTable(
  'feed_changes',
  {
    municipalityCode: municipalityCode(),
    /** From 1, without gaps. */
    number: bigint({ mode: 'number' }).notNull(),
    /** The change whose events these are, within their sequences; null for all that was done before. */
    changeId: uuid(),
    sequenceFrom: bigint({ mode: 'number' }).notNull(),
    sequenceTo: bigint({ mode: 'number' }).notNull(),
    /** Ascends with the number. */
    recordedAt: instant().notNull()
  },
  table => [primaryKey({ name: 'feed_changes_pk', columns: [table.municipalityCode, table.number] })]
)

/** The number of the latest change of each municipality: its row is locked from the numbering of a change to its commit. */
export const feedHeads = pgTable(
  'feed_heads',
  {
    municipalityCode: municipalityCode(),
    number: bigint({ mode: 'number' }).notNull(),
    recordedAt: instant().notNull()
  },
  table => [primaryKey({ name: 'feed_heads_pk', columns: [table.municipalityCode] })]
)
