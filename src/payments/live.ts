import { sql } from 'drizzle-orm'

/** Parts of queries in which `payment` is a payment and `line` the line of its award. */

/**
 * What the line gives for the period of a payment (aliases `line`, `payment`): 0 where it gives nothing for that period
 * any longer, or nothing exact.
 */
export const grantedOf = sql`case when line.granted_certainty = 'exact' and (
    case when line.amount_per = 'year'
      then payment.grant_year_to is null and payment.grant_year between line.grant_year_from and line.grant_year_to
      else payment.grant_year is not distinct from line.grant_year_from
        and payment.grant_year_to is not distinct from nullif(line.grant_year_to, line.grant_year_from) end)
  then line.granted else 0 end`

/** What is live of a payment: planned, less what came back. */
export const liveOf = sql`(payment.amount - coalesce(payment.returned_amount, 0))`
