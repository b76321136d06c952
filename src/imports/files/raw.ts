/** A row as it stands in the file, whatever the format. */

import { setImmediate } from 'node:timers/promises'
import type { Violation } from '../../base/errors.ts'

export type Cell = string | number | boolean | null

/**
 * One record as it stands in the file. `line` is the physical line where it begins, counted from 1 with the header (for
 * a JSON array: the row's place, from 1). `violations` are of the record's form; the cells of such a row mean nothing.
 */
export type RawRow = { line: number; cells: Record<string, Cell>; violations: Violation[] }

export type ReadOptions = {
  /** Heading → column, as resolveColumns takes it: helps to tell the separator. */
  mapping?: Record<string, string>
}

/** Lets other requests in. Timers and sockets get their turn; a promise alone would not give it. */
export const breathe = () => setImmediate()
