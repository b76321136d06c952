CREATE TABLE "payee_accounts" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"organisation_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"number" text NOT NULL,
	"valid_from" date,
	"valid_to" date,
	"note" text,
	"registered_by" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "payee_accounts_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "payee_accounts_kind" CHECK (kind in ('bankgiro', 'plusgiro', 'iban')),
	CONSTRAINT "payee_accounts_validity" CHECK (valid_to >= valid_from)
);
--> statement-breakpoint
CREATE TABLE "payment_settings" (
	"municipality_code" text NOT NULL,
	"debtor_name" text NOT NULL,
	"organisation_number" text NOT NULL,
	"account_kind" text NOT NULL,
	"account_number" text NOT NULL,
	"bic" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "payment_settings_pk" PRIMARY KEY("municipality_code")
);
--> statement-breakpoint
CREATE TABLE "ledger_totals" (
	"municipality_code" text NOT NULL,
	"kind" text NOT NULL,
	"scheme_id" uuid NOT NULL,
	"body_id" uuid NOT NULL,
	"decision_year" integer NOT NULL,
	"grant_year" integer NOT NULL,
	"grant_year_to" integer NOT NULL,
	"payment_year" integer NOT NULL,
	"amount" numeric(18, 2) NOT NULL,
	"facts" bigint NOT NULL,
	"unknown" bigint NOT NULL,
	CONSTRAINT "ledger_totals_pk" PRIMARY KEY("municipality_code","kind","scheme_id","body_id","decision_year","grant_year","grant_year_to","payment_year")
);
--> statement-breakpoint
CREATE TABLE "payment_conditions" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"payment_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"report_id" uuid,
	"requirement_id" uuid,
	"not_before" date,
	CONSTRAINT "payment_conditions_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "payment_conditions_report_named" CHECK (num_nonnulls(report_id, requirement_id) = (kind = 'reportAccepted')::int),
	CONSTRAINT "payment_conditions_day" CHECK ((not_before is not null) = (kind = 'notBefore'))
);
--> statement-breakpoint
CREATE TABLE "payment_plans" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"award_id" uuid NOT NULL,
	"agreement_id" uuid,
	"grant_year" integer,
	"grant_year_to" integer,
	"schedule" text NOT NULL,
	"amount" numeric(14, 2) NOT NULL,
	"indexation" jsonb,
	"budget_override_decision_id" uuid,
	"note" text,
	"received_hash" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "payment_plans_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "payment_plans_amount" CHECK (amount > 0),
	CONSTRAINT "payment_plans_years" CHECK (grant_year_to > grant_year)
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"plan_id" uuid NOT NULL,
	"award_id" uuid NOT NULL,
	"agreement_id" uuid,
	"number" integer NOT NULL,
	"kind" text DEFAULT 'instalment' NOT NULL,
	"amount" numeric(14, 2) NOT NULL,
	"grant_year" integer,
	"grant_year_to" integer,
	"budget_year" integer NOT NULL,
	"due_on" date NOT NULL,
	"service_period_from" date,
	"service_period_to" date,
	"payee_organisation_id" uuid NOT NULL,
	"coding" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"note" text,
	"status" text DEFAULT 'planned' NOT NULL,
	"changed_by" text[] NOT NULL,
	"checked_by" text,
	"checked_by_name" text,
	"checked_at" timestamp with time zone,
	"check_note" text,
	"approved_by" text,
	"approved_by_name" text,
	"approved_at" timestamp with time zone,
	"approval_note" text,
	"payee_account_id" uuid,
	"withheld_at" timestamp with time zone,
	"withheld_reason" text,
	"withheld_decision_id" uuid,
	"before_final" jsonb,
	"paid_on" date,
	"voucher_number" text,
	"returned_on" date,
	"returned_amount" numeric(14, 2),
	"return_reason" text,
	"return_voucher_number" text,
	"reissue_of_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "payments_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "payments_amount" CHECK (amount > 0),
	CONSTRAINT "payments_years" CHECK (grant_year_to > grant_year),
	CONSTRAINT "payments_service_period" CHECK (service_period_to >= service_period_from),
	CONSTRAINT "payments_status_known" CHECK (status in ('planned', 'checked', 'approved', 'ordered', 'paid', 'returned')),
	CONSTRAINT "payments_paid_when" CHECK ((paid_on is not null) = (status in ('paid', 'returned'))),
	CONSTRAINT "payments_returned_when" CHECK (num_nulls(returned_on, returned_amount) = case status when 'returned' then 0 else 2 end),
	CONSTRAINT "payments_returned_amount" CHECK (returned_amount > 0 and returned_amount <= amount),
	CONSTRAINT "payments_cancelled" CHECK (withdrawn_at is null or status = 'planned'),
	CONSTRAINT "payments_withheld" CHECK ((withheld_at is null) = (withheld_reason is null))
);
--> statement-breakpoint
CREATE TABLE "recoveries" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"award_id" uuid NOT NULL,
	"payment_id" uuid,
	"report_id" uuid,
	"organisation_id" uuid NOT NULL,
	"grant_year" integer,
	"grant_year_to" integer,
	"ground" text NOT NULL,
	"clause" text,
	"rule_version_id" uuid,
	"decision_id" uuid,
	"decided_on" date NOT NULL,
	"amount" numeric(14, 2) NOT NULL,
	"due_on" date NOT NULL,
	"note" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "recoveries_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "recoveries_amount" CHECK (amount > 0),
	CONSTRAINT "recoveries_ground" CHECK (ground in ('unused', 'conditionBroken', 'earlyEnd', 'mistake', 'annulledDecision'))
);
--> statement-breakpoint
CREATE TABLE "recovery_movements" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"recovery_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"amount" numeric(14, 2) NOT NULL,
	"moved_on" date,
	"payment_id" uuid,
	"decision_id" uuid,
	"voucher_number" text,
	"reason" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "recovery_movements_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "recovery_movements_amount" CHECK (amount > 0),
	CONSTRAINT "recovery_movements_payment_named" CHECK ((payment_id is not null) = (kind = 'setOff')),
	CONSTRAINT "recovery_movements_day" CHECK ((moved_on is null) = (kind = 'setOff')),
	CONSTRAINT "recovery_movements_decision" CHECK (decision_id is null or kind = 'writeOff')
);
--> statement-breakpoint
CREATE TABLE "report_requirements" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"agreement_id" uuid,
	"rule_version_id" uuid,
	"kind" text DEFAULT 'written' NOT NULL,
	"frequency" text NOT NULL,
	"due_days" integer NOT NULL,
	"period_from" date,
	"period_to" date,
	"parts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"indicators" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"text" text,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "report_requirements_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "report_requirements_of_one" CHECK (num_nonnulls(agreement_id, rule_version_id) = 1),
	CONSTRAINT "report_requirements_period" CHECK (period_to >= period_from),
	CONSTRAINT "report_requirements_due" CHECK (due_days between 0 and 3660)
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"requirement_id" uuid,
	"agreement_id" uuid,
	"award_id" uuid,
	"organisation_id" uuid,
	"kind" text NOT NULL,
	"period_from" date NOT NULL,
	"period_to" date NOT NULL,
	"due_on" date NOT NULL,
	"status" text DEFAULT 'expected' NOT NULL,
	"submitted_on" date,
	"submitted_by" text,
	"narrative" text,
	"indicators" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"beneficiaries" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"children_and_young_percent" numeric(5, 2),
	"costs" numeric(14, 2),
	"own_contribution" numeric(14, 2),
	"grant_used" numeric(14, 2),
	"unused" numeric(14, 2),
	"rent" numeric(14, 2),
	"attachments" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"returned_on" date,
	"returned_reason" text,
	"missing" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"accepted_on" date,
	"accepted_by" text,
	"acceptance_note" text,
	"waived_on" date,
	"waived_reason" text,
	"waived_decision_id" uuid,
	"reminded_of" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"submitted_at" timestamp with time zone,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "reports_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "reports_of_something" CHECK (num_nonnulls(agreement_id, award_id) >= 1),
	CONSTRAINT "reports_period" CHECK (period_to >= period_from),
	CONSTRAINT "reports_status_known" CHECK (status in ('expected', 'submitted', 'returned', 'accepted', 'waived')),
	CONSTRAINT "reports_not_negative" CHECK (least(costs, own_contribution, grant_used, unused, rent) >= 0),
	CONSTRAINT "reports_share" CHECK (children_and_young_percent between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "payment_run_items" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"run_id" uuid NOT NULL,
	"payment_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"end_to_end_id" text NOT NULL,
	"amount" numeric(14, 2) NOT NULL,
	"set_off" numeric(14, 2) DEFAULT 0 NOT NULL,
	"payment_version" integer NOT NULL,
	"payee" jsonb,
	"particulars" jsonb,
	"status" text DEFAULT 'live' NOT NULL,
	"paid_on" date,
	"voucher_number" text,
	"rejection_reason" text,
	"removal_reason" text,
	"confirmed_at" timestamp with time zone,
	CONSTRAINT "payment_run_items_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "payment_run_items_end_to_end" UNIQUE("municipality_code","end_to_end_id"),
	CONSTRAINT "payment_run_items_amounts" CHECK (least(amount, set_off) >= 0),
	CONSTRAINT "payment_run_items_paid_when" CHECK ((paid_on is not null) = (status = 'paid'))
);
--> statement-breakpoint
CREATE TABLE "payment_runs" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"status" text DEFAULT 'collected' NOT NULL,
	"due_until" date NOT NULL,
	"execution_on" date NOT NULL,
	"filters" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"message_id" text NOT NULL,
	"control_sum" numeric(14, 2),
	"count" integer,
	"debtor" jsonb,
	"locked_at" timestamp with time zone,
	"locked_by" text,
	"exported_at" timestamp with time zone,
	"exported_by" text,
	"confirmed_at" timestamp with time zone,
	"note" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "payment_runs_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "payment_runs_message" UNIQUE("municipality_code","message_id"),
	CONSTRAINT "payment_runs_status_known" CHECK (status in ('collected', 'locked', 'exported', 'confirmed', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "approval_limits" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"attestation" text NOT NULL,
	"holder" text NOT NULL,
	"max_amount" numeric(14, 2) NOT NULL,
	"valid_from" date,
	"valid_to" date,
	"decision_id" uuid,
	"note" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "approval_limits_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "approval_limits_amount" CHECK (max_amount >= 0),
	CONSTRAINT "approval_limits_validity" CHECK (valid_to >= valid_from)
);
--> statement-breakpoint
CREATE TABLE "period_closings" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"year" integer NOT NULL,
	"year_basis" text NOT NULL,
	"known_at" timestamp with time zone NOT NULL,
	"closed_by" text NOT NULL,
	"decision_id" uuid,
	"note" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "period_closings_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "period_closings_basis" CHECK (year_basis in ('decision', 'grant', 'payment'))
);
--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "holder_kind" text DEFAULT 'system' NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "holder" text;--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "roles" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD COLUMN "payment_id" uuid;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD COLUMN "recovery_id" uuid;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD COLUMN "payment_year" integer;--> statement-breakpoint
ALTER TABLE "scheme_rule_versions" ADD COLUMN "advance_basis" text DEFAULT 'granted' NOT NULL;--> statement-breakpoint
ALTER TABLE "payee_accounts" ADD CONSTRAINT "payee_accounts_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payee_accounts" ADD CONSTRAINT "payee_accounts_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_settings" ADD CONSTRAINT "payment_settings_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_conditions" ADD CONSTRAINT "payment_conditions_payment_fk" FOREIGN KEY ("municipality_code","payment_id") REFERENCES "public"."payments"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_conditions" ADD CONSTRAINT "payment_conditions_report_fk" FOREIGN KEY ("municipality_code","report_id") REFERENCES "public"."reports"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_conditions" ADD CONSTRAINT "payment_conditions_requirement_fk" FOREIGN KEY ("municipality_code","requirement_id") REFERENCES "public"."report_requirements"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_plans" ADD CONSTRAINT "payment_plans_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_plans" ADD CONSTRAINT "payment_plans_award_fk" FOREIGN KEY ("municipality_code","award_id") REFERENCES "public"."awards"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_plans" ADD CONSTRAINT "payment_plans_agreement_fk" FOREIGN KEY ("municipality_code","agreement_id") REFERENCES "public"."agreements"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_plans" ADD CONSTRAINT "payment_plans_override_fk" FOREIGN KEY ("municipality_code","budget_override_decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_plan_fk" FOREIGN KEY ("municipality_code","plan_id") REFERENCES "public"."payment_plans"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_award_fk" FOREIGN KEY ("municipality_code","award_id") REFERENCES "public"."awards"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_agreement_fk" FOREIGN KEY ("municipality_code","agreement_id") REFERENCES "public"."agreements"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_payee_fk" FOREIGN KEY ("municipality_code","payee_organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_account_fk" FOREIGN KEY ("municipality_code","payee_account_id") REFERENCES "public"."payee_accounts"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_withheld_decision_fk" FOREIGN KEY ("municipality_code","withheld_decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_reissue_of_fk" FOREIGN KEY ("municipality_code","reissue_of_id") REFERENCES "public"."payments"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_award_fk" FOREIGN KEY ("municipality_code","award_id") REFERENCES "public"."awards"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_payment_fk" FOREIGN KEY ("municipality_code","payment_id") REFERENCES "public"."payments"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_report_fk" FOREIGN KEY ("municipality_code","report_id") REFERENCES "public"."reports"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_rules_fk" FOREIGN KEY ("municipality_code","rule_version_id") REFERENCES "public"."scheme_rule_versions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recoveries" ADD CONSTRAINT "recoveries_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_movements" ADD CONSTRAINT "recovery_movements_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_movements" ADD CONSTRAINT "recovery_movements_recovery_fk" FOREIGN KEY ("municipality_code","recovery_id") REFERENCES "public"."recoveries"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_movements" ADD CONSTRAINT "recovery_movements_payment_fk" FOREIGN KEY ("municipality_code","payment_id") REFERENCES "public"."payments"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_movements" ADD CONSTRAINT "recovery_movements_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_requirements" ADD CONSTRAINT "report_requirements_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_requirements" ADD CONSTRAINT "report_requirements_agreement_fk" FOREIGN KEY ("municipality_code","agreement_id") REFERENCES "public"."agreements"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_requirements" ADD CONSTRAINT "report_requirements_rules_fk" FOREIGN KEY ("municipality_code","rule_version_id") REFERENCES "public"."scheme_rule_versions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_requirement_fk" FOREIGN KEY ("municipality_code","requirement_id") REFERENCES "public"."report_requirements"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_agreement_fk" FOREIGN KEY ("municipality_code","agreement_id") REFERENCES "public"."agreements"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_award_fk" FOREIGN KEY ("municipality_code","award_id") REFERENCES "public"."awards"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_waived_decision_fk" FOREIGN KEY ("municipality_code","waived_decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_run_items" ADD CONSTRAINT "payment_run_items_run_fk" FOREIGN KEY ("municipality_code","run_id") REFERENCES "public"."payment_runs"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_run_items" ADD CONSTRAINT "payment_run_items_payment_fk" FOREIGN KEY ("municipality_code","payment_id") REFERENCES "public"."payments"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payment_runs" ADD CONSTRAINT "payment_runs_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_limits" ADD CONSTRAINT "approval_limits_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "approval_limits" ADD CONSTRAINT "approval_limits_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "period_closings" ADD CONSTRAINT "period_closings_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "period_closings" ADD CONSTRAINT "period_closings_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "payee_accounts_reference" ON "payee_accounts" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "payee_accounts_changed" ON "payee_accounts" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "payee_accounts_organisation" ON "payee_accounts" USING btree ("municipality_code","organisation_id","id");--> statement-breakpoint
CREATE INDEX "payee_accounts_number" ON "payee_accounts" USING btree ("municipality_code","number");--> statement-breakpoint
CREATE INDEX "payment_conditions_payment" ON "payment_conditions" USING btree ("municipality_code","payment_id","id");--> statement-breakpoint
CREATE INDEX "payment_conditions_report" ON "payment_conditions" USING btree ("municipality_code","report_id") WHERE report_id is not null;--> statement-breakpoint
CREATE INDEX "payment_conditions_requirement" ON "payment_conditions" USING btree ("municipality_code","requirement_id") WHERE requirement_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_plans_reference" ON "payment_plans" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "payment_plans_changed" ON "payment_plans" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "payment_plans_by_reference" ON "payment_plans" USING btree ("municipality_code","reference") WHERE reference is not null;--> statement-breakpoint
CREATE INDEX "payment_plans_award" ON "payment_plans" USING btree ("municipality_code","award_id","id");--> statement-breakpoint
CREATE INDEX "payment_plans_agreement" ON "payment_plans" USING btree ("municipality_code","agreement_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "payments_reference" ON "payments" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "payments_changed" ON "payments" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "payments_plan" ON "payments" USING btree ("municipality_code","plan_id","number","id");--> statement-breakpoint
CREATE INDEX "payments_award" ON "payments" USING btree ("municipality_code","award_id","due_on","id");--> statement-breakpoint
CREATE INDEX "payments_agreement" ON "payments" USING btree ("municipality_code","agreement_id","due_on","id");--> statement-breakpoint
CREATE INDEX "payments_payee" ON "payments" USING btree ("municipality_code","payee_organisation_id","due_on","id");--> statement-breakpoint
CREATE INDEX "payments_due" ON "payments" USING btree ("municipality_code","due_on","id");--> statement-breakpoint
CREATE INDEX "payments_status" ON "payments" USING btree ("municipality_code","status","due_on","id");--> statement-breakpoint
CREATE INDEX "payments_paid" ON "payments" USING btree ("municipality_code","paid_on","id") WHERE paid_on is not null;--> statement-breakpoint
CREATE INDEX "payments_voucher" ON "payments" USING btree ("municipality_code","voucher_number") WHERE voucher_number is not null;--> statement-breakpoint
CREATE INDEX "payments_kind" ON "payments" USING btree ("municipality_code","kind","due_on","id");--> statement-breakpoint
CREATE INDEX "payments_grant_year" ON "payments" USING btree ("municipality_code","grant_year","due_on","id");--> statement-breakpoint
CREATE INDEX "payments_withdrawn" ON "payments" USING btree ("municipality_code","due_on","id") WHERE withdrawn_at is not null;--> statement-breakpoint
CREATE INDEX "payments_withheld" ON "payments" USING btree ("municipality_code","due_on","id") WHERE withheld_at is not null;--> statement-breakpoint
CREATE INDEX "payments_by_reference" ON "payments" USING btree ("municipality_code","reference") WHERE reference is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "payment_reissued" ON "payments" USING btree ("municipality_code","reissue_of_id") WHERE reissue_of_id is not null and withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "payments_budget" ON "payments" USING btree ("municipality_code","budget_year","id");--> statement-breakpoint
CREATE UNIQUE INDEX "recoveries_reference" ON "recoveries" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "recoveries_changed" ON "recoveries" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "recoveries_award" ON "recoveries" USING btree ("municipality_code","award_id","id");--> statement-breakpoint
CREATE INDEX "recoveries_organisation" ON "recoveries" USING btree ("municipality_code","organisation_id","due_on","id");--> statement-breakpoint
CREATE INDEX "recoveries_due" ON "recoveries" USING btree ("municipality_code","due_on","id");--> statement-breakpoint
CREATE INDEX "recoveries_decision" ON "recoveries" USING btree ("municipality_code","decision_id") WHERE decision_id is not null;--> statement-breakpoint
CREATE INDEX "recoveries_payment" ON "recoveries" USING btree ("municipality_code","payment_id") WHERE payment_id is not null;--> statement-breakpoint
CREATE INDEX "recoveries_report" ON "recoveries" USING btree ("municipality_code","report_id") WHERE report_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "recovery_movements_reference" ON "recovery_movements" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "recovery_movements_changed" ON "recovery_movements" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "recovery_movements_recovery" ON "recovery_movements" USING btree ("municipality_code","recovery_id","id");--> statement-breakpoint
CREATE INDEX "recovery_movements_payment" ON "recovery_movements" USING btree ("municipality_code","payment_id") WHERE payment_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "report_requirements_reference" ON "report_requirements" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "report_requirements_changed" ON "report_requirements" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "report_requirements_agreement" ON "report_requirements" USING btree ("municipality_code","agreement_id","id");--> statement-breakpoint
CREATE INDEX "report_requirements_by_reference" ON "report_requirements" USING btree ("municipality_code","reference") WHERE reference is not null;--> statement-breakpoint
CREATE INDEX "report_requirements_rules" ON "report_requirements" USING btree ("municipality_code","rule_version_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "reports_reference" ON "reports" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "reports_changed" ON "reports" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "reports_of_agreement" ON "reports" USING btree ("municipality_code","requirement_id","agreement_id","period_from") WHERE withdrawn_at is null and award_id is null and requirement_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "reports_of_award" ON "reports" USING btree ("municipality_code","requirement_id","award_id","period_from") WHERE withdrawn_at is null and award_id is not null and requirement_id is not null;--> statement-breakpoint
CREATE INDEX "reports_due" ON "reports" USING btree ("municipality_code","due_on","id");--> statement-breakpoint
CREATE INDEX "reports_status" ON "reports" USING btree ("municipality_code","status","due_on","id");--> statement-breakpoint
CREATE INDEX "reports_agreement" ON "reports" USING btree ("municipality_code","agreement_id","due_on","id");--> statement-breakpoint
CREATE INDEX "reports_award" ON "reports" USING btree ("municipality_code","award_id","due_on","id");--> statement-breakpoint
CREATE INDEX "reports_organisation" ON "reports" USING btree ("municipality_code","organisation_id","due_on","id");--> statement-breakpoint
CREATE INDEX "reports_requirement" ON "reports" USING btree ("municipality_code","requirement_id","due_on","id");--> statement-breakpoint
CREATE INDEX "reports_kind" ON "reports" USING btree ("municipality_code","kind","due_on","id");--> statement-breakpoint
CREATE INDEX "reports_by_reference" ON "reports" USING btree ("municipality_code","reference") WHERE reference is not null;--> statement-breakpoint
CREATE INDEX "reports_missed" ON "reports" USING btree ("municipality_code","due_on","id") WHERE withdrawn_at is null and (status in ('expected', 'returned') or submitted_on > due_on or waived_on > due_on);--> statement-breakpoint
CREATE UNIQUE INDEX "payment_in_live_run" ON "payment_run_items" USING btree ("municipality_code","payment_id") WHERE status = 'live';--> statement-breakpoint
CREATE INDEX "payment_run_items_run" ON "payment_run_items" USING btree ("municipality_code","run_id","number","id");--> statement-breakpoint
CREATE INDEX "payment_run_items_payment" ON "payment_run_items" USING btree ("municipality_code","payment_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "payment_runs_reference" ON "payment_runs" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "payment_runs_changed" ON "payment_runs" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "payment_runs_status" ON "payment_runs" USING btree ("municipality_code","status","id");--> statement-breakpoint
CREATE INDEX "payment_runs_execution" ON "payment_runs" USING btree ("municipality_code","execution_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "approval_limits_reference" ON "approval_limits" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "approval_limits_changed" ON "approval_limits" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "approval_limits_holder" ON "approval_limits" USING btree ("municipality_code","attestation","holder");--> statement-breakpoint
CREATE UNIQUE INDEX "period_closings_reference" ON "period_closings" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "period_closings_changed" ON "period_closings" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "period_closed" ON "period_closings" USING btree ("municipality_code","year_basis","year") WHERE withdrawn_at is null;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_payment_fk" FOREIGN KEY ("municipality_code","payment_id") REFERENCES "public"."payments"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_recovery_fk" FOREIGN KEY ("municipality_code","recovery_id") REFERENCES "public"."recoveries"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ledger_entries_payment" ON "ledger_entries" USING btree ("municipality_code","payment_id") WHERE payment_id is not null;--> statement-breakpoint
CREATE INDEX "schemes_categories" ON "schemes" USING gin ("municipality_code","categories");