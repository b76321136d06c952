/** A file's bytes to its rows: which format, which encoding, which tables, and one RawRow at a time. */

import { Invalid } from '../../base/errors.ts'
import { decodeSlices, detectEncodingOf, type Encoding } from '../../platform/http/encoding.ts'
import { type Source, sourceOf } from '../../platform/http/spool.ts'
import { problems } from '../problems.ts'
import { openCsv } from './csv.ts'
import { type Format, headOf, sniff } from './format.ts'
import { budgetOf } from './grid.ts'
import { readHtml } from './html.ts'
import { jsonRows, ndjsonRows } from './json.ts'
import { type LaidOut, layOut, shown } from './layout.ts'
import { unreadable, usualLimits } from './limits.ts'
import { readMarkdown } from './markdown.ts'
import type { RawRow, ReadOptions } from './raw.ts'
import type { FileNote, Table } from './records.ts'
import { chosen } from './tables.ts'
import { openWorkbook } from './workbook.ts'

export type { Format } from './format.ts'

/** Rows under one row of headings; of JSON each row has its own, and `headings` is null. */
export type Section = Omit<LaidOut, 'headings' | 'rows' | 'notes'> & {
  headings: string[] | null
  rows: AsyncIterable<RawRow>
}

export type ImportFile = {
  format: Format
  /** Null for workbooks, which say themselves how they are written. */
  encoding: Encoding | null
  /** CSV only: what parts the cells. */
  separator: string | null
  /**
   * The tables of grants, in their order; of most files one. Reading their rows gives way to the event loop after every
   * 64 kB, and can throw Malformed (`import-file`).
   */
  sections: Section[]
  /** What is told of the file beside its rows; complete when they have been read. */
  notes: () => FileNote[]
  /** Lets go of what reads the file. Whoever has opened a file closes it. */
  close: () => Promise<void>
}

/**
 * Opens a file of rows. What it is, is decided by its content; the content type helps only where that can be several things.
 * Throws Malformed: `import-encoding` (not text), `import-file` (empty, no format that is known, quotes, broken JSON, a
 * workbook that is damaged or protected); Invalid `import-columns` where two columns have one heading or no table names
 * recipients, `import-options` where there is no such sheet; TooLarge. A row that cannot be read is a row with violations,
 * where the format lets the next row be found with certainty; else the whole file is refused.
 */
export async function readRows(
  file: Uint8Array | Source,
  contentType: string,
  options: ReadOptions = {}
): Promise<ImportFile> {
  const source = sourceOf(file)
  const format = sniff(await headOf(source), contentType)
  if (format === 'gzip')
    throw unreadable('is packed with gzip, which is not taken here', 'är packad med gzip, vilket inte tas emot här')
  const whole = { format, separator: null, close: async () => {} }
  if (format === 'workbook') return await workbook(source, options)
  // Any byte of a file can tell its encoding: it is read once for that, and once for its rows.
  const detected = await detectEncodingOf(source.read())
  const { encoding } = detected
  const slices = unixLines(decodeSlices(source.read(), detected))
  if (format === 'html' || format === 'markdown') {
    const read = format === 'html' ? readHtml : readMarkdown
    const tables = chosen(await read(slices, budgetOf(options.limits ?? usualLimits)), options.sheet)
    return { ...whole, encoding, ...(await ofGrants(tables, options)) }
  }
  if (options.sheet !== undefined) refuseSheet()
  if (format === 'csv') {
    const { separator, records } = await openCsv(slices, options)
    const table: Table = { sheet: null, records, notes: [] }
    const section = await layOut(table, options, false)
    return { ...whole, encoding, separator, sections: [section], notes: () => section.notes }
  }
  const rows = format === 'ndjson' ? ndjsonRows(slices) : jsonRows(slices)
  return { ...whole, encoding, sections: [{ sheet: null, headings: null, first: [], rows }], notes: () => [] }
}

async function workbook(source: Source, options: ReadOptions): Promise<ImportFile> {
  const book = await openWorkbook(source, options.limits)
  try {
    const { sections, notes } = await ofGrants(chosen(book.tables, options.sheet), options)
    const all = () => [...book.notes, ...notes()]
    return { format: 'workbook', encoding: null, separator: null, sections, notes: all, close: book.close }
  } catch (error) {
    await book.close()
    throw error
  }
}

/** The tables that name recipients; the others are passed over, and told. One table alone is taken, to be judged by its headings. */
async function ofGrants(tables: Table[], options: ReadOptions) {
  const laid = await Promise.all(tables.map(table => layOut(table, options, true)))
  const filled = laid.filter(({ first }) => first.length > 0)
  if (filled.length === 0) throw unreadable('is empty', 'är tom')
  const isOfGrants = ({ headings }: LaidOut) => headings.some(heading => options.naming?.(heading))
  const sections = filled.length === 1 ? filled : filled.filter(isOfGrants)
  const sought = options.sought ?? { column: 'recipient', tells: { en: 'the recipient', sv: 'vem mottagaren är' } }
  if (sections.length === 0) throw noGrants(filled, sought)
  const passed = laid.filter(one => !sections.includes(one)).map(one => passedOver(one, sought))
  return { sections, notes: () => [...passed, ...[...tables, ...sections].flatMap(({ notes }) => notes)] }
}

type Sought = NonNullable<ReadOptions['sought']>

function passedOver({ sheet, first }: LaidOut, { tells }: Sought): FileNote {
  const why =
    first.length > 0
      ? {
          en: `has no heading that tells ${tells.en}, and was passed over`,
          sv: `har ingen rubrik som säger ${tells.sv}, och läses inte`
        }
      : { en: 'is empty', sv: 'saknar innehåll' }
  const what = sheet === null ? { en: 'table', sv: 'tabellen' } : { en: 'sheet', sv: 'bladet' }
  const note = { code: 'table-passed-over', message: `the ${what.en} ${why.en}`, sv: `${what.sv} ${why.sv}` }
  return sheet === null ? note : { ...note, sheet }
}

function noGrants(tables: LaidOut[], { column, tells }: Sought): Invalid {
  const message = `is missing: no table of the file has a heading that tells ${tells.en}; map one to ${column}`
  const sv = `saknas: ingen tabell i filen har en rubrik som säger ${tells.sv}; koppla en till ${column}`
  const lines = tables
    .slice(0, 5)
    .map(({ sheet, first }) => ({ sheet, line: first[0]!.line, text: shown(first[0]!, 200) }))
  return new Invalid(
    problems['import-columns'],
    {
      en: 'No table of the file is of what is imported.',
      sv: 'Ingen tabell i filen är av det slag som läses in.'
    },
    [{ field: column, message, sv }],
    { read: { lines } }
  )
}

function refuseSheet(): never {
  const detail = { en: 'The file has no sheets.', sv: 'Filen har inga blad.' }
  const violation = {
    field: 'sheet',
    message: 'is for workbooks, and for pages with several tables',
    sv: 'är till för arbetsböcker, och för sidor med flera tabeller'
  }
  throw new Invalid(problems['import-options'], detail, [violation])
}

/**
 * CRLF and bare CR become LF, also inside quoted cells: so that lines count the same whoever saved the file, and a file
 * saved again with other line ends holds the same values.
 */
async function* unixLines(slices: AsyncIterable<string>): AsyncGenerator<string> {
  let afterCr = false
  for await (const slice of slices) {
    const text = afterCr && slice.startsWith('\n') ? slice.slice(1) : slice
    if (slice.length > 0) afterCr = slice.endsWith('\r')
    if (text !== '') yield text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  }
}
