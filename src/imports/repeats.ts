import { createHash } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import type { Connection, Transaction } from '../platform/database/connection.ts'
import { changeOf } from '../platform/events/change-numbers.ts'
import { apiVersion } from '../platform/http/openapi-info.ts'
import type { Context } from './finding/context.ts'
import { MANY } from './finding/staging.ts'
import { findImport } from './queries.ts'
import type { ImportQuery } from './schemas.ts'
import { decisionImportRepeats, decisionImports, type ImportCounts } from './tables.ts'
import type { ImportRecord } from './writing/report.ts'

/**
 * The same file again, as systems send it each night. Where nothing that an import reads has changed in the municipality since the
 * file was imported, each of its rows is known and unchanged, and what came of it then tells all that is to be told: it is neither
 * read nor compared. Feeds number changes in the order of their commits, so that "since" misses none. Anything else is compared row
 * by row.
 */

/** What tells of an import that the same file would change nothing, unless something changes. */
export type Repeat = typeof decisionImportRepeats.$inferSelect

/** A file of which that is so: it need not be read. */
export type KnownFile = { importId: string; checksum: string; options: ImportQuery; repeat: Repeat }

/** Something has changed, so that the file is to be read and compared after all. */
export class NoRepeat extends Error {}

/** Kinds of records that say nothing of what an import finds: they change every day, and those of the other kinds do not. */
export const APART = [
  ...[
    'payment',
    'paymentPlan',
    'paymentRun',
    'paymentSettings',
    'payeeAccount',
    'bankEntry',
    'recovery',
    'approvalLimit'
  ],
  ...[
    'report',
    'reportRequirement',
    'agreement',
    'assignment',
    'assignmentReport',
    'workListSettings',
    'webhookSubscription'
  ]
]

