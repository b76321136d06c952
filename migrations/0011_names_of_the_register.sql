-- One name for one thing: columns, and members of documents, by the names that the API has for them. Events keep what was written.
ALTER TABLE "scheme_status_changes" RENAME COLUMN "effective_precision" TO "effective_on_precision";--> statement-breakpoint
ALTER TABLE "decisions" RENAME COLUMN "meeting_date" TO "decided_on";--> statement-breakpoint
ALTER TABLE "decisions" RENAME COLUMN "meeting_date_precision" TO "decided_on_precision";--> statement-breakpoint
ALTER TABLE "decisions" RENAME COLUMN "reported_meeting_date" TO "reported_on";--> statement-breakpoint
ALTER TABLE "assignment_reports" RENAME COLUMN "meeting_date" TO "reported_on";--> statement-breakpoint
ALTER TABLE "assignment_reports" RENAME COLUMN "meeting_date_precision" TO "reported_on_precision";--> statement-breakpoint
ALTER TABLE "organisations" RENAME COLUMN "interim_board_until" TO "interim_board_ends_on";--> statement-breakpoint
ALTER TABLE "assignments" RENAME COLUMN "recurs_until" TO "recurrence_ends_on";--> statement-breakpoint
ALTER TABLE "applications" RENAME COLUMN "deadline" TO "closes_on";--> statement-breakpoint
ALTER TABLE "applications" RENAME COLUMN "window_deadline" TO "window_closes_on";--> statement-breakpoint
ALTER TABLE "applications" RENAME COLUMN "last_day" TO "due_on";--> statement-breakpoint
ALTER TABLE "decisions" RENAME COLUMN "delegation_limit" TO "delegation_max_amount";--> statement-breakpoint
ALTER TABLE "decision_import_rows" RENAME COLUMN "outcome" TO "result";--> statement-breakpoint
ALTER TABLE "decision_import_rows" RENAME COLUMN "applied" TO "is_applied";--> statement-breakpoint
ALTER TABLE "decisions" RENAME COLUMN "annulled_at" TO "annulment_recorded_at";--> statement-breakpoint
ALTER TABLE "organisation_documents" RENAME COLUMN "expires_on" TO "valid_to";--> statement-breakpoint
update decisions set annulment = annulment - '{on, by}'::text[]
  || jsonb_build_object('annulledOn', annulment -> 'on', 'annulledBy', annulment -> 'by')
where annulment is not null;
--> statement-breakpoint
create function pg_temp.renamed(document jsonb, names jsonb) returns jsonb language sql immutable as $$
  select case jsonb_typeof(document)
    when 'object' then (
      select coalesce(jsonb_object_agg(coalesce(names ->> key, key), value), '{}') from jsonb_each(document))
    when 'array' then (
      select coalesce(jsonb_agg(pg_temp.renamed(value, names) order by place), '[]')
      from jsonb_array_elements(document) with ordinality item (value, place))
    else document end
$$;
--> statement-breakpoint
-- What stands at the path, where something does, with other names; `*` is every item of a list.
create function pg_temp.renamed_at(document jsonb, path text[], names jsonb) returns jsonb language plpgsql immutable as $$
begin
  if cardinality(path) = 0 then
    return pg_temp.renamed(document, names);
  elsif path[1] = '*' and jsonb_typeof(document) = 'array' then
    return (select coalesce(jsonb_agg(pg_temp.renamed_at(value, path[2:], names) order by place), '[]')
      from jsonb_array_elements(document) with ordinality item (value, place));
  elsif jsonb_typeof(document) = 'object' and document ? path[1] then
    return jsonb_set(document, path[1:1], pg_temp.renamed_at(document -> path[1], path[2:], names));
  end if;
  return document;
end
$$;
--> statement-breakpoint
create function pg_temp.agreement_renamed(content jsonb) returns jsonb language plpgsql immutable as $$
declare
  days jsonb = '{"from": "validFrom", "fromPrecision": "validFromPrecision", "to": "validTo", "toPrecision": "validToPrecision"}';
begin
  content := pg_temp.renamed(content, '{"signedAt": "signedIn", "endReason": "endedReason"}');
  content := pg_temp.renamed_at(content, '{term}', days);
  content := pg_temp.renamed_at(content, '{term, extensions}', '{"exerciseBy": "lastExerciseOn"}');
  content := pg_temp.renamed_at(content, '{parties, *, guarantee}', days || '{"limit": "maxAmount"}');
  content := pg_temp.renamed_at(content, '{contributions}', days || '{"value": "amount", "per": "amountPer"}');
  content := pg_temp.renamed_at(content, '{commitments}', '{"per": "quantityPer"}');
  content := pg_temp.renamed_at(content, '{fundingNeeds}', '{"per": "amountPer"}');
  content := pg_temp.renamed_at(content, '{indexClause}', '{"share": "percent"}');
  return pg_temp.renamed_at(content, '{revisionDue}', '{"on": "dueOn", "precision": "dueOnPrecision"}');
end
$$;
--> statement-breakpoint
update scheme_rule_versions set late_ladder = pg_temp.renamed_at(late_ladder, '{steps}', '{"fromDay": "daysLateFrom", "toDay": "daysLateTo"}')
where late_ladder is not null;
--> statement-breakpoint
update decision_imports set counts = pg_temp.renamed(counts, '{"created": "createdCount", "updated": "updatedCount",
  "unchanged": "unchangedCount", "rejected": "rejectedCount", "missing": "missingCount", "withdrawn": "withdrawnCount",
  "agreements": "agreementCount", "paymentsPlanned": "plannedPaymentCount", "paymentsRecorded": "recordedPaymentCount"}');
--> statement-breakpoint
update applications set target_group_shares = pg_temp.renamed(target_group_shares, '{"group": "targetGroup", "share": "percent"}')
where target_group_shares <> '[]';
--> statement-breakpoint
update agreements set content = pg_temp.agreement_renamed(content);
--> statement-breakpoint
alter table agreement_versions disable trigger agreement_versions_append_only;
--> statement-breakpoint
update agreement_versions set patch = pg_temp.agreement_renamed(patch);
--> statement-breakpoint
alter table agreement_versions enable trigger agreement_versions_append_only;
