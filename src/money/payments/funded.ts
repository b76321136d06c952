import { type SQL, sql } from 'drizzle-orm'
import { type Code, ofMunicipality } from '../../platform/database/municipality.ts'

/**
 * Which agreement a payment is for: the one that it names; where it names none, those that its award funds. One rule for
 * lists, runs and trails. Aliases are those of a payment's row.
 */

/**
 * Whether the payment (its `agreement` and `award` columns, in its municipality) is for the agreement. PostgreSQL looks up an
 * array by the key of awards; it would compare a set with all payments.
 */
export function isForAgreement(code: Code, columns: { agreementId: SQL; awardId: SQL }, asked: SQL): SQL {
  const { agreementId, awardId } = columns
  return sql`(${agreementId} = ${asked} or ${agreementId} is null and ${awardId} = any(array(
    select funded.award_id from agreement_awards funded
    where ${ofMunicipality(code, 'funded')} and funded.agreement_id = ${asked})))`
}

/** An array of the ids of the agreements that the alias `payment` is for. Withdrawn ones count only where it names them. */
export const agreementsOf = (code: Code): SQL => sql`array(
  select agreement.id from agreements agreement
  where agreement.municipality_code = payment.municipality_code and ${ofMunicipality(code, 'agreement')}
    and (agreement.id = payment.agreement_id or payment.agreement_id is null and agreement.withdrawn_at is null
      and agreement.id in (select funded.agreement_id from agreement_awards funded
        where funded.municipality_code = payment.municipality_code and funded.award_id = payment.award_id
          and ${ofMunicipality(code, 'funded')}))
  order by agreement.id)`
