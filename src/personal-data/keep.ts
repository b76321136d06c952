import { sql } from 'drizzle-orm'
import type { Ref } from '../base/actor.ts'
import { withSums } from '../money/recoveries/record.ts'
import type { Connection } from '../platform/database/connection.ts'
import { ofMunicipality } from '../platform/database/municipality.ts'
import { DAYS_OF_APPEAL, DAYS_WITHOUT_NOTICE, type Ground, grounds, YEARS_OF_ACCOUNTS } from './rules.ts'

export type MustBeKept = { ground: Ground; law: string; ids: string[]; until: string | null }

/** The last day of accounting information of the day. */
const lastOfAccounts = (day: unknown) => sql`make_date(extract(year from ${day})::int + ${YEARS_OF_ACCOUNTS}, 12, 31)`

/**
 * Why the person must be kept on the day `on`, by ground: records, and the last day on which they demand it (null: not known).
 * `archivedUntil`: the day before the one on which the municipality's own rule lets it go; null where it has none.
 */
export async function mustBeKept(
  db: Connection,
  { municipalityCode, id }: Ref,
  on: string,
  archive: { until: string; source: string } | null
): Promise<MustBeKept[]> {
  const of = (...aliases: string[]) => ofMunicipality(municipalityCode, ...aliases)
  const { rows } = await db.execute<Omit<MustBeKept, 'law'>>(sql`
    with kept as (
      select 'accounting' as ground, payment.id, ${lastOfAccounts(sql`coalesce(payment.returned_on, payment.paid_on)`)} as until
      from payments payment where ${of('payment')} and payment.payee_organisation_id = ${id} and payment.paid_on is not null
      union all
      select 'accounting', movement.id, ${lastOfAccounts(sql`coalesce(movement.moved_on, payment.paid_on)`)}
      from recoveries recovery
      join recovery_movements movement on movement.municipality_code = recovery.municipality_code
        and movement.recovery_id = recovery.id
      left join payments payment on payment.municipality_code = movement.municipality_code
        and payment.id = movement.payment_id and ${of('payment')}
      where ${of('recovery', 'movement')} and recovery.organisation_id = ${id} and movement.withdrawn_at is null
      union all
      select 'unpaid', payment.id, null from payments payment
      where ${of('payment')} and payment.payee_organisation_id = ${id} and payment.withdrawn_at is null
        and payment.status in ('planned', 'checked', 'approved', 'ordered')
      union all
      select 'recovery', recoveries.id, null from recoveries ${withSums(municipalityCode)}
      where ${of('recoveries')} and recoveries.organisation_id = ${id} and recoveries.withdrawn_at is null
        and recoveries.amount > sums.recovered + sums.written_off
      union all
      select 'appeal', decision.id,
        case when pending.id is null then coalesce((decision.finality ->> 'finalOn')::date,
          decision.notice_up_on + ${DAYS_OF_APPEAL}::int, decision.decided_on + ${DAYS_WITHOUT_NOTICE}::int) end
      from decisions decision
      left join decision_appeals pending on pending.municipality_code = decision.municipality_code
        and pending.decision_id = decision.id and pending.outcome is null and pending.withdrawn_at is null and ${of('pending')}
      where ${of('decision')} and decision.withdrawn_at is null and decision.annulment_recorded_at is null
        and (pending.id is not null or decision.final_confirmed_at is null)
        and decision.id in (
          select line.decision_id from decision_lines line
          join decision_line_recipients recipient on recipient.municipality_code = line.municipality_code
            and recipient.line_id = line.id
          where ${of('line', 'recipient')} and recipient.organisation_id = ${id} and line.withdrawn_at is null)
      union all
      select 'agreement', agreement.id, nullif(agreement.ends_latest, '9999-12-31'::date) from agreements agreement
      join agreement_parties party on party.municipality_code = agreement.municipality_code
        and party.agreement_id = agreement.id
      where ${of('agreement', 'party')} and party.organisation_id = ${id} and agreement.withdrawn_at is null
        and agreement.status in ('decided', 'signed')
    )
    select ground, (array_agg(distinct id order by id))[1:100] as ids,
      case when bool_or(until is null) then null else max(until)::text end as until
    from kept where until is null or until >= ${on}::date group by ground order by ground`)
  const found = rows.map(row => ({ ...row, law: grounds[row.ground].law as string }))
  if (archive && archive.until >= on)
    found.push({ ground: 'archive', law: `${grounds.archive.law}; ${archive.source}`, ids: [id], until: archive.until })
  return found
}
