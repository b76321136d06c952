DROP INDEX "applications_deadline";--> statement-breakpoint
DROP INDEX "applications_guarantor";--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "window_id" uuid;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "window_deadline" date;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "last_day" date GENERATED ALWAYS AS (coalesce(deadline, window_deadline)) STORED;--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "late" text GENERATED ALWAYS AS (case
  when received_on is null or coalesce(deadline, window_deadline) is null then 'unknown'
  when received_on > coalesce(deadline, window_deadline) then 'yes'
  when received_on_precision = 'day' or (date_trunc('month', received_on::timestamp) + interval '1 month'
    * case received_on_precision when 'month' then 1 when 'season' then 3 else 12 end
    - interval '1 day')::date <= coalesce(deadline, window_deadline) then 'no'
  else 'possible' end) STORED;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_window_fk" FOREIGN KEY ("municipality_code","window_id") REFERENCES "public"."scheme_windows"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "applications_last_day" ON "applications" USING btree ("municipality_code","last_day","id");--> statement-breakpoint
CREATE INDEX "applications_late" ON "applications" USING btree ("municipality_code","late","id");--> statement-breakpoint
CREATE INDEX "applications_window" ON "applications" USING btree ("municipality_code","window_id","id");--> statement-breakpoint
CREATE INDEX "applications_round" ON "applications" USING btree ("municipality_code","round","id");--> statement-breakpoint
CREATE INDEX "applications_guarantor" ON "applications" USING btree ("municipality_code","guarantor_organisation_id","id");--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_window_scheme" CHECK (window_id is null or scheme_id is not null);