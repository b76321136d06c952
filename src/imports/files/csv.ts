import { problems } from '../problems.ts'
/** Rows of a CSV file, read by csv-parse. */

import { finished } from 'node:stream/promises'
import { type CsvError, type Options, parse } from 'csv-parse'
import { parse as parseSync } from 'csv-parse/sync'
import { Invalid, Malformed, type Violation } from '../../base/errors.ts'
import { columnOf, tidyHeading } from '../rows/columns.ts'
import { breathe, type Cell, type RawRow, type ReadOptions } from './raw.ts'

/** In order of preference where nothing else tells: a Swedish Excel writes semicolons. */
const separators = [';', ',', '\t', '|']

// A record longer than this is a quote that was never closed, not a row.
const base: Options = { record_delimiter: '\n', relax_column_count: true, skip_empty_lines: true, max_record_size: 1e6 }

/** Finds separator and headings, and gives the rows as they are asked for. Throws as readRows says. */
export function openCsv(slices: Iterator<string>, { mapping = {} }: ReadOptions) {
  const first = slices.next()
  if (first.done || first.value.trim() === '') throw new Malformed(problems['import-file'], 'The file is empty.')
  let head = first.value
  // Excel's own note to itself, which it writes and reads but never shows.
  const note = /^sep=([;,|\t])\n/i.exec(head)
  if (note) head = head.slice(note[0].length)

  const { separator, header } = note ? { separator: note[1]!, header: headerOf(head, note[1]!) } : detect(head, mapping)
  if (!header)
    throw new Malformed(problems['import-file'], 'The first line of the file holds quotes that do not match.')
  const headings = header.map(tidyHeading)
  refuseDuplicates(headings)

  return { separator, headings, rows: csvRows(head, slices, separator, headings, note ? 1 : 0) }
}

async function* csvRows(
  head: string,
  slices: Iterator<string>,
  separator: string,
  headings: string[],
  skipped: number
): AsyncGenerator<RawRow> {
  let ready: RawRow[] = []
  let failure: CsvError | undefined
  let begun = skipped + 1
  let isHeader = true

  // Rows are taken here and not from the stream's readable side: in order, without a promise per row, and so that a
  // failure is known together with the line where its record began.
  const parser = parse({
    ...base,
    delimiter: separator,
    on_record: (record: string[], { lines }) => {
      const end = lines + skipped
      const line = end - breaksIn(record)
      begun = end + 1
      if (isHeader) isHeader = false
      else if (!record.every(cell => cell.trim() === '')) ready.push(rowOf(record, headings, line))
      return null
    }
  })
  parser.on('error', error => {
    failure = error as CsvError
  })
  parser.resume()

  for (let slice: string | undefined = head; slice !== undefined; slice = slices.next().value) {
    parser.write(slice)
    yield* ready
    ready = []
    await breathe()
    if (failure) throw unreadable(failure, begun)
  }
  parser.end()
  await finished(parser).catch(error => {
    throw unreadable(error as CsvError, begun)
  })
  yield* ready
}

/** The physical lines that a record spans beyond its first: each line break is inside one of its quoted cells. */
function breaksIn(record: string[]): number {
  let breaks = 0
  for (const cell of record) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) breaks++
  }
  return breaks
}

/** An object without a prototype, yet fast: a heading may be called `__proto__` or `constructor`. */
class Cells {
  [heading: string]: Cell
}
Object.setPrototypeOf(Cells.prototype, null)
delete (Cells.prototype as { constructor?: unknown }).constructor

function rowOf(record: string[], headings: string[], line: number): RawRow {
  const violations: Violation[] = []
  const cells = new Cells()
  if (record.length !== headings.length) {
    // Also when what is missing or left over is empty: a separator inside a name moves every amount after it.
    const hint =
      record.length > headings.length ? 'a cell that holds the separator must be quoted' : 'cells are missing'
    violations.push({ field: '', message: `has ${record.length} cells, the header ${headings.length}: ${hint}`, line })
    return { line, cells, violations }
  }
  for (let i = 0; i < record.length; i++) {
    if (headings[i] !== '') cells[headings[i]!] = record[i]!
    else if (record[i]!.trim() !== '') {
      violations.push({ field: '', message: `holds a value in column ${i + 1}, which has no heading`, line })
    }
  }
  return { line, cells, violations }
}

function headerOf(head: string, separator: string): string[] | null {
  try {
    const records: string[][] = parseSync(head, { ...base, delimiter: separator, to: 1 })
    return records[0] ?? null
  } catch {
    return null
  }
}

/** The separator that gives most headings that we know, then most headings. Refuses a draw between known ones. */
function detect(head: string, mapping: Record<string, string>) {
  const known = (heading: string) => columnOf(heading) !== null || tidyHeading(heading) in mapping
  const found = separators.flatMap(separator => {
    const header = headerOf(head, separator)
    return header ? [{ separator, header, known: header.filter(known).length }] : []
  })
  found.sort((a, b) => b.known - a.known || b.header.length - a.header.length)
  const [best, next] = found
  if (best && next && best.known > 0 && best.known === next.known && best.header.length === next.header.length) {
    if (best.header.length > 1)
      throw new Malformed(problems['import-file'], 'The separator of the file cannot be told apart.')
  }
  return best ?? { separator: ';', header: null }
}

function refuseDuplicates(headings: string[]) {
  const twice = [...new Set(headings.filter((heading, i) => heading !== '' && headings.indexOf(heading) !== i))]
  if (twice.length === 0) return
  const violations = twice.map(field => ({ field, message: 'is the heading of more than one column', line: 1 }))
  throw new Invalid(problems['import-columns'], 'Two columns of the file have the same heading.', violations)
}

function unreadable({ code, lines }: CsvError, line: number): Malformed {
  const message =
    code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE'
      ? 'a quote is opened in this row and never closed'
      : 'a quote stands inside a cell; quote the whole cell and double the quotes in it'
  const at =
    code === 'CSV_QUOTE_NOT_CLOSED' || code === 'CSV_MAX_RECORD_SIZE' ? line : Math.max(line, Number(lines ?? 0))
  return new Malformed(problems['import-file'], `The file cannot be read from line ${at} on: ${message}.`, [
    { field: '', message, line: at }
  ])
}
