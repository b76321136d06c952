-- Extensions that every PostgreSQL ships and that the owner of a database may create (trusted).
create extension if not exists pg_trgm;
--> statement-breakpoint
create extension if not exists btree_gin;
--> statement-breakpoint
-- UUIDv7 (RFC 9562): 48 bits of milliseconds, 12 of a fraction of one (method 3), then chance: what one statement makes
-- row by row sorts in that order. PostgreSQL 18 has uuidv7(); 15 to 17 do not. One expression, so that it is inlined.
create function uuid_v7() returns uuid language sql volatile parallel safe as $$
  select encode(
    overlay(
      overlay(uuid_send(gen_random_uuid())
        placing substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3)
        from 1 for 6)
      placing substring(int8send(28672 + (extract(microseconds from clock_timestamp())::bigint % 1000) * 4) from 7)
      from 7 for 2),
    'hex')::uuid
$$;
--> statement-breakpoint
-- What has happened stays: events and ledger entries are appended, never changed.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end
$$;
--> statement-breakpoint
-- Those members of one record that the other has not, or has otherwise.
create function changed_keys(one jsonb, other jsonb) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(one) where other -> key is distinct from value
$$;
