import type { Violation } from '../../base/errors.ts'
import type { Message } from '../../base/language.ts'
import { fromOre, kronorInSwedish, oreOf } from '../../base/money.ts'
import type { Schedule } from './rules.ts'
import { daysOf, dueOf, equalParts, MOST_PARTS, type Part, type Period, partsOf } from './schedule-rules.ts'

/** What a plan comes to: its payments, drafted. Pure; amounts in integer öre. */

type Common = {
  servicePeriodFrom?: string | null
  servicePeriodTo?: string | null
  note?: string | null
}
type Instalment = Common & { dueOn: string; amount: number }

export type Spread = Common & {
  schedule: Schedule
  instalments?: Instalment[]
  advance?: { amount: number; dueOn: string } | null
}

export type Draft = {
  kind: 'instalment' | 'advance'
  amount: bigint
  dueOn: string
  servicePeriodFrom: string | null
  servicePeriodTo: string | null
  note: string | null
  /** The instalment that it was drafted from; null for a part of a schedule. */
  of: number | null
}

export type Bounds = {
  period: Period
  /** First day on which an instalment may fall due: the day of the decision, or the first day of the agreement. */
  earliest: string
  /** Last day that anything may fall due. */
  latest: string
}

export const tooEarly = (earliest: string): Message => ({
  message: `must not be before ${earliest}, when the decision was made or the agreement begins`,
  sv: `får inte ligga före ${earliest}, då beslutet fattades eller avtalet börjar`
})
export const tooLate = (latest: string): Message => ({
  message: `must not be after ${latest}, ten years after the last year of the grant or the agreement, and after this year`,
  sv: `får inte ligga efter ${latest}, tio år efter bidragets eller avtalets sista år, och efter i år`
})

/** The days that the payments pay for: as stated, else the years of the grant. */
export function serviceDays({ servicePeriodFrom, servicePeriodTo }: Common, period: Period): Partial<Part> {
  const years = daysOf(period)
  return { from: servicePeriodFrom ?? years?.from, to: servicePeriodTo ?? years?.to }
}

/** Amount of an instalment that is stated by itself; null where a schedule spreads the sum. */
export function statedTotal({ instalments, advance }: Spread): bigint | null {
  if (!instalments) return null
  return instalments.reduce((sum, { amount }) => sum + oreOf(amount), advance ? oreOf(advance.amount) : 0n)
}

/** Every rule that a plan breaks which needs nothing looked up. */
export function checkSpread(spread: Spread, total: bigint | null, bounds: Bounds): Violation[] {
  const { period, earliest, latest } = bounds
  const { schedule, instalments, advance } = spread
  const violations: Violation[] = []
  const refuse = (field: string, what: Message) => void violations.push({ field, ...what })
  if ((schedule === 'custom') !== (instalments !== undefined)) {
    const needed = { message: 'is required with custom', sv: 'måste anges med custom' }
    const unneeded = { message: 'is for the schedule custom only', sv: 'är bara för schemat custom' }
    refuse('/instalments', schedule === 'custom' ? needed : unneeded)
  }
  const days = serviceDays(spread, period)
  if (schedule !== 'custom' && !(days.from && days.to)) {
    refuse('/servicePeriodFrom', {
      message: 'is required with servicePeriodTo: the award states no year',
      sv: 'måste anges, liksom servicePeriodTo: bidraget anger inget år'
    })
  }
  const due = (field: string, day: string) => {
    if (day < earliest) refuse(field, tooEarly(earliest))
    if (day > latest) refuse(field, tooLate(latest))
  }
  if (advance) due('/advance/dueOn', advance.dueOn)
  violations.push(...reversed(spread, days, ''))
  // What a schedule gives falls due in its period: once on the first day of it, else until the last.
  if (schedule !== 'custom' && days.from && days.from > latest) refuse('/servicePeriodFrom', tooLate(latest))
  else if (schedule !== 'custom' && schedule !== 'once' && days.to && days.to > latest) {
    refuse('/servicePeriodTo', tooLate(latest))
  }
  for (const [at, one] of (instalments ?? []).entries()) {
    due(`/instalments/${at}/dueOn`, one.dueOn)
    const own = { from: one.servicePeriodFrom ?? days.from, to: one.servicePeriodTo ?? days.to }
    violations.push(...reversed(one, own, `/instalments/${at}`))
  }
  const stated = statedTotal(spread)
  if (total !== null && stated !== null && total !== stated) {
    const [sum, amount] = [fromOre(stated), fromOre(total)]
    refuse('/instalments', {
      message: `come to ${sum} SEK with any advance, and the amount is ${amount} SEK`,
      sv: `blir ${kronorInSwedish(sum)} med ett eventuellt förskott, och beloppet är ${kronorInSwedish(amount)}`
    })
  }
  return violations
}

