import { type DatePrecision, spanOf } from '../../base/dates.ts'
import type { Violation } from '../../base/errors.ts'
import type { Answer } from '../../base/known.ts'

/** Assignments (uppdrag) of a political body to a body of the administration. Pure. */

/** Proposed is not given. Revoked: taken back by whoever gave it; a record in error is withdrawn instead. */
export const assignmentStatuses = ['proposed', 'given', 'declined', 'completed', 'revoked'] as const
export type AssignmentStatus = (typeof assignmentStatuses)[number]

export const assignmentActs = ['give', 'decline', 'complete', 'revoke'] as const
export type AssignmentAct = (typeof assignmentActs)[number]

const steps: Record<AssignmentAct, { from: AssignmentStatus; to: AssignmentStatus }> = {
  give: { from: 'proposed', to: 'given' },
  decline: { from: 'proposed', to: 'declined' },
  complete: { from: 'given', to: 'completed' },
  revoke: { from: 'given', to: 'revoked' }
}

/** The status after the act; null where the act cannot follow on the status. */
export function nextStatus(status: AssignmentStatus, act: AssignmentAct): AssignmentStatus | null {
  return steps[act].from === status ? steps[act].to : null
}

/** How often a recurring assignment is to be reported; without `recurrenceEndsOn` it has no end. */
export const recurrences = ['everyMeeting', 'monthly', 'quarterly', 'twiceYearly', 'yearly', 'other'] as const
export type Recurrence = (typeof recurrences)[number]

export type AssignmentFacts = {
  status: AssignmentStatus
  givenOn: string | null
  endedOn: string | null
  dueOn: string | null
  dueOnPrecision: DatePrecision
  recurrence: Recurrence | null
  recurrenceText: string | null
  recurrenceEndsOn: string | null
}

/** Every rule that the assignment breaks; fields are JSON pointers. */
export function checkAssignment(assignment: AssignmentFacts): Violation[] {
  const violations: Violation[] = []
  const say = (field: string, message: string, sv: string) => violations.push({ field: `/${field}`, message, sv })
  const { status, givenOn, endedOn, dueOn, recurrence, recurrenceText, recurrenceEndsOn } = assignment
  if (dueOn !== null && recurrence !== null)
    say(
      'recurrence',
      'an assignment is due on a day or recurs, not both',
      'ett uppdrag ska vara klart en viss dag eller återkommer, inte båda'
    )
  if (recurrence === null && recurrenceText !== null)
    say('recurrenceText', 'is only for one that recurs', 'är bara för ett som återkommer')
  if (recurrence === null && recurrenceEndsOn !== null)
    say('recurrenceEndsOn', 'is only for one that recurs', 'är bara för ett som återkommer')
  if (recurrence === 'other' && recurrenceText === null)
    say('recurrenceText', 'is required where recurrence is other', 'måste anges när recurrence är other')
  if (givenOn !== null && (status === 'proposed' || status === 'declined')) {
    say('givenOn', `must not be stated: the assignment is ${status}`, `får inte anges: uppdraget har status ${status}`)
  }
  if (endedOn !== null && (status === 'proposed' || status === 'given')) {
    say('endedOn', `must not be stated: the assignment is ${status}`, `får inte anges: uppdraget har status ${status}`)
  }
  if (givenOn !== null && endedOn !== null && endedOn < givenOn)
    say('endedOn', 'must not be before givenOn', 'får inte ligga före givenOn')
  if (givenOn !== null && recurrenceEndsOn !== null && recurrenceEndsOn < givenOn) {
    say('recurrenceEndsOn', 'must not be before givenOn', 'får inte ligga före givenOn')
  }
  return violations
}

/**
 * Whether the assignment was overdue on a day. What was proposed or declined, not yet given or ended by then is not;
 * nor is what was due later. A due date that is known to its month, season or year gives *possible* within that span.
 * Unknown: no due date is stated, it recurs (which meetings were held is not known here), or it ended on a day that is
 * not stated.
 */
export function overdueOn(assignment: AssignmentFacts, day: string): Answer {
  const { status, givenOn, endedOn, dueOn, dueOnPrecision } = assignment
  if (status === 'proposed' || status === 'declined') return 'no'
  if (givenOn !== null && givenOn > day) return 'no'
  if (status !== 'given' && endedOn !== null && endedOn <= day) return 'no'
  if (dueOn === null) return 'unknown'
  const { earliest, latest } = spanOf(dueOn, dueOnPrecision)
  if (day <= earliest) return 'no'
  if (status !== 'given' && endedOn === null) return 'unknown'
  return day > latest ? 'yes' : 'possible'
}
