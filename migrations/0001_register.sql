CREATE TABLE "agreement_awards" (
	"municipality_code" text NOT NULL,
	"agreement_id" uuid NOT NULL,
	"award_id" uuid NOT NULL,
	CONSTRAINT "agreement_awards_pk" PRIMARY KEY("municipality_code","agreement_id","award_id")
);
--> statement-breakpoint
CREATE TABLE "agreement_list_entries" (
	"municipality_code" text NOT NULL,
	"agreement_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	CONSTRAINT "agreement_list_entries_pk" PRIMARY KEY("municipality_code","agreement_id","entry_id")
);
--> statement-breakpoint
CREATE TABLE "agreement_parties" (
	"municipality_code" text NOT NULL,
	"agreement_id" uuid NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"role" text NOT NULL,
	"organisation_id" uuid,
	"body_id" uuid,
	CONSTRAINT "agreement_parties_pk" PRIMARY KEY("municipality_code","agreement_id","key")
);
--> statement-breakpoint
CREATE TABLE "agreement_persons" (
	"municipality_code" text NOT NULL,
	"agreement_id" uuid NOT NULL,
	"key" text NOT NULL,
	"name" text,
	"confidential" boolean DEFAULT false NOT NULL,
	CONSTRAINT "agreement_persons_pk" PRIMARY KEY("municipality_code","agreement_id","key")
);
--> statement-breakpoint
CREATE TABLE "agreement_relations" (
	"municipality_code" text NOT NULL,
	"agreement_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"target_id" uuid NOT NULL,
	CONSTRAINT "agreement_relations_pk" PRIMARY KEY("municipality_code","agreement_id","kind","target_id")
);
--> statement-breakpoint
CREATE TABLE "agreement_versions" (
	"municipality_code" text NOT NULL,
	"agreement_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"act" text NOT NULL,
	"status" text NOT NULL,
	"effective_from" date,
	"patch" jsonb NOT NULL,
	"decision_id" uuid,
	"reason" text,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"recorded_by" text NOT NULL,
	"sent_by" text,
	CONSTRAINT "agreement_versions_pk" PRIMARY KEY("municipality_code","agreement_id","number")
);
--> statement-breakpoint
CREATE TABLE "agreements" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"kind" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"content" jsonb NOT NULL,
	"decision_id" uuid,
	"pending_until" date,
	"starts_earliest" date NOT NULL,
	"starts_latest" date NOT NULL,
	"ends_earliest" date NOT NULL,
	"ends_latest" date NOT NULL,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "agreements_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "agreements_kind" CHECK (kind in ('partnership', 'framework')),
	CONSTRAINT "agreements_status_known" CHECK (status in ('draft', 'decided', 'signed', 'ended', 'terminated'))
);
--> statement-breakpoint
CREATE TABLE "list_entries" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"list" text NOT NULL,
	"name" text collate "sv-SE-x-icu" NOT NULL,
	"name_key" text NOT NULL,
	"description" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "list_entries_pk" PRIMARY KEY("municipality_code","id")
);
--> statement-breakpoint
CREATE TABLE "decision_appeals" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"decision_id" uuid NOT NULL,
	"lodged_on" date NOT NULL,
	"ground" text NOT NULL,
	"lodged_by" text NOT NULL,
	"court" text,
	"case_number" text,
	"unpaid_instalments" text NOT NULL,
	"chosen_by" text,
	"chosen_on" date,
	"outcome" text,
	"outcome_on" date,
	"outcome_note" text,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "decision_appeals_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "decision_appeals_unpaid" CHECK (unpaid_instalments in ('hold', 'pay', 'notStated')),
	CONSTRAINT "decision_appeals_outcome_on" CHECK (outcome_on is null or outcome is not null)
);
--> statement-breakpoint
CREATE TABLE "application_amounts" (
	"municipality_code" text NOT NULL,
	"application_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"year" integer,
	"amount" numeric(14, 2),
	"certainty" text NOT NULL,
	CONSTRAINT "application_amounts_pk" PRIMARY KEY("municipality_code","application_id","position"),
	CONSTRAINT "application_amounts_known" CHECK ((amount is not null) = (certainty in ('exact', 'approximate')))
);
--> statement-breakpoint
CREATE TABLE "application_applicants" (
	"municipality_code" text NOT NULL,
	"application_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "application_applicants_pk" PRIMARY KEY("municipality_code","application_id","organisation_id")
);
--> statement-breakpoint
CREATE TABLE "application_steps" (
	"municipality_code" text NOT NULL,
	"application_id" uuid NOT NULL,
	"id" bigint GENERATED ALWAYS AS IDENTITY (sequence name "application_steps_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"status" text NOT NULL,
	"happened_on" date,
	"reason" text,
	"due_on" date,
	"actor_name" text NOT NULL,
	"sent_by" text,
	"recorded_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "application_steps_pk" PRIMARY KEY("municipality_code","application_id","id")
);
--> statement-breakpoint
CREATE TABLE "applications" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"scheme_id" uuid,
	"round" text,
	"received_on" date,
	"received_on_precision" text DEFAULT 'day' NOT NULL,
	"deadline" date,
	"purpose" text,
	"target_group_shares" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"guarantor_organisation_id" uuid,
	"guarantor_scope" text,
	"guarantor_limit" numeric(14, 2),
	"guarantor_from" date,
	"guarantor_to" date,
	"attachments" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"note" text,
	"status" text DEFAULT 'received' NOT NULL,
	"supplement_due_on" date,
	"received_hash" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "applications_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "applications_guarantor_period" CHECK (guarantor_to >= guarantor_from)
);
--> statement-breakpoint
CREATE TABLE "assignment_reports" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"assignment_id" uuid NOT NULL,
	"meeting_date" date NOT NULL,
	"meeting_date_precision" text DEFAULT 'day' NOT NULL,
	"body_id" uuid,
	"decision_id" uuid,
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
	CONSTRAINT "assignment_reports_pk" PRIMARY KEY("municipality_code","id")
);
--> statement-breakpoint
CREATE TABLE "assignments" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"status" text NOT NULL,
	"text" text NOT NULL,
	"given_by_body_id" uuid,
	"body_id" uuid,
	"proposal_id" uuid,
	"decision_id" uuid,
	"given_on" date,
	"due_on" date,
	"due_on_precision" text DEFAULT 'day' NOT NULL,
	"recurrence" text,
	"recurrence_text" text,
	"recurs_until" date,
	"ended_on" date,
	"ended_reason" text,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "assignments_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "assignments_due_or_recurring" CHECK (num_nonnulls(due_on, recurrence) < 2)
);
--> statement-breakpoint
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
	CONSTRAINT "bodies_not_above_itself" CHECK (parent_id <> id),
	CONSTRAINT "bodies_not_after_itself" CHECK (successor_id <> id),
	CONSTRAINT "bodies_validity" CHECK (valid_to >= valid_from)
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
	"standing" text DEFAULT 'decided' NOT NULL,
	"proposal_outcome" text,
	"resulting_decision_id" uuid,
	"revises_decision_id" uuid,
	"delegate_role" text,
	"delegation_basis" text,
	"delegation_limit" numeric(14, 2),
	"delegation_limit_text" text,
	"reported_in_decision_id" uuid,
	"reported_meeting_date" date,
	"minutes_approved_on" date,
	"notice_up_on" date,
	"notice_down_on" date,
	"recusals" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"annulled_at" timestamp with time zone,
	"annulment" jsonb,
	"final_confirmed_at" timestamp with time zone,
	"finality" jsonb,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "decisions_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "decisions_standing" CHECK (standing in ('decided', 'proposed')),
	CONSTRAINT "decisions_proposal_outcome" CHECK ((proposal_outcome is not null) = (standing = 'proposed')),
	CONSTRAINT "decisions_annulment" CHECK ((annulled_at is null) = (annulment is null)),
	CONSTRAINT "decisions_finality" CHECK ((final_confirmed_at is null) = (finality is null))
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
	"publishes_schemes" boolean DEFAULT false NOT NULL,
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
	"name_valid_from" date,
	"name_key" text NOT NULL,
	"former_name_keys" text[] DEFAULT '{}' NOT NULL,
	"search_key" text NOT NULL,
	"twin_key" text NOT NULL,
	"organisation_number" text,
	"legal_form" text,
	"bankgiro" text,
	"plusgiro" text,
	"membership_fee" numeric(14, 2),
	"membership_fee_certainty" text,
	"interim_board_until" date,
	"note" text,
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
	"status" text DEFAULT 'notStated' NOT NULL,
	"amount_basis" text DEFAULT 'notStated' NOT NULL,
	"categories" text[] DEFAULT '{}' NOT NULL,
	"referrals" jsonb DEFAULT '[]'::jsonb NOT NULL,
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
	"revises_line_id" uuid,
	"scheme_id" uuid,
	"application_id" uuid,
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
	"target_group_shares" jsonb DEFAULT '[]'::jsonb NOT NULL,
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
CREATE TABLE "contacts" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"role" text,
	"name" text,
	"email" text,
	"phone" text,
	"sensitivity" text NOT NULL,
	"valid_from" date,
	"valid_to" date,
	"erased_at" timestamp with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "contacts_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "contacts_validity" CHECK (valid_to >= valid_from),
	CONSTRAINT "contacts_erased" CHECK (erased_at is null or num_nonnulls(role, name, email, phone) = 0)
);
--> statement-breakpoint
CREATE TABLE "eligibilities" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"eligible" boolean NOT NULL,
	"decided_by" text,
	"decided_on" date,
	"valid_from" date NOT NULL,
	"expires_on" date,
	"reason" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "eligibilities_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "eligibilities_validity" CHECK (expires_on >= valid_from)
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"umbrella_id" uuid NOT NULL,
	"valid_from" date,
	"valid_from_precision" text DEFAULT 'day' NOT NULL,
	"valid_to" date,
	"valid_to_precision" text DEFAULT 'day' NOT NULL,
	"fee" numeric(14, 2),
	"fee_certainty" text DEFAULT 'notStated' NOT NULL,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "memberships_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "memberships_not_of_itself" CHECK (umbrella_id <> organisation_id),
	CONSTRAINT "memberships_fee" CHECK ((fee is not null) = (fee_certainty in ('exact', 'approximate')))
);
--> statement-breakpoint
CREATE TABLE "organisation_documents" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"url" text,
	"checksum" text,
	"valid_from" date,
	"expires_on" date,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "organisation_documents_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "organisation_documents_validity" CHECK (expires_on >= valid_from)
);
--> statement-breakpoint
CREATE TABLE "organisation_names" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"organisation_id" uuid NOT NULL,
	"name" text collate "sv-SE-x-icu" NOT NULL,
	"name_key" text NOT NULL,
	"search_key" text NOT NULL,
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
	CONSTRAINT "organisation_names_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "organisation_names_validity" CHECK (valid_to >= valid_from)
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
ALTER TABLE "agreement_awards" ADD CONSTRAINT "agreement_awards_agreement_fk" FOREIGN KEY ("municipality_code","agreement_id") REFERENCES "public"."agreements"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_awards" ADD CONSTRAINT "agreement_awards_award_fk" FOREIGN KEY ("municipality_code","award_id") REFERENCES "public"."awards"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_list_entries" ADD CONSTRAINT "agreement_list_entries_agreement_fk" FOREIGN KEY ("municipality_code","agreement_id") REFERENCES "public"."agreements"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_list_entries" ADD CONSTRAINT "agreement_list_entries_entry_fk" FOREIGN KEY ("municipality_code","entry_id") REFERENCES "public"."list_entries"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_parties" ADD CONSTRAINT "agreement_parties_agreement_fk" FOREIGN KEY ("municipality_code","agreement_id") REFERENCES "public"."agreements"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_parties" ADD CONSTRAINT "agreement_parties_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_parties" ADD CONSTRAINT "agreement_parties_body_fk" FOREIGN KEY ("municipality_code","body_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_persons" ADD CONSTRAINT "agreement_persons_agreement_fk" FOREIGN KEY ("municipality_code","agreement_id") REFERENCES "public"."agreements"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_relations" ADD CONSTRAINT "agreement_relations_agreement_fk" FOREIGN KEY ("municipality_code","agreement_id") REFERENCES "public"."agreements"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_relations" ADD CONSTRAINT "agreement_relations_target_fk" FOREIGN KEY ("municipality_code","target_id") REFERENCES "public"."agreements"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_versions" ADD CONSTRAINT "agreement_versions_agreement_fk" FOREIGN KEY ("municipality_code","agreement_id") REFERENCES "public"."agreements"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreement_versions" ADD CONSTRAINT "agreement_versions_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "agreements" ADD CONSTRAINT "agreements_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "list_entries" ADD CONSTRAINT "list_entries_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_appeals" ADD CONSTRAINT "decision_appeals_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_appeals" ADD CONSTRAINT "decision_appeals_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_amounts" ADD CONSTRAINT "application_amounts_application_fk" FOREIGN KEY ("municipality_code","application_id") REFERENCES "public"."applications"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_applicants" ADD CONSTRAINT "application_applicants_application_fk" FOREIGN KEY ("municipality_code","application_id") REFERENCES "public"."applications"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_applicants" ADD CONSTRAINT "application_applicants_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_steps" ADD CONSTRAINT "application_steps_application_fk" FOREIGN KEY ("municipality_code","application_id") REFERENCES "public"."applications"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_scheme_fk" FOREIGN KEY ("municipality_code","scheme_id") REFERENCES "public"."schemes"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_guarantor_fk" FOREIGN KEY ("municipality_code","guarantor_organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment_reports" ADD CONSTRAINT "assignment_reports_assignment_fk" FOREIGN KEY ("municipality_code","assignment_id") REFERENCES "public"."assignments"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment_reports" ADD CONSTRAINT "assignment_reports_body_fk" FOREIGN KEY ("municipality_code","body_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment_reports" ADD CONSTRAINT "assignment_reports_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_given_by_fk" FOREIGN KEY ("municipality_code","given_by_body_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_body_fk" FOREIGN KEY ("municipality_code","body_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_proposal_fk" FOREIGN KEY ("municipality_code","proposal_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_parent_fk" FOREIGN KEY ("municipality_code","parent_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_successor_fk" FOREIGN KEY ("municipality_code","successor_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_body_fk" FOREIGN KEY ("municipality_code","body_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_resulting_fk" FOREIGN KEY ("municipality_code","resulting_decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_revises_fk" FOREIGN KEY ("municipality_code","revises_decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_reported_in_fk" FOREIGN KEY ("municipality_code","reported_in_decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_import_rows" ADD CONSTRAINT "decision_import_rows_import_fk" FOREIGN KEY ("municipality_code","import_id") REFERENCES "public"."decision_imports"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_imports" ADD CONSTRAINT "decision_imports_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_line_fk" FOREIGN KEY ("municipality_code","line_id") REFERENCES "public"."decision_lines"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_award_fk" FOREIGN KEY ("municipality_code","award_id") REFERENCES "public"."awards"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisations" ADD CONSTRAINT "organisations_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisations" ADD CONSTRAINT "organisations_merged_into_fk" FOREIGN KEY ("municipality_code","merged_into_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_rule_versions" ADD CONSTRAINT "scheme_rule_versions_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_rule_versions" ADD CONSTRAINT "scheme_rule_versions_scheme_fk" FOREIGN KEY ("municipality_code","scheme_id") REFERENCES "public"."schemes"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_rule_versions" ADD CONSTRAINT "scheme_rule_versions_decision_fk" FOREIGN KEY ("municipality_code","adopted_by_decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_status_changes" ADD CONSTRAINT "scheme_status_changes_scheme_fk" FOREIGN KEY ("municipality_code","scheme_id") REFERENCES "public"."schemes"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_status_changes" ADD CONSTRAINT "scheme_status_changes_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_windows" ADD CONSTRAINT "scheme_windows_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scheme_windows" ADD CONSTRAINT "scheme_windows_scheme_fk" FOREIGN KEY ("municipality_code","scheme_id") REFERENCES "public"."schemes"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schemes" ADD CONSTRAINT "schemes_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schemes" ADD CONSTRAINT "schemes_body_fk" FOREIGN KEY ("municipality_code","body_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "awards" ADD CONSTRAINT "awards_line_fk" FOREIGN KEY ("municipality_code","line_id") REFERENCES "public"."decision_lines"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_line_recipients" ADD CONSTRAINT "decision_line_recipients_line_fk" FOREIGN KEY ("municipality_code","line_id") REFERENCES "public"."decision_lines"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_line_recipients" ADD CONSTRAINT "decision_line_recipients_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_lines" ADD CONSTRAINT "decision_lines_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_lines" ADD CONSTRAINT "decision_lines_revises_fk" FOREIGN KEY ("municipality_code","revises_line_id") REFERENCES "public"."decision_lines"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_lines" ADD CONSTRAINT "decision_lines_scheme_fk" FOREIGN KEY ("municipality_code","scheme_id") REFERENCES "public"."schemes"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_lines" ADD CONSTRAINT "decision_lines_application_fk" FOREIGN KEY ("municipality_code","application_id") REFERENCES "public"."applications"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_lines" ADD CONSTRAINT "decision_lines_payee_fk" FOREIGN KEY ("municipality_code","payee_organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "eligibilities" ADD CONSTRAINT "eligibilities_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_umbrella_fk" FOREIGN KEY ("municipality_code","umbrella_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_documents" ADD CONSTRAINT "organisation_documents_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_names" ADD CONSTRAINT "organisation_names_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
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
CREATE INDEX "agreement_awards_award" ON "agreement_awards" USING btree ("municipality_code","award_id");--> statement-breakpoint
CREATE INDEX "agreement_list_entries_entry" ON "agreement_list_entries" USING btree ("municipality_code","entry_id","agreement_id");--> statement-breakpoint
CREATE INDEX "agreement_parties_organisation" ON "agreement_parties" USING btree ("municipality_code","organisation_id","agreement_id");--> statement-breakpoint
CREATE INDEX "agreement_parties_body" ON "agreement_parties" USING btree ("municipality_code","body_id","agreement_id");--> statement-breakpoint
CREATE INDEX "agreement_parties_role" ON "agreement_parties" USING btree ("municipality_code","role","agreement_id");--> statement-breakpoint
CREATE INDEX "agreement_parties_kind" ON "agreement_parties" USING btree ("municipality_code","kind","agreement_id");--> statement-breakpoint
CREATE INDEX "agreement_relations_target" ON "agreement_relations" USING btree ("municipality_code","target_id");--> statement-breakpoint
CREATE UNIQUE INDEX "agreements_reference" ON "agreements" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "agreements_of_award" ON "agreements" USING btree ("municipality_code","reference") WHERE source = 'award';--> statement-breakpoint
CREATE INDEX "agreements_by_reference" ON "agreements" USING btree ("municipality_code","reference");--> statement-breakpoint
CREATE INDEX "agreements_changed" ON "agreements" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "agreements_status" ON "agreements" USING btree ("municipality_code","status","id");--> statement-breakpoint
CREATE INDEX "agreements_kind" ON "agreements" USING btree ("municipality_code","kind","id");--> statement-breakpoint
CREATE INDEX "agreements_starts" ON "agreements" USING btree ("municipality_code","starts_latest","starts_earliest");--> statement-breakpoint
CREATE INDEX "agreements_decision" ON "agreements" USING btree ("municipality_code","decision_id");--> statement-breakpoint
CREATE INDEX "agreements_ends" ON "agreements" USING btree ("municipality_code","ends_latest","ends_earliest");--> statement-breakpoint
CREATE UNIQUE INDEX "list_entries_reference" ON "list_entries" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "list_entries_name" ON "list_entries" USING btree ("municipality_code","list","name_key") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "decision_appeals_reference" ON "decision_appeals" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "decision_appeals_decision" ON "decision_appeals" USING btree ("municipality_code","decision_id","id");--> statement-breakpoint
CREATE INDEX "decision_appeals_lodged" ON "decision_appeals" USING btree ("municipality_code","lodged_on","id");--> statement-breakpoint
CREATE INDEX "application_amounts_year" ON "application_amounts" USING btree ("municipality_code","year","application_id");--> statement-breakpoint
CREATE INDEX "application_applicants_organisation" ON "application_applicants" USING btree ("municipality_code","organisation_id","application_id");--> statement-breakpoint
CREATE UNIQUE INDEX "applications_reference" ON "applications" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "applications_received" ON "applications" USING btree ("municipality_code","received_on","id");--> statement-breakpoint
CREATE INDEX "applications_changed" ON "applications" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "applications_scheme" ON "applications" USING btree ("municipality_code","scheme_id","id");--> statement-breakpoint
CREATE INDEX "applications_status" ON "applications" USING btree ("municipality_code","status","id");--> statement-breakpoint
CREATE INDEX "applications_deadline" ON "applications" USING btree ("municipality_code","deadline","id");--> statement-breakpoint
CREATE INDEX "applications_guarantor" ON "applications" USING btree ("municipality_code","guarantor_organisation_id");--> statement-breakpoint
CREATE UNIQUE INDEX "assignment_reports_reference" ON "assignment_reports" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "assignment_reports_assignment" ON "assignment_reports" USING btree ("municipality_code","assignment_id","meeting_date","id");--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_reference" ON "assignments" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "assignments_status" ON "assignments" USING btree ("municipality_code","status","id");--> statement-breakpoint
CREATE INDEX "assignments_body" ON "assignments" USING btree ("municipality_code","body_id","id");--> statement-breakpoint
CREATE INDEX "assignments_given_by" ON "assignments" USING btree ("municipality_code","given_by_body_id","id");--> statement-breakpoint
CREATE INDEX "assignments_due" ON "assignments" USING btree ("municipality_code","due_on","id");--> statement-breakpoint
CREATE INDEX "assignments_decision" ON "assignments" USING btree ("municipality_code","decision_id","id");--> statement-breakpoint
CREATE INDEX "assignments_proposal" ON "assignments" USING btree ("municipality_code","proposal_id","id");--> statement-breakpoint
CREATE INDEX "assignments_changed" ON "assignments" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "bodies_reference" ON "bodies" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "bodies_name_key" ON "bodies" USING btree ("municipality_code","name_key");--> statement-breakpoint
CREATE INDEX "bodies_parent" ON "bodies" USING btree ("municipality_code","parent_id");--> statement-breakpoint
CREATE INDEX "bodies_successor" ON "bodies" USING btree ("municipality_code","successor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "decisions_reference" ON "decisions" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "decisions_by_reference" ON "decisions" USING btree ("municipality_code","reference");--> statement-breakpoint
CREATE INDEX "decisions_meeting" ON "decisions" USING btree ("municipality_code","meeting_date","id");--> statement-breakpoint
CREATE INDEX "decisions_changed" ON "decisions" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "decisions_body" ON "decisions" USING btree ("municipality_code","body_id","meeting_date");--> statement-breakpoint
CREATE INDEX "decisions_diary_number" ON "decisions" USING btree ("municipality_code","diary_number") WHERE diary_number is not null;--> statement-breakpoint
CREATE INDEX "decisions_revises" ON "decisions" USING btree ("municipality_code","revises_decision_id") WHERE revises_decision_id is not null;--> statement-breakpoint
CREATE INDEX "decisions_reported_in" ON "decisions" USING btree ("municipality_code","reported_in_decision_id") WHERE reported_in_decision_id is not null;--> statement-breakpoint
CREATE INDEX "decisions_proposed" ON "decisions" USING btree ("municipality_code","meeting_date","id") WHERE standing = 'proposed';--> statement-breakpoint
CREATE INDEX "events_subject" ON "events" USING btree ("municipality_code","subject_id","id");--> statement-breakpoint
CREATE INDEX "events_recorded" ON "events" USING btree ("municipality_code","recorded_at","id");--> statement-breakpoint
CREATE INDEX "events_parent" ON "events" USING btree ("municipality_code","parent_id","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "decision_import_rows_outcome" ON "decision_import_rows" USING btree ("municipality_code","import_id","outcome","position");--> statement-breakpoint
CREATE INDEX "decision_import_rows_identity" ON "decision_import_rows" USING btree ("municipality_code","identity");--> statement-breakpoint
CREATE INDEX "ledger_entries_line" ON "ledger_entries" USING btree ("municipality_code","line_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_decision" ON "ledger_entries" USING btree ("municipality_code","decision_id");--> statement-breakpoint
CREATE INDEX "ledger_entries_body_year" ON "ledger_entries" USING btree ("municipality_code","body_id","grant_year") WHERE kind = 'granted';--> statement-breakpoint
CREATE INDEX "ledger_entries_recorded" ON "ledger_entries" USING btree ("municipality_code","recorded_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "organisations_reference" ON "organisations" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "organisations_number" ON "organisations" USING btree ("municipality_code","organisation_number") WHERE merged_into_id is null and withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "organisations_name_key" ON "organisations" USING btree ("municipality_code","name_key");--> statement-breakpoint
CREATE INDEX "organisations_former_names" ON "organisations" USING gin ("municipality_code","former_name_keys");--> statement-breakpoint
CREATE INDEX "organisations_changed" ON "organisations" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "organisations_twin_key" ON "organisations" USING btree ("municipality_code","twin_key");--> statement-breakpoint
CREATE INDEX "organisations_name" ON "organisations" USING btree ("municipality_code","name","id");--> statement-breakpoint
CREATE INDEX "organisations_search" ON "organisations" USING gin ("municipality_code",search_key gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "organisations_merged_into" ON "organisations" USING btree ("municipality_code","merged_into_id");--> statement-breakpoint
CREATE UNIQUE INDEX "scheme_rule_versions_reference" ON "scheme_rule_versions" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "scheme_rule_versions_changed" ON "scheme_rule_versions" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "scheme_rule_versions_scheme" ON "scheme_rule_versions" USING btree ("municipality_code","scheme_id","id");--> statement-breakpoint
CREATE INDEX "scheme_status_changes_scheme" ON "scheme_status_changes" USING btree ("municipality_code","scheme_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "scheme_windows_reference" ON "scheme_windows" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "scheme_windows_changed" ON "scheme_windows" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "scheme_windows_scheme" ON "scheme_windows" USING btree ("municipality_code","scheme_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "schemes_reference" ON "schemes" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "schemes_changed" ON "schemes" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "schemes_name_key" ON "schemes" USING btree ("municipality_code","name_key");--> statement-breakpoint
CREATE INDEX "schemes_status" ON "schemes" USING btree ("municipality_code","status","name","id");--> statement-breakpoint
CREATE INDEX "decision_line_recipients_organisation" ON "decision_line_recipients" USING btree ("municipality_code","organisation_id","line_id");--> statement-breakpoint
CREATE UNIQUE INDEX "decision_lines_reference" ON "decision_lines" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "decision_lines_by_reference" ON "decision_lines" USING btree ("municipality_code","reference") WHERE reference is not null;--> statement-breakpoint
CREATE INDEX "decision_lines_decision" ON "decision_lines" USING btree ("municipality_code","decision_id","id");--> statement-breakpoint
CREATE INDEX "decision_lines_scheme" ON "decision_lines" USING btree ("municipality_code","scheme_id","id");--> statement-breakpoint
CREATE INDEX "decision_lines_revises" ON "decision_lines" USING btree ("municipality_code","revises_line_id") WHERE revises_line_id is not null;--> statement-breakpoint
CREATE INDEX "decision_lines_application" ON "decision_lines" USING btree ("municipality_code","application_id","id");--> statement-breakpoint
CREATE INDEX "decision_lines_changed" ON "decision_lines" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "contacts_organisation" ON "contacts" USING btree ("municipality_code","organisation_id","id");--> statement-breakpoint
CREATE INDEX "eligibilities_organisation" ON "eligibilities" USING btree ("municipality_code","organisation_id","id");--> statement-breakpoint
CREATE INDEX "memberships_organisation" ON "memberships" USING btree ("municipality_code","organisation_id","id");--> statement-breakpoint
CREATE INDEX "memberships_umbrella" ON "memberships" USING btree ("municipality_code","umbrella_id","id");--> statement-breakpoint
CREATE INDEX "organisation_documents_organisation" ON "organisation_documents" USING btree ("municipality_code","organisation_id","id");--> statement-breakpoint
CREATE INDEX "organisation_documents_expiry" ON "organisation_documents" USING btree ("municipality_code","expires_on","id");--> statement-breakpoint
CREATE INDEX "organisation_names_organisation" ON "organisation_names" USING btree ("municipality_code","organisation_id","id");--> statement-breakpoint
CREATE INDEX "organisation_names_search" ON "organisation_names" USING gin ("municipality_code",search_key gin_trgm_ops);--> statement-breakpoint
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
CREATE INDEX "targets_owner" ON "targets" USING btree ("municipality_code","owner_body_id","id");