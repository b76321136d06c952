/** What only the file as a whole shows: sums that it states of itself, columns that are taken for others, numbers that were filled down. */

import type { Violation } from '../../base/errors.ts'
import type { Message } from '../../base/language.ts'
import { type Amount, fromOre, kronorInSwedish, toOre } from '../../base/money.ts'
import { GROUP, type RawRow } from '../files/raw.ts'
import type { FileNote } from '../files/records.ts'
import { type Column, type Columns, nearestOf } from './columns.ts'
import { isNumberOrMoney, looksLikeDay, looksLikeMoney, looksLikeYear } from './looks-like.ts'
import type { ImportRow, Totals } from './row.ts'
import { mayBeTotals, namesASum, speaksOfSum } from './totals.ts'

export type JudgeOptions = {
  /** Headings that a mapping names: a person has looked at them. */
  mapped?: ReadonlySet<string>
  /** `notStated`: that no column tells what was granted is right, and the amounts stay unknown. */
  amounts?: 'stated' | 'notStated'
  /** `ignore`: a sum that differs from its rows is told and no reason to refuse the file. */
  statedSums?: 'check' | 'ignore'
  /** `accept`: more is granted than was applied for in most rows, and that is right. */
  grantedAboveApplied?: 'accept' | 'refuse'
}

const fields = ['applied', 'granted', 'reserved'] as const
type Field = (typeof fields)[number]
type Sums = Record<Field, bigint> & { count: number }
const nothing = (): Sums => ({ applied: 0n, granted: 0n, reserved: 0n, count: 0 })

/** Columns of words: where money stands in every row of one, its heading means money. */
const wordColumns = ['scheme', 'purpose', 'body', 'recipient', 'recipient_form'] as const
const amountFields = ['applied', 'granted', 'reserved', 'rent'] as const

/** Columns that change what is done with money, so that a heading that may be one of them is not passed over. */
const decisive: ReadonlySet<Column> = new Set<Column>([
  'outcome',
  'granted',
  'reserved',
  'amount_per',
  'organisation_number',
  'reference',
  'decision_reference',
  'revises_decision',
  'revises_line',
  'grant_year',
  'grant_year_from',
  'grant_year_to'
])

/** Rows of totals of which it is told how they compare; a file has some, and one of nothing else is none. */
const MOST_TOLD = 1_000

/** Numbers a filled-down column may ascend by. */
const LONGEST_STEP = 100n

export class FileJudge {
  private readonly options: JudgeOptions
  private readonly violations: Violation[] = []
  readonly notes: FileNote[] = []
  private readonly whole = nothing()
  private sinceTotals = nothing()
  private sinceGroup = nothing()
  private ofSheet = nothing()
  private group: unknown
  private sheet: string | undefined
  private readonly years = new Map<number, Sums>()
  /** The first line with an amount that cannot be read, by its field: no sum can be checked against it. */
  private readonly unread = new Map<Field, number>()
  private readonly words = new Map<
    Column,
    { stated: number; wrong: number; dated: boolean; heading: string; line: number }
  >()
  private above = 0
  private both = 0
  private rows = 0
  /** Rows that name a recipient. */
  private named = 0
  private numbers: [bigint | null, bigint | null] = [null, null]
  /** Whether any row states an outcome: then none is taken from an amount. */
  outcomesStated = false

  constructor(options: JudgeOptions) {
    this.options = options
  }

  /** Looks at a row in its turn, and adds to it what the rows above it show. */
  see(row: ImportRow, raw: RawRow, columns: Columns): ImportRow {
    if (raw.violations.some(({ field }) => field === '')) return row
    if (row.totals) {
      this.checkTotals(row, row.totals, columns)
      return row
    }
    this.rows++
    if (row.recipients.length > 0) this.named++
    this.watchNumbers(row, raw, columns)
    this.watchWords(raw, columns)
    this.watchSums(row, raw, columns)
    if (row.outcome !== null && !row.outcomeFromAmount) this.outcomesStated = true
    if (row.applied !== null && row.granted !== null) {
      this.both++
      if (toOre(row.granted) > toOre(row.applied)) {
        this.above++
        row.warnings.push({
          code: 'granted-above-applied',
          message: `${row.granted} is granted, and ${row.applied} applied for: are the columns swapped?`,
          sv: `${kronorInSwedish(row.granted)} är beviljat och ${kronorInSwedish(row.applied)} sökt: är kolumnerna omkastade?`
        })
      }
    }
    return row
  }

