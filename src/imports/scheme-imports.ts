import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Actor } from '../base/actor.ts'
import { Invalid, TooLarge, type Violation } from '../base/errors.ts'
import type { Transaction } from '../platform/database/connection.ts'
import { realChanges } from '../platform/database/records.ts'
import { findMunicipality } from '../register/municipalities/queries.ts'
import { createSchemes, updateScheme } from '../register/schemes/actions.ts'
import { schemes } from '../register/schemes/record.ts'
import { closeScheme, pauseScheme, reopenScheme } from '../register/schemes/statuses.ts'
import { type SchemeWindowRow, schemeWindows } from '../register/schemes/window-record.ts'
import { createSchemeWindow, createWindowsOfNew, withdrawSchemeWindow } from '../register/schemes/windows.ts'
import { readRows, type Section } from './files/file.ts'
import { problems } from './problems.ts'
import type { SchemeImportQuery } from './scheme-import-schemas.ts'
import { isOf, readSchemeRow, requiredSchemeColumns, type SchemeRow, schemeColumns } from './scheme-rows.ts'
import { takeTurn } from './turn.ts'

type File = { bytes: Uint8Array; contentType: string }
export type SchemeResult = 'created' | 'updated' | 'unchanged' | 'rejected' | 'skipped'
export type SchemeReportRow = {
  line: number
  result: SchemeResult
  schemeId: string | null
  reference: string | null
  violations: Violation[]
}
type SchemeRecord = typeof schemes.$inferSelect

/** As many schemes as ten times a large city has; each is some statements. */
const MOST_ROWS = 5_000

/**
 * Reads a file of grant schemes, before anything is asked of the database.
 * @throws Malformed (not a file of rows), Invalid (columns), TooLarge (too many rows)
 */
export async function readSchemes(file: File): Promise<SchemeRow[]> {
  const mapping = Object.fromEntries(schemeColumns.map(column => [column, column]))
  const known = (heading: string) => heading in mapping
  const { sections, close } = await readRows(file.bytes, file.contentType, {
    known,
    naming: name => name === 'scheme_name'
  })
  try {
    return (await Promise.all(sections.map(readSection))).flat()
  } finally {
    await close()
  }
}

async function readSection({ headings, rows }: Section): Promise<SchemeRow[]> {
  // Objects of JSON each have their own keys: what one lacks is told with its row.
  const missing = headings ? requiredSchemeColumns.filter(column => !headings.includes(column)) : []
  if (missing.length > 0) {
    const told = { message: 'is missing: the file has no such column', sv: 'saknas: filen har ingen sådan kolumn' }
    const violations = missing.map(field => ({ field, ...told }))
    const detail = { en: 'The file lacks columns of schemes.', sv: 'Filen saknar kolumner för bidragsformer.' }
    throw new Invalid(problems['import-columns'], detail, violations)
  }
  const read: SchemeRow[] = []
  for await (const raw of rows) {
    if (read.length === MOST_ROWS) {
      const detail = {
        en: `A file of schemes has at most ${MOST_ROWS} rows. Nothing has changed.`,
        sv: `En fil med bidragsformer har högst ${MOST_ROWS} rader. Ingenting har ändrats.`
      }
      throw new TooLarge(problems['too-many-rows'], detail, [
        { field: '', message: `holds more than ${MOST_ROWS} rows`, sv: `har fler än ${MOST_ROWS} rader` }
      ])
    }
    read.push(readSchemeRow(raw))
  }
  return read
}

/**
 * Imports what was read of a file of grant schemes: each is found again by its id in the file, so that
 * the same file changes nothing the second time. Windows that the file no longer holds are withdrawn, those made by hand
 * are left. Called within `inTurn`: two of the same file would not see each other's rows.
 */
export async function importSchemes(
  tx: Transaction,
  actor: Actor,
  municipalityCode: string,
  rows: SchemeRow[],
  { source = 'import', others = 'reject' }: SchemeImportQuery
) {
  await takeTurn(tx, municipalityCode)
  const { name } = await findMunicipality(tx, municipalityCode)
  const context = { tx, actor, municipalityCode, source }
  const lines = new Map<string, number>()
  const judged = rows.map(row => ({ row, result: judge(row, { code: municipalityCode, name }, others, lines) }))
  const taken = judged.flatMap(({ row, result }) => (result ? [] : [row]))
  const known = await findKnown(context, taken)
  const made = await importNew(
    context,
    taken.filter(({ reference }) => !known.has(reference))
  )
  const report: SchemeReportRow[] = []
  for (const { row, result } of judged) {
    const { line, reference, violations } = row
    const told = { line, reference: reference || null, violations: result === 'skipped' ? [] : violations }
    if (result) report.push({ ...told, result, schemeId: null })
    else {
      const before = known.get(reference)
      const came = before
        ? { result: await importKnown(context, before, row), schemeId: before.scheme.id }
        : { result: 'created' as const, schemeId: made.get(reference)! }
      report.push({ ...told, ...came })
    }
  }
  const counts = { createdCount: 0, updatedCount: 0, unchangedCount: 0, rejectedCount: 0, skippedCount: 0 }
  for (const { result } of report) counts[`${result}Count`]++
  return { source, counts, rows: report }
}

