-- expand
-- A payment may come back bit by bit: its fields tell the last return and the sum, and the ones before it stand beside them.
ALTER TABLE "payments" ADD COLUMN "earlier_returns" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "return_told_by" jsonb;