  /**
   * Why the file as a whole is refused; all rows must have been seen. `newGrantCount`: granted rows that are of no known line;
   * of known ones a file without amounts changes none.
   */
  refusals(columns: Columns, ignored: ReadonlySet<string>, newGrantCount: number): Violation[] {
    return [
      ...this.violations,
      ...this.wrongColumns(),
      ...this.misspelt(columns, ignored),
      ...this.withoutAmounts(columns, ignored, newGrantCount),
      ...this.swapped(columns)
    ]
  }

  private watchNumbers(row: ImportRow, raw: RawRow, columns: Columns) {
    const heading = columns.organisation_number
    if (heading === undefined) return
    const digits = String(raw.cells[heading] ?? '').replace(/\D/g, '')
    const number = /^\d{10}$|^16\d{10}$/.test(digits) ? BigInt(digits) : null
    const [first, second] = this.numbers
    this.numbers = [second, number]
    if (number === null || second === null) return
    const step = number - second
    const isNext = step === 1n || step === -1n
    const isSeries =
      first !== null && step !== 0n && step === second - first && (step < 0n ? -step : step) <= LONGEST_STEP
    if (!isNext && !isSeries) return
    row.violations.push({
      field: heading,
      message: `follows the number of the row above by ${step}: was the column filled down?`,
      sv: `följer på numret på raden ovanför med ${step}: har kolumnen fyllts nedåt?`,
      line: row.line
    })
  }

  private watchWords(raw: RawRow, columns: Columns) {
    for (const column of wordColumns) {
      this.watchColumn(
        raw,
        columns,
        column,
        column === 'purpose' || column === 'recipient_form' ? looksLikeMoney : isNumberOrMoney
      )
    }
    for (const column of amountFields)
      this.watchColumn(raw, columns, column, text => looksLikeDay(text) || looksLikeYear(text))
  }

  private watchColumn(raw: RawRow, columns: Columns, column: Column, isWrong: (text: string) => boolean) {
    const heading = columns[column]
    const cell = heading === undefined ? null : raw.cells[heading]
    if (heading === undefined || cell === null || cell === undefined || typeof cell === 'object') return
    const text = String(cell).trim()
    if (text === '' || heading.startsWith('default=') || heading === GROUP) return
    const seen = this.words.get(column) ?? { stated: 0, wrong: 0, dated: false, heading, line: raw.line }
    seen.stated++
    if (isWrong(text)) seen.wrong++
    if (looksLikeDay(text)) seen.dated = true
    this.words.set(column, seen)
  }

  /** A column of which every row holds something else than its heading means. */
  private *wrongColumns(): Generator<Violation> {
    for (const [column, { stated, wrong, dated, heading, line }] of this.words) {
      if (wrong < stated || wrong === 0) continue
      const isAmount = (amountFields as readonly Column[]).includes(column)
      // One row of 2 024 kronor is likelier than a column of years.
      if (isAmount && stated === 1 && !dated) continue
      const told: Message = isAmount
        ? {
            message: `holds dates or years in every row, and is read as ${column}: map it to decided_on or grant_year, or to ignore`,
            sv: `har datum eller år på varje rad, och läses som ${column}: koppla den till decided_on eller grant_year, eller till ignore`
          }
        : {
            message: `holds amounts or numbers in every row, and is read as ${column}: map it to granted or another column, or to ignore`,
            sv: `har belopp eller tal på varje rad, och läses som ${column}: koppla den till granted eller en annan kolumn, eller till ignore`
          }
      yield { field: heading, ...told, line }
    }
  }

