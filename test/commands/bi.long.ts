import pg from 'pg'
import t, { type Test } from 'tap'
import { renewViews } from '../../src/commands/bi.ts'
import { migrate } from '../../src/platform/database/migrate.ts'
import { exportTables } from '../../src/reads/exports/every-table.ts'
import { createDatabase } from '../support/database.ts'
import { query } from '../support/embedded.ts'
import { oneOfEach } from '../support/one-of-each.ts'
import { settingsOfPooled } from '../support/pooler.ts'
import { aRegister, made } from '../support/register.ts'
import { here } from './cli.ts'

/** Views for direct connections: a role sees its own municipality, and nothing else of the database. */

let counter = 0

/** Two municipalities with rows, views, and a role that can log in under a name that is only safe in quotes. */
async function aDatabase(t: Test) {
  const register = await aRegister(t, {})
  await oneOfEach(register, '0136')
  await oneOfEach(register, '2031')
  const url = register.config.databaseUrl!
  const bi = (...args: string[]) => here(t, ['bi', ...args], { DATABASE_URL: url })
  const aRole = async (options = '') => {
    const role = `bi_${process.pid}_${Date.now().toString(36)}_${counter++}"; drop schema bi cascade; --`
    const quoted = pg.escapeIdentifier(role)
    await query(url, `create role ${quoted} login password 'reader' ${options}`)
    t.teardown(() => query(url, `drop owned by ${quoted}; drop role ${quoted}`))
    return { role, quoted, as: await connected(t, url, role) }
  }
  return { ...register, url, bi, aRole }
}

async function connected(t: Test, url: string, role: string): Promise<pg.Client> {
  const address = new URL(url)
  const client = new pg.Client({
    ...{ host: address.hostname, port: Number(address.port), database: address.pathname.slice(1) },
    ...{ user: role, password: 'reader' }
  })
  await client.connect()
  t.teardown(() => client.end())
  return client
}

const viewOf = (name: string) => `bi."${name.replaceAll('-', '_')}"`
/** Municipalities whose rows the role finds in a table. */
async function seen(as: pg.Client, name: string): Promise<string[]> {
  const { rows } = await as.query(`select distinct "municipalityCode" as code from ${viewOf(name)} order by 1`)
  return rows.map(({ code }) => code)
}

t.test('a role sees the rows of its municipalities, in the columns of the exports, and those of no other', async t => {
  const { bi, aRole, admin } = await aDatabase(t)
  const { role, as } = await aRole()
  t.match(await bi('allow', role, '0136'), { code: 1, stderr: /run "partnerskap bi create" first/ })
  for (const _ of ['first', 'again']) t.match(await bi('create'), { code: 0 }, _)
  await t.rejects(as.query('select * from bi.payments'), { code: '42501' }, 'nothing is allowed yet')

  for (const _ of ['first', 'again']) t.match(await bi('allow', role, '0136'), { code: 0 }, _)
  for (const { name, columns } of exportTables) {
    const { items } = await made(admin('GET', `/0136/exports/${name}`))
    const { rows, fields } = await as.query(`select * from ${viewOf(name)}`)
    t.strictSame(
      fields.map(field => field.name),
      Object.keys(columns),
      name
    )
    t.equal(rows.length, items.length, name)
    t.strictSame(await seen(as, name), ['0136'], name)
  }
  const { items } = await made(admin('GET', '/0136/exports/payments'))
  const ore = items.reduce((sum: number, { amount }: { amount: number }) => sum + Math.round(amount * 100), 0)
  const { rows } = await as.query('select (sum(amount) * 100)::bigint as ore from bi.payments')
  t.equal(Number(rows[0].ore), ore)

  await bi('allow', role, '2031')
  t.strictSame(await seen(as, 'payments'), ['0136', '2031'], 'a role may see several')
  t.match(await bi('list'), { code: 0, stdout: `0136  ${role}\n2031  ${role}\n` })
  t.match(await bi('forbid', role, '0136'), { code: 0, stdout: /no longer sees/ })
  t.strictSame(await seen(as, 'payments'), ['2031'])
  await bi('forbid', role, '2031')
  await t.rejects(as.query('select * from bi.payments'), { code: '42501' }, 'the last takes its rights away')
  t.match(await bi('forbid', role, '2031'), { code: 0, stdout: /did not see/ })
  t.match(await bi('list'), { code: 0, stdout: '\n' })
})

