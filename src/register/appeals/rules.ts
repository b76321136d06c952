import type { Violation } from '../../base/errors.ts'
import { annulmentGrounds } from '../decisions/decision-rules.ts'

/** What is said of an appeal against a decision. Pure; no personal names anywhere. */

/** Legality review (kommunallagen ch. 13) or an appeal under other law (förvaltningslagen). */
export const appealGrounds = annulmentGrounds

/** Who appealed, by kind: a member of the municipality may ask for legality review (kommunallagen 13:1). */
export const appealParties = ['recipient', 'otherOrganisation', 'municipalityMember', 'other', 'notStated'] as const
export type AppealParty = (typeof appealParties)[number]

/** What was chosen for instalments that are not paid yet: a decision may be executed before it is final (13:14). */
export const unpaidChoices = ['hold', 'pay', 'notStated'] as const

/** upphävt, avslag, avvisat, återkallat; null while nobody has decided. */
export const appealOutcomes = ['annulled', 'rejected', 'dismissed', 'withdrawn', 'unknown'] as const
export type AppealOutcome = (typeof appealOutcomes)[number]

type AppealFacts = { lodgedOn: string; outcomeOn?: string | null }

/** Every rule that an appeal breaks, given the day of the meeting that decided. */
export function checkAppeal({ lodgedOn, outcomeOn = null }: AppealFacts, decidedOn: string): Violation[] {
  const violations: Violation[] = []
  if (lodgedOn < decidedOn) {
    violations.push({
      field: '/lodgedOn',
      message: 'must not be before the decision',
      sv: 'får inte ligga före beslutet'
    })
  }
  if (outcomeOn !== null && outcomeOn < lodgedOn) {
    violations.push({
      field: '/outcomeOn',
      message: 'must not be before lodgedOn',
      sv: 'får inte ligga före lodgedOn'
    })
  }
  return violations
}
