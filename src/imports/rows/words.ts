/** The words of municipal tables and what they mean here. Exact: an unknown word is asked about, never guessed. */

import type { DecisionKind } from '../../register/decisions/line-rules.ts'
import type { Outcome } from '../../register/decisions/outcomes.ts'

const words: Record<Outcome, string[]> = {
  granted: [
    'granted',
    'beviljad',
    'beviljat',
    'beviljade',
    'beviljas',
    'beviljades',
    'bifall',
    'bifalles',
    'bifalls',
    'bifallen',
    'bifallet',
    'bifalla',
    'tillstyrkt och beviljad',
    'helt beviljad',
    'helt beviljat'
  ],
  partlyGranted: [
    ...[
      'partly granted',
      'partlygranted',
      'partially granted',
      'delvis beviljad',
      'delvis beviljat',
      'delvis beviljas'
    ],
    'delvis bifall',
    'delvis bifallen',
    'delvis bifalles',
    'beviljad delvis',
    'beviljat delvis',
    'beviljas delvis'
  ],
  rejected: [
    'rejected',
    'not granted',
    'ej beviljad',
    'ej beviljat',
    'ej beviljas',
    'ej beviljade',
    'inte beviljad',
    'inte beviljat',
    'beviljas ej',
    'beviljas inte',
    'ej bifall',
    'ej bifallen',
    'avslag',
    'avslås',
    'avslagen',
    'avslaget',
    'avslagits',
    'avslagna',
    'avslogs',
    'avslå'
  ],
  referredBack: [
    'referred back',
    'referredback',
    'återremiss',
    'återremitterat',
    'återremitterad',
    'återremitteras',
    'återremitterades',
    'återremitterats'
  ],
  deferred: ['deferred', 'bordlagt', 'bordlagd', 'bordläggs', 'bordlägges', 'bordlades', 'bordläggning', 'bordlagts'],
  closedWithoutDecision: [
    'closed without decision',
    'closedwithoutdecision',
    'avskrivet',
    'avskriven',
    'avskrivs',
    'avskrives',
    'avskrivning',
    'avskrevs',
    'avskrivits'
  ],
  reserved: [
    'reserved',
    'reserverat',
    'reserverad',
    'reserveras',
    'reserverade',
    'reserverades',
    'reserverad i avvaktan på handlingar',
    'reserverat i avvaktan på handlingar'
  ],
  adopted: ['adopted', 'antagen', 'antaget', 'antas', 'antogs', 'antagits']
}

const outcomeOf = new Map<string, Outcome>(
  Object.entries(words).flatMap(([outcome, list]) => list.map(word => [word, outcome as Outcome]))
)

const wordKey = (text: string) => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim().replace(/\.$/, '')

/** The outcome that a word of a table means (DOMAIN.md, Words), or null where we do not know the word.
 * `beviljad 0 kr` is granted, and says so of an amount of 0 as well. */
export function parseOutcome(text: string): { outcome: Outcome; zero: boolean } | null {
  const known = outcomeOf.get(text) ?? outcomeOf.get(wordKey(text))
  if (known) return { outcome: known, zero: false }
  const zero = /^(beviljad|beviljat|beviljas|granted) 0 ?(kr|kronor|sek)?$/.test(wordKey(text))
  return zero ? { outcome: 'granted', zero } : null
}

const unstated = new Set(
  (
    '-|–|—|--|ej angivet|ej angiven|ej angivit|inte angivet|inte angiven|ej uppgivet|uppgift saknas|uppgifter saknas|' +
    'saknas|namn saknas|okänt|okänd|ej känt|ej känd|inte känt|inte känd|ej redovisat|ej redovisad|ej namngivet|ej namngiven|ej namngivna|inte namngivet|inte namngiven|inte namngivna|not named|unnamed|not stated|not known|unknown|n/a'
  ).split('|')
)

/** Words by which a table says that it does not say. An amount so marked is null, never 0. */
export const isUnstated = (text: string) =>
  text.length <= 20 && /^[-–—eiuson]/i.test(text) && unstated.has(wordKey(text))

const per = new Map<string, 'year' | 'total'>([
  ...['year', 'per year', 'annual', 'år', 'per år', '/år', 'årligen', 'årsvis', 'kr/år', 'varje år'].map(
    word => [word, 'year'] as const
  ),
  ...['total', 'totalt', 'in total', 'totalbelopp', 'hela perioden', 'för hela perioden', 'sammanlagt', 'summa'].map(
    word => [word, 'total'] as const
  )
])

/** Whether an amount is for each year or for all of them, in the words of a table; null where we do not know the word. */
export const parseAmountPer = (text: string): 'year' | 'total' | null => per.get(wordKey(text)) ?? null

export type StatedPrecision = 'day' | 'month' | 'year' | 'planned'

const precisions = new Map<string, StatedPrecision>([
  ...['day', 'dag', 'datum'].map(word => [word, 'day'] as const),
  ...['month', 'månad'].map(word => [word, 'month'] as const),
  ...['year', 'år'].map(word => [word, 'year'] as const),
  ...['planned', 'planerad', 'planerat'].map(word => [word, 'planned'] as const)
])

/** How well a date is known, in the words of a table. `planned`: the date is that of a planned meeting. */
export const parsePrecision = (text: string): StatedPrecision | null => precisions.get(wordKey(text)) ?? null

const kinds = new Map<string, DecisionKind>([
  ...['committee', 'nämnd', 'nämndbeslut', 'nämndsbeslut', 'beslut av nämnd'].map(word => [word, 'committee'] as const),
  ...['delegated', 'delegation', 'delegerat', 'delegationsbeslut', 'delegat'].map(word => [word, 'delegated'] as const)
])

/** Who decided, in the words of a table: the body itself or a delegate of it; null where we do not know the word. */
export const parseDecisionKind = (text: string): DecisionKind | null => kinds.get(wordKey(text)) ?? null
