import { type SQL, sql } from 'drizzle-orm'
import { type Code, ofMunicipality } from '../../platform/database/municipality.ts'

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

/** Joins the award of `payment`, its `line` and its `decision`. */
export const withDecision = (code: Code) => sql`
  join awards award on award.municipality_code = payment.municipality_code and award.id = payment.award_id
    and ${ofMunicipality(code, 'award')}
  join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
    and ${ofMunicipality(code, 'line')}
  join decisions decision on decision.municipality_code = line.municipality_code and decision.id = line.decision_id
    and ${ofMunicipality(code, 'decision')}`

/** Kronor that stand set off against a payment, 0 where nothing does; they count as recovered once it is paid. */
export const setOffAgainst = (code: Code, paymentId: SQL) => sql`(
  select coalesce(sum(movement.amount), 0)::numeric(14, 2) from recovery_movements movement
  where ${ofMunicipality(code, 'movement')} and movement.payment_id = ${paymentId}
    and movement.withdrawn_at is null)`
