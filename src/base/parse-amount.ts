import type { Message } from './language.ts'
import { type Amount, fromOre, kronorInSwedish, maxAmount, maxOre } from './money.ts'

/** Amounts as people and machines write them, read or refused with the reason; `money.ts` counts with them. */

/** What could not be read, and why. */
export type Unread = { ok: false } & Message
export type Parsed<T> = { ok: true; value: T } | Unread
export type ParsedAmount = { ok: true; amount: Amount } | Unread

const refuse = (message: string, sv: string): Unread => ({ ok: false, message, sv })
const quote = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)

/** An amount from a JSON number in kronor: not negative, at most two decimals, at most 999 999 999 999.99. */
export function amountFromNumber(n: number): ParsedAmount {
  if (!Number.isFinite(n)) return refuse('must be a number', 'måste vara ett tal')
  if (n < 0) return refuse(`${n} is negative; an amount is 0 or more`, `${n} är negativt; ett belopp är 0 eller mer`)
  if (n > Number(maxAmount)) return refuse(`is more than ${maxAmount} SEK`, `är mer än ${kronorInSwedish(maxAmount)}`)
  // Division of integers is correctly rounded, so this holds exactly for the doubles that two decimals can name.
  const ore = Math.round(n * 100)
  if (ore / 100 !== n) return refuse(`${n} has more than two decimals`, `${n} har fler än två decimaler`)
  return { ok: true, amount: fromOre(BigInt(ore)) }
}

// Space, no-break, figure, thin and narrow no-break space: what Swedish text sets between groups of three.
const space = '[ \\u00a0\\u2007\\u2009\\u202f]'
const currency = new RegExp(`^(?:(?:sek|kr)${space}*)?(.*?)${space}*(?:kr\\.?|kr:-|sek|kronor|:-|,-)?$`, 'i')
const plain = /^(\d+)(?:[.,](\d{1,2}))?$/
const spaced = new RegExp(`^(\\d{1,3}(?:${space}\\d{3})+)(?:[.,](\\d{1,2}))?$`)
const dotted = /^([1-9]\d{0,2}(?:\.\d{3})+)(?:,(\d{1,2}))?$/
const comma = /^([1-9]\d{0,2}(?:,\d{3})+)(?:\.(\d{1,2}))?$/

/**
 * Reads an amount in kronor as Swedish tables print it: `440 000 kr`, `61 925,50`, `61925.5`, `1.234,50`,
 * `1.234.567`, `440 000:-`, `SEK 440 000`, with ordinary, no-break, thin or figure spaces between groups of three.
 * What can mean two things is refused and never guessed: `1.234` (thousands or decimals?), `180 00 kr` (a group of two).
 * So are negative amounts, three decimals, percent, thousands (`tkr`), exponents and other than ASCII digits. Never
 * throws; the message is for the person who sent the file.
 */
export function parseAmount(text: string): ParsedAmount {
  // The form that machines write, and nearly every cell: told at once.
  if (/^(?:0|[1-9]\d{0,11})$/.test(text)) return { ok: true, amount: `${text}.00` }
  const whole = text.trim()
  if (whole === '') return refuse('is empty', 'är tomt')
  const said = quote(whole)
  if (whole.length > 60) return refuse(`${said} is not an amount`, `${said} är inget belopp`)
  const number = currency.exec(whole)?.[1] ?? whole

  const ambiguous = /^([1-9]\d{0,2})[.,]\d{3}$/.test(number)
  if (ambiguous) {
    return refuse(
      `${said} can mean thousands or decimals; write 1234 or 1 234 for thousands, 1,23 for decimals`,
      `${said} kan betyda tusental eller decimaler; skriv 1234 eller 1 234 för tusental, 1,23 för decimaler`
    )
  }
  const parts = plain.exec(number) ?? spaced.exec(number) ?? dotted.exec(number) ?? comma.exec(number)
  if (!parts) return whyNot(whole, number, said)

  const kronor = parts[1]!.replace(/\D/g, '')
  if (kronor.length > 1 && kronor.startsWith('0'))
    return refuse(`${said} begins with a 0; is a digit missing?`, `${said} börjar med 0; saknas en siffra?`)
  const ore = BigInt(kronor) * 100n + BigInt((parts[2] ?? '').padEnd(2, '0'))
  if (ore > maxOre)
    return refuse(`${said} is more than ${maxAmount} SEK`, `${said} är mer än ${kronorInSwedish(maxAmount)}`)
  return { ok: true, amount: fromOre(ore) }
}

const group = new RegExp(`${space}`)

function whyNot(whole: string, number: string, said: string): Unread {
  if (/%/.test(whole))
    return refuse(`${said} is a percentage, not an amount`, `${said} är en procentsats och inget belopp`)
  if (/\b\d*\s*(tkr|kkr|ksek|mkr|mnkr|msek|tusen|miljon)/i.test(whole)) {
    return refuse(
      `${said} is not in kronor; write the whole amount, such as 440000`,
      `${said} är inte i kronor; skriv hela beloppet, till exempel 440000`
    )
  }
  if (/^[-\u2010-\u2015\u2212(]\s*\d/.test(whole))
    return refuse(`${said} is negative; an amount is 0 or more`, `${said} är negativt; ett belopp är 0 eller mer`)
  if (/\d[eE][+-]?\d/.test(whole))
    return refuse(
      `${said} is a number in exponent form; write it in full`,
      `${said} är ett tal i exponentform; skriv ut det helt`
    )
  if (/^\d+[.,]\d{3,}$/.test(number))
    return refuse(`${said} has more than two decimals`, `${said} har fler än två decimaler`)
  const groups = number.split(/[.,]\d{1,2}$/)[0]!.split(group)
  const wrong = groups.slice(1).find(digits => /^\d*$/.test(digits) && digits.length !== 3)
  if (groups.length > 1 && groups.every(digits => /^\d*$/.test(digits)) && wrong !== undefined) {
    const size = wrong.length === 1 ? '1 digit' : `${wrong.length} digits`
    return refuse(
      `${said} is not an amount: a space parts groups of three digits, and one here has ${size}; it is not guessed`,
      `${said} är inget belopp: mellanslag delar grupper om tre siffror, och en grupp här har ${wrong.length}; det gissas inte`
    )
  }
  if (groups.length > 1 && groups[0]!.length > 3)
    return refuse(
      `${said} is not an amount: its digits are not in groups of three`,
      `${said} är inget belopp: siffrorna står inte i grupper om tre`
    )
  return refuse(
    `${said} is not an amount; write 440000, 440 000 kr or 61 925,50`,
    `${said} är inget belopp; skriv 440000, 440 000 kr eller 61 925,50`
  )
}
