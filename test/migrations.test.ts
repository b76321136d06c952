import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { migrate } from '../src/platform/database/migrate.ts'
import { migrationsFolder } from '../src/platform/database/migration-files.ts'
import { root } from './support/embedded.ts'
import { aRegister, made } from './support/register.ts'

/** Tables that stand above the municipalities. Whoever adds one here says in docs/decisions.md why. */
const GLOBAL = ['municipalities', 'api_keys']

const { admin, database, config } = await aRegister(t)

const query = async (text: string) => (await database.execute<Record<string, string>>(sql.raw(text))).rows

t.test('the migrations are those of the tables: generating again gives no difference', async t => {
  await mkdir(join(root, '.data'), { recursive: true })
  const copy = await mkdtemp(join(root, '.data/migrations-'))
  t.teardown(() => rm(copy, { recursive: true }))
  await cp(migrationsFolder, join(copy, 'out'), { recursive: true })
  const original = (await import('../drizzle.config.ts')).default
  t.match(original, { dialect: 'postgresql', casing: 'snake_case' })
  const file = join(copy, 'drizzle.config.json')
  await writeFile(file, JSON.stringify({ ...original, out: `.${join(copy, 'out').slice(root.length - 1)}` }))
  const before = await readdir(join(copy, 'out'), { recursive: true })
  const bin = join(root, 'node_modules/drizzle-kit/bin.cjs')
  const { stdout, stderr } = spawnSync(process.execPath, [bin, 'generate', '--config', file], {
    cwd: root,
    encoding: 'utf8'
  })
  t.match(stdout, /No schema changes|Your SQL migration/, stderr)
  const added = (await readdir(join(copy, 'out'))).filter(name => !before.includes(name))
  for (const name of added) t.fail(`run npm run migration: ${await readFile(join(copy, 'out', name), 'utf8')}`)
})

t.test('journal times ascend, and every migration of the journal is there', async t => {
  const journal = JSON.parse(await readFile(join(migrationsFolder, 'meta/_journal.json'), 'utf8'))
  const entries = journal.entries as { idx: number; when: number; tag: string }[]
  const times = entries.map(({ when }) => when)
  t.strictSame(
    times,
    [...new Set(times)].sort((a, b) => a - b)
  )
  const files = (await readdir(migrationsFolder)).filter(file => file.endsWith('.sql')).sort()
  t.strictSame(
    files,
    entries.map(({ tag }) => `${tag}.sql`)
  )
})

t.test('migrating what is migrated changes nothing, also when two do it at once', async t => {
  const applied = () => query('select count(*) as count from drizzle.__drizzle_migrations')
  const before = await applied()
  await Promise.all([migrate(config.databaseUrl!), migrate(config.databaseUrl!)])
  t.strictSame(await applied(), before)
})

t.test('every key, unique index and reference is led by the municipality, but in the few global tables', async t => {
  const indexes = await query(`
    select t.relname as table_name, i.relname as name,
      (select attname from pg_attribute where attrelid = t.oid and attnum = x.indkey[0]) as first_column
    from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
    where x.indisunique and t.relnamespace = 'public'::regnamespace`)
  t.ok(indexes.length > 15)
  for (const { table_name, name, first_column } of indexes) {
    if (!GLOBAL.includes(table_name!)) t.equal(first_column, 'municipality_code', `${table_name}: ${name}`)
  }
  const references = await query(`
    select conrelid::regclass::text as table_name, conname as name, confrelid::regclass::text as referred,
      (select attname from pg_attribute where attrelid = conrelid and attnum = conkey[1]) as first_column,
      (select attname from pg_attribute where attrelid = confrelid and attnum = confkey[1]) as referred_column
    from pg_constraint where contype = 'f'`)
  t.ok(references.length > 15)
  for (const { table_name, name, first_column, referred_column } of references) {
    t.equal(first_column, 'municipality_code', `${table_name}: ${name}`)
    t.equal(referred_column, 'municipality_code', `${table_name}: ${name}`)
  }
})

t.test('every table of the register belongs to a municipality and has a primary key', async t => {
  const tables = await query(`
    select relname as name, exists (select from pg_index where indrelid = oid and indisprimary) as keyed,
      exists (select from pg_attribute where attrelid = oid and attname = 'municipality_code' and attnotnull) as owned
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`)
  for (const { name, keyed, owned } of tables) {
    t.ok(keyed, name)
    if (!GLOBAL.includes(name!)) t.ok(owned, name)
  }
})

t.test('every constraint and index has a name that somebody gave it, and that fits', async t => {
  const named = await query(`
    select conname as name, conrelid::regclass::text as table_name from pg_constraint
    where connamespace = 'public'::regnamespace and contype <> 'n'
    union select indexname, tablename from pg_indexes where schemaname = 'public'`)
  for (const { name, table_name } of named) {
    t.ok(Buffer.byteLength(name!) < 63, `${name} was not cut off`)
    if (GLOBAL.includes(table_name!) && name === `${table_name}_pkey`) continue
    // PostgreSQL's names (…_pkey, …_fkey, …_check) and Drizzle's (every column written out).
    t.notMatch(name, /_(pkey|fkey|check\d*|unique|index)$|_municipality_code_\w+_(fk|pk)$/, `${table_name}: ${name}`)
  }
})

t.test('events and ledger entries can only be added', async t => {
  const body = await made(admin('POST', '/0136/bodies', { name: 'Socialnämnden', kind: 'committee' }))
  const organisation = await made(admin('POST', '/0136/organisations', { name: 'Kvinnojouren' }))
  const line = { recipients: [{ organisationId: organisation.id }], outcome: 'granted', granted: 1000 }
  await made(admin('POST', '/0136/decisions', { bodyId: body.id, decidedOn: '2021-12-14', lines: [line] }))
  const dump = () => query('select * from events, ledger_entries order by events.id, ledger_entries.id')
  const before = await dump()
  t.ok(before.length > 0)
  for (const [table, change] of [
    ['events', "reason = 'nothing'"],
    ['ledger_entries', 'amount = 0']
  ]) {
    for (const statement of [`update ${table} set ${change}`, `delete from ${table}`, `truncate ${table} cascade`]) {
      await t.rejects(query(statement), { cause: { code: '23001', message: `${table} is append-only` } }, statement)
    }
  }
  t.strictSame(await dump(), before)
})
