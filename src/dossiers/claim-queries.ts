import { sql } from 'drizzle-orm'
import type { Connection } from '../database/connection.ts'
import type { PaymentTrail } from './schemas.ts'
import { json, own } from './trail-queries.ts'

/** What is asked back of a payment or kept back from it, and its entries in the ledger. */

type Asked = { municipalityCode: string; paymentId: string; awardId: string }

/** Of a set-off the day is that of its payment; what was taken back is told too. */
const ofMovement = {
  ...own('movement', 'id', 'kind', 'amount', 'voucherNumber', 'reference', 'reason', 'paymentId', 'decisionId'),
  ...own('movement', 'createdAt', 'withdrawnAt', 'withdrawnReason'),
  ...{ movedOn: 'coalesce(movement.moved_on, paid.paid_on)', decisionBodyName: 'body.name' },
  ...{ decisionDecidedOn: 'decision.decided_on', decisionParagraph: 'decision.paragraph' }
}

/** Set-offs against the payment, and recoveries of its award: where one names a payment, only those of this one. */
export async function findClaims(db: Connection, { municipalityCode, paymentId, awardId }: Asked) {
  const { rows } = await db.execute<Pick<PaymentTrail, 'setOffs' | 'recoveries'>>(sql`
    select (
      select coalesce(json_agg(${json(own('movement', 'id', 'recoveryId', 'amount', 'createdAt', 'withdrawnAt'))}
        order by movement.id), '[]')
      from recovery_movements movement
      where movement.municipality_code = ${municipalityCode} and movement.payment_id = ${paymentId}
    ) as "setOffs", (
      select coalesce(json_agg(${json({
        ...own('recovery', 'id', 'paymentId', 'ground', 'clause', 'decisionId', 'decidedOn', 'amount', 'dueOn'),
        ...own('recovery', 'createdAt', 'withdrawnAt'),
        ...{ recovered: 'sums.recovered', writtenOff: 'sums.written_off', movements: 'moved.all' }
      })} order by recovery.id), '[]')
      from recoveries recovery
      cross join lateral (
        select coalesce(sum(movement.amount) filter (where movement.kind = 'repayment' or paid.paid_on is not null), 0)
                 as recovered,
               coalesce(sum(movement.amount) filter (where movement.kind = 'writeOff'), 0) as written_off
        from recovery_movements movement
        left join payments paid on paid.municipality_code = movement.municipality_code and paid.id = movement.payment_id
        where movement.municipality_code = recovery.municipality_code and movement.recovery_id = recovery.id
          and movement.withdrawn_at is null
      ) sums
      cross join lateral (
        select coalesce(json_agg(${json(ofMovement)} order by movement.id), '[]') as all
        from recovery_movements movement
        left join payments paid on paid.municipality_code = movement.municipality_code and paid.id = movement.payment_id
        left join decisions decision
          on decision.municipality_code = movement.municipality_code and decision.id = movement.decision_id
        left join bodies body on body.municipality_code = decision.municipality_code and body.id = decision.body_id
        where movement.municipality_code = recovery.municipality_code and movement.recovery_id = recovery.id
      ) moved
      where recovery.municipality_code = ${municipalityCode} and recovery.award_id = ${awardId}
        and coalesce(recovery.payment_id, ${paymentId}) = ${paymentId}
    ) as recoveries`)
  return rows[0]!
}

/** The entries of the payment, in the order in which they became known. */
export async function findEntries(
  db: Connection,
  { municipalityCode, paymentId }: Asked
): Promise<PaymentTrail['ledgerEntries']> {
  const { rows } = await db.execute<{ entry: PaymentTrail['ledgerEntries'][number] }>(sql`
    select ${json({
      ...{ sequence: 'entry.id', eventSequence: 'entry.event_id' },
      ...own('entry', 'recordedAt', 'kind', 'amount', 'paymentYear')
    })} as entry
    from ledger_entries entry
    where entry.municipality_code = ${municipalityCode} and entry.payment_id = ${paymentId}
    order by entry.id`)
  return rows.map(({ entry }) => entry)
}
