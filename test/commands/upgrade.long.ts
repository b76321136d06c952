import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { migrate } from '../../src/platform/database/migrate.ts'
import { type Migration, readMigrations } from '../../src/platform/database/migration-files.ts'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { createDatabase } from '../support/database.ts'
import { query } from '../support/embedded.ts'
import { brokenMigrationRules } from '../support/migration-rules.ts'
import { settingsOfPooled } from '../support/pooler.ts'
import { aService, cli, stop } from './cli.ts'

/**
 * Upgrades under traffic. The schema of a next version is that of this one and migrations of the test's own, which keep the rules of
 * all migrations. With PREVIOUS_RELEASE, a checkout of an earlier version with its modules, that version works beside this one.
 */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

const present = readMigrations()

/** Migrations of a next version, behind those of this one. */
function next(...given: (Pick<Migration, 'kind' | 'statements'> & Partial<Migration>)[]): Migration[] {
  const last = present.at(-1)!.at
  return given.map((each, index) => {
    const name = `next_${index + 1}`
    return { name, at: last + index + 1, hash: name, least: null, isConcurrent: false, ...each }
  })
}

const expanding = next(
  {
    kind: 'expand',
    statements: [
      'create table notes (municipality_code text not null, id uuid not null, note text, primary key (municipality_code, id))',
      `alter table organisations add column next_note text, add column next_count integer not null default 0`,
      'alter table organisations add constraint organisations_next_counted check (next_count >= 0) not valid',
      'alter table decision_lines add column next_note text',
      'alter table ledger_entries add column next_note text'
    ]
  },
  { kind: 'expand', statements: ['alter table organisations validate constraint organisations_next_counted'] },
  {
    kind: 'expand',
    isConcurrent: true,
    statements: [
      'create index concurrently if not exists "organisations_next" on organisations (municipality_code, next_note)',
      'create index concurrently if not exists "ledger_next" on ledger_entries (municipality_code, next_note)'
    ]
  }
)
const contraction = next(...expanding, {
  kind: 'contract',
  least: 'next_1',
  statements: ['alter table organisations drop column next_count']
}).at(-1)!

/** Requests that come one after the other to services in turn, from several clients, until it ends. */
function traffic(key: string, { bodyId, services }: { bodyId: string; services: string[] }) {
  const failures: string[] = []
  const told = { asked: 0, slowest: 0, organisations: 0, decisions: 0 }
  let isEnded = false
  const ask = async (method: string, path: string, body?: object): Promise<Any> => {
    const address = services[told.asked++ % services.length]!
    const begun = performance.now()
    try {
      const answer = await fetch(`${address}${apiPrefix}/0136${path}`, { method, ...sending(key, body) })
      const answered = await answer.json()
      if (!answer.ok) failures.push(`${method} ${path} at ${address}: ${JSON.stringify(answered)}`)
      return answered
    } catch (error) {
      failures.push(`${method} ${path} at ${address}: ${error}`)
      return {}
    } finally {
      told.slowest = Math.max(told.slowest, performance.now() - begun)
    }
  }
  const client = async () => {
    while (!isEnded) {
      const { id } = await ask('POST', '/organisations', { name: `Förening ${randomUUID()}` })
      if (id) told.organisations++
      const lines = [{ recipients: [{ organisationId: id }], outcome: 'granted', granted: 1000.01 }]
      const decision = await ask('POST', '/decisions', { bodyId, decidedOn: '2021-12-14', lines })
      if (decision.id) told.decisions++
      await ask('GET', `/decisions/${decision.id}`)
      await ask('GET', '/organisations?limit=20')
      await ask('GET', '/statistics/payment-totals')
    }
  }
  const clients = Array.from({ length: 4 }, client)
  const end = async () => {
    isEnded = true
    await Promise.all(clients)
  }
  return { told, failures, end }
}

const sending = (key: string, body?: object) => ({
  headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
  ...(body && { body: JSON.stringify(body) })
})

/** A service that has begun, with its first key, Haninge and a body. */
async function begun(t: Test, url: string, project?: string) {
  const service = await aService(t, { DATABASE_URL: url, RATE_LIMIT_PER_MINUTE: '0' }, project)
  const key = /^API key +(\S+)/m.exec(service.output())![1]!
  const ask = async (method: string, path: string, body: object): Promise<Any> =>
    (await fetch(`${service.address}${apiPrefix}${path}`, { method, ...sending(key, body) })).json()
  await ask('PUT', '/municipalities/0136', { name: 'Haninge' })
  const { id: bodyId } = await ask('POST', '/0136/bodies', { name: 'Socialnämnden', kind: 'committee' })
  return { ...service, key, bodyId: bodyId as string }
}

type Told = ReturnType<typeof traffic>

