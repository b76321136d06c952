CREATE TABLE "decision_import_jobs" (
	"municipality_code" text NOT NULL,
	"import_id" uuid NOT NULL,
	"content_type" text NOT NULL,
	"actor" jsonb NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"is_cancelled" boolean DEFAULT false NOT NULL,
	CONSTRAINT "decision_import_jobs_pk" PRIMARY KEY("municipality_code","import_id")
);
--> statement-breakpoint
CREATE TABLE "decision_import_parts" (
	"municipality_code" text NOT NULL,
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "decision_import_parts_pk" PRIMARY KEY("municipality_code","import_id","position")
);
--> statement-breakpoint
ALTER TABLE "decision_imports" ADD COLUMN "progress" jsonb;--> statement-breakpoint
ALTER TABLE "decision_imports" ADD COLUMN "problem" jsonb;--> statement-breakpoint
ALTER TABLE "decision_import_jobs" ADD CONSTRAINT "decision_import_jobs_import_fk" FOREIGN KEY ("municipality_code","import_id") REFERENCES "public"."decision_imports"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_import_parts" ADD CONSTRAINT "decision_import_parts_import_fk" FOREIGN KEY ("municipality_code","import_id") REFERENCES "public"."decision_imports"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- What is packed already gains nothing by being packed again, and the rest is read once.
alter table decision_import_parts alter column bytes set storage external;
