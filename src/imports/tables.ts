import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid
} from 'drizzle-orm/pg-core'
import type { Actor } from '../base/actor.ts'
import type { Violation } from '../base/errors.ts'
import { bytes, day, id, instant, money, municipalityCode } from '../platform/database/columns.ts'
import { municipalities } from '../register/municipalities/tables.ts'
import type { NearLine } from './finding/near-rules.ts'
import type { Receipt } from './receipt.ts'
import type { Warning } from './rows/cells.ts'
import type { ImportStatus, RowResult } from './rules.ts'

/** One file of committee decisions: what was sent, under which options, and what came of it. */
export const decisionImports = pgTable(
  'decision_imports',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    source: text().notNull(),
    status: text().$type<ImportStatus>().notNull(),
    options: jsonb().$type<Record<string, unknown>>().notNull(),
    /** SHA-256 of the file, hexadecimal. */
    checksum: text().notNull(),
    encoding: text(),
    ignoredColumns: text().array().notNull(),
    counts: jsonb().$type<ImportCounts>().notNull(),
    violations: jsonb().$type<Violation[]>().notNull(),
    /** What came of the file in figures (`receipt.ts`); null of imports from before there were receipts. */
    receipt: jsonb().$type<Receipt>(),
    actorName: text().notNull(),
    /** How far a job has come; null of what was imported at once, and before the job begins. */
    progress: jsonb().$type<ImportProgress>(),
    /** Why a job ended without a result, as a problem document; null of all others. */
    problem: jsonb().$type<Record<string, unknown>>(),
    createdAt: instant().notNull().default(sql`clock_timestamp()`)
  },
  table => [
    primaryKey({ name: 'decision_imports_pk', columns: [table.municipalityCode, table.id] }),
    foreignKey({
      name: 'decision_imports_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    })
  ]
)

/** Rows, and how fast and until when; null where nothing is known of it yet. */
export type ImportProgress = {
  readCount: number
  resolvedCount: number
  writtenCount: number
  rowsPerSecond: number | null
  endsAt: string | null
}

/** An import that is to be done by a job: for whom, and how often it was begun. Gone when it has ended. */
export const decisionImportJobs = pgTable(
  'decision_import_jobs',
  {
    municipalityCode: municipalityCode(),
    importId: uuid().notNull(),
    contentType: text().notNull(),
    /** Who asked for it, with the rights of that moment. */
    actor: jsonb().$type<JobActor>().notNull(),
    attempt: integer().notNull().default(0),
    isCancelled: boolean().notNull().default(false)
  },
  table => [
    primaryKey({ name: 'decision_import_jobs_pk', columns: [table.municipalityCode, table.importId] }),
    foreignKey({
      name: 'decision_import_jobs_import_fk',
      columns: [table.municipalityCode, table.importId],
      foreignColumns: [decisionImports.municipalityCode, decisionImports.id]
    })
  ]
)

/** An actor whose sets are lists. */
export type JobActor = Omit<Actor, 'scopes' | 'roles'> & { scopes: string[]; roles: string[] }

/** The file of such an import, in parts of a megabyte from 0: where every process reaches it. */
export const decisionImportParts = pgTable(
  'decision_import_parts',
  {
    municipalityCode: municipalityCode(),
    importId: uuid().notNull(),
    position: integer().notNull(),
    bytes: bytes().notNull()
  },
  table => [
    primaryKey({ name: 'decision_import_parts_pk', columns: [table.municipalityCode, table.importId, table.position] }),
    foreignKey({
      name: 'decision_import_parts_import_fk',
      columns: [table.municipalityCode, table.importId],
      foreignColumns: [decisionImports.municipalityCode, decisionImports.id]
    })
  ]
)

/** Files of which the same, sent again, changes nothing unless something else does (`repeats.ts`). */
export const decisionImportRepeats = pgTable(
  'decision_import_repeats',
  {
    municipalityCode: municipalityCode(),
    /** Digest of the file and of how it is read. */
    key: text().notNull(),
    importId: uuid().notNull(),
    rowCount: integer().notNull(),
    /** Where the municipality's feed stood before the import found anything, and the import's own change. */
    feedNumber: bigint({ mode: 'number' }).notNull(),
    changeId: uuid().notNull()
  },
  table => [
    primaryKey({ name: 'decision_import_repeats_pk', columns: [table.municipalityCode, table.key] }),
    foreignKey({
      name: 'decision_import_repeats_import_fk',
      columns: [table.municipalityCode, table.importId],
      foreignColumns: [decisionImports.municipalityCode, decisionImports.id]
    })
  ]
)

export type ImportCounts = {
  createdCount: number
  updatedCount: number
  unchangedCount: number
  rejectedCount: number
  missingCount: number
  withdrawnCount: number
  /** Agreements that granted lines of partnership schemes gave. */
  agreementCount?: number
  /** Payments that granted rows gave, as the option asked: planned, or recorded as paid. */
  plannedPaymentCount?: number
  recordedPaymentCount?: number
}

/** What came of each row of the file, and of each known row that the file no longer holds (no line number). */
export const decisionImportRows = pgTable(
  'decision_import_rows',
  {
    municipalityCode: municipalityCode(),
    importId: uuid().notNull(),
    position: integer().notNull(),
    line: integer(),
    /** Name of the sheet, where the file has several. */
    sheet: text(),
    result: text().$type<RowResult>().notNull(),
    /** Hash of what makes the row this row and no other; null where it could not be read. */
    identity: text(),
    isApplied: boolean().notNull(),
    decisionId: uuid(),
    lineId: uuid(),
    awardId: uuid(),
    organisationIds: uuid().array(),
    violations: jsonb().$type<Violation[]>(),
    warnings: jsonb().$type<Warning[]>(),
    candidates: jsonb().$type<{ id: string; name: string }[]>(),
    /** Known lines of which a rejected row may be the mended form. */
    nearLines: jsonb().$type<NearLine[]>()
  },
  table => [
    primaryKey({ name: 'decision_import_rows_pk', columns: [table.municipalityCode, table.importId, table.position] }),
    // What most rows of a file are is found along the key.
    index('decision_import_rows_outcome')
      .on(table.municipalityCode, table.importId, table.result, table.position)
      .where(sql`result not in ('created', 'unchanged')`),
    index('decision_import_rows_identity').on(table.municipalityCode, table.identity),
    foreignKey({
      name: 'decision_import_rows_import_fk',
      columns: [table.municipalityCode, table.importId],
      foreignColumns: [decisionImports.municipalityCode, decisionImports.id]
    })
  ]
)

/**
 * Rows of files that are being imported, as they were read and as what they are found to be: unlogged, and cleared when the
 * import ends. Read and written as `staged` (`finding/staging.ts`). A row is rejected once its `violations` are not empty.
 */
export const importStagedRows = pgTable(
  'import_staged_rows',
  {
    municipalityCode: municipalityCode(),
    importId: uuid().notNull(),
    /** Place in the file, from 1. */
    position: integer().notNull(),
    line: integer().notNull(),
    sheet: text(),
    reference: text(),
    decisionReference: text(),
    decisionKind: text(),
    revisesDecision: text(),
    revisesLine: text(),
    bodyName: text(),
    bodyKey: text(),
    decidedOn: day(),
    decidedOnPrecision: text(),
    planned: boolean(),
    paragraph: text(),
    diaryNumber: text(),
    schemeName: text(),
    schemeKey: text(),
    purpose: text(),
    purposeKey: text(),
    payeeKey: text(),
    yearFrom: integer(),
    yearTo: integer(),
    amountPer: text(),
    applied: money(),
    granted: money(),
    reserved: money(),
    rent: money(),
    outcome: text(),
    outcomeFromAmount: boolean(),
    paymentDay: day(),
    voucherNumber: text(),
    sourceUrl: text(),
    note: text(),
    violations: jsonb().$type<Violation[]>().notNull(),
    warnings: jsonb().$type<Warning[]>().notNull(),
    // What is found, beginning here.
    bodyId: uuid(),
    schemeId: uuid(),
    decisionKey: text(),
    decisionId: uuid(),
    organisationIds: uuid().array(),
    payeeId: uuid(),
    revisesDecisionId: uuid(),
    revisesLineId: uuid(),
    /** Hash of what makes the row this row and no other, and of what it says. */
    identity: text(),
    content: text(),
    lineId: uuid(),
    result: text().$type<RowResult>()
  },
  table => [
    primaryKey({ name: 'import_staged_rows_pk', columns: [table.municipalityCode, table.importId, table.position] })
  ]
)

/** The recipients of those rows, `at` from 0. */
export const importStagedRecipients = pgTable(
  'import_staged_recipients',
  {
    municipalityCode: municipalityCode(),
    importId: uuid().notNull(),
    position: integer().notNull(),
    at: integer().notNull(),
    name: text().notNull(),
    nameKey: text().notNull(),
    searchKey: text().notNull(),
    twinKey: text().notNull(),
    number: text(),
    legalForm: text(),
    isPayee: boolean().notNull(),
    organisationId: uuid()
  },
  table => [
    primaryKey({
      name: 'import_staged_recipients_pk',
      columns: [table.municipalityCode, table.importId, table.position, table.at]
    })
  ]
)
