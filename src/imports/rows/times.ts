/** When a row's decision was made and which years its grant is for. The two are never mixed up silently. */

import { dayColumn, type PaymentMode } from '../payment-rules.ts'
import type { RowReader } from './cells.ts'
import { type DateWithPrecision, parseDate, parseYear, parseYears, type Years } from './dates.ts'
import { parsePrecision } from './words.ts'

export type DecisionDate = {
  decidedOn: string | null
  decidedOnPrecision: 'day' | 'month' | 'year' | null
  planned: boolean
}

const yearColumns = ['grant_year', 'grant_year_from', 'grant_year_to'] as const

/** The years that the grant is for, from `grant_year` or from its own two columns; null with a warning when absent. */
export function readYears(reader: RowReader): Years | null {
  const whole = reader.parsed('grant_year', parseYears)
  const from = reader.parsed('grant_year_from', parseYear)
  const to = reader.parsed('grant_year_to', parseYear)
  if (reader.failed(...yearColumns)) return null
  if (from === null && to === null) {
    if (whole === null) {
      reader.warn('grant-year-not-stated', {
        message: 'the year that the grant is for is not stated',
        sv: 'bidragsåret är inte angivet'
      })
    }
    return whole
  }
  if (from === null || to === null) {
    reader.refuse(from === null ? 'grant_year_from' : 'grant_year_to', {
      message: 'is missing: the other year of the span is there',
      sv: 'saknas: periodens andra år är angivet'
    })
    return null
  }
  if (to < from) {
    reader.refuse('grant_year_to', {
      message: 'is before the year that the grant begins',
      sv: 'är före det år då bidraget börjar'
    })
    return null
  }
  if (whole && (whole.from !== from || whole.to !== to)) {
    reader.refuse('grant_year', {
      message: `differs from the years ${from} and ${to} of the same row`,
      sv: `skiljer sig från åren ${from} och ${to} på samma rad`
    })
    return null
  }
  return { from, to }
}

/** The decision's date: stated, or its year, or (said with a warning) the one year that the grant is for. */
export function readDate(reader: RowReader, years: Years | null, today?: string): DecisionDate {
  const none = { decidedOn: null, decidedOnPrecision: null, planned: false }
  const date = reader.parsed('decided_on', parseDate)
  const stated = reader.word('decided_on_precision', parsePrecision, {
    en: 'expected day, month, year or planned',
    sv: 'skriv dag, månad, år eller planerad'
  })
  const year = reader.parsed('decision_year', parseYear)
  if (reader.failed('decided_on', 'decided_on_precision', 'decision_year')) return none
  const planned = stated === 'planned'

  if (date) {
    if (year !== null && Number(date.date.slice(0, 4)) !== year) {
      reader.refuse('decision_year', {
        message: `differs from the decision date ${date.date}`,
        sv: `skiljer sig från beslutsdatumet ${date.date}`
      })
    }
    const known = withPrecision(date, planned ? 'day' : (stated ?? date.precision))
    if (!known) {
      reader.refuse('decided_on', {
        message: `is less exact than the precision ${stated} says`,
        sv: `är mindre exakt än vad precisionen ${stated} säger`
      })
      return none
    }
    if (today && known.date > today && !planned) {
      reader.warn('decision-date-in-future', {
        message: `the decision is dated ${known.date}, after today`,
        sv: `beslutet är daterat ${known.date}, efter dagens datum`
      })
    }
    return { decidedOn: known.date, decidedOnPrecision: known.precision, planned }
  }

  if (year === null && years && years.from !== years.to) {
    reader.refuse('decided_on', {
      message: `is not stated, and of ${years.from}–${years.to} no year is known to be the decision's`,
      sv: `är inte angivet, och vilket år under ${years.from}–${years.to} som beslutet fattades är inte känt`
    })
    return none
  }
  const only = year ?? years?.from
  if (only !== undefined) {
    const source =
      year === null
        ? { en: 'the year that the grant is for', sv: 'bidragsåret' }
        : { en: 'the year of the decision', sv: 'beslutsåret' }
    reader.warn('decision-date-from-year', {
      message: `the date of the decision is not stated; ${source.en} ${only} is kept as its year`,
      sv: `beslutets datum är inte angivet; ${source.sv} ${only} sparas som dess år`
    })
    return { decidedOn: `${only}-01-01`, decidedOnPrecision: 'year', planned }
  }
  if (!reader.failed(...yearColumns)) {
    reader.refuse('decided_on', {
      message: 'is not stated, nor any year',
      sv: 'är inte angivet, och inte heller något år'
    })
  }
  return none
}

/** The day on which the row's payment is due, or was made; money moves on a day, not in a month. */
export function readPaymentDay(reader: RowReader, mode: PaymentMode): string | null {
  const column = dayColumn[mode]
  const date = reader.parsed(column, parseDate)
  if (!date || date.precision === 'day') return date?.date ?? null
  reader.refuse(column, { message: 'must be a day, as 2021-12-14', sv: 'måste vara en dag, till exempel 2021-12-14' })
  return null
}

const ranks = { day: 2, month: 1, year: 0 }

/** The date as its first day at a coarser precision; null where the date is coarser than what is asked for. */
function withPrecision({ date, precision }: DateWithPrecision, wanted: 'day' | 'month' | 'year') {
  if (ranks[wanted] > ranks[precision]) return null
  if (wanted === 'year') return { date: `${date.slice(0, 4)}-01-01`, precision: wanted }
  if (wanted === 'month') return { date: `${date.slice(0, 7)}-01`, precision: wanted }
  return { date, precision: wanted }
}
