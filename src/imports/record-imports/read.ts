import { Invalid, TooLarge, type Violation } from '../../base/errors.ts'
import type { Message } from '../../base/language.ts'
import { fromOre, kronorInSwedish, toOre } from '../../base/money.ts'
import { checksumOf, readMapping } from '../actions.ts'
import { type SentFile, unpacked } from '../files/compressed.ts'
import { type ImportFile, readRows, type Section } from '../files/file.ts'
import { type ReadLimits, usualLimits } from '../files/limits.ts'
import { breathe, type RawRow } from '../files/raw.ts'
import type { FileNote } from '../files/records.ts'
import { problems } from '../problems.ts'
import { RowReader } from '../rows/cells.ts'
import { defaultsOf, fillDefaults, withDefaults } from '../rows/defaults.ts'
import { holdsPersonalNumber, WITHHELD } from '../rows/personal-numbers.ts'
import { withFirstLines } from '../rows/read.ts'
import { checkMunicipality, columnWithPersonalNumber, PERSONAL } from '../rows/row.ts'
import { totalsKind } from '../rows/totals.ts'
import type { Columns, Resolved } from '../rows/vocabulary.ts'
import type { RecordKind, Row } from './kind.ts'
import { mostRows, type RecordKindName } from './rules.ts'
import type { RecordImportQuery } from './schemas.ts'

/** A file that has been read: its rows, and what is kept and told of the file itself. */
export type ReadRecords<C extends string, V> = {
  rows: Row<C, V>[]
  columns: Columns<C>
  ignored: ReadonlySet<string>
  notes: FileNote[]
  /** Why the file as a whole is refused. */
  violations: Violation[]
  encoding: string | null
  checksum: string
  options: RecordImportQuery
}

/** Rows between two turns of other requests. */
const ROWS_A_TURN = 200
/** Headings that are told as not used. */
const MOST_IGNORED = 1_000

/**
 * Reads a file of records, before anything is asked of the database. A row that cannot be read has violations and no value;
 * a row of totals is no row, is told in the notes, and its sum is held against the rows above it.
 * @throws Malformed (not a file of rows), Invalid (columns, options), TooLarge (more than `mostRows`, or the limits)
 */
export async function readRecords<C extends string, V>(
  kind: RecordKind<C, V>,
  municipalityCode: string,
  sent: SentFile,
  options: RecordImportQuery,
  limits: ReadLimits = usualLimits
): Promise<ReadRecords<C, V>> {
  const reading = new Reading(kind, municipalityCode, options)
  const { source, contentType } = await unpacked(sent, limits)
  try {
    const file = await readRows(source, contentType, { ...reading.sought, sheet: options.sheet, limits })
    try {
      for (const section of file.sections) await reading.readSection(file, section)
    } finally {
      await file.close()
    }
    return { ...reading.result(file), checksum: await checksumOf(sent.source), options }
  } finally {
    await source.close()
  }
}

/** The reading of one file. */
class Reading<C extends string, V> {
  readonly rows: Row<C, V>[] = []
  readonly columns: Columns<C> = {}
  readonly ignored = new Set<string>()
  readonly notes: FileNote[] = []
  readonly violations: Violation[] = []
  readonly #kind: RecordKind<C, V>
  readonly #municipalityCode: string
  readonly #options: RecordImportQuery
  readonly #mapping: Record<string, string>
  readonly #defaults: ReadonlyMap<C, string>
  readonly #sums = { whole: 0n, sinceTotals: 0n, unread: 0 }

  constructor(kind: RecordKind<C, V>, municipalityCode: string, options: RecordImportQuery) {
    this.#kind = kind
    this.#municipalityCode = municipalityCode
    this.#options = options
    this.#mapping = readMapping(options.mapping ?? [])
    this.#defaults = defaultsOf(kind.words, kind.ofTheRow, options.default ?? [])
  }

  /** What was read of the file. */
  result({ notes, encoding }: ImportFile) {
    const { rows, columns, ignored, violations } = this
    return { rows, columns, ignored, violations, encoding, notes: [...notes(), ...this.notes] }
  }

  /** How the table is found in the file. */
  get sought() {
    const { words, naming, telling, filled } = this.#kind
    const mapping = this.#mapping
    const columnIn = (name: string) =>
      (mapping[name] === undefined ? words.meaningOf(name)?.column : words.columnOf(mapping[name])) as C | undefined
    return {
      known: (name: string) => mapping[name] !== undefined || words.meaningOf(name) !== null,
      telling: (name: string) => telling.has(columnIn(name) as C),
      filled: (name: string) => filled.has(columnIn(name) as C),
      naming: (name: string) => columnIn(name) === naming.column,
      sought: naming
    }
  }

