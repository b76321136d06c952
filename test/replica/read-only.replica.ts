import t from 'tap'
import { loadConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/platform/database/open.ts'
import { aService, cli, stop } from '../commands/cli.ts'
import { aClock } from '../support/clock.ts'
import { playAll } from '../support/play-all.ts'
import { clientOf, made } from '../support/register.ts'
import { aPlace } from '../support/replicas.ts'
import { alike, operationsOf, pathOf, questionsOf } from '../support/twins.ts'
import { anApp } from './standing.ts'

// Run by `npm run test:replica`: a process that reads from a standby alone.

aClock(t)('2023-06-07')

const { aPrimary, aStandby } = await aPlace(t)
const primary = await aPrimary()
await (await openDatabase(loadConfig({ DATABASE_URL: primary.url }))).close()
const standby = await aStandby(primary, 'standby')
// Its writes are answered with their positions.
const writing = await anApp(t, { DATABASE_URL: primary.url, DATABASE_REPLICA_URLS: standby.url })
const register = await writing.register()
await made(register.admin('PUT', '/municipalities/0136', { name: 'Haninge' }))
const ids = await playAll(register, '0136')
const { id: keyId, secret } = await writing.newKey()
await standby.untilReplayed(primary)
const READ_ONLY = { DATABASE_URL: standby.url, READ_ONLY: 'on' }

t.test('all that can be asked for is answered as the primary answers it', async t => {
  const alone = await anApp(t, READ_ONLY)
  const [here, there] = [register.admin, clientOf(alone.app, secret)]
  const known = new Set(Object.values(ids))
  const reads = operationsOf(writing.app).filter(({ method }) => method === 'GET')
  let answered = 0
  for (const read of reads) {
    const path = pathOf(read, '0136', ids)
    if (path === undefined) continue
    for (const question of questionsOf(read, ids)) {
      const asked = `${path}${question}`
      // Instants of the last day are the primary's to tell.
      const [own, other] = [await here('GET', asked), await there('GET', asked)]
      if (other.status === 503) {
        t.match(asked, /known|recorded/i, asked)
        continue
      }
      t.strictSame(without(alike(other, known)), without(alike(own, known)), asked)
      if (other.status === 200) answered++
    }
  }
  t.ok(reads.length > 130)
  t.ok(answered > 300, `${answered} questions of ${reads.length} operations are answered`)
  const [{ used }] = (await primary.ask(
    `select count(last_used_at)::int as used from api_keys where id = '${keyId}'`
  )) as [{ used: number }]
  t.equal(used, 0, 'that the key was used is noted nowhere')
  await alone.end()
})

/** Instants that say how far the answer goes differ, and what follows from who asks. */
function without<T extends { body: unknown }>({ body, ...rest }: T) {
  const text = JSON.stringify(body).replaceAll(/"(knownAt|changedUntil)":"[^"]*"/g, '"$1":""')
  return { ...rest, body: JSON.parse(text) }
}

/** An instant of the database: the clock of this process is another. */
async function ago(interval: string) {
  const [{ at }] = (await primary.ask(
    `select to_char((now() - interval '${interval}') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`
  )) as [{ at: string }]
  return at
}

t.test('what writes is refused with a rule of its own, in both languages', async t => {
  const alone = await anApp(t, READ_ONLY)
  const client = clientOf(alone.app, secret)
  const writes = operationsOf(alone.app).filter(({ method }) => method !== 'GET')
  for (const write of writes) {
    const path = pathOf(write, '0136', ids)
    if (path === undefined) continue
    const answer = await client(write.method, path, write.body ?? undefined)
    t.match(answer, { status: 503, body: { type: /\/read-only$/ } }, write.name)
    t.notOk(answer.headers['retry-after'], 'to wait changes nothing')
  }
  t.match(await client('POST', '/0136/bodies', {}, { 'accept-language': 'sv' }), {
    body: { title: 'Den här processen läser bara', detail: 'Den här processen läser bara; ingenting gjordes.' }
  })
  await alone.end()
})

t.test('what the standby may lack is not answered', async t => {
  const alone = await anApp(t, READ_ONLY)
  const client = clientOf(alone.app, secret)
  const totals = '/0136/statistics/grant-totals?groupBy=year&yearBasis=grant'
  const recent = await client('GET', `${totals}&knownAt=${await ago('1 hour')}`)
  t.match(recent, { status: 503, headers: { 'retry-after': '1' }, body: { type: /\/not-replayed$/ } })
  const old = await client('GET', `${totals}&knownAt=${await ago('3 days')}`)
  t.equal(old.status, 200)
  await standby.pause()
  const written = await register.admin('POST', '/0136/organisations', { name: 'Ny' })
  const headers = { 'write-position': written.headers['write-position']! }
  t.match(await client('GET', '/0136/organisations', undefined, headers), {
    status: 503,
    body: { type: /\/not-replayed$/ }
  })
  const after = (await made(register.admin('GET', '/0136/events?after=&limit=1000'))).meta?.nextCursor
  t.match(await client('GET', `/0136/events?after=${after}`), { status: 503, body: { type: /\/not-replayed$/ } })
  await standby.resume()
  await standby.untilReplayed(primary)
  t.match(await client('GET', `/0136/organisations/${written.body.id}`, undefined, headers), { status: 200 })
  t.match(await client('GET', `/0136/events?after=${after}`), { status: 200 })
  const changed = await made(client('GET', '/0136/organisations?changedSince=2020-01-01T00:00:00Z'))
  t.ok(changed.meta.changedUntil < (await ago('23 hours')))
  await alone.end()
})

t.test('the service starts, is ready, says what it is, and ends', async t => {
  const env = { ...READ_ONLY, WORKER: 'inProcess' }
  const service = await aService(t, env)
  t.match(service.output(), /^Reads only/m)
  t.notMatch(service.output(), /psk_/)
  t.equal((await fetch(`${service.address}/health/ready`)).status, 200)
  await standby.stop()
  t.equal((await fetch(`${service.address}/health/ready`)).status, 503)
  await standby.start()
  t.equal((await fetch(`${service.address}/health/ready`)).status, 200)
  t.equal(await stop(service.child), 0)
  const worker = await cli(['worker', '--once'], env)
  t.match(worker, { code: 1, stderr: /READ_ONLY must be off/ })
})

t.test('a schema that is older than the service stops the start', async t => {
  await primary.ask('create table kept as select * from drizzle.__drizzle_migrations')
  await primary.ask(
    'delete from drizzle.__drizzle_migrations where id = (select max(id) from drizzle.__drizzle_migrations)'
  )
  await standby.untilReplayed(primary)
  const refused = openDatabase(loadConfig(READ_ONLY))
  await t.rejects(refused, { message: /older than this version.*partnerskap migrate/s })
})
