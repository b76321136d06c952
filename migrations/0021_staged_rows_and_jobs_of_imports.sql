-- Unlogged: rows of a file that is being imported are of use to nobody once the server has fallen. What is left behind of them is
-- vacuumed soon, whatever the size of the tables was.
CREATE UNLOGGED TABLE "import_staged_recipients" (
	"municipality_code" text NOT NULL,
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"at" integer NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"search_key" text NOT NULL,
	"twin_key" text NOT NULL,
	"number" text,
	"legal_form" text,
	"is_payee" boolean NOT NULL,
	"organisation_id" uuid,
	CONSTRAINT "import_staged_recipients_pk" PRIMARY KEY("municipality_code","import_id","position","at")
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
--> statement-breakpoint
CREATE UNLOGGED TABLE "import_staged_rows" (
	"municipality_code" text NOT NULL,
	"import_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"line" integer NOT NULL,
	"sheet" text,
	"reference" text,
	"decision_reference" text,
	"decision_kind" text,
	"revises_decision" text,
	"revises_line" text,
	"body_name" text,
	"body_key" text,
	"decided_on" date,
	"decided_on_precision" text,
	"planned" boolean,
	"paragraph" text,
	"diary_number" text,
	"scheme_name" text,
	"scheme_key" text,
	"purpose" text,
	"purpose_key" text,
	"payee_key" text,
	"year_from" integer,
	"year_to" integer,
	"amount_per" text,
	"applied" numeric(14, 2),
	"granted" numeric(14, 2),
	"reserved" numeric(14, 2),
	"rent" numeric(14, 2),
	"outcome" text,
	"outcome_from_amount" boolean,
	"payment_day" date,
	"voucher_number" text,
	"source_url" text,
	"note" text,
	"violations" jsonb NOT NULL,
	"warnings" jsonb NOT NULL,
	"body_id" uuid,
	"scheme_id" uuid,
	"decision_key" text,
	"decision_id" uuid,
	"organisation_ids" uuid[],
	"payee_id" uuid,
	"revises_decision_id" uuid,
	"revises_line_id" uuid,
	"identity" text,
	"content" text,
	"line_id" uuid,
	"result" text,
	CONSTRAINT "import_staged_rows_pk" PRIMARY KEY("municipality_code","import_id","position")
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);--> statement-breakpoint
-- Only its owner may analyse a table, and the service may be another role (docs/operating.md).
create function analyze_staged() returns void language plpgsql security definer set search_path = pg_catalog, public as $$
begin
  analyze public.import_staged_rows, public.import_staged_recipients;
end $$;

--> statement-breakpoint
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
