/** Rows of an exported table that a spreadsheet has had in between: cells that it turned are read as they were exported. */

import type { Message } from '../../base/language.ts'
import type { RawRow } from '../files/raw.ts'
import type { FileNote } from '../files/records.ts'
import type { Column, Columns } from './columns.ts'
import { isTurned } from './turned.ts'

/** The texts of a line as its export tells them, by our columns; null and absent are no text. */
export type ExportedTexts = Partial<Record<Column, string | null>>
/** Looks up lines by their ids; those that are none of the municipality's are left out. */
export type LookUp = (ids: string[]) => Promise<Map<string, ExportedTexts>>

const isId = (cell: unknown): cell is string =>
  typeof cell === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(cell.trim())

/** Rows that are looked up at once. */
const AT_ONCE = 500

/** The heading of the ids in an exported table. */
const ID = 'id'

/**
 * The rows with what a spreadsheet turned as it was. It is a row's id that says which line's texts its cells were; rows without
 * one, and cells that somebody has changed, stay as they are. What was found is told in `notes` when all rows are read.
 */
export async function* asExported(
  rows: AsyncIterable<RawRow>,
  columns: Columns,
  lookUp: LookUp,
  notes: FileNote[]
): AsyncGenerator<RawRow> {
  const told = { count: 0, first: undefined as RawRow | undefined }
  async function restored(batch: RawRow[]): Promise<RawRow[]> {
    const ids = batch.map(({ cells }) => cells[ID]).filter(isId)
    const known = ids.length === 0 ? new Map<string, ExportedTexts>() : await lookUp(ids)
    for (const row of batch) {
      const id = row.cells[ID]
      const texts = isId(id) ? known.get(id.trim().toLowerCase()) : undefined
      const count = texts ? restore(row, columns, texts) : 0
      if (count > 0) told.first ??= row
      told.count += count
    }
    return batch
  }
  let batch: RawRow[] = []
  for await (const row of rows) {
    if (batch.push(row) < AT_ONCE) continue
    yield* await restored(batch)
    batch = []
  }
  yield* await restored(batch)
  const { count, first } = told
  if (first)
    notes.push({ code: 'cells-turned', ...toldOf(count), line: first.line, ...(first.sheet && { sheet: first.sheet }) })
}

/** How many cells of the row are as they were again. */
function restore({ cells }: RawRow, columns: Columns, texts: ExportedTexts): number {
  let count = 0
  for (const [column, text] of Object.entries(texts) as [Column, string | null][]) {
    const heading = columns[column]
    if (heading === undefined || !text || !isTurned(text, cells[heading] ?? null)) continue
    cells[heading] = text
    count++
  }
  return count
}

const toldOf = (count: number): Message => ({
  message: `${count === 1 ? '1 cell that a spreadsheet has' : `${count} cells that a spreadsheet has`} turned into a number, a day, a time or a truth value ${count === 1 ? 'is' : 'are'} read as exported`,
  sv: `${count === 1 ? '1 cell' : `${count} celler`} som ett kalkylprogram har gjort om till tal, dag, klockslag eller sanningsvärde läses som i exporten`
})

/** Whether the headings are those of an exported table, whose rows say which line they are. */
export const hasIds = (headings: readonly string[]) => headings.includes(ID)
