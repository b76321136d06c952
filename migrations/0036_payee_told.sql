ALTER TABLE "payee_accounts" ADD COLUMN "town" text;--> statement-breakpoint
ALTER TABLE "payee_accounts" ADD COLUMN "country" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "payee_message" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "payee_reference" text;