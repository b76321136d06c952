import type { Language, Text } from '../../base/language.ts'
import { fromOre, kronorInSwedish, oreOf } from '../../base/money.ts'
import type { StepKind } from './rules.ts'
import type { PaymentTrail, TrailStep } from './schemas.ts'

/** How a trail is worded, in both languages. Pure. */

/** A step as it is made: its text is answered in one of the languages. */
export type Step = Omit<TrailStep, 'text'> & { text: Text }
type Condition = Omit<PaymentTrail['conditions'][number], 'because'> & { because: Text }
/** A trail as it is made, before its steps. */
export type Told = Omit<PaymentTrail, 'steps' | 'missing' | 'conditions'> & { conditions: Condition[] }
export type ToldTrail = Told & { missing: Text[]; steps: Step[] }

/** The lists of codes that a trail names in Swedish (app-code-labels.ts); in English a code is read out. */
export type TrailLabels = Record<
  | 'AgreementAct'
  | 'AppealResult'
  | 'ConditionKind'
  | 'EventType'
  | 'LineOutcome'
  | 'PaymentSchedule'
  | 'PaymentStatus'
  | 'RecoveryGround'
  | 'UnpaidInstalments',
  { labels: Readonly<Record<string, Text>> }
>
/** What a code is called in Swedish, within a sentence. */
export type InSwedish = (list: keyof TrailLabels, code: string) => string

export function inSwedish(labels: TrailLabels): InSwedish {
  return (list, code) => {
    const label = labels[list].labels[code]?.sv ?? code
    return label[0]!.toLowerCase() + label.slice(1)
  }
}

type When = { on?: string | null; at?: string | null; by?: string | null }

/** A step; what is not known of it is null. */
export function step(kind: StepKind, text: Text, recordId: string | null, when: When = {}): Step {
  const { on = null, at = null, by = null } = when
  return { kind, text, happenedOn: on, recordedAt: at, doneBy: by, recordId }
}

/** Kronor as Swedish writes them, with ordinary spaces: `95 000 kr`. */
export const kronor = (amount: number) => kronorInSwedish(fromOre(oreOf(amount))).replaceAll('\u00a0', ' ')

/** `reportAccepted` → `report accepted`. */
export const wordsOf = (name: string) => name.replaceAll(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)

/** `§ 144`, however it was written. */
export const paragraphOf = (paragraph: string) => `§ ${paragraph.replace(/^§\s*/, '')}`

/** The trail as it is answered. */
export const trailIn = (trail: ToldTrail, language: Language): PaymentTrail => ({
  ...trail,
  conditions: trail.conditions.map(condition => ({ ...condition, because: condition.because[language] })),
  missing: trail.missing.map(text => text[language]),
  steps: trail.steps.map(one => ({ ...one, text: one.text[language] }))
})
