CREATE TABLE "ledger_months" (
	"municipality_code" text NOT NULL,
	"kind" text NOT NULL,
	"scheme_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"decision_year" integer NOT NULL,
	"grant_year" integer NOT NULL,
	"grant_year_to" integer NOT NULL,
	"payment_year" integer NOT NULL,
	"payment_month" integer NOT NULL,
	"amount" numeric(18, 2) NOT NULL,
	"facts" bigint NOT NULL,
	CONSTRAINT "ledger_months_pk" PRIMARY KEY("municipality_code","kind","scheme_id","body_id","outcome","decision_year","grant_year","grant_year_to","payment_year","payment_month")
);
--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "allows_key_in_address" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD COLUMN "payment_month" integer;
--> statement-breakpoint
-- Entries are never changed; what they did not have until now is filled in, where the day that the record has today is of the
-- year that the entry names. Where a payment came back in the year in which it was paid, or movements are of several months,
-- the month stays null.
alter table ledger_entries disable trigger ledger_entries_append_only;
--> statement-breakpoint
update ledger_entries entry set payment_month = case
  when entry.kind = 'returned' then extract(month from payment.returned_on)
  when extract(year from coalesce(payment.paid_on, payment.due_on)) = entry.payment_year and (entry.kind = 'paid'
    or payment.returned_on is null or extract(year from payment.returned_on) <> entry.payment_year
    or extract(month from payment.returned_on) = extract(month from coalesce(payment.paid_on, payment.due_on)))
  then extract(month from coalesce(payment.paid_on, payment.due_on))
  when extract(year from coalesce(payment.paid_on, payment.due_on)) <> entry.payment_year
    and extract(year from payment.returned_on) = entry.payment_year
  then extract(month from payment.returned_on) end
from payments payment
where payment.municipality_code = entry.municipality_code and payment.id = entry.payment_id and entry.payment_year is not null;
--> statement-breakpoint
update ledger_entries entry set payment_month = extract(month from recovery.decided_on)
from recoveries recovery
where recovery.municipality_code = entry.municipality_code and recovery.id = entry.recovery_id and entry.kind = 'claimed'
  and extract(year from recovery.decided_on) = entry.payment_year;
--> statement-breakpoint
update ledger_entries entry set payment_month = moved.month
from (
  select movement.municipality_code, movement.recovery_id, movement.kind = 'writeOff' as is_write_off,
         extract(year from day.moved_on) as year, min(extract(month from day.moved_on)) as month
  from recovery_movements movement
  left join payments payment on payment.municipality_code = movement.municipality_code and payment.id = movement.payment_id
  cross join lateral (select coalesce(movement.moved_on, payment.paid_on) as moved_on) day
  where movement.withdrawn_at is null
  group by 1, 2, 3, 4 having min(extract(month from day.moved_on)) = max(extract(month from day.moved_on))
) moved
where moved.municipality_code = entry.municipality_code and moved.recovery_id = entry.recovery_id
  and entry.kind = case when moved.is_write_off then 'writtenOff' else 'recovered' end and moved.year = entry.payment_year;
--> statement-breakpoint
alter table ledger_entries enable trigger ledger_entries_append_only;
--> statement-breakpoint
insert into ledger_months (municipality_code, kind, scheme_id, body_id, outcome, decision_year, grant_year, grant_year_to,
  payment_year, payment_month, amount, facts)
select municipality_code, kind, coalesce(scheme_id, '00000000-0000-0000-0000-000000000000'), body_id, outcome, decision_year,
  coalesce(grant_year, 0), coalesce(grant_year_to, 0), payment_year, coalesce(payment_month, 0), sum(amount), sum(facts)
from ledger_entries where payment_year is not null group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;