  /** Headings that are not understood and may be a column that decides over money. */
  private *misspelt(columns: Columns, ignored: ReadonlySet<string>): Generator<Violation> {
    for (const heading of ignored) {
      if (this.options.mapped?.has(heading)) continue
      const near = nearestOf(heading)
      if (near === null || !decisive.has(near.column) || columns[near.column] !== undefined) continue
      yield {
        field: heading,
        message: `is not understood: does it mean ${JSON.stringify(near.heading)}? Map it to ${near.column}, or to ignore`,
        sv: `är ingen känd rubrik: menas ${JSON.stringify(near.heading)}? Koppla den till ${near.column}, eller till ignore`
      }
    }
  }

  private *withoutAmounts(columns: Columns, ignored: ReadonlySet<string>, newGrantCount: number): Generator<Violation> {
    if (this.options.amounts === 'notStated' || this.rows === 0) return
    if (columns.granted !== undefined || columns.reserved !== undefined) return
    if (newGrantCount === 0 && (columns.outcome !== undefined || this.named === 0)) return
    const unknown = [...ignored].slice(0, 10).map(heading => {
      const near = nearestOf(heading)
      return near ? `${JSON.stringify(heading)} (${JSON.stringify(near.heading)}?)` : JSON.stringify(heading)
    })
    const not = (words: string) => (unknown.length > 0 ? `; ${words}: ${unknown.join(', ')}` : '')
    yield {
      field: 'granted',
      message: `is missing: no column tells what was granted${not('not understood')}. Map one to granted, or say amounts=notStated where the file holds no amounts`,
      sv: `saknas: ingen kolumn säger vad som beviljades${not('okända rubriker')}. Koppla en till granted, eller ange amounts=notStated om filen saknar belopp`
    }
  }

  private *swapped(columns: Columns): Generator<Violation> {
    if (this.options.grantedAboveApplied === 'accept' || this.above * 2 <= this.both || this.above === 0) return
    yield {
      field: columns.granted ?? 'granted',
      message: `is more than what was applied for in ${this.above} of ${this.both} rows: are the columns swapped? Map them, or say grantedAboveApplied=accept`,
      sv: `är mer än det sökta på ${this.above} av ${this.both} rader: är kolumnerna omkastade? Koppla dem, eller ange grantedAboveApplied=accept`
    }
  }

  private watchSums(row: ImportRow, raw: RawRow, columns: Columns) {
    if (raw.sheet !== this.sheet) {
      this.sheet = raw.sheet
      this.ofSheet = nothing()
      this.sinceTotals = nothing()
    }
    if (raw.cells[GROUP] !== this.group) {
      this.group = raw.cells[GROUP]
      this.sinceGroup = nothing()
    }
    const ore = { applied: oreOr0(row.applied), granted: oreOr0(row.granted), reserved: oreOr0(row.reserved) }
    if (this.isSumOfThoseAbove(row, ore, columns)) {
      this.sinceTotals = nothing()
      return
    }
    const year = row.grantYearFrom ?? (row.decidedOn ? Number(row.decidedOn.slice(0, 4)) : null)
    const ofYear = year === null ? nothing() : (this.years.get(year) ?? nothing())
    if (year !== null && this.years.size < 100) this.years.set(year, ofYear)
    for (const sums of [this.whole, this.ofSheet, this.sinceTotals, this.sinceGroup, ofYear]) {
      sums.count++
      for (const field of fields) sums[field] += ore[field]
    }
    for (const field of fields) {
      const heading = columns[field]
      if (heading === undefined || row[field] !== null || this.unread.has(field)) continue
      if (row.violations.some(violation => violation.field === heading)) this.unread.set(field, row.line)
    }
  }

