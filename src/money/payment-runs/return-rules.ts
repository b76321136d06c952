import { addDays } from '../../base/dates.ts'
import type { Violation } from '../../base/errors.ts'

/** Days of what a bank did. Pure. */

/** How long after a payment a bank may send it back on a day that is still to come: runs can be planned ahead. */
const LATE = 90

/** A return is not before the payment, and not later than today, or than what a bank may take for it. */
export function checkReturn(returnedOn: string, paidOn: string, today: string): Violation[] {
  const latest = [today, addDays(paidOn, LATE)].sort()[1]!
  if (returnedOn < paidOn) return [{ field: '/returnedOn', message: `must not be before it was paid on ${paidOn}` }]
  if (returnedOn > latest) return [{ field: '/returnedOn', message: `must not be later than ${latest}` }]
  return []
}

/** What is issued anew is not due before it was decided, nor before it came back. */
export function checkReissue(dueOn: string, decidedOn: string, returnedOn: string): Violation[] {
  if (dueOn < decidedOn) return [{ field: '/dueOn', message: `must not be before the decision of ${decidedOn}` }]
  return dueOn < returnedOn ? [{ field: '/dueOn', message: `must not be before it came back on ${returnedOn}` }] : []
}

/** Money that was paid outside the service was paid by now, and not before it was decided. */
export function checkPaidOutside(paidOn: string, decidedOn: string, today: string): Violation[] {
  if (paidOn > today) return [{ field: '/paidOn', message: 'must not be later than today' }]
  if (paidOn < decidedOn) return [{ field: '/paidOn', message: `must not be before the decision of ${decidedOn}` }]
  return []
}
