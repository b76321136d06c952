/** Which column of a file of decisions means what. */

import { aliases, amountColumns, amountOnlyWithUnit, type Column, columns } from './aliases.ts'
import {
  type Columns as ColumnsOf,
  type HeadingOptions as HeadingOptionsOf,
  type Resolved as ResolvedOf,
  Vocabulary
} from './vocabulary.ts'

export { type Column, columns } from './aliases.ts'
export type { AmountPer, AmountUnit } from './vocabulary.ts'

export type Columns = ColumnsOf<Column>
export type Resolved = ResolvedOf<Column>
export type HeadingOptions = HeadingOptionsOf<Column>

/** The headings of files of decisions. */
export const decisionWords = new Vocabulary<Column>({
  columns,
  aliases,
  amounts: amountColumns,
  amountOnlyWithUnit,
  asPrinted: 'raw_amount',
  needed: {
    recipient: {
      message: 'is missing: no heading tells the recipient; map one to recipient',
      sv: 'saknas: ingen rubrik säger vem mottagaren är; koppla en till recipient'
    }
  }
})

export const columnOf = (heading: string) => decisionWords.columnOf(heading)
export const meaningOf = (heading: string, mapped?: Column) => decisionWords.meaningOf(heading, mapped)
export const nearestOf = (heading: string) => decisionWords.nearestOf(heading)
export const resolveColumns = (
  headings: string[],
  mapping?: Record<string, string>,
  options?: HeadingOptions
): Resolved => decisionWords.resolveColumns(headings, mapping, options)
export const columnResolver = (mapping?: Record<string, string>, options?: HeadingOptions) =>
  decisionWords.columnResolver(mapping, options)
