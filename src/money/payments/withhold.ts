import { type Static, Type } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { checkReferences } from '../../platform/database/cross-references.ts'
import type { App } from '../../platform/http/app.ts'
import { Nullable, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { act } from '../../platform/records/kit.ts'
import { decisions } from '../../register/decisions/record.ts'
import { refuseSettled } from './changes.ts'
import { problems } from './problems.ts'
import { shownToday } from './queries.ts'
import { payment } from './record.ts'
import { changePayments, lockPayment } from './write.ts'

export const Withholding = Strict(
  {
    reason: Text('Why it is withheld', 1000, 'Verksamheten utreds'),
    decisionId: Type.Optional(Nullable(Uuid('The decision to withhold it')))
  },
  { $id: 'Withholding', description: 'Withholding a payment', example: { reason: 'Verksamheten utreds' } }
)
type Withholding = Static<typeof Withholding>

export const Releasing = Strict(
  {
    reason: Text('Why it is let go', 1000, 'Utredningen är klar'),
    decisionId: Type.Optional(Nullable(Uuid('The decision to let it go')))
  },
  { $id: 'Releasing', description: 'Letting a withheld payment go', example: { reason: 'Utredningen är klar' } }
)

/**
 * Withholds a payment until somebody releases it; its attestations stand.
 * @throws NotFound, Invalid (the decision), Conflict (cancelled, withheld, ordered, paid)
 */
export async function withholdPayment(tx: Transaction, actor: Actor, ref: Ref, { reason, decisionId }: Withholding) {
  await checkDecision(tx, ref, decisionId)
  const before = await lockPayment(tx, ref)
  if (before.status !== 'approved') refuseSettled(before)
  if (before.withheldAt)
    throw new Conflict(problems['payment-withheld'], {
      en: `It is withheld already: ${before.withheldReason}`,
      sv: `Den hålls redan inne: ${before.withheldReason}`
    })
  const withheldAt = new Date().toISOString()
  const changes = { withheldAt, withheldReason: reason, withheldDecisionId: decisionId ?? null }
  await changePayments(tx, actor, ref.municipalityCode, [{ before, verb: 'withheld', changes, reason }])
  return ref
}

/** Lets go a payment that was withheld. @throws NotFound, Invalid (the decision), Conflict (`payment-not-withheld`) */
export async function releasePayment(tx: Transaction, actor: Actor, ref: Ref, { reason, decisionId }: Withholding) {
  await checkDecision(tx, ref, decisionId)
  const before = await lockPayment(tx, ref)
  if (!before.withheldAt)
    throw new Conflict(problems['payment-not-withheld'], { en: 'Nobody withholds it.', sv: 'Ingen håller inne den.' })
  const changes = { withheldAt: null, withheldReason: null, withheldDecisionId: null }
  const told = decisionId ? { releasedDecisionId: decisionId } : {}
  await changePayments(tx, actor, ref.municipalityCode, [{ before, verb: 'released', changes, reason, told }])
  return ref
}

const checkDecision = (tx: Transaction, { municipalityCode }: Ref, id: string | null | undefined) =>
  checkReferences(tx, municipalityCode, [{ table: decisions, id, field: '/decisionId', what: 'a decision' }])

export function withholdRoutes(app: App) {
  act(app, payment, 'withhold', {
    operationId: 'withholdPayment',
    says: [
      'Withhold a payment',
      'Holds a payment until somebody releases it, with the reason and the decision, if there is one.'
    ],
    body: Withholding,
    run: shownToday(withholdPayment)
  })
  act(app, payment, 'release', {
    operationId: 'releasePayment',
    says: [
      'Release a payment',
      'Lets go a payment that was withheld, with the reason and the decision, if there is one. What else holds it goes on holding it.'
    ],
    body: Releasing,
    run: shownToday(releasePayment)
  })
}
