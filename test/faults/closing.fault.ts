import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { aService } from '../commands/cli.ts'
import { createDatabase } from '../support/database.ts'
import { kill, query } from '../support/embedded.ts'
import { aKey, asking, aWorld, nothingIsLost, slowness, traffic, until } from './traffic.ts'

// Five minutes are enough for all files on a machine with nothing else to do; a busy one is given more.
async function aServiceOver(t: Test, env: Record<string, string>) {
  const url = await createDatabase(t)
  const service = await aService(t, { DATABASE_URL: url, WORKER: 'none', PRINT_FIRST_KEY: 'false', ...env })
  const ask = asking(() => service.address, await aKey(url))
  const world = await aWorld(ask, ['0136', '0780'])
  return { ...service, url, ask, world }
}

/** A transaction of somebody else that holds a table until it is let go. */
async function aTableLock(t: Test, url: string, table: string) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  t.teardown(() => client.end().catch(() => {}))
  await client.query(`begin; lock table ${table} in access exclusive mode`)
  return () => client.query('rollback')
}

/** Tells the service to stop; answers its exit code and how long it took. */
async function stopped(child: Awaited<ReturnType<typeof aService>>['child']) {
  const began = performance.now()
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const [code] = await ended
  return { code: code as number, ms: performance.now() - began }
}

const backends = (url: string) =>
  query(
    url,
    `select pid from pg_stat_activity where datname = current_database() and application_name like 'partnerskap%'`
  )

t.test('told to stop under load it finishes what is under way, says that it closes, and refuses the rest', async t => {
  // Long enough to be asked within, however busy the machine is.
  const slow = slowness()
  const delay = 5_000 * slow
  const { child, url, ask, world } = await aServiceOver(t, { SHUTDOWN_DELAY_MS: String(Math.ceil(delay)) })
  const clients = traffic(t, ask, world)
  await clients.goOn()
  const end = stopped(child)
  let isTaken = false
  // Asked at the same moment, for a moment later the delay may be over; and again before the answers are there, which a busy machine keeps waiting.
  const askBoth = async () => {
    const [{ status, body }, bodies] = await Promise.all([ask('GET', '/health/ready'), ask('GET', '/0136/bodies')])
    if (status === 503 && /\/closing$/.test(body.type) && bodies.status === 200) isTaken = true
  }
  await until('it says that it closes, and takes requests while a load balancer looks away', async () => {
    askBoth().catch(() => {})
    await sleep(100)
    return isTaken
  })
  const { code, ms } = await end
  await clients.stop()
  t.equal(code, 0)
  // What is under way is short, and ends long before the deadline of twenty seconds unless something else keeps the machine busy.
  const drain = Math.max(slow, slowness()) < 1.5 ? 7_000 : 27_000 * slowness()
  t.ok(ms < delay + drain, `${Math.round(ms)} ms`)
  await nothingIsLost(t, url, clients)
})

t.test('what has not ended at the deadline is cancelled, answered 503 and undone', async t => {
  const { child, url, ask, world } = await aServiceOver(t, { SHUTDOWN_TIMEOUT_MS: '1000', LOCK_TIMEOUT_MS: '0' })
  const release = await aTableLock(t, url, 'organisations')
  const waiting = [1, 2, 3].map(n => ask('POST', '/0136/organisations', { name: `Väntar ${n}` }))
  const rows = 'body,decided_on,scheme,recipient,granted,outcome\nSocialnämnden,2022-03-01,Bidrag,Lag,50,beviljad\n'
  waiting.push(ask('POST', '/0780/decision-imports', rows))
  await until(
    'all wait',
    async () => (await query(url, 'select from pg_locks where not granted')).length === waiting.length
  )
  const { code, ms } = await stopped(child)
  t.equal(code, 0)
  t.ok(ms < 6_000 * slowness(), `${Math.round(ms)} ms`)
  for (const answer of await Promise.all(waiting)) t.match(answer, { status: 503, body: { type: /\/closing$/ } })
  await release()
  t.same(await query(url, `select name from organisations where name like 'Väntar%' or name = 'Lag'`), [])
  t.equal(world.size, 2)
})

t.test('a process that is killed leaves no backend at work', async t => {
  const { child, url, ask } = await aServiceOver(t, { LOCK_TIMEOUT_MS: '0' })
  const release = await aTableLock(t, url, 'organisations')
  const cut = ask('POST', '/0136/organisations', { name: 'Väntar' }).catch(() => null)
  await until('it waits', async () => (await query(url, `select from pg_locks where not granted`)).length > 0)
  await kill(child)
  await cut
  await until('no backend is left', async () => (await backends(url)).length === 0)
  await release()
  t.same(await query(url, `select name from organisations where name = 'Väntar'`), [])
})
