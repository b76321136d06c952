/** What a decision line may say. Pure; used by the import and by the HTTP module alike. */

import { amountFromNumber, toOre } from '../../base/money.ts'

export { type DatePrecision, datePrecisions } from '../../base/dates.ts'
export { type Certainty, certainties } from '../../base/known.ts'

/**
 * Outcomes of a decision line (DOMAIN.md, Words): beviljat, delvis beviljat, avslag, återremitterat, bordlagt, avskrivet,
 * reserverat, antagen. A granted 0 is not a rejection; reserved money is not granted; an advance is a kind of payment
 * and no outcome.
 */
export const outcomes = [
  'granted',
  'partlyGranted',
  'rejected',
  'referredBack',
  'deferred',
  'closedWithoutDecision',
  'reserved',
  'adopted'
] as const
export type Outcome = (typeof outcomes)[number]

/** Outcomes that give an award. */
export const grantingOutcomes = ['granted', 'partlyGranted'] as const satisfies readonly Outcome[]
export const isGranted = (outcome: Outcome | null) => grantingOutcomes.some(one => one === outcome)

/** Amounts in kronor: decimal strings inside, JSON numbers over HTTP; null or absent is not stated and never 0. */
export type LineAmounts = {
  outcome: Outcome | null
  applied?: string | number | null
  granted?: string | number | null
  reserved?: string | number | null
  rent?: string | number | null
}

export type AmountField = 'applied' | 'granted' | 'reserved' | 'rent'

/** Outcomes that give no money, whatever was applied for. */
const withoutMoney = new Set<Outcome>(['referredBack', 'deferred', 'closedWithoutDecision', 'adopted'])

const phrase: Record<Outcome, string> = {
  granted: 'granted',
  partlyGranted: 'partly granted',
  rejected: 'rejected',
  referredBack: 'referred back',
  deferred: 'deferred',
  closedWithoutDecision: 'closed without decision',
  reserved: 'reserved',
  adopted: 'adopted'
}

/**
 * Every rule that the amounts of a line break, all of them. Fields are camelCase; the caller maps them to a JSON pointer
 * or to a heading. Amounts that are not amounts are the schema's business and are passed over here.
 */
export function checkLine(line: LineAmounts): { field: AmountField; message: string }[] {
  const violations: { field: AmountField; message: string }[] = []
  const say = (field: AmountField, message: string) => violations.push({ field, message })
  const granted = ore(line.granted)
  const reserved = ore(line.reserved)
  const rent = ore(line.rent)
  const { outcome } = line

  if (outcome === 'rejected' && granted !== null && granted > 0n) {
    say('granted', 'a rejected line grants nothing; the amount is more than 0')
  }
  if (outcome && withoutMoney.has(outcome) && granted !== null && granted > 0n) {
    say('granted', `a line that is ${phrase[outcome]} grants nothing; the amount is more than 0`)
  }
  if (outcome === 'reserved' && granted !== null) {
    say('granted', 'reserved money is not granted; the amount of a reserved line is its reserved amount')
  }
  if (outcome && outcome !== 'reserved' && reserved !== null && reserved > 0n) {
    say('reserved', `a line that is ${phrase[outcome]} reserves nothing; reserved money is a line of its own`)
  }
  const given = outcome === 'reserved' ? reserved : granted
  if (rent !== null && given !== null && rent > given) {
    say(
      'rent',
      `the rent is part of the amount ${outcome === 'reserved' ? 'reserved' : 'granted'} and cannot exceed it`
    )
  }
  return violations
}

function ore(amount: string | number | null | undefined): bigint | null {
  if (amount === null || amount === undefined) return null
  if (typeof amount === 'string') return toOre(amount)
  const parsed = amountFromNumber(amount)
  return parsed.ok ? toOre(parsed.amount) : null
}

/** Who decided: the body itself, or a delegate on its behalf (delegationsbeslut), reported to it afterwards. */
export const decisionKinds = ['committee', 'delegated'] as const
export type DecisionKind = (typeof decisionKinds)[number]

/** What an amount over several years is for: each of the years, or all of them together. Never guessed. */
export const amountPers = ['year', 'total'] as const
export type AmountPer = (typeof amountPers)[number]
