import { type DatePrecision, isReversed, LAST_DAY, spanOf } from '../../base/dates.ts'
import type { Violation } from '../../base/errors.ts'

/** Whether the rules hold a clause on repayment; recovery must cite the clause of the version at the decision. */
/** Of what a largest advance is a share: what was granted the year before, or what was paid and kept. */
export const advanceBases = ['granted', 'paid'] as const
export type AdvanceBasis = (typeof advanceBases)[number]

/** Whether the rules of a version were in force on a day: possible where that is known to a month or a year only. */
export const ruleAnswers = ['yes', 'possible', 'no'] as const

export const clauseAnswers = ['notStated', 'yes', 'no'] as const
export type ClauseAnswer = (typeof clauseAnswers)[number]

/** What rules demand of those who apply: democratic constitution, statutes, members, number, reports, permits. */
export const eligibilityKinds = [
  'democracy',
  'statutes',
  'minimumMembers',
  'organisationNumber',
  'annualReport',
  'activityInMunicipality',
  'permit',
  'policy',
  'other'
] as const

export type Eligibility = {
  kind: (typeof eligibilityKinds)[number]
  text?: string | null
  /** For minimumMembers. */
  minimum?: number | null
  /** By which day of the year a document must have come, `MM-DD`. */
  dueMonthDay?: string | null
  validFrom?: string | null
  validTo?: string | null
}

/** What happens to an application later than the last step of a ladder. */
export const lateEnds = ['notStated', 'rejected', 'paid'] as const

/** Days late are counted from 1, the day after the deadline. Steps are as the rules say them, none is inferred. */
export type LateLadder = {
  steps: { daysLateFrom: number; daysLateTo: number; deductionPercent: number }[]
  after: (typeof lateEnds)[number]
  /** Per cent of the grant that is paid after the last step; with `paid`. */
  afterPaidPercent?: number | null
}

export const lateTreatments = ['onTime', 'deducted', 'rejected', 'notStated'] as const
export type LateDeduction = {
  treatment: (typeof lateTreatments)[number]
  daysLate: number
  deductionPercent: number | null
  paidPercent: number | null
}

/**
 * What a ladder says of an application that is so many days late; shown, never applied: a human decides. Ladders differ
 * in kind (DOMAIN.md): Haninge takes 25/50/75 % at 1–7/8–21/22–36 days and then rejects, Herrljunga takes 10/20/30/40 %
 * at 7/14/21/28 days and then still pays 35 %. Days that no step speaks of are not stated, not free.
 */
export function lateDeduction(ladder: LateLadder | null, daysLate: number): LateDeduction {
  const answer = (treatment: LateDeduction['treatment'], paid: number | null): LateDeduction => ({
    treatment,
    daysLate: Math.max(0, daysLate),
    deductionPercent: paid === null ? null : minus(100, paid),
    paidPercent: paid
  })
  if (daysLate <= 0) return answer('onTime', 100)
  if (!ladder) return answer('notStated', null)
  const step = ladder.steps.find(({ daysLateFrom, daysLateTo }) => daysLateFrom <= daysLate && daysLate <= daysLateTo)
  if (step) return answer('deducted', minus(100, step.deductionPercent))
  const last = ladder.steps.at(-1)
  if (last && daysLate > last.daysLateTo) {
    if (ladder.after === 'rejected') return answer('rejected', 0)
    if (ladder.after === 'paid') return answer('deducted', ladder.afterPaidPercent!)
  }
  return answer('notStated', null)
}

/** Percentages have two decimals at most; hundredths are whole numbers. */
function minus(a: number, b: number): number {
  return (Math.round(a * 100) - Math.round(b * 100)) / 100
}

/** A delegate's limit is an amount, or a formula over the year's price base amount (prisbasbelopp). */
export const limitKinds = ['notStated', 'amount', 'formula'] as const
export const limitBases = ['prisbasbelopp', 'inkomstbasbelopp'] as const
export type LimitBase = (typeof limitBases)[number]
export type DelegationLimit = {
  delegate: string
  kind: (typeof limitKinds)[number]
  amount?: number | null
  factor?: number | null
  base?: LimitBase | null
  text?: string | null
}

export type Validity = {
  validFrom: string | null
  validFromPrecision: DatePrecision
  validTo: string | null
  validToPrecision: DatePrecision
}

/**
 * The days on which a version certainly holds: from the last day that its beginning may be to the first that its end
 * may be. Without an end it holds until replaced; without a beginning only its last day is certain.
 */
