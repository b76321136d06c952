import { type Actor, holdsScope } from '../../base/actor.ts'
import { Forbidden, Invalid, type Violation } from '../../base/errors.ts'
import { fromOre, toNumber, toOre } from '../../base/money.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { undoable } from '../../platform/database/savepoint.ts'
import { lockNames } from '../../register/organisations/queries.ts'
import { problems } from '../problems.ts'
import { takeTurn } from '../turn.ts'
import type { RecordKind, Row } from './kind.ts'
import type { ReadRecords } from './read.ts'
import { type RecordReceipt, warningsOf } from './receipt.ts'
import { type RecordCounts, type RecordImportRecord, recordImportRows, recordImports } from './tables.ts'

/** Thrown where what was written is to be as if it never had been. */
class Undone extends Error {}

/** Rows of the report that one statement writes. */
const BATCH = 500
/** Violations of rows that a refusal tells; all of them are in the report. */
const TOLD = 1_000

/**
 * Imports what was read of a file of records: each row is written by the action that writes one record, in the order of the
 * file and in one transaction. A dry run and a file that is refused are written too, and undone: what is told is what would
 * have come. A file that is refused changes nothing; its report is kept and the error is returned, not thrown. Called within `inTurn`.
 * @throws Forbidden
 */
export async function importRecords<C extends string, V>(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  kind: RecordKind<C, V>,
  read: ReadRecords<C, V>
): Promise<RecordImportRecord | Invalid> {
  checkScopes(actor, kind)
  const { rows, options } = read
  const { source = 'import', dryRun = false } = options
  await takeTurn(tx, municipalityCode)
  await lockNames(tx, municipalityCode)
  let violations: Violation[] = []
  const applied = await isDone(tx, async () => {
    await kind.write({ tx, actor, municipalityCode, source }, rows)
    for (const row of rows) settle(row)
    violations = refusalsOf(read)
    return violations.length === 0 && !dryRun
  })
  const counts = countsOf(rows)
  const record = await saveReport(tx, municipalityCode, rows, applied, {
    kind: kind.name,
    source,
    status: violations.length > 0 ? 'refused' : dryRun ? 'dryRun' : 'completed',
    options: options as Record<string, unknown>,
    checksum: read.checksum,
    encoding: read.encoding,
    counts,
    violations,
    receipt: receiptOf(kind, read),
    actorName: actor.name
  })
  if (violations.length === 0) return record
  const rejected = rows.flatMap(row => row.violations).slice(0, TOLD)
  const extra = { importId: record.id, counts, receipt: record.receipt }
  return new Invalid(
    problems['import-refused'],
    { en: 'The file was refused: nothing has changed.', sv: 'Filen avvisades: ingenting har ändrats.' },
    [...violations, ...rejected],
    extra
  )
}

/** Whoever imports records may make them one by one. @throws Forbidden */
function checkScopes(actor: Actor, { name, scopes }: Pick<RecordKind<string, unknown>, 'name' | 'scopes'>) {
  for (const scope of scopes) {
    if (holdsScope(actor, scope)) continue
    const detail = {
      en: `An import of ${name} demands the scope ${scope}.`,
      sv: `En inläsning av ${name} kräver behörigheten ${scope}.`
    }
    throw new Forbidden(problems['scope-missing'], detail, [], { scope })
  }
}

/** Does an act, and undoes it where it answers false. Answers what the act answered. */
async function isDone(tx: Transaction, act: () => Promise<boolean>): Promise<boolean> {
  try {
    await undoable(tx, async () => {
      if (!(await act())) throw new Undone()
    })
    return true
  } catch (error) {
    if (error instanceof Undone) return false
    throw error
  }
}

/** A row that something is wrong with is rejected, whatever was made of it before that was seen. */
function settle(row: Row<string, unknown>) {
  if (row.violations.length > 0 || row.result === null) row.result = 'rejected'
}

function countsOf(rows: Row<string, unknown>[]): RecordCounts {
  const counts: RecordCounts = { createdCount: 0, updatedCount: 0, unchangedCount: 0, rejectedCount: 0 }
  for (const { result } of rows) counts[`${result!}Count`]++
  return counts
}

/** Why the file as a whole is refused, once its rows are judged. */
function refusalsOf<C extends string, V>({ rows, violations, options }: ReadRecords<C, V>): Violation[] {
  const { rejectedCount } = countsOf(rows)
  const all = [...violations]
  if (rows.length === 0) all.push({ field: '', message: 'holds no rows', sv: 'har inga rader' })
  if (options.atomic && rejectedCount > 0) {
    all.push({
      field: 'atomic',
      message: `${rejectedCount} of ${rows.length} rows are rejected`,
      sv: `${rejectedCount} av ${rows.length} rader avvisas`
    })
  }
  return all
}

function receiptOf<C extends string, V>(kind: RecordKind<C, V>, read: ReadRecords<C, V>): RecordReceipt {
  const { rows, columns, ignored, notes } = read
  const { summed, words } = kind
  const total = () =>
    rows.reduce(
      (sum, { result, value }) =>
        result === 'rejected' || value === null ? sum : sum + toOre(summed!.of(value) ?? '0.00'),
      0n
    )
  return {
    rowCount: rows.length,
    headings: Object.entries<string | undefined>(columns).map(([column, heading]) => ({ heading: heading!, column })),
    unknownHeadings: [...ignored].map(heading => ({ heading, nearest: words.nearestOf(heading)?.heading ?? null })),
    notes,
    warnings: warningsOf(rows),
    amount: summed ? toNumber(fromOre(total())) : null
  }
}

async function saveReport(
  tx: Transaction,
  municipalityCode: string,
  rows: Row<string, unknown>[],
  applied: boolean,
  report: Omit<typeof recordImports.$inferInsert, 'municipalityCode' | 'id'>
): Promise<RecordImportRecord> {
  const [record] = await tx
    .insert(recordImports)
    .values({ ...report, municipalityCode })
    .returning()
  const none = <T>(all: T[]) => (all.length === 0 ? null : all)
  const values = rows.map(row => {
    const isApplied = applied && row.result !== 'rejected'
    // What was made and undone has no record.
    const isThere = applied ? row.result !== 'rejected' : row.result === 'unchanged' || row.result === 'updated'
    return {
      municipalityCode,
      importId: record!.id,
      position: row.position,
      line: row.line,
      sheet: row.sheet,
      result: row.result!,
      isApplied,
      recordId: isThere ? row.recordId : null,
      identity: isApplied ? row.identity : null,
      said: isApplied ? row.said : null,
      violations: none(row.violations),
      warnings: none(row.warnings)
    }
  })
  for (let at = 0; at < values.length; at += BATCH) {
    await tx.insert(recordImportRows).values(values.slice(at, at + BATCH))
  }
  return record!
}
