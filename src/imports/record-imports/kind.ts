import type { Actor } from '../../base/actor.ts'
import { DomainError, type Violation } from '../../base/errors.ts'
import type { Message, Text } from '../../base/language.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { undoable } from '../../platform/database/savepoint.ts'
import type { RowReader, Warning } from '../rows/cells.ts'
import type { AmountPer, Columns, Vocabulary } from '../rows/vocabulary.ts'
import type { Template } from '../template.ts'
import type { Said } from './merge.ts'
import type { RecordKindName, RecordResult } from './rules.ts'

/** A row of a file of records: what it says, what is wrong with it, and what came of it. */
export type Row<C extends string, V> = {
  /** Place among the rows, from 1. */
  position: number
  line: number
  /** Name of the sheet, where the file has several. */
  sheet: string | null
  /** Our columns that the row has, with their headings. */
  columns: Columns<C>
  /** What it says; null where it cannot be read. */
  value: V | null
  violations: Violation[]
  warnings: Warning[]
  /** Null until it is judged; a row with violations is rejected. */
  result: RecordResult | null
  recordId: string | null
  /** What makes the row this row and no other, where no reference does. */
  identity: string | null
  /** What imports have said of the record, this row last. */
  said: Said | null
}

export type Writing = { tx: Transaction; actor: Actor; municipalityCode: string; source: string }

/**
 * A kind of record that files are imported of: its columns, how a row becomes a value, and how the values are written by the
 * actions of their room. Everything else is the kit's: formats, options, turns, reports, receipts.
 */
export type RecordKind<C extends string, V> = {
  name: RecordKindName
  words: Vocabulary<C>
  /** The column that every row has: by it a sheet is known, and rows of totals. `tells`: what it says, as "the organisation". */
  naming: { column: C; tells: Text }
  /** Columns without which a row says little: a line with one text above such rows is a group heading. */
  telling: ReadonlySet<C>
  /** Columns in which a cell that is merged with the one above says the same. */
  filled: ReadonlySet<C>
  /** Columns that tell rows apart, and so have no default. */
  ofTheRow: readonly C[]
  /** The column of amounts whose sum a row of totals states. */
  summed?: { column: C; of: (value: V) => string | null }
  /** What a key holds besides imports:write: the scopes of the operations that do the same for one record. */
  scopes: readonly string[]
  /** Reads a row; what is wrong is added to the reader's violations. `per`: what the headings say that amounts are for. */
  read: (reader: RowReader<C>, said: { per: AmountPer | undefined }) => V
  /** Judges the rows in the order of the file, and writes what is new or changed: every row gets its result. */
  write: (writing: Writing, rows: Row<C, V>[]) => Promise<void>
  template: Template & { columns: [column: C, heading: string, example: string | number | null][] }
  /** Name of the template as a file, and what one record is called. */
  file: string
}

/** Rows that can be read and are not rejected yet. */
export const standing = <C extends string, V>(rows: Row<C, V>[]) =>
  rows.filter((row): row is Row<C, V> & { value: V } => row.value !== null && row.violations.length === 0)

/** Adds a violation at the heading that the file has for the column, else at our name of it. */
export function refuseRow<C extends string>(row: Row<C, unknown>, column: C | '', { message, sv }: Message) {
  const field = column === '' ? '' : (row.columns[column] ?? column)
  row.violations.push({ field, message, sv, line: row.line, ...(row.sheet !== null && { sheet: row.sheet }) })
}

export function warnRow(row: Row<string, unknown>, code: string, { message, sv }: Message) {
  row.warnings.push({ code, message, sv })
}

/**
 * Does what a row asks for in a savepoint of its own. Where a rule of the room is broken nothing of it stays, and the row is
 * rejected with what the rule says: `columnAt` tells the column of a JSON pointer that a violation names. Answers undefined then.
 */
export async function attempt<C extends string, T>(
  { tx }: Writing,
  row: Row<C, unknown>,
  columnAt: (pointer: string) => C | '',
  act: () => Promise<T>
): Promise<T | undefined> {
  try {
    return await undoable(tx, act)
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const whole = { field: '', message: error.message, sv: error.detail.sv }
    const said = error.violations.length > 0 ? error.violations : [whole]
    for (const { field, message, sv = message } of said) refuseRow(row, columnAt(field), { message, sv })
    return undefined
  }
}