  /**
   * Two signs of a row of totals that its first word does not tell: it may be one, or the row holds the sum of those above. With both of
   * them, or where nobody is named, it is one and rejected; with one it is warned of.
   */
  private isSumOfThoseAbove(row: ImportRow, ore: Readonly<Record<Field, bigint>>, columns: Columns): boolean {
    const name = row.recipients[0] ?? ''
    const heading = columns.recipient ?? 'recipient'
    const amounts = fields.filter(field => ore[field] > 0n)
    const speaks = speaksOfSum(name)
    // The sum of one row is its amount, which another recipient may have got as well.
    const fewest = namesASum(name) ? 1 : 2
    const isSum = [this.whole, this.sinceTotals, this.sinceGroup].some(
      sums => sums.count >= fewest && amounts.length > 0 && amounts.every(field => sums[field] === ore[field])
    )
    if (isSum && (name === '' || speaks || mayBeTotals(name))) {
      row.violations.push({
        field: heading,
        message: 'is a row of totals and no recipient: it holds the sum of the rows above it',
        sv: 'är en summarad och ingen mottagare: den har summan av raderna ovanför',
        line: row.line
      })
      return true
    }
    if (isSum) {
      row.warnings.push({
        code: 'amount-is-sum-of-rows-above',
        message: 'its amounts are the sum of the rows above it: is it a row of totals?',
        sv: 'beloppen är summan av raderna ovanför: är det en summarad?'
      })
    }
    if (mayBeTotals(name) || speaks) {
      row.warnings.push({
        code: 'may-be-totals',
        message: `${JSON.stringify(name)}: is it a row of totals?`,
        sv: `${JSON.stringify(name)}: är det en summarad?`
      })
    }
    return false
  }

  /** A sum that the file states is its own control total. */
  private checkTotals(row: ImportRow, totals: Totals, columns: Columns) {
    if (totals.kind !== 'sum') return
    const applicants = /sökt|ansök|applied/i.test(totals.text)
    const ofYears = [...this.years].filter(([year]) => totals.text.includes(String(year))).map(([, sums]) => sums)
    const candidates = [this.ofSheet, this.whole, this.sinceTotals, this.sinceGroup, ...ofYears].filter(
      ({ count }) => count > 0
    )
    for (const field of fields) {
      const stated = totals[field]
      if (stated !== null && candidates.length > 0) this.compare(row, field, stated, candidates, applicants, columns)
    }
    this.sinceTotals = nothing()
  }

  private compare(
    row: ImportRow,
    field: Field,
    stated: Amount,
    candidates: Sums[],
    applicants: boolean,
    columns: Columns
  ) {
    const heading = columns[field] ?? field
    const sumsOf = (sums: Sums) => [
      sums[field],
      ...(field === 'granted' ? [sums.granted + sums.reserved, sums.reserved] : []),
      ...(applicants ? [sums.applied] : [])
    ]
    const ore = toOre(stated)
    if (candidates.some(sums => sumsOf(sums).includes(ore))) {
      told(this.notes, {
        code: 'sum-agrees',
        message: `${heading}: the stated sum ${stated} is that of its rows`,
        sv: `${heading}: den angivna summan ${kronorInSwedish(stated)} är radernas`,
        line: row.line
      })
      return
    }
    const unread = this.unread.get(field)
    if (unread !== undefined) {
      told(this.notes, {
        code: 'sum-not-checked',
        message: `${heading}: the stated sum ${stated} cannot be checked, since the amount of line ${unread} cannot be read`,
        sv: `${heading}: den angivna summan ${kronorInSwedish(stated)} kan inte kontrolleras, eftersom beloppet på rad ${unread} inte kan läsas`,
        line: row.line
      })
      return
    }
    const own = candidates[0]!
    const rows = fromOre(field === 'granted' ? own.granted + own.reserved : own[field])
    const message = `the row of totals states ${stated}, and the rows above it sum to ${rows}`
    const sv = `summaraden säger ${kronorInSwedish(stated)}, och raderna ovanför blir tillsammans ${kronorInSwedish(rows)}`
    if (this.options.statedSums === 'ignore') {
      told(this.notes, {
        code: 'sum-differs',
        message: `${heading}: ${message}`,
        sv: `${heading}: ${sv}`,
        line: row.line
      })
    } else {
      told(this.violations, {
        field: heading,
        message: `${message}: mend the file, or say statedSums=ignore`,
        sv: `${sv}: rätta filen, eller ange statedSums=ignore`,
        line: row.line
      })
    }
  }
}

const oreOr0 = (amount: Amount | null) => (amount === null ? 0n : toOre(amount))

function told<T>(list: T[], item: T) {
  if (list.length < MOST_TOLD) list.push(item)
}
