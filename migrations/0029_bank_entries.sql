CREATE TABLE "bank_entries" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"status" text DEFAULT 'unmatched' NOT NULL,
	"run_id" uuid NOT NULL,
	"direction" text NOT NULL,
	"amount" numeric(14, 2) NOT NULL,
	"booked_on" date NOT NULL,
	"cause" text NOT NULL,
	"explanation" text NOT NULL,
	"payment_id" uuid,
	"end_to_end_id" text,
	"account_suffix" text NOT NULL,
	"bank_reference" text,
	"transaction_code" text,
	"reason_code" text,
	"matched_at" timestamp with time zone,
	"matched_by" text,
	"dismissed_at" timestamp with time zone,
	"dismissed_by" text,
	"dismissed_reason" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	"message_kind" text NOT NULL,
	"reference_key" text,
	"content_key" text NOT NULL,
	CONSTRAINT "bank_entries_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "bank_entries_status_known" CHECK (status in ('unmatched', 'matched', 'dismissed')),
	CONSTRAINT "bank_entries_matched_when" CHECK ((matched_at is not null) = (status = 'matched') and (status <> 'matched' or payment_id is not null)),
	CONSTRAINT "bank_entries_dismissed_when" CHECK ((dismissed_at is not null) = (status = 'dismissed') and (dismissed_at is null) = (dismissed_reason is null))
);
--> statement-breakpoint
ALTER TABLE "payment_run_items" ADD COLUMN "debited_by" jsonb;--> statement-breakpoint
ALTER TABLE "bank_entries" ADD CONSTRAINT "bank_entries_run_fk" FOREIGN KEY ("municipality_code","run_id") REFERENCES "public"."payment_runs"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bank_entries" ADD CONSTRAINT "bank_entries_payment_fk" FOREIGN KEY ("municipality_code","payment_id") REFERENCES "public"."payments"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bank_entries_booked" ON "bank_entries" USING btree ("municipality_code","booked_on","id");--> statement-breakpoint
CREATE INDEX "bank_entries_status" ON "bank_entries" USING btree ("municipality_code","status","booked_on","id");--> statement-breakpoint
CREATE INDEX "bank_entries_changed" ON "bank_entries" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE INDEX "bank_entries_run" ON "bank_entries" USING btree ("municipality_code","run_id","id");--> statement-breakpoint
CREATE INDEX "bank_entries_payment" ON "bank_entries" USING btree ("municipality_code","payment_id","id");--> statement-breakpoint
CREATE INDEX "bank_entries_content" ON "bank_entries" USING btree ("municipality_code","content_key");--> statement-breakpoint
CREATE INDEX "bank_entries_reference" ON "bank_entries" USING btree ("municipality_code","reference_key");