import { luhn } from '../../base/check-digits.ts'

/**
 * Personal and coordination numbers (Skatteverket, SKV 704): year, month, day and four digits of which the last checks the
 * nine before it; a coordination number has 60 added to the day. They are found in any text that a file holds, in any
 * notation, so that no row with one is kept.
 */

/** What is shown instead of a text that holds such a number. */
export const WITHHELD = '(withheld: it holds a personal number)'

const dashes = /[\u2010-\u2015\u2212]/g
/** Not within a longer number: a bank account or an amount. `+` marks who has turned a hundred. */
const looksSo = /(?<![\d])((?:18|19|20)?\d{2})[ .-]?(\d{2})[ .-]?(\d{2})[ ]?[-+]?[ ]?(\d{4})(?!\d)/g

/** Letters, digits and signs that are each what they look like: nearly all texts, of which the digits can be counted as they stand. */
const PLAIN = /^[\x20-\x7e\u00c0-\u00ff]*$/
const TEN_DIGITS = /(?:\d\D*){10}/

/** Whether a text holds a number that is a person's. */
export function holdsPersonalNumber(text: string): boolean {
  if (text.length < 10 || (PLAIN.test(text) && !TEN_DIGITS.test(text))) return false
  const plain = text
    .normalize('NFKC')
    .replace(/[\u200b\u00ad\ufeff]/g, '')
    .replace(dashes, '-')
    .replace(/\s/g, ' ')
  for (const found of plain.matchAll(looksSo)) {
    const [, year, month, day, last] = found
    if (isPersonal(year!, Number(month), Number(day), last!)) return true
  }
  return false
}

function isPersonal(year: string, month: number, day: number, last: string): boolean {
  const date = day > 60 ? day - 60 : day
  if (month < 1 || month > 12 || date < 1 || date > 31) return false
  const full = Number(year.length === 4 ? year : `20${year}`)
  // The century of two digits is not known: a 29th of February is right in one of them at least.
  const leap = year.length === 4 ? full : 2000
  if (date > new Date(Date.UTC(month === 2 ? leap : full, month, 0)).getUTCDate()) return false
  return luhn(`${year.slice(-2)}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}${last}`)
}
