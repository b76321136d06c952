import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { startEmbedded } from '../../src/database/embedded.ts'
import { aService, stop } from '../commands/cli.ts'
import { anEmptyDataDir, answers, leave, query } from '../support/embedded.ts'
import { aKey, asking, aWorld, nothingIsLost, slowness, traffic, until } from './traffic.ts'

t.setTimeout(240_000)

const codes = ['0136', '0780', '2031']

/** A PostgreSQL of the test's own, with a service over it. */
async function aServiceOver(t: Test, env: Record<string, string> = {}) {
  const dataDir = await anEmptyDataDir(t)
  const server = await startEmbedded({ dataDir })
  const service = await aService(t, { DATABASE_URL: server.url, ...env })
  const secret = await aKey(server.url)
  const ask = asking(() => service.address, secret)
  const isReady = async () => (await ask('GET', '/health/ready')).status === 200
  return { ...service, ask, isReady, secret, dataDir, url: server.url }
}

async function killPostgres(dataDir: string) {
  const [pid] = (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')
  process.kill(Number(pid), 'SIGKILL')
}

const terminateAll = (url: string) =>
  query(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
  )

t.test('backends that are terminated under mixed traffic take nothing with them', async t => {
  const { child, ask, isReady, url, output } = await aServiceOver(t)
  const clients = traffic(ask, await aWorld(ask, codes))
  for (let round = 0; round < 6; round++) {
    await sleep(700)
    await terminateAll(url)
  }
  await sleep(300)
  await clients.stop()
  t.ok((await until('ready', isReady)) < 2_000 * slowness())
  t.same(clients.lost, [], 'every request was answered')
  t.ok(clients.acknowledged.length > 20, `${clients.acknowledged.length} acknowledged`)
  await clients.sendAgain()
  t.same(clients.open, [], 'what was open is known when it is sent again')
  await nothingIsLost(t, url, clients)
  t.equal(child.exitCode, null, 'the process lives')
  t.notMatch(output(), /params:|psk_|Förening [0-9a-f]{8}-/, 'the log holds no values')
  t.equal(await stop(child), 0)
})

t.test('a foreign PostgreSQL that is killed and comes back is found again', async t => {
  const { child, ask, isReady, url, dataDir } = await aServiceOver(t, { WORKER: 'none' })
  const clients = traffic(ask, await aWorld(ask, codes))
  await sleep(1_000)
  await killPostgres(dataDir)
  const flipped = await until('not ready', async () => !(await isReady()))
  t.ok(flipped < 2_000 * slowness(), `says that it is not ready within 2 s: ${Math.round(flipped)} ms`)
  await sleep(500)
  await startEmbedded({ dataDir })
  const back = await until('ready', isReady)
  t.ok(back < 2_000 * slowness(), `is ready again within 2 s: ${Math.round(back)} ms`)
  await sleep(1_000)
  await clients.stop()
  t.same(clients.lost, [], 'every request was answered')
  t.ok(clients.statuses.get(503)! > 0)
  await clients.sendAgain()
  await nothingIsLost(t, url, clients)
  t.equal(await stop(child), 0)
})

t.test('with nothing but health checks the process outlives its database, with jobs and without', async t => {
  for (const WORKER of ['none', 'inProcess']) {
    const { child, isReady, ask, dataDir } = await aServiceOver(t, { WORKER })
    t.equal(await isReady(), true)
    await killPostgres(dataDir)
    await until('not ready', async () => !(await isReady()))
    t.equal((await ask('GET', '/health/live')).status, 200)
    await startEmbedded({ dataDir })
    await until('ready', isReady)
    t.equal(child.exitCode, null)
    t.equal(await stop(child), 0)
  }
})

t.test('a database that becomes read-only is not ready, and answers 503 to writes', async t => {
  const { child, ask, isReady, url } = await aServiceOver(t, { WORKER: 'none' })
  await aWorld(ask, ['0136'])
  await query(url, 'alter system set default_transaction_read_only = on')
  await query(url, 'select pg_reload_conf()')
  await until('not ready', async () => !(await isReady()))
  t.match(await ask('POST', '/0136/organisations', { name: 'Ny' }), {
    status: 503,
    body: { type: /database-unavailable$/ }
  })
  t.match(await ask('GET', '/0136/organisations'), { status: 200 })
  await stop(child)
})

t.test('the embedded PostgreSQL that dies is started again, and everything acknowledged is there', async t => {
  const dataDir = await anEmptyDataDir(t)
  const service = await aService(t, { DATA_DIR: dataDir, PRINT_FIRST_KEY: 'true' })
  const { url, stop: leaveServer } = await startEmbedded({ dataDir })
  const secret = await aKey(url)
  const ask = asking(() => service.address, secret)
  const clients = traffic(ask, await aWorld(ask, codes))
  for (let round = 0; round < 2; round++) {
    await sleep(1_000)
    await killPostgres(dataDir)
    await until('PostgreSQL has ended', async () => !(await answers(url)))
    await until('ready', async () => (await ask('GET', '/health/ready')).status === 200)
  }
  await sleep(500)
  await clients.stop()
  t.same(clients.lost, [], 'every request was answered')
  await clients.sendAgain()
  await nothingIsLost(t, url, clients)
  await leaveServer()
  t.equal(await stop(service.child), 0)
  await leave(dataDir)
  t.equal(await answers(url), false, 'the service stops what it started')
})
