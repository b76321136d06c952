import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { loadConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/platform/database/open.ts'
import { aService, stop } from '../commands/cli.ts'
import { aKey, asking, aWorld, nothingIsLost, readyOf, slowness, traffic, until } from '../faults/traffic.ts'
import { aPlace, type Postgres } from '../support/replicas.ts'

// Run by `npm run test:replica`: the primary dies under traffic, its standby is promoted, and the old primary comes back.

const several = (...servers: Postgres[]) => {
  const [first] = servers
  const url = new URL(first!.url)
  return `postgres://${url.username}@${servers.map(({ port }) => `127.0.0.1:${port}`).join(',')}/partnerskap?target_session_attrs=read-write`
}

t.test(
  'with synchronous replication nothing that was acknowledged is lost, and the old primary is left alone',
  async t => {
    const { aPrimary, aStandby } = await aPlace(t)
    const first = await aPrimary()
    await (await openDatabase(loadConfig({ DATABASE_URL: first.url }))).close()
    const second = await aStandby(first, 'second')
    await first.ask(`alter system set synchronous_standby_names = 'second'`)
    await first.ask(`select pg_reload_conf()`)
    const DATABASE_URL = several(first, second)
    const env = { DATABASE_URL, DATABASE_REPLICA_URLS: `${second.url},${first.url}`, PRINT_FIRST_KEY: 'false' }
    const services = [
      await aService(t, { ...env, WORKER: 'inProcess' }),
      await aService(t, { ...env, WORKER: 'none', DATABASE_REPLICA_URLS: '' })
    ]
    const secret = await aKey(first.url)
    const asks = services.map(({ address }) => asking(() => address, secret))
    const world = await aWorld(asks[0]!, ['0136', '2031'])
    const clients = asks.map(ask => traffic(t, ask, world, 4))
    for (const each of clients) await each.goOn()

    await first.stop('immediate')
    for (const service of services) await until('not ready', async () => !(await readyOf(service)()))
    await second.promote()
    for (const service of services) {
      const found = await until('ready', readyOf(service))
      t.ok(found < 5_000 * slowness(), `the new primary is found in ${Math.round(found)} ms`)
    }
    for (const each of clients) await each.goOn()

    // Nobody has told it: it takes writes, of whoever asks it.
    await first.start()
    await first.ask(`alter system set synchronous_standby_names = ''`)
    await first.ask('select pg_reload_conf()')
    t.match(await first.ask('select pg_is_in_recovery() as standby'), [{ standby: false }])
    const [{ count }] = (await first.ask('select count(*)::int from events')) as [{ count: number }]
    for (const each of clients) {
      await each.goOn()
      await each.goOn()
    }
    await sleep(2_000)
    for (const each of clients) await each.stop()
    for (const each of clients) {
      t.same(each.lost, [], 'every request was answered')
      await each.sendAgain()
      t.same(each.open, [], 'what was open is known when it is sent again')
      await nothingIsLost(t, second.url, each)
    }
    t.match(await first.ask('select count(*)::int from events'), [{ count }], 'the old primary is written to by nobody')

    await t.test('a process that starts then finds the new one, whichever is named first', async t => {
      const { url, close } = await openDatabase(loadConfig({ DATABASE_URL }))
      t.equal(new URL(url()).port, String(second.port))
      await close()
    })

    await t.test('jobs go on at the new primary', async t => {
      const sent = await asks[0]!(
        'POST',
        '/0136/decision-imports',
        [
          'body,decided_on,scheme,recipient,granted,outcome,grant_year',
          'Socialnämnden,2022-03-01,Bidrag,Lag,50.5,beviljad,2022'
        ].join('\n'),
        { prefer: 'respond-async' }
      )
      t.equal(sent.status, 202)
      await until('the import is done', async () => {
        const { body } = await asks[0]!('GET', `/0136/decision-imports/${sent.body.id}`)
        return body.status === 'completed'
      })
    })

    t.match(services[0]!.output(), /is the primary now/)
    t.match(services[0]!.output(), /is no standby: it was promoted/)
    for (const { child } of services) t.equal(await stop(child), 0)
  }
)

t.test('with no server that takes writes the start says so', async t => {
  const { aPrimary, aStandby } = await aPlace(t)
  const first = await aPrimary()
  const [second, third] = [await aStandby(first, 'second'), await aStandby(first, 'third')]
  const { findPrimary } = await import('../../src/platform/database/cluster.ts')
  await t.rejects(findPrimary([second.url, third.url], undefined, 1_000), {
    message: `None of the servers of DATABASE_URL takes writes: 127.0.0.1:${second.port}, 127.0.0.1:${third.port}.`
  })
  await second.promote()
  t.equal(await findPrimary([third.url, second.url]), second.url)
})
