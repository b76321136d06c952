CREATE TABLE "feed_changes" (
	"municipality_code" text NOT NULL,
	"number" bigint NOT NULL,
	"change_id" uuid,
	"sequence_from" bigint NOT NULL,
	"sequence_to" bigint NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "feed_changes_pk" PRIMARY KEY("municipality_code","number")
);
--> statement-breakpoint
CREATE TABLE "feed_heads" (
	"municipality_code" text NOT NULL,
	"number" bigint NOT NULL,
	"recorded_at" timestamp with time zone NOT NULL,
	CONSTRAINT "feed_heads_pk" PRIMARY KEY("municipality_code")
);
--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "change_id" uuid;--> statement-breakpoint
create trigger feed_changes_append_only before update or delete on feed_changes
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger feed_changes_not_emptied before truncate on feed_changes
  for each statement execute function refuse_change();
--> statement-breakpoint
-- All that was done before is one change.
insert into feed_changes (municipality_code, number, sequence_from, sequence_to, recorded_at)
select municipality_code, 1, min(id), max(id), max(recorded_at) from events group by municipality_code;
--> statement-breakpoint
insert into feed_heads (municipality_code, number, recorded_at) select municipality_code, number, recorded_at from feed_changes;
