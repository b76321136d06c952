import { addDays } from '../../base/dates.ts'
import type { Violation } from '../../base/errors.ts'

/** Days of what a bank did. Pure. */

/** How long after a payment a bank may send it back on a day that is still to come: runs can be planned ahead. */
const LATE = 90

/** A return is not before the payment, and not later than today, or than what a bank may take for it. */
export function checkReturn(returnedOn: string, paidOn: string, today: string): Violation[] {
  const latest = [today, addDays(paidOn, LATE)].sort()[1]!
  if (returnedOn < paidOn) {
    const sv = `får inte ligga före betalningen den ${paidOn}`
    return [{ field: '/returnedOn', message: `must not be before it was paid on ${paidOn}`, sv }]
  }
  if (returnedOn > latest) {
    const sv = `får inte vara senare än ${latest}`
    return [{ field: '/returnedOn', message: `must not be later than ${latest}`, sv }]
  }
  return []
}

/** What is issued anew is not due before it was decided, nor before it came back. */
export function checkReissue(dueOn: string, decidedOn: string, returnedOn: string): Violation[] {
  if (dueOn < decidedOn) return [beforeDecision('/dueOn', decidedOn)]
  if (dueOn >= returnedOn) return []
  const sv = `får inte ligga före dagen då den kom i retur, ${returnedOn}`
  return [{ field: '/dueOn', message: `must not be before it came back on ${returnedOn}`, sv }]
}

const beforeDecision = (field: string, decidedOn: string): Violation => ({
  field,
  message: `must not be before the decision of ${decidedOn}`,
  sv: `får inte ligga före beslutet den ${decidedOn}`
})

/** Money that was paid outside the service was paid by now, and not before it was decided. */
export function checkPaidOutside(paidOn: string, decidedOn: string, today: string): Violation[] {
  if (paidOn > today) {
    return [{ field: '/paidOn', message: 'must not be later than today', sv: 'får inte vara senare än i dag' }]
  }
  return paidOn < decidedOn ? [beforeDecision('/paidOn', decidedOn)] : []
}
