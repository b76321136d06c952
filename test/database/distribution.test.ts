import pg from 'pg'
import t, { type Test } from 'tap'
import { distribute, readServer, type Server, whyNot } from '../../src/platform/database/distribute.ts'
import { distributionOf, stepsOf } from '../../src/platform/database/distribution.ts'
import { readCatalogue, type Table } from '../../src/platform/database/distribution-catalogue.ts'
import { migrate } from '../../src/platform/database/migrate.ts'
import { here } from '../commands/cli.ts'
import { aDouble } from '../support/citus-double.ts'
import { createDatabase } from '../support/database.ts'

async function connected(t: Test, url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  t.teardown(() => client.end())
  return client
}

t.test('every table is in one of three groups, and Citus refuses nothing of them', async t => {
  const client = await connected(t, await createDatabase(t))
  const catalogue = await readCatalogue(client)
  const { distributed, reference, local, obstacles, unsafeTriggers } = distributionOf(catalogue)
  const { rows } = await client.query<{ name: string; led: boolean }>(
    `select table_schema || '.' || table_name as name, exists (select from pg_index join pg_attribute on attrelid = indrelid and attnum = indkey[0]
         where indisprimary and indrelid = (table_schema || '.' || table_name)::regclass and attname = 'municipality_code') as led
     from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')`
  )
  const plain = (name: string) => name.replace(/^public\./, '')
  t.same([...distributed, ...reference, ...local].sort(), rows.map(({ name }) => plain(name)).sort())
  t.same(reference, ['api_keys', 'municipalities'])
  t.same(
    distributed.toSorted(),
    rows
      .filter(({ name, led }) => led && name !== 'public.municipalities')
      .map(({ name }) => plain(name))
      .sort()
  )
  t.ok(local.every(name => !rows.some(row => row.name === `public.${name}`)))
  t.same(obstacles, [])
  t.same(unsafeTriggers, [], 'no trigger that stays takes an instant or a lock')
})

const aTable = (name: string, more: Partial<Table> = {}): Table => ({
  schema: 'public',
  name,
  primaryKey: ['municipality_code', 'id'],
  uniques: [],
  identities: [],
  triggers: [],
  placed: null,
  colocation: null,
  holdsLocalRows: false,
  ...more
})
const aKey = (table: string, to: string, columns: string[], more = '') => ({
  table,
  to,
  columns,
  toColumns: columns,
  name: `${table}_${to}_fk`,
  definition: `FOREIGN KEY (${columns.join(', ')}) REFERENCES ${to}(${columns.join(', ')})${more}`,
  isValidated: true
})
const TABLES = [
  aTable('municipalities', { primaryKey: ['municipality_code'] }),
  aTable('keys', { primaryKey: ['id'] }),
  aTable('one'),
  aTable('other'),
  aTable('jobs.queue', { schema: 'jobs', primaryKey: ['id'] })
]
const REGISTER = aKey('one', 'municipalities', ['municipality_code'])
const PAIR = ['municipality_code', 'id']

for (const [name, key, obstacle] of [
  ['within the municipality', aKey('one', 'other', PAIR), ''],
  ['to a table of every node', aKey('one', 'keys', ['id']), ''],
  ['past the municipality', aKey('one', 'other', ['id']), 'does not begin with municipality_code'],
  ['the municipality second', aKey('one', 'other', PAIR.toReversed()), 'does not begin with municipality_code'],
  ['that deletes', aKey('one', 'other', PAIR, ' ON DELETE CASCADE'), 'changes rows by itself'],
  ['to the coordinator', aKey('one', 'jobs.queue', ['id']), 'refers from a distributed table to a local one'],
  ['from every node', aKey('keys', 'one', ['id']), 'refers from a reference table to a distributed one'],
  ['from the coordinator', aKey('jobs.queue', 'one', ['id']), 'refers from a local table to a distributed one']
] as const)
  t.test(`a foreign key ${name}`, async t => {
    const { obstacles } = distributionOf({ tables: TABLES, foreignKeys: [REGISTER, key], keptKeys: null })
    t.same(obstacles, obstacle ? [`${key.name} of ${key.table} ${obstacle}`] : [])
  })

