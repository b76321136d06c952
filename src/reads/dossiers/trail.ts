import type { Ref } from '../../base/actor.ts'
import { today } from '../../base/dates.ts'
import { conditionHolds } from '../../money/payments/hold-reasons.ts'
import type { Connection } from '../../platform/database/connection.ts'
import { contentNames } from '../../register/agreements/content.ts'
import { asOf } from '../../register/agreements/content-rules.ts'
import { findVersions } from '../../register/agreements/queries.ts'
import { ruleVersionOn } from '../../register/schemes/versions.ts'
import { judged } from './conditions.ts'
import {
  findChanges,
  findClaims,
  findConditions,
  findEntries,
  findRuns,
  findTrailHead,
  type TrailHead
} from './queries.ts'
import type { PaymentTrail } from './schemas.ts'
import { missingLinks, stepsOf } from './steps.ts'
import { inSwedish, type ToldTrail, type TrailLabels } from './words.ts'

/**
 * The trail of a payment: everything from the decision to the voucher and back, each with its time and actor; what is
 * told in words in both languages. Nine statements at most. @throws NotFound
 */
export async function findPaymentTrail(db: Connection, ref: Ref, labels: TrailLabels): Promise<ToldTrail> {
  const { municipalityCode, id: paymentId } = ref
  const head = await findTrailHead(db, ref)
  const day = today()
  const asked = { municipalityCode, paymentId, awardId: head.award.id }
  const judgedOn = head.payment.paidOn ?? day
  const [holds, conditions, events, runs, claims, ledgerEntries, scheme, agreement] = await Promise.all([
    conditionHolds(db, ref, judgedOn),
    findConditions(db, ref, judgedOn),
    findChanges(db, ref),
    findRuns(db, ref),
    findClaims(db, asked),
    findEntries(db, asked),
    schemeThen(db, municipalityCode, head),
    agreementThen(db, municipalityCode, head)
  ])
  const sections = { ...head, scheme, agreement, events, runs, ...claims, ledgerEntries, municipalityCode }
  const trail = { ...sections, conditions: judged(conditions, sections, holds) }
  return { ...trail, missing: missingLinks(trail), steps: stepsOf(trail, inSwedish(labels)) }
}

/** The scheme with the rules that held when the grant was decided. */
async function schemeThen(
  db: Connection,
  municipalityCode: string,
  { scheme, decision }: TrailHead
): Promise<PaymentTrail['scheme']> {
  if (!scheme) return null
  const found = await ruleVersionOn(db, { municipalityCode, id: scheme.id }, decision.decidedOn)
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
  const { content, status } = asOf(versions, contentNames, payment.dueOn)
  const last = holding.at(-1)
  return {
    ...agreement,
    title: content.title,
    signed: status !== 'draft' && status !== 'decided',
    signedOn: content.signedOn,
    versionNumber: last?.number ?? null,
    versionAct: last?.act ?? null,
    effectiveFrom: last?.effectiveFrom ?? null,
    recordedAt: last?.recordedAt ?? null,
    recordedBy: last?.recordedBy ?? null
  }
}
