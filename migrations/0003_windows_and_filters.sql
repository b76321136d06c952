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
CREATE INDEX "decision_appeals_open" ON "decision_appeals" USING btree ("municipality_code","decision_id") WHERE outcome is null and withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "applications_last_day" ON "applications" USING btree ("municipality_code","last_day","id");--> statement-breakpoint
CREATE INDEX "applications_late" ON "applications" USING btree ("municipality_code","late","id");--> statement-breakpoint
CREATE INDEX "applications_window" ON "applications" USING btree ("municipality_code","window_id","id");--> statement-breakpoint
CREATE INDEX "applications_withdrawn" ON "applications" USING btree ("municipality_code","id") WHERE withdrawn_at is not null;--> statement-breakpoint
CREATE INDEX "applications_round" ON "applications" USING btree ("municipality_code","round","id");--> statement-breakpoint
CREATE INDEX "decisions_kind" ON "decisions" USING btree ("municipality_code","kind","meeting_date","id");--> statement-breakpoint
CREATE INDEX "decisions_paragraph" ON "decisions" USING btree ("municipality_code","paragraph","meeting_date","id") WHERE paragraph is not null;--> statement-breakpoint
CREATE INDEX "decisions_delegate_role" ON "decisions" USING btree ("municipality_code","delegate_role","meeting_date","id") WHERE delegate_role is not null;--> statement-breakpoint
CREATE INDEX "decisions_proposal_outcome" ON "decisions" USING btree ("municipality_code","proposal_outcome","meeting_date","id") WHERE proposal_outcome is not null;--> statement-breakpoint
CREATE INDEX "decisions_unreported" ON "decisions" USING btree ("municipality_code","meeting_date","id") WHERE kind = 'delegated' and reported_in_decision_id is null and reported_meeting_date is null;--> statement-breakpoint
CREATE INDEX "decisions_annulled" ON "decisions" USING btree ("municipality_code","meeting_date","id") WHERE annulled_at is not null;--> statement-breakpoint
CREATE INDEX "decisions_final" ON "decisions" USING btree ("municipality_code","meeting_date","id") WHERE final_confirmed_at is not null;--> statement-breakpoint
CREATE INDEX "decisions_not_final" ON "decisions" USING btree ("municipality_code","meeting_date","id") WHERE final_confirmed_at is null;--> statement-breakpoint
CREATE INDEX "decisions_withdrawn" ON "decisions" USING btree ("municipality_code","meeting_date","id") WHERE withdrawn_at is not null;--> statement-breakpoint
CREATE INDEX "schemes_kind" ON "schemes" USING btree ("municipality_code","kind","name","id");--> statement-breakpoint
CREATE INDEX "schemes_body" ON "schemes" USING btree ("municipality_code","body_id","name","id");--> statement-breakpoint
CREATE INDEX "schemes_name" ON "schemes" USING btree ("municipality_code","name","id");--> statement-breakpoint
CREATE INDEX "schemes_needs_review" ON "schemes" USING btree ("municipality_code","name","id") WHERE needs_review;--> statement-breakpoint
CREATE INDEX "schemes_withdrawn" ON "schemes" USING btree ("municipality_code","name","id") WHERE withdrawn_at is not null;--> statement-breakpoint
CREATE INDEX "awards_withdrawn" ON "awards" USING btree ("municipality_code","id") WHERE withdrawn_at is not null;--> statement-breakpoint
CREATE INDEX "decision_lines_outcome" ON "decision_lines" USING btree ("municipality_code","outcome","id");--> statement-breakpoint
CREATE INDEX "decision_lines_answer" ON "decision_lines" USING btree ("municipality_code","outcome","application_id") WHERE application_id is not null;--> statement-breakpoint
CREATE INDEX "decision_lines_grant_year" ON "decision_lines" USING btree ("municipality_code","grant_year_from","id");--> statement-breakpoint
CREATE INDEX "decision_lines_grant_years" ON "decision_lines" USING btree ("municipality_code","grant_year_from","grant_year_to") WHERE grant_year_to > grant_year_from;--> statement-breakpoint
CREATE INDEX "decision_lines_withdrawn" ON "decision_lines" USING btree ("municipality_code","id") WHERE withdrawn_at is not null;--> statement-breakpoint
CREATE INDEX "applications_guarantor" ON "applications" USING btree ("municipality_code","guarantor_organisation_id","id");--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_window_scheme" CHECK (window_id is null or scheme_id is not null);