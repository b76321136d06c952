import { and, eq } from 'drizzle-orm'
import type { Static } from 'typebox'
import type { Actor, Ref } from '../../base/actor.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import type { App } from '../../platform/http/app.ts'
import { Day, Maybe, Strict, Text, Uuid } from '../../platform/http/schemas.ts'
import { decisions } from '../decisions/record.ts'
import { precision } from './content.ts'
import { agreementAct } from './present.ts'
import { checkDecision } from './references.ts'
import { lockAgreement, recordChange } from './write.ts'

export const Adoption = Strict(
  {
    decisionId: Maybe(Uuid('The decision that adopts it; null: it is known to be decided, but not by which decision')),
    decidedOn: Maybe(
      Day('Day of the decision; what the decision says unless told, and not stated where there is none', '2021-12-14')
    ),
    decidedOnPrecision: precision('the day'),
    reason: Maybe(Text('Why', 2000, 'Enligt förslag'))
  },
  {
    $id: 'AgreementAdoption',
    description: 'That an agreement was decided',
    example: { decisionId: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60' }
  }
)
type Adoption = Static<typeof Adoption>

/**
 * Records that a draft was decided. Of an old agreement it may be known that it was, and neither when nor by which
 * decision: none is made up. @throws NotFound, Conflict (decided already), Invalid (the decision)
 */
export async function decideAgreement(tx: Transaction, actor: Actor, ref: Ref, adoption: Adoption) {
  const { decisionId = null, reason } = adoption
  const row = await lockAgreement(tx, ref, 'decided')
  const meeting = decisionId ? await findMeeting(tx, ref.municipalityCode, decisionId) : undefined
  const decidedOn = adoption.decidedOn ?? meeting?.on ?? null
  const decidedOnPrecision = adoption.decidedOn ? (adoption.decidedOnPrecision ?? 'day') : (meeting?.precision ?? null)
  return await recordChange(tx, actor, row, {
    act: 'decided',
    status: 'decided',
    patch: { decidedOn, decidedOnPrecision },
    columns: { decisionId },
    effectiveFrom: decidedOn,
    decisionId,
    reason
  })
}

/** When the body met that decided. @throws Invalid (no such decision) */
async function findMeeting(tx: Transaction, municipalityCode: string, decisionId: string) {
  await checkDecision(tx, municipalityCode, decisionId)
  const [meeting] = await tx
    .select({ on: decisions.decidedOn, precision: decisions.decidedOnPrecision })
    .from(decisions)
    .where(and(eq(decisions.municipalityCode, municipalityCode), eq(decisions.id, decisionId)))
  return meeting!
}

/** `POST …/{id}/decide`. */
export function decideRoute(app: App) {
  agreementAct(app, 'decide', {
    says: [
      'Record that it was decided',
      'A draft becomes decided, by a decision of the register where it is known which.'
    ],
    body: Adoption,
    run: decideAgreement
  })
}
