/** Terms of agreements as tables state them: years, ranges, lengths, alternatives, options. Only what means one thing is read. */

import type { Message } from '../../base/language.ts'
import type { Parsed, Unread } from '../../base/parse-amount.ts'
import type { Term } from '../../register/agreements/content.ts'
import { type DateWithPrecision, parseDate } from './dates.ts'

const refuse = (message: string, sv: string): Unread => ({ ok: false, message, sv })
const quote = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
const forms = '2022, 2022-2024, 2022-01-01 – 2024-12-31, 3 år från 2022-01-01, 36 månader eller 24 + 12 månader'

type Length = NonNullable<Term['alternatives']>[number]
type Extension = NonNullable<Term['extensions']>[number]
/** A term, the fields that are stated of it. */
export type StatedTerm = Pick<
  Term,
  | 'validFrom'
  | 'validFromPrecision'
  | 'validTo'
  | 'validToPrecision'
  | 'untilFurtherNotice'
  | 'alternatives'
  | 'extensions'
  | 'renewal'
>

/** Lengths beyond a hundred years are mistyped. */
const MOST_MONTHS = 1_200

/**
 * Reads a term. First and last day keep the precision that is written (`2022`: a year). Lengths of which one holds are
 * alternatives; `3+1 år` is three years with an option of one, and `med möjlighet till förlängning 1+1 år` two options more.
 * What is left over when all that is known has been read makes the whole text unreadable: no word is passed over.
 */
export function parseTerm(text: string): Parsed<StatedTerm> {
  const tidy = text
    .trim()
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212]+|--+/g, '–')
    .replace(/\s+/g, ' ')
    .replace(/[.;]$/, '')
  const reading = { rest: tidy, term: {} as StatedTerm }
  for (const part of [takeRenewal, takeOptions, takeNotice, takeRange, takeStart, takeLengths]) {
    const fault = part(reading)
    if (fault) return refuse(`${quote(text.trim())} ${fault.message}`, `${quote(text.trim())} ${fault.sv}`)
  }
  const left = reading.rest.replace(/\b(?:i|gäller|giltigt?|avtalstid|period(?:en)?|under|for|är|och)\b|[,():–\s]/g, '')
  if (left !== '' || Object.keys(reading.term).length === 0) {
    return refuse(
      `${quote(text.trim())} is no term that can be read in one way only; write ${forms}, or tills vidare`,
      `${quote(text.trim())} är ingen avtalstid som bara kan läsas på ett sätt; skriv ${forms}, eller tills vidare`
    )
  }
  return { ok: true, value: reading.term }
}

type Reading = { rest: string; term: StatedTerm }
/** Takes what it knows out of the rest; answers what is wrong with it. */
type Part = (reading: Reading) => Message | undefined

/** What a pattern finds, taken out of the rest. */
function take(reading: Reading, pattern: RegExp): RegExpExecArray | null {
  const found = pattern.exec(reading.rest)
  if (found) reading.rest = `${reading.rest.slice(0, found.index)} ${reading.rest.slice(found.index + found[0].length)}`
  return found
}

const unit = '(år|månader|månad|mån|years?|months?)'
const monthsOf = (count: string, of: string) => Number(count) * (/^(?:år|year)/.test(of) ? 12 : 1)

const noticeAlone: Message = {
  message: 'states a period of notice and no renewal that it is for',
  sv: 'anger en uppsägningstid men ingen förlängning som den gäller'
}

