import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { loadConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/platform/database/open.ts'
import { made } from '../support/register.ts'
import { aPlace } from '../support/replicas.ts'
import { until } from '../support/until.ts'
import { anApp } from './standing.ts'

// Run by `npm run test:replica`: standbys that must not be read from.

t.test(
  'standbys that are an hour behind, of another cluster, down or promoted are not read from, and one that is near is',
  async t => {
    const { aPrimary, aStandby } = await aPlace(t)
    const primary = await aPrimary()
    // As the owner, who makes the tables; what the standbys have before they fall behind.
    await (await openDatabase(loadConfig({ DATABASE_URL: primary.url }))).close()
    const near = await aStandby(primary, 'near')
    const late = await aStandby(primary, 'late', `recovery_min_apply_delay = '1h'`)
    const promoted = await aStandby(primary, 'promoted')
    const down = await aStandby(primary, 'down')
    const foreign = await aPrimary('foreign')
    const foreignStandby = await aStandby(foreign, 'foreign-standby')
    const all = [near, late, promoted, down, foreign, foreignStandby]
    const app = await anApp(t, {
      DATABASE_URL: primary.url,
      DATABASE_REPLICA_URLS: all.map(({ url }) => url).join(', ')
    })
    const writer = await app.client()
    await made(writer('PUT', '/municipalities/0136', { name: 'Haninge' }))
    await made(writer('PUT', '/municipalities/2031', { name: 'Rättvik' }))
    await made(writer('POST', '/0136/organisations', { name: 'Ny' }))
    await promoted.promote()
    await down.stop('immediate')
    await app.isNear(1)
    const expected = ['near', 'behind', 'promoted', 'away', 'promoted', 'foreign']
    const distances = () => app.database.$client.cluster!.standbys.map(({ distance }) => distance)
    await until(async () => JSON.stringify(distances()) === JSON.stringify(expected))
    const reader = await app.client()
    const before = await app.readElsewhere()
    for (let n = 0; n < 20; n++) {
      const { items } = await made(reader('GET', `/${n % 2 ? '0136' : '2031'}/organisations`))
      t.equal(items.length, n % 2)
    }
    t.ok((await app.readElsewhere()) >= before + 20)
    t.match(app.said.join('\n'), /is of another cluster than DATABASE_URL/)

    await t.test('without any that is near the primary answers', async t => {
      await near.stop('immediate')
      t.match(await made(reader('GET', '/0136/organisations')), { items: [{ name: 'Ny' }] })
      await until(async () => !app.standby(1).isNear())
      t.match(await made(reader('GET', '/0136/organisations')), { items: [{ name: 'Ny' }] })
      await near.start()
      await app.isNear(1)
    })

    await t.test('figures tell how each stands', async t => {
      const { payload } = await app.app.inject('/metrics')
      t.match(payload, /partnerskap_standby_near\{standby="1"\} 1\n/)
      t.match(payload, /partnerskap_standby_near\{standby="2"\} 0\n/)
      t.match(payload, /partnerskap_standby_lag_bytes\{standby="2"\} [1-9]\d*\n/)
      t.match(payload, /partnerskap_standby_lag_bytes\{standby="6"\} Nan\n/i)
    })
    await app.end()
  }
)

t.test('a statement that is in the way of what a standby replays goes on at the primary', async t => {
  const { aPrimary, aStandby } = await aPlace(t)
  const primary = await aPrimary()
  const app = await anApp(t, { DATABASE_URL: primary.url })
  await app.end()
  const standby = await aStandby(primary, 'strict', `max_standby_streaming_delay = 0\nhot_standby_feedback = off`)
  const reading = await anApp(t, { DATABASE_URL: primary.url, DATABASE_REPLICA_URLS: standby.url })
  const [writer, reader] = [await reading.client(), await reading.client()]
  await made(writer('PUT', '/municipalities/0136', { name: 'Haninge' }))
  await standby.untilReplayed(primary)
  await reading.isNear()
  const statuses = new Map<number, number>()
  let isAsking = true
  const asking = Array.from({ length: 3 }, async () => {
    while (isAsking) {
      const { status } = await reader('GET', '/0136/organisations?limit=100')
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  })
  for (let round = 0; round < 15; round++) {
    await made(writer('POST', '/0136/organisations', { name: `Förening ${round}` }))
    // Locks that the standby takes as well, and rows that are cleared away.
    await primary.ask('vacuum full organisations')
    await sleep(50)
  }
  isAsking = false
  await Promise.all(asking)
  t.same([...statuses.keys()], [200])
  await reading.end()
})

t.test('an ordinary role may ask all that is asked of servers', async t => {
  const { aPrimary, aStandby } = await aPlace(t)
  const primary = await aPrimary()
  await (await openDatabase(loadConfig({ DATABASE_URL: primary.url }))).close()
  await primary.ask(`create role service login`)
  await primary.ask(`grant usage on schema public, drizzle to service`)
  await primary.ask(`grant select, insert, update, delete on all tables in schema public, drizzle to service`)
  const standby = await aStandby(primary, 'standby')
  const as = ({ url }: { url: string }) => Object.assign(new URL(url), { username: 'service' }).href
  const app = await anApp(t, { DATABASE_URL: as(primary), DATABASE_REPLICA_URLS: as(standby) })
  await app.isNear()
  const reader = await app.client()
  const before = await app.readElsewhere()
  await made(reader('GET', '/municipalities'))
  t.ok((await app.readElsewhere()) > before)
  await app.end()
})
