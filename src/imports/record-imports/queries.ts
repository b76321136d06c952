import { and, eq, sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import { NotFound } from '../../base/errors.ts'
import type { Connection } from '../../platform/database/connection.ts'
import type { List } from '../../platform/http/pagination.ts'
import { type RecordImportRecord, type RecordReportRow, recordImportRows, recordImports } from './tables.ts'

export const recordImportList: List<RecordImportRecord> = {
  name: 'record-imports',
  select: db => db.select().from(recordImports).$dynamic(),
  where: sql`${recordImports.municipalityCode} = ${sql.placeholder('municipalityCode')}`,
  filters: {
    kind: value => sql`${recordImports.kind} = ${value}`,
    status: value => sql`${recordImports.status} = ${value}`,
    source: value => sql`${recordImports.source} = ${value}`
  },
  sorts: { id: { column: recordImports.id, of: row => row.id } },
  id: { column: recordImports.id, of: row => row.id }
}

export const recordReportList: List<RecordReportRow> = {
  name: 'record-import-rows',
  select: db => db.select().from(recordImportRows).$dynamic(),
  where: sql`${recordImportRows.municipalityCode} = ${sql.placeholder('municipalityCode')}
    and ${recordImportRows.importId} = ${sql.placeholder('id')}`,
  filters: { result: value => sql`${recordImportRows.result} = ${value}` },
  sorts: { position: { column: recordImportRows.position, of: row => row.position } },
  id: { column: recordImportRows.position, of: row => row.position }
}

/** @throws NotFound */
export async function findRecordImport(db: Connection, { municipalityCode, id }: Ref): Promise<RecordImportRecord> {
  const [row] = await db
    .select()
    .from(recordImports)
    .where(and(eq(recordImports.municipalityCode, municipalityCode), eq(recordImports.id, id)))
  if (!row) throw new NotFound('import', id)
  return row
}
