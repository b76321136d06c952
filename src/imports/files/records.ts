import type { Message } from '../../base/language.ts'

/** A table as it stands in a file, before anybody says which of its records are headings and which are rows. */

/** A formula of a workbook for which no value is stored. */
export class Unvalued {
  readonly formula: string
  constructor(formula: string) {
    this.formula = formula
  }
}

export type Cell = string | number | boolean | null | Unvalued

/**
 * One record of a table as it stands: its line (the row of a sheet, from 1), and its cells in order. Dates of a workbook are
 * ISO text, by the cell's type and not by looks; errors (`#N/A`) are their text.
 */
export type TableRecord = {
  line: number
  cells: Cell[]
  /** Cells that a merge covers which begins above or to the left of them: column → the merged cell's value. */
  covered?: Map<number, Cell>
}

/** What a reader tells of a file beside its rows: lines above the headings, hidden rows and so on. */
export type FileNote = { code: string; line?: number; sheet?: string } & Message

export type Table = {
  /** Name of the sheet; null where the file is one table. */
  sheet: string | null
  records: AsyncIterable<TableRecord> | Iterable<TableRecord>
  notes: FileNote[]
}

export const isBlank = (cell: Cell | undefined) =>
  cell === null || cell === undefined || (typeof cell === 'string' && cell.trim() === '')
