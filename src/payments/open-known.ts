import { type SQL, sql } from 'drizzle-orm'
import { asKnownAt } from './hold-sources.ts'
import { reasons } from './holds.ts'

/**
 * What was planned and not paid, as known at an instant, and whether anything held it on a day, else on that of the instant
 * (in Sweden): a query of payment_id, amount, is_held and what the ledger tells amounts apart by. `is_held` is null where it is not known
 * any longer: of payments that were planned before states of records were kept (migration 0007).
 */
export function openKnown(municipalityCode: string, knownAt: string, on?: string): SQL {
  const [code, instant] = [sql`${municipalityCode}::text`, sql`${knownAt}::timestamptz`]
  const money = sql`
    select payment_id, award_id, decision_id, grant_year, grant_year_to, sum(live) as live, sum(open) as open
    from moved group by 1, 2, 3, 4, 5`
  const day = on ? sql`${on}::date` : sql`(${instant} at time zone 'Europe/Stockholm')::date`
  const held = reasons(asKnownAt(code, instant, money), day)
  return sql`
    with moved as materialized (
      select payment_id, award_id, decision_id, decision_year, grant_year, grant_year_to, payment_year, scheme_id, body_id,
             organisation_ids, sum(amount) filter (where kind = 'planned') as live,
             sum(case kind when 'paid' then -amount else amount end) as open
      from ledger_entries
      where municipality_code = ${code} and payment_id is not null and kind in ('planned', 'paid', 'returned')
        and recorded_at <= ${instant}
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    )
    select moved.payment_id, moved.open as amount, case when state.id is not null then held.payment_id is not null end as is_held,
           moved.decision_year, moved.grant_year, moved.grant_year_to, moved.payment_year, moved.scheme_id, moved.body_id,
           moved.organisation_ids
    from moved
    left join lateral (
      select id from known_states
      where municipality_code = ${code} and relation = 'payments' and id = moved.payment_id and known_at <= ${instant} limit 1
    ) state on true
    left join (select distinct payment_id from (${held}) reason) held on held.payment_id = moved.payment_id
    where moved.open <> 0`
}
