-- What an import recorded as paid already was counted as checked and approved, though nobody had checked or approved it here: it
-- is recorded. Entries stay: what they say is taken away by entries of the same dimensions, which become known now; closed years
-- stay as they were known at their closing, and the difference is told as an adjustment.
with unattested as materialized (
  select municipality_code, id from payments where paid_on is not null and checked_by is null and approved_by is null
), said as materialized (
  select entry.municipality_code, max(entry.event_id) as event_id, kind, line_id, decision_id, award_id, payment_id, recovery_id,
    scheme_id, body_id, organisation_ids, outcome, decision_year, grant_year, grant_year_to, payment_year,
    sum(amount) as amount, sum(facts)::int as facts, sum(unknown)::int as unknown
  from ledger_entries entry
  join unattested on unattested.municipality_code = entry.municipality_code and unattested.id = entry.payment_id
  where kind in ('checked', 'approved')
  group by entry.municipality_code, kind, line_id, decision_id, award_id, payment_id, recovery_id, scheme_id, body_id,
    organisation_ids, outcome, decision_year, grant_year, grant_year_to, payment_year
  having sum(amount) <> 0 or sum(facts) <> 0 or sum(unknown) <> 0
), instants as materialized (
  select municipality_code, known_instant(municipality_code) as at
  from (select distinct municipality_code from said order by 1) each
), appended as (
  insert into ledger_entries (municipality_code, recorded_at, event_id, kind, line_id, decision_id, award_id, payment_id,
    recovery_id, scheme_id, body_id, organisation_ids, outcome, decision_year, grant_year, grant_year_to, payment_year, amount,
    facts, unknown)
  select municipality_code, instants.at, event_id, move.kind, line_id, decision_id, award_id, payment_id, recovery_id, scheme_id,
    body_id, organisation_ids, outcome, decision_year, grant_year, grant_year_to, payment_year, move.sign * amount,
    move.sign * facts, move.sign * unknown
  from said join instants using (municipality_code)
  cross join lateral (values (said.kind, -1), (case said.kind when 'approved' then 'recorded' end, 1)) move (kind, sign)
  where move.kind is not null
  order by municipality_code, event_id, line_id, move.kind, grant_year, payment_id, payment_year
  returning *
)
insert into ledger_totals as total (municipality_code, kind, scheme_id, body_id, decision_year, grant_year, grant_year_to,
  payment_year, amount, facts, unknown)
select municipality_code, kind, coalesce(scheme_id, '00000000-0000-0000-0000-000000000000'), body_id, decision_year,
  coalesce(grant_year, 0), coalesce(grant_year_to, 0), coalesce(payment_year, 0), sum(amount), sum(facts), sum(unknown)
from appended group by 1, 2, 3, 4, 5, 6, 7, 8
on conflict on constraint ledger_totals_pk do update
set amount = total.amount + excluded.amount, facts = total.facts + excluded.facts, unknown = total.unknown + excluded.unknown;
