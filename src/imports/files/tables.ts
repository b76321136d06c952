import { Invalid, type Violation } from '../../base/errors.ts'
import { problems } from '../problems.ts'
import { columnOf, tidyHeading } from '../rows/columns.ts'
import { unreadable } from './limits.ts'
import type { RawRow, ReadOptions } from './raw.ts'
import { type FileNote, type Table, type TableRecord, Unvalued } from './records.ts'

/** From the tables of a file to its rows. */

/**
 * The table that is asked for, by the name of its sheet or its number from 1; all unless told. A name goes before a number.
 * @throws Invalid (`import-options`) naming those that there are
 */
export function chosen(tables: Table[], sheet: string | undefined): Table[] {
  if (sheet === undefined) return tables
  const wanted = sheet.trim().toLowerCase()
  const table = tables.find(table => table.sheet?.trim().toLowerCase() === wanted) ?? tables[Number(wanted) - 1]
  if (table) return [table]
  const there = tables.map(({ sheet: name }, at) =>
    name === null ? String(at + 1) : `${at + 1} ${JSON.stringify(name)}`
  )
  const message = `is no sheet of the file, which has ${there.slice(0, 50).join(', ')}`
  throw new Invalid(problems['import-options'], 'The file has no such sheet.', [{ field: 'sheet', message }])
}

/** The rows of every table of grants, one after another; the others are passed over, and told. @throws Invalid, Malformed */
export async function* rowsOfTables(tables: Table[], { mapping = {}, tell }: ReadOptions): AsyncGenerator<RawRow> {
  let some = false
  let isEmpty = true
  for (const table of tables) {
    let headings: string[] | undefined
    for await (const record of table.records) {
      isEmpty = false
      const first = headings === undefined
      headings ??= headingsOf(record, mapping) ?? []
      if (headings.length === 0) break
      some = true
      if (!first) yield rowOf(record, headings, table.sheet)
    }
    if (!headings || headings.length === 0) tell?.(passedOver(table, headings !== undefined))
    for (const note of table.notes) tell?.(note)
  }
  if (isEmpty) throw unreadable('is empty')
  if (some) return
  const message = 'is missing: no table of the file has a heading that tells the recipient; map one to recipient'
  throw new Invalid(problems['import-columns'], 'No table of the file is one of grants.', [
    { field: 'recipient', message }
  ])
}

function passedOver({ sheet }: Table, isFilled: boolean): FileNote {
  const why = isFilled ? 'has no heading that tells the recipient, and was passed over' : 'is empty'
  const note = { code: 'table-passed-over', message: `the ${sheet === null ? 'table' : 'sheet'} ${why}` }
  return sheet === null ? note : { ...note, sheet }
}

/** The headings of a table of grants: its first record. Null where they are of another table. */
function headingsOf({ line, cells }: TableRecord, mapping: Record<string, string>): string[] | null {
  const headings = cells.map(cell => (cell === null || cell instanceof Unvalued ? '' : tidyHeading(String(cell))))
  if (!headings.some(heading => (mapping[heading] ?? columnOf(heading)) === 'recipient')) return null
  const twice = [...new Set(headings.filter((heading, at) => heading !== '' && headings.indexOf(heading) !== at))]
  if (twice.length === 0) return headings
  const violations = twice.map(
    (field): Violation => ({ field, message: 'is the heading of more than one column', line })
  )
  throw new Invalid(problems['import-columns'], 'Two columns of the file have the same heading.', violations)
}

function rowOf({ line, cells }: TableRecord, headings: string[], sheet: string | null): RawRow {
  const row: RawRow = { line, cells: Object.create(null), violations: [], sheet }
  for (let at = 0; at < Math.max(cells.length, headings.length); at++) {
    const cell = cells[at] ?? null
    const heading = headings[at] ?? ''
    if (cell instanceof Unvalued) {
      const message = 'is a formula whose value is not stored; open the file in a spreadsheet program and save it'
      row.violations.push({ field: heading, message, line })
    } else if (heading !== '') row.cells[heading] = cell
    else if (cell !== null && String(cell).trim() !== '') {
      row.violations.push({ field: '', message: `holds a value in column ${at + 1}, which has no heading`, line })
    }
  }
  return row
}
