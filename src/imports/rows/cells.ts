/** Reading one row's cells by our columns, gathering everything that is wrong with it on the way. */

import type { Violation } from '../../base/errors.ts'
import type { Message, Text } from '../../base/language.ts'
import { type Amount, fromOre, kronorInSwedish, maxAmount, maxOre, toOre } from '../../base/money.ts'
import { faultOfText } from '../../base/names.ts'
import { amountFromNumber, type Parsed, type ParsedAmount, parseAmount } from '../../base/parse-amount.ts'
import { unguard } from '../../platform/http/csv.ts'
import type { RawRow } from '../files/raw.ts'
import { Unvalued } from '../files/records.ts'
import type { Column } from './columns.ts'
import { parseDate } from './dates.ts'
import type { Columns } from './vocabulary.ts'
import { isUnstated } from './words.ts'

export type Warning = { code: string } & Message

/** Longest texts, in characters. */
export const longest: Partial<Record<Column, number>> = {
  purpose: 2000,
  note: 4000,
  source_url: 2000,
  paragraph: 100,
  diary_number: 100,
  voucher_number: 100,
  co_recipients: 3000
}
const longestOther = 300

// Most cells: nothing in them to tidy. Tested first, for speed.
const ordinary = /^[ -~\u00c0-\u00ff]*$/
// Left behind by word processors and web pages, seen by nobody.
const invisible = /[\u200b\u00ad\ufeff]/g

/** UTF-8 that was read as Windows-1252 (`FÃ¶reningen`), and the mark for a letter that was lost. */
const garbled = /\u00c3[\u0080-\u00bf\u2013\u201e\u2026\u2030\u0160]|\ufffd/

