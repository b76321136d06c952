/** The pure half of an import, whole: bytes in, decision lines with their violations and warnings out. */

import { Invalid } from '../../base/errors.ts'
import { type ImportFile, readRows } from '../files/file.ts'
import { unusedColumns } from '../payment-rules.ts'
import { type Columns, columnResolver, type Resolved, resolveColumns } from './columns.ts'
import { type Defaults, fillDefaults, withDefaults } from './defaults.ts'
import { type ImportRow, type RowOptions, readRow, unreadRow } from './row.ts'

export type ImportOptions = RowOptions & {
  /** Heading of the file → our column, or `ignore`. */
  mapping?: Record<string, string>
  /** Columns that the file does not have. */
  defaults?: Defaults
}

export type OpenImport = Pick<ImportFile, 'format' | 'encoding' | 'separator'> & {
  /** Headings that are not used; for NDJSON and JSON it grows while the rows are read. */
  ignored: Set<string>
  /** Our columns that the file has; for NDJSON and JSON it grows while the rows are read. */
  columns: Columns
  rows: AsyncIterable<ImportRow>
}

/**
 * Opens a file of decision lines. Throws Malformed (`import-encoding`, `import-file`) for what is no file of rows and
 * Invalid (`import-columns`) for columns that cannot be told; `rows` throws Malformed where a file breaks further down,
 * so the rows before are no reason to keep anything. A bad row is no error: it carries its violations.
 */
export function openImport(bytes: Uint8Array, contentType: string, options: ImportOptions): OpenImport {
  const { defaults = new Map() } = options
  const { format, encoding, separator, headings, rows } = readRows(bytes, contentType, options)
  const ignored = new Set<string>()
  const unused = unusedColumns(options.payments)
  const whole = headings && resolveColumns(headings, options.mapping, { unused })
  for (const heading of whole?.ignored ?? []) ignored.add(heading)
  const columns: Columns = whole ? withDefaults(whole.columns, defaults) : {}
  const resolve = columnResolver(options.mapping, unused)

  async function* read(): AsyncGenerator<ImportRow> {
    for await (const raw of rows) {
      if (whole) {
        yield readRow(fillDefaults(raw, defaults), columns, options)
        continue
      }
      let resolved: Resolved
      let own: Columns
      try {
        resolved = resolve(Object.keys(raw.cells))
        own = withDefaults(resolved.columns, defaults)
      } catch (error) {
        // The keys of one object condemn that object only.
        if (!(error instanceof Invalid)) throw error
        const found = error.violations.map(violation => ({ ...violation, line: raw.line }))
        yield unreadRow({ line: raw.line, violations: [...raw.violations, ...found] })
        continue
      }
      Object.assign(columns, own)
      for (const heading of resolved.ignored) if (ignored.size < 1000) ignored.add(heading)
      yield readRow(fillDefaults(raw, defaults), own, options)
    }
  }
  return { format, encoding, separator, ignored, columns, rows: read() }
}
