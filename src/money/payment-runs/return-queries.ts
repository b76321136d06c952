import { sql } from 'drizzle-orm'
import type { Ref } from '../../base/actor.ts'
import type { Transaction } from '../../platform/database/connection.ts'
import { ofMunicipality } from '../../platform/database/municipality.ts'
import { setOffAgainst } from '../payments/live.ts'
import type { PaymentRow } from '../payments/record.ts'

/** Kronor that are set off from a payment, `0.00` where nothing is. */
export async function setOffOf(tx: Transaction, { municipalityCode, id }: Ref): Promise<string> {
  const { rows } = await tx.execute<{ amount: string }>(
    sql`select ${setOffAgainst(municipalityCode, sql`${id}`)} as amount`
  )
  return rows[0]!.amount
}

/** Locks the recoveries of a locked award, in the order of ids: none of them changes until the transaction ends. */
export async function lockRecoveries(tx: Transaction, municipalityCode: string, awardId: string): Promise<void> {
  await tx.execute(sql`
    select from recoveries where municipality_code = ${municipalityCode} and award_id = ${awardId} order by id for update`)
}

/** Locks the awards of payments and their recoveries, each in the order of ids, before the payments themselves are locked. */
export async function lockAwardsOf(tx: Transaction, municipalityCode: string, paymentIds: string[]): Promise<void> {
  if (paymentIds.length === 0) return
  const awardIds = sql`(
    select award_id from payments where municipality_code = ${municipalityCode} and id = any(${sql.param(paymentIds)}::uuid[]))`
  await tx.execute(sql`
    select from awards where municipality_code = ${municipalityCode} and id in ${awardIds} order by id for update`)
  await tx.execute(sql`
    select from recoveries where municipality_code = ${municipalityCode} and award_id in ${awardIds} order by id for update`)
}

export type Claims = {
  /** Kronor, of the award's period and of the one payment. */
  paid: string
  returned: string
  claimed: string
  leftOfPayment: string
  claimedOfPayment: string
}

type Claimed = Pick<PaymentRow, 'municipalityCode' | 'awardId' | 'grantYear' | 'grantYearTo'> & { id: string | null }

/**
 * Sums payments, returns and recoveries (less write-offs) of one period of an award. For the payment `id` it also tells how
 * much stayed paid and how much is asked back.
 */
export async function claimsOn(tx: Transaction, of: Claimed): Promise<Claims> {
  const { municipalityCode, id, awardId, grantYear, grantYearTo } = of
  const { rows } = await tx.execute<Claims>(sql`
    with of_period as (
      select id, amount, returned_amount from payments
      where municipality_code = ${municipalityCode} and award_id = ${awardId} and paid_on is not null
        and grant_year is not distinct from ${grantYear}::int and grant_year_to is not distinct from ${grantYearTo}::int
    ), standing as (
      select payment_id, amount - coalesce((
          select sum(movement.amount) from recovery_movements movement
          where movement.municipality_code = recovery.municipality_code and movement.recovery_id = recovery.id
            and ${ofMunicipality(municipalityCode, 'movement')}
            and movement.kind = 'writeOff' and movement.withdrawn_at is null), 0) as amount
      from recoveries recovery
      where municipality_code = ${municipalityCode} and award_id = ${awardId} and withdrawn_at is null
        and grant_year is not distinct from ${grantYear}::int and grant_year_to is not distinct from ${grantYearTo}::int
    )
    select coalesce(sum(amount), 0)::numeric(14, 2) as paid,
           coalesce(sum(returned_amount), 0)::numeric(14, 2) as returned,
           coalesce(sum(amount - coalesce(returned_amount, 0)) filter (where id = ${id}::uuid), 0)::numeric(14, 2) as "leftOfPayment",
           (select coalesce(sum(amount), 0)::numeric(14, 2) from standing) as claimed,
           (select coalesce(sum(amount), 0)::numeric(14, 2) from standing where payment_id = ${id}::uuid)
             as "claimedOfPayment"
    from of_period`)
  return rows[0]!
}

export type Standing = {
  decidedOn: string
  /** The live run that the payment is in. */
  runId: string | null
  /** Kronor that were issued anew of it, and the last payment that does. */
  reissued: string
  reissuedAs: string | null
}

/** What else the return of a payment is judged by. */
export async function standingOf(tx: Transaction, { municipalityCode, id, awardId }: PaymentRow): Promise<Standing> {
  const { rows } = await tx.execute<Standing>(sql`
    select decision.decided_on as "decidedOn",
           (select run_id from payment_run_items where municipality_code = ${municipalityCode} and payment_id = ${id}
              and status = 'live') as "runId",
           reissued.amount as reissued, reissued.last as "reissuedAs"
    from awards award
    cross join (
      select coalesce(sum(amount), 0)::numeric(14, 2)::text as amount, max(id::text) as last from payments
      where municipality_code = ${municipalityCode} and reissue_of_id = ${id} and withdrawn_at is null
    ) reissued
    join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    where ${ofMunicipality(municipalityCode, 'award', 'line', 'decision')} and award.id = ${awardId}`)
  return rows[0]!
}
