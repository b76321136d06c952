create trigger events_append_only before update or delete on events
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger events_not_emptied before truncate on events
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger ledger_entries_append_only before update or delete on ledger_entries
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger ledger_entries_not_emptied before truncate on ledger_entries
  for each statement execute function refuse_change();
--> statement-breakpoint
create trigger agreement_versions_append_only before update or delete on agreement_versions
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger agreement_versions_not_emptied before truncate on agreement_versions
  for each statement execute function refuse_change();