/** The file, how it is read and what is asked: by another release it may be read otherwise. Hexadecimal. */
export function repeatKey(checksum: string, contentType: string, options: ImportQuery): string {
  const asked = Object.entries(options).sort(([one], [other]) => (one < other ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([apiVersion, checksum, contentType, asked]))
    .digest('hex')
}

/** Where the feed of the municipality stands; 0: before its first change. */
export async function feedNumber(tx: Connection, municipalityCode: string): Promise<number> {
  const { rows } = await tx.execute<{ number: number }>(
    sql`select coalesce(max(number), 0)::float8 as number from feed_heads where municipality_code = ${municipalityCode}`
  )
  return rows[0]!.number
}

/** What holds of the key, where nothing has changed since. */
export async function findRepeat(db: Connection, municipalityCode: string, key: string): Promise<Repeat | undefined> {
  const [repeat] = await db
    .select()
    .from(decisionImportRepeats)
    .where(and(eq(decisionImportRepeats.municipalityCode, municipalityCode), eq(decisionImportRepeats.key, key)))
  return repeat && (await holds(db, repeat)) ? repeat : undefined
}

async function holds(db: Connection, { municipalityCode, feedNumber, changeId }: Repeat): Promise<boolean> {
  const { rows } = await db.execute<{ changed: boolean }>(sql`
    select exists (
      select from feed_changes change
      join events event on event.municipality_code = ${municipalityCode}
        and event.id between change.sequence_from and change.sequence_to and event.change_id = change.change_id
      where change.municipality_code = ${municipalityCode} and change.number > ${feedNumber}
        and change.change_id is distinct from ${changeId}::uuid
        and event.subject_type <> all(${sql.param(APART)}::text[])) as changed`)
  return !rows[0]!.changed
}

/** Files that were sent with what an import makes besides lines, or of which rows were left out, are compared each time. */
function isRepeatable({ status, options, counts, receipt }: ImportRecord): boolean {
  const { payments, dryRun } = options as ImportQuery
  return (
    status === 'completed' &&
    !dryRun &&
    (payments === undefined || payments === 'none') &&
    receipt !== null &&
    receipt.rowCount >= MANY &&
    counts.rejectedCount === 0 &&
    counts.missingCount === 0 &&
    // What new rows are warned of is not said of known ones, and what is dated after today soon is not.
    (receipt.warnings.length === 0 || counts.unchangedCount === receipt.rowCount) &&
    !receipt.warnings.some(({ code }) => code === 'decision-date-in-future')
  )
}

/** Remembers what came of the file. `since`: where the feed stood before anything was found. */
export async function remember(
  { tx, municipalityCode }: Pick<Context, 'tx' | 'municipalityCode'>,
  record: ImportRecord,
  key: string,
  since: number
): Promise<void> {
  // What was found of other files is no longer so.
  const { createdCount, updatedCount, withdrawnCount } = record.counts
  if (record.status === 'completed' && createdCount + updatedCount + withdrawnCount > 0) {
    await tx.delete(decisionImportRepeats).where(eq(decisionImportRepeats.municipalityCode, municipalityCode))
  }
  if (!isRepeatable(record)) return
  const { rows } = await tx.execute<{ warned: boolean }>(sql`
    select exists (select from decision_import_rows where municipality_code = ${municipalityCode}
      and import_id = ${record.id} and warnings is not null) as warned`)
  if (rows[0]!.warned && record.counts.unchangedCount !== record.receipt!.rowCount) return
  const told = {
    importId: record.id,
    rowCount: record.receipt!.rowCount,
    feedNumber: since,
    changeId: changeOf(tx, municipalityCode)
  }
  await tx
    .insert(decisionImportRepeats)
    .values({ municipalityCode, key, ...told })
    .onConflictDoUpdate({ target: [decisionImportRepeats.municipalityCode, decisionImportRepeats.key], set: told })
}

/**
 * Records that the file changes nothing: the rows of before, unchanged. `recordId`: of an import that a job does.
 * @throws NoRepeat
 */
export async function repeatImport(
  tx: Transaction,
  actorName: string,
  { importId, checksum, options, repeat }: KnownFile,
  recordId = importId
): Promise<ImportRecord> {
  const { municipalityCode } = repeat
  const since = await feedNumber(tx, municipalityCode)
  if (!(await holds(tx, repeat))) throw new NoRepeat()
  const { source, encoding, ignoredColumns, receipt } = await findImport(tx, { municipalityCode, id: repeat.importId })
  const { rowCount } = repeat
  const counts: ImportCounts = {
    ...{
      createdCount: 0,
      updatedCount: 0,
      unchangedCount: rowCount,
      rejectedCount: 0,
      missingCount: 0,
      withdrawnCount: 0
    },
    ...(options.agreements !== 'none' && { agreementCount: 0 })
  }
  const report = {
    ...{
      source,
      status: 'completed' as const,
      options,
      checksum,
      encoding,
      ignoredColumns,
      counts,
      violations: [],
      actorName
    },
    receipt: { ...receipt!, register: receipt!.register.map(year => ({ ...year, before: year.after })) }
  }
  const [record] = await tx
    .insert(decisionImports)
    .values({ ...report, municipalityCode, id: recordId })
    .onConflictDoUpdate({ target: [decisionImports.municipalityCode, decisionImports.id], set: report })
    .returning()
  const { rowCount: told } = await tx.execute(sql`
    insert into decision_import_rows (municipality_code, import_id, position, line, sheet, result, identity, is_applied,
      decision_id, line_id, award_id, organisation_ids, warnings)
    select municipality_code, ${recordId}, position, line, sheet, 'unchanged', identity, true, decision_id, line_id, award_id,
      organisation_ids, warnings
    from decision_import_rows where municipality_code = ${municipalityCode} and import_id = ${repeat.importId}`)
  // The report of before is no longer whole.
  if (told !== rowCount) throw new NoRepeat()
  await remember({ tx, municipalityCode }, record!, repeat.key, since)
  return record!
}