t.test('a unique index without the municipality, and a trigger that does more than refuse, are told', async t => {
  const uniques = [
    { name: 'by_id', columns: ['id'] },
    { name: 'by_both', columns: ['id', 'municipality_code'] }
  ]
  const triggers = [
    { name: 'refuses', calls: 'refuse_change', conditionCalls: [] },
    { name: 'looks_about', calls: 'refuse_change', conditionCalls: ['instant_taken'] },
    { name: 'writes', calls: 'write_down', conditionCalls: [] },
    { name: 'known_states_append_only', calls: 'refuse_change', conditionCalls: ['instant_taken'] },
    { name: 'keeps', calls: 'keep_state', conditionCalls: [] }
  ]
  const tables = [aTable('one', { uniques, triggers }), aTable('keys', { primaryKey: ['id'], uniques, triggers })]
  const found = distributionOf({ tables, foreignKeys: [], keptKeys: null })
  t.same(found.obstacles, ['by_id of one does not hold municipality_code'])
  t.same(found.unsafeTriggers, ['looks_about on one', 'writes on one'], 'of the two that stay')
  const places = { keys: 'reference', one: 'distributed' } as const
  const placed = tables.map(table => ({ ...table, placed: places[table.name as keyof typeof places] }))
  t.same(
    stepsOf({ tables: placed, foreignKeys: [], keptKeys: null }).flatMap(({ statements }) => statements),
    [
      'drop trigger "keeps" on one',
      'drop trigger "known_states_append_only" on one',
      'create trigger "known_states_append_only" before update on one for each row execute function refuse_change()'
    ],
    'also where tables are distributed already'
  )
})

t.test('a table that came later joins the group that is there, and only its own keys are away meanwhile', t => {
  const places = { municipalities: 'reference', keys: 'reference', one: 'distributed', other: 'distributed' } as const
  const placed = TABLES.map(table => ({ ...table, placed: places[table.name as keyof typeof places] ?? null }))
  const foreignKeys = [REGISTER, aKey('one', 'other', PAIR), aKey('a_later', 'one', PAIR)]
  t.same(stepsOf({ tables: placed, foreignKeys, keptKeys: null }), [])
  const steps = stepsOf({ tables: [aTable('a_later'), ...placed], foreignKeys, keptKeys: null })
  t.same(
    steps.map(({ what }) => what),
    [
      'write down 1 foreign keys',
      'drop a_later_one_fk',
      'distribute a_later',
      'add a_later_one_fk',
      'validate a_later_one_fk',
      'the foreign keys are there again'
    ]
  )
  t.match(steps[2]!.statements, [/'a_later', 'municipality_code', colocate_with => 'one'/])
  t.end()
})

const READY: Server = {
  version: '13.0-1',
  isCoordinator: true,
  knowsCoordinator: true,
  workers: 2,
  takesTriggers: true,
  mayPassTriggers: true,
  sessions: 0
}

t.test('what a server lacks is told, each by itself', async t => {
  const none = { distributed: [], reference: [], local: [], obstacles: [], unsafeTriggers: [] }
  t.match(whyNot(READY, none, {}), [/^Imports of decisions do not work.*--trial\.$/])
  t.same(whyNot(READY, none, { trial: true }), [])
  const lacks: [Partial<Server>, RegExp][] = [
    [{ version: null }, /citus is not there: install Citus 12 or newer/],
    [{ version: '11.3-1' }, /is 11\.3-1: 12 or newer/],
    [{ isCoordinator: false }, /is a worker/],
    [{ knowsCoordinator: false }, /citus_set_coordinator_host/],
    [{ workers: 0 }, /citus_add_node/],
    [{ takesTriggers: false }, /enable_unsafe_triggers/],
    [{ mayPassTriggers: false }, /superuser/],
    [{ sessions: 3 }, /at work \(3 connections\)/]
  ]
  for (const [lack, told] of lacks) {
    const why = whyNot({ ...READY, ...lack }, none, { trial: true })
    t.equal(why.length, 1)
    t.match(why[0], told)
  }
  const unsafe = { ...none, unsafeTriggers: ['kept on payments'] }
  t.match(whyNot(READY, unsafe, { trial: true }), [/^Triggers take an instant.*: kept on payments\.$/])
  t.same(whyNot(READY, { ...none, obstacles: ['a of b'] }, { trial: true }), ['a of b.'])
})

t.test('the command tells that Citus is not there, and the SQL when it is only asked for it', async t => {
  const url = await createDatabase(t)
  const refused = await here(t, ['distribute'], { DATABASE_URL: url })
  t.equal(refused.code, 2)
  t.match(refused.stderr, /^The extension citus is not there[^\n]*\n$/)
  const { code, stdout } = await here(t, ['distribute', '--dry-run'], { DATABASE_URL: url })
  t.equal(code, 2)
  const places = ['insert into drizzle', 'drop constraint', 'create sequence', 'create_reference_table']
  places.push('create_distributed_table', 'not valid', 'validate constraint', 'drop table drizzle')
  const found = places.map(text => stdout.indexOf(text))
  t.ok(
    found.every((place, n) => place > (found[n - 1] ?? 0)),
    `in order: ${found}`
  )
  const client = await connected(t, url)
  t.equal((await readServer(client)).version, null)
  t.equal((await readCatalogue(client)).keptKeys, null)
  t.equal((await here(t, ['distribute'], {})).code, 1)
})

