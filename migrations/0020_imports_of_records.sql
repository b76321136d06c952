CREATE TABLE "record_import_rows" (
	"municipality_code" text NOT NULL,
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"line" integer NOT NULL,
	"sheet" text,
	"result" text NOT NULL,
	"is_applied" boolean NOT NULL,
	"record_id" uuid,
	"identity" text,
	"said" jsonb,
	"violations" jsonb,
	"warnings" jsonb,
	CONSTRAINT "record_import_rows_pk" PRIMARY KEY("municipality_code","import_id","position")
);
--> statement-breakpoint
CREATE TABLE "record_imports" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"kind" text NOT NULL,
	"source" text NOT NULL,
	"status" text NOT NULL,
	"options" jsonb NOT NULL,
	"checksum" text NOT NULL,
	"encoding" text,
	"counts" jsonb NOT NULL,
	"violations" jsonb NOT NULL,
	"receipt" jsonb NOT NULL,
	"actor_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "record_imports_pk" PRIMARY KEY("municipality_code","id")
);
--> statement-breakpoint
ALTER TABLE "record_import_rows" ADD CONSTRAINT "record_import_rows_import_fk" FOREIGN KEY ("municipality_code","import_id") REFERENCES "public"."record_imports"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "record_imports" ADD CONSTRAINT "record_imports_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "record_import_rows_record" ON "record_import_rows" USING btree ("municipality_code","record_id","import_id");--> statement-breakpoint
CREATE INDEX "record_import_rows_identity" ON "record_import_rows" USING btree ("municipality_code","identity") WHERE identity is not null;