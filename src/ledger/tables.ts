import { sql } from 'drizzle-orm'
import { bigint, foreignKey, index, integer, numeric, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { instant, money, municipalityCode } from '../database/columns.ts'
import { awards, decisionLines } from '../decisions/line-tables.ts'
import { payments } from '../payments/record.ts'
import { recoveries } from '../recoveries/record.ts'

/**
 * Append-only entries of money (a trigger refuses UPDATE and DELETE). Every total is a sum of entries with
 * `recorded_at` up to an instant. What an entry is about is written out in it, as it was known then: a later change
 * of scheme, year or recipient is a pair of entries, one that takes away and one that adds.
 */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    municipalityCode: municipalityCode(),
    sequence: bigint('id', { mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    /** Ascends strictly within a municipality, in the order of commits. */
    recordedAt: instant().notNull(),
    eventSequence: bigint('event_id', { mode: 'number' }).notNull(),
    kind: text().notNull(),
    /** Kronor added to (or taken from) the sum. */
    amount: money().notNull(),
    /** Facts added (1) or taken away (-1); 0 where only the amount changed. */
    factCount: integer('facts').notNull(),
    /** How many of those facts have no exact amount. */
    unknownCount: integer('unknown').notNull(),
    lineId: uuid().notNull(),
    decisionId: uuid().notNull(),
    awardId: uuid(),
    paymentId: uuid(),
    recoveryId: uuid(),
    schemeId: uuid(),
    bodyId: uuid().notNull(),
    /** The recipients, ascending: a joint award is one set of several. */
    organisationIds: uuid().array().notNull(),
    outcome: text().notNull(),
    decisionYear: integer().notNull(),
    grantYear: integer(),
    /** Later than `grantYear` where one amount is for all the years together. */
    grantYearTo: integer(),
    /** Year in which the money moved, or is due to; null for what is only decided. */
    paymentYear: integer()
  },
  table => [
    primaryKey({ name: 'ledger_entries_pk', columns: [table.municipalityCode, table.sequence] }),
    index('ledger_entries_line').on(table.municipalityCode, table.lineId),
    index('ledger_entries_decision').on(table.municipalityCode, table.decisionId),
    index('ledger_entries_body_year')
      .on(table.municipalityCode, table.bodyId, table.grantYear)
      .where(sql`kind = 'granted'`),
    index('ledger_entries_payment').on(table.municipalityCode, table.paymentId).where(sql`payment_id is not null`),
    index('ledger_entries_recorded').on(table.municipalityCode, table.recordedAt, table.sequence),
    foreignKey({
      name: 'ledger_entries_line_fk',
      columns: [table.municipalityCode, table.lineId],
      foreignColumns: [decisionLines.municipalityCode, decisionLines.id]
    }),
    foreignKey({
      name: 'ledger_entries_award_fk',
      columns: [table.municipalityCode, table.awardId],
      foreignColumns: [awards.municipalityCode, awards.id]
    }),
    foreignKey({
      name: 'ledger_entries_payment_fk',
      columns: [table.municipalityCode, table.paymentId],
      foreignColumns: [payments.municipalityCode, payments.id]
    }),
    foreignKey({
      name: 'ledger_entries_recovery_fk',
      columns: [table.municipalityCode, table.recoveryId],
      foreignColumns: [recoveries.municipalityCode, recoveries.id]
    })
  ]
)

/** What stands for a scheme or a year that there is not, as parts of a key are never null. */
export const NO_SCHEME = '00000000-0000-0000-0000-000000000000'
export const NO_YEAR = 0

/**
 * Sums of the entries, by all that totals are told apart by but organisations and instants: kept by appendEntries in the
 * statement that appends, so that they equal the entries at every instant. Reading ten years is reading some hundred rows.
 */
export const ledgerTotals = pgTable(
  'ledger_totals',
  {
    municipalityCode: municipalityCode(),
    kind: text().notNull(),
    schemeId: uuid().notNull(),
    bodyId: uuid().notNull(),
    decisionYear: integer().notNull(),
    grantYear: integer().notNull(),
    grantYearTo: integer().notNull(),
    paymentYear: integer().notNull(),
    amount: numeric({ precision: 18, scale: 2, mode: 'number' }).notNull(),
    factCount: bigint('facts', { mode: 'number' }).notNull(),
    unknownCount: bigint('unknown', { mode: 'number' }).notNull()
  },
  table => [
    primaryKey({
      name: 'ledger_totals_pk',
      columns: [
        ...([table.municipalityCode, table.kind, table.schemeId, table.bodyId, table.decisionYear] as const),
        ...([table.grantYear, table.grantYearTo, table.paymentYear] as const)
      ]
    })
  ]
)