/** An event, whose number PostgreSQL gives. */
const EVENT = `insert into events (municipality_code, type, subject_type, subject_id, actor, actor_name)
  values ('0136', 'body.created', 'body', gen_random_uuid(), 'me', 'me') returning id::int`

/** Ends the connection at the statement of this number, counted from 1. */
function endsAt(client: pg.Client, number: number): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  let count = 0
  client.query = ((...args: unknown[]) => {
    if (++count === number) void client.end()
    return query(...args)
  }) as pg.Client['query']
}

t.test('a distribution that is killed at any statement is gone on with, to the same end', async t => {
  const url = await createDatabase(t)
  const client = await aDouble(t, url)
  await client.query(`insert into municipalities (municipality_code, name) values ('0136', 'Haninge')`)
  for (let n = 1; n <= 7; n++) t.same((await client.query(EVENT)).rows, [{ id: n }])
  const before = await readCatalogue(client)
  const lefts: number[] = []
  // The first statements read the catalogue and write the keys down; then each run comes further by about as many steps, and ends at
  // another statement of one.
  for (let run = 0, isDone = false; !isDone; run++) {
    const other = await aDouble(t, url)
    endsAt(other, run < 6 ? 5 + run : 100 + (run % 4))
    isDone = await distribute(other, () => {}).then(
      () => true,
      error => {
        t.match(error.message, /not queryable|terminated/)
        return false
      }
    )
    await other.end()
    const now = await readCatalogue(client)
    for (const { table, name } of before.foreignKeys)
      if (![...now.foreignKeys, ...(now.keptKeys ?? [])].some(key => key.table === table && key.name === name))
        t.fail(`${name} is lost`)
    if (now.keptKeys !== null) await t.rejects(migrate(url), /run "partnerskap distribute" again/)
    lefts.push(stepsOf(now).length)
  }
  t.ok(lefts.length > 15, `${lefts.length} runs, and still to be done after each: ${lefts.join()}`)
  t.same(
    lefts,
    lefts.toSorted((one, other) => other - one),
    'nothing is undone'
  )

  const after = await readCatalogue(client)
  t.same(after.foreignKeys, before.foreignKeys)
  t.equal(after.keptKeys, null)
  t.same(
    after.tables.flatMap(({ identities }) => identities),
    []
  )
  const triggers = after.tables.flatMap(({ triggers }) => triggers)
  t.same(
    triggers.filter(({ calls, conditionCalls }) => calls === 'keep_state' || conditionCalls.length > 0),
    []
  )
  t.ok(triggers.some(({ name }) => name === 'known_states_append_only'))
  const calls = await client.query(
    `select call, array_agg(relation order by relation collate "C") as names from citus_double.calls where call <> 'cleared' group by call order by call`
  )
  const { distributed, reference } = distributionOf(before)
  t.same(
    calls.rows,
    [
      { call: 'distributed', names: distributed.toSorted() },
      { call: 'reference', names: reference.toSorted() }
    ],
    'each table once'
  )
  const cleared = await client.query(
    `select distinct relation from citus_double.calls where call = 'cleared' order by 1`
  )
  t.same(
    cleared.rows.map(({ relation }) => relation),
    before.tables
      .flatMap(({ schema, name, holdsLocalRows }) => (schema === 'public' && holdsLocalRows ? [name] : []))
      .sort()
  )
  t.same((await client.query(EVENT)).rows, [{ id: 8 }], 'numbers go on')
  t.equal(await distribute(client, () => {}), 0, 'nothing is left to be done')
  t.equal(await migrate(url), false)
})

t.test('rows that break a foreign key stop it, and the key is not forgotten', async t => {
  const url = await createDatabase(t)
  const client = await aDouble(t, url)
  await t.rejects(
    distribute(client, async ({ what }) => {
      if (what === 'distribute events') await (await connected(t, url)).query(EVENT)
    }),
    { code: '23503', constraint: 'events_municipality_fk' }
  )
  const { keptKeys } = await readCatalogue(client)
  t.ok(keptKeys?.some(({ name }) => name === 'events_municipality_fk'))
  await client.query(`insert into municipalities (municipality_code, name) values ('0136', 'Haninge')`)
  t.ok((await distribute(client, () => {})) > 0)
  t.ok((await readCatalogue(client)).foreignKeys.every(({ isValidated }) => isValidated))
})
