import { problems } from '../problems.ts'
/** Which column of a file means what. Exact after tidying: a heading is known or it is not, and nothing is guessed. */

import { Invalid, type Violation } from '../../base/errors.ts'
import { aliases, amountColumns, amountOnlyWithUnit, type Column, columns } from './aliases.ts'

export { type Column, columns } from './aliases.ts'

/** Column → heading, as the file has it. */
export type Columns = Partial<Record<Column, string>>

export type Resolved = { columns: Columns; ignored: string[] }

/** The target of a mapping that says: this heading is not to be used. */
export const ignore = 'ignore'

/** A heading without a byte order mark, line breaks or double spaces (Excel wraps headings). */
export function tidyHeading(heading: string): string {
  return heading
    .normalize('NFC')
    .replace(/[\u200b\u00ad\ufeff]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Letters, digits, § and % are what tells headings apart; å ä ö stay themselves. */
const headingKey = (heading: string) =>
  tidyHeading(heading)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}§%]/gu, '')

const units = ['kr', 'sek', 'kronor', 'ikr', 'isek', 'ikronor', 'svenskakronor', 'isvenskakronor']
const thousands =
  /^(.+?)(i?)(tkr|kkr|ksek|tsek|mkr|mnkr|msek|tusentalkr|tusentalkronor|tusenkronor|tusenkr|1000kr|miljonerkronor)$/

const known = new Map<string, Column>()
for (const column of columns) {
  const names = [column, ...aliases[column]].map(headingKey)
  for (const name of names) {
    known.set(name, column)
    if (amountColumns.has(column)) for (const unit of units) known.set(name + unit, column)
  }
  for (const name of (amountOnlyWithUnit[column] ?? []).map(headingKey)) {
    for (const unit of units) known.set(name + unit, column)
  }
}

/** The column that a heading means, or null. */
export const columnOf = (heading: string): Column | null => known.get(headingKey(heading)) ?? null

/**
 * Resolves the headings of a file. `mapping` (heading → column, or `ignore`) goes before our aliases.
 * Throws Invalid (`import-columns`) with every violation: two headings of one column, an unknown column, a mapped heading
 * that the file lacks, amounts in thousands of kronor, and no recipient. `sparse` is for rows of JSON, which may leave
 * out what others have: then only what is there is judged. Columns that are `unused` are ignored like unknown headings.
 */
export function resolveColumns(
  headings: string[],
  mapping: Record<string, string> = {},
  { sparse = false, unused }: { sparse?: boolean; unused?: ReadonlySet<Column> } = {}
): Resolved {
  const violations: Violation[] = []
  const wanted = new Map(Object.entries(mapping).map(([heading, column]) => [tidyHeading(heading), column]))
  const found: Columns = {}
  const ignored: string[] = []

  for (const [heading, column] of wanted) {
    if (column !== ignore && !isColumn(column)) {
      violations.push({ field: heading, message: `is mapped to ${JSON.stringify(column)}, which is no column of ours` })
    }
    if (!sparse && !headings.some(other => tidyHeading(other) === heading)) {
      violations.push({ field: heading, message: 'is mapped, but the file has no such heading' })
    }
  }

  for (const heading of headings) {
    const target = wanted.get(tidyHeading(heading))
    const column = target === undefined ? columnOf(heading) : isColumn(target) ? target : null
    if (column !== null && unused?.has(column)) ignored.push(heading)
    else if (column === null) {
      // Left alone, a column in thousands would be ignored and its amounts lost without a word.
      if (target === undefined && inThousands(heading)) {
        violations.push({ field: heading, message: 'is not in kronor; convert the column to whole kronor' })
      }
      if (heading !== '') ignored.push(heading)
    } else if (found[column] !== undefined) {
      violations.push({
        field: heading,
        message: `means ${column}, and so does ${JSON.stringify(found[column])}; map one of them to another column or to ${ignore}`
      })
    } else found[column] = heading
  }
  if (!sparse && found.recipient === undefined) {
    violations.push({ field: 'recipient', message: 'is missing: no heading tells the recipient; map one to recipient' })
  }
  if (violations.length > 0) {
    throw new Invalid(problems['import-columns'], 'The columns of the file cannot be told with certainty.', violations)
  }
  return { columns: found, ignored }
}

/**
 * The same for rows that come one at a time: each new set of headings is resolved once. A file of CSV has one set; the
 * objects of NDJSON and JSON may each have their own.
 */
export function columnResolver(mapping: Record<string, string> = {}, unused?: ReadonlySet<Column>) {
  const seen = new Map<string, Resolved>()
  return (headings: string[]): Resolved => {
    const key = headings.join('\n')
    const before = seen.get(key)
    if (before) return before
    const resolved = resolveColumns(headings, mapping, { sparse: true, unused })
    // A caller could send every row with keys of its own; memory is bounded all the same.
    if (seen.size < 1000) seen.set(key, resolved)
    return resolved
  }
}

const isColumn = (name: string): name is Column => (columns as readonly string[]).includes(name)

function inThousands(heading: string): boolean {
  const parts = thousands.exec(headingKey(heading))
  const column = parts && (known.get(parts[1]!) ?? known.get(`${parts[1]}kr`))
  return (
    column !== null && column !== undefined && (amountColumns.has(column) || known.get(`${parts![1]}kr`) !== undefined)
  )
}
