-- expand
CREATE TABLE "file_keys" (
	"municipality_code" text NOT NULL,
	"key" "bytea" NOT NULL,
	CONSTRAINT "file_keys_pk" PRIMARY KEY("municipality_code")
);
--> statement-breakpoint
CREATE TABLE "files" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"byte_count" bigint NOT NULL,
	"checksum" text NOT NULL,
	"organisation_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	"removed_at" timestamp with time zone,
	CONSTRAINT "files_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "files_removed" CHECK (removed_at is null or withdrawn_at is not null)
);
--> statement-breakpoint
ALTER TABLE "reports" ADD COLUMN "file_ids" jsonb DEFAULT '[]'::jsonb NOT NULL;
--> statement-breakpoint
ALTER TABLE "retention_rules" ADD COLUMN "file_months" integer;
--> statement-breakpoint
ALTER TABLE "applications" ADD COLUMN "file_ids" jsonb DEFAULT '[]'::jsonb NOT NULL;
--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "file_ids" jsonb DEFAULT '[]'::jsonb NOT NULL;
--> statement-breakpoint
ALTER TABLE "organisation_documents" ADD COLUMN "file_id" uuid;
--> statement-breakpoint
ALTER TABLE "file_keys" ADD CONSTRAINT "file_keys_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "files" ADD CONSTRAINT "files_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "files_changed" ON "files" USING btree ("municipality_code","updated_at","id");
--> statement-breakpoint
CREATE INDEX "files_organisation" ON "files" USING btree ("municipality_code","organisation_id","id");
--> statement-breakpoint
CREATE INDEX "files_checksum" ON "files" USING btree ("municipality_code","checksum","id");
--> statement-breakpoint
CREATE INDEX "files_to_remove" ON "files" USING btree ("municipality_code","id") WHERE withdrawn_at is not null and removed_at is null;
--> statement-breakpoint
ALTER TABLE "organisation_documents" ADD CONSTRAINT "organisation_documents_file_fk" FOREIGN KEY ("municipality_code","file_id") REFERENCES "public"."files"("municipality_code","id") ON DELETE no action ON UPDATE no action NOT VALID;
