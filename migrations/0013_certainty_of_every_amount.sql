-- How well the reserved amount and the rent of a line are known, as it was with what was applied for and granted. An amount that is
-- there was taken for exact until now, and one that is not there was not stated. Events keep what was written.
ALTER TABLE "decision_lines" ADD COLUMN "reserved_certainty" text NOT NULL DEFAULT 'notStated';--> statement-breakpoint
ALTER TABLE "decision_lines" ADD COLUMN "rent_certainty" text NOT NULL DEFAULT 'notStated';--> statement-breakpoint
UPDATE "decision_lines" SET "reserved_certainty" = 'exact' WHERE "reserved" IS NOT NULL;--> statement-breakpoint
UPDATE "decision_lines" SET "rent_certainty" = 'exact' WHERE "rent" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "decision_lines" ALTER COLUMN "reserved_certainty" DROP DEFAULT, ALTER COLUMN "rent_certainty" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "decision_lines" ADD CONSTRAINT "decision_lines_reserved" CHECK ((reserved is not null) = (reserved_certainty in ('exact', 'approximate')));--> statement-breakpoint
ALTER TABLE "decision_lines" ADD CONSTRAINT "decision_lines_rent" CHECK ((rent is not null) = (rent_certainty in ('exact', 'approximate')));
