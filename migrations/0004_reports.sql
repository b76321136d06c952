ALTER TABLE "reports" ADD COLUMN "submitted_by" text;--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "acceptance_note" text;--> statement-breakpoint
CREATE INDEX "report_requirements_by_reference" ON "report_requirements" USING btree ("municipality_code","reference") WHERE reference is not null;--> statement-breakpoint
CREATE INDEX "reports_kind" ON "reports" USING btree ("municipality_code","kind","due_on","id");--> statement-breakpoint
CREATE INDEX "reports_by_reference" ON "reports" USING btree ("municipality_code","reference") WHERE reference is not null;--> statement-breakpoint
CREATE INDEX "reports_missed" ON "reports" USING btree ("municipality_code","due_on","id") WHERE withdrawn_at is null and (status in ('expected', 'returned') or submitted_on > due_on or waived_on > due_on);