import type { Message } from '../../base/language.ts'
import type { FileNote } from '../files/records.ts'
import type { Row } from './kind.ts'

/** What an officer checks a file of records against. */
export type RecordReceipt = {
  rowCount: number
  headings: { heading: string; column: string }[]
  unknownHeadings: { heading: string; nearest: string | null }[]
  notes: FileNote[]
  /** By kind, with the first lines. */
  warnings: ({ code: string; count: number; lineNumbers: number[] } & Message)[]
  /** Sum of the rows that come in or are known, in kronor; null of records without money. */
  amount: number | null
}

const LINES_TOLD = 20

/** Warnings of rows that are not rejected, the most frequent kind first. */
export function warningsOf(rows: Row<string, unknown>[]): RecordReceipt['warnings'] {
  const kinds = new Map<string, RecordReceipt['warnings'][number]>()
  for (const { result, line, warnings } of rows) {
    if (result === 'rejected') continue
    for (const { code, message, sv } of warnings) {
      const kind = kinds.get(code) ?? { code, message, sv, count: 0, lineNumbers: [] }
      kinds.set(code, kind)
      kind.count++
      if (kind.lineNumbers.length < LINES_TOLD) kind.lineNumbers.push(line)
    }
  }
  return [...kinds.values()].sort((one, other) => other.count - one.count || one.code.localeCompare(other.code))
}
