/** Which records of a table are headings, titles and group headings, and which are rows. */

import { Invalid, type Violation } from '../../base/errors.ts'
import type { Message } from '../../base/language.ts'
import { problems } from '../problems.ts'
import { holdsPersonalNumber, WITHHELD } from '../rows/personal-numbers.ts'
import { isTotals } from '../rows/totals.ts'
import { GROUP, type RawRow, type ReadOptions } from './raw.ts'
import { type Cell, type FileNote, isBlank, type Table, type TableRecord } from './records.ts'

export type LaidOut = {
  /** Name of the sheet; null where the file is one table. */
  sheet: string | null
  /** The headings in order, tidied, '' for a column without one. */
  headings: string[]
  /** The first records as they were read: for the person whose file holds no headings that we know. */
  first: TableRecord[]
  rows: AsyncGenerator<RawRow>
  /** What was passed over, joined or filled; grows while the rows are read. */
  notes: FileNote[]
}

/** Among so many records the headings are looked for. */
export const HEAD = 50
/** How many lines of one kind a note counts up. */
const LINES_TOLD = 10

/** A heading without a byte order mark, line breaks or double spaces (Excel wraps headings), nor the bold of markdown. */
export function tidyHeading(heading: string): string {
  return heading
    .normalize('NFC')
    .replace(/[\u200b\u00ad\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(\*{1,3})(.+)\1$/, '$2')
}

const textOf = (cell: Cell | undefined): string => (isBlank(cell) || typeof cell === 'object' ? '' : String(cell))

/** The record that most of the known headings stand in, the first of equals, and how many those are. */
export function mostKnown(records: readonly string[][], known: (heading: string) => boolean) {
  let best = { at: 0, score: -1, record: records[0] ?? [] }
  for (const [at, record] of records.entries()) {
    const score = new Set(record.map(tidyHeading).filter(heading => heading !== '' && known(heading))).size
    if (score > best.score) best = { at, score, record }
  }
  return best
}

/**
 * Finds the headings of a table, below titles and blank lines and in one row or two, and gives the rows below them. What is
 * passed over is told in the notes, which grow while the rows are read: `lines-above-headings`, `joined-headings`,
 * `repeated-headings`, `group-heading`. `ragged`: a record may end before the last column, as grids do; in delimited text a
 * record that is too short has lost a separator.
 * @throws Invalid (`import-columns`) two columns with one heading
 */
export async function layOut(
  table: Table,
  { known = () => false, telling, filled = () => false }: ReadOptions,
  ragged: boolean
): Promise<LaidOut> {
  const records = walk(table.records)
  const first: TableRecord[] = []
  while (first.length < HEAD) {
    const next = await records.next()
    if (next.done) break
    if (!next.value.cells.every(isBlank)) first.push(next.value)
  }
  const found = findHeadings(first, known)
  const headings = trimmed(found.headings)
  refuseDuplicates(headings, first[found.from]?.line ?? 1)
  const notes: FileNote[] = []
  tellWhatWasFound(table, notes, first, found)
  const stood = first.slice(found.from, found.to + 1)
  const repeated = new Set(stood.map(keyOf))
  const begins = new Set(stood.map(({ cells }) => tidyHeading(textOf(cells[0]))))
  const below = [...first.slice(found.to + 1)]
  // Without a column that tells something, a name alone is all that a row says.
  const groups = telling !== undefined && headings.some(telling)
  const fill = headings.map(heading => heading !== '' && filled(heading))
  return {
    sheet: table.sheet,
    headings,
    first,
    notes,
    rows: rowsBelow({ table, notes, headings, ragged, groups, repeated, begins, fill }, below, records)
  }
}

async function* walk(records: Table['records']): AsyncGenerator<TableRecord> {
  yield* records
}

/** Whether the headings stand again in a record. Its first cell tells of nearly all that they do not. */
const isRepeated = ({ repeated, begins }: Below, record: TableRecord) =>
  begins.has(tidyHeading(textOf(record.cells[0]))) && repeated.has(keyOf(record))

const keyOf = ({ cells }: TableRecord) => trimmed(cells.map(cell => tidyHeading(textOf(cell)))).join('\u001f')

function trimmed(cells: string[]): string[] {
  const last = cells.findLastIndex(cell => cell !== '')
  return cells.slice(0, last + 1)
}

/** `from` and `to`: the first and the last record that the headings stand in. */
type Found = { from: number; to: number; headings: string[] }

function findHeadings(first: TableRecord[], known: (heading: string) => boolean): Found {
  const texts = first.map(({ cells }) => cells.map(textOf))
  const { at } = mostKnown(texts, known)
  const alone: Found = { from: at, to: at, headings: (texts[at] ?? []).map(tidyHeading) }
  let best = { found: alone, score: worthOf(alone.headings, known) }
  for (const upper of [at - 1, at]) {
    const lower = upper + 1
    if (upper < 0 || lower >= texts.length) continue
    const isHeadings = texts[lower]!.some(cell => known(tidyHeading(cell))) || isOfUnits(texts[lower]!)
    if (!isHeadings) continue
    const headings = joined(texts[upper]!, texts[lower]!, known)
    const score = worthOf(headings, known)
    const unitsBelow = upper === at && isOfUnits(texts[lower]!) && score >= best.score
    if (score > best.score || unitsBelow) best = { found: { from: upper, to: lower, headings }, score }
  }
  return best.found
}

/** How many of the headings are known; two equal ones tell nothing, and a row that has them is the worst. */
function worthOf(headings: string[], known: (heading: string) => boolean): number {
  const stated = headings.filter(heading => heading !== '')
  const different = new Set(stated)
  const count = [...different].filter(heading => known(heading)).length
  return different.size < stated.length ? count - 1000 : count
}

/** Two rows of headings as one: the upper one spans the empty cells to its right. */
function joined(upper: string[], lower: string[], known: (heading: string) => boolean): string[] {
  let spanning = ''
  const headings: string[] = []
  const times = (heading: string) => lower.filter(other => tidyHeading(other) === heading).length
  for (let i = 0; i < Math.max(upper.length, lower.length); i++) {
    const above = tidyHeading(upper[i] ?? '')
    const below = tidyHeading(lower[i] ?? '')
    if (above !== '') spanning = above
    const both = `${spanning} ${below}`
    if (below === '') headings.push(above)
    else if (spanning === '' || (known(below) && !known(both) && times(below) === 1)) headings.push(below)
    else headings.push(both)
  }
  return headings
}

/** A second row of headings that says nothing but units: `;kr;tkr`. */
const isOfUnits = (record: string[]) => {
  const cells = record.map(tidyHeading).filter(cell => cell !== '')
  return cells.length > 0 && cells.every(cell => unitOnly.test(cell))
}
const unitOnly =
  /^\(?(?:i )?(?:kr|sek|kronor|tkr|kkr|mkr|tusental(?: kr| kronor)?|kr\/år|kr per år|per år|totalt|st|%)\)?$/i

function tellWhatWasFound({ sheet }: Table, notes: FileNote[], first: TableRecord[], { from, to }: Found) {
  const say = (code: string, { message, sv }: Message, line: number) =>
    notes.push({ code, message, sv, line, ...(sheet !== null && { sheet }) })
  if (from > 0) {
    const said = first
      .slice(0, 5)
      .slice(0, from)
      .map(record => JSON.stringify(shown(record, 120)))
      .join(', ')
    say(
      'lines-above-headings',
      from === 1
        ? {
            message: `one line stands above the headings and is no row: ${said}`,
            sv: `en rad står ovanför rubrikerna och läses inte in: ${said}`
          }
        : {
            message: `${from} lines stand above the headings and are no rows: ${said}`,
            sv: `${from} rader står ovanför rubrikerna och läses inte in: ${said}`
          },
      first[0]!.line
    )
  }
  if (to === from) return
  const told = { message: 'two rows of headings are read as one', sv: 'två rubrikrader läses som en' }
  say('joined-headings', told, first[from]!.line)
}

/** A record as a person may read it, cut to so many characters; one with a personal number is told by that alone. */
export function shown({ cells }: TableRecord, most: number): string {
  const text = trimmed(cells.map(textOf)).join(' | ').replace(/\s+/g, ' ').trim()
  if (holdsPersonalNumber(text)) return WITHHELD
  return text.length > most ? `${text.slice(0, most)}…` : text
}

type Below = {
  table: Table
  notes: FileNote[]
  headings: string[]
  ragged: boolean
  groups: boolean
  repeated: Set<string>
  /** Their first cells. */
  begins: ReadonlySet<string>
  /** By column: whether merged cells are filled down. */
  fill: boolean[]
}

const MERGED: Message = {
  message: 'cells that are merged with the one above are read as it',
  sv: 'celler som är sammanfogade med den ovanför läses som den'
}

function toldOfGroup(heading: TableRecord): Message {
  const text = JSON.stringify(shown(heading, 100))
  return { message: `${text} is a group heading and no row`, sv: `${text} är en grupprubrik och läses inte in som rad` }
}

async function* rowsBelow(
  below: Below,
  held: TableRecord[],
  more: AsyncGenerator<TableRecord>
): AsyncGenerator<RawRow> {
  const tell = teller(below)
  // Lines that hold one text each: group headings when a row follows that holds more, else rows that say too little.
  let single: TableRecord[] = []
  let group: string | null = null
  async function* all() {
    yield* held
    yield* more
  }
  for await (const record of all()) {
    const stated = record.cells.reduce((count: number, cell) => count + (isBlank(cell) ? 0 : 1), 0)
    if (stated === 0) continue
    if (isRepeated(below, record)) {
      const told = { message: 'the headings stand again', sv: 'rubrikerna upprepas' }
      tell('repeated-headings', told, record.line)
      continue
    }
    if (below.groups && stated === 1 && isGroupHeading(record)) {
      single.push(record)
      continue
    }
    for (const heading of single) tell('group-heading', toldOfGroup(heading), heading.line)
    if (single.length > 0) group = shown(single.at(-1)!, 300)
    single = []
    if (fillDown(below, record)) tell('merged-cells', MERGED, record.line)
    yield rowOf(below, record, group)
  }
  for (const record of single) yield rowOf(below, record, group)
}

/** Fills the cells of a record that a merge covers, in columns that say which decision it is of: never an outcome or an amount. */
function fillDown({ fill }: Below, { cells, covered }: TableRecord): boolean {
  let some = false
  for (const [at, cell] of covered ?? []) {
    if (!fill[at] || !isBlank(cells[at]) || isBlank(cell)) continue
    while (cells.length < at) cells.push(null)
    cells[at] = cell
    some = true
  }
  return some
}

/** What the name of one association ends or begins with, and no group of them does. */
const ofOne =
  /(?:^|[\s(])(?:[A-ZÅÄÖ]{2,5}|.*(?:förening|föreningen|klubb|klubben|sällskap|sällskapet|stiftelse|stiftelsen|församling|församlingen|förbund|förbundet|kår|kåren|förlag|bolag|bygdegård|hembygdsgille))(?:$|[\s)])/u

/** Whether a record that holds one cell only may be the heading of a group: words, no sum of a table and no name of an association. */
function isGroupHeading({ cells }: TableRecord): boolean {
  const cell = cells.find(cell => !isBlank(cell))
  if (typeof cell !== 'string' || !/\p{L}/u.test(cell)) return false
  return !isTotals(cell) && !/^#/.test(cell.trim()) && !ofOne.test(cell.trim())
}

/** Tells each thing of one kind and message once, with its first line and how many more there are. */
function teller({ notes, table: { sheet } }: Below) {
  const before = new Map<string, { note: FileNote; count: number; told: Message }>()
  return (code: string, told: Message, line: number) => {
    const known = before.get(code)
    if (!known || (code === 'group-heading' && known.count < LINES_TOLD)) {
      const note = { code, ...told, line, ...(sheet !== null && { sheet }) }
      notes.push(note)
      before.set(code, { note, count: (known?.count ?? 0) + 1, told })
      return
    }
    known.count++
    known.note.message = `${known.told.message} (${known.count} lines in all)`
    known.note.sv = `${known.told.sv} (${known.count} rader totalt)`
  }
}

/** An object without a prototype, yet fast: a heading may be called `__proto__` or `constructor`. */
class Cells {
  [heading: string]: Cell
}
Object.setPrototypeOf(Cells.prototype, null)
delete (Cells.prototype as { constructor?: unknown }).constructor

function rowOf({ headings, ragged, table }: Below, record: TableRecord, group: string | null): RawRow {
  const { line, cells } = record
  const violations: Violation[] = []
  const row: RawRow = { line, cells: new Cells(), violations, ...(table.sheet !== null && { sheet: table.sheet }) }
  if (!ragged && !cells.slice(headings.length).every(isBlank)) {
    violations.push({
      field: '',
      message: `has ${cells.length} cells, the header ${headings.length}: a cell that holds the separator must be quoted`,
      sv: `har ${cells.length} celler, rubrikraden ${headings.length}: en cell som innehåller avskiljaren måste stå inom citattecken`,
      line
    })
  } else if (!ragged && cells.length < headings.length) {
    // Also when what is missing is empty: a separator that is lost moves every amount after it.
    violations.push({
      field: '',
      message: `has ${cells.length} cells, the header ${headings.length}: cells are missing`,
      sv: `har ${cells.length} celler, rubrikraden ${headings.length}: celler saknas`,
      line
    })
  }
  if (violations.length > 0) return row
  const width = Math.max(headings.length, cells.length)
  for (let i = 0; i < width; i++) {
    const heading = headings[i] ?? ''
    if (heading !== '') row.cells[heading] = cells[i] ?? null
    else if (!isBlank(cells[i])) {
      violations.push({
        field: '',
        message: `holds a value in column ${i + 1}, which has no heading`,
        sv: `har ett värde i kolumn ${i + 1}, som saknar rubrik`,
        line
      })
    }
  }
  if (group !== null) row.cells[GROUP] = group
  return row
}

function refuseDuplicates(headings: string[], line: number) {
  const twice = [...new Set(headings.filter((heading, i) => heading !== '' && headings.indexOf(heading) !== i))]
  if (twice.length === 0) return
  const told = { message: 'is the heading of more than one column', sv: 'är rubrik för mer än en kolumn' }
  const violations = twice.map(field => ({ field, ...told, line }))
  const detail = {
    en: 'Two columns of the file have the same heading.',
    sv: 'Två kolumner i filen har samma rubrik.'
  }
  throw new Invalid(problems['import-columns'], detail, violations)
}
