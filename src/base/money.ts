import { commonProblems } from './common-problems.ts'
import { TooLarge } from './errors.ts'

/**
 * Money of the whole service: Swedish kronor, exact to the öre.
 *
 * An amount travels as a decimal string with two decimals, `"61925.50"`: that is how PostgreSQL's numeric(14,2) writes
 * it and reads it (pg hands numerics over as strings), so no amount is a floating number on its way into or out of SQL.
 * Arithmetic is done in SQL or in integer öre (bigint: sums of many rows may pass 2^53). Only the JSON at the very edge
 * holds numbers, and 14 significant digits survive a double unchanged.
 */

/** A decimal string with exactly two decimals, in kronor: `"440000.00"`. */
export type Amount = string

/** The greatest amount that numeric(14,2) holds. */
export const maxAmount: Amount = '999999999999.99'
export const maxOre = 99_999_999_999_999n

/** Öre of a decimal string (two decimals or fewer, negative allowed for ledger entries). Throws RangeError on anything
 * else: callers have parsed the text before. */
export function toOre(amount: Amount): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(amount)
  if (!parts) throw new RangeError('not a decimal amount')
  const ore = BigInt(parts[2]!) * 100n + BigInt((parts[3] ?? '').padEnd(2, '0'))
  return parts[1] ? -ore : ore
}

/** The decimal string of an integer number of öre. */
export function fromOre(ore: bigint): Amount {
  const digits = (ore < 0n ? -ore : ore).toString().padStart(3, '0')
  return `${ore < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** The JSON number of an amount in kronor. @throws TooLarge (`sum-too-large`) above 15 significant digits, where a double would
 * begin to round: better no answer than a wrong one. */
export function toNumber(amount: Amount): number {
  const ore = toOre(amount)
  if (ore > 999_999_999_999_999n || ore < -999_999_999_999_999n) throw sumTooLarge()
  return Number(ore) / 100
}

const sumTooLarge = () =>
  new TooLarge(commonProblems['sum-too-large'], {
    en: 'A sum is above 9 999 999 999 999.99 SEK; nothing was done.',
    sv: 'En summa är över 9 999 999 999 999,99 kr; ingenting gjordes.'
  })

/** As Swedish sets amounts: `18 000 kr`, `61 925,50 kr`, with no-break spaces. */
export function kronorInSwedish(amount: Amount): string {
  const [kronor = '', ore = '00'] = amount.split('.')
  return `${kronor.replace(/\B(?=(?:\d{3})+$)/g, '\u00a0')}${ore === '00' ? '' : `,${ore}`}\u00a0kr`
}

/** Öre of kronor as JSON has them: two decimals, which the schema has seen to. */
export const oreOf = (kronor: number): bigint => toOre(kronor.toFixed(2))
/** The JSON number, in kronor, of an integer number of öre. */
export const kronorOf = (ore: bigint): number => toNumber(fromOre(ore))
