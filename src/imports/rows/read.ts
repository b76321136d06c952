/** The pure half of an import, whole: bytes in, decision lines with their violations and warnings out. */

import { Invalid } from '../../base/errors.ts'
import { type ImportFile, readRows } from '../files/file.ts'
import { shown } from '../files/layout.ts'
import { GROUP, type RawRow } from '../files/raw.ts'
import { unusedColumns } from '../payment-rules.ts'
import { problems } from '../problems.ts'
import { amountColumns } from './aliases.ts'
import {
  type AmountUnit,
  type Column,
  type Columns,
  columnOf,
  columnResolver,
  type HeadingOptions,
  meaningOf,
  type Resolved,
  resolveColumns
} from './columns.ts'
import { type Defaults, fillDefaults, withDefaults } from './defaults.ts'
import { FileJudge, type JudgeOptions } from './file-judge.ts'
import { type ImportRow, type RowOptions, readRow, unreadRow } from './row.ts'

export type ImportOptions = Omit<RowOptions, 'thousands'> &
  Omit<JudgeOptions, 'mapped'> & {
    /** Heading of the file → our column, or `ignore`. */
    mapping?: Record<string, string>
    /** Columns that the file does not have. */
    defaults?: Defaults
    /** In what amounts are stated, where their headings do not say whole kronor. */
    amountUnit?: AmountUnit
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

/**
 * Opens a file of decision lines. Throws Malformed (`import-encoding`, `import-file`) for what is no file of rows and
 * Invalid (`import-columns`) for columns that cannot be told; `rows` throws Malformed where a file breaks further down,
 * so the rows before are no reason to keep anything. A bad row is no error: it carries its violations.
 */
export async function openImport(bytes: Uint8Array, contentType: string, options: ImportOptions): Promise<OpenImport> {
  const { defaults = new Map(), mapping = {} } = options
  const unused = unusedColumns(options.payments)
  const heading: HeadingOptions = { unused, amountUnit: options.amountUnit, amountPer: options.amountPer }
  const isMapped = new Set(Object.keys(mapping))
  const file = await readRows(bytes, contentType, {
    known: name => isMapped.has(name) || meaningOf(name) !== null,
    telling: name => isTelling(name, mapping)
  })
  const { format, encoding, separator, notes, headings, rows } = file
  const all = headings && (isMapped.has(GROUP) ? [...headings, GROUP] : headings)
  const whole = all && withFirstLines(file, () => resolveColumns(all, mapping, heading))
  const ignored = new Set<string>(whole?.ignored)
  const columns: Columns = whole ? withDefaults(whole.columns, defaults) : {}
  const resolve = columnResolver(mapping, heading)
  const judge = new FileJudge({ ...options, mapped: isMapped })

  function readOne(raw: RawRow): ImportRow {
    if (whole) return judge.see(readRow(fillDefaults(raw, defaults), columns, rowOptions(whole)), raw, columns)
    let resolved: Resolved
    let own: Columns
    try {
      resolved = resolve(Object.keys(raw.cells))
      own = withDefaults(resolved.columns, defaults)
    } catch (error) {
      // The keys of one object condemn that object only.
      if (!(error instanceof Invalid)) throw error
      const found = error.violations.map(violation => ({ ...violation, line: raw.line }))
      return unreadRow({ line: raw.line, violations: [...raw.violations, ...found] })
    }
    Object.assign(columns, own)
    for (const heading of resolved.ignored) if (ignored.size < 1000) ignored.add(heading)
    return judge.see(readRow(fillDefaults(raw, defaults), own, rowOptions(resolved)), raw, own)
  }
  /** What the headings say of all amounts goes before the option. */
  const rowOptions = ({ thousands, per }: Resolved): RowOptions => ({
    ...options,
    thousands,
    amountPer: per ?? options.amountPer
  })
  async function* read(): AsyncGenerator<ImportRow> {
    for await (const raw of rows) yield readOne(raw)
  }
  return { format, encoding, separator, notes, ignored, columns, rows: read(), judge }
}

/** Whether a heading is of an amount or an outcome: without them a name alone is all that a row can say. */
function isTelling(heading: string, mapping: Record<string, string>): boolean {
  const column = mapping[heading] === undefined ? meaningOf(heading)?.column : columnOf(mapping[heading])
  return column === 'outcome' || amountColumns.has(column as Column)
}

const LINES_SHOWN = 5

/** Where headings cannot be told, the answer shows what was read, so that a person sees why. */
function withFirstLines({ first, format, separator }: ImportFile, resolve: () => Resolved): Resolved {
  try {
    return resolve()
  } catch (error) {
    if (!(error instanceof Invalid)) throw error
    const lines = first.slice(0, LINES_SHOWN).map(record => ({ line: record.line, text: shown(record, 200) }))
    const read = {
      format,
      separator,
      lines,
      lookedFor: 'a row of headings, of which one tells the recipient (Förening, Sökande, Mottagare …)'
    }
    throw new Invalid(problems['import-columns'], error.message, error.violations, { ...error.extra, read })
  }
}