/** What becomes of a row that is not taken; undefined of one that is. `lines`: where each reference stood first. */
function judge(
  { line, reference, municipality, violations }: SchemeRow,
  own: { code: string; name: string },
  others: 'reject' | 'skip',
  lines: Map<string, number>
): 'skipped' | 'rejected' | undefined {
  const isOurs = isOf(municipality, own)
  if (!isOurs && others === 'skip') return 'skipped'
  if (!isOurs)
    violations.push({ field: 'municipality', message: `is not ${own.name}`, sv: `är inte ${own.name}`, line })
  const before = lines.get(reference)
  if (before !== undefined) {
    const told = { message: `stands in line ${before} too`, sv: `står även på rad ${before}` }
    violations.push({ field: 'scheme_id', ...told, line })
  }
  if (reference) lines.set(reference, before ?? line)
  return violations.length > 0 ? 'rejected' : undefined
}

type Context = { tx: Transaction; actor: Actor; municipalityCode: string; source: string }
type Known = { scheme: SchemeRecord; windows: SchemeWindowRow[] }

/** The schemes of these rows that are registered, with their windows, by reference. */
async function findKnown({ tx, municipalityCode, source }: Context, rows: SchemeRow[]): Promise<Map<string, Known>> {
  const references = rows.map(({ reference }) => reference)
  const found = await tx
    .select()
    .from(schemes)
    .where(
      and(
        eq(schemes.municipalityCode, municipalityCode),
        eq(schemes.source, source),
        sql`${schemes.reference} = any(${sql.param(references)}::text[])`,
        isNull(schemes.withdrawnAt)
      )
    )
  const ids = found.map(({ id }) => id)
  const windows =
    ids.length === 0
      ? []
      : await tx
          .select()
          .from(schemeWindows)
          .where(
            and(
              eq(schemeWindows.municipalityCode, municipalityCode),
              sql`${schemeWindows.schemeId} = any(${sql.param(ids)}::uuid[])`,
              isNull(schemeWindows.withdrawnAt)
            )
          )
          .orderBy(schemeWindows.id)
  const ofSchemes = Map.groupBy(windows, ({ schemeId }) => schemeId)
  return new Map(found.map(scheme => [scheme.reference!, { scheme, windows: ofSchemes.get(scheme.id) ?? [] }]))
}

const contentOf = ({ name, categories, amountBasis, sourceUrl, verified }: SchemeRow) => ({
  ...{ name, categories, amountBasis, sourceUrl, sourceRetrievedOn: verified }
})

/** Registers what is new, in a few statements for all of them. Answers ids by reference. */
async function importNew({ tx, actor, municipalityCode, source }: Context, rows: SchemeRow[]) {
  const news = rows.map(row => ({
    ...contentOf(row),
    // The page says how it was on the day it was read, and nothing of the days before.
    ...{ status: row.status, statusObservedOn: row.verified },
    ...{ kind: 'notStated' as const, source, reference: row.reference }
  }))
  const made = await createSchemes(tx, actor, { municipalityCode }, news)
  const windows = made.flatMap(({ id: schemeId }, at) =>
    [...windowsOf(rows[at]!, source).values()].map(window => ({ ...window, schemeId }))
  )
  await createWindowsOfNew(tx, actor, municipalityCode, windows)
  return new Map(made.map(({ id, reference }) => [reference!, id]))
}

async function importKnown(context: Context, { scheme, windows }: Known, row: SchemeRow): Promise<SchemeResult> {
  const { tx, actor, municipalityCode } = context
  const content = contentOf(row)
  const differs = Object.keys(realChanges(scheme, content)).length > 0
  if (differs) await updateScheme(tx, actor, { municipalityCode, id: scheme.id }, content, 'any')
  const moved = await importStatus(context, scheme, row)
  const isMoved = await importWindows(context, scheme, windows, row)
  return differs || moved || isMoved ? 'updated' : 'unchanged'
}

/** An empty status says nothing, so what is recorded stays. */
async function importStatus({ tx, actor, municipalityCode }: Context, known: SchemeRecord, row: SchemeRow) {
  const { status, verified, sourceUrl } = row
  if (status === 'notStated' || status === known.status) return false
  const ref = { municipalityCode, id: known.id }
  const act = { observedOn: verified, sourceUrl, sourceRetrievedOn: verified }
  if (status === 'paused' && known.status === 'closed') await reopenScheme(tx, actor, ref, act)
  const acts = { open: reopenScheme, paused: pauseScheme, closed: closeScheme }
  await acts[status](tx, actor, ref, act)
  return true
}

/** The windows that a row tells of, by their references. */
function windowsOf({ reference, windows, sourceUrl, verified }: SchemeRow, source: string) {
  const provenance = { source, sourceUrl, sourceRetrievedOn: verified, closesNextYear: false, everyYears: 1 }
  return new Map(
    windows.map(window => {
      const own = `${reference}/${window.closesMonthDay ?? window.kind}`
      return [own, { ...window, ...provenance, reference: own }]
    })
  )
}

async function importWindows(
  { tx, actor, municipalityCode, source }: Context,
  scheme: SchemeRecord,
  known: SchemeWindowRow[],
  row: SchemeRow
) {
  const wanted = windowsOf(row, source)
  let changed = false
  for (const { id, reference, source: of } of known) {
    if (of !== source || reference === null || wanted.has(reference)) continue
    await withdrawSchemeWindow(tx, actor, { municipalityCode, id }, 'The file no longer holds it')
    changed = true
  }
  // Somebody who has recorded windows by hand knows more than a deadline: theirs stand, and the file's are left out.
  if (known.some(window => window.source !== source || window.reference === null)) return changed
  for (const [reference, window] of wanted) {
    if (known.some(each => each.reference === reference)) continue
    await createSchemeWindow(tx, actor, { municipalityCode, id: scheme.id }, window)
    changed = true
  }
  return changed
}
