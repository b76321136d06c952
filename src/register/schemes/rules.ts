import { type DatePrecision, spanOf } from '../../base/dates.ts'

/**
 * Kinds of grant scheme as municipal rules (bidragsreglementen) tell them apart: verksamhetsbidrag, projektbidrag,
 * utvecklingsbidrag, startbidrag, aktivitetsstöd, lokal- och anläggningsbidrag, arrangemangsstöd, partnerskap (IOP).
 * `notStated` where the source gives no more than a name: a kind is never guessed from it.
 */
export const schemeKinds = [
  'notStated',
  'operating',
  'project',
  'development',
  'startUp',
  'activity',
  'facility',
  'event',
  'partnership',
  'other'
] as const
export type SchemeKind = (typeof schemeKinds)[number]

/** Whether a scheme can be sought at all. Many pages describe a scheme and do not say (DOMAIN.md): notStated. */
export const schemeStatuses = ['notStated', 'open', 'paused', 'closed'] as const
export type SchemeStatus = (typeof schemeStatuses)[number]

/** Each association gets what its own figures give, or all share one pot. */
export const amountBases = ['notStated', 'perOrganisation', 'onePot'] as const
export type AmountBasis = (typeof amountBases)[number]

/** What became of a scheme at some time. A later one goes before an earlier one. */
export type StatusChange = {
  id: string
  status: SchemeStatus
  /** When it took effect, first day of the span that its precision says; null: not stated. */
  effectiveOn: string | null
  effectiveOnPrecision: DatePrecision
  /** A day on which it is known to have held already: the page was read, the letter was written. */
  observedOn: string | null
}

/**
 * The statuses that a scheme may have had on a day: one where it is certain. Where a change came within a span (a month, a
 * year) or on a day that is not stated, the days that it may or may not have reached have several. A status with neither
 * day is all that anybody has said of the scheme, and holds for every day that no other status claims.
 */
export function statusesOn(changes: readonly StatusChange[], day: string): SchemeStatus[] {
  const reaches = changes.map(reachOf).sort((a, b) => compare(a.latest, b.latest) || compare(a.id, b.id))
  const base = reaches.findLastIndex(({ latest }) => latest <= day)
  const possible = reaches.filter(({ earliest }, at) => at > base && earliest <= day)
  return [...new Set([reaches[base]?.status ?? 'notStated', ...possible.map(({ status }) => status)])]
}

/** The change that the status of a day rests on: the last that has reached it for certain; undefined where none has. */
export function basisOf<T extends StatusChange>(changes: readonly T[], day: string): T | undefined {
  const reaches = changes
    .map(change => ({ change, ...reachOf(change) }))
    .sort((a, b) => compare(a.latest, b.latest) || compare(a.id, b.id))
  return reaches.findLast(({ latest }) => latest <= day)?.change
}

/** The first day on which a change may have held, and the first on which it certainly did. Empty sorts before all. */
function reachOf({ id, status, effectiveOn, effectiveOnPrecision, observedOn }: StatusChange) {
  if (effectiveOn === null) return { id, status, earliest: '', latest: observedOn ?? '' }
  const { earliest: first, latest: last } = spanOf(effectiveOn, effectiveOnPrecision)
  // Seen to hold within the span: from then on it is certain.
  const latest = observedOn !== null && observedOn >= first && observedOn < last ? observedOn : last
  return { id, status, earliest: first, latest }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
