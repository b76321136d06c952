CREATE TABLE "decision_appeals" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"decision_id" uuid NOT NULL,
	"lodged_on" date NOT NULL,
	"ground" text NOT NULL,
	"lodged_by" text NOT NULL,
	"court" text,
	"case_number" text,
	"unpaid_instalments" text NOT NULL,
	"chosen_by" text,
	"chosen_on" date,
	"outcome" text,
	"outcome_on" date,
	"outcome_note" text,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "decision_appeals_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "decision_appeals_unpaid" CHECK (unpaid_instalments in ('hold', 'pay', 'notStated')),
	CONSTRAINT "decision_appeals_outcome_on" CHECK (outcome_on is null or outcome is not null)
);
--> statement-breakpoint
CREATE TABLE "assignment_reports" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"assignment_id" uuid NOT NULL,
	"meeting_date" date NOT NULL,
	"meeting_date_precision" text DEFAULT 'day' NOT NULL,
	"body_id" uuid,
	"decision_id" uuid,
	"documents" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "assignment_reports_pk" PRIMARY KEY("municipality_code","id")
);
--> statement-breakpoint
CREATE TABLE "assignments" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"status" text NOT NULL,
	"text" text NOT NULL,
	"given_by_body_id" uuid,
	"body_id" uuid,
	"proposal_id" uuid,
	"decision_id" uuid,
	"given_on" date,
	"due_on" date,
	"due_on_precision" text DEFAULT 'day' NOT NULL,
	"recurrence" text,
	"recurrence_text" text,
	"recurs_until" date,
	"ended_on" date,
	"ended_reason" text,
	"note" text,
	"source_url" text,
	"source_updated_on" date,
	"source_retrieved_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "assignments_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "assignments_due_or_recurring" CHECK (num_nonnulls(due_on, recurrence) < 2)
);
--> statement-breakpoint
ALTER TABLE "decision_lines" ADD COLUMN "revises_line_id" uuid;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "standing" text DEFAULT 'decided' NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "proposal_outcome" text;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "resulting_decision_id" uuid;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "revises_decision_id" uuid;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "delegate_role" text;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "delegation_basis" text;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "delegation_limit" numeric(14, 2);--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "delegation_limit_text" text;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "reported_in_decision_id" uuid;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "reported_meeting_date" date;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "minutes_approved_on" date;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "notice_up_on" date;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "notice_down_on" date;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "recusals" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "annulled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "annulment" jsonb;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "final_confirmed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "finality" jsonb;--> statement-breakpoint
ALTER TABLE "decision_appeals" ADD CONSTRAINT "decision_appeals_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decision_appeals" ADD CONSTRAINT "decision_appeals_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment_reports" ADD CONSTRAINT "assignment_reports_assignment_fk" FOREIGN KEY ("municipality_code","assignment_id") REFERENCES "public"."assignments"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment_reports" ADD CONSTRAINT "assignment_reports_body_fk" FOREIGN KEY ("municipality_code","body_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignment_reports" ADD CONSTRAINT "assignment_reports_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_given_by_fk" FOREIGN KEY ("municipality_code","given_by_body_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_body_fk" FOREIGN KEY ("municipality_code","body_id") REFERENCES "public"."bodies"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_proposal_fk" FOREIGN KEY ("municipality_code","proposal_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "assignments" ADD CONSTRAINT "assignments_decision_fk" FOREIGN KEY ("municipality_code","decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "decision_appeals_reference" ON "decision_appeals" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "decision_appeals_decision" ON "decision_appeals" USING btree ("municipality_code","decision_id","id");--> statement-breakpoint
CREATE INDEX "decision_appeals_lodged" ON "decision_appeals" USING btree ("municipality_code","lodged_on","id");--> statement-breakpoint
CREATE UNIQUE INDEX "assignment_reports_reference" ON "assignment_reports" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "assignment_reports_assignment" ON "assignment_reports" USING btree ("municipality_code","assignment_id","meeting_date","id");--> statement-breakpoint
CREATE UNIQUE INDEX "assignments_reference" ON "assignments" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "assignments_status" ON "assignments" USING btree ("municipality_code","status","id");--> statement-breakpoint
CREATE INDEX "assignments_body" ON "assignments" USING btree ("municipality_code","body_id","id");--> statement-breakpoint
CREATE INDEX "assignments_given_by" ON "assignments" USING btree ("municipality_code","given_by_body_id","id");--> statement-breakpoint
CREATE INDEX "assignments_due" ON "assignments" USING btree ("municipality_code","due_on","id");--> statement-breakpoint
CREATE INDEX "assignments_decision" ON "assignments" USING btree ("municipality_code","decision_id","id");--> statement-breakpoint
CREATE INDEX "assignments_proposal" ON "assignments" USING btree ("municipality_code","proposal_id","id");--> statement-breakpoint
CREATE INDEX "assignments_changed" ON "assignments" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
ALTER TABLE "decision_lines" ADD CONSTRAINT "decision_lines_revises_fk" FOREIGN KEY ("municipality_code","revises_line_id") REFERENCES "public"."decision_lines"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_resulting_fk" FOREIGN KEY ("municipality_code","resulting_decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_revises_fk" FOREIGN KEY ("municipality_code","revises_decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_reported_in_fk" FOREIGN KEY ("municipality_code","reported_in_decision_id") REFERENCES "public"."decisions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "decision_lines_revises" ON "decision_lines" USING btree ("municipality_code","revises_line_id") WHERE revises_line_id is not null;--> statement-breakpoint
CREATE INDEX "decisions_diary_number" ON "decisions" USING btree ("municipality_code","diary_number") WHERE diary_number is not null;--> statement-breakpoint
CREATE INDEX "decisions_revises" ON "decisions" USING btree ("municipality_code","revises_decision_id") WHERE revises_decision_id is not null;--> statement-breakpoint
CREATE INDEX "decisions_reported_in" ON "decisions" USING btree ("municipality_code","reported_in_decision_id") WHERE reported_in_decision_id is not null;--> statement-breakpoint
CREATE INDEX "decisions_proposed" ON "decisions" USING btree ("municipality_code","meeting_date","id") WHERE standing = 'proposed';--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_standing" CHECK (standing in ('decided', 'proposed'));--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_proposal_outcome" CHECK ((proposal_outcome is not null) = (standing = 'proposed'));--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_annulment" CHECK ((annulled_at is null) = (annulment is null));--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_finality" CHECK ((final_confirmed_at is null) = (finality is null));