/** Whether a text looks like money, a day or a year: what stands under a heading that is taken for something else. Pure. */

import type { Message } from '../../base/language.ts'
import { parseAmount } from '../../base/parse-amount.ts'
import { parseDate } from './dates.ts'
import { isUnstated } from './words.ts'

const grouped =
  /^(?:(?:sek|kr)\s*)?\d{1,3}(?:[ .,'\u00a0\u2007\u2009\u202f]\d{3})+(?:[.,]\d{1,2})?\s*(?:kr\.?|sek|kronor|:-|,-)?$/i
const withUnit =
  /^(?:(?:sek|kr)\s*\d[\d .,\u00a0]*|\d[\d .,\u00a0]*\s*(?:kr\.?|sek|kronor|:-|,-|tkr|kkr|ksek|tsek|mkr|mnkr|msek|tusen(?: kronor| kr)?|miljoner(?: kronor| kr)?))$/i

/** `12.500`, `12 500`, `500 kr`, `20 tkr`: money by its groups or its unit. A bare number is not. */
export const looksLikeMoney = (text: string) => grouped.test(text.trim()) || withUnit.test(text.trim())

/** The same, and bare numbers: what no name of a scheme, a body or an association consists of. */
export const isNumberOrMoney = (text: string) =>
  /^\d+$/.test(text.trim()) || looksLikeMoney(text) || (/^\d/.test(text) && parseAmount(text).ok)

/** Why a text names nobody: a sign, an amount, a number, or words that say that the name is not stated. Undefined where it may be a name. */
export function faultOfName(name: string): Message | undefined {
  if (isUnstated(name))
    return { message: 'is no name: it says that it is not stated', sv: 'är inget namn: det säger att uppgiften saknas' }
  if (!/[\p{L}\p{N}]/u.test(name)) {
    return {
      message: 'is no name: it holds neither letter nor digit',
      sv: 'är inget namn: det har varken bokstav eller siffra'
    }
  }
  if (!isNumberOrMoney(name)) return undefined
  return { message: 'is an amount or a number and no name', sv: 'är ett belopp eller ett tal och inget namn' }
}

/** A day, in any form that is read. */
export function looksLikeDay(text: string): boolean {
  if (!/(?:19|20)\d{2}[-/.]?\d{1,2}[-/.]?\d{1,2}|[a-zåäö]{3}.*\d{4}/i.test(text)) return false
  const date = parseDate(text)
  return date.ok && date.value.precision === 'day'
}

/** A year of our time that no grant is likely to be as many kronor as. */
export const looksLikeYear = (text: string) => /^(?:199\d|20[0-9]\d)$/.test(text.trim()) && Number(text) % 50 !== 0
