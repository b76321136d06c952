import { spanOf } from '../dates.ts'
import type { Term } from './term-rules.ts'

/** Why a term cannot be, by JSON pointer within it. */
export function checkTerm(term: Term | null | undefined): { field: string; message: string }[] {
  if (!term) return []
  const violations: { field: string; message: string }[] = []
  const say = (field: string, message: string) => violations.push({ field, message })
  const { validFrom, validTo, alternatives, untilFurtherNotice, knownToRunOn, extensions } = term
  const first = validFrom && spanOf(validFrom, term.validFromPrecision ?? 'day').earliest
  const last = validTo && spanOf(validTo, term.validToPrecision ?? 'day').latest
  if (first && last && last < first) say('/validTo', 'must not be before validFrom')
  if (validTo && (alternatives?.length ?? 0) > 0)
    say('/alternatives', 'are lengths instead of a last day: give one of the two')
  if (untilFurtherNotice && (validTo || (alternatives?.length ?? 0) > 0)) {
    say('/untilFurtherNotice', 'has no last day and no length')
  }
  if (knownToRunOn && ((first && knownToRunOn < first) || (last && knownToRunOn > last))) {
    say('/knownToRunOn', 'must be within the term')
  }
  const keys = (extensions ?? []).map(({ key }) => key)
  keys.forEach((key, at) => {
    if (keys.indexOf(key) < at) say(`/extensions/${at}/key`, 'is used twice')
  })
  return violations
}
