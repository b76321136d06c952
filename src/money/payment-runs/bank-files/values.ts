import { isDay, swedishDay } from '../../../base/dates.ts'
import { Invalid } from '../../../base/errors.ts'
import { maxOre, toOre } from '../../../base/money.ts'
import { problems } from '../problems.ts'
import { type Element, first, textAt } from './xml.ts'

/** What elements of ISO 20022 messages say: amounts, counts and days. Pure. */

/** @throws always: what the element says is no value of its kind */
export function refuseElement({ name, line }: Element, message: string): never {
  const told = `The file says something that cannot be: ${name} in line ${line} ${message}.`
  throw new Invalid(problems['bank-file-not-valid'], told, [{ field: name, message, line }])
}

/** @throws Invalid where the element is missing */
export function needed(of: Element, path: string): Element {
  return first(of, path) ?? refuseElement(of, `has no ${path}`)
}

/** Öre of a decimal number as XML writes it, `95000`, `95000.5` or `95000.50000`. @throws Invalid */
export function oreAt(element: Element): bigint {
  const [, kronor, ore = ''] = /^\+?(\d{1,16})(?:\.(\d{0,2})0*)?$/.exec(element.text) ?? []
  if (kronor === undefined) return refuseElement(element, 'is no amount in kronor with at most two decimals')
  const amount = toOre(`${kronor}.${ore.padEnd(2, '0')}`)
  return amount > maxOre ? refuseElement(element, 'is more than an amount can be') : amount
}

/** Öre of an amount with its currency. @throws Invalid (`bank-file-of-another-currency`) where that is not the krona */
export function sekAt(element: Element): bigint {
  refuseCurrency(element, element.attributes.Ccy ?? 'SEK')
  return oreAt(element)
}

/** @throws Invalid */
export function refuseCurrency({ name, line }: Element, currency: string) {
  if (currency === 'SEK') return
  const message = `is in ${currency.slice(0, 3)}, and payments here are in SEK`
  throw new Invalid(problems['bank-file-of-another-currency'], `The file is of another currency: line ${line}.`, [
    { field: name, message, line }
  ])
}

/** A number of things; null where the element is missing. @throws Invalid */
export function countAt(of: Element, path: string): number | null {
  const element = first(of, path)
  if (!element) return null
  return /^\d{1,15}$/.test(element.text) ? Number(element.text) : refuseElement(element, 'is no number of things')
}

/** The sum at the path in öre; null where there is none. @throws Invalid */
export function sumAt(of: Element, path: string): bigint | null {
  const element = first(of, path)
  return element ? oreAt(element) : null
}

/** The day of `Dt` or of `DtTm` beneath the path, or of the element itself; null where it is missing. @throws Invalid */
export function dayAt(of: Element, path: string): string | null {
  const element = first(of, path)
  if (!element) return null
  const said = textAt(element, 'Dt') ?? textAt(element, 'DtTm') ?? element.text
  return dayOf(said) ?? refuseElement(element, 'is not a day that exists, such as 2027-01-05')
}

/** The day in Sweden of a day or an instant; an instant without an offset is in Swedish time. */
function dayOf(said: string): string | null {
  const [, day = '', time, offset] = /^(\d{4}-\d\d-\d\d)(T[\d:.]+)?(Z|[+-]\d\d:\d\d)?$/.exec(said) ?? []
  if (!isDay(day)) return null
  if (!time || !offset) return day
  return Number.isNaN(Date.parse(said)) ? null : swedishDay(said)
}
