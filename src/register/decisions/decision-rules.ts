import type { Violation } from '../../base/errors.ts'
import type { DecisionKind } from './line-rules.ts'
import { grantingOutcomes, type Outcome } from './outcomes.ts'

/** What a decision may say of itself. Pure. */

/** A proposal (förslag, tjänsteutlåtande) is no decision: it gives no award and adds to no sum. */
export const standings = ['decided', 'proposed'] as const
export type Standing = (typeof standings)[number]

/** What came of a proposal; that nobody tells (`notStated`) and that nobody knows (`unknown`) are different answers. */
export const proposalOutcomes = ['notStated', 'unknown', 'adopted', 'rejected'] as const
export type ProposalOutcome = (typeof proposalOutcomes)[number]

/** Why a decision no longer stands: legality review (kommunallagen ch. 13), an appeal under other law, or another ground. */
export const annulmentGrounds = ['legalityReview', 'administrativeAppeal', 'other'] as const
export type AnnulmentGround = (typeof annulmentGrounds)[number]

/**
 * Outcomes that decide a matter. What is referred back, deferred or reserved leaves it open: the decision that follows
 * goes on with the matter and revises nothing.
 */
export const decidingOutcomes: readonly Outcome[] = [
  ...grantingOutcomes,
  'rejected',
  'closedWithoutDecision',
  'adopted'
]

export type DecisionFacts = {
  kind: DecisionKind
  standing: Standing
  decidedOn: string
  meetingPlanned: boolean
  minutesApprovedOn: string | null
  noticeUpOn: string | null
  noticeDownOn: string | null
  proposalOutcome: ProposalOutcome | null
  resultingDecisionId: string | null
  revisesDecisionId: string | null
  delegateRole: string | null
  delegationBasis: string | null
  delegationMaxAmount: number | null
  delegationLimitText: string | null
  reportedInDecisionId: string | null
  reportedOn: string | null
}

const ofDelegation = [
  'delegateRole',
  'delegationBasis',
  'delegationMaxAmount',
  'delegationLimitText',
  'reportedInDecisionId',
  'reportedOn'
] as const
const ofMinutes = ['minutesApprovedOn', 'noticeUpOn', 'noticeDownOn'] as const

/** Every rule that the decision breaks; fields are JSON pointers. What is merely late is a warning and not here. */
export function checkDecision(decision: DecisionFacts): Violation[] {
  const violations: Violation[] = []
  const say = (field: string, message: string, sv: string) => violations.push({ field: `/${field}`, message, sv })
  const { standing, kind } = decision

  if (kind === 'committee') {
    for (const name of ofDelegation)
      if (decision[name] !== null) say(name, 'is only for a delegated decision', 'är bara för ett delegationsbeslut')
  }
  if (standing === 'proposed') {
    for (const name of ofMinutes)
      if (decision[name] !== null)
        say(name, 'is only for a decision; this is a proposal', 'är bara för ett beslut; det här är ett förslag')
    if (decision.revisesDecisionId !== null)
      say(
        'revisesDecisionId',
        'a proposal revises nothing until it is decided',
        'ett förslag omprövar ingenting förrän det är beslutat'
      )
  } else {
    if (decision.proposalOutcome !== null) say('proposalOutcome', 'is only for a proposal', 'är bara för ett förslag')
    if (decision.resultingDecisionId !== null)
      say('resultingDecisionId', 'is only for a proposal', 'är bara för ett förslag')
  }

  // A delegated decision's minutes are those of the later meeting at which it was reported.
  const meeting = decision.meetingPlanned ? null : decision.decidedOn
  const approved = decision.minutesApprovedOn
  const inOrder = (field: string, later: string | null, earlierField: string, earlier: string | null) => {
    if (later !== null && earlier !== null && later < earlier)
      say(field, `must not be before ${earlierField}`, `får inte ligga före ${earlierField}`)
  }
  inOrder('reportedOn', decision.reportedOn, 'decidedOn', meeting)
  inOrder('minutesApprovedOn', approved, 'decidedOn', meeting)
  inOrder('noticeUpOn', decision.noticeUpOn, 'minutesApprovedOn', approved)
  inOrder('noticeUpOn', decision.noticeUpOn, 'decidedOn', approved === null ? meeting : null)
  inOrder('noticeDownOn', decision.noticeDownOn, 'noticeUpOn', decision.noticeUpOn)
  return violations
}
