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
