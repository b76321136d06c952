/** Which heading of a file means which column. Exact after tidying: a heading is known or it is not, and nothing is guessed. */

import { distance } from 'fastest-levenshtein'
import { Invalid, type Violation } from '../../base/errors.ts'
import type { Message, Text } from '../../base/language.ts'
import { tidyHeading } from '../files/layout.ts'
import { GROUP } from '../files/raw.ts'
import { problems } from '../problems.ts'

/** Column → heading, as the file has it. */
export type Columns<C extends string = string> = Partial<Record<C, string>>

/** What an amount is counted in, and for what, where a heading or an option says it. */
export type AmountUnit = 'kr' | 'tkr'
export type AmountPer = 'year' | 'total'

export type Resolved<C extends string = string> = {
  columns: Columns<C>
  ignored: string[]
  /** Columns whose amounts are in thousands of kronor. */
  thousands: ReadonlySet<C>
  /** What the headings say that amounts are for. */
  per: AmountPer | undefined
}

export type HeadingOptions<C extends string = string> = {
  /** Rows of JSON may leave out what others have: then only what is there is judged. */
  sparse?: boolean
  /** Columns that are ignored like unknown headings. */
  unused?: ReadonlySet<C>
  /** Columns that the file need not have: a default fills them. */
  filled?: ReadonlyMap<C, string>
  amountUnit?: AmountUnit
  amountPer?: AmountPer
}

/** The columns of one kind of file, and the headings that mean them. */
export type Words<C extends string> = {
  /** Our columns, in the order of the documentation. */
  columns: readonly C[]
  aliases: Record<C, readonly string[]>
  amounts: ReadonlySet<C>
  /** Headings that are money only together with the word kr. */
  amountOnlyWithUnit?: Partial<Record<C, readonly string[]>>
  /** A column of amounts as text, whose unit and period are not those of the others. */
  asPrinted?: C
  /** Columns that a file cannot do without, with what is said of one that lacks them. */
  needed: Partial<Record<C, Message>>
}

/** The target of a mapping that says: this heading is not to be used. */
export const ignore = 'ignore'

/** Letters, digits, § and % are what tells headings apart; å ä ö stay themselves. */
const headingKey = (heading: string) =>
  tidyHeading(heading)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}§%]/gu, '')

const units = ['kr', 'sek', 'kronor', 'ikr', 'isek', 'ikronor', 'svenskakronor', 'isvenskakronor']
const thousands = [
  'tkr',
  'kkr',
  'ksek',
  'tsek',
  'tusentalkr',
  'tusentalkronor',
  'tusental',
  'tusenkronor',
  'tusenkr',
  'talkronor',
  'talkr',
  'tal'
]
const millions = ['mkr', 'mnkr', 'msek', 'miljonerkronor', 'miljonerkr', 'miljoner']

/** What follows the name of an amount: for what it is. `år` alone only behind a stroke, as in `kr/år`. */
const perYear =
  /[\s,(/-]+(?:per\s+(?:kalender|verksamhets|bidrags)?år|\/?\s*år|årligen|årsvis|p\.?\s?a\.?|per year|a year)[\s)]*$/i
const inTotal = /[\s,(/-]+(?:totalt|total|sammanlagt|för hela perioden|hela perioden|för alla år|in total)[\s)]*$/i

export type Meaning<C extends string = string> = { column: C; unit: 'kr' | 'tkr' | 'mkr' | null; per: AmountPer | null }
export type Near<C extends string = string> = { heading: string; column: C }

const statesKronor = (heading: string) => /(?:kr|sek|kronor)$/.test(headingKey(heading))
const digitsOf = (text: string) => text.replace(/\D/g, '')

export class Vocabulary<const C extends string> {
  readonly columns: readonly C[]
  readonly amounts: ReadonlySet<C>
  readonly #words: Words<C>
  /** Columns by the keys of their headings. */
  readonly #known = new Map<string, C>()
  /** Our headings by their keys, as they are written. */
  readonly #written = new Map<string, string>()

  constructor(words: Words<C>) {
    this.#words = words
    this.columns = words.columns
    this.amounts = words.amounts
    for (const column of words.columns) {
      for (const name of [column, ...words.aliases[column]]) {
        this.#known.set(headingKey(name), column)
        this.#written.set(headingKey(name), name)
        if (words.amounts.has(column)) this.#withUnits(name, column)
      }
      for (const name of words.amountOnlyWithUnit?.[column] ?? []) this.#withUnits(name, column)
    }
  }

  /** What a row of headings is known by: a heading of the first column that a file cannot do without. */
  get lookedFor(): Text {
    const [column] = Object.keys(this.#words.needed) as [C]
    const headings = this.#words.aliases[column].slice(0, 3).join(', ')
    return {
      en: `a row of headings, of which one tells ${column} (${headings} …)`,
      sv: `en rubrikrad, där en rubrik är ${headings} eller liknande`
    }
  }

  #withUnits(name: string, column: C) {
    for (const unit of units) this.#known.set(headingKey(name) + unit, column)
  }

