import { type SQL, sql } from 'drizzle-orm'
import type { Message } from '../../base/language.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import type { PaymentMode } from '../payment-rules.ts'
import type { Columns } from '../rows/columns.ts'

/** What the steps of an import share. */
export type Context = {
  tx: Transaction
  municipalityCode: string
  /** Whose rows are staged. */
  importId: string
  /** Whose references the file's are. */
  source: string
  columns: Columns
  /** The file holds all rows of its decisions; what it does not hold is missing. */
  complete: boolean
  /** Rows that were withdrawn come in anew. */
  restore: boolean
  /** What is made of granted rows, if anything. */
  payments: PaymentMode | undefined
  /** Rows of the file state outcomes, so that a row without one says nothing by its amount. */
  outcomesStated: boolean
  /** Rows that equal others of the file in everything are meant. */
  keepIdentical: boolean
  /** What becomes of rows that may be the mended form of a known line. */
  nearMatches: 'add' | 'change' | 'reject'
}

/** Rejects the staged rows that the condition holds for, each with its line and the heading of the column. */
export async function reject({ tx, columns }: Context, column: keyof Columns, told: Message, condition: SQL) {
  await tx.execute(sql`
    update staged set violations = violations || jsonb_build_array(jsonb_strip_nulls(jsonb_build_object(
      'field', ${columns[column] ?? column}::text, 'message', ${told.message}::text, 'sv', ${told.sv}::text, 'line', line, 'sheet', sheet)))
    where ${condition}`)
}