export function certainValidity(version: Validity): { from: string; to: string } | null {
  const to = version.validTo ? spanOf(version.validTo, version.validToPrecision).earliest : LAST_DAY
  if (!version.validFrom && !version.validTo) return null
  const from = version.validFrom ? spanOf(version.validFrom, version.validFromPrecision).latest : to
  return from <= to ? { from, to } : null
}

/** Whether a version holds on a day. */
export function holdsOn(version: Validity, day: string): 'yes' | 'no' | 'possible' {
  const { validFrom, validFromPrecision, validTo, validToPrecision } = version
  if (validFrom && day < spanOf(validFrom, validFromPrecision).earliest) return 'no'
  if (validTo && day > spanOf(validTo, validToPrecision).latest) return 'no'
  const certain = certainValidity(version)
  return certain && certain.from <= day && day <= certain.to ? 'yes' : 'possible'
}

/** Whether both versions certainly hold on one day; imprecise dates that may just meet are not refused. */
export function versionsOverlap(one: Validity, other: Validity): boolean {
  const [a, b] = [certainValidity(one), certainValidity(other)]
  return a !== null && b !== null && a.from <= b.to && b.from <= a.to
}

type Checked = Validity & {
  grantYearsMin: number | null
  grantYearsMax: number | null
  repaymentClause: ClauseAnswer
  repaymentText: string | null
  repaymentThresholdPercent: number | null
  lateLadder: LateLadder | null
  delegationLimits: DelegationLimit[]
  eligibility: Eligibility[]
}

/** Every rule that a version breaks by itself; fields are JSON pointers. */
export function checkVersion(version: Checked): Violation[] {
  const violations: Violation[] = []
  const say = (field: string, message: string, sv: string) => violations.push({ field, message, sv })
  const { validFrom, validFromPrecision, validTo, validToPrecision, grantYearsMin, grantYearsMax, repaymentClause } =
    version
  if (isReversed({ from: validFrom, fromPrecision: validFromPrecision, to: validTo, toPrecision: validToPrecision })) {
    say('/validTo', 'must not be before validFrom', 'får inte ligga före validFrom')
  }
  if (grantYearsMin !== null && grantYearsMax !== null && grantYearsMax < grantYearsMin) {
    say('/grantYearsMax', 'must not be less than grantYearsMin', 'får inte vara mindre än grantYearsMin')
  }
  if (repaymentClause !== 'yes') {
    for (const name of ['repaymentText', 'repaymentThresholdPercent'] as const) {
      if (version[name] !== null)
        say(
          `/${name}`,
          'is of a clause: repaymentClause must then be yes',
          'hör till en återbetalningsbestämmelse: repaymentClause måste då vara yes'
        )
    }
  }
  checkLadder(version.lateLadder, say)
  for (const [at, limit] of version.delegationLimits.entries()) {
    const { kind, amount = null, factor = null, base = null } = limit
    if ((kind === 'amount') !== (amount !== null))
      say(`/delegationLimits/${at}/amount`, 'goes with kind amount', 'hör ihop med kind amount')
    if ((kind === 'formula') !== (factor !== null))
      say(`/delegationLimits/${at}/factor`, 'goes with kind formula', 'hör ihop med kind formula')
    if ((kind === 'formula') !== (base !== null))
      say(`/delegationLimits/${at}/base`, 'goes with kind formula', 'hör ihop med kind formula')
  }
  for (const [at, { kind, minimum = null, validFrom: from, validTo: to }] of version.eligibility.entries()) {
    if (kind !== 'minimumMembers' && minimum !== null)
      say(`/eligibility/${at}/minimum`, 'goes with minimumMembers', 'hör ihop med minimumMembers')
    if (from && to && to < from)
      say(`/eligibility/${at}/validTo`, 'must not be before validFrom', 'får inte ligga före validFrom')
  }
  return violations
}

function checkLadder(ladder: LateLadder | null, say: (field: string, message: string, sv: string) => void) {
  if (!ladder) return
  let before = 0
  for (const [at, { daysLateFrom, daysLateTo }] of ladder.steps.entries()) {
    if (daysLateTo < daysLateFrom)
      say(`/lateLadder/steps/${at}/daysLateTo`, 'must not be before daysLateFrom', 'får inte ligga före daysLateFrom')
    if (daysLateFrom <= before)
      say(
        `/lateLadder/steps/${at}/daysLateFrom`,
        'must be after the step before: steps ascend',
        'måste ligga efter föregående steg: stegen går uppåt'
      )
    before = Math.max(before, daysLateTo)
  }
  if ((ladder.after === 'paid') !== (ladder.afterPaidPercent != null)) {
    say('/lateLadder/afterPaidPercent', 'goes with after: paid', 'hör ihop med after: paid')
  }
}
