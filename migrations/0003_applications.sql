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
	"sha256" text,
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
ALTER TABLE "decision_lines" ADD COLUMN "application_id" uuid;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "name_valid_from" date;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "membership_fee" numeric(14, 2);--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "membership_fee_certainty" text;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "interim_board_until" date;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "application_amounts" ADD CONSTRAINT "application_amounts_application_fk" FOREIGN KEY ("municipality_code","application_id") REFERENCES "public"."applications"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_applicants" ADD CONSTRAINT "application_applicants_application_fk" FOREIGN KEY ("municipality_code","application_id") REFERENCES "public"."applications"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_applicants" ADD CONSTRAINT "application_applicants_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "application_steps" ADD CONSTRAINT "application_steps_application_fk" FOREIGN KEY ("municipality_code","application_id") REFERENCES "public"."applications"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_scheme_fk" FOREIGN KEY ("municipality_code","scheme_id") REFERENCES "public"."schemes"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "applications" ADD CONSTRAINT "applications_guarantor_fk" FOREIGN KEY ("municipality_code","guarantor_organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contacts" ADD CONSTRAINT "contacts_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "eligibilities" ADD CONSTRAINT "eligibilities_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_umbrella_fk" FOREIGN KEY ("municipality_code","umbrella_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_documents" ADD CONSTRAINT "organisation_documents_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organisation_names" ADD CONSTRAINT "organisation_names_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "application_amounts_year" ON "application_amounts" USING btree ("municipality_code","year","application_id");--> statement-breakpoint
CREATE INDEX "application_applicants_organisation" ON "application_applicants" USING btree ("municipality_code","organisation_id","application_id");--> statement-breakpoint
CREATE UNIQUE INDEX "applications_reference" ON "applications" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "applications_received" ON "applications" USING btree ("municipality_code","received_on","id");--> statement-breakpoint
CREATE INDEX "applications_changed" ON "applications" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "applications_scheme" ON "applications" USING btree ("municipality_code","scheme_id","id");--> statement-breakpoint
CREATE INDEX "applications_status" ON "applications" USING btree ("municipality_code","status","id");--> statement-breakpoint
CREATE INDEX "applications_deadline" ON "applications" USING btree ("municipality_code","deadline","id");--> statement-breakpoint
CREATE INDEX "applications_guarantor" ON "applications" USING btree ("municipality_code","guarantor_organisation_id");--> statement-breakpoint
CREATE INDEX "contacts_organisation" ON "contacts" USING btree ("municipality_code","organisation_id","id");--> statement-breakpoint
CREATE INDEX "eligibilities_organisation" ON "eligibilities" USING btree ("municipality_code","organisation_id","id");--> statement-breakpoint
CREATE INDEX "memberships_organisation" ON "memberships" USING btree ("municipality_code","organisation_id","id");--> statement-breakpoint
CREATE INDEX "memberships_umbrella" ON "memberships" USING btree ("municipality_code","umbrella_id","id");--> statement-breakpoint
CREATE INDEX "organisation_documents_organisation" ON "organisation_documents" USING btree ("municipality_code","organisation_id","id");--> statement-breakpoint
CREATE INDEX "organisation_documents_expiry" ON "organisation_documents" USING btree ("municipality_code","expires_on","id");--> statement-breakpoint
CREATE INDEX "organisation_names_organisation" ON "organisation_names" USING btree ("municipality_code","organisation_id","id");--> statement-breakpoint
CREATE INDEX "organisation_names_search" ON "organisation_names" USING gin ("municipality_code",search_key gin_trgm_ops);--> statement-breakpoint
ALTER TABLE "decision_lines" ADD CONSTRAINT "decision_lines_application_fk" FOREIGN KEY ("municipality_code","application_id") REFERENCES "public"."applications"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bodies_parent" ON "bodies" USING btree ("municipality_code","parent_id");--> statement-breakpoint
CREATE INDEX "bodies_successor" ON "bodies" USING btree ("municipality_code","successor_id");--> statement-breakpoint
CREATE INDEX "decision_lines_application" ON "decision_lines" USING btree ("municipality_code","application_id","id");--> statement-breakpoint
CREATE INDEX "organisations_former_names" ON "organisations" USING gin ("municipality_code","former_name_keys");--> statement-breakpoint
CREATE INDEX "organisations_changed" ON "organisations" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_not_above_itself" CHECK (parent_id <> id);--> statement-breakpoint
ALTER TABLE "bodies" ADD CONSTRAINT "bodies_not_after_itself" CHECK (successor_id <> id);