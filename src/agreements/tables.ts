import { sql } from 'drizzle-orm'
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid
} from 'drizzle-orm/pg-core'
import { day, id, instant, municipalityCode, named, provenance, swedishText, tracked } from '../database/columns.ts'
import { decisions } from '../decisions/record.ts'
import { municipalities } from '../municipalities/tables.ts'
import type { AgreementAct, AgreementKind, AgreementStatus, ListName } from './rules.ts'

/** Entries of the lists that each municipality keeps: focus areas, kinds of work, target groups. */
export const listEntries = pgTable(
  'list_entries',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    list: text().$type<ListName>().notNull(),
    name: swedishText().notNull(),
    nameKey: text().notNull(),
    description: text(),
    ...provenance(),
    ...tracked()
  },
  table => [
    primaryKey({ name: 'list_entries_pk', columns: [table.municipalityCode, table.id] }),
    uniqueIndex('list_entries_reference')
      .on(table.municipalityCode, table.source, table.reference)
      .where(sql`withdrawn_at is null`),
    uniqueIndex('list_entries_name')
      .on(table.municipalityCode, table.list, table.nameKey)
      .where(sql`withdrawn_at is null`),
    foreignKey({
      name: 'list_entries_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    })
  ]
)

/**
 * An agreement as it is now known: its identity, its last step, and its whole content in one document. Bounds of the
 * term are kept for finding agreements by day; whether one runs on a day is always derived (term-rules.ts).
 */
export const agreements = pgTable(
  'agreements',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    ...named(),
    kind: text().$type<AgreementKind>().notNull(),
    status: text().$type<AgreementStatus>().notNull().default('draft'),
    content: jsonb().$type<Record<string, unknown>>().notNull(),
    /** The decision by which it was adopted. */
    decisionId: uuid(),
    /** An amendment that is recorded takes effect on this day at the latest; until then the content is not yet all in force. */
    pendingUntil: day(),
    startsEarliest: day().notNull(),
    startsLatest: day().notNull(),
    endsEarliest: day().notNull(),
    endsLatest: day().notNull(),
    ...provenance(),
    ...tracked()
  },
  table => [
    primaryKey({ name: 'agreements_pk', columns: [table.municipalityCode, table.id] }),
    uniqueIndex('agreements_reference')
      .on(table.municipalityCode, table.source, table.reference)
      .where(sql`withdrawn_at is null`),
    // Also of the withdrawn: an award gives an agreement once and only once.
    uniqueIndex('agreements_of_award').on(table.municipalityCode, table.reference).where(sql`source = 'award'`),
    // Asked for without its source.
    index('agreements_by_reference').on(table.municipalityCode, table.reference),
    index('agreements_changed').on(table.municipalityCode, table.updatedAt, table.id),
    index('agreements_status').on(table.municipalityCode, table.status, table.id),
    index('agreements_kind').on(table.municipalityCode, table.kind, table.id),
    index('agreements_starts').on(table.municipalityCode, table.startsLatest, table.startsEarliest),
    index('agreements_decision').on(table.municipalityCode, table.decisionId),
    index('agreements_ends').on(table.municipalityCode, table.endsLatest, table.endsEarliest),
    foreignKey({
      name: 'agreements_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    }),
    foreignKey({
      name: 'agreements_decision_fk',
      columns: [table.municipalityCode, table.decisionId],
      foreignColumns: [decisions.municipalityCode, decisions.id]
    }),
    check('agreements_kind', sql`kind in ('partnership', 'framework')`),
    check('agreements_status_known', sql`status in ('draft', 'decided', 'signed', 'ended', 'terminated')`)
  ]
)

/**
 * Everything that was done to an agreement, append-only (a trigger refuses UPDATE and DELETE). `patch` is what changed;
 * the content on a day as known at an instant is the patches recorded by then and in effect by that day, one on the
 * other: those without a day first, then by day, then as they were recorded.
 */
export const agreementVersions = pgTable(
  'agreement_versions',
  {
    municipalityCode: municipalityCode(),
    agreementId: uuid().notNull(),
    /** The version of the agreement that it made. */
    number: integer().notNull(),
    act: text().$type<AgreementAct>().notNull(),
    status: text().$type<AgreementStatus>().notNull(),
    /** First day on which it holds; null: for as long as the agreement has been. */
    effectiveFrom: day(),
    patch: jsonb().$type<Record<string, unknown>>().notNull(),
    decisionId: uuid(),
    reason: text(),
    recordedAt: instant().notNull().default(sql`clock_timestamp()`),
    recordedBy: text().notNull(),
    sentBy: text()
  },
  table => [
    primaryKey({ name: 'agreement_versions_pk', columns: [table.municipalityCode, table.agreementId, table.number] }),
    foreignKey({
      name: 'agreement_versions_agreement_fk',
      columns: [table.municipalityCode, table.agreementId],
      foreignColumns: [agreements.municipalityCode, agreements.id]
    }),
    foreignKey({
      name: 'agreement_versions_decision_fk',
      columns: [table.municipalityCode, table.decisionId],
      foreignColumns: [decisions.municipalityCode, decisions.id]
    })
  ]
)
export type VersionRow = typeof agreementVersions.$inferSelect
