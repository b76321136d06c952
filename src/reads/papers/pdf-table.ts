import { classesOf, elementsOf, type PaperElement, textOf } from './body.ts'
import { DARK, type FontName, fonts, MUTED, room, type Setting, type Struct } from './pdf-page.ts'

/** Sets a table: columns as wide as their texts ask for, rows that are kept together, and its head again on each page. */

const SIZE = 9.5
const LINE = 12.5
const ABOVE = 3
const GAP = 8
const THIN = '#bbbbbb'

type Cell = { text: string; isHead: boolean; isAmount: boolean }
type Row = { cells: Cell[]; isTotal: boolean; isNote: boolean }
type Column = { x: number; width: number }

const rowOf = (tr: PaperElement): Row => ({
  isTotal: classesOf(tr).has('total'),
  isNote: classesOf(tr).has('note'),
  cells: elementsOf(tr).map(cell => ({
    text: textOf(cell).trim(),
    isHead: cell.name === 'th',
    isAmount: classesOf(cell).has('amount')
  }))
})

export function drawTable(setting: Setting, parent: Struct, table: PaperElement): void {
  const { doc } = setting
  const parts = elementsOf(table)
  const heads = parts.filter(({ name }) => name === 'thead').flatMap(part => elementsOf(part).map(rowOf))
  const rows = parts.filter(({ name }) => name !== 'thead').flatMap(part => elementsOf(part).map(rowOf))
  const columns = columnsOf(setting, [...heads, ...rows])
  const structure = doc.struct('Table')
  parent.add(structure)
  const again = () => {
    doc.addPage()
    doc.markContent('Artifact', { type: 'Pagination' })
    for (const head of heads) new SetRow(setting, columns, head).drawBare()
    doc.endMarkedContent()
  }
  const headHeight = heads.reduce((sum, head) => sum + new SetRow(setting, columns, head).height, 0)
  room(setting, headHeight + 2 * LINE)
  for (const row of [...heads, ...rows]) new SetRow(setting, columns, row).draw(structure, again)
  structure.end()
  doc.x = setting.left
  doc.y += 9
}

const fontOf = ({ isHead }: Cell, { isTotal }: Row): FontName => (isHead || isTotal ? 'bold' : 'regular')

/** Widths: amounts and the longest words whole, and the rest of the page shared by how much text there is. */
function columnsOf({ doc, left, width }: Setting, rows: Row[]): Column[] {
  const count = Math.max(1, ...rows.map(({ cells }) => cells.length))
  const least = Array<number>(count).fill(0)
  const most = Array<number>(count).fill(0)
  for (const row of rows) {
    row.cells.forEach((cell, index) => {
      doc.font(fonts[fontOf(cell, row)], SIZE)
      const whole = Math.max(...cell.text.split('\n').map(line => doc.widthOfString(line)))
      const words = cell.isAmount ? [whole] : cell.text.split(/[ \n]/).map(word => doc.widthOfString(word))
      least[index] = Math.max(least[index]!, ...words)
      most[index] = Math.max(most[index]!, whole)
    })
  }
  const space = width - GAP * (count - 1)
  const widths = shared(space, least, most)
  let x = left
  return widths.map(each => {
    const column = { x, width: each }
    x += each + GAP
    return column
  })
}

/** Shares the space: each at least its `least`, and above that by what it lacks to its `most`. */
export function shared(space: number, least: number[], most: number[]): number[] {
  const sum = (of: number[]) => of.reduce((total, each) => total + each, 0)
  if (sum(most) <= space) return most.map(each => each + ((space - sum(most)) * each) / (sum(most) || 1))
  // One column of long words must not push out the others.
  const floor = sum(least) <= space ? least : least.map(each => (each * space) / sum(least))
  const lacking = most.map((each, index) => Math.sqrt(Math.max(0, each - floor[index]!)))
  const left = space - sum(floor)
  return floor.map((each, index) => each + (left * lacking[index]!) / (sum(lacking) || 1))
}

