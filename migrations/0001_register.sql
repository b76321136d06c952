CREATE TABLE "bodies" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"name" text collate "sv-SE-x-icu" NOT NULL,
	"name_key" text NOT NULL,
	"former_name_keys" text[] DEFAULT '{}' NOT NULL,
	"kind" text NOT NULL,
	"parent_id" uuid,
	"successor_id" uuid,
	"valid_from" date,
	"valid_to" date,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "bodies_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "bodies_validity" CHECK (valid_to >= valid_from)
);
--> statement-breakpoint
CREATE TABLE "awards" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"line_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "awards_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "awards_line" UNIQUE("municipality_code","line_id")
);
--> statement-breakpoint
CREATE TABLE "decision_line_recipients" (
	"municipality_code" text NOT NULL,
	"line_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "decision_line_recipients_pk" PRIMARY KEY("municipality_code","line_id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "decision_lines" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"decision_id" uuid NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"scheme_id" uuid,
	"payee_organisation_id" uuid,
	"purpose" text,
	"purpose_key" text DEFAULT '' NOT NULL,
	"grant_year_from" integer,
	"grant_year_to" integer,
	"amount_per" text,
	"outcome" text NOT NULL,
	"applied" numeric(14, 2),
	"applied_certainty" text NOT NULL,
	"granted" numeric(14, 2),
	"granted_certainty" text NOT NULL,
	"reserved" numeric(14, 2),
	"rent" numeric(14, 2),
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "decision_lines_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "decision_lines_years" CHECK (grant_year_to >= grant_year_from),
	CONSTRAINT "decision_lines_years_both" CHECK (num_nulls(grant_year_from, grant_year_to) in (0, 2)),
	CONSTRAINT "decision_lines_amount_per" CHECK (amount_per in ('year', 'total')),
	CONSTRAINT "decision_lines_not_negative" CHECK (least(applied, granted, reserved, rent) >= 0),
	CONSTRAINT "decision_lines_applied" CHECK ((applied is not null) = (applied_certainty in ('exact', 'approximate'))),
	CONSTRAINT "decision_lines_granted" CHECK ((granted is not null) = (granted_certainty in ('exact', 'approximate')))
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"kind" text NOT NULL,
	"body_id" uuid NOT NULL,
	"meeting_date" date NOT NULL,
	"meeting_date_precision" text DEFAULT 'day' NOT NULL,
	"meeting_planned" boolean DEFAULT false NOT NULL,
	"paragraph" text,
	"diary_number" text,
	"title" text,
	"documents" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "decisions_pk" PRIMARY KEY("municipality_code","id")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"municipality_code" text NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "events_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"type" text NOT NULL,
	"subject_type" text NOT NULL,
	"subject_id" uuid,
	"subject_version" integer,
	"parent_id" uuid,
	"actor" text NOT NULL,
	"actor_name" text NOT NULL,
	"sent_by" text,
	"request_id" text,
	"reason" text,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "events_pk" PRIMARY KEY("municipality_code","id")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" uuid PRIMARY KEY DEFAULT uuid_v7() NOT NULL,
	"name" text NOT NULL,
	"hash" text NOT NULL,
	"prefix" text NOT NULL,
	"municipality_codes" text[],
	"scopes" text[] NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"expires_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "api_keys_hash" UNIQUE("hash")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"municipality_code" text NOT NULL,
	"actor" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer NOT NULL,
	"location" text,
	"etag" text,
	"body" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "idempotency_keys_pk" PRIMARY KEY("municipality_code","actor","key")
);
--> statement-breakpoint
CREATE TABLE "decision_import_rows" (
	"municipality_code" text NOT NULL,
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"line" integer,
	"outcome" text NOT NULL,
	"identity" text,
	"applied" boolean NOT NULL,
	"decision_id" uuid,
	"line_id" uuid,
	"award_id" uuid,
	"organisation_ids" uuid[],
	"violations" jsonb,
	"warnings" jsonb,
	"candidates" jsonb,
	CONSTRAINT "decision_import_rows_pk" PRIMARY KEY("municipality_code","import_id","position")
);
--> statement-breakpoint
CREATE TABLE "decision_imports" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text NOT NULL,
	"status" text NOT NULL,
	"options" jsonb NOT NULL,
	"checksum" text NOT NULL,
	"encoding" text,
	"ignored_columns" text[] NOT NULL,
	"counts" jsonb NOT NULL,
	"violations" jsonb NOT NULL,
	"actor_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "decision_imports_pk" PRIMARY KEY("municipality_code","id")
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"municipality_code" text NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "ledger_entries_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"recorded_at" timestamp with time zone NOT NULL,
	"event_id" bigint NOT NULL,
	"kind" text NOT NULL,
	"amount" numeric(14, 2) NOT NULL,
	"facts" integer NOT NULL,
	"unknown" integer NOT NULL,
	"line_id" uuid NOT NULL,
	"decision_id" uuid NOT NULL,
	"award_id" uuid,
	"scheme_id" uuid,
	"body_id" uuid NOT NULL,
	"organisation_ids" uuid[] NOT NULL,
	"outcome" text NOT NULL,
	"decision_year" integer NOT NULL,
	"grant_year" integer,
	"grant_year_to" integer,
	CONSTRAINT "ledger_entries_pk" PRIMARY KEY("municipality_code","id")
);
--> statement-breakpoint
CREATE TABLE "municipalities" (
	"municipality_code" text PRIMARY KEY NOT NULL,
	"name" text collate "sv-SE-x-icu" NOT NULL,
	"token_issuer" text,
	"token_audience" text,
	"token_keys_url" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "municipalities_code" CHECK ("municipalities"."municipality_code" ~ '^[0-9]{4}$'),
	CONSTRAINT "municipalities_tokens" CHECK (num_nulls(token_issuer, token_audience, token_keys_url) in (0, 3))
);
--> statement-breakpoint
CREATE TABLE "organisations" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"name" text collate "sv-SE-x-icu" NOT NULL,
	"name_key" text NOT NULL,
	"former_name_keys" text[] DEFAULT '{}' NOT NULL,
	"search_key" text NOT NULL,
	"twin_key" text NOT NULL,
	"organisation_number" text,
	"legal_form" text,
	"bankgiro" text,
	"plusgiro" text,
	"needs_review" boolean DEFAULT false NOT NULL,
	"merged_into_id" uuid,
	"merged_at" timestamp with time zone,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "organisations_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "organisations_not_into_itself" CHECK (merged_into_id <> id),
	CONSTRAINT "organisations_number_format" CHECK (organisation_number ~ '^[0-9]{10}$')
);
--> statement-breakpoint
CREATE TABLE "schemes" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"name" text collate "sv-SE-x-icu" NOT NULL,
	"name_key" text NOT NULL,
	"former_name_keys" text[] DEFAULT '{}' NOT NULL,
	"kind" text NOT NULL,
	"body_id" uuid,
	"description" text,
	"needs_review" boolean DEFAULT false NOT NULL,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "schemes_pk" PRIMARY KEY("municipality_code","id")
);
--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_parent_fk" FOREIGN KEY ("municipality_code","parent_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_successor_fk" FOREIGN KEY ("municipality_code","successor_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "awards" ADD CONSTRAINT "awards_line_fk" FOREIGN KEY ("municipality_code","line_id") REFERENCES "public"."decision_lines"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_line_recipients" ADD CONSTRAINT "decision_line_recipients_line_fk" FOREIGN KEY ("municipality_code","line_id") REFERENCES "public"."decision_lines"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_line_recipients" ADD CONSTRAINT "decision_line_recipients_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_lines" ADD CONSTRAINT "decision_lines_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_lines" ADD CONSTRAINT "decision_lines_scheme_fk" FOREIGN KEY ("municipality_code","scheme_id") REFERENCES "public"."schemes"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_lines" ADD CONSTRAINT "decision_lines_payee_fk" FOREIGN KEY ("municipality_code","payee_organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_body_fk" FOREIGN KEY ("municipality_code","body_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_import_rows" ADD CONSTRAINT "decision_import_rows_import_fk" FOREIGN KEY ("municipality_code","import_id") REFERENCES "public"."decision_imports"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_imports" ADD CONSTRAINT "decision_imports_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_line_fk" FOREIGN KEY ("municipality_code","line_id") REFERENCES "public"."decision_lines"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_award_fk" FOREIGN KEY ("municipality_code","award_id") REFERENCES "public"."awards"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisations" ADD CONSTRAINT "organisations_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisations" ADD CONSTRAINT "organisations_merged_into_fk" FOREIGN KEY ("municipality_code","merged_into_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schemes" ADD CONSTRAINT "schemes_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schemes" ADD CONSTRAINT "schemes_body_fk" FOREIGN KEY ("municipality_code","body_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "bodies_reference" ON "bodies" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "bodies_name_key" ON "bodies" USING btree ("municipality_code","name_key");--> statement-breakpoint
CREATE INDEX "decision_line_recipients_organisation" ON "decision_line_recipients" USING btree ("municipality_code","organisation_id","line_id");--> statement-breakpoint
CREATE UNIQUE INDEX "decision_lines_reference" ON "decision_lines" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "decision_lines_decision" ON "decision_lines" USING btree ("municipality_code","decision_id","id");--> statement-breakpoint
CREATE INDEX "decision_lines_scheme" ON "decision_lines" USING btree ("municipality_code","scheme_id","id");--> statement-breakpoint
CREATE INDEX "decision_lines_changed" ON "decision_lines" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "decisions_reference" ON "decisions" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "decisions_meeting" ON "decisions" USING btree ("municipality_code","meeting_date","id");--> statement-breakpoint
CREATE INDEX "decisions_changed" ON "decisions" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "decisions_body" ON "decisions" USING btree ("municipality_code","body_id","meeting_date");--> statement-breakpoint
CREATE INDEX "events_subject" ON "events" USING btree ("municipality_code","subject_id","id");--> statement-breakpoint
CREATE INDEX "events_parent" ON "events" USING btree ("municipality_code","parent_id","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "decision_import_rows_outcome" ON "decision_import_rows" USING btree ("municipality_code","import_id","outcome","position");--> statement-breakpoint
CREATE INDEX "decision_import_rows_identity" ON "decision_import_rows" USING btree ("municipality_code","identity");--> statement-breakpoint
CREATE INDEX "ledger_entries_line" ON "ledger_entries" USING btree ("municipality_code","line_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_decision" ON "ledger_entries" USING btree ("municipality_code","decision_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_recorded" ON "ledger_entries" USING btree ("municipality_code","recorded_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "organisations_reference" ON "organisations" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "organisations_number" ON "organisations" USING btree ("municipality_code","organisation_number") WHERE merged_into_id is null and withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "organisations_name_key" ON "organisations" USING btree ("municipality_code","name_key");--> statement-breakpoint
CREATE INDEX "organisations_twin_key" ON "organisations" USING btree ("municipality_code","twin_key");--> statement-breakpoint
CREATE INDEX "organisations_name" ON "organisations" USING btree ("municipality_code","name","id");--> statement-breakpoint
CREATE INDEX "organisations_search" ON "organisations" USING gin ("municipality_code",search_key gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "organisations_merged_into" ON "organisations" USING btree ("municipality_code","merged_into_id");--> statement-breakpoint
CREATE UNIQUE INDEX "schemes_reference" ON "schemes" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "schemes_name_key" ON "schemes" USING btree ("municipality_code","name_key");