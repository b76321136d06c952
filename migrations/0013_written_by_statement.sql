ALTER TABLE "ledger_entries" DROP CONSTRAINT "ledger_entries_line_fk";
--> statement-breakpoint
ALTER TABLE "ledger_entries" DROP CONSTRAINT "ledger_entries_award_fk";
--> statement-breakpoint
ALTER TABLE "ledger_entries" DROP CONSTRAINT "ledger_entries_payment_fk";
--> statement-breakpoint
ALTER TABLE "ledger_entries" DROP CONSTRAINT "ledger_entries_recovery_fk";
--> statement-breakpoint
ALTER TABLE "decision_import_rows" DROP CONSTRAINT "decision_import_rows_import_fk";
--> statement-breakpoint
ALTER TABLE "events" DROP CONSTRAINT "events_municipality_fk";
--> statement-breakpoint
ALTER TABLE "awards" DROP CONSTRAINT "awards_line_fk";
--> statement-breakpoint
ALTER TABLE "decision_line_recipients" DROP CONSTRAINT "decision_line_recipients_line_fk";
--> statement-breakpoint
ALTER TABLE "decision_line_recipients" DROP CONSTRAINT "decision_line_recipients_organisation_fk";
--> statement-breakpoint
ALTER TABLE "decision_lines" DROP CONSTRAINT "decision_lines_decision_fk";
--> statement-breakpoint
ALTER TABLE "decision_lines" DROP CONSTRAINT "decision_lines_revises_fk";
--> statement-breakpoint
ALTER TABLE "decision_lines" DROP CONSTRAINT "decision_lines_scheme_fk";
--> statement-breakpoint
ALTER TABLE "decision_lines" DROP CONSTRAINT "decision_lines_application_fk";
--> statement-breakpoint
ALTER TABLE "decision_lines" DROP CONSTRAINT "decision_lines_payee_fk";
--> statement-breakpoint
DROP INDEX "decision_import_rows_outcome";--> statement-breakpoint
DROP INDEX "decision_lines_reference";--> statement-breakpoint
DROP INDEX "decision_lines_application";--> statement-breakpoint
DROP INDEX "decision_lines_outcome";--> statement-breakpoint
CREATE INDEX "decision_import_rows_outcome" ON "decision_import_rows" USING btree ("municipality_code","import_id","result","position") WHERE result not in ('created', 'unchanged');--> statement-breakpoint
CREATE UNIQUE INDEX "decision_lines_reference" ON "decision_lines" USING btree ("municipality_code","source","reference") WHERE withdrawn_at is null and reference is not null;--> statement-breakpoint
CREATE INDEX "decision_lines_application" ON "decision_lines" USING btree ("municipality_code","application_id","id") WHERE application_id is not null;--> statement-breakpoint
CREATE INDEX "decision_lines_outcome" ON "decision_lines" USING btree ("municipality_code","outcome","id") WHERE outcome <> 'granted';
--> statement-breakpoint
-- References of what every import writes by the ten thousands, checked once for all rows of a statement instead of once for each
-- row, which was half of the time of writing. As with a foreign key, a reference across municipalities cannot be stored: the error
-- is the same, by the same name, and a record that is referred to from now on is locked (`locking`) unless whoever refers to it
-- has made or locked it already. What is referred to is never deleted, and its key never changes (keep_keys_of).
create procedure check_by_statement(name text, child regclass, referring text, parent regclass, locking boolean default false)
language plpgsql as $$
declare
  its_key text := case when parent = 'municipalities'::regclass then '' else 'and id = each.referring' end;
  -- A value that is asked for, so that each is looked up by the key, however many there are.
  lookup text := format('(select true from %s where municipality_code = each.municipality_code %s %s) is null', parent, its_key,
    case when locking then 'for key share' else '' end);
  named text := format('select municipality_code, %1$I as referring from added where %1$I is not null', referring);