t.test('nothing else of the database can be read, written or called', async t => {
  const { bi, aRole, url } = await aDatabase(t)
  const { role, as } = await aRole()
  await bi('create')
  await bi('allow', role, '0136')
  const tables = await query(
    url,
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`
  )
  t.ok(tables.length > 60)
  for (const { name } of tables) {
    await t.rejects(as.query(`select * from ${name}`), { code: '42501' }, `${name} is not read`)
    await t.rejects(as.query(`delete from ${name}`), { code: '42501' }, `${name} is not written`)
  }
  const functions = await query(
    url,
    `select format('%I.%I', nspname, proname) as name, pronargs as count from pg_proc
    join pg_namespace on pg_namespace.oid = pronamespace where nspname in ('public', 'graphile_worker')
      and prokind = 'f' and prorettype not in ('trigger'::regtype)`
  )
  t.ok(functions.some(({ name }) => name === 'public.known_instant'))
  for (const { name, count } of functions) {
    const given = Array.from({ length: Number(count) }, () => 'null').join()
    await t.rejects(as.query(`select ${name}(${given})`), { code: '42501' }, `${name} is not called`)
  }
  for (const { name } of exportTables) {
    await t.rejects(as.query(`delete from ${viewOf(name)}`), { code: /^(42501|55000)$/ }, name)
    await t.rejects(
      as.query(`update ${viewOf(name)} set "municipalityCode" = '2031'`),
      { code: /^(42501|55000)$/ },
      name
    )
  }
  for (const statement of ['create table bi.own ()', 'create table public.own ()', 'create schema own'])
    await t.rejects(as.query(statement), { code: '42501' }, statement)
  const [owner] = await query(url, 'select current_user as name')
  for (const becoming of ['set role', 'set session authorization'])
    await t.rejects(as.query(`${becoming} ${owner!.name}`), { code: '42501' }, becoming)
})

t.test('a function in a condition that tells what it is given is given rows of its own municipality alone', async t => {
  const { bi, aRole, url } = await aDatabase(t)
  const { role, as } = await aRole()
  await bi('create')
  await bi('allow', role, '0136')
  const told: string[] = []
  as.on('notice', ({ message }) => told.push(message!))
  await as.query(`create function pg_temp.leak(given text) returns boolean language plpgsql cost 0.0000001 as
    $$ begin raise notice '%', given; return true; end $$`)
  for (const { name, columns } of exportTables) {
    for (const [column, { kind }] of Object.entries(columns)) {
      if (!['id', 'code', 'text'].includes(kind)) continue
      await as.query(`select from ${viewOf(name)} where pg_temp.leak("${column}"::text || '|' || "municipalityCode")`)
    }
    await as
      .query(`select from ${viewOf(name)} told where pg_temp.leak("municipalityCode") and told is not null order by 1`)
      .catch(() => {})
  }
  t.ok(told.length > 50, `${told.length} values were told`)
  t.strictSame(
    told.filter(text => !/(^<NULL>|0136)$/.test(text)),
    []
  )
  const theirs = await query(url, `select id::text from payments where municipality_code = '2031'`)
  const { rows } = await as.query(`select from bi.payments where id = $1`, [theirs[0]!.id])
  t.strictSame(rows, [], 'nor is a row of another found by its id')
})

t.test('a role that could do more than read views is refused, and so is what is not there', async t => {
  const { bi, aRole, url } = await aDatabase(t)
  await bi('create')
  const { role, quoted } = await aRole()
  t.match(await bi('allow', 'nobody', '0136'), { code: 1, stderr: /there is no such role/ })
  t.match(await bi('allow', 'public', '0136'), { code: 1, stderr: /there is no such role/ })
  t.match(await bi('allow', role, '9999'), { code: 1, stderr: /9999: is not registered/ })
  t.match(await bi('allow', 'pg_monitor', '0136'), { code: 1, stderr: /cannot log in/ })
  for (const mighty of ['superuser', 'createrole', 'bypassrls', 'replication']) {
    const other = await aRole(mighty)
    t.match(await bi('allow', other.role, '0136'), { code: 1, stderr: /no ordinary role/ }, mighty)
  }
  await query(url, `grant select (name) on bodies to ${quoted}`)
  t.match(await bi('allow', role, '0136'), { code: 1, stderr: /it may use bodies/ })
  await query(url, `revoke select (name) on bodies from ${quoted}; grant pg_read_all_data to ${quoted}`)
  t.match(await bi('allow', role, '0136'), { code: 1, stderr: /it may use/ })
})

t.test('roles of the service go on, after views are made and made anew', async t => {
  const { bi, aRole, url } = await aDatabase(t)
  const { quoted, as } = await aRole()
  await query(url, `grant select, insert, update, delete on all tables in schema public to ${quoted}`)
  await query(url, `alter default privileges grant select, insert, update, delete on tables to ${quoted}`)
  await query(url, `alter default privileges grant usage on schemas to ${quoted}`)
  await bi('create')
  t.equal((await as.query(`select known_instant('0136') is not null as known`)).rows[0].known, true)
  await t.rejects(as.query(`insert into bi.readers values (session_user, '0136')`), { code: '42501' })
})

t.test('an upgrade takes the views away and makes them anew, with what is granted and with other columns', async t => {
  const { bi, aRole, url, database } = await aDatabase(t)
  const { role, as } = await aRole()
  await bi('create')
  await bi('allow', role, '0136')
  const columns = async () => (await as.query('select * from bi.payments')).fields.length
  const count = await columns()
  // As an earlier version had them: columns that are no more, others not there yet, a table that is gone.
  await query(
    url,
    `drop view bi.payments; create view bi.payments as select 1 as gone; create view bi.former as select 1 as one`
  )
  await bi('create')
  t.equal(await columns(), count)
  t.strictSame(await seen(as, 'payments'), ['0136'])
  await t.rejects(as.query('select * from bi.former'), { code: '42P01' })

  await query(
    url,
    'create table drizzle.kept as table drizzle.__drizzle_migrations; truncate drizzle.__drizzle_migrations'
  )
  await t.rejects(migrate(url), 'the first migration was there already')
  await t.rejects(as.query('select * from bi.payments'), { code: '42P01' }, 'nothing holds columns fast')
  await query(url, 'insert into drizzle.__drizzle_migrations table drizzle.kept')
  await renewViews(database)
  t.strictSame(await seen(as, 'payments'), ['0136'])
})

t.test('whatever command runs migrations makes the views anew where there is the schema', async t => {
  const server = await createDatabase(t)
  const name = `partnerskap_test_bi_${process.pid}_${Date.now().toString(36)}`
  await query(server, `create database ${name} template template0 encoding 'UTF8'`)
  await query(server, settingsOfPooled(name))
  t.teardown(() => query(server, `drop database ${name} with (force)`))
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href
  await query(url, `create schema bi; create table bi.readers (role name, municipality_code text)`)
  t.match(await here(t, ['keys', 'list'], { DATABASE_URL: url }), { code: 0 })
  t.strictSame(await query(url, 'select * from bi.payments'), [])
})
