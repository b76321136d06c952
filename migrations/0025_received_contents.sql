CREATE TABLE "received_contents" (
	"municipality_code" text NOT NULL,
	"record_id" uuid NOT NULL,
	"content_hash" text NOT NULL,
	CONSTRAINT "received_contents_pk" PRIMARY KEY("municipality_code","record_id")
);
--> statement-breakpoint
CREATE INDEX "payee_accounts_withdrawn_reference" ON "payee_accounts" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "payment_runs_withdrawn_reference" ON "payment_runs" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "payments_withdrawn_reference" ON "payments" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "recoveries_withdrawn_reference" ON "recoveries" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "recovery_movements_withdrawn_reference" ON "recovery_movements" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "reports_withdrawn_reference" ON "reports" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "webhook_subscriptions_withdrawn_reference" ON "webhook_subscriptions" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "agreements_withdrawn_reference" ON "agreements" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "decision_appeals_withdrawn_reference" ON "decision_appeals" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "applications_withdrawn_reference" ON "applications" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "assignments_withdrawn_reference" ON "assignments" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "bodies_withdrawn_reference" ON "bodies" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "decisions_withdrawn_reference" ON "decisions" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "organisations_withdrawn_reference" ON "organisations" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "schemes_withdrawn_reference" ON "schemes" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "approval_limits_withdrawn_reference" ON "approval_limits" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "payment_plans_withdrawn_reference" ON "payment_plans" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "report_requirements_withdrawn_reference" ON "report_requirements" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "period_closings_withdrawn_reference" ON "period_closings" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "list_entries_withdrawn_reference" ON "list_entries" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "assignment_reports_withdrawn_reference" ON "assignment_reports" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "budgets_withdrawn_reference" ON "budgets" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "published_figures_withdrawn_reference" ON "published_figures" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "target_observations_withdrawn_reference" ON "target_observations" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "targets_withdrawn_reference" ON "targets" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "scheme_rule_versions_withdrawn_reference" ON "scheme_rule_versions" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "scheme_windows_withdrawn_reference" ON "scheme_windows" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;