import type { Parsed, Unread } from './parse-amount.ts'

/** Numbers with a check digit: Luhn's check, the giro numbers that organisations and accounts have, and references of payments. Pure. */

export const refuse = (message: string, sv: string): Unread => ({ ok: false, message, sv })
const dashes = /[\u2010-\u2015\u2212]/g
export const tidyNumber = (text: string) => text.trim().replace(/\s/g, ' ').replace(dashes, '-')

/** Luhn's check (mod 10) over a string of digits: organisation numbers, bankgiro and plusgiro all use it. */
export function luhn(digits: string): boolean {
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

/** A bankgiro number as 7 or 8 digits, from `123-4567`, `1234-5678` or digits only; Luhn (Bankgirot). */
export function parseBankgiro(text: string): Parsed<string> {
  const parts = /^(\d{3,4})[- ]?(\d{4})$/.exec(tidyNumber(text))
  if (!parts) {
    return refuse(
      'is not a bankgiro number: 7 or 8 digits are wanted, such as 123-4567',
      'är inget bankgironummer: det ska ha 7 eller 8 siffror, till exempel 123-4567'
    )
  }
  const digits = parts[1]! + parts[2]!
  if (!luhn(digits)) {
    return refuse(
      'is not a bankgiro number: its check digit is wrong',
      'är inget bankgironummer: kontrollsiffran stämmer inte'
    )
  }
  return { ok: true, value: digits }
}

/** `5805961` → `580-5961`. */
export const formatBankgiro = (digits: string) => `${digits.slice(0, -4)}-${digits.slice(-4)}`

/** A plusgiro number as 2 to 8 digits, from `12345-6`, `1 23 45-6` or digits only; Luhn. */
export function parsePlusgiro(text: string): Parsed<string> {
  const tidy = tidyNumber(text)
  const digits = tidy.replace(/[- ]/g, '')
  if (!/^\d(?: ?\d){0,6} ?-? ?\d$/.test(tidy)) {
    return refuse(
      'is not a plusgiro number: 2 to 8 digits are wanted, such as 12345-6',
      'är inget plusgironummer: det ska ha 2 till 8 siffror, till exempel 12345-6'
    )
  }
  if (!luhn(digits)) {
    return refuse(
      'is not a plusgiro number: its check digit is wrong',
      'är inget plusgironummer: kontrollsiffran stämmer inte'
    )
  }
  return { ok: true, value: digits }
}

/** `123456` → `12345-6`. */
export const formatPlusgiro = (digits: string) => `${digits.slice(0, -1)}-${digits.slice(-1)}`

/**
 * A reference by which a payee knows a payment, without spaces: an OCR number (2 to 25 digits, the last of them a check digit by Luhn;
 * Bankgirot, "OCR-referenskontroll"), or an RF creditor reference (ISO 11649: `RF`, two check digits by mod 97, up to 21 characters).
 */
export function parsePaymentReference(text: string): Parsed<string> {
  const plain = text.replaceAll(/\s/g, '').toUpperCase()
  if (/^RF\d{2}[A-Z0-9]{1,21}$/.test(plain)) {
    if (mod97(`${plain.slice(4)}${plain.slice(0, 4)}`) === 1) return { ok: true, value: plain }
    return refuse(
      'is not an RF reference: its check digits are wrong',
      'är ingen RF-referens: kontrollsiffrorna stämmer inte'
    )
  }
  if (!/^\d{2,25}$/.test(plain)) {
    return refuse(
      'is neither an OCR number (2 to 25 digits) nor an RF reference (ISO 11649)',
      'är varken ett OCR-nummer (2 till 25 siffror) eller en RF-referens (ISO 11649)'
    )
  }
  if (luhn(plain)) return { ok: true, value: plain }
  return refuse('is not an OCR number: its check digit is wrong', 'är inget OCR-nummer: kontrollsiffran stämmer inte')
}

/** Letters count as two digits, A as 10 (ISO 7064). */
function mod97(characters: string): number {
  let rest = 0
  for (const character of characters) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}
