/** A table of a file as it stands there, before anything is understood of it. */

/** A formula of a workbook for which no value is stored. */
export class Unvalued {
  readonly formula: string

  constructor(formula: string) {
    this.formula = formula
  }
}
export type Cell = string | number | boolean | null | Unvalued

/**
 * One record of a table as it stands: its line (row of the sheet, from 1), and its cells in order. Dates of a workbook are
 * ISO text (by the cell's type and number format, not by looks); errors (`#N/A`) are their text. Records without any cell
 * are left out, empty cells at the end of a record too.
 */
export type TableRecord = {
  line: number
  cells: Cell[]
  /** Cells covered by a merge that begins above or to the left: column → the merged cell's value. Only of workbooks and
   * HTML. */
  covered?: Map<number, Cell>
}

/** What is told of a table in the receipt: hidden rows and so on. */
export type FileNote = { code: string; message: string; line?: number; sheet?: string }

/** `notes` are complete when the records have been read to their end. `sheet` is null outside workbooks. */
export type Table = {
  sheet: string | null
  records: AsyncIterable<TableRecord> | Iterable<TableRecord>
  notes: FileNote[]
}
