import { getTableColumns } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { NotFound } from '../../base/errors.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { readById } from '../../platform/database/gathered.ts'
import { warningsOf } from './content-rules.ts'
import { derivedColumns } from './derived.ts'
import { report, reports, type ShownReport } from './record.ts'

/** A row as it is answered. */
export const withWarnings = (row: ShownReport) => ({ ...row, warnings: warningsOf(row, row.grantForPeriod) })

/** The report as it is on a day. @throws NotFound */
export async function findReport(db: Connection, { municipalityCode, id }: Ref, day = today()): Promise<ShownReport> {
  const select = (db: Connection) => db.select({ ...getTableColumns(reports), ...derivedColumns }).from(reports)
  const ref = { municipalityCode, id }
  const row = await readById<ShownReport>(db, 'report', { table: reports, select }, ref, { validOn: day })
  if (!row) throw new NotFound('report', id)
  return row
}

export const reportKind = {
  ...report,
  shown: withWarnings,
  find: (db: Connection, ref: Ref, { validOn }: { validOn?: string }) => findReport(db, ref, validOn)
}
