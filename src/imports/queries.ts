import { and, eq, sql } from 'drizzle-orm'
import type { Ref } from '../base/actor.ts'
import { NotFound } from '../base/errors.ts'
import type { Connection } from '../platform/database/connection.ts'
import type { List } from '../platform/http/pagination.ts'
import { decisionImportRows, decisionImports } from './tables.ts'
import type { ImportRecord } from './writing/report.ts'

export type ReportRow = typeof decisionImportRows.$inferSelect

export const importList: List<ImportRecord> = {
  name: 'decision-imports',
  select: db => db.select().from(decisionImports).$dynamic(),
  where: sql`${decisionImports.municipalityCode} = ${sql.placeholder('municipalityCode')}`,
  filters: {
    status: value => sql`${decisionImports.status} = ${value}`,
    source: value => sql`${decisionImports.source} = ${value}`
  },
  sorts: { id: { column: decisionImports.id, of: row => row.id } },
  id: { column: decisionImports.id, of: row => row.id }
}

export const reportList: List<ReportRow> = {
  name: 'decision-import-rows',
  select: db => db.select().from(decisionImportRows).$dynamic(),
  where: sql`${decisionImportRows.municipalityCode} = ${sql.placeholder('municipalityCode')}
    and ${decisionImportRows.importId} = ${sql.placeholder('id')}`,
  filters: { result: value => sql`${decisionImportRows.result} = ${value}` },
  sorts: { position: { column: decisionImportRows.position, of: row => row.position } },
  id: { column: decisionImportRows.position, of: row => row.position }
}

/** @throws NotFound */
export async function findImport(db: Connection, { municipalityCode, id }: Ref): Promise<ImportRecord> {
  const [row] = await db
    .select()
    .from(decisionImports)
    .where(and(eq(decisionImports.municipalityCode, municipalityCode), eq(decisionImports.id, id)))
  if (!row) throw new NotFound('import', id)
  return row
}
