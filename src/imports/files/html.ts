import { Parser } from 'htmlparser2'
import { Ranges, RecordMaker, toldOfHidden } from './grid.ts'
import { type CellBudget, LONGEST_CELL, MOST_COLUMNS, unreadable } from './limits.ts'
import { breathe } from './raw.ts'
import type { Cell, FileNote, Table, TableRecord } from './records.ts'

/** Tables of a web page: minutes that are copied or saved, and what systems write that call it Excel. */

const MOST_SPANNED = 1_000
/** Elements that begin a line of their own within a cell. */
const LINES = new Set(['p', 'div', 'li', 'ul', 'ol', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'tr'])
const UNSEEN = new Set(['script', 'style', 'template', 'noscript', 'title'])

/**
 * Every table of the page, one within another too, in the order in which they begin. A record's line is its place among the
 * rows of all tables of the page, from 1. @throws Malformed where there is none, TooLarge
 */
export async function readHtml(slices: AsyncIterable<string>, budget: CellBudget): Promise<Table[]> {
  const page = new Page(budget)
  const parser = new Parser({
    onopentag: (name, attributes) => page.open(name, attributes),
    ontext: text => page.text(text),
    onclosetag: name => page.close(name)
  })
  for await (const slice of slices) {
    parser.write(slice)
    await breathe()
  }
  parser.end()
  if (page.tables.length === 0)
    throw unreadable(
      'holds no table: there is no <table> in it',
      'innehåller ingen tabell: det finns ingen <table> i den'
    )
  return page.tables.map(table => table.end())
}

class Page {
  readonly tables: PageTable[] = []
  readonly #budget: CellBudget
  /** The tables that are open, the innermost last. */
  readonly #open: PageTable[] = []
  #unseen = 0
  #rows = 0

  constructor(budget: CellBudget) {
    this.#budget = budget
  }

  open(name: string, attributes: Record<string, string>) {
    if (UNSEEN.has(name)) this.#unseen++
    if (name === 'table') {
      const table = new PageTable(this.#budget)
      this.tables.push(table)
      this.#open.push(table)
      return
    }
    const table = this.#open.at(-1)
    if (!table) return
    if (name === 'tr') table.openRow(++this.#rows, attributes)
    else if (name === 'td' || name === 'th') {
      // A row that is not said to be one.
      if (!table.hasRow) table.openRow(++this.#rows, {})
      table.openCell(attributes)
    } else if (name === 'br' || LINES.has(name)) table.breakLine()
  }

  text(text: string) {
    if (this.#unseen === 0) this.#open.at(-1)?.text(text)
  }

  close(name: string) {
    if (UNSEEN.has(name)) this.#unseen--
    const table = this.#open.at(-1)
    if (!table) return
    if (name === 'table') {
      table.closeRow()
      this.#open.pop()
    } else if (name === 'tr') table.closeRow()
    else if (name === 'td' || name === 'th') table.closeCell()
    else if (LINES.has(name)) table.breakLine()
  }
}

type OpenCell = { text: string; number: string | undefined; down: number; across: number }

/** One table while it is read: its cells flow around those that span rows. */
class PageTable {
  readonly #maker: RecordMaker
  readonly #budget: CellBudget
  readonly #records: TableRecord[] = []
  readonly #hidden = new Ranges()
  /** By column: the row up to which a cell from above stands there. */
  readonly #taken: number[] = []
  #row = -1
  #line = 0
  #isHidden = false
  #cells: Cell[] | null = null
  #column = 0
  #cell: OpenCell | null = null

  constructor(budget: CellBudget) {
    this.#budget = budget
    this.#maker = new RecordMaker(budget)
  }

  get hasRow(): boolean {
    return this.#cells !== null
  }

  openRow(line: number, { style = '', hidden }: Record<string, string>) {
    this.closeRow()
    this.#row++
    this.#line = line
    this.#isHidden = hidden !== undefined || /display:\s*none/i.test(style)
    this.#cells = []
    this.#column = 0
  }

  openCell({ rowspan, colspan, 'x:num': number }: Record<string, string>) {
    this.closeCell()
    const span = (text: string | undefined) =>
      Math.min(Math.max(1, Number.parseInt(text ?? '1', 10) || 1), MOST_SPANNED)
    this.#cell = { text: '', number, down: span(rowspan), across: span(colspan) }
  }

  text(text: string) {
    if (!this.#cell) return
    this.#cell.text += text.replace(/[ \t\r\n\f]+/g, ' ')
    if (this.#cell.text.length > LONGEST_CELL)
      throw unreadable('has a cell that is too long', 'har en cell som är för lång')
  }

  breakLine() {
    if (this.#cell) this.#cell.text += '\n'
  }

  closeCell() {
    if (!this.#cell || !this.#cells) return
    const { down, across } = this.#cell
    while ((this.#taken[this.#column] ?? -1) >= this.#row) this.#column++
    const left = this.#column
    if (left + across > MOST_COLUMNS) throw unreadable('has a table that is too wide', 'har en tabell som är för bred')
    this.#cells[left] = cellValue(this.#cell)
    const bottom = this.#row + down - 1
    if (down * across > 1) this.#maker.merge({ top: this.#row, left, bottom, right: left + across - 1 })
    this.#budget.spend(across)
    for (let column = left; column < left + across; column++) this.#taken[column] = bottom
    this.#column = left + across
    this.#cell = null
  }

  closeRow() {
    this.closeCell()
    if (!this.#cells) return
    const record = this.#maker.record(this.#row, this.#cells)
    this.#cells = null
    if (!record) return
    this.#records.push({ ...record, line: this.#line })
    if (this.#isHidden) this.#hidden.add(this.#line)
  }

  end(): Table {
    this.closeRow()
    const hidden = this.#hidden
    const notes: FileNote[] =
      hidden.count > 0 ? [{ code: 'rows-hidden', ...toldOfHidden(hidden), line: hidden.first! }] : []
    return { sheet: null, records: this.#records, notes }
  }
}

/** Excel keeps the number that it shows rounded as `x:num`. */
function cellValue({ text, number }: OpenCell): Cell {
  if (number && Number.isFinite(Number(number))) return Number(number)
  const lines = text.split('\n').map(line => line.replace(/ {2,}/g, ' ').trim())
  return lines.filter(line => line !== '').join('\n')
}