  /** The column that a heading means, or null. */
  columnOf(heading: string): C | null {
    return this.#known.get(headingKey(heading)) ?? null
  }

  /**
   * What a heading means, the unit and the period of its amounts among it: `Beviljat (tkr)`, `Beviljat kr/år`, `Belopp i
   * tusental`. Null where the heading is not known. A mapping says the column; then only unit and period are read.
   */
  meaningOf(heading: string, mapped?: C): Meaning<C> | null {
    const whole = this.columnOf(heading)
    if (mapped === undefined && whole !== null)
      return { column: whole, unit: statesKronor(heading) ? 'kr' : null, per: null }
    const tidy = tidyHeading(heading)
    const yearly = /\/\s*år/i.test(tidy) || perYear.test(tidy)
    const total = !yearly && inTotal.test(tidy)
    const bare = yearly
      ? tidy.replace(/\s*\/\s*år[\s)]*$/i, '').replace(perYear, '')
      : total
        ? tidy.replace(inTotal, '')
        : tidy
    const per = yearly ? 'year' : total ? 'total' : null
    const key = headingKey(bare)
    for (const [unit, words] of [
      ['tkr', thousands],
      ['mkr', millions]
    ] as const) {
      const column = this.#amountColumnOf(key, words, mapped)
      if (column) return { column, unit, per }
    }
    const column = mapped ?? this.#known.get(key) ?? null
    if (column === null || (mapped === undefined && !this.amounts.has(column))) return null
    return { column, unit: statesKronor(bare) ? 'kr' : null, per }
  }

  /** The column of amounts that a key names together with one of these units. */
  #amountColumnOf(key: string, words: readonly string[], mapped: C | undefined): C | null {
    for (const word of words) {
      if (!key.endsWith(word)) continue
      const name = key
        .slice(0, -word.length)
        .replace(/(?:1000|000)$/, '')
        .replace(/i$/, '')
      if (mapped !== undefined)
        return this.amounts.has(mapped) && /\d|kr|sek|tusen|miljon/.test(key.slice(-word.length - 4)) ? mapped : null
      for (const candidate of [name, `${name}kr`, key.slice(0, -word.length), `${key.slice(0, -word.length)}kr`]) {
        const column = this.#known.get(candidate)
        if (column !== undefined && this.amounts.has(column)) return column
      }
    }
    return null
  }

  /**
   * Resolves the headings of a file. `mapping` (heading → column, or `ignore`) goes before our aliases.
   * Throws Invalid (`import-columns`) with every violation: two headings of one column, an unknown column, a mapped heading
   * that the file lacks, no recipient, and amounts whose unit or period a heading and the options say differently, or the
   * heading alone says to be other than whole kronor.
   */
  resolveColumns(
    headings: string[],
    mapping: Record<string, string> = {},
    options: HeadingOptions<C> = {}
  ): Resolved<C> {
    const { sparse = false, unused, filled } = options
    const violations: Violation[] = []
    const wanted = new Map(
      Object.entries(mapping).map(([heading, column]) => [tidyHeading(heading), this.#columnNamed(column)])
    )
    const found: Columns<C> = {}
    const ignored: string[] = []
    const inThousands = new Set<C>()
    const periods = new Set<AmountPer>()

    for (const [heading, column] of wanted) {
      if (column !== ignore && !this.#isColumn(column)) {
        violations.push({
          field: heading,
          message: `is mapped to ${JSON.stringify(column)}, which is no column of ours`,
          sv: `kopplas till ${JSON.stringify(column)}, som inte är någon av våra kolumner`
        })
      }
      if (!sparse && heading !== GROUP && !headings.some(other => tidyHeading(other) === heading)) {
        violations.push({
          field: heading,
          message: 'is mapped, but the file has no such heading',
          sv: 'kopplas, men filen har ingen sådan rubrik'
        })
      }
    }

    for (const heading of headings) {
      const target = wanted.get(tidyHeading(heading))
      const mapped = target !== undefined && this.#isColumn(target) ? target : undefined
      const meaning = target !== undefined && mapped === undefined ? null : this.meaningOf(heading, mapped)
      if (meaning === null || unused?.has(meaning.column)) {
        if (heading !== '') ignored.push(heading)
        continue
      }
      const { column } = meaning
      if (found[column] !== undefined) {
        violations.push({
          field: heading,
          message: `means ${column}, and so does ${JSON.stringify(found[column])}; map one of them to another column or to ${ignore}`,
          sv: `betyder ${column}, och det gör även ${JSON.stringify(found[column])}; koppla en av dem till en annan kolumn eller till ${ignore}`
        })
        continue
      }
      found[column] = heading
      if (!this.amounts.has(column) || column === this.#words.asPrinted) continue
      const { fault, thousands } = unitOf(meaning, options)
      if (fault) violations.push({ field: heading, ...fault })
      if (thousands) inThousands.add(column)
      if (meaning.per) periods.add(meaning.per)
    }
    const period = periodOf(periods, options.amountPer)
    if (period.fault) violations.push({ field: 'amountPer', ...period.fault })
    for (const [column, told] of Object.entries<Message | undefined>(this.#words.needed)) {
      if (!sparse && found[column as C] === undefined && !filled?.has(column as C))
        violations.push({ field: column, ...told! })
    }
    if (violations.length > 0) {
      throw new Invalid(
        problems['import-columns'],
        {
          en: 'The columns of the file cannot be told with certainty.',
          sv: 'Det går inte att säkert avgöra vad filens kolumner är.'
        },
        violations
      )
    }
    return { columns: found, ignored, thousands: inThousands, per: period.per }
  }

  /**
   * The same for rows that come one at a time: each new set of headings is resolved once. A file of CSV has one set; the
   * objects of NDJSON and JSON may each have their own.
   */
  columnResolver(mapping: Record<string, string> = {}, options: HeadingOptions<C> = {}) {
    const seen = new Map<string, Resolved<C>>()
    return (headings: string[]): Resolved<C> => {
      const key = headings.join('\n')
      const before = seen.get(key)
      if (before) return before
      const resolved = this.resolveColumns(headings, mapping, { ...options, sparse: true })
      // A caller could send every row with keys of its own; memory is bounded all the same.
      if (seen.size < 1000) seen.set(key, resolved)
      return resolved
    }
  }

  /** A column may be named by any heading that means it; another name stays, to be refused. */
  #columnNamed(name: string): string {
    return name === ignore ? name : (this.columnOf(name) ?? name)
  }

  #isColumn(name: string): name is C {
    return (this.columns as readonly string[]).includes(name)
  }

  /**
   * The known heading that an unknown one is nearest to (`Bevijlat belopp`: `Beviljat belopp`), for a person to judge; null
   * where none is near. Digits are no spelling: `status2` is not near `status`.
   */
  nearestOf(heading: string): Near<C> | null {
    const key = headingKey(heading)
    if (key.length < 4) return null
    const most = key.length < 6 ? 1 : key.length < 12 ? 2 : 3
    let best: { key: string; far: number } | undefined
    for (const candidate of this.#written.keys()) {
      if (Math.abs(candidate.length - key.length) > most || digitsOf(candidate) !== digitsOf(key)) continue
      const far = distance(candidate, key)
      if (far <= most && (!best || far < best.far)) best = { key: candidate, far }
    }
    return best ? { heading: this.#written.get(best.key)!, column: this.#known.get(best.key)! } : null
  }
}

/** Whether the amounts of a column are thousands, or why that cannot be told. */
function unitOf({ unit }: Meaning, { amountUnit }: HeadingOptions): { fault?: Message; thousands: boolean } {
  if (unit === 'mkr') {
    const fault = {
      message: 'is in millions and not in kronor; convert the column to whole kronor',
      sv: 'är i miljoner och inte i kronor; räkna om kolumnen till hela kronor'
    }
    return { fault, thousands: false }
  }
  if (unit === 'tkr' && amountUnit === undefined) {
    const fault = {
      message: 'says thousands, not whole kronor: say amountUnit=tkr, or amountUnit=kr where the heading is wrong',
      sv: 'säger tusental, inte hela kronor: ange amountUnit=tkr, eller amountUnit=kr om rubriken är fel'
    }
    return { fault, thousands: false }
  }
  if (unit === 'kr' && amountUnit === 'tkr') {
    const fault = {
      message: 'says kronor, but amountUnit says tkr: leave out the option, or map and rename the heading',
      sv: 'säger kronor, men amountUnit säger tkr: utelämna valet, eller koppla och byt namn på rubriken'
    }
    return { fault, thousands: false }
  }
  return { thousands: amountUnit === 'tkr' }
}

function periodOf(
  periods: ReadonlySet<AmountPer>,
  option: AmountPer | undefined
): { fault?: Message; per: AmountPer | undefined } {
  const [per, other] = periods
  if (other) {
    const fault = {
      message: 'cannot be told: one heading says per year and another in total',
      sv: 'kan inte avgöras: en rubrik säger per år och en annan totalt'
    }
    return { fault, per: undefined }
  }
  if (per && option && per !== option) {
    const said = per === 'year' ? { en: 'per year', sv: 'per år' } : { en: 'in total', sv: 'totala' }
    const fault = {
      message: `is ${option}, but a heading says that its amounts are ${said.en}`,
      sv: `är ${option}, men en rubrik säger att beloppen är ${said.sv}`
    }
    return { fault, per: undefined }
  }
  return { per }
}
