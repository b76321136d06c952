/** Dates and years as tables write them. Only forms that mean one thing; every other is refused with those that do. */

import type { Parsed, Unread } from '../../base/parse-amount.ts'

export type DateWithPrecision = { date: string; precision: 'day' | 'month' | 'year' }
export type Years = { from: number; to: number }

const forms = '2021-12-14, 20211214, 14 december 2021, 2021-12'
/** Swedish and English names of the months by what they begin with; three letters are enough. */
const months = [
  ['januari', 'january'],
  ['februari', 'february'],
  ['mars', 'march'],
  ['april', 'april'],
  ['maj', 'may'],
  ['juni', 'june'],
  ['juli', 'july'],
  ['augusti', 'august'],
  ['september', 'sept'],
  ['oktober', 'october'],
  ['november'],
  ['december']
]
const weekdays = 'måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|mån|tis|ons|tors|tor|fre|lör|sön'
const quote = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
const refuse = (message: string, sv: string): Unread => ({ ok: false, message, sv })
const outside = (text: string) =>
  refuse(`${quote(text)} is outside the years 1901 to 2199`, `${quote(text)} ligger utanför åren 1901 till 2199`)

/** Years that a decision or a grant of a municipality can have; beyond them a digit is mistyped. */
const isYear = (year: number) => year > 1900 && year < 2200

/** `tisdagen den 14 december 2021`: day, month and year. */
const inWords = new RegExp(
  `^(?:(?:(?:${weekdays})(?:en)?,? )?(?:den )?(\\d{1,2})(?:\\.|:?e|:a)?[ -])?([a-zåäö]+)\\.?,?[ -](\\d{4})$`,
  'i'
)

/**
 * `2021-12-14`, `20211214`, `2021/12/14`, `2021-12-4`, `14 december 2021`, `den 14 dec 2021`, and each of them with a time of
 * day as machines write it (`2021-12-14 00:00:00`, `2021-12-14T08:30`); an instant with an offset is the day in Sweden. A
 * month `2021-12`, `december 2021`; a year `2021`. A month or a year is kept as its first day with its precision.
 * `12/1 2021`, `1/12/2021` and `14.12.2021` are refused: what is day and what is month depends on who wrote them.
 * Impossible days and years outside 1901–2199 are refused.
 */
export function parseDate(text: string): Parsed<DateWithPrecision> {
  const whole = text.trim()
  const usual = /^(\d{4})-(\d{2})-(\d{2})$/.exec(whole)
  if (usual) return dated(whole, usual[1]!, usual[2], usual[3])
  const instant = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]\d{2}(?::?\d{2})?)$/i.exec(
    whole
  )
  if (instant) return dayInSweden(whole)
  // A time of day says nothing of the day. Without an offset it is the writer's own.
  const tidy = whole.replace(
    /(?<=\d)(?:T| +)(?:kl\.? ?)?(?:[01]?\d|2[0-3])[:.][0-5]\d(?:[:.][0-5]\d(?:[.,]\d{1,9})?)?$/i,
    ''
  )
  const iso =
    /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(tidy) ??
    /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/.exec(tidy) ??
    /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/.exec(tidy) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(tidy) ??
    /^(\d{4})(?:-(\d{2}))?$/.exec(tidy)
  if (iso) return dated(whole, iso[1]!, iso[2], iso[3])
  const words = tidy.replace(/\s+/g, ' ')
  const long = inWords.exec(words)
  const month = long ? monthOf(long[2]!) : 0
  if (long && month > 0) return dated(whole, long[3]!, String(month), long[1])
  return refuse(
    `${quote(whole)} is not a date that can be read in one way only; write ${forms} or 2021`,
    `${quote(whole)} är inget datum som bara kan läsas på ett sätt; skriv ${forms} eller 2021`
  )
}

/** The number of a month, 1 to 12, from its name or the beginning of it; 0 where it is none. */
export function monthOf(word: string): number {
  const name = word.toLowerCase()
  if (name.length < 3) return 0
  return months.findIndex(names => names.some(full => full.startsWith(name))) + 1
}

const swedish = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' })

/** The day on which an instant falls in Sweden: a system that writes midnight in UTC means the day after. */
function dayInSweden(text: string): Parsed<DateWithPrecision> {
  const at = new Date(
    text
      .replace(' ', 'T')
      .replace(/\s/g, '')
      .replace(',', '.')
      .replace(/([+-]\d{2})$/, '$1:00')
  )
  const day = /^(\d{4})-(\d{2})-(\d{2})/.exec(text)!
  const exists = dated(text, day[1]!, day[2], day[3])
  if (!exists.ok || Number.isNaN(at.getTime()))
    return exists.ok
      ? refuse(`${quote(text)} is a time that does not exist`, `${quote(text)} är en tidpunkt som inte finns`)
      : exists
  const [year, month, date] = swedish.format(at).split('-')
  return dated(text, year!, month, date)
}

function dated(text: string, year: string, month?: string, day?: string): Parsed<DateWithPrecision> {
  const [y, m, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)]
  if (!isYear(y)) return outside(text)
  // Day 0 of the next month is the last of this one; UTC, so that no time zone moves it.
  if (m < 1 || m > 12 || d < 1 || d > new Date(Date.UTC(y, m, 0)).getUTCDate()) {
    return refuse(`${quote(text)} is a date that does not exist`, `${quote(text)} är ett datum som inte finns`)
  }
  const date = `${year}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
  return { ok: true, value: { date, precision: day ? 'day' : month ? 'month' : 'year' } }
}

/** One year, `2022`. */
export function parseYear(text: string): Parsed<number> {
  const years = parseYears(text)
  if (!years.ok) return years
  return years.value.from === years.value.to
    ? { ok: true, value: years.value.from }
    : refuse(`${quote(text)} is several years`, `${quote(text)} är flera år`)
}

/** `2022`, `2022-2024`, `2022–2024`, or `2022/2023` and `2022/23` (a school year, kept as both of its years). */
export function parseYears(text: string): Parsed<Years> {
  const tidy = text.trim().replace(/[\u2010-\u2015\u2212]/g, '-')
  const parts = /^(\d{4})(?: ?([-/]) ?(\d{4}|\d{2}))?$/.exec(tidy)
  if (!parts || (parts[2] === '-' && parts[3]!.length === 2)) {
    return refuse(
      `${quote(text.trim())} is not a year; write 2022 or 2022-2024`,
      `${quote(text.trim())} är inget år; skriv 2022 eller 2022-2024`
    )
  }
  const from = Number(parts[1])
  const last = parts[3] ?? parts[1]!
  const to = Number(last.length === 2 ? parts[1]!.slice(0, 2) + last : last)
  if (!isYear(from) || !isYear(to)) return outside(tidy)
  if (to < from) return refuse(`${quote(tidy)} ends before it begins`, `${quote(tidy)} slutar innan det börjar`)
  if (parts[2] === '/' && to !== from + 1)
    return refuse(
      `${quote(tidy)} is not one school year; write 2022-2024 for a span`,
      `${quote(tidy)} är inte ett läsår; skriv 2022-2024 för en period`
    )
  return { ok: true, value: { from, to } }
}
