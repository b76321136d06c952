import { sql } from 'drizzle-orm'
import type { Ref } from '../actor.ts'
import type { Transaction } from '../database/connection.ts'
import type { PaymentRow } from '../payments/record.ts'

/** Kronor that are set off from a payment, `0.00` where nothing is. */
export async function setOffOf(tx: Transaction, { municipalityCode, id }: PaymentRow): Promise<string> {
  const { rows } = await tx.execute<{ amount: string }>(sql`
    select coalesce(sum(amount), 0)::numeric(14, 2) as amount from recovery_movements
    where municipality_code = ${municipalityCode} and payment_id = ${id} and kind = 'setOff' and withdrawn_at is null`)
  return rows[0]!.amount
}

export type Room = {
  withdrawn: boolean
  decidedOn: string
  /** The live run that the payment is in. */
  runId: string | null
  reissuedAs: string | null
  /** Whether the award of the period has room for what came back. */
  room: boolean
}

/**
 * Locks the award of a payment until the transaction ends, before the payment itself: whoever plans payments of an award
 * locks it first too, so what is found of it stays and no two wait for each other.
 */
export async function lockAwardOf(tx: Transaction, { municipalityCode, id }: Ref): Promise<void> {
  await tx.execute(sql`
    select from awards where municipality_code = ${municipalityCode}
      and id = (select award_id from payments where municipality_code = ${municipalityCode} and id = ${id}) for update`)
}

/** What else there is to a payment. */
export async function roomFor(tx: Transaction, payment: PaymentRow): Promise<Room> {
  const { municipalityCode, id, awardId, grantYear, returnedAmount } = payment
  const { rows } = await tx.execute<Room>(sql`
    select award.withdrawn_at is not null as withdrawn, decision.meeting_date as "decidedOn",
           (select run_id from payment_run_items where municipality_code = ${municipalityCode} and payment_id = ${id}
              and status = 'live') as "runId",
           (select id from payments where municipality_code = ${municipalityCode} and reissue_of_id = ${id}
              and withdrawn_at is null) as "reissuedAs",
           coalesce(line.granted_certainty = 'exact' and line.granted >= ${returnedAmount ?? 0}::numeric + (
             select sum(amount - coalesce(returned_amount, 0)) from payments
             where municipality_code = ${municipalityCode} and award_id = ${awardId} and withdrawn_at is null
               and grant_year is not distinct from ${grantYear}::int), false) as room
    from awards award
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    where award.municipality_code = ${municipalityCode} and award.id = ${awardId}`)
  return rows[0]!
}
