-- expand
CREATE TABLE "decision_import_repeats" (
	"municipality_code" text NOT NULL,
	"key" text NOT NULL,
	"import_id" uuid NOT NULL,
	"row_count" integer NOT NULL,
	"feed_number" bigint NOT NULL,
	"change_id" uuid NOT NULL,
	CONSTRAINT "decision_import_repeats_pk" PRIMARY KEY("municipality_code","key")
);
--> statement-breakpoint
ALTER TABLE "decision_import_repeats" ADD CONSTRAINT "decision_import_repeats_import_fk" FOREIGN KEY ("municipality_code","import_id") REFERENCES "public"."decision_imports"("municipality_code","id") ON DELETE no action ON UPDATE no action;