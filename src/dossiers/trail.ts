import type { Ref } from '../actor.ts'
import { asOf, type Content } from '../agreements/content-rules.ts'
import { allNames, findVersions } from '../agreements/queries.ts'
import type { Connection } from '../database/connection.ts'
import { today } from '../schemes/day-rules.ts'
import { ruleVersionOn } from '../schemes/versions.ts'
import { findClaims, findEntries } from './claim-queries.ts'
import type { PaymentTrail } from './schemas.ts'
import { missingLinks, stepsOf } from './steps.ts'
import { findChanges, findConditions, findRuns, findTrailHead, type TrailHead } from './trail-queries.ts'

/**
 * The trail of a payment: everything from the decision to the voucher and back, each with its time and actor. Eight
 * statements at most. @throws NotFound
 */
export async function findPaymentTrail(db: Connection, ref: Ref): Promise<PaymentTrail> {
  const { municipalityCode, id: paymentId } = ref
  const head = await findTrailHead(db, ref)
  const asked = { municipalityCode, paymentId, awardId: head.award.id }
  const [conditions, changes, runs, claims, ledgerEntries, scheme, agreement] = await Promise.all([
    findConditions(db, ref),
    findChanges(db, ref),
    findRuns(db, ref),
    findClaims(db, asked),
    findEntries(db, asked),
    schemeThen(db, municipalityCode, head),
    agreementThen(db, municipalityCode, head)
  ])
  const sections = { ...head, scheme, agreement, changes, runs, ...claims, ledgerEntries, municipalityCode }
  const trail = { ...sections, conditions: conditions.map(condition => judged(condition, sections)) }
  const missing = missingLinks(trail)
  return { ...trail, missing, steps: stepsOf({ ...trail, missing }) }
}

/** The scheme with the rules that held when the grant was decided. */
async function schemeThen(
  db: Connection,
  municipalityCode: string,
  { scheme, decision }: TrailHead
): Promise<PaymentTrail['scheme']> {
  if (!scheme) return null
  const found = await ruleVersionOn(db, { municipalityCode, id: scheme.id }, decision.meetingDate)
  const { id = null, title = null, validFrom = null, validTo = null } = found?.version ?? {}
  return { ...scheme, ruleVersionId: id, ruleVersionTitle: title, validFrom, validTo }
}

/** The agreement as it was in effect on the day on which the payment is due. */
async function agreementThen(
  db: Connection,
  municipalityCode: string,
  { agreement, payment }: TrailHead
): Promise<PaymentTrail['agreement']> {
  if (!agreement) return null
  const versions = await findVersions(db, { municipalityCode, id: agreement.id })
  const holding = versions.filter(({ effectiveFrom }) => effectiveFrom === null || effectiveFrom <= payment.dueOn)
  const content: Content = asOf(versions, allNames, payment.dueOn).content
  const last = holding.at(-1)
  return {
    ...agreement,
    title: (content.title as string | null) ?? null,
    signedOn: content.signedOn ?? null,
    versionNumber: last?.number ?? null,
    versionAct: last?.act ?? null,
    effectiveFrom: last?.effectiveFrom ?? null,
    recordedAt: last?.recordedAt ?? null,
    recordedBy: last?.recordedBy ?? null
  }
}

type Judged = PaymentTrail['conditions'][number]

/** Whether a condition is met as things are now, and by what. */
function judged(
  condition: Omit<Judged, 'met' | 'because'>,
  { decision, agreement, payment }: Pick<PaymentTrail, 'decision' | 'agreement' | 'payment'>
): Judged {
  const say = (met: boolean | null, because: string): Judged => ({ ...condition, met, because })
  const { kind, notBefore, reports } = condition
  switch (kind) {
    case 'reportAccepted': {
      const open = reports.filter(({ status }) => status !== 'accepted' && status !== 'waived')
      if (reports.length === 0) return say(false, 'There is no such report yet.')
      if (open.length > 0) return say(false, `${open.length} of ${reports.length} reports is not accepted.`)
      const told = reports.map(one => (one.acceptedOn ? `accepted on ${one.acceptedOn}` : `waived on ${one.waivedOn}`))
      return say(true, `The report was ${told.join('; the next was ')}.`)
    }
    case 'notBefore':
      return say(notBefore! <= (payment.paidOn ?? today()), `It is not paid before ${notBefore}.`)
    case 'agreementSigned':
      if (!agreement?.signedOn) return say(false, 'No agreement is signed.')
      return say(true, `The agreement was signed on ${agreement.signedOn}.`)
    case 'decisionFinal':
      if (!decision.finalConfirmedOn) return say(false, 'Nobody has confirmed that the decision is final.')
      return say(true, `The decision was confirmed as final on ${decision.finalConfirmedOn}.`)
    case 'appealSettled': {
      const pending = decision.appeals.filter(({ outcome }) => !outcome)
      return say(pending.length === 0, `${pending.length} of ${decision.appeals.length} appeals has no outcome.`)
    }
    default:
      return say(null, 'It is judged for a day: see the payment.')
  }
}