const takeRenewal: Part = reading => {
  const found = take(
    reading,
    new RegExp(
      `(?:som |och )?(?:förlängs|förnyas) (?:automatiskt |därefter )*(?:med |på )?(\\d{1,3}|ett?) ${unit}(?: i taget| åt gången)?(?: om (?:det|avtalet) inte sägs upp)?`
    )
  )
  const notice = take(
    reading,
    new RegExp(
      `(?:med |,? ?)?(?:en )?(?:uppsägningstid(?: på| om)?|uppsägning) (\\d{1,3}) ${unit}|(?:med )?(\\d{1,3}) ${unit}s? uppsägning(?:stid)?`
    )
  )
  if (!found) return notice ? noticeAlone : undefined
  const noticeMonths = notice ? monthsOf(notice[1] ?? notice[3]!, notice[2] ?? notice[4]!) : undefined
  const months = monthsOf(/^ett?$/.test(found[1]!) ? '1' : found[1]!, found[2]!)
  reading.term.renewal = { months, ...(noticeMonths !== undefined && { noticeMonths }) }
  return undefined
}

const takeOptions: Part = reading => {
  const found = take(
    reading,
    new RegExp(
      `(?:med |,? ?)?(?:en )?(?:(?:möjlighet(?:er)?|option|rätt) (?:till |på |om |att )?(?:förlängning(?:ar)?|förlänga)?|förlängning(?:soption)?|with option(?: of)?)(?: av avtalet)?(?: (?:med|på|om|upp till))? ?:? ?(\\d{1,2}(?: ?\\+ ?\\d{1,2})*) ?${unit}`
    )
  )
  if (!found) return undefined
  return addOptions(reading.term, found[1]!.split('+'), found[2]!)
}

function addOptions(term: StatedTerm, counts: string[], of: string): Message | undefined {
  const before = term.extensions ?? []
  const added: Extension[] = counts.map((count, at) => ({
    key: `extension-${before.length + at + 1}`,
    months: monthsOf(count.trim(), of)
  }))
  if (added.some(({ months }) => months < 1 || months > MOST_MONTHS)) {
    return { message: 'extends by no length that can be', sv: 'förlängs med en orimlig tid' }
  }
  term.extensions = [...before, ...added]
  return undefined
}

const takeNotice: Part = reading => {
  if (take(reading, /\b(?:gäller )?(?:tills vidare|tillsvidare|tillsvidareavtal|until further notice)\b/)) {
    reading.term.untilFurtherNotice = true
  }
  return undefined
}

const month =
  '(?:jan(?:uari)?|feb(?:ruari)?|mars|april|maj|juni|juli|aug(?:usti)?|sep(?:t(?:ember)?)?|okt(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
/** A day, a month or a year, as it may stand in a term; whether it exists is parseDate's to say. */
const date = `\\d{4}-\\d{1,2}-\\d{1,2}|\\d{8}|(?:den )?\\d{1,2} ${month} \\d{4}|${month} \\d{4}|\\d{4}-\\d{2}(?!\\d)|\\d{4}`

const unreadDay = ({ message, sv }: Message): Message => ({ message: `: ${message}`, sv: `: ${sv}` })

const takeRange: Part = reading => {
  // A hyphen between years, or blanks around it, is a range as a dash is; within a day it is none.
  const years = take(reading, /(?<![\d-])(\d{4}) ?- ?(\d{4})(?![\d-])/)
  const found =
    years ??
    take(
      reading,
      new RegExp(
        `(?:från(?: och med)?|fr\\.? ?o\\.? ?m\\.?|from|mellan)? ?(${date}) ?(?:–| - |till och med|t\\.? ?o\\.? ?m\\.?|till|to|och) ?(${date})(?!\\d)`
      )
    )
  if (!found) return undefined
  const [from, to] = [parseDate(found[1]!), parseDate(found[2]!)]
  if (!from.ok) return unreadDay(from)
  if (!to.ok) return unreadDay(to)
  if (to.value.date < from.value.date) return { message: 'ends before it begins', sv: 'slutar innan den börjar' }
  return setDays(reading.term, from.value, to.value)
}

function setDays(term: StatedTerm, from: DateWithPrecision, to?: DateWithPrecision): undefined {
  term.validFrom = from.date
  term.validFromPrecision = from.precision
  if (to) {
    term.validTo = to.date
    term.validToPrecision = to.precision
  }
  return undefined
}

