import { LONGEST_CELL, unreadable } from './limits.ts'
import { clock, dateOf, exact, type Shown } from './number-formats.ts'
import { type Cell, Unvalued } from './records.ts'

/** Elements within a cell whose text is not the cell's: comments, and drawings that are anchored to it. */
const isApart = (name: string) => name === 'office:annotation' || name.startsWith('draw:') || name === 'table:table'

/** One cell of an OpenDocument spreadsheet: its attributes say the value, its paragraphs the text. */
export class OdsCell {
  readonly #name: string
  readonly #attributes: Record<string, string>
  readonly #shown: Shown | undefined
  #text: string | null = null
  #isText = false
  #apart = 0

  /** `shown`: what the cell's style shows of a date. */
  constructor(name: string, attributes: Record<string, string>, shown: Shown | undefined) {
    this.#name = name
    this.#attributes = attributes
    this.#shown = shown
  }

  get repeated(): string | undefined {
    return this.#attributes['table:number-columns-repeated']
  }

  open(name: string, attributes: Record<string, string>) {
    if (isApart(name)) this.#apart++
    if (this.#apart > 0) return
    if (name === 'text:p' || name === 'text:h') {
      this.#text = this.#text === null ? '' : `${this.#text}\n`
      this.#isText = true
    } else if (name === 'text:s') this.text(' '.repeat(Math.min(Number(attributes['text:c'] ?? 1) || 1, 1000)))
    else if (name === 'text:tab') this.text('\t')
    else if (name === 'text:line-break') this.text('\n')
  }

  text(text: string) {
    if (!this.#isText || this.#apart > 0) return
    this.#text += text
    if (this.#text!.length > LONGEST_CELL)
      throw unreadable('has a cell that is too long', 'har en cell som är för lång')
  }

  /** Whether the cell itself ends. */
  close(name: string): boolean {
    if (isApart(name)) this.#apart--
    else if (this.#apart === 0) {
      if (name === 'text:p' || name === 'text:h') this.#isText = false
      return name === this.#name
    }
    return false
  }

  value(): Cell {
    if (this.#name === 'table:covered-table-cell') return null
    const of = (name: string) => this.#attributes[`office:${name}`]
    if (this.#attributes['calcext:value-type'] === 'error') return this.#text
    switch (of('value-type')) {
      case 'float':
      case 'percentage':
      case 'currency':
        return numberOf(of('value'))
      case 'date':
        return dateOf(of('date-value') ?? '', this.#shown)
      case 'time':
        return timeOf(of('time-value') ?? '')
      case 'boolean':
        return of('boolean-value') === 'true'
      case 'string':
        return of('string-value') ?? this.#text ?? ''
    }
    const formula = this.#attributes['table:formula']
    return formula === undefined ? this.#text : new Unvalued(formula)
  }
}

function numberOf(text: string | undefined): number {
  const number = Number(text)
  if (text && Number.isFinite(number)) return exact(number)
  throw unreadable('is damaged: a cell of numbers holds none', 'är skadad: en talcell innehåller inget tal')
}

/** `PT08H30M00S` */
function timeOf(text: string): string {
  const parts = /^PT(\d+)H(\d+)M(\d+)/.exec(text)
  if (!parts) return text
  return clock(Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3]))
}
