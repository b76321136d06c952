/**
 * Text as Swedish banks take it: the Latin letters, digits, space and `/ - ? : ( ) . , ' +` that SWIFT and SEPA have, and
 * å ä ö besides. What is none of them is written with letters that are: an accent falls away, `&`
 * is `+`, a line break or tab is a space, and what has no likeness (emoji, other alphabets) is left out.
 */

const taken = /[A-Za-z0-9ÅÄÖåäö/\-?:().,'+ ]/
/** What is written for each of some characters. */
const alike: Record<string, string> = {
  '-': '_=–—−‐~',
  "'": '"’‘”“´`',
  '.': '*!',
  ',': ';',
  '+': '&',
  '/': '\\|',
  '(': '[{<',
  ')': ']}>',
  ' ': '°',
  D: 'ÐĐ',
  d: 'ðđ',
  L: 'Ł',
  l: 'ł',
  i: 'ı',
  Ä: 'Æ',
  ä: 'æ',
  Ö: 'Ø',
  ö: 'ø',
  OE: 'Œ',
  oe: 'œ',
  ss: 'ß',
  Th: 'Þ',
  th: 'þ',
  '(a)': '@',
  '...': '…',
  '1/2': '½',
  'nr ': '#',
  'par ': '§',
  ' procent': '%',
  EUR: '€',
  GBP: '£',
  USD: '$'
}
const written = new Map(Object.entries(alike).flatMap(([as, all]) => [...all].map(character => [character, as])))

/**
 * The text in the bank's characters, at most `longest` of them. What is longer is cut there, with no mark that it was: a
 * name is for people, and the account decides where the money goes. Empty where no character is left.
 */
export function bankText(text: string, longest: number): string {
  let said = ''
  for (const character of text.normalize('NFC')) {
    if (taken.test(character)) said += character
    else if (/\s/.test(character)) said += ' '
    else said += written.get(character) ?? plain(character)
  }
  // No text begins with a slash, and none has two together: banks refuse them, or take them for codes of their own.
  const tidy = said
    .replace(/\/{2,}/g, '/')
    .replace(/ {2,}/g, ' ')
    .replace(/^[/ ]+/, '')
  return tidy.slice(0, longest).trim()
}

function plain(character: string): string {
  return [...character.normalize('NFKD')].filter(part => taken.test(part)).join('')
}

const months = ['jan', 'feb', 'mar', 'apr', 'maj', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dec']

/** The months of a period in Swedish: `jan 2026`, `jan-mar 2026`, `okt 2026-mar 2027`; `2026` of a whole year. */
export function monthsOf(from: string, to: string): string {
  const [year, lastYear] = [from.slice(0, 4), to.slice(0, 4)]
  const [month, lastMonth] = [from, to].map(day => months[Number(day.slice(5, 7)) - 1])
  if (year !== lastYear) return `${month} ${year}-${lastMonth} ${lastYear}`
  if (from.endsWith('-01-01') && to.endsWith('-12-31')) return year
  return month === lastMonth ? `${month} ${year}` : `${month}-${lastMonth} ${year}`
}
