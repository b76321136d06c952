CREATE TABLE "state_aids" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"award_id" uuid NOT NULL,
	"organisation_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"granted_on" date NOT NULL,
	"instrument" text DEFAULT 'grant' NOT NULL,
	"amount" numeric(14, 2),
	"certainty" text NOT NULL,
	"eur_rate" numeric(7, 4),
	"eur_rate_on" date,
	"sector" text,
	"note" text,
	"amount_eur" numeric(14, 2),
	"register_due_on" date,
	"registered_on" date,
	"register_reference" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "state_aids_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "state_aids_amount" CHECK ((amount is not null) = (certainty in ('exact', 'approximate'))),
	CONSTRAINT "state_aids_rate" CHECK (num_nulls(eur_rate, eur_rate_on) in (0, 2)),
	CONSTRAINT "state_aids_in_euros" CHECK ((amount_eur is not null) = (amount is not null and eur_rate is not null))
);
--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "controlled_by" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "decision_lines" ADD COLUMN "vat_treatment" text;--> statement-breakpoint
ALTER TABLE "organisation_documents" ADD COLUMN "declared_aid" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "state_aids" ADD CONSTRAINT "state_aids_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "state_aids" ADD CONSTRAINT "state_aids_award_fk" FOREIGN KEY ("municipality_code","award_id") REFERENCES "public"."awards"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "state_aids" ADD CONSTRAINT "state_aids_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "state_aids_reference" ON "state_aids" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "state_aids_withdrawn_reference" ON "state_aids" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is not null and reference is not null;--> statement-breakpoint
CREATE INDEX "state_aids_award" ON "state_aids" USING btree ("municipality_code","award_id","id");--> statement-breakpoint
CREATE INDEX "state_aids_organisation" ON "state_aids" USING btree ("municipality_code","organisation_id","granted_on");--> statement-breakpoint
CREATE INDEX "state_aids_granted" ON "state_aids" USING btree ("municipality_code","granted_on","id");--> statement-breakpoint
CREATE INDEX "state_aids_changed" ON "state_aids" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "state_aids_to_register" ON "state_aids" USING btree ("municipality_code","register_due_on","id") WHERE register_due_on is not null and registered_on is null and withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "organisations_controlled_by" ON "organisations" USING gin ("municipality_code",controlled_by jsonb_path_ops) WHERE controlled_by <> '[]';--> statement-breakpoint
CREATE INDEX "organisation_documents_declared" ON "organisation_documents" USING btree ("municipality_code","organisation_id","valid_from") WHERE kind = 'aidDeclaration' and withdrawn_at is null;