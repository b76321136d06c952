/** The pure half of an import, whole: bytes in, decision lines with their violations and warnings out. */

import { Invalid } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'
import type { Source } from '../../platform/http/spool.ts'
import { type ImportFile, readRows, type Section } from '../files/file.ts'
import { shown } from '../files/layout.ts'
import { GROUP, type RawRow, type ReadOptions } from '../files/raw.ts'
import type { FileNote } from '../files/records.ts'
import { unusedColumns } from '../payment-rules.ts'
import { problems } from '../problems.ts'
import { amountColumns } from './aliases.ts'
import {
  type AmountUnit,
  type Column,
  type Columns,
  columnOf,
  columnResolver,
  decisionWords,
  type HeadingOptions,
  meaningOf,
  type Resolved,
  resolveColumns
} from './columns.ts'
import { type Defaults, fillDefaults, withDefaults } from './defaults.ts'
import { asExported, hasIds, type LookUp } from './exported.ts'
import { FileJudge, type JudgeOptions } from './file-judge.ts'
import { holdsPersonalNumber, WITHHELD } from './personal-numbers.ts'
import { type ImportRow, type RowOptions, readRow, unreadRow } from './row.ts'

export type ImportOptions = Omit<RowOptions, 'thousands'> &
  Omit<JudgeOptions, 'mapped'> &
  Pick<ReadOptions, 'sheet' | 'limits'> & {
    /** Heading of the file → our column, or `ignore`. */
    mapping?: Record<string, string>
    /** Columns that the file does not have. */
    defaults?: Defaults
    /** In what amounts are stated, where their headings do not say whole kronor. */
    amountUnit?: AmountUnit
    /** Finds the lines of an exported table by their ids; without it cells are read as they stand. */
    exported?: LookUp
  }

export type OpenImport = Pick<ImportFile, 'format' | 'encoding' | 'separator' | 'notes'> & {
  /** Headings that are not used; for NDJSON and JSON it grows while the rows are read. */
  ignored: Set<string>
  /** Our columns that the file has; for NDJSON and JSON it grows while the rows are read. */
  columns: Columns
  rows: AsyncIterable<ImportRow>
  /** What is seen of the file as a whole; complete once all rows are read. */
  judge: FileJudge
}

/** Columns that say which decision a row is of: a cell merged with the one above says the same. */
const ofDecision: ReadonlySet<Column> = new Set<Column>([
  'body',
  'decided_on',
  'decision_year',
  'paragraph',
  'diary_number',
  'grant_year',
  'grant_year_from',
  'grant_year_to',
  'scheme'
])

/**
 * Opens a file of decision lines. Throws Malformed (`import-encoding`, `import-file`) for what is no file of rows and
 * Invalid (`import-columns`) for columns that cannot be told; `rows` throws Malformed where a file breaks further down,
 * so the rows before are no reason to keep anything. A bad row is no error: it carries its violations.
 */
export async function openImport(
  sent: Uint8Array | Source,
  contentType: string,
  options: ImportOptions
): Promise<OpenImport> {
  const { defaults = new Map(), mapping = {}, sheet, limits } = options
  const heading: HeadingOptions = {
    unused: unusedColumns(options.payments),
    amountUnit: options.amountUnit,
    amountPer: options.amountPer
  }
  const isMapped = new Set(Object.keys(mapping))
  const columnIn = (name: string) => (mapping[name] === undefined ? meaningOf(name)?.column : columnOf(mapping[name]))
  const file = await readRows(sent, contentType, {
    known: name => isMapped.has(name) || meaningOf(name) !== null,
    telling: name => columnIn(name) === 'outcome' || amountColumns.has(columnIn(name) as Column),
    filled: name => ofDecision.has(columnIn(name) as Column),
    naming: name => columnIn(name) === 'recipient',
    sheet,
    limits
  })
  const { format, encoding, separator, notes } = file
  const ignored = new Set<string>()
  const columns: Columns = {}
  const judge = new FileJudge({ ...options, mapped: isMapped })
  /** What the headings say of all amounts goes before the option. */
  const rowOptions = ({ thousands, per }: Resolved): RowOptions => ({
    ...options,
    thousands,
    amountPer: per ?? options.amountPer
  })
  const understood = (resolved: Resolved): Columns => {
    const own = withDefaults(resolved.columns, defaults)
    Object.assign(columns, own)
    for (const name of resolved.ignored)
      if (ignored.size < 1000) ignored.add(holdsPersonalNumber(name) ? WITHHELD : name)
    return own
  }
  const turned: FileNote[] = []
  const { exported } = options
  /** Reads rows under one row of headings. */
  function readerOf(headings: string[], section: Section): Read {
    const all = isMapped.has(GROUP) ? [...headings, GROUP] : headings
    const resolved = withFirstLines(file, section, decisionWords.lookedFor, () => resolveColumns(all, mapping, heading))
    const own = understood(resolved)
    const of = rowOptions(resolved)
    const { rows } = section
    return {
      rows: exported && hasIds(headings) ? asExported(rows, own, exported, turned) : rows,
      read: raw => judge.see(readRow(fillDefaults(raw, defaults), own, of), raw, own)
    }
  }
  const resolve = columnResolver(mapping, heading)
  /** Reads a row that has headings of its own. */
  function readAlone(raw: RawRow): ImportRow {
    try {
      const resolved = resolve(Object.keys(raw.cells))
      const own = understood(resolved)
      return judge.see(readRow(fillDefaults(raw, defaults), own, rowOptions(resolved)), raw, own)
    } catch (error) {
      // The keys of one object condemn that object only.
      if (!(error instanceof Invalid)) throw error
      const found = error.violations.map(violation => ({ ...violation, line: raw.line }))
      return unreadRow({ ...raw, violations: [...raw.violations, ...found] })
    }
  }
  try {
    const sections = file.sections.map(section =>
      section.headings ? readerOf(section.headings, section) : { rows: section.rows, read: readAlone }
    )
    const rows = rowsOf(sections, file)
    return { format, encoding, separator, notes: () => [...notes(), ...turned], ignored, columns, rows, judge }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Rows of a table, and how each is read. */
type Read = { rows: AsyncIterable<RawRow>; read: (raw: RawRow) => ImportRow }

async function* rowsOf(sections: Read[], file: ImportFile): AsyncGenerator<ImportRow> {
  try {
    for (const { rows, read } of sections) {
      for await (const raw of rows) {
        const row = read(raw)
        if (row.sheet !== null) for (const violation of row.violations) violation.sheet = row.sheet
        yield row
      }
    }
  } finally {
    await file.close()
  }
}

const LINES_SHOWN = 5

/** Where headings cannot be told, the answer shows what was read, so that a person sees why. */
export function withFirstLines<T>(
  { format, separator }: ImportFile,
  { sheet, first }: Section,
  lookedFor: Text,
  resolve: () => T
): T {
  try {
    return resolve()
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    const lines = first.slice(0, LINES_SHOWN).map(record => ({ line: record.line, text: shown(record, 200) }))
    const read = { format, separator, sheet, lines, lookedFor }
    throw new Invalid(problems['import-columns'], error.detail, error.violations, { ...error.extra, read })
  }
}
