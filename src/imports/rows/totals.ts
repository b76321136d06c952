/**
 * Rows of totals, which would count all money once more, told from recipients. A table ends, or parts, with them; their
 * words are those of real files (`Summa 2024`, `**Totalt**`, `S:a beviljat`, `Kvar att fördela`, `Öresavrundning`).
 */

/** What the first word says: a sum of the rows, or another figure of the table that is no grant. */
export type TotalsKind = 'sum' | 'other'

/** A sum by its own name: any form of summa, total and sammanlagd, and any word that ends in one (`Kontrollsumma`, `Summeringsrad`, `Grandtotal`). */
const aSum = new RegExp(
  '^(?:' +
    [
      '\\p{L}*summ(?:a|an|or|orna|ary|erat|erad|erade|eras|ering(?:en|ar|s\\p{L}+)?)',
      'sums?|s:a',
      '\\p{L}+totalt|(?:sub|grand|del|års)total(?:en)?',
      'total(?:t|a|en|er|sum|\\p{L}*(?:summan?|summering|belopp(?:et)?))',
      'samman(?:lagt|lagd|lagda|taget)'
    ].join('|') +
    ')$',
  'u'
)

/** A figure of the table by its own name: what is counted, rounded, left or carried over. */
const aFigure = new RegExp(
  '^(?:' +
    [
      'antal(?:et)?|\\p{L}*avrundning(?:en|ar)?|differens(?:en)?|varav|därav',
      '(?:kvar|åter)st(?:år|ående|od)',
      '(?:ofördela|outnyttja|oförbruka)(?:t|d|de)|oanvän(?:t|da)|disponibel(?:t|a)?',
      'medel(?:tal|värde)(?:t)?|medianvärde|genomsnitt(?:et|lig|ligt|liga)?',
      'ackumulera(?:t|d|de)|överför(?:t|d|da|s)'
    ].join('|') +
    ')$',
  'u'
)

/** Word pairs of which neither word alone tells. */
const pairs = new Set(
  (
    'kvar att|att fördela|att utbetala|att betala|kvar av|kvar i|kvar efter|medel kvar|belopp kvar|summa summarum|grand total|' +
    'sub total|in total|tillgängliga medel|budgeterade medel|fördelade medel|avsatta medel|total summa|ingående balans|' +
    'utgående balans|ingående saldo|utgående saldo|transport från|transport till|carried forward|brought forward|of which|number of'
  ).split('|')
)

/**
 * Words that begin a row of totals as well as the name of an association (`Total Dans IF`): they are warned of, and are totals
 * where they stand alone, beside nothing but words of tables, or over the sum of the rows above.
 */
const perhaps = new Set(
  (
    'total tot sa ack tillsammans samtliga alla hela kvar snitt budget budgeterat ram rambelopp saldo netto brutto rest resultat överskott ' +
    'underskott fördelat utfördelat utbetalt beviljat beviljade medel anslag andel kvarvarande resterande median average remaining remainder rounding ' +
    'bidragstotal'
  ).split(' ')
)

/** Words that may stand beside such a word in a row of totals, and in no name. */
const ofTables =
  /^(?:\d{1,4}|kr|sek|kronor|tkr|beviljat|beviljad|beviljade|sökt|ansökt|bidrag|bidragen|belopp|summa|sum|år|för|av|alla|samtliga|föreningar|föreningarna|nämnden|rader|utbetalt|fördelat|reserverat|hittills|medel|the|amount|amounts|granted|funds|all)$/

let last: { text: string; words: readonly string[] } = { text: '', words: [] }

/** The words of a text, lower case, without what markdown and punctuation put around them. One name is asked about several times. */
function wordsOf(text: string): readonly string[] {
  if (text !== last.text) last = { text, words: partedOf(text) }
  return last.words
}

function partedOf(text: string): string[] {
  return text
    .replace(/<[^<>]{1,40}>/g, ' ')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\u200b\u00ad\ufeff]/g, '')
    .replace(/[^\p{L}\p{N}:σ∑]+/gu, ' ')
    .trim()
    .split(' ')
    .map(word => (word === 's:a' ? word : word.replace(/^:+|:+$/g, '')))
    .filter(word => word !== '')
}

const speaks = (word: string) => aSum.test(word) || /^(?:\p{L}*total|tot|sa)$/u.test(word)

/** What a row is that begins so; null where it is no row of totals, as far as words tell. */
export function totalsKind(text: string): TotalsKind | null {
  const words = wordsOf(text)
  const [first = '', second = ''] = words
  if (/^[\s*_>]*[Σ∑]/u.test(text) || /^s:a/.test(first) || aSum.test(first)) return 'sum'
  if (aFigure.test(first)) return 'other'
  if (pairs.has(`${first} ${second}`)) return /total|summa/.test(`${first}${second}`) ? 'sum' : 'other'
  // `Total`, `Budget 2024`, `Kvar`: alone, or beside nothing but words of tables, they are no name.
  if (!perhaps.has(first) || !words.slice(1).every(word => ofTables.test(word))) return null
  return words.some(speaks) ? 'sum' : 'other'
}

export const isTotals = (text: string) => totalsKind(text) !== null

/** A first word that may be of a row of totals, or of a name. */
export const mayBeTotals = (text: string) => perhaps.has(wordsOf(text)[0] ?? '')

/** Whether a text has a word for a sum that no name has (`Norra delen totalt`). */
export const namesASum = (text: string) => wordsOf(text).some(word => aSum.test(word))

/** Whether a text speaks of a sum anywhere in it (`Föreningar totalt`). */
export const speaksOfSum = (text: string) =>
  wordsOf(text).some(word => speaks(word) || /^(?:tillsammans|samtliga|alla)$/.test(word))
