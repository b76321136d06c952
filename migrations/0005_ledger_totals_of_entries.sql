-- The sums of the entries that were appended before sums were kept.
insert into ledger_totals (municipality_code, kind, scheme_id, body_id, decision_year, grant_year, grant_year_to,
  payment_year, amount, facts, unknown)
select municipality_code, kind, coalesce(scheme_id, '00000000-0000-0000-0000-000000000000'), body_id, decision_year,
  coalesce(grant_year, 0), coalesce(grant_year_to, 0), coalesce(payment_year, 0), sum(amount), sum(facts), sum(unknown)
from ledger_entries
group by 1, 2, 3, 4, 5, 6, 7, 8;
