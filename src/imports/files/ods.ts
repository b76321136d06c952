import {
  type Book,
  budgetOf,
  clipped,
  hiddenNotes,
  macrosNote,
  Ranges,
  RecordMaker,
  type Sheet,
  type Span,
  sheetHidden
} from './grid.ts'
import { type CellBudget, MOST_COLUMNS, MOST_LINES, type ReadLimits, unreadable } from './limits.ts'
import { OdsCell } from './ods-cells.ts'
import { OdsStyles } from './ods-styles.ts'
import type { Package } from './package.ts'
import type { Cell, FileNote, TableRecord } from './records.ts'
import { readXml, walkXml } from './xml.ts'

/** Spreadsheets of OpenDocument (ISO/IEC 26300), as LibreOffice writes them: one document of all sheets. */

const CONTENT = 'content.xml'
/** Each sheet is found by walking from the beginning. */
const MOST_SHEETS = 500

/** Opens the spreadsheet; its sheets are read when their records are asked for. @throws Malformed, TooLarge */
export async function openOds(zip: Package, limits: ReadLimits): Promise<Book> {
  await refusePassword(zip)
  const styles = new OdsStyles()
  if (zip.has('styles.xml')) await readXml(zip.read('styles.xml'), styles)
  const tables: { name: string; isHidden: boolean }[] = []
  const place = new Place()
  await readXml(zip.read(CONTENT), {
    open(name, attributes) {
      styles.open(name, attributes)
      if (!place.open(name)) return
      tables.push({ name: attributes['table:name'] ?? '', isHidden: styles.isHidden(attributes['table:style-name']) })
    },
    close(name) {
      styles.close(name)
      place.close(name)
    }
  })
  if (tables.length > MOST_SHEETS)
    throw unreadable(`holds more than ${MOST_SHEETS} sheets`, `innehåller fler än ${MOST_SHEETS} blad`)
  const budget = budgetOf(limits)
  const sheets = tables.map(({ name, isHidden }, index): Sheet => {
    const notes = isHidden ? [sheetHidden(name)] : []
    return { name, notes, records: () => readTable({ zip, styles, budget }, { index, name }, notes) }
  })
  return { kind: 'ods', notes: zip.names.some(name => /^Basic\/.+\//.test(name)) ? [macrosNote] : [], sheets }
}

async function refusePassword(zip: Package) {
  if (!zip.has('META-INF/manifest.xml')) return
  await readXml(zip.read('META-INF/manifest.xml'), {
    open(name) {
      if (name === 'manifest:encryption-data')
        throw unreadable('is protected by a password; save it without one', 'är skyddad med lösenord; spara den utan')
    }
  })
}

/** Which sheet is walked through. Tables within cells, and those that a link brings with it, are none. */
class Place {
  index = -1
  #depth = 0
  #links = 0

  /** Whether a sheet begins. */
  open(name: string): boolean {
    if (name === 'table:dde-link') this.#links++
    if (name !== 'table:table') return false
    this.#depth++
    if (this.#depth > 1 || this.#links > 0) return false
    this.index++
    return true
  }

  /** Whether a sheet ends. */
  close(name: string): boolean {
    if (name === 'table:dde-link') this.#links--
    if (name !== 'table:table') return false
    this.#depth--
    return this.#depth === 0 && this.#links === 0
  }

  isIn(index: number): boolean {
    return this.index === index && this.#depth === 1 && this.#links === 0
  }
}

type OpenOds = { zip: Package; styles: OdsStyles; budget: CellBudget }

async function* readTable(
  { zip, styles, budget }: OpenOds,
  sheet: { index: number; name: string },
  notes: FileNote[]
): AsyncGenerator<TableRecord> {
  const place = new Place()
  const reader = new TableReader(styles, budget)
  let isDone = false
  const walk = walkXml(zip.read(CONTENT), {
    open(name, attributes) {
      place.open(name)
      if (place.isIn(sheet.index)) reader.open(name, attributes)
    },
    text(text) {
      if (place.isIn(sheet.index)) reader.text(text)
    },
    close(name) {
      if (place.isIn(sheet.index)) reader.close(name)
      if (place.close(name) && place.index === sheet.index) isDone = true
    }
  })
  for await (const _ of walk) {
    yield* reader.take()
    if (isDone) break
  }
  notes.push(...reader.notes(sheet.name))
}

const times = (count: string | undefined, most: number) => Math.min(Math.max(1, Number(count ?? 1) || 1), most)

/** Gathers the records of a sheet. Rows and cells stand there once and say how often they are meant. */
class TableReader {
  readonly #styles: OdsStyles
  readonly #maker: RecordMaker
  readonly #rows = new Ranges()
  readonly #hidden: Span[] = []
  readonly #columnStyles: (string | undefined)[] = []
  #columns = 0
  #ready: (() => Generator<TableRecord>)[] = []
  #row = 0
  #repeated = 1
  #visibility = 'visible'
  #isFiltered = false
  #cells: Cell[] = []
  #column = 0
  #cell: OdsCell | null = null

  constructor(styles: OdsStyles, budget: CellBudget) {
    this.#styles = styles
    this.#maker = new RecordMaker(budget)
  }

  open(name: string, attributes: Record<string, string>) {
    if (this.#cell) this.#cell.open(name, attributes)
    else if (name === 'table:table-column') this.#openColumn(attributes)
    else if (name === 'table:table-row') {
      this.#repeated = times(attributes['table:number-rows-repeated'], MOST_LINES)
      this.#visibility = attributes['table:visibility'] ?? 'visible'
      this.#cells = []
      this.#column = 0
    } else if (name === 'table:table-cell' || name === 'table:covered-table-cell') this.#openCell(name, attributes)
  }

  #openColumn(attributes: Record<string, string>) {
    const count = times(attributes['table:number-columns-repeated'], MOST_COLUMNS)
    const style = attributes['table:default-cell-style-name']
    if ((attributes['table:visibility'] ?? 'visible') !== 'visible')
      this.#hidden.push([this.#columns, this.#columns + count - 1])
    for (let i = 0; i < count && this.#columnStyles.length < MOST_COLUMNS; i++) this.#columnStyles.push(style)
    this.#columns += count
  }

  #openCell(name: string, attributes: Record<string, string>) {
    const style = attributes['table:style-name'] ?? this.#columnStyles[this.#column]
    this.#cell = new OdsCell(name, attributes, this.#styles.shown(style))
    const down = times(attributes['table:number-rows-spanned'], MOST_LINES)
    const across = times(attributes['table:number-columns-spanned'], MOST_COLUMNS)
    if (down * across === 1) return
    const [top, left] = [this.#row, this.#column]
    this.#maker.merge({ top, left, bottom: top + down - 1, right: left + across - 1 })
  }

  text(text: string) {
    this.#cell?.text(text)
  }

  close(name: string) {
    if (this.#cell && !this.#cell.close(name)) return
    if (this.#cell) {
      const value = this.#cell.value()
      const count = times(this.#cell.repeated, MOST_COLUMNS - this.#column)
      if (value !== null) for (let i = 0; i < count; i++) this.#cells[this.#column + i] = value
      this.#column = Math.min(this.#column + count, MOST_COLUMNS - 1)
      this.#cell = null
    } else if (name === 'table:table-row') this.#closeRow()
  }

  #closeRow() {
    const [row, cells, isHidden] = [this.#row, this.#cells, this.#visibility !== 'visible']
    if (this.#visibility === 'filter') this.#isFiltered = true
    const count = cells.length === 0 ? 1 : Math.min(this.#repeated, MOST_LINES - row)
    this.#row += this.#repeated
    const rows = this.#rows
    const maker = this.#maker
    function* records() {
      for (let i = 0; i < count; i++) {
        const record = maker.record(row + i, cells)
        if (!record) continue
        if (isHidden) rows.add(record.line)
        yield record
      }
    }
    this.#ready.push(records)
  }

  /** The records of the rows that were closed since. */
  *take(): Generator<TableRecord> {
    const ready = this.#ready
    this.#ready = []
    for (const records of ready) yield* records()
  }

  notes(sheet: string): FileNote[] {
    return hiddenNotes(sheet, this.#rows, clipped(this.#hidden, this.#maker.width), this.#isFiltered)
  }
}
