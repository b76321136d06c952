ALTER TABLE "municipalities" ADD COLUMN "token_claims" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "municipalities" ADD COLUMN "token_organisation_number" text;