CREATE TABLE "scheme_rule_versions" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"scheme_id" uuid NOT NULL,
	"title" text,
	"valid_from" date,
	"valid_from_precision" text DEFAULT 'day' NOT NULL,
	"valid_to" date,
	"valid_to_precision" text DEFAULT 'day' NOT NULL,
	"adopted_by_decision_id" uuid,
	"adopted_on" date,
	"adopted_on_precision" text DEFAULT 'day' NOT NULL,
	"change_reason" text,
	"repayment_clause" text DEFAULT 'notStated' NOT NULL,
	"repayment_text" text,
	"repayment_threshold_percent" numeric(5, 2),
	"criteria" text[] DEFAULT '{}' NOT NULL,
	"eligibility" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"grant_years_min" integer,
	"grant_years_max" integer,
	"late_ladder" jsonb,
	"delegation_limits" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"amount_basis" text DEFAULT 'notStated' NOT NULL,
	"advance_max_percent" numeric(5, 2),
	"document_url" text,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "scheme_rule_versions_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "scheme_rule_versions_repayment" CHECK (repayment_threshold_percent between 0 and 100),
	CONSTRAINT "scheme_rule_versions_advance" CHECK (advance_max_percent between 0 and 100)
);
--> statement-breakpoint
CREATE TABLE "scheme_status_changes" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"scheme_id" uuid NOT NULL,
	"status" text NOT NULL,
	"effective_on" date,
	"effective_precision" text DEFAULT 'day' NOT NULL,
	"observed_on" date,
	"reason" text,
	"decision_id" uuid,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "scheme_status_changes_pk" PRIMARY KEY("municipality_code","id")
);
--> statement-breakpoint
CREATE TABLE "scheme_windows" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"scheme_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"title" text,
	"opens_on" date,
	"closes_on" date,
	"opens_month_day" text,
	"closes_month_day" text,
	"closes_next_year" boolean DEFAULT false NOT NULL,
	"every_years" integer DEFAULT 1 NOT NULL,
	"first_year" integer,
	"relative_text" text,
	"valid_from" date,
	"valid_to" date,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "scheme_windows_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "scheme_windows_order" CHECK (closes_on >= opens_on)
);
--> statement-breakpoint
CREATE TABLE "budgets" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"body_id" uuid NOT NULL,
	"scheme_id" uuid,
	"year" integer NOT NULL,
	"amount" numeric(14, 2),
	"certainty" text NOT NULL,
	"decision_id" uuid,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "budgets_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "budgets_certainty" CHECK ((amount is not null) = (certainty in ('exact', 'approximate'))),
	CONSTRAINT "budgets_not_negative" CHECK (amount >= 0)
);
--> statement-breakpoint
CREATE TABLE "published_figures" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"body_id" uuid,
	"scheme_id" uuid,
	"label" text NOT NULL,
	"measure" text NOT NULL,
	"amount" numeric(14, 2),
	"certainty" text NOT NULL,
	"amount_per" text,
	"year_from" integer,
	"year_to" integer,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "published_figures_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "published_figures_years" CHECK (year_to >= year_from)
);
--> statement-breakpoint
CREATE TABLE "target_observations" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"target_id" uuid NOT NULL,
	"observed_on" date NOT NULL,
	"observed_on_precision" text DEFAULT 'day' NOT NULL,
	"year" integer,
	"percent" numeric(5, 2),
	"certainty" text NOT NULL,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "target_observations_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "target_observations_percent" CHECK (percent between 0 and 100),
	CONSTRAINT "target_observations_certainty" CHECK ((percent is not null) = (certainty in ('exact', 'approximate')))
);
--> statement-breakpoint
CREATE TABLE "targets" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"owner_body_id" uuid NOT NULL,
	"text" text NOT NULL,
	"measure" text NOT NULL,
	"bound" text NOT NULL,
	"percent" numeric(5, 2),
	"target_group" text,
	"denominator" text,
	"scheme_id" uuid,
	"year_from" integer,
	"year_to" integer,
	"decision_id" uuid,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "targets_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "targets_years" CHECK (year_to >= year_from),
	CONSTRAINT "targets_percent" CHECK (percent between 0 and 100)
);
--> statement-breakpoint
ALTER TABLE "decision_lines" ADD COLUMN "target_group_shares" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "publishes_schemes" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "schemes" ADD COLUMN "status" text DEFAULT 'notStated' NOT NULL;--> statement-breakpoint
ALTER TABLE "schemes" ADD COLUMN "amount_basis" text DEFAULT 'notStated' NOT NULL;--> statement-breakpoint
ALTER TABLE "schemes" ADD COLUMN "categories" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "schemes" ADD COLUMN "referrals" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "scheme_rule_versions" ADD CONSTRAINT "scheme_rule_versions_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_rule_versions" ADD CONSTRAINT "scheme_rule_versions_scheme_fk" FOREIGN KEY ("municipality_code","scheme_id") REFERENCES "public"."schemes"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_rule_versions" ADD CONSTRAINT "scheme_rule_versions_decision_fk" FOREIGN KEY ("municipality_code","adopted_by_decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_status_changes" ADD CONSTRAINT "scheme_status_changes_scheme_fk" FOREIGN KEY ("municipality_code","scheme_id") REFERENCES "public"."schemes"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_status_changes" ADD CONSTRAINT "scheme_status_changes_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_windows" ADD CONSTRAINT "scheme_windows_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_windows" ADD CONSTRAINT "scheme_windows_scheme_fk" FOREIGN KEY ("municipality_code","scheme_id") REFERENCES "public"."schemes"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_body_fk" FOREIGN KEY ("municipality_code","body_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_scheme_fk" FOREIGN KEY ("municipality_code","scheme_id") REFERENCES "public"."schemes"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published_figures" ADD CONSTRAINT "published_figures_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published_figures" ADD CONSTRAINT "published_figures_body_fk" FOREIGN KEY ("municipality_code","body_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "published_figures" ADD CONSTRAINT "published_figures_scheme_fk" FOREIGN KEY ("municipality_code","scheme_id") REFERENCES "public"."schemes"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "target_observations" ADD CONSTRAINT "target_observations_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "target_observations" ADD CONSTRAINT "target_observations_target_fk" FOREIGN KEY ("municipality_code","target_id") REFERENCES "public"."targets"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_owner_fk" FOREIGN KEY ("municipality_code","owner_body_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_scheme_fk" FOREIGN KEY ("municipality_code","scheme_id") REFERENCES "public"."schemes"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "targets" ADD CONSTRAINT "targets_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "scheme_rule_versions_reference" ON "scheme_rule_versions" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "scheme_rule_versions_changed" ON "scheme_rule_versions" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "scheme_rule_versions_scheme" ON "scheme_rule_versions" USING btree ("municipality_code","scheme_id","id");--> statement-breakpoint
CREATE INDEX "scheme_status_changes_scheme" ON "scheme_status_changes" USING btree ("municipality_code","scheme_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "scheme_windows_reference" ON "scheme_windows" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "scheme_windows_changed" ON "scheme_windows" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "scheme_windows_scheme" ON "scheme_windows" USING btree ("municipality_code","scheme_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "budgets_reference" ON "budgets" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "budgets_changed" ON "budgets" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "budget_exists_of_scheme" ON "budgets" USING btree ("municipality_code","body_id","year","scheme_id") WHERE withdrawn_at is null and scheme_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "budget_exists_of_body" ON "budgets" USING btree ("municipality_code","body_id","year") WHERE withdrawn_at is null and scheme_id is null;--> statement-breakpoint
CREATE UNIQUE INDEX "published_figures_reference" ON "published_figures" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "published_figures_changed" ON "published_figures" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "target_observations_reference" ON "target_observations" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "target_observations_changed" ON "target_observations" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "target_observations_target" ON "target_observations" USING btree ("municipality_code","target_id","observed_on");--> statement-breakpoint
CREATE UNIQUE INDEX "targets_reference" ON "targets" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "targets_changed" ON "targets" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "targets_owner" ON "targets" USING btree ("municipality_code","owner_body_id","id");--> statement-breakpoint
CREATE INDEX "ledger_entries_body_year" ON "ledger_entries" USING btree ("municipality_code","body_id","grant_year") WHERE kind = 'granted';--> statement-breakpoint
CREATE INDEX "schemes_changed" ON "schemes" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "schemes_status" ON "schemes" USING btree ("municipality_code","status","name","id");