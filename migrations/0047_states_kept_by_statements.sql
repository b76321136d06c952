-- expand
-- Releases that know this keep the states of records by statements at the end of a transaction, and say so in it. The triggers go on
-- keeping what earlier releases change beside them, and what is changed by hand; a later release takes them away.
create or replace function keep_state() returns trigger language plpgsql as $$
declare
  its jsonb;
begin
  if current_setting('partnerskap.states_kept', true) = 'on' then
    return null;
  end if;
  its := to_jsonb(case when tg_op = 'DELETE' then old else new end);
  insert into known_states (municipality_code, relation, id, known_at, state)
  values (its ->> 'municipality_code', tg_table_name, (its ->> 'id')::uuid, known_instant(its ->> 'municipality_code'),
    case when tg_op <> 'DELETE' then kept_of(its, tg_argv) end)
  -- Changed twice in one transaction: the last is what is known.
  on conflict on constraint known_states_pk do update set state = excluded.state;
  return null;
end
$$;
