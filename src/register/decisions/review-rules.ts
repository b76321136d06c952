import { addDays } from '../../base/dates.ts'
import type { Message } from '../../base/language.ts'
import { isPublicHoliday, nextWorkingDay, weekdayOf } from './calendar-rules.ts'
import type { Standing } from './decision-rules.ts'
import type { DatePrecision, DecisionKind } from './line-rules.ts'

/** Times that kommunallagen (2017:725) sets for a decision: computed for whoever reads it, never stored. Pure. */

export type ReviewFacts = {
  kind: DecisionKind
  standing: Standing
  decidedOn: string
  decidedOnPrecision: DatePrecision
  meetingPlanned: boolean
  reportedOn: string | null
  minutesApprovedOn: string | null
  noticeUpOn: string | null
  noticeDownOn: string | null
  /** When the notice of the minutes went up at which a delegated decision was reported, where those are registered. */
  reportedNoticeUpOn: string | null
}

export type LegalityReview = { endsOn: string | null; because: string }
export type Warning = Message & { field: string }

/** Three weeks (kommunallagen 13:5). */
export const REVIEW_DAYS = 21

/** The last day to ask for legality review where the notice went up on this day; it never comes before that of an earlier notice. */
export const lastReviewDay = (noticeUpOn: string) => nextWorkingDay(addDays(noticeUpOn, REVIEW_DAYS))

/**
 * The last day on which legality review may be asked for: three weeks from the day on which the notice of the approved
 * minutes went up (kommunallagen 13:5); of a delegated decision, the notice of the minutes at which it was reported.
 * A last day that is a Saturday, Sunday or public holiday, Midsummer's Eve, Christmas Eve or New Year's Eve moves to the
 * next working day (lag 1930:173, 2 §). `endsOn` is null where the notice is not known; null for a proposal.
 */
export function legalityReview(decision: ReviewFacts): LegalityReview | null {
  if (decision.standing === 'proposed') return null
  const delegated = decision.kind === 'delegated'
  const notice = delegated ? (decision.reportedNoticeUpOn ?? decision.noticeUpOn) : decision.noticeUpOn
  const minutes = delegated ? 'of the minutes at which it was reported' : 'of the minutes'
  if (notice === null) return { endsOn: null, because: `It is not known when the notice ${minutes} went up.` }
  const counted = addDays(notice, REVIEW_DAYS)
  const endsOn = lastReviewDay(notice)
  const rule = `Three weeks from ${notice}, when the notice ${minutes} went up (kommunallagen 13:5)`
  if (endsOn === counted) return { endsOn, because: `${rule}.` }
  return { endsOn, because: `${rule}, is ${counted}, ${reasonOf(counted)}: the next working day (lag 1930:173, 2 §).` }
}

/**
 * What is late, as the service records it and refuses nothing: minutes approved later than 14 days after the meeting
 * (kommunallagen 5:69), a notice later than the second day after (8:12), a notice taken down before the time to ask for
 * legality review had run out (8:12).
 */
export function timeWarnings(decision: ReviewFacts): Warning[] {
  const warnings: Warning[] = []
  const { kind, minutesApprovedOn: approved, noticeUpOn, noticeDownOn } = decision
  const exact = decision.decidedOnPrecision === 'day' && !decision.meetingPlanned
  const meeting = kind === 'delegated' ? decision.reportedOn : exact ? decision.decidedOn : null
  if (meeting && approved && approved > addDays(meeting, 14)) {
    warnings.push({
      field: '/minutesApprovedOn',
      message: 'more than 14 days after the meeting (kommunallagen 5:69)',
      sv: 'mer än 14 dagar efter sammanträdet (5 kap. 69 § kommunallagen)'
    })
  }
  if (approved && noticeUpOn && noticeUpOn > addDays(approved, 2)) {
    warnings.push({
      field: '/noticeUpOn',
      message: 'later than the second day after approval (kommunallagen 8:12)',
      sv: 'senare än den andra dagen efter justeringen (8 kap. 12 § kommunallagen)'
    })
  }
  const lastDay = legalityReview(decision)?.endsOn
  if (noticeDownOn && lastDay && noticeDownOn < lastDay) {
    const message = `before ${lastDay}, when the time to ask for legality review runs out (kommunallagen 8:12)`
    const sv = `före ${lastDay}, då tiden för att begära laglighetsprövning går ut (8 kap. 12 § kommunallagen)`
    warnings.push({ field: '/noticeDownOn', message, sv })
  }
  return warnings
}

function reasonOf(day: string): string {
  if (weekdayOf(day) === 0) return 'a Sunday'
  if (isPublicHoliday(day)) return 'a public holiday'
  if (weekdayOf(day) === 6) return 'a Saturday'
  if (day.endsWith('-12-24')) return 'Christmas Eve'
  return day.endsWith('-12-31') ? "New Year's Eve" : "Midsummer's Eve"
}