/** Days in the wrong order once they are filled in; named is the one that was stated here, which may be neither. */
function reversed(stated: Common, { from, to }: Partial<Part>, at: string): Violation[] {
  if (!from || !to || from <= to) return []
  if (stated.servicePeriodTo) {
    const sv = `får inte ligga före ${from}`
    return [{ field: `${at}/servicePeriodTo`, message: `must not be before ${from}`, sv }]
  }
  if (!stated.servicePeriodFrom) return []
  return [
    {
      field: `${at}/servicePeriodFrom`,
      message: `must not be after ${to}, unless servicePeriodTo is stated too`,
      sv: `får inte ligga efter ${to}, om inte servicePeriodTo också anges`
    }
  ]
}

/** The payments of a plan that breaks no rule, or what is wrong with its parts. The advance comes first. */
export function draftsOf(spread: Spread, total: bigint, { period, earliest }: Bounds): Draft[] | Violation[] {
  const { from, to } = serviceDays(spread, period)
  const days = { servicePeriodFrom: from ?? null, servicePeriodTo: to ?? null }
  const note = spread.note ?? null
  const advance: Draft[] = spread.advance
    ? [
        {
          kind: 'advance' as const,
          amount: oreOf(spread.advance.amount),
          dueOn: spread.advance.dueOn,
          ...days,
          note,
          of: null
        }
      ]
    : []
  const rest = total - (advance[0]?.amount ?? 0n)
  if (spread.schedule === 'custom') {
    const drafts = spread.instalments!.map((one, of) => ({
      kind: 'instalment' as const,
      amount: oreOf(one.amount),
      dueOn: one.dueOn,
      note: one.note ?? note,
      of,
      servicePeriodFrom: one.servicePeriodFrom ?? days.servicePeriodFrom,
      servicePeriodTo: one.servicePeriodTo ?? days.servicePeriodTo
    }))
    return [...advance, ...drafts]
  }
  const parts = partsOf(spread.schedule, from!, to!)
  if (parts.length > MOST_PARTS) {
    const sv = `perioden har fler än ${MOST_PARTS} delar`
    return [{ field: '/servicePeriodTo', message: `the period has more than ${MOST_PARTS} parts`, sv }]
  }
  if (rest === 0n && advance.length > 0) return advance
  if (rest < BigInt(parts.length)) {
    const message = `leaves ${fromOre(rest)} SEK for ${parts.length} instalments of one öre or more`
    const sv = `lämnar ${kronorInSwedish(fromOre(rest))} till ${parts.length} delbetalningar på minst ett öre`
    return [{ field: spread.advance ? '/advance/amount' : '/amount', message, sv }]
  }
  const amounts = equalParts(rest, parts.length)
  const drafts = parts.map((part, at) => ({
    kind: 'instalment' as const,
    amount: amounts[at]!,
    dueOn: dueOf(part, earliest),
    note,
    of: null,
    servicePeriodFrom: part.from,
    servicePeriodTo: part.to
  }))
  return [...advance, ...drafts]
}

/** Whether draftsOf found something wrong. */
export const isBroken = (result: Draft[] | Violation[]): result is Violation[] =>
  result[0] !== undefined && 'field' in result[0]
