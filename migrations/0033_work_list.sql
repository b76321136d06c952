CREATE TABLE "work_list_settings" (
	"municipality_code" text NOT NULL,
	"reminders" jsonb NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "work_list_settings_pk" PRIMARY KEY("municipality_code")
);
--> statement-breakpoint
CREATE TABLE "work_reminders" (
	"municipality_code" text NOT NULL,
	"kind" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"due_on" date NOT NULL,
	"days_before" integer NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	CONSTRAINT "work_reminders_pk" PRIMARY KEY("municipality_code","kind","subject_id","due_on","days_before")
);
--> statement-breakpoint
ALTER TABLE "agreements" ADD COLUMN "notice_earliest" date;--> statement-breakpoint
ALTER TABLE "agreements" ADD COLUMN "notice_latest" date;--> statement-breakpoint
ALTER TABLE "work_list_settings" ADD CONSTRAINT "work_list_settings_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "work_reminders" ADD CONSTRAINT "work_reminders_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agreements_ending" ON "agreements" USING btree ("municipality_code","ends_earliest","id") WHERE withdrawn_at is null and status <> 'draft';--> statement-breakpoint
CREATE INDEX "agreements_may_have_ended" ON "agreements" USING btree ("municipality_code","ends_earliest","id") WHERE withdrawn_at is null and status <> 'draft' and ends_earliest < ends_latest and ends_earliest > '0001-01-01';--> statement-breakpoint
CREATE INDEX "agreements_notice" ON "agreements" USING btree ("municipality_code","notice_earliest","id") WHERE withdrawn_at is null and status <> 'draft' and notice_earliest is not null;--> statement-breakpoint
CREATE INDEX "assignments_waiting" ON "assignments" USING btree ("municipality_code",(case due_on_precision when 'day' then due_on when 'year' then make_date(extract(year from due_on)::int, 1, 1)
    else date_trunc('month', due_on::timestamp)::date end),"id") WHERE status = 'given' and withdrawn_at is null and due_on is not null;--> statement-breakpoint
CREATE INDEX "decisions_to_report" ON "decisions" USING btree ("municipality_code",(case decided_on_precision when 'day' then decided_on when 'year' then make_date(extract(year from decided_on)::int, 1, 1)
    else date_trunc('month', decided_on::timestamp)::date end),"id") WHERE kind = 'delegated' and reported_in_decision_id is null and reported_on is null and withdrawn_at is null and standing = 'decided' and annulment_recorded_at is null;--> statement-breakpoint
CREATE INDEX "decisions_noticed" ON "decisions" USING btree ("municipality_code","notice_up_on","id") WHERE notice_up_on is not null and withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "eligibilities_expiry" ON "eligibilities" USING btree ("municipality_code","expires_on","id") WHERE eligible and withdrawn_at is null and expires_on is not null;