class SetRow {
  readonly #setting: Setting
  readonly #columns: Column[]
  readonly #row: Row
  readonly #lines: string[][]

  constructor(setting: Setting, columns: Column[], row: Row) {
    this.#setting = setting
    this.#columns = columns
    this.#row = row
    this.#lines = row.cells.map((cell, index) => {
      setting.doc.font(fonts[fontOf(cell, row)], SIZE)
      return wrapped(setting, cell.text, columns[index]!.width)
    })
  }

  get #count(): number {
    return Math.max(1, ...this.#lines.map(({ length }) => length))
  }

  get height(): number {
    return this.#count * LINE + 2 * ABOVE
  }

  /** Draws lines of a cell, from one to before another. */
  #drawCell(index: number, from: number, to: number, y: number): void {
    const { doc } = this.#setting
    const cell = this.#row.cells[index]!
    const { x, width } = this.#columns[index]!
    doc.font(fonts[fontOf(cell, this.#row)], SIZE).fillColor(this.#row.isNote ? MUTED : DARK)
    this.#lines[index]!.slice(from, to).forEach((line, at) => {
      const inset = cell.isAmount ? width - doc.widthOfString(line) : 0
      doc.text(line, x + inset, y + at * LINE, { lineBreak: false })
    })
  }

  #rule(y: number): void {
    const { doc, left, width } = this.#setting
    const isHead = this.#row.cells.every(({ isHead }) => isHead)
    doc
      .moveTo(left, y)
      .lineTo(left + width, y)
      .lineWidth(isHead ? 1 : 0.5)
      .strokeColor(isHead ? DARK : THIN)
      .stroke()
  }

  /** The whole row without its structure: a head that is told again. */
  drawBare(): void {
    const { doc } = this.#setting
    const top = doc.y
    for (const index of this.#row.cells.keys()) this.#drawCell(index, 0, this.#count, top + ABOVE)
    this.#rule(top + this.height)
    doc.y = top + this.height
  }

  /** The row with its structure. It is kept together, but for one that is longer than a page, which goes on from page to page. */
  draw(table: Struct, again: () => void): void {
    const { doc, bottom } = this.#setting
    const pageHeight = bottom - doc.page.margins.top
    if (doc.y + this.height > bottom && this.height < pageHeight - 4 * LINE) again()
    const row = doc.struct('TR')
    table.add(row)
    const cells = this.#row.cells.map(({ isHead }) => doc.struct(isHead ? 'TH' : 'TD'))
    for (const cell of cells) row.add(cell)
    for (let from = 0; from < this.#count; ) {
      if (doc.y + LINE + 2 * ABOVE > bottom) again()
      const top = doc.y
      const to = Math.min(this.#count, from + Math.max(1, Math.floor((bottom - top - 2 * ABOVE) / LINE)))
      cells.forEach((cell, index) => {
        if (from < Math.max(1, this.#lines[index]!.length)) cell.add(() => this.#drawCell(index, from, to, top + ABOVE))
      })
      doc.y = top + (to - from) * LINE + 2 * ABOVE
      from = to
    }
    for (const cell of cells) cell.end()
    row.end()
    doc.markContent('Artifact', { type: 'Layout' })
    this.#rule(doc.y)
    doc.endMarkedContent()
  }
}

/** A text in lines that are no wider, in the font that is set; a word that is wider is broken. */
function wrapped({ doc }: Setting, text: string, width: number): string[] {
  const fits = (line: string) => doc.widthOfString(line) <= width + 0.01
  return text.split('\n').flatMap(paragraph => {
    const lines: string[] = []
    let line = ''
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`
      if (fits(longer)) {
        line = longer
        continue
      }
      if (line !== '') lines.push(line)
      line = word
      while (!fits(line) && line.length > 1) {
        let length = line.length - 1
        while (length > 1 && !fits(line.slice(0, length))) length--
        lines.push(line.slice(0, length))
        line = line.slice(length)
      }
    }
    return [...lines, line]
  })
}
