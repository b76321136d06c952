/** When a row may be the mended form of a known line, so that a person must say whether it is new. Pure. */

import { distance } from 'fastest-levenshtein'
import { searchKey, twinKey } from '../../base/names.ts'
import { ALIKE } from '../../register/organisations/rules.ts'

/** What tells one grant from another. */
export const traits = ['recipient', 'scheme', 'purpose', 'years', 'day', 'body'] as const
export type Trait = (typeof traits)[number]

/** A known line of which a row may be the mended form, and in what they differ. */
export type NearLine = {
  lineId: string
  differs: Trait[]
  recipient: string
  purpose: string | null
  decidedOn: string
}

/** A row beside a known line that the file leaves without a row. Days as `2021-12-14`, years null where not stated. */
export type Pair = {
  sameRecipients: boolean
  /** How alike the names of their recipients are (pg_trgm), and those names. */
  likeness: number
  recipients: [string, string]
  schemes: [string, string]
  purposes: [string | null, string | null]
  bodies: [string, string]
  days: [string, string]
  years: [number | null, number | null]
  lastYears: [number | null, number | null]
  /** Columns that the file does not have. */
  lacksPurpose: boolean
  lacksYears: boolean
}

/**
 * In which traits a row and a line differ, when they agree in all but one or two; null where they are two grants. Names
 * must be alike: another recipient, scheme or body is another grant. Another purpose alone is asked about; with another
 * difference it is another grant. A grant that comes back with another year on another day is another grant too.
 */
export function nearTraits(pair: Pair): Trait[] | null {
  const differing: Trait[] = []
  const { days, years, lastYears } = pair
  if (!pair.sameRecipients) {
    if (!alikeRecipients(pair)) return null
    differing.push('recipient')
  }
  for (const [trait, [one, other]] of [
    ['scheme', pair.schemes],
    ['body', pair.bodies]
  ] as const) {
    if (searchKey(one) === searchKey(other)) continue
    if (!alike(one, other)) return null
    differing.push(trait)
  }
  if (years[0] !== years[1] || lastYears[0] !== lastYears[1]) differing.push('years')
  if (days[0] !== days[1]) {
    if (differing.includes('years') && !pair.lacksYears) return null
    // Without a year of the grant the decision's is all that tells this year's grant from last year's.
    if (years[0] === null && years[1] === null && days[0].slice(0, 4) !== days[1].slice(0, 4)) return null
    differing.push('day')
  }
  const [purpose, known] = pair.purposes
  if (searchKey(purpose ?? '') !== searchKey(known ?? '')) {
    const isOther = !pair.lacksPurpose && !alike(purpose ?? '', known ?? '')
    if (isOther && differing.length > 0) return null
    differing.push('purpose')
  }
  return differing.length <= 2 ? differing : null
}

/** Digits are no spelling: `Lag 1` and `Lag 2` are two teams, `Bidrag 2023` and `Bidrag 2024` two schemes. */
const digitsOf = (text: string) => text.replace(/\D/g, '')

function alikeRecipients({ likeness, recipients: [one, other] }: Pair): boolean {
  if (digitsOf(one) !== digitsOf(other)) return false
  if (likeness >= ALIKE || twinKey(one) === twinKey(other)) return true
  const letters = (name: string) => searchKey(name).replaceAll(' ', '')
  if (letters(one) === letters(other)) return true
  // `A IF` and `B IF` are two associations: a letter is a slip only in a name that is long enough.
  const longest = Math.max(one.length, other.length)
  return longest >= 7 && distance(searchKey(one), searchKey(other)) <= Math.floor(longest / 7)
}

/** Two spellings of one name or text: a quarter of its letters may differ, or one holds all words of the other. */
function alike(one: string, other: string): boolean {
  const [a, b] = [searchKey(one), searchKey(other)]
  if (a === '' || b === '' || digitsOf(a) !== digitsOf(b)) return false
  if (distance(a, b) <= Math.max(a.length, b.length) / 4) return true
  const [fewer, more] = [a.split(' '), b.split(' ')].sort((x, y) => x.length - y.length) as [string[], string[]]
  return fewer.join('').length >= 5 && fewer.every(word => more.includes(word))
}
