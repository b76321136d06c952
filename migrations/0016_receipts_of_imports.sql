ALTER TABLE "decision_import_rows" ADD COLUMN "sheet" text;--> statement-breakpoint
ALTER TABLE "decision_import_rows" ADD COLUMN "near_lines" jsonb;--> statement-breakpoint
ALTER TABLE "decision_imports" ADD COLUMN "receipt" jsonb;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "imported_version" integer;--> statement-breakpoint
ALTER TABLE "decision_lines" ADD COLUMN "imported_version" integer;