import { spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { startEmbedded } from '../../src/platform/database/embedded.ts'
import { createDatabase } from '../support/database.ts'
import { anEmptyDataDir, query } from '../support/embedded.ts'
import { figures, people, playAll } from '../support/whole-flow.ts'
import { aService, stop } from './cli.ts'

/** A restored backup answers what was known before it, and goes on. The commands are those of docs/operating.md. */

// Services are started on both sides of each backup.

type Env = Record<string, string>
const quiet = { WORKER: 'none' }

/** Plays the whole flow on a service, then stops it; answers what was told of an instant in it. */
async function lived(t: Test, env: Env, url: string) {
  const { child, address } = await aService(t, { ...quiet, ...env })
  const { knownAt, told } = await playAll(await people(t, url, address))
  t.equal(await stop(child), 0)
  return { knownAt, told }
}

/** The restored database tells the same of the instant, takes new records, and knows them at a later instant. */
async function tellsTheSame(t: Test, env: Env, url: string, known: Awaited<ReturnType<typeof lived>>) {
  const { child, address } = await aService(t, { ...quiet, ...env })
  const { admin } = await people(t, url, address)
  t.same(await figures(admin, known.knownAt), known.told, 'what was known is told again')
  const { body: now } = await admin('GET', '/0136/statistics/grant-totals')
  const lines = await admin('GET', '/0136/decision-lines?limit=1')
  const { id, version } = lines.body.items[0]
  const patch = { 'if-match': `"${version}"`, 'content-type': 'application/merge-patch+json' }
  const changed = await admin('PATCH', `/0136/decision-lines/${id}`, { granted: 1 }, patch)
  t.equal(changed.status, 200, 'it is written to')
  const { body: then } = await admin('GET', '/0136/statistics/grant-totals')
  t.ok(then.meta.knownAt > now.meta.knownAt, 'instants go on where they were')
  t.notSame(then.total.granted, now.total.granted)
  t.same(await figures(admin, known.knownAt), known.told, 'and what was known stays')
  t.equal(await stop(child), 0)
}

t.test('a copy of the folder of a stopped service, put in another place, answers knownAt', async t => {
  const [dataDir, other] = [await anEmptyDataDir(t), await anEmptyDataDir(t)]
  // The service joins the server that runs in the folder; it ends with the last that uses it.
  const before = await startEmbedded({ dataDir, durable: false })
  const known = await lived(t, { DATA_DIR: dataDir }, before.url)
  await before.stop()
  const copied = spawnSync('cp', ['-a', dataDir, other], { encoding: 'utf8' })
  t.equal(copied.status, 0, copied.stderr)
  const after = await startEmbedded({ dataDir: other, durable: false })
  await tellsTheSame(t, { DATA_DIR: other }, after.url, known)
  await after.stop()
})

t.test('a dump of pg_dump, restored by pg_restore into a new database, answers knownAt', async t => {
  const url = await createDatabase(t)
  const [{ major }] = (await query(url, `select current_setting('server_version_num')::int / 10000 as major`)) as [
    { major: number }
  ]
  const version = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' })
  const found = Number(/ (\d+)\./.exec(version.stdout ?? '')?.[1] ?? 0)
  if (found < major) {
    return t.pass(`not tried: the server is ${major}, and ${found ? `pg_dump is ${found}` : 'there is no pg_dump'}`)
  }
  const known = await lived(t, { DATABASE_URL: url }, url)
  const folder = await mkdtemp(join(tmpdir(), 'partnerskap-dump-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const [file, name] = [join(folder, 'partnerskap.dump'), `${new URL(url).pathname.slice(1)}_restored`]
  const restored = Object.assign(new URL(url), { pathname: `/${name}` }).href
  t.teardown(() => query(url, `drop database if exists ${name} with (force)`))
  for (const [program, ...args] of [
    ['pg_dump', '--format=custom', `--file=${file}`, url],
    ['createdb', `--maintenance-db=${url}`, '--template=template0', '--encoding=UTF8', name],
    ['pg_restore', '--exit-on-error', '--no-owner', `--dbname=${restored}`, file]
  ]) {
    const { status, stderr } = spawnSync(program!, args, { encoding: 'utf8' })
    t.equal(status, 0, `${program}: ${stderr}`)
  }
  await tellsTheSame(t, { DATABASE_URL: restored }, restored, known)
})
