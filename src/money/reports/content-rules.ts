import type { Violation } from '../../base/errors.ts'
import { fromOre, kronorInSwedish, toOre } from '../../base/money.ts'
import { amountFromNumber } from '../../base/parse-amount.ts'
import type { ReportPart, ReportStatus } from './rules.ts'

/** What a report must hold, and which step follows on which. Pure; personal names nowhere. */

/** What is done to a report. */
export const reportActs = [
  'update',
  'submit',
  'return',
  'accept',
  'revokeAcceptance',
  'waive',
  'revokeWaiver',
  'withdraw'
] as const
export type ReportAct = (typeof reportActs)[number]

const allowedIn: Record<ReportAct, readonly ReportStatus[]> = {
  update: ['expected', 'returned'],
  submit: ['expected', 'returned'],
  return: ['submitted'],
  accept: ['submitted'],
  revokeAcceptance: ['accepted'],
  waive: ['expected', 'returned'],
  revokeWaiver: ['waived'],
  withdraw: ['expected', 'submitted', 'returned', 'waived']
}

/** The rule that an act breaks in this status: the last part of a problem's type; undefined where it may be done. */
export function brokenRule(status: ReportStatus, act: ReportAct): string | undefined {
  if (allowedIn[act].includes(status)) return undefined
  if (act === 'revokeAcceptance') return 'report-not-accepted'
  if (act === 'revokeWaiver') return 'report-not-waived'
  return status === 'expected' ? 'report-not-submitted' : `report-${status}`
}

type Item = { key?: string | null; achieved?: number | null; comment?: string | null }
export type ReportContent = {
  narrative: string | null
  indicators: Item[]
  beneficiaries: { targetGroup: string }[]
  costs: number | null
  grantUsed: number | null
  unused: number | null
  attachments: unknown[]
  fileIds: unknown[]
}

/** What is missing of the parts that a requirement asks for; every indicator that it names is answered by its key. */
export function missingParts(content: ReportContent, parts: ReportPart[], indicators: { key: string }[]): Violation[] {
  const missing: Violation[] = []
  const say = (field: string, message: string, sv: string) => missing.push({ field, message, sv })
  const required = (field: string) => say(field, 'is required of this report', 'krävs i den här redovisningen')
  if (parts.includes('narrative') && !content.narrative) required('/narrative')
  if (parts.includes('indicators')) {
    const answered = new Set(
      content.indicators.filter(({ achieved, comment }) => achieved != null || comment).map(({ key }) => key)
    )
    if (content.indicators.length === 0) required('/indicators')
    for (const { key } of indicators) {
      if (!answered.has(key)) {
        say(
          '/indicators',
          `must hold what was achieved, or a comment, of ${key}`,
          `måste innehålla utfallet, eller en kommentar, för ${key}`
        )
      }
    }
  }
  if (parts.includes('beneficiaries') && content.beneficiaries.length === 0) {
    required('/beneficiaries')
  }
  if (parts.includes('finances') && content.costs === null && content.grantUsed === null) {
    say(
      '/grantUsed',
      'is required of this report: what was used of the grant, or the costs',
      'krävs i den här redovisningen: vad som användes av bidraget, eller kostnaderna'
    )
  }
  if (parts.includes('attachments') && content.attachments.length + content.fileIds.length === 0) {
    required('/attachments')
  }
  return missing
}

type Dated = { periodFrom: string; periodTo: string; dueOn: string }

/** Days in their order. Whoever reports of a period may do so within it: a dialogue is often held before its end. */
export function checkDates({ periodFrom, periodTo, dueOn }: Dated): Violation[] {
  const violations: Violation[] = []
  const before = { message: 'must not be before periodFrom', sv: 'får inte ligga före periodFrom' }
  if (periodTo < periodFrom) violations.push({ field: '/periodTo', ...before })
  if (dueOn < periodFrom) violations.push({ field: '/dueOn', ...before })
  return violations
}

/** A day on which something was done: not before what it follows on, and not to come. */
export function checkDone(
  field: string,
  day: string,
  { after, name, today }: { after: string | null; name: string; today: string }
) {
  const violations: Violation[] = []
  if (after && day < after) {
    violations.push({ field, message: `must not be before ${name}`, sv: `får inte ligga före ${name}` })
  }
  if (day > today) {
    violations.push({ field, message: 'must not be later than today', sv: 'får inte vara senare än i dag' })
  }
  return violations
}

/** Refuses a key that stands twice, as it is unclear which outcome holds. Groups of beneficiaries may overlap, but not repeat. */
export function checkRepeated(content: Pick<ReportContent, 'indicators' | 'beneficiaries'>): Violation[] {
  return [
    ...repeated(
      content.indicators.map(({ key }) => key),
      '/indicators',
      'key'
    ),
    ...repeated(
      content.beneficiaries.map(({ targetGroup }) => targetGroup),
      '/beneficiaries',
      'targetGroup'
    )
  ]
}

export function repeated(values: (string | null | undefined)[], field: string, name: string): Violation[] {
  return values.flatMap((value, at) =>
    value && values.indexOf(value) < at
      ? [{ field: `${field}/${at}/${name}`, message: 'is told before', sv: 'har redan angetts' }]
      : []
  )
}

type Accounted = { grantUsed: number | null; unused: number | null }

/**
 * Used and unused together are at most what was given for the period (kronor; null where that is not known, and then
 * nothing can be said: `warningOf`).
 */
export function checkAgainstGrant({ grantUsed, unused }: Accounted, given: number | null): Violation[] {
  if (given === null || (grantUsed === null && unused === null)) return []
  const sum = oreOf(grantUsed) + oreOf(unused)
  if (sum <= oreOf(given)) return []
  const field = grantUsed === null ? '/unused' : '/grantUsed'
  const [told, most] = [fromOre(sum), fromOre(oreOf(given))]
  return [
    {
      field,
      message: `with unused is ${told}, more than the ${most} given for the period`,
      sv: `är ${kronorInSwedish(told)} tillsammans med unused, mer än de ${kronorInSwedish(most)} som gavs för perioden`
    }
  ]
}

function oreOf(kronor: number | null): bigint {
  const parsed = amountFromNumber(kronor ?? 0)
  if (!parsed.ok) throw new RangeError(parsed.message)
  return toOre(parsed.amount)
}

/** What an officer should look at: money that can be held against nothing. */
export function warningsOf({ grantUsed, unused }: Accounted, given: number | null): Violation[] {
  if (given !== null || (grantUsed === null && unused === null)) return []
  return [
    {
      field: '/grantUsed',
      message: 'cannot be held against what was given: that is not known for the period',
      sv: 'kan inte jämföras med det som gavs: det är inte känt för perioden'
    }
  ]
}
