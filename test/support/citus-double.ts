import pg from 'pg'
import type { Test } from 'tap'

/**
 * A double of Citus in PostgreSQL: functions that write down what they were called with and keep rows as pg_dist_partition does, and refuse what
 * Citus 14.0.1 was seen to refuse, in its words. It shows the order of the steps, and that they are gone on with after a kill; that Citus takes them
 * `npm run test:distributed` shows.
 */
const DOUBLE = `
  create schema citus_double;
  create table citus_double.pg_dist_partition (logicalrelid regclass primary key, partmethod "char", repmodel "char", colocationid int);
  create table citus_double.calls (id int generated always as identity, call text, relation text);
  create sequence citus_double.groups;
  create function citus_double.refuse(placed regclass, part_column text) returns void language plpgsql as $$ declare other regclass; begin
    select confrelid into other from pg_constraint where contype = 'f' and conrelid = placed
      and confrelid <> placed and confrelid not in (select logicalrelid from citus_double.pg_dist_partition) limit 1;
    if other is not null then raise 'referenced table "%" must be a distributed table or a reference table', other; end if;
    if exists (select from pg_trigger where tgrelid = placed and not tgisinternal) and current_setting('citus.enable_unsafe_triggers', true) <> 'on' then
      raise 'cannot distribute relation "%" because it has triggers', placed;
    end if;
    if part_column is not null and exists (select from pg_constraint where conrelid = placed and contype in ('p', 'u', 'x') and not exists (
        select from pg_attribute where attrelid = placed and attnum = any(conkey) and attname = part_column)) then
      raise 'cannot create constraint on "%"', placed;
    end if;
  end $$;
  create function citus_double.create_reference_table(placed regclass) returns void language plpgsql as $$ begin
    perform citus_double.refuse(placed, null);
    insert into citus_double.pg_dist_partition values (placed, 'n', 't', 0);
    insert into citus_double.calls (call, relation) values ('reference', placed);
  end $$;
  create function citus_double.create_distributed_table(placed regclass, part_column text, colocate_with text) returns void language plpgsql as $$
  declare joined int := (select colocationid from citus_double.pg_dist_partition where logicalrelid::text = colocate_with); begin
    perform citus_double.refuse(placed, part_column);
    if part_column <> 'municipality_code' or joined is null and colocate_with <> 'none' then raise 'not distributed by %, with %', part_column, colocate_with; end if;
    insert into citus_double.pg_dist_partition values (placed, 'h', 's', coalesce(joined, nextval('citus_double.groups')));
    insert into citus_double.calls (call, relation) values ('distributed', placed);
  end $$;
  create function citus_double.truncate_local_data_after_distributing_table(placed regclass) returns void language plpgsql as $$ begin
    if not exists (select from citus_double.pg_dist_partition where logicalrelid = placed) then raise '% is an ordinary table', placed; end if;
    if current_setting('session_replication_role') <> 'replica' then raise 'triggers of % refuse', placed; end if;
    insert into citus_double.calls (call, relation) values ('cleared', placed);
  end $$`

/** A connection for which the double is there; the first one of a database makes it. */
export async function aDouble(t: Test, url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    options: '-c search_path=public,citus_double -c citus.enable_unsafe_triggers=on'
  })
  client.on('error', () => {})
  await client.connect()
  t.teardown(() => client.end().catch(() => {}))
  if ((await client.query(`select from pg_namespace where nspname = 'citus_double'`)).rowCount === 0)
    await client.query(DOUBLE)
  return client
}