const takeStart: Part = reading => {
  if (reading.term.validFrom) return undefined
  const found = take(
    reading,
    new RegExp(
      `(?<!\\d)(från och med|från|fr\\.? ?o\\.? ?m\\.?|fom|from|med start|startar|börjar|gäller från)? ?(?:den )?(${date})(?![\\d+])( och framåt|–)?`
    )
  )
  if (!found) return undefined
  const from = parseDate(found[2]!)
  if (!from.ok) return unreadDay(from)
  setDays(reading.term, from.value)
  // `2022` alone is that year; with a length, a word of beginning or `tills vidare` it is when it begins.
  const hasLength = /\d/.test(reading.rest)
  const begins = found[1] || found[3] || hasLength || reading.term.untilFurtherNotice
  if (begins) return undefined
  if (from.value.precision !== 'year') {
    return {
      message: 'states one day or month, and not whether it is the first or the last',
      sv: 'anger en dag eller månad, men inte om den är den första eller den sista'
    }
  }
  return setDays(reading.term, from.value, from.value)
}

/** `3 år`, `2, 3 eller 3+3 år`, `36 månader eller 24 + 12`: the unit that is stated last is that of those without. */
const takeLengths: Part = reading => {
  const found = take(
    reading,
    new RegExp(
      `\\d{1,4}(?: ?\\+ ?\\d{1,3})*(?: ?${unit})?(?:(?: ?, ?| eller | or |, eller )\\d{1,4}(?: ?\\+ ?\\d{1,3})*(?: ?${unit})?)*`
    )
  )
  if (!found) return undefined
  const parts = found[0].split(/ ?, eller | ?, ?| eller | or /)
  const own = parts.map(part => new RegExp(unit).exec(part)?.[1])
  const stated = own.filter(one => one !== undefined)
  const fault = faultOfLengths(reading.term, stated.length)
  if (fault) return fault
  const lengths = parts.map((part, at) => {
    const of = own[at] ?? own.slice(at).find(one => one) ?? stated.at(-1)!
    return part
      .replace(new RegExp(` ?${unit}`), '')
      .split('+')
      .map(count => monthsOf(count.trim(), of))
  })
  if (lengths.flat().some(months => months < 1 || months > MOST_MONTHS)) {
    return { message: 'states a length that cannot be', sv: 'anger en orimlig längd' }
  }
  setLengths(reading.term, lengths)
  return undefined
}

/** `unitCount`: how many of the lengths say years or months. */
function faultOfLengths({ validTo, untilFurtherNotice }: StatedTerm, unitCount: number): Message | undefined {
  if (unitCount === 0) {
    return {
      message: 'states a length and not whether it is of years or months',
      sv: 'anger en längd, men inte om den är i år eller månader'
    }
  }
  if (validTo) return { message: 'states both a last day and a length', sv: 'anger både en sista dag och en längd' }
  if (!untilFurtherNotice) return undefined
  return {
    message: 'states a length, and that it holds until further notice',
    sv: 'anger en längd, och att det gäller tills vidare'
  }
}

function setLengths(term: StatedTerm, lengths: number[][]): void {
  const [only] = lengths
  if (lengths.length === 1) {
    term.alternatives = [{ months: only![0]! }]
    const before = term.extensions ?? []
    const own = only!.slice(1).map((months, at) => ({ key: `extension-${at + 1}`, months }))
    const after = before.map((one, at) => ({ ...one, key: `extension-${own.length + at + 1}` }))
    if (own.length + after.length > 0) term.extensions = [...own, ...after]
    return
  }
  term.alternatives = lengths.map(([months, ...more]): Length => {
    const extensionMonths = more.reduce((sum, one) => sum + one, 0)
    return { months: months!, ...(extensionMonths > 0 && { extensionMonths }) }
  })
}
