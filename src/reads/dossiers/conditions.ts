import type { conditionHolds } from '../../money/payments/hold-reasons.ts'
import { holdOfCondition } from '../../money/payments/hold-words.ts'
import type { FoundCondition } from './queries.ts'
import type { PaymentTrail } from './schemas.ts'

type Of = Pick<PaymentTrail, 'decision' | 'agreement' | 'payment'>
type Holds = Awaited<ReturnType<typeof conditionHolds>>

/**
 * Whether each condition is met as things are now (a paid payment's: on the day of payment), and by what. The judge is that
 * of payability (payments/hold-reasons.ts): a condition is met where nothing holds the payment for it. Here it is put in words. Pure.
 */
export function judged(conditions: FoundCondition[], of: Of, holds: Holds): PaymentTrail['conditions'] {
  return conditions.map(condition => {
    const why = holds.filter(hold => isOf(hold, condition))
    const met = why.length === 0
    return { ...condition, met, because: met ? told(condition, of) : lacking(condition, of, why) }
  })
}

/** Whether a hold is for this condition: of several of one kind, each is for its own report, requirement or day. */
function isOf({ kind, refId, refOn }: Holds[number], condition: FoundCondition): boolean {
  if (kind !== holdOfCondition[condition.kind]) return false
  if (condition.kind === 'notBefore') return refOn === condition.notBefore
  if (condition.kind !== 'reportAccepted') return true
  // A withdrawn report is not shown; its hold stands under the id of the payment.
  const { reports } = condition
  return reports.some(({ id }) => id === refId) || (condition.reportId !== null && reports.length === 0)
}

/** What met it. */
function told(condition: FoundCondition, { decision, agreement, payment }: Of): string {
  const { kind, notBefore, reports } = condition
  switch (kind) {
    case 'reportAccepted':
      if (reports.length === 0) return `No report of the requirement was due by ${payment.dueOn}.`
      return `The report was ${reports.map(one => (one.acceptedOn ? `accepted on ${one.acceptedOn}` : `waived on ${one.waivedOn}`)).join('; the next was ')}.`
    case 'noReportOverdue':
      if (reports.length === 0) return `No report was due by ${condition.judgedOn}.`
      return `None of ${reports.length} reports that were due by ${condition.judgedOn} was overdue on that day.`
    case 'notBefore':
      return `It is not paid before ${notBefore}.`
    case 'agreementSigned':
      return agreement?.signedOn
        ? `The agreement was signed on ${agreement.signedOn}.`
        : 'The agreement is signed, on a day that is not stated.'
    case 'decisionFinal': {
      const final = decision.finalConfirmedOn
        ? `The decision was confirmed as final on ${decision.finalConfirmedOn}.`
        : ''
      return [final, payment.beforeFinal && choiceTold(payment.beforeFinal)].filter(Boolean).join(' ')
    }
    case 'appealSettled':
      return `None of ${decision.appeals.length} appeals was without an outcome on ${condition.judgedOn}.`
    case 'organisationEligible':
      return `The payee was found eligible on ${condition.judgedOn}.`
  }
}

/** What is lacking. */
function lacking(condition: FoundCondition, { decision, agreement }: Of, why: Holds): string {
  const { kind, notBefore, reports, judgedOn } = condition
  switch (kind) {
    case 'reportAccepted':
      if (reports.length === 0) return 'The report that it waits for was withdrawn.'
      return `${why.length} of ${reports.length} reports is not accepted.`
    case 'noReportOverdue': {
      const late = reports.filter(({ overdue }) => overdue === 'yes').map(({ dueOn }) => dueOn)
      return `${late.length} of ${reports.length} reports that were due by ${judgedOn} was overdue on that day: due on ${late.join(', ')}.`
    }
    case 'notBefore':
      return `It is not paid before ${notBefore}.`
    case 'agreementSigned':
      return agreement?.signedOn
        ? `The agreement was signed on ${agreement.signedOn}, after ${judgedOn}.`
        : 'No agreement is signed.'
    case 'decisionFinal':
      return decision.finalConfirmedOn
        ? `The decision was not final on ${judgedOn}: it was confirmed on ${decision.finalConfirmedOn}.`
        : 'Nobody has confirmed that the decision is final.'
    case 'appealSettled':
      return `${why.length} of ${decision.appeals.length} appeals has no outcome.`
    case 'organisationEligible':
      return why.map(({ message }) => message).join(' ')
  }
}

/** Who chose by role, on which day, and the risk assessment. Met also by a choice to pay before it is final (kommunallagen 13:14). */
export const choiceTold = ({
  chosenBy,
  chosenOn,
  riskAssessment
}: NonNullable<PaymentTrail['payment']['beforeFinal']>) =>
  `${chosenBy} chose on ${chosenOn} to pay before the decision is final. Risk assessment: ${riskAssessment.replace(/\.?$/, '.')}`
