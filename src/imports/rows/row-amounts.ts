/** Amounts and outcome of a row: read together, since each tells what the other can mean. */

import { type Amount, fromOre, kronorInSwedish, maxOre, toOre } from '../../base/money.ts'
import { parseAmount } from '../../base/parse-amount.ts'
import { type AmountField, checkLine } from '../../register/decisions/line-rules.ts'
import { isGranted, type Outcome } from '../../register/decisions/outcomes.ts'
import type { RowReader } from './cells.ts'
import type { Years } from './dates.ts'
import { parseAmountPer, parseOutcome } from './words.ts'

export type RowAmounts = {
  outcome: Outcome | null
  /** No outcome is stated; the amount told it. */
  outcomeFromAmount: boolean
  applied: Amount | null
  granted: Amount | null
  reserved: Amount | null
  rent: Amount | null
}

const positive = (amount: Amount | null) => amount !== null && toOre(amount) > 0n
const outcomeWords = 'beviljad, delvis beviljad, avslag, återremitterat, bordlagt, avskrivet, reserverat'
const expected = {
  en: `expected words such as ${outcomeWords} or antagen`,
  sv: `skriv till exempel ${outcomeWords} eller antagen`
}

/** Outcome and amounts (kronor) with every violation of checkLine and of the printed amount. */
export function readAmounts(reader: RowReader): RowAmounts {
  const row: RowAmounts = {
    outcome: null,
    outcomeFromAmount: false,
    applied: reader.amount('applied'),
    granted: reader.amount('granted'),
    reserved: reader.amount('reserved'),
    rent: reader.amount('rent')
  }
  const word = reader.word('outcome', parseOutcome, expected)
  row.outcome = word ? word.outcome : outcomeOfAmounts(reader, row)
  row.outcomeFromAmount = !word && row.outcome !== null
  if (word?.zero) grantNothing(reader, row)
  if (row.outcome === 'reserved') moveToReserved(reader, row)

  for (const { field, ...told } of checkLine(row)) reader.refuse(field, told)
  checkPrinted(reader, row)

  if (isGranted(row.outcome) && row.granted === null && !reader.failed('granted')) {
    reader.warn('granted-amount-not-stated', {
      message: 'the amount granted is not stated and stays unknown, which is not 0',
      sv: 'det beviljade beloppet är inte angivet och förblir okänt, vilket inte är 0'
    })
  }
  if (row.outcome === 'reserved' && row.reserved === null && !reader.failed('granted', 'reserved')) {
    reader.warn('reserved-amount-not-stated', {
      message: 'the amount reserved is not stated and stays unknown, which is not 0',
      sv: 'det reserverade beloppet är inte angivet och förblir okänt, vilket inte är 0'
    })
  }
  return row
}

/** Without a word, an amount above 0 tells the outcome; 0 does not: it can be a rejection or a granted 0. */
function outcomeOfAmounts(reader: RowReader, { granted, reserved }: RowAmounts): Outcome | null {
  if (reader.failed('outcome', 'granted', 'reserved')) return null
  if (positive(granted) !== positive(reserved)) {
    const outcome = positive(granted) ? 'granted' : 'reserved'
    reader.warn('outcome-from-amount', {
      message: `no outcome is stated; the amount says ${outcome}`,
      sv: `inget utfall är angivet; beloppet säger ${outcome === 'granted' ? 'beviljat' : 'reserverat'}`
    })
    return outcome
  }
  reader.refuse('outcome', {
    message: 'is not stated, and the amounts do not tell it',
    sv: 'är inte angivet, och beloppen visar det inte'
  })
  return null
}

/** `beviljad 0 kr` states the amount in words. */
function grantNothing(reader: RowReader, row: RowAmounts) {
  if (positive(row.granted)) {
    reader.refuse('granted', {
      message: 'is more than 0, but the outcome says 0 kr',
      sv: 'är mer än 0, men utfallet säger 0 kr'
    })
  } else if (!reader.failed('granted')) row.granted = '0.00'
}

