import { type DatePrecision, spanOf } from '../../base/dates.ts'
import type { Certainty } from '../../base/known.ts'
import type { Language, Text } from '../../base/language.ts'
import { type Amount, fromOre, oreOf, toOre } from '../../base/money.ts'

/** How papers write amounts, days and times. Pure. What is not there is the empty text. */

const NO_BREAK = '\u00a0'
const locale = { sv: 'sv-SE', en: 'en-GB' } as const

/** `1 234,50 kr` in Swedish, with no-break spaces, and `SEK 1,234.50` in English: öre always, so that columns stand even. */
export function moneyText(amount: Amount | number | null, language: Language): string {
  if (amount === null) return ''
  const ore = typeof amount === 'number' ? oreOf(amount) : toOre(amount)
  const [kronor = '', rest = '00'] = fromOre(ore < 0n ? -ore : ore).split('.')
  const grouped = kronor.replace(/\B(?=(?:\d{3})+$)/g, language === 'sv' ? NO_BREAK : ',')
  const minus = ore < 0n ? '\u2212' : ''
  return language === 'sv' ? `${minus}${grouped},${rest}${NO_BREAK}kr` : `${minus}SEK${NO_BREAK}${grouped}.${rest}`
}

const unsure: Record<Exclude<Certainty, 'exact' | 'approximate'>, Text> = {
  notStated: { en: 'not stated', sv: 'inte angivet' },
  unknown: { en: 'not known', sv: 'inte känt' },
  confidential: { en: 'confidential', sv: 'sekretess' }
}

/** An amount as well as it is known: `omkring 1 200,00 kr`, `inte angivet`. */
export function knownMoney(amount: Amount | number | null, certainty: Certainty, language: Language): string {
  if (certainty === 'exact') return moneyText(amount, language)
  if (certainty !== 'approximate') return unsure[certainty][language]
  return `${language === 'sv' ? 'omkring' : 'about'}${NO_BREAK}${moneyText(amount, language)}`
}

const format = (language: Language, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale[language], { timeZone: 'UTC', ...options })
const formats = {
  day: { sv: format('sv', { dateStyle: 'long' }), en: format('en', { dateStyle: 'long' }) },
  month: { sv: format('sv', { year: 'numeric', month: 'long' }), en: format('en', { year: 'numeric', month: 'long' }) }
}
const at = (day: string) => new Date(`${day}T00:00:00Z`)
const joined = (text: string) => text.replaceAll(/\s/g, NO_BREAK)

/** `14 december 2021`; of what is known less exactly the month, the season of three months, or the year. */
export function dayText(day: string | null, language: Language, precision: DatePrecision | null = 'day'): string {
  if (day === null) return ''
  const { earliest, latest } = spanOf(day, precision)
  if (precision === 'year') return day.slice(0, 4)
  const month = formats.month[language]
  if (precision === 'month') return joined(month.format(at(day)))
  if (precision === 'season') return `${joined(month.format(at(earliest)))}–${joined(month.format(at(latest)))}`
  return joined(formats.day[language].format(at(day)))
}

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Stockholm',
  dateStyle: 'short',
  timeStyle: 'short'
})
/** An instant by the clock in Sweden: `2021-12-16 10:30`. */
export const timeText = (instant: string | null) => (instant === null ? '' : joined(clock.format(new Date(instant))))

/** `1 januari 2022–31 mars 2022`, `från 1 januari 2022`, `till och med 31 mars 2022`. */
export function periodText(from: string | null, to: string | null, language: Language): string {
  if (from && to) return `${dayText(from, language)} – ${dayText(to, language)}`
  if (from) return `${language === 'sv' ? 'från' : 'from'} ${dayText(from, language)}`
  return to ? `${language === 'sv' ? 'till och med' : 'until'} ${dayText(to, language)}` : ''
}

/** `2022`, `2022–2024`. */
export const yearsText = (from: number | null, to: number | null) =>
  from === null ? '' : to === null || to === from ? String(from) : `${from}–${to}`

/** `§ 144`, also where it was written with its mark. */
export const paragraphText = (paragraph: string | null) =>
  paragraph === null ? '' : `§${NO_BREAK}${paragraph.replace(/^§\s*/, '')}`

/** All but the last four characters of a number hidden: `•••• 1055`. */
export const maskedText = (number: string) => `••••${NO_BREAK}${number.slice(-4)}`

/** With whom an amount is shared: `tillsammans med A och B`. */
export function jointlyText(others: string[], language: Language): string {
  if (others.length === 0) return ''
  const listed = new Intl.ListFormat(locale[language], { type: 'conjunction' }).format(others)
  return `${language === 'sv' ? 'tillsammans med' : 'jointly with'} ${listed}`
}

/** What marks that something is so, where a template asks only whether it is. */
export const marked = (is: boolean) => (is ? 'x' : '')
