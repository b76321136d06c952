import { problems } from '../problems.ts'
/** A file's bytes to its rows: which format, which encoding, and one RawRow at a time. */

import { Invalid } from '../../base/errors.ts'
import { decodeSlices, detectEncoding, type Encoding } from '../../platform/http/encoding.ts'
import { openCsv } from './csv.ts'
import { type Format, sniff } from './format.ts'
import { budgetOf } from './grid.ts'
import { readHtml } from './html.ts'
import { jsonRows, ndjsonRows } from './json.ts'
import { unreadable, usualLimits } from './limits.ts'
import { readMarkdown } from './markdown.ts'
import type { RawRow, ReadOptions } from './raw.ts'
import type { Table } from './records.ts'
import { chosen, rowsOfTables } from './tables.ts'
import { openWorkbook } from './workbook.ts'

export type { Format } from './format.ts'

export type ImportFile = {
  format: Format
  /** Null for workbooks, which say themselves how they are written. */
  encoding: Encoding | null
  /** CSV only: what parts the cells. */
  separator: string | null
  /** CSV only: the headings in order, tidied, '' for a column without one. The rows of other formats each have their own. */
  headings: string[] | null
  /** Reading it gives way to the event loop after every 64 kB, and can throw Malformed (`import-file`) and what it throws. */
  rows: AsyncIterable<RawRow>
}

/**
 * Opens a file of rows. What it is, is decided by its content; the content type helps only where that can be several things.
 * Throws Malformed: `import-encoding` (not text), `import-file` (empty, no format that is known, quotes, broken JSON, a
 * workbook that is damaged or protected); Invalid `import-columns` where two columns have one heading or no table names
 * recipients, `import-options` where there is no such sheet; TooLarge. A row that cannot be read is a row with violations,
 * where the format lets the next row be found with certainty; else the whole file is refused.
 */
export function readRows(bytes: Uint8Array, contentType: string, options: ReadOptions = {}): ImportFile {
  const format = sniff(bytes, contentType)
  const whole = { format, separator: null, headings: null }
  if (format === 'gzip') throw unreadable('is packed with gzip, which is not taken here')
  if (format === 'workbook') return { ...whole, encoding: null, rows: workbookRows(bytes, options) }
  const detected = detectEncoding(bytes)
  const slices = unixLines(decodeSlices(bytes, detected))
  const { encoding } = detected
  if (format === 'html' || format === 'markdown') {
    const read = format === 'html' ? readHtml : readMarkdown
    const tables = () => read(slices, budgetOf(options.limits ?? usualLimits))
    return { ...whole, encoding, rows: textRows(tables, options) }
  }
  if (options.sheet !== undefined) refuseSheet('is for workbooks, and for pages with several tables')
  if (format === 'csv') return { format, encoding, ...openCsv(slices, options) }
  return { ...whole, encoding, rows: format === 'ndjson' ? ndjsonRows(slices) : jsonRows(slices) }
}

async function* workbookRows(bytes: Uint8Array, options: ReadOptions): AsyncGenerator<RawRow> {
  const book = await openWorkbook(bytes, options.limits)
  try {
    yield* rowsOfTables(chosen(book.tables, options.sheet), options)
    for (const note of book.notes) options.tell?.(note)
  } finally {
    await book.close()
  }
}

async function* textRows(tables: () => Promise<Table[]>, options: ReadOptions): AsyncGenerator<RawRow> {
  yield* rowsOfTables(chosen(await tables(), options.sheet), options)
}

function refuseSheet(message: string): never {
  throw new Invalid(problems['import-options'], 'The file has no sheets.', [{ field: 'sheet', message }])
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
