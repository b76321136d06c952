/** A file's bytes to its rows: which format, which encoding, and one RawRow at a time. */

import { Malformed } from '../../base/errors.ts'
import { decodeSlices, detectEncoding, type Encoding } from '../../platform/http/encoding.ts'
import { problems } from '../problems.ts'
import { openCsv } from './csv.ts'
import { jsonRows, ndjsonRows } from './json.ts'
import { layOut } from './layout.ts'
import type { RawRow, ReadOptions } from './raw.ts'
import type { FileNote, Table, TableRecord } from './records.ts'

export type Format = 'csv' | 'ndjson' | 'json'

export type ImportFile = {
  format: Format
  encoding: Encoding
  /** CSV only: what parts the cells. */
  separator: string | null
  /** Tables only: the headings in order, tidied, '' for a column without one. JSON rows each have their own. */
  headings: string[] | null
  /** Tables only: the first lines as they were read. */
  first: TableRecord[]
  /** What is told of the file beside its rows; grows while they are read. */
  notes: FileNote[]
  /** Reading it gives way to the event loop after every 64 kB, and can throw Malformed (`import-file`). */
  rows: AsyncIterable<RawRow>
}

const formats: Record<string, Format> = {
  'text/csv': 'csv',
  'application/x-ndjson': 'ndjson',
  'application/json': 'json'
}

/**
 * Opens a file of rows. Everything is decided by the bytes but the format, which is the content type's.
 * Throws Malformed: `import-encoding` (not text), `import-file` (empty, unknown type, quotes, broken JSON); Invalid
 * `import-columns` where two columns have one heading. A row that cannot be read is a row with violations, where the
 * format lets the next row be found with certainty; else the whole file is refused.
 */
export async function readRows(bytes: Uint8Array, contentType: string, options: ReadOptions = {}): Promise<ImportFile> {
  const format = formats[contentType.split(';')[0]!.trim().toLowerCase()]
  if (!format) {
    throw new Malformed(
      problems['import-file'],
      'A file of rows is text/csv, application/x-ndjson or application/json.'
    )
  }
  const detected = detectEncoding(bytes)
  const slices = unixLines(decodeSlices(bytes, detected))
  const { encoding } = detected
  if (format === 'csv') {
    const { separator, records } = openCsv(slices, options)
    const table: Table = { sheet: null, records, notes: [] }
    return { format, encoding, separator, notes: table.notes, ...(await layOut(table, options, false)) }
  }
  const rows = format === 'ndjson' ? ndjsonRows(slices) : jsonRows(slices)
  return { format, encoding, separator: null, headings: null, first: [], notes: [], rows }
}

/**
 * CRLF and bare CR become LF, also inside quoted cells: so that lines count the same whoever saved the file, and a file
 * saved again with other line ends holds the same values.
 */
function* unixLines(slices: Iterable<string>): Generator<string> {
  let afterCr = false
  for (const slice of slices) {
    const text = afterCr && slice.startsWith('\n') ? slice.slice(1) : slice
    if (slice.length > 0) afterCr = slice.endsWith('\r')
    if (text !== '') yield text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  }
}
