import type { FoundCondition } from './condition-queries.ts'
import type { PaymentTrail } from './schemas.ts'

type Of = Pick<PaymentTrail, 'decision' | 'agreement' | 'payment'>
type Verdict = { met: boolean | null; because: string }

const say = (met: boolean | null, because: string): Verdict => ({ met, because })

/** Whether a condition is met as things are now (a paid payment's, where it asks for a day: then), and by what. Pure. */
export function judged(condition: FoundCondition, of: Of, today: string): PaymentTrail['conditions'][number] {
  return { ...condition, ...verdictOn(condition, of, today) }
}

function verdictOn(condition: FoundCondition, { decision, agreement, payment }: Of, today: string): Verdict {
  const { kind, notBefore } = condition
  const day = payment.paidOn ?? today
  switch (kind) {
    case 'reportAccepted':
      return ofReports(condition, payment.dueOn)
    case 'noReportOverdue':
      return ofOverdue(condition, day)
    case 'notBefore':
      return say(notBefore! <= day, `It is not paid before ${notBefore}.`)
    case 'agreementSigned':
      if (!agreement?.signedOn) return say(false, 'No agreement is signed.')
      return say(true, `The agreement was signed on ${agreement.signedOn}.`)
    case 'decisionFinal':
      return ofFinality(decision.finalConfirmedOn, payment.beforeFinal)
    case 'appealSettled': {
      const pending = decision.appeals.filter(({ outcome }) => !outcome)
      return say(pending.length === 0, `${pending.length} of ${decision.appeals.length} appeals has no outcome.`)
    }
    default:
      return say(null, 'It is judged for a day: see the payment.')
  }
}

/** A report that is named must be there; of a requirement there may be none by then, and then nothing is waited for. */
function ofReports({ reports, requirementId }: FoundCondition, dueOn: string): Verdict {
  if (reports.length === 0) {
    return requirementId
      ? say(true, `No report of the requirement was due by ${dueOn}.`)
      : say(false, 'The report that it waits for was withdrawn.')
  }
  const open = reports.filter(({ status }) => status !== 'accepted' && status !== 'waived')
  if (open.length > 0) return say(false, `${open.length} of ${reports.length} reports is not accepted.`)
  const told = reports.map(one => (one.acceptedOn ? `accepted on ${one.acceptedOn}` : `waived on ${one.waivedOn}`))
  return say(true, `The report was ${told.join('; the next was ')}.`)
}

function ofOverdue({ reports }: FoundCondition, day: string): Verdict {
  if (reports.length === 0) return say(true, `No report was due by ${day}.`)
  const late = reports.filter(({ overdue }) => overdue).map(({ dueOn }) => dueOn)
  const of = `of ${reports.length} reports that were due by ${day}`
  if (late.length === 0) return say(true, `None ${of} was overdue on that day.`)
  return say(false, `${late.length} ${of} was overdue on that day: due on ${late.join(', ')}.`)
}

/** Met also by a choice to pay before the decision is final (kommunallagen 13:14). */
function ofFinality(finalOn: string | null, chosen: PaymentTrail['payment']['beforeFinal']): Verdict {
  const final = finalOn ? `The decision was confirmed as final on ${finalOn}.` : ''
  if (chosen) return say(true, [final, choiceTold(chosen)].filter(Boolean).join(' '))
  return final ? say(true, final) : say(false, 'Nobody has confirmed that the decision is final.')
}

/** Who chose by role, on which day, and the risk assessment. */
export const choiceTold = ({
  chosenBy,
  chosenOn,
  riskAssessment
}: NonNullable<PaymentTrail['payment']['beforeFinal']>) =>
  `${chosenBy} chose on ${chosenOn} to pay before the decision is final. Risk assessment: ${riskAssessment.replace(/\.?$/, '.')}`
