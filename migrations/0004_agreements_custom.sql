create trigger agreement_versions_append_only before update or delete on agreement_versions
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger agreement_versions_not_emptied before truncate on agreement_versions
  for each statement execute function refuse_change();
