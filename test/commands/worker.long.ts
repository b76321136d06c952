import { spawn } from 'node:child_process'
import { join } from 'node:path'
import pg from 'pg'
import t, { type Test } from 'tap'
import { startWorker } from '../../src/commands/worker.ts'
import { loadConfig } from '../../src/config.ts'
import { connect } from '../../src/platform/database/connection.ts'
import { createDatabase } from '../support/database.ts'
import { kill, query, root } from '../support/embedded.ts'
import { aService, cli, stop } from './cli.ts'

// The service is started several times.

/** A database with reports that have been due for long, and what has been reminded of in it. */
async function aDatabase(t: Test, count = 3) {
  const url = await createDatabase(t)
  await query(url, `insert into municipalities (municipality_code, name) values ('0136', 'Haninge')`)
  await query(
    url,
    `insert into agreements (municipality_code, kind, status, content, starts_earliest, starts_latest, ends_earliest, ends_latest)
     values ('0136', 'partnership', 'signed', '{"title": "Partnerskap"}', '2022-01-01', '2022-01-01', '2022-12-31', '2022-12-31')`
  )
  await query(
    url,
    `insert into reports (municipality_code, agreement_id, kind, period_from, period_to, due_on)
     select municipality_code, id, 'written', '2022-01-01', '2022-12-31', '2023-02-28'
     from agreements, generate_series(1, ${count})`
  )
  const given = async (): Promise<unknown[]> =>
    await query(url, `select type, actor, count(*)::int from events where type like 'report.%' group by type, actor`)
  return { url, given }
}

const reminded = [{ type: 'report.overdue', actor: 'job:remind-reports', count: 3 }]

async function until(condition: () => Promise<boolean>, what: string) {
  for (const end = Date.now() + 60_000; Date.now() < end; await new Promise(resolve => setTimeout(resolve, 100))) {
    if (await condition()) return
  }
  throw new Error(`not within a minute: ${what}`)
}
const jobsDone = (url: string) => async () => {
  // What sends webhooks is at work for as long as the process is.
  const [row] = await query(url, `select count(*)::int as waiting from graphile_worker.jobs`)
  return row!.waiting === 0
}
/** Ends all that is connected to the database. */
async function withoutConnections(url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
  )
  await client.end()
}

t.test(
  'the service reminds of what is overdue when it starts, and after kill -9 and a new start of nothing twice',
  async t => {
    const { url, given } = await aDatabase(t)
    const first = await aService(t, { DATABASE_URL: url })
    await until(async () => (await given()).length > 0, 'the reminders')
    t.same(await given(), reminded)
    await kill(first.child)

    const [one, two] = await Promise.all([aService(t, { DATABASE_URL: url }), aService(t, { DATABASE_URL: url })])
    await until(jobsDone(url), 'the jobs of the new start')
    t.same(await given(), reminded)

    // Jobs that wait for a database that is gone do not take the service with them.
    await withoutConnections(url)
    for (const { address } of [one, two]) {
      await until(async () => (await fetch(`${address}/health/ready`)).status === 200, 'the service is ready again')
      t.equal((await fetch(`${address}/health/live`)).status, 200, 'a lost connection does not end it')
    }
    t.equal(await stop(one.child), 0, 'SIGTERM ends it cleanly, its worker too')
    t.equal(await stop(two.child, 'SIGINT'), 0)
    const left = await query(
      url,
      `select application_name from pg_stat_activity where datname = current_database() and application_name = 'partnerskap worker'`
    )
    t.same(left, [])
  }
)

t.test('with WORKER=none nothing is done but by partnerskap worker --once, which ends', async t => {
  const { url, given } = await aDatabase(t)
  const { child } = await aService(t, { DATABASE_URL: url, WORKER: 'none' })
  t.equal(await stop(child), 0)
  t.same(await given(), [])
  t.match(await query(url, `select to_regnamespace('graphile_worker') as schema`), [{ schema: null }])

  t.match(await cli(['worker', '--once', '--on', '2023-02-28'], { DATABASE_URL: url }), { code: 0 })
  t.same(await given(), [{ type: 'report.dueInSevenDays', actor: 'job:remind-reports', count: 3 }])
  const runs = await Promise.all([1, 2].map(() => cli(['worker', '--once'], { DATABASE_URL: url })))
  t.same(
    runs.map(({ code }) => code),
    [0, 0]
  )
  t.match(runs.map(({ stdout }) => stdout).join(''), /"reminders":3/)
  t.same((await given()).length, 2)
  t.match(await cli(['worker', '--once', '--on', 'idag'], { DATABASE_URL: url }), { code: 1 })
})

t.test('partnerskap worker runs beside the service until it is told to stop', async t => {
  const { url, given } = await aDatabase(t)
  const child = spawn(process.execPath, [join(root, 'bin/partnerskap.js'), 'worker'], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url, LOG_LEVEL: 'info' },
    stdio: 'ignore'
  })
  t.teardown(() => kill(child))
  await until(async () => (await given()).length > 0, 'the reminders')
  t.same(await given(), reminded)
  t.equal(await stop(child), 0)
})

t.test('a role that may not make a schema is told so, and the service goes on', async t => {
  const { url } = await aDatabase(t)
  const role = `ordinary_${process.pid}`
  await query(url, `create role ${role} login password 'secret'`)
  t.teardown(async () => {
    await query(url, `drop owned by ${role}`)
    await query(url, `drop role ${role}`)
  })
  await query(url, `grant select on all tables in schema public to ${role}`)
  const limited = Object.assign(new URL(url), { username: role, password: 'secret' }).href
  const database = connect({ url: limited, size: 2, statementTimeout: 30_000 })
  t.teardown(() => database.$client.end())
  const lines: string[] = []
  const say = (_: unknown, line?: string) => void lines.push(String(line))
  const log = { debug() {}, info: say, warn: say, error: say } as never
  const worker = await startWorker({ url: () => limited, database, log, config: loadConfig({}) })
  t.match(lines, [/may not make or use the schema graphile_worker.*WORKER=none/])
  await worker.stop()
  t.match(await database.$client.query('select count(*)::int from reports'), { rows: [{ count: 3 }] })
})

t.test('what comes up is reminded of although the reports of a municipality cannot be followed up', async t => {
  const { url } = await aDatabase(t)
  await query(url, `insert into municipalities (municipality_code, name) values ('0101', 'Trasig')`)
  await query(
    url,
    `insert into agreements (municipality_code, kind, status, content, starts_earliest, starts_latest, ends_earliest, ends_latest)
     select code, 'partnership', 'signed', content::jsonb, '2022-01-01', '2022-01-01', current_date + 20, current_date + 20
     from (values ('0136', '{}'), ('0101', '{"term": {"validFrom": 5, "renewal": {}}}')) as given (code, content)`
  )
  await query(
    url,
    `insert into work_list_settings (municipality_code, reminders) values ('0136', '{"agreementEnds": [30]}')`
  )
  const { stdout, stderr } = await cli(['worker', '--once'], { DATABASE_URL: url })
  t.match(stdout + stderr, /reports were not followed up/)
  t.same(await query(url, `select municipality_code, actor from events where type = 'agreement.endReminded'`), [
    { municipality_code: '0136', actor: 'job:remind-of-work' }
  ])
})
