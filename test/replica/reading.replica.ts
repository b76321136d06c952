import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { made } from '../support/register.ts'
import { aPlace } from '../support/replicas.ts'
import { anApp } from './standing.ts'

// Run by `npm run test:replica`: a primary and a standby, whose replay is paused and goes on.

const { aPrimary, aStandby } = await aPlace(t)
const primary = await aPrimary()
const standby = await aStandby(primary, 'standby')
const DATABASES = { DATABASE_URL: primary.url, DATABASE_REPLICA_URLS: standby.url }
// Stays near for as long as a test looks at what a paused standby answers.
const patient = await anApp(t, { ...DATABASES, REPLICA_MAX_LAG_MS: '3600000' })
const [writer, reader] = [await patient.client(), await patient.client()]
await made(writer('PUT', '/municipalities/0136', { name: 'Haninge' }))
await standby.untilReplayed(primary)
await patient.isNear()

const file = (of: string, rows: number) =>
  [
    'body,decided_on,scheme,recipient,granted,outcome,grant_year',
    ...Array.from({ length: rows }, (_, n) => `Nämnden,2022-03-01,Bidrag,Lag ${of} ${n},100.25,beviljad,2022`)
  ].join('\n')
const importOf = (of: string, rows = 3) =>
  made(writer('POST', '/0136/decision-imports', file(of, rows), { 'content-type': 'text/csv' }))
const names = async (client = reader, headers = {}) =>
  (await made(client('GET', '/0136/organisations?limit=1000', undefined, headers))).items.map(
    ({ name }: { name: string }) => name
  )
const totals = '/0136/statistics/grant-totals?groupBy=year&yearBasis=grant'

/** Does it while the standby replays nothing, and is near all the same. */
async function paused(act: () => Promise<void>) {
  await standby.untilReplayed(primary)
  // Until what was replayed is known, and who has written reads from the standby again.
  await sleep(1_500)
  await standby.pause()
  try {
    await act()
  } finally {
    await standby.resume()
    await standby.untilReplayed(primary)
    await sleep(1_500)
  }
}

t.test('what only reads goes to the standby, and what writes does not', async t => {
  for (const path of ['/0136/organisations', totals, '/0136/events', '/0136/exports/organisations']) {
    const before = await patient.readElsewhere()
    t.equal((await reader('GET', path)).status, 200, path)
    t.ok((await patient.readElsewhere()) > before, `${path} is read from the standby`)
  }
  const before = await patient.readElsewhere()
  await made(writer('POST', '/0136/organisations', { name: 'Skriven' }))
  t.equal(await patient.readElsewhere(), before)
})

t.test('what was written is read by who has written it, and by who sends its position', async t => {
  await paused(async () => {
    const before = await names()
    const answer = await writer('POST', '/0136/organisations', { name: 'Ny' })
    const position = answer.headers['write-position']!
    t.match(position, /^[0-9A-F]+\/[0-9A-F]+$/)
    t.ok((await names(writer)).includes('Ny'), 'the writer reads it')
    t.ok((await names(reader, { 'write-position': position })).includes('Ny'), 'who sends the position reads it')
    t.same(await names(reader), before, 'anybody else reads as far as the standby has come')
    t.equal((await writer('GET', `/0136/organisations/${answer.body.id}`)).status, 200)
  })
  t.ok((await names(reader)).includes('Ny'), 'then everybody reads it')
  t.match(await reader('GET', '/0136/organisations', undefined, { 'write-position': 'later' }), {
    status: 400,
    body: { type: /header-not-valid$/ }
  })
})

t.test('two keys of one person are one who has written', async t => {
  const person = { holderKind: 'person', holder: 'Anna Andersson' }
  const [one, other] = [await patient.client(person), await patient.client(person)]
  await paused(async () => {
    await made(one('POST', '/0136/organisations', { name: 'Annas' }))
    t.ok((await names(other)).includes('Annas'))
  })
})

t.test('what was known at an instant of the last day is told by the primary', async t => {
  await importOf('before')
  await paused(async () => {
    await importOf('after')
    const knownAt = new Date().toISOString()
    const [told, asWriter] = [
      await made(reader('GET', `${totals}&knownAt=${knownAt}`)),
      await made(writer('GET', totals))
    ]
    t.equal(told.total.granted, asWriter.total.granted, 'the paused standby does not answer for this instant')
    const known = await made(reader('GET', totals))
    t.ok(known.total.granted < told.total.granted, 'of now it tells as far as it has come')
    const again = await made(reader('GET', `${totals}&knownAt=${known.meta.knownAt}`))
    t.equal(again.total.granted, known.total.granted, 'and what it says it knew is so at the primary as well')
  })
})

t.test('whoever asks for changes misses none, however far behind the standby is', async t => {
  const seen = new Set<string>()
  let since = new Date(Date.now() - 60_000).toISOString()
  const poll = async () => {
    const { items, meta } = await made(reader('GET', `/0136/organisations?changedSince=${since}&limit=1000`))
    for (const { id } of items) seen.add(id)
    t.ok(meta.changedUntil >= since || seen.size === 0)
    since = meta.changedUntil
  }
  const written: string[] = []
  let isWriting = true
  const writing = (async () => {
    for (let n = 0; isWriting; n++) {
      written.push((await made(writer('POST', '/0136/organisations', { name: `Ändrad ${n}` }))).id)
      await sleep(15)
    }
  })()
  for (let round = 0; round < 8; round++) {
    await standby.pause()
    for (let n = 0; n < 6; n++) {
      await poll()
      await sleep(50)
    }
    await standby.resume()
    for (let n = 0; n < 6; n++) {
      await poll()
      await sleep(100)
    }
  }
  isWriting = false
  await writing
  await standby.untilReplayed(primary)
  await sleep(1_500)
  await poll()
  t.ok(written.length > 50)
  t.same(
    written.filter(id => !seen.has(id)),
    []
  )
  const exported = await reader('GET', '/0136/exports/organisations')
  t.ok(Date.parse(exported.headers['changed-until']!) <= Date.now())
})

