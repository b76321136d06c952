import type { StepKind } from './rules.ts'
import type { PaymentTrail, TrailStep } from './schemas.ts'

/** How a trail is worded. Pure. */

export type Told = Omit<PaymentTrail, 'steps'>

type When = { on?: string | null; at?: string | null; by?: string | null }

/** A step; what is not known of it is null. */
export function step(kind: StepKind, text: string, recordId: string | null, when: When = {}): TrailStep {
  const { on = null, at = null, by = null } = when
  return { kind, text, happenedOn: on, recordedAt: at, doneBy: by, recordId }
}

/** Kronor as Swedish writes them: `95 000 kr`. */
export const kronor = (amount: number) =>
  `${new Intl.NumberFormat('sv-SE', { minimumFractionDigits: amount % 1 === 0 ? 0 : 2, maximumFractionDigits: 2 })
    .format(amount)
    .replaceAll(/\s/g, ' ')} kr`

/** `reportAccepted` → `report accepted`. */
export const wordsOf = (name: string) => name.replaceAll(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
