/** What a decision line may say. Pure; used by the import and by the HTTP module alike. */

import type { Message, Text } from '../../base/language.ts'
import { toOre } from '../../base/money.ts'
import { amountFromNumber } from '../../base/parse-amount.ts'
import type { Outcome } from './outcomes.ts'

export { type DatePrecision, datePrecisions } from '../../base/dates.ts'
export { type Certainty, certainties } from '../../base/known.ts'

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

const phrase: Record<Outcome, Text> = {
  granted: { en: 'granted', sv: 'beviljad' },
  partlyGranted: { en: 'partly granted', sv: 'delvis beviljad' },
  rejected: { en: 'rejected', sv: 'avslagen' },
  referredBack: { en: 'referred back', sv: 'återremitterad' },
  deferred: { en: 'deferred', sv: 'bordlagd' },
  closedWithoutDecision: { en: 'closed without decision', sv: 'avskriven' },
  reserved: { en: 'reserved', sv: 'reserverad' },
  adopted: { en: 'adopted', sv: 'antagen' }
}

/**
 * Every rule that the amounts of a line break, all of them. Fields are camelCase; the caller maps them to a JSON pointer
 * or to a heading. Amounts that are not amounts are the schema's business and are passed over here.
 */
export function checkLine(line: LineAmounts): ({ field: AmountField } & Message)[] {
  const violations: ({ field: AmountField } & Message)[] = []
  const say = (field: AmountField, message: string, sv: string) => violations.push({ field, message, sv })
  const granted = ore(line.granted)
  const reserved = ore(line.reserved)
  const rent = ore(line.rent)
  const { outcome } = line

  if (outcome === 'rejected' && granted !== null && granted > 0n) {
    say(
      'granted',
      'a rejected line grants nothing; the amount is more than 0',
      'en avslagen rad beviljar ingenting; beloppet är mer än 0'
    )
  }
  if (outcome && withoutMoney.has(outcome) && granted !== null && granted > 0n) {
    say(
      'granted',
      `a line that is ${phrase[outcome].en} grants nothing; the amount is more than 0`,
      `en rad som är ${phrase[outcome].sv} beviljar ingenting; beloppet är mer än 0`
    )
  }
  if (outcome === 'reserved' && granted !== null) {
    say(
      'granted',
      'reserved money is not granted; the amount of a reserved line is its reserved amount',
      'reserverade pengar är inte beviljade; en reserverad rads belopp är det reserverade beloppet'
    )
  }
  if (outcome && outcome !== 'reserved' && reserved !== null && reserved > 0n) {
    say(
      'reserved',
      `a line that is ${phrase[outcome].en} reserves nothing; reserved money is a line of its own`,
      `en rad som är ${phrase[outcome].sv} reserverar ingenting; reserverade pengar är en egen rad`
    )
  }
  const given = outcome === 'reserved' ? reserved : granted
  if (rent !== null && given !== null && rent > given) {
    say(
      'rent',
      `the rent is part of the amount ${outcome === 'reserved' ? 'reserved' : 'granted'} and cannot exceed it`,
      `hyran är en del av det ${outcome === 'reserved' ? 'reserverade' : 'beviljade'} beloppet och kan inte vara större än det`
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

/** Value added tax of what is granted: outside its scope (no service is bought), exempt, or taxable. Null: not stated. */
export const vatTreatments = ['outsideScope', 'exempt', 'taxable'] as const

/** What an amount over several years is for: each of the years, or all of them together. Never guessed. */
export const amountPers = ['year', 'total'] as const
export type AmountPer = (typeof amountPers)[number]
