/** Dates and years as tables write them. Only forms that mean one thing; every other is refused with those that do. */

import type { Parsed } from '../../base/money.ts'

export type DateWithPrecision = { date: string; precision: 'day' | 'month' | 'year' }
export type Years = { from: number; to: number }

const forms = 'write 2021-12-14, 20211214, 14 december 2021, 2021-12 or 2021'
const months = 'januari februari mars april maj juni juli augusti september oktober november december'.split(' ')
const quote = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
const refuse = (message: string): { ok: false; message: string } => ({ ok: false, message })

/** Years that a decision or a grant of a municipality can have; beyond them a digit is mistyped. */
const isYear = (year: number) => year > 1900 && year < 2200

/**
 * `2021-12-14`, `20211214`, `14 december 2021`; a month `2021-12`, `december 2021`; a year `2021`. A month or a year is
 * kept as its first day with its precision. `12/1 2021`, `1/12/2021` and `14.12.2021` are refused: what is day and what
 * is month depends on who wrote them. Impossible days and years outside 1901–2199 are refused.
 */
export function parseDate(text: string): Parsed<DateWithPrecision> {
  const tidy = text.trim()
  const iso =
    /^(\d{4})-(\d{2})-(\d{2})$/.exec(tidy) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(tidy) ??
    /^(\d{4})(?:-(\d{2}))?$/.exec(tidy)
  if (iso) return dated(tidy, iso[1]!, iso[2], iso[3])
  const long = /^(?:(?:den )?(\d{1,2}) )?([a-z]+) (\d{4})$/i.exec(tidy.replace(/\s+/g, ' '))
  const month = long ? months.indexOf(long[2]!.toLowerCase()) + 1 : 0
  if (long && month > 0) return dated(tidy, long[3]!, String(month), long[1])
  return refuse(`${quote(tidy)} is not a date that can be read in one way only; ${forms}`)
}

function dated(text: string, year: string, month?: string, day?: string): Parsed<DateWithPrecision> {
  const [y, m, d] = [Number(year), Number(month ?? 1), Number(day ?? 1)]
  if (!isYear(y)) return refuse(`${quote(text)} is outside the years 1901 to 2199`)
  // Day 0 of the next month is the last of this one; UTC, so that no time zone moves it.
  if (m < 1 || m > 12 || d < 1 || d > new Date(Date.UTC(y, m, 0)).getUTCDate()) {
    return refuse(`${quote(text)} is a date that does not exist`)
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
    : refuse(`${quote(text)} is several years`)
}

/** `2022`, `2022-2024`, `2022–2024`, or `2022/2023` and `2022/23` (a school year, kept as both of its years). */
export function parseYears(text: string): Parsed<Years> {
  const tidy = text.trim().replace(/[\u2010-\u2015\u2212]/g, '-')
  const parts = /^(\d{4})(?: ?([-/]) ?(\d{4}|\d{2}))?$/.exec(tidy)
  if (!parts || (parts[2] === '-' && parts[3]!.length === 2)) {
    return refuse(`${quote(text.trim())} is not a year; write 2022 or 2022-2024`)
  }
  const from = Number(parts[1])
  const last = parts[3] ?? parts[1]!
  const to = Number(last.length === 2 ? parts[1]!.slice(0, 2) + last : last)
  if (!isYear(from) || !isYear(to)) return refuse(`${quote(tidy)} is outside the years 1901 to 2199`)
  if (to < from) return refuse(`${quote(tidy)} ends before it begins`)
  if (parts[2] === '/' && to !== from + 1)
    return refuse(`${quote(tidy)} is not one school year; write 2022-2024 for a span`)
  return { ok: true, value: { from, to } }
}
