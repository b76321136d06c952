import { type DatePrecision, daysBetween, spanOf } from '../../base/dates.ts'
import { type Answer, type Certainty, isConsistent } from '../../base/known.ts'
import type { Message } from '../../base/language.ts'
import { nameKey } from '../../base/names.ts'

/** Where an application stands. `withdrawn`: by who applied; a record made in error is withdrawn as every record is. */
export const applicationStatuses = ['received', 'supplementRequested', 'complete', 'decided', 'withdrawn'] as const
export type ApplicationStatus = (typeof applicationStatuses)[number]

/**
 * What is done with an application, from where and to where. One that was never complete can be decided all the same:
 * committees reject what was not supplemented. What was decided or withdrawn can be opened again, when a decision is
 * annulled for instance.
 */
export const transitions = {
  requestSupplement: { from: ['received', 'complete'], to: 'supplementRequested', verb: 'supplementRequested' },
  complete: { from: ['received', 'supplementRequested'], to: 'complete', verb: 'completed' },
  decide: { from: ['received', 'supplementRequested', 'complete'], to: 'decided', verb: 'decided' },
  retract: { from: ['received', 'supplementRequested', 'complete'], to: 'withdrawn', verb: 'retracted' },
  reopen: { from: ['decided', 'withdrawn'], to: 'received', verb: 'reopened' }
} as const satisfies Record<string, { from: ApplicationStatus[]; to: ApplicationStatus; verb: string }>
export type ApplicationStep = keyof typeof transitions

/** The status that a step leads to, or null where it cannot be taken. */
export function nextStatus(status: ApplicationStatus, step: ApplicationStep): ApplicationStatus | null {
  const { from, to } = transitions[step]
  return (from as readonly ApplicationStatus[]).includes(status) ? to : null
}

/** Outcomes after which an application is to be decided again: it was referred back, or put off. */
export const pendingOutcomes = ['referredBack', 'deferred'] as const

export type Lateness = { late: Answer; daysLate: number | null }

/**
 * Whether it came after its last day, and how many days after (0: in time). Days are counted only where both days are
 * known; a reception known to a month that the deadline falls in is possibly late.
 */
export function latenessOf(received: string | null, precision: DatePrecision, deadline: string | null): Lateness {
  if (received === null || deadline === null) return { late: 'unknown', daysLate: null }
  const { earliest: first, latest: last } = spanOf(received, precision)
  if (last <= deadline) return { late: 'no', daysLate: 0 }
  const daysLate = precision === 'day' ? daysBetween(deadline, received) : null
  return { late: first > deadline ? 'yes' : 'possible', daysLate }
}

export type Share = { targetGroup: string; percent: number }

/** Hundredths of a percent, so that 33.33 + 33.33 + 33.34 is 100 and not nearly. */
export function sumOfShares(shares: Share[]): number {
  return shares.reduce((sum, { percent }) => sum + Math.round(percent * 100), 0) / 100
}

/**
 * One text for one content, whatever the order of its properties and whether what is not stated is null or absent:
 * what was received twice is known by it.
 */
export function canonical(content: unknown): string {
  return JSON.stringify(content, (_name, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    const stated = Object.entries(value).filter(([, part]) => part !== null && part !== undefined)
    return Object.fromEntries(stated.sort(([one], [other]) => (one < other ? -1 : 1)))
  })
}

/** The rule that a step breaks which cannot be taken from a status: the last part of the problem's type. */
export const statusRules: Record<ApplicationStatus, string> = {
  received: 'application-still-open',
  supplementRequested: 'supplement-already-requested',
  complete: 'application-already-complete',
  decided: 'application-already-decided',
  withdrawn: 'application-already-withdrawn'
}

type Amount = { year?: number | null; amount?: number | null; certainty: Certainty }

/** What can be judged of an application without looking anything up. */
export type Content = {
  receivedOn?: string | null
  applicantIds: string[]
  amounts: Amount[]
  targetGroupShares?: Share[]
  guarantorOrganisationId?: string | null
  guarantorFrom?: string | null
  guarantorTo?: string | null
}

export type BrokenRule = Message & { rule: string; field: string }

/** Every rule that the content of an application breaks; `field` is a JSON pointer. */
export function checkContent(content: Content, day: string): BrokenRule[] {
  const { receivedOn, applicantIds, amounts, targetGroupShares = [], guarantorFrom, guarantorTo } = content
  const broken: BrokenRule[] = []
  const say = (rule: string, field: string, message: string, sv: string) => broken.push({ rule, field, message, sv })
  if (receivedOn && receivedOn > day)
    say('received-in-future', '/receivedOn', 'must not be later than today', 'får inte vara senare än i dag')
  amounts.forEach(({ year = null, amount, certainty }, at) => {
    if (!isConsistent(amount, certainty)) {
      const message = 'must be exact or approximate where there is an amount, and something else where not'
      const sv = 'måste vara exact eller approximate när det finns ett belopp, annars något annat'
      say('certainty-contradicts-amount', `/amounts/${at}/certainty`, message, sv)
    }
    if (amounts.findIndex(other => (other.year ?? null) === year) < at) {
      say(
        'year-repeated',
        `/amounts/${at}/year`,
        'stands twice: a year has one amount',
        'finns två gånger: ett år har ett belopp'
      )
    }
  })
  const groups = targetGroupShares.map(({ targetGroup }) => nameKey(targetGroup))
  groups.forEach((group, at) => {
    if (groups.indexOf(group) < at)
      say('group-repeated', `/targetGroupShares/${at}/targetGroup`, 'stands twice', 'finns två gånger')
  })
  const sum = sumOfShares(targetGroupShares)
  if (sum > 100)
    say(
      'shares-above-hundred',
      '/targetGroupShares',
      `sum to ${sum} per cent; 100 is all there is`,
      `blir tillsammans ${sum} procent; mer än 100 finns inte`
    )
  if (guarantorFrom && guarantorTo && guarantorTo < guarantorFrom) {
    say(
      'guarantor-period-reversed',
      '/guarantee/validTo',
      'must not be before validFrom',
      'får inte ligga före validFrom'
    )
  }
  if (applicantIds.length === 1 && content.guarantorOrganisationId === applicantIds[0]) {
    say(
      'guarantor-is-applicant',
      '/guarantee/organisationId',
      'must be another than the only applicant',
      'måste vara en annan än den enda sökande'
    )
  }
  return broken
}
