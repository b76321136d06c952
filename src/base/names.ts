import type { Message } from './language.ts'

/** How names are compared, searched and held against likely twins. Pure; used by every module that has names. */

const dashes = /[\u2010-\u2015\u2212]/g

/**
 * Identity of names: two names with the same key are the same name, differing only in what nobody sees or means (kind
 * of white space, quotes, dashes, zero-width characters, case). å, ä and ö stay letters of their own.
 */
export function nameKey(name: string): string {
  // Letters, digits and commas need none of the rest; most names hold nothing else.
  if (
    /^[\w.,&()/\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]+(?: [\w.,&()/\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]+)*$/.test(
      name
    )
  ) {
    return name.toLowerCase()
  }
  return name
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/[\u201c-\u201f\u00ab\u00bb\u2033]/g, '"')
    .replace(/[\u2018-\u201b\u2032\u00b4`]/g, "'")
    .replace(dashes, '-')
    .replace(/\s+/g, ' ')
    .trim()
}

const letters: Record<string, string> = { ø: 'o', æ: 'a', œ: 'o', ß: 'ss', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

const plain: Record<string, string> = { å: 'a', ä: 'a', ö: 'o' }

/** For search, where `lankarna` shall find `länkarna`: no diacritics, no case, punctuation as spaces. Never identity. */
export function searchKey(text: string): string {
  // Most names are words of Swedish letters.
  if (/^[\da-zåäö]+(?: [\da-zåäö]+)*$/i.test(text))
    return text.toLowerCase().replace(/[åäö]/g, letter => plain[letter]!)
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/[øæœßłđðþı]/g, letter => letters[letter]!)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** The pattern of `like` that finds a text as it is: what the pattern language means something by is taken literally. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
}

/** Words that join others and tell nothing, as searchKey leaves them: a search does without them where it has others. */
const joiningWords = new Set('och i av for till med pa om den det de en ett samt'.split(' '))

/** Endings of Swedish nouns and adjectives (definite form, plural, genitive), as searchKey leaves them. */
const endings = 'a an ar arna e en er erna et n na or orna t'.split(' ')
const allEndings = ['s', ...endings, ...endings.map(ending => `${ending}s`)]
const anyEnding = `(?:${endings.join('|')})?s?(?: |$)`

/**
 * The regular expression that finds a word of a searchKey in the searchKey of a name: wherever it stands, and without its ending. What
 * is left without it is found wherever it stands where it has five letters or more; of four at the beginning of a word, and of three
 * or four as the end of a word, with any ending (`lankarna` finds `länken` and not `blanketten`).
 */
function patternOfWord(word: string): string {
  const stems = allEndings
    .filter(ending => word.endsWith(ending))
    .map(ending => ({ stem: word.slice(0, -ending.length), least: ending.length === 1 ? 4 : 3 }))
    .filter(({ stem, least }) => stem.length >= least)
    .map(({ stem }) => stem)
    .sort((one, other) => one.length - other.length)
  const short = stems.filter(stem => stem.length < 5)
  return [
    stems.find(stem => stem.length >= 5) ?? word,
    ...short.filter(stem => stem.length === 4).map(stem => `(?:^| )${stem}`),
    ...short.map(stem => stem + anyEnding)
  ].join('|')
}

/**
 * The patterns by which a search finds names. The first is of `like` and of names as they are written: keys hold no punctuation, so
 * a text without a letter or digit is looked for in the names, as it is. The others are regular expressions of the names' searchKey,
 * the longest word's first, and each is found. Nothing is, where the text is white space and what nobody sees.
 */
export function searchPatterns(text: string): (string | null)[] {
  const all = [...new Set(searchKey(text).split(' '))].filter(word => word !== '')
  if (all.length === 0) {
    const seen = text.replace(/\p{Cf}/gu, '').trim()
    return [seen === '' ? null : containing(seen)]
  }
  const telling = all.filter(word => !joiningWords.has(word))
  const words = (telling.length > 0 ? telling : all).sort((one, other) => other.length - one.length)
  return [null, ...words.map(patternOfWord)]
}

// Words that tell the legal form and not which organisation it is, as searchKey leaves them.
const formWords = new Set(
  (
    'forening foreningen foren ideell ideella ideellt ek ekonomisk ekonomiska for i av och samt ' +
    'stiftelse stiftelsen ab aktiebolag aktiebolaget hb handelsbolag kb'
  ).split(' ')
)

/** A coarse key by which likely twins are offered to a person, never merged: no legal form, definite form or word
 * order (`Föreningen Fria Sällskapet Länkarna` and `Länkarna, Fria Sällskapet`). */
export function twinKey(name: string): string {
  const all = searchKey(name).split(' ')
  const telling = all.filter(word => !formWords.has(word))
  const words = telling.length > 0 ? telling : all
  return words
    .map(word => word.replace(/(forening|klubb|forbund|sallskap)(en|et)$/, '$1'))
    .sort()
    .join(' ')
}

type Named = { name?: string; nameKey?: string; formerNameKeys?: string[] }

/** What follows from a new name: its key, and the old key kept, so that what comes under the old name still finds it. */
export function renamed(before: Named, { name }: Named): Named {
  if (name === undefined || nameKey(name) === before.nameKey) return {}
  return { nameKey: nameKey(name), formerNameKeys: [...new Set([...before.formerNameKeys!, before.nameKey!])] }
}

/**
 * Control characters (C0 and C1 but tab, line feed and carriage return), which no register means and files, terminals and
 * banks trip over; marks that turn the direction of what follows (Unicode TR 36), by which a name shows as another; and halves
 * of surrogate pairs, which cannot be stored. Joiners and accents are letters of some languages and stay.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point. Lone surrogates by the u flag.
const UNWANTED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u

// Most texts: nothing in them to look for. Tested first, for speed.
const ORDINARY = /^[ -~\u00c0-\u00ff]*$/

/** What is wrong with the characters of a text; null where nothing is. */
export function faultOfText(text: string): Message | null {
  if (ORDINARY.test(text)) return null
  const [found] = UNWANTED.exec(text) ?? []
  if (found === undefined) return null
  if (found === '\0') return { message: 'must not hold the NUL character', sv: 'får inte innehålla NUL-tecknet' }
  if (!found.isWellFormed())
    return { message: 'must not hold half a surrogate pair', sv: 'får inte innehålla ett halvt surrogatpar' }
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return {
    message: `must not hold the control character U+${code}`,
    sv: `får inte innehålla styrtecknet U+${code}`
  }
}
