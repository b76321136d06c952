import { type SQL, sql } from 'drizzle-orm'
import { swedishDayOf } from '../../platform/database/days.ts'
import { holdReasonsQuery } from './hold-reasons.ts'
import { asKnownAt } from './hold-records.ts'

/** Entries of planned and unpaid money, and their sum: 0 for a payment that is paid or cancelled. */
export const opening = sql`entry.payment_id is not null and entry.kind in ('planned', 'paid', 'returned')`
export const openOf = sql`sum(case entry.kind when 'paid' then -entry.amount else entry.amount end)`

/**
 * What was planned and not paid, as known at an instant, and whether anything held it on a day, else on that of the instant
 * (in Sweden): a query of payment_id, amount, is_held and what the ledger tells amounts apart by. `is_held` is null where it
 * is not known any longer: of payments that were planned before states of records were kept (migration 0007). `which`
 * narrows it by year, scheme or body of an `entry`.
 */
export function openKnown(municipalityCode: string, knownAt: string, on?: string, which = sql`true`): SQL {
  const [code, instant] = [sql`${municipalityCode}::text`, sql`${knownAt}::timestamptz`]
  const known = sql`entry.municipality_code = ${code} and ${opening} and entry.recorded_at <= ${instant}`
  // All payments of those awards count: what earlier ones used up may hold later ones.
  const money = sql`
    select payment_id, award_id, decision_id, grant_year, grant_year_to,
           coalesce(sum(amount) filter (where kind = 'planned'), 0) as live, ${openOf} as open
    from ledger_entries entry where ${known} and entry.award_id in (select award_id from open)
    group by 1, 2, 3, 4, 5`
  const day = on ? sql`${on}::date` : swedishDayOf(instant)
  return sql`
    with open as materialized (
      select payment_id, award_id from ledger_entries entry where ${known} and ${which} group by 1, 2 having ${openOf} <> 0
    ), amounts as materialized (
      select payment_id, line_id, decision_id, decision_year, grant_year, grant_year_to, payment_year, payment_month,
             scheme_id, body_id, organisation_ids, ${openOf} as amount
      from ledger_entries entry where ${known} and ${which} and entry.payment_id in (select payment_id from open)
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 having ${openOf} <> 0
    ), held as (
      select distinct payment_id from (${holdReasonsQuery(asKnownAt(code, instant, money), day)}) reason
    )
    select amounts.*, case when state.id is not null then held.payment_id is not null end as is_held
    from amounts
    left join lateral (
      select id from known_states
      where municipality_code = ${code} and relation = 'payments' and id = amounts.payment_id and known_at <= ${instant}
      limit 1
    ) state on true
    left join held on held.payment_id = amounts.payment_id`
}