t.test('an agreement says of which instant it is known', async t => {
  const [{ id: bodyId }, { id: organisationId }] = [
    await made(writer('POST', '/0136/bodies', { name: 'Styrelsen', kind: 'executiveBoard' })),
    await made(writer('POST', '/0136/organisations', { name: 'Parten' }))
  ]
  const parties = [
    { key: 'p1', kind: 'body', role: 'responsible', bodyId },
    { key: 'p2', kind: 'organisation', role: 'partner', organisationId }
  ]
  const agreement = await made(writer('POST', '/0136/agreements', { kind: 'partnership', title: 'Avtalet', parties }))
  await paused(async () => {
    const before = await made(reader('GET', `/0136/agreements/${agreement.id}`))
    const changed = await writer('PATCH', `/0136/agreements/${agreement.id}`, { title: 'Ändrat' }, { 'if-match': '*' })
    t.equal(changed.status, 200)
    const behind = await made(reader('GET', `/0136/agreements/${agreement.id}`))
    t.equal(behind.title, 'Avtalet')
    t.ok(behind.knownAt >= before.knownAt)
    const asked = await made(reader('GET', `/0136/agreements/${agreement.id}?knownAt=${behind.knownAt}`))
    t.equal(asked.title, 'Avtalet', 'what it says it knew is so at the primary')
  })
})

t.test('a position of the feed that the standby has not come to is read on at the primary', async t => {
  await paused(async () => {
    await made(writer('POST', '/0136/organisations', { name: 'Händelsen' }))
    let [after, hasMore] = ['', true]
    while (hasMore) {
      const read = await made(writer('GET', `/0136/events?after=${after}&limit=1000`))
      ;[after, hasMore] = [read.meta.nextCursor, read.meta.hasMore]
    }
    const answer = await reader('GET', `/0136/events?after=${after}`)
    t.match(answer, { status: 200, body: { items: [] } })
  })
})

t.test('an ETag holds for what it was given with', async t => {
  const first = await reader('GET', totals)
  const { etag } = first.headers
  t.equal((await reader('GET', totals, undefined, { 'if-none-match': etag! })).status, 304)
  await paused(async () => {
    await importOf('tagged')
    t.equal((await reader('GET', totals, undefined, { 'if-none-match': etag! })).status, 304, 'nothing new is there')
    const own = await writer('GET', totals, undefined, { 'if-none-match': etag! })
    t.equal(own.status, 200, 'the writer is told that it has changed')
    t.ok(own.body.total.granted > first.body.total.granted)
  })
  const later = await reader('GET', totals, undefined, { 'if-none-match': etag! })
  t.equal(later.status, 200)
  t.ok(later.body.total.granted > first.body.total.granted)
})

t.test('a standby that replays nothing is read from no more after REPLICA_MAX_LAG_MS', async t => {
  const { client, isNear, standby: seen, end } = await anApp(t, { ...DATABASES, REPLICA_MAX_LAG_MS: '2000' })
  const other = await client()
  await standby.untilReplayed(primary)
  await isNear()
  await standby.pause()
  await made(writer('POST', '/0136/organisations', { name: 'Sen' }))
  await sleep(4_000)
  t.equal(seen().distance, 'behind')
  t.ok((await names(other)).includes('Sen'), 'the primary is asked')
  await standby.resume()
  await isNear()
  await end()
})

t.test('a standby that has more to replay than REPLICA_MAX_LAG_BYTES is not read from', async t => {
  const {
    client,
    isNear,
    standby: seen,
    end
  } = await anApp(t, {
    ...DATABASES,
    REPLICA_MAX_LAG_MS: '3600000',
    REPLICA_MAX_LAG_BYTES: '20000'
  })
  const other = await client()
  await isNear()
  await standby.pause()
  await importOf('many', 200)
  await sleep(1_500)
  t.equal(seen().distance, 'behind')
  t.ok(seen().lagBytes! > 20_000)
  t.ok((await names(other)).some((name: string) => name.startsWith('Lag many')))
  await standby.resume()
  await isNear()
  await end()
})

t.test('a standby that goes away in the middle of it all is missed by nobody', async t => {
  const { client, said, isNear, end } = await anApp(t, DATABASES)
  const other = await client()
  await isNear()
  const statuses = new Set<number>()
  const paths = ['/0136/organisations?limit=5', totals, '/0136/decision-lines?limit=5', `${totals}&yearFrom=2021`]
  const answered = paths.map(() => 0)
  let isAsking = true
  const asking = paths.map(async (path, n) => {
    while (isAsking) {
      statuses.add((await other('GET', path)).status)
      answered[n]!++
    }
  })
  /** Each question has been asked and answered anew, however slow the machine is. */
  const eachAgain = async () => {
    const before = [...answered]
    while (answered.some((count, n) => count < before[n]! + 2)) await sleep(20)
  }
  await eachAgain()
  await standby.stop('immediate')
  await eachAgain()
  await sleep(2_000)
  await standby.start()
  await isNear()
  await eachAgain()
  isAsking = false
  await Promise.all(asking)
  t.same([...statuses], [200])
  t.match(said.join('\n'), /does not answer: it is not read from[\s\S]*is read from$/)
  await end()
})