begin
  execute format($body$
    create function %1$I() returns trigger language plpgsql as $check$
    declare
      missing text;
    begin
      if tg_op = 'INSERT' then
        missing := (select concat_ws(', ', municipality_code, referring)
          from (select distinct * from (%2$s) named) each where %3$s limit 1);
      else
        missing := (select concat_ws(', ', municipality_code, referring)
          from (%2$s except select municipality_code, %4$I from removed) each where %3$s limit 1);
      end if;
      if missing is not null then
        raise foreign_key_violation using constraint = %1$L, table = tg_table_name, schema = tg_table_schema,
          message = format('insert or update on table "%%s" violates foreign key constraint "%%s"', tg_table_name, %1$L),
          detail = format('Key (municipality_code, %%s)=(%%s) is not present in table "%%s".', tg_argv[0], missing, tg_argv[1]);
      end if;
      return null;
    end
    $check$ $body$, name, named, lookup, referring);
  -- The arguments say what refers to what, to whoever asks the catalogue.
  execute format('create trigger %1$I after insert on %2$s referencing new table as added
    for each statement execute function %1$I(%3$L, %4$L)', name, child, referring, parent);
  execute format('create trigger %I after update on %s referencing old table as removed new table as added
    for each statement execute function %I(%L, %L)', name || '_kept', child, name, referring, parent);
end
$$;
--> statement-breakpoint
call check_by_statement('decision_lines_decision_fk', 'decision_lines', 'decision_id', 'decisions', locking => true);
--> statement-breakpoint
call check_by_statement('decision_lines_revises_fk', 'decision_lines', 'revises_line_id', 'decision_lines', locking => true);
--> statement-breakpoint
call check_by_statement('decision_lines_scheme_fk', 'decision_lines', 'scheme_id', 'schemes', locking => true);
--> statement-breakpoint
call check_by_statement('decision_lines_application_fk', 'decision_lines', 'application_id', 'applications', locking => true);
--> statement-breakpoint
call check_by_statement('decision_lines_payee_fk', 'decision_lines', 'payee_organisation_id', 'organisations', locking => true);
--> statement-breakpoint
call check_by_statement('decision_line_recipients_organisation_fk', 'decision_line_recipients', 'organisation_id', 'organisations',
  locking => true);
--> statement-breakpoint
call check_by_statement('ledger_entries_line_fk', 'ledger_entries', 'line_id', 'decision_lines');
--> statement-breakpoint
call check_by_statement('ledger_entries_award_fk', 'ledger_entries', 'award_id', 'awards');
--> statement-breakpoint
call check_by_statement('ledger_entries_payment_fk', 'ledger_entries', 'payment_id', 'payments');
--> statement-breakpoint
call check_by_statement('ledger_entries_recovery_fk', 'ledger_entries', 'recovery_id', 'recoveries');
--> statement-breakpoint
call check_by_statement('decision_import_rows_import_fk', 'decision_import_rows', 'import_id', 'decision_imports');
--> statement-breakpoint
call check_by_statement('events_municipality_fk', 'events', 'municipality_code', 'municipalities');
--> statement-breakpoint
call check_by_statement('awards_line_fk', 'awards', 'line_id', 'decision_lines');
--> statement-breakpoint
call check_by_statement('decision_line_recipients_line_fk', 'decision_line_recipients', 'line_id', 'decision_lines');
--> statement-breakpoint
create function refuse_removal() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are referred to: they are neither deleted nor given another key', tg_table_name
    using errcode = 'restrict_violation';
end
$$;
--> statement-breakpoint
create procedure keep_keys_of(parent regclass, key text) language plpgsql as $$
begin
  execute format('create trigger %s_kept before delete or update of %s on %1$s for each statement execute function refuse_removal()',
    parent, key);
end
$$;
--> statement-breakpoint
call keep_keys_of('municipalities', 'municipality_code');
--> statement-breakpoint
call keep_keys_of('decisions', 'municipality_code, id');
--> statement-breakpoint
call keep_keys_of('schemes', 'municipality_code, id');
--> statement-breakpoint
call keep_keys_of('applications', 'municipality_code, id');
--> statement-breakpoint
call keep_keys_of('organisations', 'municipality_code, id');
--> statement-breakpoint
call keep_keys_of('decision_lines', 'municipality_code, id');
--> statement-breakpoint
call keep_keys_of('awards', 'municipality_code, id');
--> statement-breakpoint
call keep_keys_of('payments', 'municipality_code, id');
--> statement-breakpoint
call keep_keys_of('recoveries', 'municipality_code, id');
--> statement-breakpoint
call keep_keys_of('decision_imports', 'municipality_code, id');

--> statement-breakpoint
-- PostgreSQL 18 makes the same ids itself, at a fraction of the cost.
do $$ begin
  if to_regprocedure('pg_catalog.uuidv7()') is not null then
    create or replace function uuid_v7() returns uuid language sql volatile parallel safe as 'select pg_catalog.uuidv7()';
  end if;
end $$;
