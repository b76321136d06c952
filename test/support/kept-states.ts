/**
 * What triggers of a test database do at the commit of a change to a record whose states are kept: where the transaction was one of the
 * service (it has events, or has kept states), what is known of the record last must be what it is. A writer that forgets a
 * record (`src/platform/known/keep.ts`) fails its own tests. What a test changes by hand is kept as before.
 */
export const KEEPING_JUDGED = `
create or replace function keep_state() returns trigger language plpgsql as $$
declare
  its jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
  municipality text := its ->> 'municipality_code';
  present jsonb;
  latest jsonb;
begin
  if current_setting('partnerskap.states_kept', true) = 'on' or exists (
    select from events where municipality_code = municipality and recorded_at >= transaction_timestamp() and xmin = pg_current_xact_id()::xid
  ) then
    execute format('select to_jsonb(record) from %I record where municipality_code = $1 and id = $2', tg_table_name)
      into present using municipality, (its ->> 'id')::uuid;
    select state into latest from known_states
      where municipality_code = municipality and relation = tg_table_name and id = (its ->> 'id')::uuid
      order by known_at desc limit 1;
    if (tg_table_name <> 'payments' or present ->> 'status' not in ('paid', 'returned'))
      and latest is distinct from (case when present is not null then kept_of(present, tg_argv) end) then
      raise 'What % % is was not kept: % instead of %', tg_table_name, its ->> 'id', latest, kept_of(present, tg_argv);
    end if;
    return null;
  end if;
  insert into known_states (municipality_code, relation, id, known_at, state)
  values (municipality, tg_table_name, (its ->> 'id')::uuid, known_instant(municipality),
    case when tg_op <> 'DELETE' then kept_of(its, tg_argv) end)
  on conflict on constraint known_states_pk do update set state = excluded.state;
  return null;
end
$$`
