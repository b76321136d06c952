ALTER TABLE "municipalities" ADD COLUMN "publishes_decisions" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "publishes_agreements" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "publishes_payments" boolean DEFAULT false NOT NULL;