/** Tables have one column for money, whatever the outcome: in a reserved row it holds the reserved amount. */
function moveToReserved(reader: RowReader, row: RowAmounts) {
  if (row.granted === null) return
  if (row.reserved !== null && row.reserved !== row.granted) {
    reader.refuse('reserved', {
      message: 'differs from the amount granted of the same row, which is reserved',
      sv: 'skiljer sig från det beviljade beloppet på samma rad, som är reserverat'
    })
  }
  row.reserved ??= row.granted
  row.granted = null
}

/**
 * Where a file keeps the amount as printed beside the exact one, the two must not say different sums. A printed amount that
 * can be read in several ways (`750.000 kronor`) agrees when one of them is the exact one.
 */
function checkPrinted(reader: RowReader, row: RowAmounts) {
  const text = reader.stated('raw_amount')
  if (text === null || reader.failed('granted', 'reserved')) return
  const amount = row.outcome === 'reserved' ? row.reserved : row.granted
  const readings = readingsOf(text)
  const [heading, printed] = [reader.heading('raw_amount'), JSON.stringify(text.slice(0, 60))]
  if (readings.length === 0) {
    const result = parseAmount(text)
    if (!result.ok && /\d/.test(text)) reader.refuse('raw_amount', result)
  } else if (amount === null) {
    reader.refuse('granted', {
      message: `is empty, but ${heading} says ${printed}`,
      sv: `är tomt, men ${heading} säger ${printed}`
    })
  } else if (!readings.includes(amount)) {
    reader.refuse('granted', {
      message: `is ${amount}, but ${heading} says ${printed}: the two differ`,
      sv: `är ${kronorInSwedish(amount)}, men ${heading} säger ${printed}: de två skiljer sig åt`
    })
  }
}

/** Every amount that a printed text can mean, in kronor; none where it is no amount. */
function readingsOf(text: string): Amount[] {
  const plain = text
    .trim()
    .replace(/^(?:ca|cirka|c:a|högst|max(?:imalt)?|upp till|totalt|sammanlagt)\.?\s+/i, '')
    .replace(/\s*(?:\/\s*år|per år|årligen|totalt|sammanlagt)\.?$/i, '')
  const exact = parseAmount(plain)
  if (exact.ok) return [exact.amount]
  const scaled =
    /^(.*?)\s*(?:(tkr|kkr|ksek|tusen(?: kronor| kr)?)|(?:mkr|mnkr|msek|miljon(?:er)?(?: kronor| kr)?))\.?$/i.exec(plain)
  if (scaled) return readingsOf(scaled[1]!).flatMap(amount => timesThousand(amount, scaled[2] ? 1 : 2))
  const number = /^(\d{1,3})[.,](\d{3})\s*(?:kr\.?|sek|kronor|:-|,-)?$/i.exec(plain)
  return number ? [`${Number(number[1]! + number[2]!)}.00`] : []
}

function timesThousand(amount: Amount, times: 1 | 2): Amount[] {
  const ore = toOre(amount) * (times === 1 ? 1_000n : 1_000_000n)
  return ore > maxOre ? [] : [fromOre(ore)]
}

const fields: AmountField[] = ['granted', 'reserved', 'applied', 'rent']

/**
 * Whether the amounts are for each year or for all years of the row. The row's own word goes before the option; the
 * option speaks only where the row spans several years, so that it changes nothing of the other rows.
 */
export function readAmountPer(
  reader: RowReader,
  years: Years | null,
  amounts: RowAmounts,
  option: 'year' | 'total' | undefined
): 'year' | 'total' | null {
  const own = reader.word('amount_per', parseAmountPer, {
    en: 'expected year (per år) or total (totalt)',
    sv: 'skriv per år eller totalt'
  })
  if (own || reader.failed('amount_per') || !years || years.from === years.to) return own
  if (option) return option
  const field = fields.find(name => amounts[name] !== null)
  if (!field) return null
  // The reserved amount may stand in the column of the granted ones.
  const column = field === 'reserved' && reader.columns.reserved === undefined ? 'granted' : field
  reader.refuse(column, {
    message: `is for ${years.from}–${years.to}: say with the option amountPer (year or total) or a column amount_per whether it is per year or for all years`,
    sv: `gäller ${years.from}–${years.to}: ange med valet amountPer (year eller total) eller en kolumn amount_per om det är per år eller för alla år`
  })
  return null
}
