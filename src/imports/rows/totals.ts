/**
 * Rows of totals, which would count all money once more, told from recipients. A table ends, or parts, with them; their
 * words are those of real files (`Summa 2024`, `**Totalt**`, `S:a beviljat`, `Kvar att fördela`, `Öresavrundning`).
 */

/** What the first word says: a sum of the rows, or another figure of the table that is no grant. */
export type TotalsKind = 'sum' | 'other'

const sums = new Set(
  (
    'summa summan summor summorna summering sum sums summary s:a sa totalt totala totalen totalsumma totalsumman totalbelopp ' +
    'totalsummering delsumma delsumman deltotal mellansumma slutsumma slutsumman slutsummering huvudsumma årssumma ' +
    'sammanlagt sammanlagd sammanlagda subtotal subtotalt grandtotal allttotalt totalsum'
  ).split(' ')
)

const others = new Set(
  (
    'antal antalet avrundning avrundningar öresavrundning kvarstår kvarstående återstår återstående återstod ofördelat ' +
    'ofördelade ofördelad disponibelt medelvärde genomsnitt genomsnittligt differens'
  ).split(' ')
)

/** Word pairs of which neither word alone tells. */
const pairs = new Set(
  (
    'kvar att|att fördela|att utbetala|att betala|kvar av|kvar i|kvar efter|medel kvar|belopp kvar|summa summarum|grand total|' +
    'sub total|in total|tillgängliga medel|budgeterade medel|fördelade medel|avsatta medel|total summa'
  ).split('|')
)

/**
 * Words that begin a row of totals as well as the name of an association (`Total Dans IF`): they are warned of, and are totals
 * where they stand alone, beside nothing but words of tables, or over the sum of the rows above.
 */
const perhaps = new Set(
  'total tillsammans kvar snitt budget budgeterat ram rambelopp saldo netto brutto rest resultat överskott underskott fördelat utfördelat utbetalt beviljat beviljade medel anslag'.split(
    ' '
  )
)

/** Words that may stand beside such a word in a row of totals, and in no name. */
const ofTables =
  /^(?:\d{1,4}|kr|sek|kronor|tkr|beviljat|beviljad|beviljade|sökt|ansökt|bidrag|bidragen|belopp|summa|sum|år|för|av|alla|samtliga|föreningar|föreningarna|rader|utbetalt|fördelat|reserverat|för året|the|amount|granted|all)$/

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

/** What a row is that begins so; null where it is no row of totals, as far as words tell. */
export function totalsKind(text: string): TotalsKind | null {
  const words = wordsOf(text)
  const [first = '', second = ''] = words
  if (/^[\s*_>]*[Σ∑]/u.test(text) || sums.has(first.split(':')[0] === 's' ? 's:a' : first)) return 'sum'
  if (/^s:a/.test(first)) return 'sum'
  if (others.has(first)) return 'other'
  if (pairs.has(`${first} ${second}`)) return /total|summa/.test(`${first}${second}`) ? 'sum' : 'other'
  // `Total`, `Budget 2024`, `Kvar`: alone, or beside nothing but words of tables, they are no name.
  if (!perhaps.has(first) || !words.slice(1).every(word => ofTables.test(word))) return null
  return first === 'total' ? 'sum' : 'other'
}

export const isTotals = (text: string) => totalsKind(text) !== null

/** A first word that may be of a row of totals, or of a name. */
export const mayBeTotals = (text: string) => perhaps.has(wordsOf(text)[0] ?? '')

/** Whether a text speaks of a sum anywhere in it (`Föreningar totalt`). */
export const speaksOfSum = (text: string) =>
  wordsOf(text).some(word => sums.has(word) || /^(?:total|tillsammans|samtliga|alla)$/.test(word))
