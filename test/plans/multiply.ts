import pg from 'pg'

/**
 * Many municipalities of one: every row of a register that was played through the API is copied, again and again, under ids, names and
 * numbers of its own, what refers to what as in the first. Later copies are earlier in time. What a municipality
 * has one of (its settings, its closings) is copied once.
 */

/** A municipality, by its number among all, and how often it has what the first has. */
type Share = { code: string; nth: number; copies: number }

const ONCE = new Set(['municipalities', 'payment_settings', 'period_closings', 'feed_heads'])
/** What grows with grants and payments, and what tells of it: their copies go on where those of others end. */
const MONEY = new Set([
  ...['organisations', 'decisions', 'decision_lines', 'decision_line_recipients', 'awards', 'payment_plans'],
  ...['payments', 'ledger_entries', 'ledger_organisation_numbers']
])
/** Municipalities by their numbers are so many copies apart. */
export const APART = 100_000
/** Every act leaves some of these. */
const TRACES = new Set(['events', 'feed_changes', 'known_states'])

type Column = { name: string; type: string }

/** How a value of the copy `k` is made of that of the first. */
function copiedValue({ name, type }: Column): string {
  const value = `"${name}"`
  if (type === 'uuid') return `pg_temp.copied_id(${value}, k)`
  if (type === 'jsonb') return `pg_temp.copied_text(${value}::text, k)::jsonb`
  if (type === 'int8' && /^(id|event_id|number|change_number|event_sequence|sequence_from|sequence_to)$/.test(name))
    return `${value} + k % ${APART} * 1000`
  if (type === 'timestamptz') return `${value} - (k % 1000) * interval '1 hour'`
  if (type === 'date') return `(${value} - (k % 10) * interval '1 year')::date`
  if (type === 'int4' && /(^|_)year(_from|_to)?$/.test(name)) return `${value} - (k % 10)::int`
  if (name === 'organisation_number') return `case when ${value} is not null then lpad(k::text, 10, '0') end`
  if (type === 'int4' && name === 'number') return `${value} + (k % 100000)::int * 20`
  if (name === 'message_id' || name === 'end_to_end_id') return `left(${value}, 22) || lpad(to_hex(k), 12, '0')`
  if (/^(reference|voucher_number)$/.test(name)) return `${value} || ' ' || k`
  // Names of copies are not alike, and are no twins.
  if (/^(name|name_key|search_key|twin_key)$/.test(name)) return `${value} || ' ' || md5(k::text)`
  return value
}

const ID = "left(id::text, 24) || lpad(to_hex(k), 12, '0')"
const FUNCTIONS = `
  create function pg_temp.copied_id(id uuid, k bigint) returns uuid immutable language sql
    return case when id::text like '________-____-7%' then (${ID})::uuid else id end;
  create function pg_temp.copied_text(content text, k bigint) returns text immutable language sql
    return regexp_replace(content, '([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-)[0-9a-f]{12}',
      '\\1' || lpad(to_hex(k), 12, '0'), 'g');`

export async function multiply(url: string, first: string, shares: Share[], times: { money: number; traces: number }) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`set session_replication_role = replica; set maintenance_work_mem = '256MB'; ${FUNCTIONS}`)
    const indexes = await withoutIndexes(client)
    const { rows } = await client.query<{ table: string; columns: Column[] }>(`
      select c.table_name as table, json_agg(json_build_object('name', column_name, 'type', udt_name)) as columns
      from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'
      group by 1 having bool_or(column_name = 'municipality_code') order by 1`)
    for (const { table, columns } of rows) {
      const own = columns.filter(({ name }) => name !== 'municipality_code')
      const names = own.map(({ name }) => `"${name}"`).join(', ')
      const values = own.map(copiedValue).join(', ')
      const factor = MONEY.has(table) ? times.money : TRACES.has(table) ? times.traces : 1
      await client.query(`alter table "${table}" set (autovacuum_enabled = off)`)
      for (const { code, nth, copies } of shares) {
        await client.query(
          `insert into "${table}" (municipality_code, ${names}) overriding system value
           select $1, ${values} from "${table}", generate_series($2::bigint, $3::bigint) k
           where municipality_code = $4`,
          [code, nth * APART, nth * APART + (ONCE.has(table) ? 0 : Math.max(1, Math.round(copies * factor)) - 1), first]
        )
      }
    }
    await client.query(`update feed_heads set number = (
      select max(number) from feed_changes where feed_changes.municipality_code = feed_heads.municipality_code)`)
    for (const index of indexes) await client.query(index)
  } finally {
    await client.end()
  }
}

/** Drops the indexes that no constraint needs, and answers how they are made: at once, in a third of the time. */
async function withoutIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
    from pg_index join pg_class on oid = indrelid
    where relnamespace = 'public'::regnamespace and relkind = 'r'
      and not exists (select from pg_constraint where conindid = indexrelid)`)
  for (const { name } of rows) await client.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}
