/** Rows of NDJSON and of JSON. */

import { Malformed } from '../../base/errors.ts'
import { problems } from '../problems.ts'
import { LONGEST_LINE, tooLongLine, unreadable } from './limits.ts'
import { breathe, type RawRow } from './raw.ts'
import type { Cell } from './records.ts'

const deepest = 32

/** One JSON object a line. A line that is none is a rejected row: the next line is found all the same. */
export async function* ndjsonRows(slices: AsyncIterable<string>): AsyncGenerator<RawRow> {
  let rest = ''
  let line = 1
  let some = false
  for await (const slice of slices) {
    const lines = (rest + slice).split('\n')
    rest = lines.pop()!
    if (rest.length > LONGEST_LINE) throw tooLongLine(line + lines.length)
    for (const text of lines) {
      if (text.trim() !== '') {
        some = true
        yield jsonRow(text, line)
      }
      line++
    }
    await breathe()
  }
  if (rest.trim() !== '') yield jsonRow(rest, line)
  else if (!some) throw new Malformed(problems['import-file'], { en: 'The file is empty.', sv: 'Filen är tom.' })
}

function jsonRow(text: string, line: number): RawRow {
  try {
    return rowOf(JSON.parse(text), line)
  } catch {
    return { line, cells: {}, violations: [{ field: '', message: 'is not JSON', sv: 'är inte JSON', line }] }
  }
}

/** `[…]` or `{"rows": […]}`. Elements are cut out by their brackets and parsed one by one, so that an array of any
 * length neither holds up the event loop nor stands in memory twice; JSON.parse still judges every one of them. */
export async function* jsonRows(slices: AsyncIterator<string>): AsyncGenerator<RawRow> {
  let text: string = (await slices.next()).value ?? ''
  const opening = /^\s*(\{\s*"rows"\s*:\s*)?\[/.exec(text)
  if (text.trim() === '')
    throw new Malformed(problems['import-file'], { en: 'The file is empty.', sv: 'Filen är tom.' })
  if (!opening)
    throw broken(
      'is neither an array of objects nor an object whose only member is rows',
      'är varken en array av objekt eller ett objekt vars enda medlem är rows'
    )

  let start = opening[0].length
  let at = start
  let row = 0
  const scan = { depth: 0, quoted: false }
  for (;;) {
    at = endOfElement(text, at, scan, row + 1)
    if (at >= text.length) {
      const more = await slices.next()
      if (more.done)
        throw broken(`is not JSON: it ends within row ${row + 1}`, `är inte JSON: den slutar inne i rad ${row + 1}`)
      at -= start
      text = text.slice(start) + more.value
      start = 0
      if (text.length > LONGEST_LINE * 2)
        throw broken(
          `holds a row that is too long: row ${row + 1}`,
          `innehåller en rad som är för lång: rad ${row + 1}`
        )
      await breathe()
      continue
    }
    const element = text.slice(start, at)
    const closes = text[at] === ']'
    start = ++at
    if (closes && row === 0 && element.trim() === '') break
    row++
    yield elementRow(element, row)
    if (closes) break
  }
  let rest = text.slice(at).trim()
  for (let more = await slices.next(); !more.done && rest.length < 2; more = await slices.next()) {
    rest = (rest + more.value).trim()
    await breathe()
  }
  if (rest !== (opening[1] ? '}' : ''))
    throw broken(`is not JSON: something follows row ${row}`, `är inte JSON: något följer efter rad ${row}`)
}

const broken = unreadable

function elementRow(text: string, row: number): RawRow {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw broken(`is not JSON: row ${row} cannot be read`, `är inte JSON: rad ${row} kan inte läsas`)
  }
  return rowOf(value, row)
}

/** Where the comma or bracket stands that ends the element, or at least the length of the text when it goes on. */
function endOfElement(text: string, from: number, scan: { depth: number; quoted: boolean }, row: number): number {
  let at = from
  for (; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (scan.quoted) {
      if (char === 0x5c) at++
      else if (char === 0x22) scan.quoted = false
    } else if (char === 0x22) scan.quoted = true
    else if (char === 0x7b || char === 0x5b) {
      if (++scan.depth > deepest)
        throw broken(
          `is too deep: row ${row} nests more than ${deepest} levels`,
          `är för djup: rad ${row} har fler än ${deepest} nivåer`
        )
    } else if (char === 0x7d || char === 0x5d) {
      if (scan.depth === 0) return at
      scan.depth--
    } else if (char === 0x2c && scan.depth === 0) return at
  }
  return at
}

function rowOf(value: unknown, line: number): RawRow {
  const row: RawRow = { line, cells: Object.create(null), violations: [] }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    row.violations.push({ field: '', message: 'is not a JSON object', sv: 'är inget JSON-objekt', line })
    return row
  }
  for (const [heading, cell] of Object.entries(value)) {
    const plain = cellOf(cell)
    if (plain === undefined) {
      row.violations.push({
        field: heading,
        message: 'must be text, a number, true, false or null',
        sv: 'måste vara text, ett tal, true, false eller null',
        line
      })
    } else row.cells[heading] = plain
  }
  return row
}

/** A list of names may be a list in JSON; in a cell it is parted by `|`. */
function cellOf(value: unknown): Cell | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  if (Array.isArray(value) && value.every(item => typeof item === 'string' && !item.includes('|')))
    return value.join('|')
  return undefined
}
