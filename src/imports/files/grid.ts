import type { Message } from '../../base/language.ts'
import { CellBudget, MOST_COLUMNS, MOST_LINES, type ReadLimits } from './limits.ts'
import type { Cell, FileNote, TableRecord } from './records.ts'

/** What sheets of every format have in common: merged cells, and what is hidden. */

/** Cells of the range hold the value of its first; all from 0, inclusive. */
export type Merge = { top: number; left: number; bottom: number; right: number }

/** As many columns of one merge are told as any table of ours has. */
const WIDEST_MERGE = 1_000

/** A sheet, or a table of a page, while it is read: `notes` grow with it. */
export type Sheet = { name: string | null; notes: FileNote[]; records: () => AsyncIterable<TableRecord> }

/** A file of sheets. `notes` are of the file as a whole. */
export type Book = { kind: string; notes: FileNote[]; sheets: Sheet[] }

/** Makes records of the rows of one sheet, which come in their order. */
export class RecordMaker {
  readonly #budget: CellBudget
  readonly #merges: Merge[]
  #next = 0
  #active: { merge: Merge; value: Cell }[] = []
  /** Cells of the longest record so far. */
  width = 0

  /** Merges that are known beforehand; others are added while the rows come (`merge`). */
  constructor(budget: CellBudget, merges: Merge[] = []) {
    this.#budget = budget
    this.#merges = merges.toSorted((a, b) => a.top - b.top)
  }

  /** A merge that begins in the row that comes next. */
  merge(merge: Merge) {
    this.#merges.push(merge)
  }

  /** The record of a row (from 0), null where it is empty. @throws TooLarge */
  record(row: number, cells: Cell[]): TableRecord | null {
    const width = Math.min(usedWidth(cells), MOST_COLUMNS)
    const covered = this.#covered(row, cells)
    if (width === 0 || row >= MOST_LINES) return null
    this.#budget.spend(width)
    this.width = Math.max(this.width, width)
    const plain = Array.from({ length: width }, (_, i) => cells[i] ?? null)
    return covered ? { line: row + 1, cells: plain, covered } : { line: row + 1, cells: plain }
  }

  #covered(row: number, cells: Cell[]): Map<number, Cell> | undefined {
    while (this.#next < this.#merges.length && this.#merges[this.#next]!.top <= row) {
      const merge = this.#merges[this.#next++]!
      this.#active.push({ merge, value: merge.top === row ? (cells[merge.left] ?? null) : null })
    }
    if (this.#active.length === 0) return undefined
    this.#active = this.#active.filter(({ merge }) => merge.bottom >= row)
    const covered = new Map<number, Cell>()
    for (const { merge, value } of this.#active) {
      const last = Math.min(merge.right, merge.left + WIDEST_MERGE)
      this.#budget.spend(last - merge.left + 1)
      for (let column = merge.left; column <= last; column++) {
        if (row > merge.top || column > merge.left) covered.set(column, value)
      }
    }
    return covered.size > 0 ? covered : undefined
  }
}

function usedWidth(cells: Cell[]): number {
  let width = cells.length
  while (width > 0 && (cells[width - 1] ?? '') === '') width--
  return width
}

export const budgetOf = ({ cells }: ReadLimits) => new CellBudget(cells)

/** As many parts of a list are told as a person reads. */
const TOLD = 20

/** Numbers that are told as `3–5, 9`; they come in their order. */
export class Ranges {
  readonly #ranges: Span[] = []
  #count = 0

  add(from: number, to = from) {
    this.#count += to - from + 1
    const last = this.#ranges.at(-1)
    if (last && from === last[1] + 1) last[1] = to
    else this.#ranges.push([from, to])
  }

  get first(): number | undefined {
    return this.#ranges[0]?.[0]
  }

  get count(): number {
    return this.#count
  }

  tell(nameOf: (number: number) => string = String): string {
    const told = this.#ranges
      .slice(0, TOLD)
      .map(([from, to]) => (from === to ? nameOf(from) : `${nameOf(from)}–${nameOf(to)}`))
    return told.join(', ') + (this.#ranges.length > TOLD ? ' and more' : '')
  }
}

/** From and to, inclusive. */
export type Span = [from: number, to: number]

/** What of the spans is before the width: columns beyond what is used are hidden often and hide nothing. */
export function clipped(spans: Span[], width: number): Ranges {
  const ranges = new Ranges()
  for (const [from, to] of spans) if (from < width) ranges.add(from, Math.min(to, width - 1))
  return ranges
}

/** `A`, `B`, … `AA` of a column, from 0. */
export function columnName(column: number): string {
  const letter = String.fromCharCode(65 + (column % 26))
  return column < 26 ? letter : columnName(Math.floor(column / 26) - 1) + letter
}

export function toldOfHidden(rows: Ranges, isFiltered = false): Message {
  const how = isFiltered
    ? { en: 'hidden, by a filter perhaps, and read', sv: ', kanske av ett filter, och läses' }
    : { en: 'hidden and read', sv: ' och läses' }
  const isOne = rows.count === 1
  return {
    message: `${isOne ? '1 row is' : `${rows.count} rows are`} ${how.en}: ${rows.tell()}`,
    sv: `${isOne ? '1 rad är dold' : `${rows.count} rader är dolda`}${how.sv}: ${rows.tell()}`
  }
}

/** What is told of hidden rows and columns, which are read like others. Hidden rows are told by their lines. */
export function hiddenNotes(sheet: string, rows: Ranges, columns: Ranges, isFiltered: boolean): FileNote[] {
  const notes: FileNote[] = []
  if (rows.count > 0) {
    notes.push({ code: 'rows-hidden', ...toldOfHidden(rows, isFiltered), line: rows.first!, sheet })
  }
  if (columns.count > 0) {
    notes.push({
      code: 'columns-hidden',
      message: `columns are hidden and read: ${columns.tell(columnName)}`,
      sv: `kolumner är dolda och läses: ${columns.tell(columnName)}`,
      sheet
    })
  }
  return notes
}

export const sheetHidden = (sheet: string, very = false): FileNote => ({
  code: 'sheet-hidden',
  message: `the sheet is hidden${very ? ' so that only a macro shows it' : ''}, and read`,
  sv: `bladet är dolt${very ? ' så att bara ett makro visar det' : ''}, och läses`,
  sheet
})

export const macrosNote: FileNote = {
  code: 'macros',
  message: 'the file holds macros, which were not run',
  sv: 'filen innehåller makron, som inte har körts'
}
