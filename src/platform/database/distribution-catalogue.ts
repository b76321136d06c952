import type pg from 'pg'

/** What the catalogue of PostgreSQL, and that of Citus where it is there, say of the tables: what a distribution is planned from. */

export type Table = {
  schema: string
  /** As SQL names it. */
  name: string
  /** Columns of the primary key, in its order; empty where there is none. */
  primaryKey: string[]
  /** Unique indexes (that of the primary key, too) and exclusion constraints. */
  uniques: { name: string; columns: string[] }[]
  /** Columns that PostgreSQL numbers by itself. */
  identities: { column: string; type: string; sequence: string }[]
  triggers: Trigger[]
  /** How Citus keeps it; null: as an ordinary table. */
  placed: 'distributed' | 'reference' | null
  /** Number of the group of tables whose rows of one municipality lie on one node; null: it is in none. */
  colocation: number | null
  /** Whether rows lie in the coordinator's own files; those of a placed table are a copy from before, which nobody sees. */
  holdsLocalRows: boolean
}

export type Trigger = {
  name: string
  /** The function that it calls. */
  calls: string
  /** Functions of the schema public that its condition calls. */
  conditionCalls: string[]
}

export type KeptKey = {
  table: string
  name: string
  /** As pg_get_constraintdef writes it, without `NOT VALID`. */
  definition: string
}

export type ForeignKey = KeptKey & { to: string; columns: string[]; toColumns: string[]; isValidated: boolean }

export type Catalogue = {
  tables: Table[]
  foreignKeys: ForeignKey[]
  /** Foreign keys that an unfinished distribution has written down; null: none is under way. */
  keptKeys: KeptKey[] | null
}

/** Holds the foreign keys while a distribution is under way, and is there only then. */
export const KEPT_KEYS = 'drizzle.distribution_keys'

const ARE_OURS = `class.relkind in ('r', 'p') and space.nspname !~ '^(pg_|information_schema$|citus|columnar)'
  and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = class.oid and deptype = 'e')`

/** Columns of a key, in its order. `numbers`: an array of pg_attribute.attnum; 0 stands for an expression. */
const columnsOf = (relation: string, numbers: string) =>
  `array(select attname::text from unnest(${numbers}) with ordinality as place (number, nth)
     join pg_attribute on attrelid = ${relation} and attnum = place.number order by nth)`

const TABLES = `
  select space.nspname as schema, class.oid::regclass::text as name, pg_relation_size(class.oid) > 0 as "holdsLocalRows",
    coalesce((select ${columnsOf('conrelid', 'conkey')} from pg_constraint where conrelid = class.oid and contype = 'p'), '{}') as "primaryKey",
    coalesce((select json_agg(json_build_object('name', indexrelid::regclass::text,
        'columns', ${columnsOf('indrelid', 'indkey::int2[]')}) order by indexrelid::regclass::text)
      from pg_index where indrelid = class.oid and (indisunique or indisexclusion)), '[]') as uniques,
    coalesce((select json_agg(json_build_object('column', quote_ident(attname), 'type', format_type(atttypid, atttypmod),
        'sequence', pg_get_serial_sequence(class.oid::regclass::text, attname)) order by attnum)
      from pg_attribute where attrelid = class.oid and attidentity <> ''), '[]') as identities,
    coalesce((select json_agg(json_build_object('name', tgname, 'calls', tgfoid::regproc::text, 'conditionCalls',
        array(select refobjid::regproc::text from pg_depend join pg_proc called on called.oid = refobjid
          where classid = 'pg_trigger'::regclass and objid = pg_trigger.oid and refclassid = 'pg_proc'::regclass
            and refobjid <> tgfoid and called.pronamespace = 'public'::regnamespace)) order by tgname)
      from pg_trigger where tgrelid = class.oid and not tgisinternal), '[]') as triggers
  from pg_class class join pg_namespace space on space.oid = class.relnamespace
  where ${ARE_OURS} order by space.nspname <> 'public', name`

const FOREIGN_KEYS = `
  select conrelid::regclass::text as table, conname as name, confrelid::regclass::text as to, convalidated as "isValidated",
    regexp_replace(pg_get_constraintdef(pg_constraint.oid), ' NOT VALID$', '') as definition,
    ${columnsOf('conrelid', 'conkey')} as columns, ${columnsOf('confrelid', 'confkey')} as "toColumns"
  from pg_constraint join pg_class class on class.oid = conrelid join pg_namespace space on space.oid = class.relnamespace
  where contype = 'f' and ${ARE_OURS} order by 1, 2`

/** `n`: without a column that parts the rows; of these `t` is on every node, any other stays on the coordinator. */
const PLACED = `
  select logicalrelid::regclass::text as name, colocationid as colocation,
    case when partmethod = 'h' then 'distributed' when partmethod = 'n' and repmodel = 't' then 'reference' end as placed
  from pg_dist_partition`

/** Of a connection whose search_path names public. */
export async function readCatalogue(client: pg.Client): Promise<Catalogue> {
  const { rows: there } = await client.query(
    `select to_regclass('pg_dist_partition') is not null as "hasPlaces", to_regclass('${KEPT_KEYS}') is not null as "hasKeys"`
  )
  const [{ hasPlaces, hasKeys }] = there
  const tables = await client.query<Omit<Table, 'placed' | 'colocation'>>(TABLES)
  const keys = await client.query<ForeignKey>(FOREIGN_KEYS)
  const places = hasPlaces ? (await client.query(PLACED)).rows : []
  const kept = hasKeys
    ? await client.query<KeptKey>(`select table_name as table, name, definition from ${KEPT_KEYS} order by 1, 2`)
    : null
  const placeOf = new Map(places.map(({ name, placed, colocation }) => [name, { placed, colocation }]))
  return {
    tables: tables.rows.map(table => ({
      ...table,
      ...(placeOf.get(table.name) ?? { placed: null, colocation: null })
    })),
    foreignKeys: keys.rows,
    keptKeys: kept?.rows ?? null
  }
}