/** What was acknowledged is there, once, to the öre. */
async function allIsThere(t: Test, url: string, { told, failures }: Told) {
  t.same(failures.slice(0, 3), [], `${failures.length} of ${told.asked} requests failed`)
  t.ok(told.decisions > 20, `${told.asked} requests, ${told.decisions} decisions`)
  const [kept] = await query(
    url,
    `select (select count(*)::int from organisations where name like 'Förening %') as organisations,
       (select count(*)::int from decisions) as decisions,
       (select sum(amount)::text from ledger_entries where kind = 'granted') as granted`
  )
  const öre = told.decisions * 100_001
  t.same(kept, {
    organisations: told.organisations,
    decisions: told.decisions,
    granted: `${Math.floor(öre / 100)}.${String(öre % 100).padStart(2, '0')}`
  })
  t.ok(told.slowest < 10_000, `the slowest took ${Math.round(told.slowest)} ms`)
  t.comment(`${told.asked} requests, the slowest took ${Math.round(told.slowest)} ms`)
}

t.test('while the schema of a next version is made, this one serves, and starts on what was made', async t => {
  t.strictSame(expanding.flatMap(brokenMigrationRules), [], 'the migrations keep the rules')
  const url = await createDatabase(t)
  const first = await begun(t, url)
  const services = [first.address]
  const flow = traffic(first.key, { bodyId: first.bodyId, services })
  await sleep(2_000)
  // Somebody holds the tables for longer than a migration waits, so that it is tried again.
  const holder = new pg.Client({ connectionString: url })
  await holder.connect()
  await holder.query('begin; lock table organisations in row exclusive mode')
  const said: string[] = []
  const log = { info: (message: string) => void said.push(message) }
  const migrations = [...present, ...expanding]
  // Two processes of the next version start at once.
  const migrated = Promise.all([migrate(url, { migrations, log }), migrate(url, { migrations, log })])
  await sleep(4_000)
  await holder.query('commit')
  await holder.end()
  t.same((await migrated).toSorted(), [true, true])
  t.match(said, [/^next_1 waits for a table/])
  const second = await aService(t, { DATABASE_URL: url, RATE_LIMIT_PER_MINUTE: '0' })
  t.match(second.output(), /the schema of the database is 3 migrations newer than this version/)
  services.push(second.address)
  await sleep(3_000)
  services.shift()
  t.equal(await stop(first.child), 0)
  await sleep(1_000)
  await flow.end()
  await allIsThere(t, url, flow)
  t.same(
    await query(
      url,
      `select count(*)::int as n from pg_index where indexrelid::regclass::text ~ '_next$' and indisvalid`
    ),
    [{ n: 2 }]
  )
})

t.test(
  'a contraction waits until no version is at work that it would break, and such a version does not start after it',
  async t => {
    t.strictSame(brokenMigrationRules(contraction), [])
    const url = await createDatabase(t)
    const service = await begun(t, url)
    const migrations = [...present, ...expanding, contraction]
    await t.rejects(migrate(url, { migrations }), /next_4 takes away what an earlier version uses.*knows next_1 first/)
    t.match(await query(url, `select to_regclass('notes') as notes`), [{ notes: null }], 'nothing was begun')
    t.equal((await fetch(`${service.address}/health/ready`)).status, 200)

    await migrate(url, { migrations: [...present, ...expanding] })
    t.ok(await migrate(url, { migrations }), 'who is at work may know the expansion')
    t.equal(await stop(service.child), 0)
    const { code, stderr, stdout } = await cli(['keys', 'list'], { DATABASE_URL: url })
    t.equal(code, 1)
    t.match(stderr + stdout, /has taken away what this one uses \(next_4\).*start a version that knows next_1/)
  }
)

t.test('an index that was begun and not finished is made anew', async t => {
  const url = await createDatabase(t)
  await query(url, `create index "organisations_next" on organisations (municipality_code)`)
  await query(url, `update pg_index set indisvalid = false where indexrelid = 'organisations_next'::regclass`)
  await migrate(url, { migrations: [...present, ...expanding] })
  t.match(await query(url, `select pg_get_indexdef('organisations_next'::regclass) as made`), [
    { made: /next_note\)$/ }
  ])
})

const previous = process.env.PREVIOUS_RELEASE
t.test(
  'the version of PREVIOUS_RELEASE and this one stand beside each other, and this one takes over',
  { skip: previous ? false : 'PREVIOUS_RELEASE names no checkout' },
  async t => {
    const server = await createDatabase(t)
    const name = `partnerskap_test_previous_${process.pid}_${Date.now().toString(36)}`
    await query(server, `create database ${name} template template0 encoding 'UTF8'`)
    await query(server, settingsOfPooled(name))
    t.teardown(() => query(server, `drop database ${name} with (force)`))
    const url = Object.assign(new URL(server), { pathname: `/${name}` }).href
    const first = await begun(t, url, previous)
    const services = [first.address]
    const flow = traffic(first.key, { bodyId: first.bodyId, services })
    await sleep(2_000)
    const second = await aService(t, { DATABASE_URL: url, RATE_LIMIT_PER_MINUTE: '0' })
    services.push(second.address)
    await sleep(5_000)
    services.shift()
    t.equal(await stop(first.child), 0)
    await sleep(1_000)
    await flow.end()
    await allIsThere(t, url, flow)
  }
)
