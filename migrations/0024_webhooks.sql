CREATE TABLE "webhook_states" (
	"municipality_code" text NOT NULL,
	"subscription_id" uuid NOT NULL,
	"change_number" bigint NOT NULL,
	"event_sequence" bigint,
	"secret" text NOT NULL,
	"previous_secret" text,
	"previous_secret_expires_at" timestamp with time zone,
	"due_at" timestamp with time zone,
	"failure_count" integer DEFAULT 0 NOT NULL,
	"retry_at" timestamp with time zone,
	CONSTRAINT "webhook_states_pk" PRIMARY KEY("municipality_code","subscription_id")
);
--> statement-breakpoint
CREATE TABLE "webhook_subscriptions" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"source" text DEFAULT 'api' NOT NULL,
	"reference" text,
	"url" text NOT NULL,
	"description" text,
	"event_types" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"subject_types" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"subject_ids" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"status_reason" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	"withdrawn_reason" text,
	CONSTRAINT "webhook_subscriptions_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "webhook_subscriptions_status" CHECK (status in ('active', 'paused', 'disabled'))
);
--> statement-breakpoint
CREATE TABLE "webhook_deliveries" (
	"municipality_code" text NOT NULL,
	"id" uuid DEFAULT uuid_v7() NOT NULL,
	"subscription_id" uuid NOT NULL,
	"change_number" bigint,
	"event_sequence" bigint,
	"type" text NOT NULL,
	"subject" text NOT NULL,
	"status" text DEFAULT 'waiting' NOT NULL,
	"failure_count" integer DEFAULT 0 NOT NULL,
	"tried_since" timestamp with time zone,
	"attempts" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"due_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "webhook_deliveries_pk" PRIMARY KEY("municipality_code","id"),
	CONSTRAINT "webhook_deliveries_status" CHECK (status in ('waiting', 'delivered', 'parked'))
);
--> statement-breakpoint
ALTER TABLE "webhook_states" ADD CONSTRAINT "webhook_states_subscription_fk" FOREIGN KEY ("municipality_code","subscription_id") REFERENCES "public"."webhook_subscriptions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_subscriptions" ADD CONSTRAINT "webhook_subscriptions_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_subscription_fk" FOREIGN KEY ("municipality_code","subscription_id") REFERENCES "public"."webhook_subscriptions"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_subscriptions_reference" ON "webhook_subscriptions" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null;--> statement-breakpoint
CREATE INDEX "webhook_subscriptions_changed" ON "webhook_subscriptions" USING btree ("municipality_code","updated_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_event" ON "webhook_deliveries" USING btree ("municipality_code","subscription_id","event_sequence");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_list" ON "webhook_deliveries" USING btree ("municipality_code","subscription_id","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due" ON "webhook_deliveries" USING btree ("municipality_code","subscription_id","due_at") WHERE status = 'waiting';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_order" ON "webhook_deliveries" USING btree ("municipality_code","subscription_id","subject","change_number","event_sequence") WHERE status = 'waiting';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_parked" ON "webhook_deliveries" USING btree ("municipality_code","subscription_id") WHERE status = 'parked';--> statement-breakpoint
CREATE INDEX "webhook_deliveries_ended" ON "webhook_deliveries" USING btree ("municipality_code","ended_at") WHERE ended_at is not null;