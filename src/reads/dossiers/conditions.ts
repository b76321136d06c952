import type { Text } from '../../base/language.ts'
import type { conditionHolds } from '../../money/payments/hold-reasons.ts'
import { holdOfCondition } from '../../money/payments/hold-words.ts'
import type { FoundCondition } from './queries.ts'
import type { PaymentTrail } from './schemas.ts'
import type { Told } from './words.ts'

type Of = Pick<PaymentTrail, 'decision' | 'agreement' | 'payment'>
type Holds = Awaited<ReturnType<typeof conditionHolds>>

/**
 * Whether each condition is met as things are now (a paid payment's: on the day of payment), and by what. The judge is that
 * of payability (payments/hold-reasons.ts): a condition is met where nothing holds the payment for it. Here it is put in words. Pure.
 */
export function judged(conditions: FoundCondition[], of: Of, holds: Holds): Told['conditions'] {
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
function told(condition: FoundCondition, { decision, agreement, payment }: Of): Text {
  const { kind, notBefore, reports, judgedOn } = condition
  switch (kind) {
    case 'reportAccepted':
      return reportsTold(reports, payment.dueOn)
    case 'noReportOverdue':
      if (reports.length === 0)
        return {
          en: `No report was due by ${judgedOn}.`,
          sv: `Ingen redovisning skulle ha kommit till och med ${judgedOn}.`
        }
      return {
        en: `None of ${reports.length} reports that were due by ${judgedOn} was overdue on that day.`,
        sv: `Ingen av ${reports.length} redovisningar som skulle ha kommit till och med ${judgedOn} var försenad den dagen.`
      }
    case 'notBefore':
      return { en: `It is not paid before ${notBefore}.`, sv: `Den betalas inte före ${notBefore}.` }
    case 'agreementSigned':
      return agreement?.signedOn
        ? {
            en: `The agreement was signed on ${agreement.signedOn}.`,
            sv: `Avtalet undertecknades ${agreement.signedOn}.`
          }
        : {
            en: 'The agreement is signed, on a day that is not stated.',
            sv: 'Avtalet är undertecknat, en dag som inte är angiven.'
          }
    case 'decisionFinal':
      return finalTold(decision.finalConfirmedOn, payment.beforeFinal)
    case 'appealSettled':
      return {
        en: `None of ${decision.appeals.length} appeals was without an outcome on ${judgedOn}.`,
        sv: `Inget av ${decision.appeals.length} överklaganden saknade utgång ${judgedOn}.`
      }
    case 'organisationEligible':
      return {
        en: `The payee was found eligible on ${judgedOn}.`,
        sv: `Mottagaren bedömdes vara bidragsberättigad ${judgedOn}.`
      }
  }
}

function reportsTold(reports: FoundCondition['reports'], dueOn: string): Text {
  if (reports.length === 0)
    return {
      en: `No report of the requirement was due by ${dueOn}.`,
      sv: `Ingen redovisning enligt kravet skulle ha kommit till och med ${dueOn}.`
    }
  const en = reports.map(one => (one.acceptedOn ? `accepted on ${one.acceptedOn}` : `waived on ${one.waivedOn}`))
  const sv = reports.map(one => (one.acceptedOn ? `godkändes ${one.acceptedOn}` : `eftergavs ${one.waivedOn}`))
  return { en: `The report was ${en.join('; the next was ')}.`, sv: `Redovisningen ${sv.join('; nästa ')}.` }
}

function finalTold(on: string | null, chosen: PaymentTrail['payment']['beforeFinal']): Text {
  const choice = chosen ? choiceTold(chosen) : { en: '', sv: '' }
  const en = on ? `The decision was confirmed as final on ${on}.` : ''
  const sv = on ? `Det bekräftades ${on} att beslutet har fått laga kraft.` : ''
  return { en: `${en} ${choice.en}`.trim(), sv: `${sv} ${choice.sv}`.trim() }
}

/** What is lacking. */
function lacking(condition: FoundCondition, { decision, agreement }: Of, why: Holds): Text {
  const { kind, notBefore, reports, judgedOn } = condition
  switch (kind) {
    case 'reportAccepted':
      if (reports.length === 0)
        return {
          en: 'The report that it waits for was withdrawn.',
          sv: 'Redovisningen som den väntar på har dragits tillbaka.'
        }
      return {
        en: `${why.length} of ${reports.length} reports is not accepted.`,
        sv: `${why.length} av ${reports.length} redovisningar är inte godkänd.`
      }
    case 'noReportOverdue': {
      const late = reports.filter(({ overdue }) => overdue === 'yes').map(({ dueOn }) => dueOn)
      return {
        en: `${late.length} of ${reports.length} reports that were due by ${judgedOn} was overdue on that day: due on ${late.join(', ')}.`,
        sv: `${late.length} av ${reports.length} redovisningar som skulle ha kommit till och med ${judgedOn} var försenad den dagen: skulle ha kommit ${late.join(', ')}.`
      }
    }
    case 'notBefore':
      return { en: `It is not paid before ${notBefore}.`, sv: `Den betalas inte före ${notBefore}.` }
    case 'agreementSigned':
      return agreement?.signedOn
        ? {
            en: `The agreement was signed on ${agreement.signedOn}, after ${judgedOn}.`,
            sv: `Avtalet undertecknades ${agreement.signedOn}, efter ${judgedOn}.`
          }
        : { en: 'No agreement is signed.', sv: 'Inget avtal är undertecknat.' }
    case 'decisionFinal':
      return decision.finalConfirmedOn
        ? {
            en: `The decision was not final on ${judgedOn}: it was confirmed on ${decision.finalConfirmedOn}.`,
            sv: `Beslutet hade inte fått laga kraft ${judgedOn}: det bekräftades ${decision.finalConfirmedOn}.`
          }
        : {
            en: 'Nobody has confirmed that the decision is final.',
            sv: 'Ingen har bekräftat att beslutet har fått laga kraft.'
          }
    case 'appealSettled':
      return {
        en: `${why.length} of ${decision.appeals.length} appeals has no outcome.`,
        sv: `${why.length} av ${decision.appeals.length} överklaganden har ingen utgång.`
      }
    case 'organisationEligible':
      return { en: why.map(({ message }) => message).join(' '), sv: why.map(({ sv }) => sv).join(' ') }
  }
}

type Choice = NonNullable<PaymentTrail['payment']['beforeFinal']>

/** Who chose by role, on which day, and the risk assessment. Met also by a choice to pay before it is final (kommunallagen 13:14). */
export function choiceTold({ chosenBy, chosenOn, riskAssessment }: Choice): Text {
  const risk = riskAssessment.replace(/\.?$/, '.')
  return {
    en: `${chosenBy} chose on ${chosenOn} to pay before the decision is final. Risk assessment: ${risk}`,
    sv: `${chosenBy} valde ${chosenOn} att betala innan beslutet har fått laga kraft. Riskbedömning: ${risk}`
  }
}
