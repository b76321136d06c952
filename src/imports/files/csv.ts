/** Records of delimited text, read by csv-parse. */

import { finished } from 'node:stream/promises'
import { type CsvError, type Options, parse } from 'csv-parse'
import { parse as parseSync } from 'csv-parse/sync'
import { Malformed } from '../../base/errors.ts'
import type { Message } from '../../base/language.ts'
import { problems } from '../problems.ts'
import { HEAD, mostKnown, tidyHeading } from './layout.ts'
import { LONGEST_LINE, tooLongLine } from './limits.ts'
import { breathe, type ReadOptions } from './raw.ts'
import type { TableRecord } from './records.ts'

/** In order of preference where nothing else tells: a Swedish Excel writes semicolons. */
const separators = [';', ',', '\t', '|']

// A record longer than this is a quote that was never closed, not a row.
const base: Options = {
  record_delimiter: '\n',
  relax_column_count: true,
  skip_empty_lines: true,
  max_record_size: LONGEST_LINE
}

/** Finds the separator, and gives the records as they are asked for. Throws as readRows says. */
export async function openCsv(slices: AsyncIterator<string>, { known = () => false }: ReadOptions) {
  const first = await slices.next()
  if (first.done || first.value.trim() === '')
    throw new Malformed(problems['import-file'], { en: 'The file is empty.', sv: 'Filen är tom.' })
  let head = first.value
  // Excel's own note to itself, which it writes and reads but never shows.
  const note = /^sep=([;,|\t])\n/i.exec(head)
  if (note) head = head.slice(note[0].length)
  const separator = note ? note[1]! : detect(head, known)
  return { separator, records: csvRecords(head, slices, separator, note ? 1 : 0) }
}

async function* csvRecords(
  head: string,
  slices: AsyncIterator<string>,
  separator: string,
  skipped: number
): AsyncGenerator<TableRecord> {
  let ready: TableRecord[] = []
  let failure: CsvError | undefined
  let begun = skipped + 1
  let widest = 0

  // Records are taken here and not from the stream's readable side: in order, without a promise per record, and so that a
  // failure is known together with the line where its record began.
  const parser = parse({
    ...base,
    delimiter: separator,
    on_record: (record: string[], { lines }) => {
      const end = lines + skipped
      const breaks = breaksIn(record)
      const line = end - breaks
      if (breaks > 0 && isSeveral(record, separator, widest)) throw new Swallowed(line, end)
      widest = Math.max(widest, record.length)
      begun = end + 1
      ready.push({ line, cells: record })
      return null
    }
  })
  parser.on('error', error => {
    failure = error as CsvError
  })
  parser.resume()

  const lengths = new LineLengths(skipped)
  for (let slice: string | undefined = head; slice !== undefined; slice = (await slices.next()).value) {
    lengths.see(slice)
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

/** A line that is longer than any row is refused as such, before it is all in memory. */
class LineLengths {
  #line: number
  #length = 0

  constructor(skipped: number) {
    this.#line = skipped + 1
  }

  /** @throws Malformed naming the line */
  see(slice: string) {
    const last = slice.lastIndexOf('\n')
    if (last < 0) this.#length += slice.length
    else {
      for (let at = slice.indexOf('\n'); at >= 0; at = slice.indexOf('\n', at + 1)) this.#line++
      this.#length = slice.length - last - 1
    }
    if (this.#length > LONGEST_LINE) throw tooLongLine(this.#line)
  }
}

/** The physical lines that a record spans beyond its first: each line break is inside one of its quoted cells. */
function breaksIn(record: string[]): number {
  let breaks = 0
  for (const cell of record) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) breaks++
  }
  return breaks
}

/**
 * Whether the record is several rows that stray quotes have made one cell of: each of its lines, read by itself, has as many
 * cells as a row of the file, words in one and a number in another.
 */
function isSeveral(record: string[], separator: string, width: number): boolean {
  if (width < 2) return false
  const lines = record.join(separator).split('\n')
  return lines.every(line => {
    const cells = line.split(separator)
    return (
      cells.length === width &&
      cells.some(cell => /\p{L}.*\p{L}/u.test(cell)) &&
      cells.some(cell => /^\s*\d/.test(cell))
    )
  })
}

/** Quotes that begin in one row and end in another. */
class Swallowed extends Error {
  readonly from: number
  readonly to: number
  constructor(from: number, to: number) {
    super('stray quotes')
    this.from = from
    this.to = to
  }
}

/** The first records by each separator: the one whose headings we know most of, then the one that gives most columns. */
function detect(head: string, known: (heading: string) => boolean): string {
  const found = separators.flatMap(separator => {
    const first = firstRecords(head, separator)
    if (first.length === 0) return []
    const { score, record } = mostKnown(first, known)
    return [{ separator, known: score, width: record.filter(cell => tidyHeading(cell) !== '').length }]
  })
  if (found.length === 0) {
    throw new Malformed(problems['import-file'], {
      en: 'The first line of the file holds quotes that do not match.',
      sv: 'Filens första rad har citattecken som inte går ihop.'
    })
  }
  found.sort((a, b) => b.known - a.known || b.width - a.width)
  const [best, next] = found
  if (next && best!.known > 0 && best!.known === next.known && best!.width === next.width && best!.width > 1) {
    throw new Malformed(problems['import-file'], {
      en: 'The separator of the file cannot be told apart.',
      sv: 'Det går inte att avgöra vilken avskiljare filen har.'
    })
  }
  return best!.separator
}

/** Records that may be headings: those of the first slice that can be read, none where the first of them cannot. */
function firstRecords(head: string, separator: string): string[][] {
  for (const to of [HEAD, 1]) {
    try {
      return parseSync(head, { ...base, delimiter: separator, to }) as string[][]
    } catch {
      // A quote that does not match further down is told when that row is read.
    }
  }
  return []
}

function unreadable(error: CsvError | Swallowed, line: number): Malformed {
  if (error instanceof Swallowed) {
    const { from, to } = error
    return unreadableFrom(from, {
      message: `lines ${from} to ${to} are one quoted cell that holds line breaks and separators: a quote is opened in line ${from} and closed in line ${to}; double the quotes that stand in a name`,
      sv: `raderna ${from} till ${to} är en enda cell inom citattecken, med radbrytningar och avskiljare: ett citattecken öppnas på rad ${from} och stängs på rad ${to}; dubblera citattecken som står i ett namn`
    })
  }
  const open = error.code === 'CSV_QUOTE_NOT_CLOSED' || error.code === 'CSV_MAX_RECORD_SIZE'
  const told: Message = open
    ? {
        message: 'a quote is opened in this row and never closed',
        sv: 'ett citattecken öppnas på raden och stängs aldrig'
      }
    : {
        message: 'a quote stands inside a cell; quote the whole cell and double the quotes in it',
        sv: 'ett citattecken står inne i en cell; sätt citattecken om hela cellen och dubblera dem som står i den'
      }
  const at = open ? line : Math.max(line, Number(error.lines ?? 0))
  return unreadableFrom(at, told)
}

function unreadableFrom(line: number, { message, sv }: Message): Malformed {
  const detail = {
    en: `The file cannot be read from line ${line} on: ${message}.`,
    sv: `Filen kan inte läsas från rad ${line}: ${sv}.`
  }
  return new Malformed(problems['import-file'], detail, [{ field: '', message, sv, line }])
}
