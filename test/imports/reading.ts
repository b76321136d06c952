import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fromOre, toOre } from '../../src/base/money.ts'
import type { Cell } from '../../src/imports/files/records.ts'
import { columns } from '../../src/imports/rows/columns.ts'
import { type ImportOptions, openImport } from '../../src/imports/rows/read.ts'
import { type ImportRow, type RowOptions, readRow } from '../../src/imports/rows/row.ts'

export const csv = 'text/csv'
export const ndjson = 'application/x-ndjson'

export const fixture = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url)))

/** A file that `partnerskap sample` loads, too. */
export const sampleFile = (name: string): Uint8Array =>
  readFileSync(fileURLToPath(new URL(`../../samples/${name}`, import.meta.url)))

export const trap = (name: string) => fixture(`traps/${name}`)

/** All rows of a file, as an import into Haninge unless told otherwise. */
export async function read(file: Uint8Array | string, type = csv, options: Partial<ImportOptions> = {}) {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file
  const opened = await openImport(bytes, type, { municipalityCode: '0136', ...options })
  const rows: ImportRow[] = []
  for await (const row of opened.rows) rows.push(row)
  return { ...opened, rows }
}

export const sum = (rows: ImportRow[], field: 'applied' | 'granted' | 'reserved' = 'granted') =>
  fromOre(rows.reduce((total, row) => total + toOre(row[field] ?? '0'), 0n))

export const violations = (rows: ImportRow[]) =>
  rows.flatMap(row => row.violations.map(({ field, line }) => `${line} ${field}`))

export const warnings = (row: ImportRow | undefined) => row?.warnings.map(({ code }) => code)

type Cells = Record<string, Cell | undefined>

export const standard: Cells = {
  body: 'Socialnämnden',
  decided_on: '2021-12-14',
  grant_year: '2022',
  scheme: 'Partnerskapsavtal',
  recipient: 'Haninge Kvinnojour',
  granted: '380000',
  outcome: 'beviljad'
}
export const identity = Object.fromEntries(columns.map(column => [column, column]))

/** One row of our own columns, right but for what the test gives. */
export const row = (cells: Cells, options: Partial<RowOptions> = {}) =>
  readRow({ line: 2, cells: { ...standard, ...cells } as Record<string, Cell>, violations: [] }, identity, {
    municipalityCode: '0136',
    ...options
  })
/** The columns that the row's violations are of. */
export const faults = (cells: Cells, options: Partial<RowOptions> = {}) =>
  row(cells, options).violations.map(({ field }) => field)
