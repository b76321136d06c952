ALTER TABLE "payment_plans" ADD COLUMN "received_hash" text;--> statement-breakpoint
CREATE INDEX "payment_plans_by_reference" ON "payment_plans" USING btree ("municipality_code","reference") WHERE reference is not null;--> statement-breakpoint
CREATE INDEX "payments_kind" ON "payments" USING btree ("municipality_code","kind","due_on","id");--> statement-breakpoint
CREATE INDEX "payments_grant_year" ON "payments" USING btree ("municipality_code","grant_year","due_on","id");--> statement-breakpoint
CREATE INDEX "payments_withheld" ON "payments" USING btree ("municipality_code","due_on","id") WHERE withheld_at is not null;--> statement-breakpoint
CREATE INDEX "payments_by_reference" ON "payments" USING btree ("municipality_code","reference") WHERE reference is not null;