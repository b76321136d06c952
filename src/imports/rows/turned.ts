/** What spreadsheets make of texts by themselves, when they open text: numbers, days, times and truth values. */

import { type Cell, Unvalued } from '../files/records.ts'
import { monthOf } from './dates.ts'

/**
 * Whether a spreadsheet may have made the cell of the text without anybody's doing: `0012` becomes 12, `1/3` the first of March,
 * `TRUE` a truth value, and saved as CSV they are written as they are shown. A cell that still says the same is not turned.
 * What a spreadsheet would leave as it is (`12`) is turned into nothing that looks like it (`0012`).
 */
export function isTurned(text: string, cell: Cell): boolean {
  const [before, now] = [text.trim(), String(cell).trim()]
  if (cell === null || cell instanceof Unvalued || now === '') return false
  if (typeof cell === 'boolean') return truthOf(before) === cell
  if (now === before) return false
  if (typeof cell === 'number') {
    const numbers = numbersOf(before)
    return numbers.some(number => isSame(number, cell)) || isDayOf(before, dayOfSerial(cell)) || isTime(before, cell)
  }
  const truth = truthOf(now)
  return (
    (truth !== null && truth === truthOf(before)) ||
    isShown(numbersOf(before), now) ||
    isDayOf(before, dayShown(now)) ||
    isTime(before, now)
  )
}

function truthOf(text: string): boolean | null {
  if (/^(?:true|sant)$/i.test(text)) return true
  return /^(?:false|falskt)$/i.test(text) ? false : null
}

/** A spreadsheet keeps 15 digits of a number. */
const isSame = (one: number, other: number) => one.toPrecision(15) === other.toPrecision(15)

const sign = '[-+\\u2212]?'
const decimal = new RegExp(`^(${sign})(\\d*)(?:[.,](\\d+))?(?:e([-+]?\\d{1,3}))?$`, 'i')
const grouped = new RegExp(`^(${sign})(\\d{1,3}(?:([ .,\\u00a0\\u202f])\\d{3})(?:\\3\\d{3})*)(?:[.,](\\d+))?$`)

/** The numbers that a text can be taken for: `1.250` is two. */
function numbersOf(text: string): number[] {
  const percent = /^(.*\d)\s*%$/.exec(text)
  if (percent) return numbersOf(percent[1]!).map(number => number / 100)
  const bare = text.replace(/\s*(?:kr|sek)$/i, '').replace(/^(?:kr|sek)\s*/i, '')
  const numbers: number[] = []
  const plain = decimal.exec(bare)
  if (plain && /\d/.test(bare)) {
    const [, minus = '', kronor, ore = '0', power = '0'] = plain
    numbers.push(Number(`${minus === '\u2212' ? '-' : minus}${kronor || '0'}.${ore}e${power}`))
  }
  const groups = grouped.exec(bare)
  if (groups) {
    const [, minus = '', whole, , ore = '0'] = groups
    numbers.push(Number(`${minus === '\u2212' ? '-' : minus}${whole!.replace(/\D/g, '')}.${ore}`))
  }
  const fraction = /^(\d{1,9}) (\d{1,3})\/(\d{1,3})$/.exec(bare)
  if (fraction) numbers.push(Number(fraction[1]) + Number(fraction[2]) / Number(fraction[3]))
  return numbers.filter(Number.isFinite)
}

const shownNumber = /^(-?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+))(?:[.,](\d+))?(e[-+]?\d+|\s*%|\s*kr)?$/i

/** Whether one of the numbers is shown so. With a power, per cent or kronor it is rounded to the decimals that are shown. */
function isShown(numbers: number[], text: string): boolean {
  const parts = shownNumber.exec(text)
  if (!parts) return false
  const [, whole, decimals = '', after = ''] = parts
  const number = Number(`${whole!.replace(/[^\d-]/g, '')}.${decimals || '0'}`)
  if (/^e/i.test(after)) {
    const shown = number.toExponential(decimals.length).replace(/e.*$/, '')
    const power = Number(after.slice(1))
    return numbers.some(each => {
      const [mantissa, own] = each.toExponential(decimals.length).split('e')
      return mantissa === shown && Number(own) === power
    })
  }
  if (after === '') return numbers.some(each => isSame(each, number))
  const times = after.trim() === '%' ? 100 : 1
  return numbers.some(each => Number((each * times).toFixed(decimals.length)) === number)
}

