import {
  type Book,
  budgetOf,
  clipped,
  hiddenNotes,
  type Merge,
  macrosNote,
  Ranges,
  RecordMaker,
  type Sheet,
  type Span,
  sheetHidden
} from './grid.ts'
import { type CellBudget, MOST_LINES, type ReadLimits, unreadable } from './limits.ts'
import { builtInFormats, shownBy } from './number-formats.ts'
import type { Package } from './package.ts'
import type { FileNote, TableRecord } from './records.ts'
import { CellReader, columnOf, type Strings, type Styles, unescaped } from './xlsx-cells.ts'
import { localName, readXml, walkXml } from './xml.ts'

/** Workbooks of Excel since 2007 (ECMA-376): their parts, and their sheets row by row. */

type Relation = { type: string; target: string }
type SheetEntry = { name: string; state: string; part: string; type: string }

/** Opens the workbook; its sheets are read when their records are asked for. @throws Malformed, TooLarge */
export async function openXlsx(zip: Package, limits: ReadLimits): Promise<Book> {
  const root = [...(await relationsOf(zip, '')).values()].find(({ type }) => type === 'officeDocument')
  const workbook = root?.target ?? 'xl/workbook.xml'
  if (workbook.endsWith('.bin'))
    throw unreadable(
      'is a binary workbook (.xlsb); save it as .xlsx',
      'är en binär arbetsbok (.xlsb); spara den som .xlsx'
    )
  const relations = await relationsOf(zip, workbook)
  const { from1904, entries } = await readWorkbook(zip, workbook, relations)
  const partOf = (wanted: string) => [...relations.values()].find(({ type }) => type === wanted)?.target
  const styles = await readStyles(zip, partOf('styles'))
  const strings = await readStrings(zip, partOf('sharedStrings'))
  const budget = budgetOf(limits)
  const notes = zip.names.some(name => /vbaProject\.bin$/i.test(name)) ? [macrosNote] : []
  const sheets = entries.map((entry): Sheet => {
    const told: FileNote[] = entry.state === 'visible' ? [] : [sheetHidden(entry.name, entry.state === 'veryHidden')]
    const book = { zip, budget, cells: new CellReader(strings, styles, from1904) }
    return { name: entry.name, notes: told, records: () => readSheet(book, entry, told) }
  })
  return { kind: 'xlsx', notes, sheets }
}

/** What a part refers to, by id; targets as names in the package. `''` is the package itself. */
async function relationsOf(zip: Package, part: string): Promise<Map<string, Relation>> {
  const at = part.lastIndexOf('/') + 1
  const name = `${part.slice(0, at)}_rels/${part.slice(at)}.rels`
  const relations = new Map<string, Relation>()
  if (!zip.has(name)) return relations
  await readXml(zip.read(name), {
    open(element, { Id, Type = '', Target = '', TargetMode }) {
      if (localName(element) !== 'Relationship' || !Id || TargetMode === 'External') return
      const target = new URL(Target, `package:///${part}`).pathname.slice(1)
      relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target: decodeURIComponent(target) })
    }
  })
  return relations
}

async function readWorkbook(zip: Package, part: string, relations: Map<string, Relation>) {
  const entries: SheetEntry[] = []
  let from1904 = false
  await readXml(zip.read(part), {
    open(element, attributes) {
      const name = localName(element)
      if (name === 'workbookPr') from1904 = isOn(attributes.date1904)
      if (name !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => key.includes(':') && localName(key) === 'id')?.[1]
      const relation = relations.get(id ?? '')
      if (!relation)
        throw unreadable(
          `is damaged: its sheet ${attributes.name} is nowhere`,
          `är skadad: dess blad ${attributes.name} finns ingenstans`
        )
      const { type, target } = relation
      entries.push({ name: attributes.name ?? '', state: attributes.state ?? 'visible', part: target, type })
    }
  })
  return { from1904, entries }
}

const isOn = (value: string | undefined) => value === '1' || value === 'true'

/** What the number format of each style shows of a date. */
async function readStyles(zip: Package, part: string | undefined): Promise<Styles> {
  const styles: Styles = []
  if (!part || !zip.has(part)) return styles
  const formats = new Map(Object.entries(builtInFormats).map(([id, code]) => [id, code]))
  let isOfCells = false
  await readXml(zip.read(part), {
    open(element, { numFmtId = '0', formatCode = '' }) {
      const name = localName(element)
      if (name === 'cellXfs') isOfCells = true
      else if (name === 'numFmt') formats.set(numFmtId, formatCode)
      else if (name === 'xf' && isOfCells) styles.push(shownBy(formats.get(numFmtId) ?? 'General'))
    },
    close(element) {
      if (localName(element) === 'cellXfs') isOfCells = false
    }
  })
  return styles
}

