import { LONGEST_CELL, MOST_COLUMNS, unreadable } from './limits.ts'
import { dateOf, dateText, exact, type Shown } from './number-formats.ts'
import { type Cell, Unvalued } from './records.ts'

/** What the number format of each style shows of a date. */
export type Styles = (Shown | null)[]
/** Texts that cells refer to by number. */
export type Strings = string[]

/** Gathers the cells of a row from the elements of a sheet: `<c r="B2" s="1" t="n"><f>…</f><v>45042</v></c>`. */
export class CellReader {
  row: Cell[] = []
  readonly #strings: Strings
  readonly #styles: Styles
  readonly #from1904: boolean
  #column = -1
  #type = 'n'
  #style = -1
  #into: 'value' | 'formula' | 'inline' | null = null
  #value: string | null = null
  #formula: string | null = null
  #inline = ''
  #isReading = false

  constructor(strings: Strings, styles: Styles, from1904: boolean) {
    this.#strings = strings
    this.#styles = styles
    this.#from1904 = from1904
  }

  beginRow() {
    this.row = []
    this.#column = -1
  }

  open(name: string, { r, s, t }: Record<string, string>) {
    switch (name) {
      case 'c':
        this.#column = r === undefined ? this.#column + 1 : columnOf(r)
        if (!(this.#column >= 0 && this.#column < MOST_COLUMNS))
          throw unreadable(`is damaged: it has a cell ${r}`, `är skadad: den har en cell ${r}`)
        this.#type = t ?? 'n'
        this.#style = s === undefined ? -1 : Number(s)
        this.#value = this.#formula = null
        this.#inline = ''
        break
      case 'v':
        this.#value = ''
        this.#into = 'value'
        break
      case 'f':
        this.#formula = ''
        this.#into = 'formula'
        break
      case 't':
        if (!this.#isReading) this.#into = 'inline'
        break
      case 'rPh':
        this.#isReading = true
    }
  }

  text(text: string) {
    if (this.#into === null) return
    if (this.#into === 'value') this.#value += text
    else if (this.#into === 'inline') this.#inline += text
    else this.#formula += text
    if ((this.#value?.length ?? 0) + this.#inline.length > LONGEST_CELL)
      throw unreadable('has a cell that is too long', 'har en cell som är för lång')
  }

  close(name: string) {
    this.#into = null
    if (name === 'rPh') this.#isReading = false
    if (name !== 'c') return
    const cell = this.#cell()
    if (cell === null) return
    for (let gap = this.row.length; gap < this.#column; gap++) this.row.push(null)
    this.row[this.#column] = cell
  }

  #cell(): Cell {
    const value = this.#value
    // An empty text is a value of its own: <v/> of a cell of type str.
    if (this.#formula !== null && (value === null || (value === '' && this.#type !== 'str'))) {
      return new Unvalued(this.#formula)
    }
    switch (this.#type) {
      case 's':
        return value === null || value === '' ? null : this.#shared(Number(value))
      case 'inlineStr':
        return unescaped(this.#inline)
      case 'str':
        return value === null ? null : unescaped(value)
      case 'e':
        return value
      case 'b':
        return value === null || value === '' ? null : value === '1' || value === 'true'
      case 'd':
        return value === null ? null : dateOf(value)
      default:
        return value === null || value === '' ? null : this.#number(value)
    }
  }

  #shared(index: number): string {
    const text = this.#strings[index]
    if (text === undefined)
      throw unreadable(`is damaged: it has no text ${index}`, `är skadad: den har ingen text ${index}`)
    return text
  }

  #number(text: string): Cell {
    const number = Number(text)
    if (!Number.isFinite(number))
      throw unreadable(
        `is damaged: a cell of numbers holds ${JSON.stringify(text.slice(0, 40))}`,
        `är skadad: en talcell innehåller ${JSON.stringify(text.slice(0, 40))}`
      )
    const shown = this.#styles[this.#style]
    return (shown && dateText(number, shown, this.#from1904)) ?? exact(number)
  }
}

/** The number of a column from 0, `AB` or `AB12`. */
export function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) & ~32
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  return column - 1
}

/** `_x000D_` is how a character that XML cannot hold is written. */
export const unescaped = (text: string) =>
  text.includes('_x')
    ? text.replaceAll(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
