-- expand
ALTER TABLE "payment_settings" ADD COLUMN "initiating_party_id" text;--> statement-breakpoint
ALTER TABLE "payment_settings" ADD COLUMN "agreement_number" text;--> statement-breakpoint
ALTER TABLE "payment_settings" ADD COLUMN "bank_file_options" jsonb;
