import { sql } from 'drizzle-orm'
import type { Actor, Ref } from '../../base/actor.ts'
import { Conflict } from '../../base/errors.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import type { App } from '../../platform/http/app.ts'
import { Withdrawal } from '../../platform/http/schemas.ts'
import { agreementAct } from './present.ts'
import { problems } from './problems.ts'
import { lockAgreement, recordChange } from './write.ts'

/** Throws away a draft, or takes back one that was registered in error. @throws NotFound, Conflict (the status, payments) */
async function withdrawAgreement(
  tx: Transaction,
  actor: Actor,
  ref: Ref,
  reason: string,
  act: 'discarded' | 'withdrawn'
) {
  const row = await lockAgreement(tx, ref, act)
  await refusePaid(tx, ref)
  const columns = { withdrawnAt: new Date().toISOString(), withdrawnReason: reason }
  return await recordChange(tx, actor, row, { act, columns, reason })
}

/** Nothing that is planned or paid is left without its agreement. @throws Conflict */
async function refusePaid(tx: Transaction, { municipalityCode, id }: Ref) {
  const of = sql`municipality_code = ${municipalityCode} and agreement_id = ${id} and withdrawn_at is null`
  const { rows } = await tx.execute(
    sql`select from payment_plans where ${of} union all select from payments where ${of} limit 1`
  )
  if (rows.length === 0) return
  throw new Conflict(problems['agreement-has-payments'], {
    en: 'Payments are planned for the agreement: cancel the plans first.',
    sv: 'Utbetalningar är planerade för avtalet: avbryt planerna först.'
  })
}

/** `POST …/{id}/discard` and `withdraw`. */
export function withdrawRoutes(app: App) {
  agreementAct(app, 'discard', {
    says: ['Discard a draft', 'A draft that came to nothing. It is kept, and can be listed with withdrawn=include.'],
    body: Withdrawal,
    run: (tx, actor, ref, { reason }) => withdrawAgreement(tx, actor, ref, reason, 'discarded')
  })
  agreementAct(app, 'withdraw', {
    says: [
      'Withdraw an agreement registered in error',
      'Takes back an agreement, decided or signed, that should not stand in the register at all.'
    ],
    body: Withdrawal,
    run: (tx, actor, ref, { reason }) => withdrawAgreement(tx, actor, ref, reason, 'withdrawn')
  })
}
