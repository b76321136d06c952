CREATE TABLE "retention_rules" (
	"municipality_code" text NOT NULL,
	"contact_months" integer,
	"person_months" integer,
	"source" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "retention_rules_pk" PRIMARY KEY("municipality_code")
);
--> statement-breakpoint
CREATE TABLE "confidential_values" (
	"municipality_code" text NOT NULL,
	"organisation_id" uuid NOT NULL,
	"record_table" text NOT NULL,
	"record_id" uuid NOT NULL,
	"field" text NOT NULL,
	"value" text NOT NULL,
	"key" text,
	CONSTRAINT "confidential_values_pk" PRIMARY KEY("municipality_code","record_id","field")
);
--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "confidential_on" date;--> statement-breakpoint
ALTER TABLE "organisations" ADD COLUMN "erased_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "retention_rules" ADD CONSTRAINT "retention_rules_municipality_fk" FOREIGN KEY ("municipality_code") REFERENCES "public"."municipalities"("municipality_code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "confidential_values" ADD CONSTRAINT "confidential_values_organisation_fk" FOREIGN KEY ("municipality_code","organisation_id") REFERENCES "public"."organisations"("municipality_code","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "confidential_values_organisation" ON "confidential_values" USING btree ("municipality_code","organisation_id");--> statement-breakpoint
CREATE INDEX "confidential_values_key" ON "confidential_values" USING btree ("municipality_code","key");--> statement-breakpoint
-- Events and versions are append-only; where personal data is erased or made confidential, the transaction that says so puts a
-- neutral word into their texts. What was done, to what, when and in which order cannot be changed even then.
create function refuse_change_but_of_texts() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('partnerskap.replaces_texts', true) = 'on'
    and to_jsonb(new) - tg_argv = to_jsonb(old) - tg_argv then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
--> statement-breakpoint
drop trigger events_append_only on events;
--> statement-breakpoint
create trigger events_append_only before update or delete on events
  for each row execute function refuse_change_but_of_texts('before', 'after', 'reason', 'sent_by', 'actor_name');
--> statement-breakpoint
drop trigger agreement_versions_append_only on agreement_versions;
--> statement-breakpoint
create trigger agreement_versions_append_only before update or delete on agreement_versions
  for each row execute function refuse_change_but_of_texts('patch', 'reason', 'sent_by');
