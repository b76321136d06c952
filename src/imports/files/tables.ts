import { Invalid } from '../../base/errors.ts'
import { problems } from '../problems.ts'
import type { Table } from './records.ts'

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
  const names = there.slice(0, 50).join(', ')
  const message = `is no sheet of the file, which has ${names}`
  const sv = `är inget blad i filen, som har ${names}`
  const detail = { en: 'The file has no such sheet.', sv: 'Filen har inget sådant blad.' }
  throw new Invalid(problems['import-options'], detail, [{ field: 'sheet', message, sv }])
}
