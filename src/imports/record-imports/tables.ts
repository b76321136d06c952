import { sql } from 'drizzle-orm'
import { boolean, foreignKey, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { Violation } from '../../base/errors.ts'
import { id, instant, municipalityCode } from '../../platform/database/columns.ts'
import { municipalities } from '../../register/municipalities/tables.ts'
import type { Warning } from '../rows/cells.ts'
import type { ImportStatus } from '../rules.ts'
import type { RecordReceipt } from './receipt.ts'
import type { RecordKindName, RecordResult } from './rules.ts'

export type RecordCounts = Record<`${RecordResult}Count`, number>

/** One file of organisations, agreements or payments: what was sent, under which options, and what came of it. */
export const recordImports = pgTable(
  'record_imports',
  {
    municipalityCode: municipalityCode(),
    id: id(),
    kind: text().$type<RecordKindName>().notNull(),
    source: text().notNull(),
    status: text().$type<ImportStatus>().notNull(),
    options: jsonb().$type<Record<string, unknown>>().notNull(),
    /** SHA-256 of the file, hexadecimal. */
    checksum: text().notNull(),
    encoding: text(),
    counts: jsonb().$type<RecordCounts>().notNull(),
    violations: jsonb().$type<Violation[]>().notNull(),
    receipt: jsonb().$type<RecordReceipt>().notNull(),
    actorName: text().notNull(),
    createdAt: instant().notNull().default(sql`clock_timestamp()`)
  },
  table => [
    primaryKey({ name: 'record_imports_pk', columns: [table.municipalityCode, table.id] }),
    foreignKey({
      name: 'record_imports_municipality_fk',
      columns: [table.municipalityCode],
      foreignColumns: [municipalities.municipalityCode]
    })
  ]
)

/** What came of each row of such a file, and what it said of its record. */
export const recordImportRows = pgTable(
  'record_import_rows',
  {
    municipalityCode: municipalityCode(),
    importId: uuid().notNull(),
    position: integer().notNull(),
    line: integer().notNull(),
    /** Name of the sheet, where the file has several. */
    sheet: text(),
    result: text().$type<RecordResult>().notNull(),
    isApplied: boolean().notNull(),
    recordId: uuid(),
    /** Hash of what makes the row this row and no other, where no reference does. */
    identity: text(),
    /** What imports have said of the record, this row last, by field: by it a correction by hand is known from what the file says. */
    said: jsonb().$type<Record<string, unknown>>(),
    violations: jsonb().$type<Violation[]>(),
    warnings: jsonb().$type<Warning[]>()
  },
  table => [
    primaryKey({ name: 'record_import_rows_pk', columns: [table.municipalityCode, table.importId, table.position] }),
    index('record_import_rows_record').on(table.municipalityCode, table.recordId, table.importId),
    index('record_import_rows_identity').on(table.municipalityCode, table.identity).where(sql`identity is not null`),
    foreignKey({
      name: 'record_import_rows_import_fk',
      columns: [table.municipalityCode, table.importId],
      foreignColumns: [recordImports.municipalityCode, recordImports.id]
    })
  ]
)
export type RecordReportRow = typeof recordImportRows.$inferSelect
export type RecordImportRecord = typeof recordImports.$inferSelect
