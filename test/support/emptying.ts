import type { Connections } from '../../src/platform/database/connections.ts'

/** Pages of 8 kB from which on a table is made small again: whoever reads it would read what was deleted, too. */
const LARGE = 64

type Row = Record<string, string>

/**
 * Notes what a new database holds, and answers with a function that brings it back to that. That function answers false,
 * and may have done nothing, where a test has changed more than rows: tables, triggers, settings of the database.
 */
export async function emptying($client: Connections): Promise<() => Promise<boolean>> {
  const rowsOf = async <R extends Row>(text: string) => (await $client.query(text)).rows as R[]
  const schema = async () => (await rowsOf<{ fingerprint: string }>(FINGERPRINT))[0]!.fingerprint
  const sequences = async () => await rowsOf<{ name: string; last: string }>(SEQUENCES)
  const asNew = await schema()
  const tables = await rowsOf<{ name: string; columns: string }>(TABLES)
  const before = await sequences()
  const kept: string[] = []
  for (const { name, columns } of tables) {
    const [found] = await rowsOf(`select json_agg(t)::text as rows from ${name} t`)
    if (!found!.rows) continue
    kept.push(
      `insert into ${name} (${columns}) overriding system value
       select ${columns} from json_populate_recordset(null::${name}, ${literal(found!.rows)})`
    )
  }
  const statements = [
    'begin; set local session_replication_role = replica',
    ...tables.map(({ name }) => `delete from ${name}`),
    ...kept
  ].join(';')
  return async () => {
    if ((await schema()) !== asNew) return false
    const moved = (await sequences()).filter(
      ({ name, last }) => !before.some(old => old.name === name && old.last === last)
    )
    const restarts = moved.map(({ name }) => {
      const last = before.find(old => old.name === name)?.last
      return last
        ? `select setval('${name}', ${last})`
        : `select setval('${name}', start_value, false) from pg_sequences where format('%I.%I', schemaname, sequencename) = '${name}'`
    })
    await $client.query([statements, ...restarts, 'commit'].join(';'))
    for (const { name } of await rowsOf<{ name: string }>(LARGE_TABLES)) await $client.query(`vacuum ${name}`)
    return true
  }
}

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

const OURS = `nspname not like 'pg\\_%' and nspname <> 'information_schema'`

const TABLES = `
  select format('%I.%I', nspname, relname) as name,
    (select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
     where attrelid = pg_class.oid and attnum > 0 and not attisdropped and attgenerated = '') as columns
  from pg_class join pg_namespace on pg_namespace.oid = relnamespace where relkind = 'r' and ${OURS}`

const LARGE_TABLES = `
  select format('%I.%I', nspname, relname) as name
  from pg_class join pg_namespace on pg_namespace.oid = relnamespace
  where relkind = 'r' and ${OURS} and pg_relation_size(pg_class.oid) > ${LARGE} * 8192`

const SEQUENCES = `
  select format('%I.%I', schemaname, sequencename) as name, last_value::text as last from pg_sequences
  where last_value is not null`

/** Changes with any table, column, constraint, trigger, function, role's setting that is made, changed or dropped. */
const FINGERPRINT = `
  select md5(string_agg(thing, ' ' order by thing)) as fingerprint from (
    select concat_ws(':', 'class', pg_class.oid, pg_class.xmin) as thing
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace where ${OURS}
    union all select concat_ws(':', 'attribute', attrelid, attnum, pg_attribute.xmin) from pg_attribute
    join pg_class on pg_class.oid = attrelid join pg_namespace on pg_namespace.oid = relnamespace where ${OURS}
    union all select concat_ws(':', 'constraint', oid, xmin) from pg_constraint where oid >= 16384
    union all select concat_ws(':', 'trigger', oid, xmin) from pg_trigger
    union all select concat_ws(':', 'function', oid, xmin) from pg_proc where oid >= 16384
    union all select concat_ws(':', 'schema', oid, xmin) from pg_namespace where ${OURS}
    union all select concat_ws(':', 'setting', setrole, setconfig) from pg_db_role_setting
    where setdatabase in (0, (select oid from pg_database where datname = current_database()))
  ) things`
