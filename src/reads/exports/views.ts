import { type SQL, sql } from 'drizzle-orm'
import type { Connection, Transaction } from '../../platform/database/connection.ts'
import { exportTables } from './every-table.ts'
import { rowsOf } from './statement.ts'
import type { ExportTable } from './table.ts'

/**
 * The tables as views in the schema `bi`, for roles of the database that read over a connection of their own. A role sees the rows of the
 * municipalities that `bi.readers` names for it. The views are barriers: no function of a reader's query is given a row of
 * another municipality.
 */

/** `decision-lines` is `decision_lines`. */
const viewName = ({ name }: ExportTable) => name.replaceAll('-', '_')
const inBi = (name: string) => sql`bi.${sql.identifier(name)}`
const views = exportTables.map(table => inBi(viewName(table)))

/** Whether the schema has been made. */
export async function hasViews(connection: Connection): Promise<boolean> {
  const { rows } = await connection.execute(sql`select from pg_class where oid = to_regclass('bi.readers')`)
  return rows.length > 0
}

/** Makes the schema and its views, or makes the views anew, and gives readers again what they had. */
export async function makeViews(tx: Transaction): Promise<void> {
  await tx.execute(sql`create schema if not exists bi`)
  await tx.execute(sql`create table if not exists bi.readers (
    role name not null, municipality_code text not null references public.municipalities (municipality_code),
    primary key (role, municipality_code))`)
  const { rows } = await tx.execute<{ name: string }>(
    sql`select relname as name from pg_class where relnamespace = 'bi'::regnamespace and relkind = 'v'`
  )
  for (const { name } of rows) await tx.execute(sql`drop view ${inBi(name)}`)
  for (const table of exportTables) {
    for (const statement of viewOf(table)) await tx.execute(statement.inlineParams())
  }
  for (const { role } of await readersOf(tx)) await grantViews(tx, role)
}

/** The view, with the descriptions of its columns, which tools show. */
function viewOf(table: ExportTable): SQL[] {
  const name = inBi(viewName(table))
  const told = Object.entries(table.columns).map(
    ([column, { description }]) => sql`comment on column ${name}.${sql.identifier(column)} is ${description}`
  )
  const view = sql`create view ${name} with (security_barrier) as
    select told.* from bi.readers reader
    cross join lateral (${rowsOf(table, sql`reader.municipality_code`)}) told where reader.role = session_user`
  return [view, sql`comment on view ${name} is ${table.description}`, ...told]
}

/**
 * Takes from everybody what PostgreSQL gives everybody in the schema of the service: to call its functions. Roles that hold a table there
 * keep it. Answers whether it is so: only the owner of the schema can.
 */
export async function closeSchema(tx: Transaction): Promise<boolean> {
  const { rows: holders } = await tx.execute<{ role: string }>(sql`
    select distinct rolname as role from pg_class class
    cross join aclexplode(class.relacl) acl join pg_roles on pg_roles.oid = acl.grantee
    where class.relnamespace = 'public'::regnamespace and acl.grantee <> class.relowner`)
  for (const { role } of holders) await tx.execute(sql`grant usage on schema public to ${sql.identifier(role)}`)
  await tx.execute(sql`revoke all on schema public from public`)
  const { rows } = await tx.execute(sql`
    select from pg_namespace cross join aclexplode(nspacl) acl where nspname = 'public' and acl.grantee = 0`)
  return rows.length === 0
}

export type Reader = { role: string; municipalityCode: string }

export async function readersOf(connection: Connection): Promise<Reader[]> {
  const { rows } = await connection.execute<Reader>(sql`
    select role, municipality_code as "municipalityCode" from bi.readers order by role, municipality_code`)
  return rows
}

/** Why the role may not be a reader: it is missing, or could read or do more than views allow. Undefined where it may. */
export async function whyNotReader(connection: Connection, role: string): Promise<string | undefined> {
  const { rows } = await connection.execute<{ canLogin: boolean; isMighty: boolean; reads: string | null }>(sql`
    select rolcanlogin as "canLogin", rolsuper or rolbypassrls or rolcreaterole or rolreplication as "isMighty",
      (select min(class.oid::regclass::text) from pg_class class join pg_namespace namespace on namespace.oid = relnamespace
       where relkind in ('r', 'p', 'v', 'm', 'f') and nspname not in ('pg_catalog', 'information_schema')
         and (nspname <> 'bi' or relname = 'readers') and nspname not like 'pg\\_t%'
         and has_any_column_privilege(pg_roles.oid, class.oid, 'select, insert, update')) as reads
    from pg_roles where rolname = ${role}`)
  const [found] = rows
  if (!found) return 'there is no such role: make it with "create role … login password …"'
  if (!found.canLogin) return 'it cannot log in'
  if (found.isMighty) return 'it is no ordinary role (superuser, createrole, replication or bypassrls)'
  if (found.reads !== null) return `it may use ${found.reads}: a reader has rights on the views alone`
  return undefined
}

/** Lets the role see the municipality's rows, beside those that it sees already. */
export async function allowReader(tx: Transaction, { role, municipalityCode }: Reader): Promise<void> {
  await tx.execute(
    sql`insert into bi.readers (role, municipality_code) values (${role}, ${municipalityCode}) on conflict do nothing`
  )
  await grantViews(tx, role)
}

/** Answers whether the role saw them until now. */
export async function forbidReader(tx: Transaction, { role, municipalityCode }: Reader): Promise<boolean> {
  const { rowCount } = await tx.execute(
    sql`delete from bi.readers where role = ${role} and municipality_code = ${municipalityCode}`
  )
  const left = (await readersOf(tx)).some(reader => reader.role === role)
  if (!left && (await isRole(tx, role))) {
    const name = sql.identifier(role)
    await tx.execute(sql`revoke select on ${sql.join(views, sql`, `)} from ${name}`)
    await tx.execute(sql`revoke usage on schema bi from ${name}`)
  }
  return rowCount === 1
}

async function grantViews(tx: Transaction, role: string): Promise<void> {
  if (!(await isRole(tx, role))) return
  const name = sql.identifier(role)
  await tx.execute(sql`grant usage on schema bi to ${name}`)
  await tx.execute(sql`grant select on ${sql.join(views, sql`, `)} to ${name}`)
}

const isRole = async (tx: Transaction, role: string) =>
  (await tx.execute(sql`select from pg_roles where rolname = ${role}`)).rows.length > 0
