ALTER TABLE "payments" ADD COLUMN "return_voucher_number" text;--> statement-breakpoint
ALTER TABLE "payment_run_items" ADD COLUMN "payment_version" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "payment_run_items" ADD COLUMN "particulars" jsonb;