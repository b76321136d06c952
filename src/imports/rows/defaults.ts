/** Columns that a file does not have, said once for all its rows: minutes of one committee name it in their title. */

import { Invalid, type Violation } from '../../base/errors.ts'
import type { RawRow } from '../files/raw.ts'
import { problems } from '../problems.ts'
import { type Column, decisionWords } from './columns.ts'
import { holdsPersonalNumber } from './personal-numbers.ts'
import type { Columns, Vocabulary } from './vocabulary.ts'

/** Our column → its value in every row. */
export type Defaults<C extends string = Column> = ReadonlyMap<C, string>

// What tells one row from another is in the row.
const ofTheRow: readonly Column[] = ['recipient', 'reference', 'revises_line']

/** The defaults of a file of decisions. @throws Invalid (`import-options`), all of them */
export const readDefaults = (pairs: string[], unused?: ReadonlySet<Column>): Defaults =>
  defaultsOf(decisionWords, ofTheRow, pairs, unused)

/** `column:value`, split at the first colon: a value may hold one. The column is ours, or a heading that means one. @throws Invalid (`import-options`), all of them */
export function defaultsOf<C extends string>(
  words: Vocabulary<C>,
  ofTheRow: readonly C[],
  pairs: string[],
  unused: ReadonlySet<C> = new Set()
): Defaults<C> {
  const defaults = new Map<C, string>()
  const violations: Violation[] = []
  const say = (message: string, sv: string) => violations.push({ field: 'default', message, sv })
  for (const pair of pairs) {
    const at = pair.indexOf(':')
    const column = words.columnOf(pair.slice(0, at))
    const value = pair.slice(at + 1).trim()
    if (!column) {
      const name = JSON.stringify(pair.slice(0, at))
      say(`${name} is no column of ours`, `${name} är ingen av våra kolumner`)
    } else if (ofTheRow.includes(column)) {
      say(
        `${column} differs from row to row and cannot be the same for all`,
        `${column} skiljer sig från rad till rad och kan inte vara lika för alla`
      )
    } else if (unused.has(column)) {
      say(`${column} is for another value of payments`, `${column} gäller ett annat värde på payments`)
    } else if (value === '') say(`${column} has no value`, `${column} har inget värde`)
    else if (holdsPersonalNumber(value)) {
      say(
        `${column} holds a personal number: those of persons are not taken`,
        `${column} innehåller ett personnummer: personnummer tas inte emot`
      )
    } else if (defaults.has(column)) say(`${column} is given twice`, `${column} anges två gånger`)
    else defaults.set(column, value)
  }
  if (violations.length > 0) {
    const detail = { en: 'The defaults cannot be used.', sv: 'Förvalen kan inte användas.' }
    throw new Invalid(problems['import-options'], detail, violations)
  }
  return defaults
}

/** What a violation names instead of a heading; no file has such a heading. */
const headingOf = (column: string) => `default=${column}`

/** The columns with those that the defaults fill. @throws Invalid (`import-columns`) where the file has one itself */
export function withDefaults<C extends string>(found: Columns<C>, defaults: Defaults<C>): Columns<C> {
  const violations: Violation[] = []
  const all = { ...found }
  for (const column of defaults.keys()) {
    if (found[column] === undefined) all[column] = headingOf(column)
    else {
      violations.push({
        field: found[column],
        message: `is ${column}, for which a default is given as well`,
        sv: `är ${column}, som det också anges ett förval för`
      })
    }
  }
  if (violations.length > 0) {
    const detail = {
      en: 'A default is for a column that the file does not have.',
      sv: 'Ett förval är till för en kolumn som filen inte har.'
    }
    throw new Invalid(problems['import-columns'], detail, violations)
  }
  return all
}

export function fillDefaults(row: RawRow, defaults: Defaults<string>): RawRow {
  for (const [column, value] of defaults) row.cells[headingOf(column)] = value
  return row
}
