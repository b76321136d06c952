-- The instant at which what a transaction writes of a municipality becomes known: one for all of it. Whoever takes one holds the
-- municipality's lock until commit, and instants ascend in the order of commits.
create function instant_taken(municipality text) returns timestamptz language sql stable as $$
  select case when starts_with(taken, municipality || ' ') then split_part(taken, ' ', 2)::timestamptz end
  from current_setting('partnerskap.instant_taken', true) taken
$$;
--> statement-breakpoint
create function known_instant(municipality text) returns timestamptz language plpgsql volatile as $$
declare
  taken timestamptz := instant_taken(municipality);
begin
  if taken is not null then
    return taken;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('ledger ' || municipality, 0));
  select greatest(
    clock_timestamp(),
    (select max(recorded_at) from ledger_entries where municipality_code = municipality) + interval '1 microsecond',
    (select max(known_at) from known_states where municipality_code = municipality) + interval '1 microsecond')
    into taken;
  perform set_config('partnerskap.instant_taken',
    municipality || ' ' || to_char(taken at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), true);
  return taken;
end
$$;
--> statement-breakpoint
-- Of a record what is kept, by the names of columns, but what is null. `finality.finalOn` is that member of a document alone.
create function kept_of(record jsonb, names text[]) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_strip_nulls(jsonb_object_agg(split_part(name, '.', 1), case
    when name like '%.%' then jsonb_build_object(split_part(name, '.', 2), record #> string_to_array(name, '.'))
    else record -> name end)), '{}')
  from unnest(names) name
$$;
--> statement-breakpoint
create function keep_state() returns trigger language plpgsql as $$
declare
  its jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  insert into known_states (municipality_code, relation, id, known_at, state)
  values (its ->> 'municipality_code', tg_table_name, (its ->> 'id')::uuid, known_instant(its ->> 'municipality_code'),
    case when tg_op <> 'DELETE' then kept_of(its, tg_argv) end)
  -- Changed twice in one transaction: the last is what is known.
  on conflict on constraint known_states_pk do update set state = excluded.state;
  return null;
end
$$;
--> statement-breakpoint
create trigger known_states_append_only before update on known_states
  for each row when (old.known_at is distinct from instant_taken(old.municipality_code)) execute function refuse_change();
--> statement-breakpoint
create trigger known_states_not_deleted before delete on known_states
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger known_states_not_emptied before truncate on known_states
  for each statement execute function refuse_change();
--> statement-breakpoint
-- Keeps of a table what `names` name, from now on: what is made and is worth it, what changes in any of them, what goes. What is
-- there already is known from now on; nothing is known of what it was before. Deferred, so that the lock is taken last.
create procedure keep_states_of(relation regclass, names text[], worth text default 'true') language plpgsql as $$
declare
  made text := format('create constraint trigger %s_known_when_%s after %s on %1$s deferrable initially deferred for each row',
    relation, '%s', '%s');
  kept text := format('execute function keep_state(%s)', (select string_agg(quote_literal(name), ', ') from unnest(names) name));
  columns text := (select string_agg('%1$s.' || regexp_replace(name, '\.(.*)', ' ->> ''\1'''), ', ') from unnest(names) name);
begin
  execute format(made, 'made', 'insert') || format(' when (%s) ', replace(worth, 'its.', 'new.')) || kept;
  execute format(made, 'changed', 'update') || format(' when (%s and (%s) is distinct from (%s)) ',
    replace(worth, 'its.', 'new.'), format(columns, 'old'), format(columns, 'new')) || kept;
  execute format(made, 'gone', 'delete') || ' ' || kept;
  execute format('insert into known_states (municipality_code, relation, id, known_at, state)
    select municipality_code, %L, id, known_instant(municipality_code), kept_of(to_jsonb(its), $1) from %1$s its
    where %s order by municipality_code', relation, worth) using names;
end
$$;
--> statement-breakpoint
call keep_states_of('reports', '{status, agreement_id, award_id, requirement_id, due_on, submitted_on, accepted_on, waived_on, withdrawn_at}');
--> statement-breakpoint
call keep_states_of('decision_appeals', '{decision_id, lodged_on, unpaid_instalments, outcome, outcome_on, withdrawn_at}');
--> statement-breakpoint
call keep_states_of('payee_accounts', '{organisation_id, valid_from, valid_to, withdrawn_at}');
--> statement-breakpoint
call keep_states_of('eligibilities', '{organisation_id, eligible, valid_from, expires_on, created_at, withdrawn_at}');
--> statement-breakpoint
call keep_states_of('agreements', '{status, content.signedOn, ends_latest, withdrawn_at}');
--> statement-breakpoint
call keep_states_of('decisions', '{final_confirmed_at, finality.finalOn}');
--> statement-breakpoint
call keep_states_of('budgets', '{body_id, scheme_id, year, amount, certainty, withdrawn_at}');
--> statement-breakpoint
call keep_states_of('payment_conditions', '{payment_id, kind, report_id, requirement_id, not_before}');
--> statement-breakpoint
-- Last: of an instant at which a payment was unpaid and is not kept nothing is known. That one is paid the ledger tells.
call keep_states_of('payments', '{status, agreement_id, due_on, number, payee_organisation_id, payee_account_id, withheld_at, before_final, service_period_from}',
  'its.status not in (''paid'', ''returned'')');
