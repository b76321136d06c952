/** A row as it stands in the file, whatever the format. */

import { setImmediate } from 'node:timers/promises'
import type { Violation } from '../../base/errors.ts'
import type { ReadLimits } from './limits.ts'
import type { FileNote } from './records.ts'

export type Cell = string | number | boolean | null

/**
 * One record as it stands in the file. `line` is the physical line where it begins, counted from 1 with the header (for
 * a JSON array: the row's place, from 1). `violations` are of the record's form; the cells of such a row mean nothing.
 * `sheet` names the sheet of a workbook.
 */
export type RawRow = { line: number; cells: Record<string, Cell>; violations: Violation[]; sheet?: string | null }

export type ReadOptions = {
  /** Heading → column, as resolveColumns takes it: helps to tell the separator. */
  mapping?: Record<string, string>
  /** The one sheet or table that is read, by its name or its number from 1; all unless told. */
  sheet?: string
  limits?: ReadLimits
  /** Is told what was seen of the tables of the file, when their rows have been read. */
  tell?: (note: FileNote) => void
}

/** Lets other requests in. Timers and sockets get their turn; a promise alone would not give it. */
export const breathe = () => setImmediate()
