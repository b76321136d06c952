import { sql } from 'drizzle-orm'
import type { Transaction } from '../database/connection.ts'
import type { PaymentRow } from '../payments/record.ts'

/** Kronor that are set off from a payment, `0.00` where nothing is. */
export async function setOffOf(tx: Transaction, { municipalityCode, id }: PaymentRow): Promise<string> {
  const { rows } = await tx.execute<{ amount: string }>(sql`
    select coalesce(sum(amount), 0)::numeric(14, 2) as amount from recovery_movements
    where municipality_code = ${municipalityCode} and payment_id = ${id} and kind = 'setOff' and withdrawn_at is null`)
  return rows[0]!.amount
}

export type Standing = {
  decidedOn: string
  /** The live run that the payment is in. */
  runId: string | null
  reissuedAs: string | null
}

/** What else there is to a payment. */
export async function standingOf(tx: Transaction, { municipalityCode, id, awardId }: PaymentRow): Promise<Standing> {
  const { rows } = await tx.execute<Standing>(sql`
    select decision.meeting_date as "decidedOn",
           (select run_id from payment_run_items where municipality_code = ${municipalityCode} and payment_id = ${id}
              and status = 'live') as "runId",
           (select id from payments where municipality_code = ${municipalityCode} and reissue_of_id = ${id}
              and withdrawn_at is null) as "reissuedAs"
    from awards award
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    where award.municipality_code = ${municipalityCode} and award.id = ${awardId}`)
  return rows[0]!
}
