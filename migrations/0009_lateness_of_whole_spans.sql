ALTER TABLE "applications" drop column "late";--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "late" text GENERATED ALWAYS AS (case
  when received_on is null or coalesce(deadline, window_deadline) is null then 'unknown'
  when (case received_on_precision when 'day' then received_on when 'year' then make_date(extract(year from received_on)::int, 1, 1)
    else date_trunc('month', received_on::timestamp)::date end) > coalesce(deadline, window_deadline) then 'yes'
  when (case received_on_precision when 'day' then received_on when 'year' then make_date(extract(year from received_on)::int, 12, 31)
    else least((date_trunc('month', received_on::timestamp) + interval '1 month' * case received_on_precision when 'season' then 3 else 1 end
      - interval '1 day')::date, date '9999-12-31') end) <= coalesce(deadline, window_deadline) then 'no'
  else 'possible' end) STORED;--> statement-breakpoint
CREATE INDEX "applications_late" ON "applications" USING btree ("municipality_code","late","id");
