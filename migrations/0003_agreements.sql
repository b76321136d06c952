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
CREATE INDEX "agreement_awards_award" ON "agreement_awards" USING btree ("municipality_code","award_id");--> statement-breakpoint
CREATE INDEX "agreement_list_entries_entry" ON "agreement_list_entries" USING btree ("municipality_code","entry_id","agreement_id");--> statement-breakpoint
CREATE INDEX "agreement_parties_organisation" ON "agreement_parties" USING btree ("municipality_code","organisation_id","agreement_id");--> statement-breakpoint
CREATE INDEX "agreement_parties_body" ON "agreement_parties" USING btree ("municipality_code","body_id","agreement_id");--> statement-breakpoint
CREATE INDEX "agreement_relations_target" ON "agreement_relations" USING btree ("municipality_code","target_id");--> statement-breakpoint
CREATE UNIQUE INDEX "agreements_reference" ON "agreements" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "agreements_of_award" ON "agreements" USING btree ("municipality_code","reference") WHERE source = 'award';--> statement-breakpoint
CREATE INDEX "agreements_changed" ON "agreements" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "agreements_status" ON "agreements" USING btree ("municipality_code","status","id");--> statement-breakpoint
CREATE INDEX "agreements_decision" ON "agreements" USING btree ("municipality_code","decision_id");--> statement-breakpoint
CREATE INDEX "agreements_ends" ON "agreements" USING btree ("municipality_code","ends_latest","ends_earliest");--> statement-breakpoint
CREATE UNIQUE INDEX "list_entries_reference" ON "list_entries" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "list_entries_name" ON "list_entries" USING btree ("municipality_code","list","name_key") WHERE withdrawn_at is null;