ALTER TABLE "payment_settings" ADD COLUMN "town" text;--> statement-breakpoint
ALTER TABLE "payment_settings" ADD COLUMN "batch_booking" boolean;