import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import { connect } from '../../src/platform/database/connection.ts'
import { forgetOldAnswers } from '../../src/platform/http/retention.ts'
import { createDatabase } from '../support/database.ts'
import { query } from '../support/embedded.ts'
import { settingsOfPooled } from '../support/pooler.ts'
import { figures, people, playAll } from '../support/whole-flow.ts'
import { aService, cli, here, stop } from './cli.ts'

/** The service as a role that owns nothing, with what docs/operating.md and docker-compose.yml grant it. */

// Two processes of the service, and all that a municipality does.

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
const statements: string[] = parse(read('docker-compose.yml'), { merge: true })
  .configs['service-role'].content.split('\n')
  .filter(Boolean)

/** A database that belongs to a role which is no superuser, and the address of each: all that lies between them is granted. */
async function aDatabaseOfTwoRoles(t: Test) {
  const server = await createDatabase(t)
  const unique = `${process.pid}_${Date.now().toString(36)}`
  const [owner, service, name] = [`owner_${unique}`, `service_${unique}`, `partnerskap_test_roles_${unique}`]
  await query(server, `create role ${owner} login password 'owner'`)
  await query(server, `create database ${name} owner ${owner} template template0 encoding 'UTF8'`)
  await query(server, settingsOfPooled(name))
  const urlOf = (username: string, password: string) =>
    Object.assign(new URL(server), { username, password, pathname: `/${name}` }).href
  t.teardown(async () => {
    await query(server, `drop database ${name} with (force)`)
    await query(server, `drop role ${owner}`)
    await query(server, `drop role ${service}`)
  })
  const own = (statement: string) =>
    statement.replace('partnerskap_service', service).replace('$' + '{SERVICE_PASSWORD}', 'service')
  const [makeRole, ...grants] = statements.map(own)
  await query(server, makeRole!)
  const ownerUrl = urlOf(owner, 'owner')
  return { ownerUrl, serviceUrl: urlOf(service, 'service'), superUrl: urlWith(server, name), service, grants }
}
const urlWith = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href

t.test('the statements are those of docs/operating.md', async t => {
  const told = read('docs/operating.md')
  t.equal(statements.length, 3, 'a role and two statements')
  for (const statement of statements.slice(1)) t.ok(told.includes(statement), statement)
})

t.test('the whole service runs as a role that has what the two statements grant', async t => {
  const { ownerUrl, serviceUrl, superUrl, service, grants } = await aDatabaseOfTwoRoles(t)
  for (const grant of grants) await query(ownerUrl, grant)

  const tooEarly = await cli([], { DATABASE_URL: serviceUrl })
  t.equal(tooEarly.code, 1)
  t.match(tooEarly.stderr, /not up to date.*Run "partnerskap migrate" as the owner/s)
  for (const _ of ['first', 'again']) t.match(await here(t, ['migrate'], { DATABASE_URL: ownerUrl }), { code: 0 })

  // Nowhere to write, as in a container whose file system is read-only: a file is no folder.
  const { child, address, output } = await aService(t, {
    DATABASE_URL: serviceUrl,
    TMPDIR: new URL(import.meta.url).pathname
  })
  const who = await people(t, serviceUrl, address)
  const { report, knownAt, told } = await playAll(who)
  t.equal(report.counts.createdCount, 8)
  t.same(await figures(who.admin, knownAt), told, 'what was known is told again after a merge and a return')

  const trader = await who.admin('POST', '/0136/organisations', {
    name: 'Zebrina Markörsson',
    legalForm: 'enskild firma'
  })
  const erased = await who.admin('POST', `/0136/organisations/${trader.body.id}/erase-person`, { reason: 'Begärd' })
  t.match([trader.status, erased.status], [201, 200], 'texts of events can be changed by an erasure')
  t.same(await query(superUrl, `select events::text from events where events::text ~* 'zebrina'`), [])

  const database = connect({ url: serviceUrl, size: 1, statementTimeout: 30_000 })
  t.teardown(() => database.$client.end())
  await database.$client.query(`update idempotency_keys set created_at = now() - interval '31 days'`)
  t.equal(await forgetOldAnswers(database), 1, 'answers are let go of')
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(100)) {
    const [row] = await query(superUrl, `select count(*)::int as waiting from graphile_worker.jobs`)
    if (row!.waiting === 0) break
  }
  t.same(await query(superUrl, `select * from graphile_worker.jobs`), [], 'the job of the start was done')
  t.equal(await stop(child), 0)
  t.match(output(), /reports followed up/)
  t.notMatch(output(), /permission denied|"level":(50|60)/)
  await mayNot(t, serviceUrl, service, superUrl)
})

/** What nobody but the owner may do, whatever was granted with everything else. */
async function mayNot(t: Test, serviceUrl: string, service: string, superUrl: string) {
  const client = new pg.Client({ connectionString: serviceUrl })
  await client.connect()
  t.teardown(() => client.end())
  for (const statement of [
    ...['events', 'ledger_entries', 'agreement_versions'].flatMap(table => [
      `update ${table} set municipality_code = municipality_code`,
      `delete from ${table}`,
      `truncate ${table}`
    ]),
    ...['delete from known_states', 'truncate payments', 'drop table payments', 'create table mine (id int)'],
    ...['alter table events disable trigger all', 'create schema mine', 'delete from drizzle.__drizzle_migrations'],
    ...[
      'insert into drizzle.__drizzle_migrations (hash, created_at) values (1, 1)',
      `delete from graphile_worker.migrations`
    ]
  ]) {
    await t.rejects(client.query(statement), { code: '42501' }, statement)
  }
  const appendOnly = await query(
    superUrl,
    `select distinct tgrelid::regclass::text as name from pg_trigger
     where tgfoid in ('refuse_change'::regproc, 'refuse_change_but_of_texts'::regproc) and tgtype & 16 > 0 and tgqual is null
       and has_table_privilege('${service}', tgrelid, 'update')`
  )
  t.same(appendOnly, [], 'no table that a trigger keeps append-only can be updated')
}

t.test('a database that was there before is opened by the grants that docs/operating.md tells', async t => {
  const { ownerUrl, serviceUrl, service, grants, superUrl } = await aDatabaseOfTwoRoles(t)
  await here(t, ['migrate'], { DATABASE_URL: ownerUrl })
  const refused = await here(t, ['keys', 'list'], { DATABASE_URL: serviceUrl })
  t.match(refused, { code: 1, stderr: /not opened to the role/ })
  const late = [...read('docs/operating.md').matchAll(/^ {4}(grant [^;]+ to partnerskap_service);$/gm)].map(
    ([, it]) => it!
  )
  t.equal(late.length, 2)
  for (const grant of [...grants, ...late]) await query(ownerUrl, grant.replace('partnerskap_service', service))
  await here(t, ['migrate'], { DATABASE_URL: ownerUrl })
  t.match(await here(t, ['keys', 'create', 'test'], { DATABASE_URL: serviceUrl }), { code: 0 })
  t.match(await cli(['worker', '--once'], { DATABASE_URL: serviceUrl }), { code: 0 })
  const { child, output } = await aService(t, { DATABASE_URL: serviceUrl })
  t.equal(await stop(child), 0)
  t.notMatch(output(), /permission denied/)
  await mayNot(t, serviceUrl, service, superUrl)
})