/** Texts that cells refer to by number: plain, or in runs of which only the text counts. */
async function readStrings(zip: Package, part: string | undefined): Promise<Strings> {
  const strings: Strings = []
  if (!part || !zip.has(part)) return strings
  let text = ''
  let isText = false
  let isReading = 0
  await readXml(zip.read(part), {
    open(element) {
      const name = localName(element)
      if (name === 'si') text = ''
      else if (name === 't') isText = true
      else if (name === 'rPh') isReading++
    },
    text(part) {
      if (isText && isReading === 0) text += part
    },
    close(element) {
      const name = localName(element)
      if (name === 't') isText = false
      else if (name === 'rPh') isReading--
      else if (name === 'si') strings.push(unescaped(text))
    }
  })
  return strings
}

type OpenBook = { zip: Package; budget: CellBudget; cells: CellReader }

async function* readSheet(
  { zip, budget, cells }: OpenBook,
  entry: SheetEntry,
  notes: FileNote[]
): AsyncGenerator<TableRecord> {
  if (entry.type !== 'worksheet') {
    notes.push({
      code: 'sheet-without-cells',
      message: 'is a chart or a dialogue and holds no rows',
      sv: 'är ett diagram eller en dialogruta och har inga rader',
      sheet: entry.name
    })
    return
  }
  const { merges, isFiltered } = await readFrame(zip, entry.part)
  const maker = new RecordMaker(budget, merges)
  const rows = new Ranges()
  const columns: Span[] = []
  let ready: TableRecord[] = []
  let row = -1
  let isHidden = false
  const walk = walkXml(zip.read(entry.part), {
    open(element, attributes) {
      const name = localName(element)
      if (name === 'row') {
        row = attributes.r === undefined ? row + 1 : Number(attributes.r) - 1
        if (!(row >= 0 && row < MOST_LINES))
          throw unreadable(
            `is damaged: ${entry.name} has a row ${attributes.r}`,
            `är skadad: ${entry.name} har en rad ${attributes.r}`
          )
        isHidden = isOn(attributes.hidden)
        cells.beginRow()
      } else if (name === 'col' && isOn(attributes.hidden)) {
        columns.push([Number(attributes.min) - 1, Number(attributes.max) - 1])
      } else cells.open(name, attributes)
    },
    text: text => cells.text(text),
    close(element) {
      const name = localName(element)
      if (name !== 'row') return cells.close(name)
      const record = maker.record(row, cells.row)
      if (!record) return
      ready.push(record)
      if (isHidden) rows.add(record.line)
    }
  })
  for await (const _ of walk) {
    yield* ready
    ready = []
  }
  notes.push(...hiddenNotes(entry.name, rows, clipped(columns, maker.width), isFiltered))
}

/**
 * What stands around the rows of a sheet: merged cells come after them and are wanted before. The rows themselves are passed
 * over by their bytes.
 */
async function readFrame(zip: Package, part: string): Promise<{ merges: Merge[]; isFiltered: boolean }> {
  const merges: Merge[] = []
  let isFiltered = false
  await readXml(withoutRows(zip.read(part)), {
    open(element, attributes) {
      const name = localName(element)
      if (name === 'autoFilter') isFiltered = true
      if (name !== 'mergeCell') return
      const ends = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/.exec(attributes.ref ?? '')
      if (!ends) return
      const [, left, top, right, bottom] = ends
      merges.push({ top: Number(top) - 1, left: columnOf(left!), bottom: Number(bottom) - 1, right: columnOf(right!) })
    }
  })
  return { merges, isFiltered }
}

const BEGIN = /<(?:\w+:)?sheetData\b[^>]*>/
const END = /<\/(?:\w+:)?sheetData\s*>/

/** The document without what stands in its sheetData. */
async function* withoutRows(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let state: 'before' | 'rows' | 'after' = 'before'
  let held = ''
  for await (const part of parts) {
    if (state === 'after') {
      yield part
      continue
    }
    // Bytes as characters: what is looked for is ASCII, and a character cut in two stays as it is.
    held += Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1')
    if (state === 'before') {
      const begin = BEGIN.exec(held)
      if (!begin) continue
      const end = begin.index + begin[0].length
      yield Buffer.from(held.slice(0, end), 'latin1')
      held = held.slice(end)
      state = begin[0].endsWith('/>') ? 'after' : 'rows'
    }
    if (state === 'rows') {
      const end = END.exec(held)
      held = end ? held.slice(end.index) : held.slice(-64)
      if (end) state = 'after'
    }
    if (state === 'after') {
      yield Buffer.from(held, 'latin1')
      held = ''
    }
  }
  yield Buffer.from(held, 'latin1')
}