/** A day, of which the year or the day of the month may be unknown; `year` of two digits is one of any century. */
type Day = { year?: string; month: number; day?: number }

/** Whether the text can be taken for the day that a cell holds. */
function isDayOf(text: string, day: Day | null): boolean {
  return day !== null && daysOf(text).some(each => isSameDay(each, day))
}

function isSameDay(stated: Day, held: Day): boolean {
  if (stated.month !== held.month) return false
  // Of a month alone its first day is kept.
  if (held.day !== undefined && (stated.day ?? 1) !== held.day) return false
  if (stated.year === undefined || held.year === undefined) return true
  const digits = Math.min(stated.year.length, held.year.length)
  return stated.year.padStart(2, '0').slice(-Math.max(2, digits)) === held.year.slice(-Math.max(2, digits))
}

/** The parts of a day in the orders in which people write them. */
const orders = {
  two: ['md', 'dm', 'my', 'ym'],
  three: ['ymd', 'dmy', 'mdy']
}

/** The days that a text can be taken for: `1-2` and `5/11` are several, `maj 2024` and `2024-03` one. */
function daysOf(text: string): Day[] {
  const tokens = text.split(/\s*[-/.]\s*|\s+/)
  if (tokens.length < 2 || tokens.length > 3 || !tokens.every(token => /^(?:\d{1,4}|\p{L}{3,})$/u.test(token)))
    return []
  if (tokens.length === 3 && tokens[0]!.length === 4) return dayBy('ymd', tokens)
  return orders[tokens.length === 2 ? 'two' : 'three'].flatMap(order => dayBy(order, tokens))
}

function dayBy(order: string, tokens: string[]): Day[] {
  const day: Day = { month: 0 }
  for (const [at, token] of tokens.entries()) {
    const isNumber = /^\d+$/.test(token)
    if (order[at] === 'm') day.month = isNumber ? Number(token) : monthOf(token)
    else if (!isNumber) return []
    else if (order[at] === 'd') day.day = Number(token)
    else day.year = token
  }
  const isReal = day.month >= 1 && day.month <= 12 && (day.day === undefined || (day.day >= 1 && day.day <= 31))
  return isReal && day.year?.length !== 3 ? [day] : []
}

/** A day as a cell shows it, with its year or with the name of its month: `2024-03-01`, `2024-03`, `mar-24`, `01-mar`. */
function dayShown(text: string): Day | null {
  const iso = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(text)
  if (iso) return { year: iso[1]!, month: Number(iso[2]), ...(iso[3] && { day: Number(iso[3]) }) }
  const named = /^(\d{1,2})-(\p{L}{3})$/u.exec(text)
  if (named) return { month: monthOf(named[2]!), day: Number(named[1]) }
  const ofYear = /^(\p{L}{3})-(\d{2})$/u.exec(text)
  return ofYear ? { year: ofYear[2]!, month: monthOf(ofYear[1]!) } : null
}

/** The day of a serial number, counted from 1899-12-30, where a day's cell was shown as a number. */
function dayOfSerial(serial: number): Day | null {
  if (!Number.isInteger(serial) || serial < 61 || serial > 2_958_465) return null
  return dayShown(new Date(Date.UTC(1899, 11, 30 + serial)).toISOString().slice(0, 10))
}

/** Whether the text is the time of a cell: shown, or as the part of a day that it is. */
function isTime(text: string, cell: string | number): boolean {
  const stated = secondsOf(text)
  if (stated === null) return false
  return typeof cell === 'number' ? Math.round(cell * 86_400) === stated : secondsOf(cell) === stated
}

function secondsOf(text: string): number | null {
  const parts = /^(\d{1,4}):(\d{1,2})(?::(\d{1,2}))?$/.exec(text)
  return parts ? Number(parts[1]) * 3_600 + Number(parts[2]) * 60 + Number(parts[3] ?? 0) : null
}
