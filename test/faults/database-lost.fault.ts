import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { startEmbedded } from '../../src/platform/database/embedded.ts'
import { aService, stop } from '../commands/cli.ts'
import { anEmptyDataDir, answers, leave, query } from '../support/embedded.ts'
import { aKey, asking, aWorld, nothingIsLost, readyOf, slowness, traffic, until } from './traffic.ts'

// Five minutes are enough for all files on a machine with nothing else to do; a busy one is given more.
const codes = ['0136', '0780', '2031']

async function killPostgres(dataDir: string) {
  const [pid] = (await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n')
  process.kill(Number(pid), 'SIGKILL')
}

const terminateAll = (url: string) =>
  query(
    url,
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
  )

t.test('a foreign PostgreSQL: backends that are terminated, a server that is killed, one that only reads', async t => {
  const dataDir = await anEmptyDataDir(t)
  const { url } = await startEmbedded({ dataDir })
  const service = await aService(t, { DATABASE_URL: url, WORKER: 'inProcess', PRINT_FIRST_KEY: 'false' })
  // Another is asked for nothing but its health.
  const idle = await aService(t, { DATABASE_URL: url, WORKER: 'none', PRINT_FIRST_KEY: 'false' })
  const ask = asking(() => service.address, await aKey(url))
  const [isReady, isIdleReady] = [readyOf(service), readyOf(idle)]
  const world = await aWorld(ask, codes)

  await t.test('terminated under mixed traffic they take nothing with them', async t => {
    const clients = traffic(t, ask, world)
    for (let round = 0; round < 6; round++) {
      await clients.goOn()
      await terminateAll(url)
    }
    await clients.goOn()
    await clients.stop()
    t.ok((await until('ready', isReady)) < 2_000 * slowness())
    t.same(clients.lost, [], 'every request was answered')
    await clients.sendAgain()
    t.same(clients.open, [], 'what was open is known when it is sent again')
    await nothingIsLost(t, url, clients)
  })

  await t.test('killed it is missed within two seconds, and found again within two', async t => {
    const clients = traffic(t, ask, world)
    await clients.goOn()
    await killPostgres(dataDir)
    const flipped = await until('not ready', async () => !(await isReady()))
    t.ok(flipped < 2_000 * slowness(), `says that it is not ready within 2 s: ${Math.round(flipped)} ms`)
    await until('the idle one is not ready', async () => !(await isIdleReady()))
    t.equal((await fetch(`${idle.address}/health/live`)).status, 200)
    await sleep(500)
    await startEmbedded({ dataDir })
    const back = await until('ready', isReady)
    t.ok(back < 2_000 * slowness(), `is ready again within 2 s: ${Math.round(back)} ms`)
    await until('the idle one is ready', isIdleReady)
    await clients.goOn()
    await clients.stop()
    t.same(clients.lost, [], 'every request was answered')
    t.ok(clients.statuses.get(503)! > 0)
    await clients.sendAgain()
    await nothingIsLost(t, url, clients)
  })

  await t.test('read-only it is not ready, and answers 503 to writes', async t => {
    await query(url, 'alter system set default_transaction_read_only = on')
    await query(url, 'select pg_reload_conf()')
    await until('not ready', async () => !(await isReady()))
    t.match(await ask('POST', '/0136/organisations', { name: 'Ny' }), {
      status: 503,
      body: { type: /database-unavailable$/ }
    })
    t.match(await ask('GET', '/0136/organisations'), { status: 200 })
  })

  t.equal(service.child.exitCode, null, 'the process lives')
  t.equal(idle.child.exitCode, null, 'so does that which was asked for nothing')
  t.notMatch(service.output(), /params:|psk_|Förening [0-9a-f]{8}-|Lag [0-9a-f]{8}-/, 'the log holds no values')
  t.equal(await stop(service.child), 0)
  t.equal(await stop(idle.child), 0)
})

t.test('the embedded PostgreSQL that dies is started again, and everything acknowledged is there', async t => {
  const dataDir = await anEmptyDataDir(t)
  const service = await aService(t, { DATA_DIR: dataDir })
  const { url, stop: leaveServer } = await startEmbedded({ dataDir })
  const ask = asking(() => service.address, await aKey(url))
  const clients = traffic(t, ask, await aWorld(ask, codes))
  for (let round = 0; round < 2; round++) {
    await clients.goOn()
    await killPostgres(dataDir)
    await until('PostgreSQL has ended', async () => !(await answers(url)))
    await until('ready', readyOf(service))
  }
  await clients.goOn()
  await clients.stop()
  t.same(clients.lost, [], 'every request was answered')
  await clients.sendAgain()
  await nothingIsLost(t, url, clients)
  await leaveServer()
  t.equal(await stop(service.child), 0)
  await leave(dataDir)
  t.equal(await answers(url), false, 'the service stops what it started')
})