  async readSection(file: ImportFile, section: Section): Promise<void> {
    const { words } = this.#kind
    const heading = { amountUnit: this.#options.amountUnit, filled: this.#defaults }
    const resolve = words.columnResolver(this.#mapping, heading)
    const { headings } = section
    const shared = headings
      ? this.#understood(
          withFirstLines(file, section, words.lookedFor, () => words.resolveColumns(headings, this.#mapping, heading))
        )
      : undefined
    for await (const raw of section.rows) {
      if (this.rows.length === mostRows[this.#kind.name]) throw tooManyRows(this.#kind.name)
      if (shared) this.#take(raw, shared)
      else this.#takeAlone(raw, () => this.#understood(resolve(Object.keys(raw.cells))))
      if (this.rows.length % ROWS_A_TURN === 0) await breathe()
    }
  }

  /** A row that has headings of its own: they condemn that row only. */
  #takeAlone(raw: RawRow, understood: () => Resolved<C>) {
    try {
      this.#take(raw, understood())
    } catch (error) {
      if (!(error instanceof Invalid)) throw error
      this.#add(raw, {}, null, [...raw.violations, ...error.violations.map(one => ({ ...one, line: raw.line }))])
    }
  }

  #understood(resolved: Resolved<C>): Resolved<C> {
    const columns = withDefaults(resolved.columns, this.#defaults)
    Object.assign(this.columns, columns)
    for (const name of resolved.ignored) {
      if (this.ignored.size < MOST_IGNORED) this.ignored.add(holdsPersonalNumber(name) ? WITHHELD : name)
    }
    return { ...resolved, columns }
  }

  #take(raw: RawRow, { columns, thousands, per }: Resolved<C>) {
    // The cells of a row whose form is broken may stand under the wrong headings: nothing is read from them.
    if (raw.violations.some(({ field }) => field === '')) return this.#add(raw, columns, null, raw.violations)
    const filled = fillDefaults(raw, this.#defaults)
    const reader = new RowReader<C>(filled, columns, thousands)
    const personal = columnWithPersonalNumber(reader)
    if (personal) {
      const violation = { field: reader.heading(personal), ...PERSONAL, line: raw.line }
      return this.#add(raw, columns, null, [violation])
    }
    if (this.#isTotals(filled, columns, thousands)) return
    // Of a row that is another municipality's nothing else is read or told.
    const code = this.#kind.words.columnOf('municipality_code')
    if (code) checkMunicipality(reader, code, this.#municipalityCode)
    if (reader.violations.length > 0) return this.#add(raw, columns, null, reader.violations)
    const value = this.#kind.read(reader, { per })
    this.#sum(reader.violations.length > 0 ? null : value)
    this.#add(raw, columns, reader.violations.length > 0 ? null : value, reader.violations, reader.warnings)
  }

  #add(
    { line, sheet }: RawRow,
    columns: Columns<C>,
    value: V | null,
    violations: Violation[],
    warnings = noWarnings()
  ) {
    this.rows.push({
      position: this.rows.length + 1,
      line,
      sheet: sheet ?? null,
      columns,
      value,
      violations: violations.map(violation => (sheet === undefined ? violation : { ...violation, sheet })),
      warnings,
      result: null,
      recordId: null,
      identity: null,
      said: null
    })
  }

  #sum(value: V | null) {
    const { summed } = this.#kind
    if (!summed) return
    const amount = value === null ? null : summed.of(value)
    if (amount === null) this.#sums.unread++
    else {
      this.#sums.whole += toOre(amount)
      this.#sums.sinceTotals += toOre(amount)
    }
  }

  /** Whether it is a row of totals: it is told, and its sum checked. */
  #isTotals(raw: RawRow, columns: Columns<C>, thousands: ReadonlySet<C>): boolean {
    const apart = new RowReader<C>({ ...raw, violations: [] }, columns, thousands)
    const named = apart.stands(this.#kind.naming.column)
    const texts = named === null ? Object.values(raw.cells).filter(cell => typeof cell === 'string') : [named]
    const text = texts.find(text => totalsKind(text) !== null)
    if (text === undefined) return false
    const shown = JSON.stringify(text.slice(0, 60))
    this.notes.push(
      noteAt(raw, 'row-of-totals', {
        message: `${shown} is a row of totals and no row: nothing is imported of it`,
        sv: `${shown} är en summarad: ingenting av den läses in`
      })
    )
    const { summed } = this.#kind
    const stated = summed && totalsKind(text) === 'sum' ? apart.amount(summed.column) : null
    if (stated !== null) this.#checkSum(raw, apart.heading(summed!.column), stated)
    this.#sums.sinceTotals = 0n
    return true
  }

  #checkSum(raw: RawRow, heading: string, stated: string) {
    const { whole, sinceTotals, unread } = this.#sums
    if ([whole, sinceTotals].includes(toOre(stated))) return
    const sum = fromOre(whole)
    const message = `the row of totals states ${stated}, and the rows above it sum to ${sum}`
    const sv = `summaraden säger ${kronorInSwedish(stated)}, och raderna ovanför blir tillsammans ${kronorInSwedish(sum)}`
    if (unread > 0) {
      const told = {
        message: `${message}, of which ${unread} cannot be read`,
        sv: `${sv}, varav ${unread} inte kan läsas`
      }
      this.notes.push(noteAt(raw, 'sum-not-checked', told))
    } else if (this.#options.statedSums === 'ignore') {
      this.notes.push(noteAt(raw, 'sum-differs', { message, sv }))
    } else {
      this.violations.push({
        field: heading,
        message: `${message}: mend the file, or say statedSums=ignore`,
        sv: `${sv}: rätta filen, eller ange statedSums=ignore`,
        line: raw.line
      })
    }
  }
}

const noWarnings = (): Row<string, unknown>['warnings'] => []

const noteAt = ({ line, sheet }: RawRow, code: string, told: Message): FileNote => ({
  code,
  ...told,
  line,
  ...(sheet !== undefined && { sheet })
})

function tooManyRows(kind: RecordKindName): TooLarge {
  const most = mostRows[kind]
  const detail = {
    en: `A file of ${kind} has at most ${most} rows. Nothing has changed.`,
    sv: `En fil av det här slaget (${kind}) har högst ${most} rader. Ingenting har ändrats.`
  }
  const violation = { field: '', message: `holds more than ${most} rows`, sv: `har fler än ${most} rader` }
  return new TooLarge(problems['too-many-rows'], detail, [violation], { maxRows: most })
}
