/** Dates of workbooks are numbers; that they are dates, and how much of them is meant, is said by their number format. */

/** What a number format shows of a date. `elapsed`: hours may exceed 24. */
export type Shown = { year: boolean; month: boolean; day: boolean; time: boolean; elapsed: boolean }

const known = new Map<string, Shown | null>()

/** What the format shows of a date; null for the format of a number. */
export function shownBy(format: string): Shown | null {
  let shown = known.get(format)
  if (shown === undefined) {
    shown = readFormat(format)
    if (known.size < 10_000) known.set(format, shown)
  }
  return shown
}

function readFormat(format: string): Shown | null {
  if (format.length > 500 || /^\s*(general|standard|@)\s*$/i.test(format)) return null
  const bare = format
    .replace(/"[^"]*"|\\.|_.|\*./g, ' ')
    .replace(/\[(h+|m+|s+)\]/gi, '~$1')
    .replace(/\[[^\]]*\]/g, '')
    .split(';')[0]!
    .replace(/am\/pm|a\/p/gi, '')
    // Swedish programs may write years as å and hours as t.
    .replace(/å/gi, 'y')
    .replace(/t/gi, 'h')
    .replace(/s\.0+/gi, 's')
    .toLowerCase()
  if (/[0#?@]/.test(bare)) return null
  const tokens = [...bare.matchAll(/y+|m+|d+|h+|s+/g)].map(([token]) => token[0]!)
  if (tokens.length === 0) return null
  const isMinute = (at: number) => tokens[at - 1] === 'h' || tokens[at + 1] === 's'
  return {
    year: tokens.includes('y'),
    month: tokens.some((token, at) => token === 'm' && !isMinute(at)),
    day: tokens.includes('d'),
    time: tokens.some((token, at) => token === 'h' || token === 's' || (token === 'm' && isMinute(at))),
    elapsed: bare.includes('~')
  }
}

/** The formats that have a number and no text of their own (ECMA-376 part 1, 18.8.30): those of dates and times. */
export const builtInFormats: Record<number, string> = {
  14: 'yyyy-mm-dd',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'm/d/yy h:mm',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mm:ss.0'
}

const DAY = 86_400

/**
 * The text of a date, in as much as its format shows: `2022-06-14`, `2022-06-14 08:30`, `2022-06`, `2022`, `08:30`. Null
 * where the number is no date that a spreadsheet shows. `serial` counts days, from 1900 with its day too many or from 1904.
 */
export function dateText(serial: number, shown: Shown, from1904 = false): string | null {
  if (!(serial >= 0 && serial < 2_958_466)) return null
  let days = Math.floor(serial)
  let seconds = Math.round((serial - days) * DAY)
  if (seconds === DAY) {
    days++
    seconds = 0
  }
  const { year, month, day, time, elapsed } = shown
  if (!year && !month && !day) return clock(elapsed ? days * DAY + seconds : seconds)
  if (from1904) days += 1462
  if (days === 60) return '1900-02-29'
  if (days === 0) return time && seconds > 0 ? clock(seconds) : '1900-01-00'
  const date = new Date(Date.UTC(1899, 11, days < 60 ? 31 : 30) + days * DAY * 1000).toISOString().slice(0, 10)
  return shownText(date, seconds, shown)
}

/** `date` is `2022-06-14`, `seconds` those of the day. */
export function shownText(date: string, seconds: number, { year, month, day, time }: Shown): string {
  if (time && seconds > 0) return `${date} ${clock(seconds)}`
  if (day || !year) return date
  return date.slice(0, month ? 7 : 4)
}

/** `08:30`, and seconds where there are any. */
export function clock(seconds: number): string {
  const two = (number: number) => String(number).padStart(2, '0')
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`
  return seconds % 60 > 0 ? `${text}:${two(seconds % 60)}` : text
}

/** A number as a spreadsheet shows it, which is to 15 digits: a sum of öre leaves no dust of the binary behind. */
export const exact = (number: number) => (Number.isSafeInteger(number) ? number : Number(number.toPrecision(15)))

/** A date as it is written in full, `2022-06-14T00:00:00.000`; in as much as its format shows. Other text stays. */
export function dateOf(text: string, shown: Shown = wholly): string {
  const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d):(\d\d)(?::(\d\d))?)?/.exec(text)
  if (!parts) return text
  const [, date, hours = 0, minutes = 0, seconds = 0] = parts
  return shownText(date!, Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds), shown)
}

const wholly: Shown = { year: true, month: true, day: true, time: true, elapsed: false }
