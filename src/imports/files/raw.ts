/** A row as it stands in the file, whatever the format. */

import { setImmediate } from 'node:timers/promises'
import type { Violation } from '../../base/errors.ts'
import type { Text } from '../../base/language.ts'
import type { ReadLimits } from './limits.ts'
import type { Cell } from './records.ts'

/**
 * One row as it stands in the file. `line` is the physical line where it begins, counted from 1 with the headings (for
 * a JSON array: the row's place, from 1). `violations` are of the row's form; the cells of such a row mean nothing.
 */
export type RawRow = {
  line: number
  /** Name of the sheet, where the file has several. */
  sheet?: string
  cells: Record<string, Cell>
  violations: Violation[]
}

/** What a reader of rows must know of the columns that are looked for. */
export type ReadOptions = {
  /** Whether a heading is known: by it the separator and the row of headings are found. */
  known?: (heading: string) => boolean
  /**
   * Whether a heading is of a column without which a row says nothing (amounts, outcome). With it, a line that holds one
   * text only, above rows that hold more, is a group heading and no row.
   */
  telling?: (heading: string) => boolean
  /** Whether a heading is of a column that says which decision a row is of: cells merged there are filled down. */
  filled?: (heading: string) => boolean
  /** Whether a heading tells the recipient: a sheet without one is none of grants. */
  naming?: (heading: string) => boolean
  /** The column that `naming` is of, and what it tells, for whoever is told that no table has it; the recipient unless told. */
  sought?: { column: string; tells: Text }
  /** The one sheet or table that is read, by its name or its number from 1; all unless told. */
  sheet?: string
  limits?: ReadLimits
}

/** The heading under which a row carries the text of the group headings above it. */
export const GROUP = 'grupprubrik'

/** Lets other requests in. Timers and sockets get their turn; a promise alone would not give it. */
export const breathe = () => setImmediate()