/** Errors that spreadsheets show instead of a value, in English and Swedish, and a number that its column is too narrow for. */
const cellError =
  /^(?:#(?:N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA|SAKNAS!?|REFERENS!|VÄRDEFEL!|DIVISION\/0!|NAMN\?|SKÄRNING!|OGILTIGT!|TOMT!|SPILL!|BERÄKNING!|FÄLT!|BLOCKERAD!|ANSLUT!|UPPTAGEN!|OKÄNT!)|Err:\d{3}|#{3,})$/i
const isCellError = (text: string) => /^[#e]/i.test(text) && cellError.test(text)

const UNVALUED: Message = {
  message:
    'is a formula for which the file holds no value; open the file in a spreadsheet and save it, or paste the values',
  sv: 'är en formel som filen inte har något värde för; öppna filen i ett kalkylprogram och spara den, eller klistra in värdena'
}

const quoted = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)

const NONE: ReadonlySet<never> = new Set()

/** A row under the headings of a file; `C` are the columns of its kind, those of decisions unless told. */
export class RowReader<C extends string = Column> {
  readonly violations: Violation[]
  readonly warnings: Warning[] = []
  readonly raw: RawRow
  readonly columns: Columns<C>
  /** Columns whose amounts are in thousands of kronor. */
  readonly thousands: ReadonlySet<C>

  constructor(raw: RawRow, columns: Columns<C>, thousands: ReadonlySet<C> = NONE) {
    this.raw = raw
    this.columns = columns
    this.thousands = thousands
    this.violations = [...raw.violations]
  }

  /** Adds a violation at the heading that the file has for the column, else at our name of it. */
  refuse(column: C, { message, sv }: Message) {
    this.violations.push({ field: this.heading(column), message, sv, line: this.raw.line })
  }

  warn(code: string, { message, sv }: Message) {
    this.warnings.push({ code, message, sv })
  }

  heading(column: C): string {
    return this.columns[column] ?? column
  }

  /** The cell as it stands; null where it is empty or the file has no such column. */
  stands(column: C): string | null {
    const cell = this.cell(column)
    return cell === null || cell instanceof Unvalued || String(cell).trim() === '' ? null : String(cell)
  }

  /** Whether the cell has been refused already, so that what follows from its absence is not said as well. */
  failed(...columns: C[]): boolean {
    return columns.some(column => this.violations.some(({ field }) => field === this.heading(column)))
  }

  private cell(column: C) {
    const heading = this.columns[column]
    return heading === undefined ? null : (this.raw.cells[heading] ?? null)
  }

  /** Text of several lines, trimmed, in NFC; null when empty. */
  lines(column: C): string | null {
    const cell = this.cell(column)
    if (cell === null || cell === '') return null
    if (typeof cell === 'boolean') {
      this.refuse(column, { message: 'must be text, not true or false', sv: 'måste vara text, inte true eller false' })
      return null
    }
    if (cell instanceof Unvalued) {
      this.refuse(column, UNVALUED)
      return null
    }
    let text = typeof cell === 'number' ? String(cell) : cell.trim()
    if (isCellError(text)) {
      this.refuse(column, {
        message: `holds the error ${text} of a spreadsheet; mend it there`,
        sv: `innehåller felet ${text} från ett kalkylblad; rätta det där`
      })
      return null
    }
    if (!ordinary.test(text)) {
      text = text.replace(/\r\n?/g, '\n')
      const fault = faultOfText(text)
      if (fault) {
        this.refuse(column, fault)
        return null
      }
      if (garbled.test(text)) {
        this.refuse(column, {
          message: 'has lost its å, ä and ö: it was saved in one encoding and read in another',
          sv: 'har förlorat sina å, ä och ö: texten sparades i en teckenkodning och lästes i en annan'
        })
        return null
      }
      text = text.replace(invisible, '').normalize('NFC').trim()
    }
    if (text.includes("'")) text = unguard(text)
    const most = (longest as Partial<Record<string, number>>)[column] ?? longestOther
    if (text.length > most) {
      this.refuse(column, { message: `is longer than ${most} characters`, sv: `är längre än ${most} tecken` })
      return null
    }
    return text === '' ? null : text
  }

  /** Text of one line: every run of white space is one space. */
  text(column: C): string | null {
    const text = this.lines(column)
    return text !== null && /\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text
  }

  /** Text of one line, null also where the table says in words that it does not say (`-`, `uppgift saknas`). */
  stated(column: C): string | null {
    const text = this.text(column)
    return text === null || isUnstated(text) ? null : text
  }

  /** What a pure parser makes of the cell; null when not stated or refused. */
  parsed<T>(column: C, parse: (text: string) => Parsed<T>): T | null {
    const text = this.stated(column)
    if (text === null) return null
    const result = parse(text)
    if (result.ok) return result.value
    this.refuse(column, result)
    return null
  }

  /** A word of a closed list; null when not stated or refused. */
  word<T>(column: C, parse: (text: string) => T | null, expected: Text): T | null {
    const text = this.stated(column)
    if (text === null) return null
    const result = parse(text)
    if (result === null) {
      this.refuse(column, {
        message: `${quoted(text)} is not known; ${expected.en}`,
        sv: `${quoted(text)} är inte känt; ${expected.sv}`
      })
    }
    return result
  }

  /** An amount in kronor. Empty is null and never 0; words for "not stated" are null with a warning. */
  amount(column: C): Amount | null {
    const cell = this.cell(column)
    if (typeof cell === 'number') return this.amountOfNumber(column, cell)
    // Not through text(): it would make every space an ordinary one, and a tab or line break in an amount is no space.
    const text = typeof cell === 'string' && !isCellError(cell.trim()) ? cell.trim() : this.text(column)
    if (text === null || text === '') return null
    if (isUnstated(text)) {
      if (column !== 'raw_amount') {
        this.warn('amount-not-stated', {
          message: `${this.heading(column)}: ${quoted(text)} is kept as not stated, which is not 0`,
          sv: `${this.heading(column)}: ${quoted(text)} sparas som ej angivet, vilket inte är 0`
        })
      }
      return null
    }
    return this.amountOf(column, this.thousands.has(column) ? parseThousands(text) : parseStated(text))
  }

  private amountOfNumber(column: C, cell: number): Amount | null {
    if (isDateWritten(String(cell))) return this.amountOf(column, noAmount(String(cell)))
    const result = this.thousands.has(column) ? thousandsOf(amountFromNumber(cell)) : amountFromNumber(cell)
    return this.amountOf(column, result)
  }

  private amountOf(column: C, result: ParsedAmount): Amount | null {
    if (result.ok) return result.amount
    this.refuse(column, result)
    return null
  }
}

/** Eight digits that are a day of this or the last century: 20 240 305 kr are written so by nobody. */
const isDateWritten = (text: string) => /^(?:19|20)\d{6}$/.test(text) && parseDate(text).ok

const noAmount = (text: string): ParsedAmount => ({
  ok: false,
  message: `${text} is a date and no amount: map the column to that of the day, or write the amount as ${text}.00`,
  sv: `${text} är ett datum och inget belopp: koppla kolumnen till den för dagen, eller skriv beloppet som ${text},00`
})

const parseStated = (text: string): ParsedAmount => (isDateWritten(text) ? noAmount(text) : parseAmount(text))

/** An amount of a column in thousands of kronor; a cell that says kronor contradicts its column. */
function parseThousands(text: string): ParsedAmount {
  if (/(?:kr\.?|kronor|sek|:-|,-)$/i.test(text) && !/(?:tkr|kkr|ksek|tusen ?(?:kr|kronor))\.?$/i.test(text)) {
    return {
      ok: false,
      message: `${quoted(text)} says kronor, and the column is read in thousands of kronor`,
      sv: `${quoted(text)} säger kronor, men kolumnen läses i tusental kronor`
    }
  }
  return thousandsOf(parseAmount(text.replace(/\s*(?:tkr|kkr|ksek|tusen ?(?:kr|kronor)?)\.?$/i, '')))
}

function thousandsOf(result: ParsedAmount): ParsedAmount {
  if (!result.ok) return result
  const ore = toOre(result.amount) * 1000n
  if (ore <= maxOre) return { ok: true, amount: fromOre(ore) }
  return { ok: false, message: `is more than ${maxAmount} SEK`, sv: `är mer än ${kronorInSwedish(maxAmount)}` }
}
