import { and, eq, isNull } from 'drizzle-orm'
import type { Actor } from '../base/actor.ts'
import { Invalid, TooLarge, type Violation } from '../base/errors.ts'
import type { Transaction } from '../platform/database/connection.ts'
import { findMunicipality } from '../register/municipalities/queries.ts'
import { createScheme, updateScheme } from '../register/schemes/actions.ts'
import { schemes } from '../register/schemes/record.ts'
import { closeScheme, pauseScheme, reopenScheme } from '../register/schemes/statuses.ts'
import { schemeWindows } from '../register/schemes/window-record.ts'
import { createSchemeWindow, withdrawSchemeWindow } from '../register/schemes/windows.ts'
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
 * Imports what was read of a file of grant schemes, row by row: each scheme is found again by its id in the file, so that
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
  const report: SchemeReportRow[] = []
  const lines = new Map<string, number>()
  for (const row of rows) {
    const { line, reference, violations } = row
    const told = { line, reference: reference || null, schemeId: null, violations }
    const ours = isOf(row.municipality, { code: municipalityCode, name })
    if (!ours && others === 'skip') {
      report.push({ ...told, result: 'skipped', violations: [] })
      continue
    }
    if (!ours) violations.push({ field: 'municipality', message: `is not ${name}`, sv: `är inte ${name}`, line })
    const before = lines.get(reference)
    if (before !== undefined) {
      const told = { message: `stands in line ${before} too`, sv: `står även på rad ${before}` }
      violations.push({ field: 'scheme_id', ...told, line })
    }
    if (violations.length > 0) report.push({ ...told, result: 'rejected' })
    else report.push({ ...told, ...(await importScheme({ tx, actor, municipalityCode, source }, row)) })
    if (reference) lines.set(reference, before ?? line)
  }
  const counts = { createdCount: 0, updatedCount: 0, unchangedCount: 0, rejectedCount: 0, skippedCount: 0 }
  for (const { result } of report) counts[`${result}Count`]++
  return { source, counts, rows: report }
}

type Context = { tx: Transaction; actor: Actor; municipalityCode: string; source: string }

async function importScheme(context: Context, row: SchemeRow): Promise<{ result: SchemeResult; schemeId: string }> {
  const { tx, actor, municipalityCode, source } = context
  const { reference, name, categories, status, amountBasis, sourceUrl, verified } = row
  const content = { name, categories, amountBasis, sourceUrl, sourceRetrievedOn: verified }
  const [known] = await tx
    .select()
    .from(schemes)
    .where(
      and(
        eq(schemes.municipalityCode, municipalityCode),
        eq(schemes.source, source),
        eq(schemes.reference, reference),
        isNull(schemes.withdrawnAt)
      )
    )
  if (!known) {
    // The page says how it was on the day it was read, and nothing of the days before.
    const first = { status, statusObservedOn: verified }
    const made = await createScheme(
      tx,
      actor,
      { municipalityCode },
      {
        ...content,
        ...first,
        kind: 'notStated',
        source,
        reference
      }
    )
    await importWindows(context, made, row)
    return { result: 'created', schemeId: made.id }
  }
  const ref = { municipalityCode, id: known.id }
  const after = await updateScheme(tx, actor, ref, content, 'any')
  const moved = await importStatus(context, known, row)
  const windows = await importWindows(context, known, row)
  const changed = after.version !== known.version || moved || windows
  return { result: changed ? 'updated' : 'unchanged', schemeId: known.id }
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

async function importWindows({ tx, actor, municipalityCode, source }: Context, scheme: SchemeRecord, row: SchemeRow) {
  const referenceOf = ({ kind, closesMonthDay }: SchemeRow['windows'][number]) =>
    `${row.reference}/${closesMonthDay ?? kind}`
  const wanted = new Map(row.windows.map(window => [referenceOf(window), window]))
  const known = await tx
    .select()
    .from(schemeWindows)
    .where(
      and(
        eq(schemeWindows.municipalityCode, municipalityCode),
        eq(schemeWindows.schemeId, scheme.id),
        isNull(schemeWindows.withdrawnAt)
      )
    )
  let changed = false
  for (const { id, reference, source: of } of known) {
    if (of !== source || reference === null || wanted.has(reference)) continue
    await withdrawSchemeWindow(tx, actor, { municipalityCode, id }, 'The file no longer holds it')
    changed = true
  }
  // Somebody who has recorded windows by hand knows more than a deadline: theirs stand, and the file's are left out.
  if (known.some(window => window.source !== source || window.reference === null)) return changed
  const provenance = { sourceUrl: row.sourceUrl, sourceRetrievedOn: row.verified }
  for (const [reference, window] of wanted) {
    if (known.some(each => each.reference === reference)) continue
    const made = { ...window, closesNextYear: false, everyYears: 1, source, reference, ...provenance }
    await createSchemeWindow(tx, actor, { municipalityCode, id: scheme.id }, made)
    changed = true
  }
  return changed
}
