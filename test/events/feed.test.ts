import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import type { Actor } from '../../src/base/actor.ts'
import { recordEvent } from '../../src/platform/events/actions.ts'
import { csvOf, row } from '../imports/importing.ts'
import { World } from '../statistics/world.ts'
import { eachHistory } from '../support/histories.ts'
import { aRegister, type Client, made } from '../support/register.ts'
import { Mirror } from './mirror.ts'

const csv = { 'content-type': 'text/csv' }

async function haninge(t: Test) {
  const register = await aRegister(t)
  const ask: Client = (method, path, body, headers) => register.admin(method, `/0136${path}`, body, headers)
  return { ...register, ask }
}

/** All events of the municipality by their sequences. */
async function sequencesOf(ask: Client): Promise<number[]> {
  const sequences: number[] = []
  let path = '/events?limit=1000'
  for (;;) {
    const { items, meta } = await made(ask('GET', path))
    sequences.push(...items.map(({ sequence }: { sequence: number }) => sequence))
    if (!meta.nextCursor) return sequences
    path = `/events?limit=1000&cursor=${meta.nextCursor}`
  }
}

const listsOf = async (ask: Client) => {
  const all = async (path: string) => (await made(ask('GET', `${path}?withdrawn=include&limit=1000`))).items
  return {
    organisation: await all('/organisations'),
    decision: await all('/decisions'),
    decisionLine: await all('/decision-lines'),
    scheme: await all('/schemes'),
    body: await all('/bodies')
  }
}

async function compare(mirror: Mirror, ask: Client) {
  for (const [subjectType, items] of Object.entries(await listsOf(ask))) mirror.compare(subjectType, items)
}

t.test(
  'ten writers, imports and a transaction that hangs: a reader loses nothing and is kept waiting by nobody',
  async t => {
    const { ask, database, admin } = await haninge(t)
    const mirror = new Mirror(ask, '/events')
    const operators = new Mirror(admin, '/events')
    let done = false

    // It has written its event before all others, and commits after them.
    let release = () => {}
    const released = new Promise<void>(resolve => {
      release = resolve
    })
    const actor = { id: 'cli:test', name: 'Test', sentBy: null, requestId: null } as Actor
    let hungAt = 0
    const hanging = database.transaction(async tx => {
      const subject = { municipalityCode: '0136', version: 1, id: '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60' }
      hungAt = await recordEvent(tx, actor, 'organisationName.created', subject)
      await released
    })
    while (hungAt === 0) await sleep(5)

    const writer = async (nth: number) => {
      for (let at = 0; at < 12; at++) {
        const { id } = await made(ask('POST', '/organisations', { name: `Förening ${nth} nummer ${at} i Handen` }))
        if (at % 3 === 0) await made(ask('POST', `/organisations/${id}/withdraw`, { reason: 'Felaktig' }))
      }
    }
    const importer = async (nth: number) => {
      const rows = Array.from({ length: 300 }, (_, at) =>
        row({ recipient: `Lag ${nth} ${at} ${'abcdefghij'[at % 10]}`, purpose: `${nth} ${at}`, granted: 1000 + at })
      )
      await made(ask('POST', '/decision-imports?nearMatches=add', csvOf(rows), csv))
    }
    const following = (async () => {
      for (let at = 0; !done; at++) {
        await mirror.follow({ limit: 50, killed: at % 5 === 4 })
        await operators.follow({ limit: 70 })
      }
    })()
    await Promise.all([...Array.from({ length: 10 }, (_, nth) => writer(nth)), importer(1).then(() => importer(2))])
    done = true
    await following
    await mirror.catchUp()
    const before = await sequencesOf(ask)
    t.same(
      [...mirror.sequences].sort((one, other) => one - other),
      before,
      'all but what hangs'
    )
    t.notOk(before.includes(hungAt))
    await compare(mirror, ask)

    const waiting = mirror.follow({ wait: 20 })
    release()
    await hanging
    t.ok(await waiting, 'what comes wakes who waits')
    t.equal(mirror.sequences.at(-1), hungAt, 'it comes last, though it was written first')
    t.equal(new Set(mirror.sequences).size, mirror.sequences.length, 'nothing comes twice')
    await operators.catchUp()
    const own = new Set(mirror.sequences)
    t.same(
      operators.sequences.filter(sequence => own.has(sequence)),
      mirror.sequences,
      'the feed over municipalities has them in the same order'
    )
  }
)

const step = fc.record({
  act: fc.constantFrom('file', 'corrected', 'complete', 'record', 'correct', 'move', 'withdraw', 'merge'),
  chance: fc.nat(1000),
  limit: fc.integer({ min: 1, max: 40 }),
  killed: fc.boolean()
})

t.test('a mirror that is made of the feed alone is the register, after whatever happened', async t => {
  const { admin } = await aRegister(t)
  let code = 2500
  const content = { outcome: 'granted', years: null, applied: 5_00, granted: 4_50, reserved: null } as const
  const history = async (steps: { act: string; chance: number; limit: number; killed: boolean }[]) => {
    const municipality = String(++code)
    await made(admin('PUT', `/municipalities/${municipality}`, { name: `Kommun ${municipality}` }))
    const ask: Client = (method, path, body, headers) => admin(method, `/${municipality}${path}`, body, headers)
    const world = new World(ask)
    await world.open()
    world.addRows([0, 1, 2, 3, 6], content)
    await world.send({})
    const mirror = new Mirror(ask, '/events')
    for (const { act, chance, limit, killed } of steps) {
      const amount = { ...content, granted: 100 + chance }
      if (act === 'file') world.addRows([chance, chance + 1], content)
      if (act === 'corrected') world.changeRows([chance], amount)
      if (act === 'complete') world.dropRows([chance])
      if (['file', 'corrected', 'complete'].includes(act)) await world.send({ complete: act === 'complete' })
      if (act === 'record') await world.record([chance, chance + 2], content)
      if (act === 'correct') await world.correct(chance, amount)
      if (act === 'move') await world.moveDecision(chance)
      if (act === 'withdraw') await world.withdrawLine(chance)
      if (act === 'merge') await world.merge(chance)
      await mirror.follow({ limit, killed })
    }
    await mirror.catchUp(13)
    await compare(mirror, ask)
  }
  await eachHistory(t, fc.array(step, { minLength: 2, maxLength: 9 }), history, { count: 20, seed: 20_260_301 })
})

t.test('each municipality has its feed, an answer without events a position, and a filter loses no place', async t => {
  const { admin, client } = await aRegister(t)
  const post = (code: string, name: string) =>
    made(admin('POST', `/${code}/organisations`, { name })) as Promise<{ id: string }>
  const begun = await made(admin('GET', '/0136/events?after=&limit=1000'))
  t.type(begun.meta.nextCursor, 'string')
  t.equal(begun.meta.hasMore, false)
  const { id } = await post('0136', 'IFK Haninge')
  await post('2031', 'IFK Rättvik')
  const next = await made(admin('GET', `/0136/events?after=${begun.meta.nextCursor}`))
  t.match(next.items, [{ type: 'organisation.created', subjectId: id, after: { name: 'IFK Haninge' } }])
  t.equal(next.items.length, 1)
  const empty = await made(admin('GET', `/0136/events?after=${next.meta.nextCursor}`))
  t.match(empty, { items: [], meta: { count: 0, nextCursor: next.meta.nextCursor, hasMore: false } })

  await post('0136', 'Korpen')
  const filtered = `type=body.created,decision.created&subjectType=body&after=`
  const passed = await made(admin('GET', `/0136/events?${filtered}${next.meta.nextCursor}`))
  t.equal(passed.items.length, 0)
  t.not(passed.meta.nextCursor, next.meta.nextCursor, 'what was not asked for is passed over')
  const { id: bodyId } = await made(admin('POST', '/0136/bodies', { name: 'Nämnden', kind: 'committee' }))
  t.match((await made(admin('GET', `/0136/events?${filtered}${passed.meta.nextCursor}`))).items, [
    { subjectId: bodyId }
  ])

  const own = await client({ municipalityCodes: ['2031'], scopes: ['events:read'] })
  const seen = await made(own('GET', '/events?after=&limit=1000'))
  t.ok(seen.items.length > 0)
  t.ok(seen.items.every((event: { municipalityCode: string }) => event.municipalityCode === '2031'))
  const page = (after: string, limit: number) => made(admin('GET', `/events?after=${after}&limit=${limit}`))
  const all = (await page('', 1000)).items
  let after = ''
  const walked: unknown[] = []
  for (let at = 0; at < 100; at++) {
    const { items, meta } = await page(after, 2)
    walked.push(...items)
    after = meta.nextCursor
    if (!meta.hasMore) break
  }
  t.same(walked, all)
})

t.test('who waits is answered when something happens, when the time is up, and when the service closes', async t => {
  const { ask, app } = await haninge(t)
  const { meta } = await made(ask('GET', '/events?after=&limit=1000'))
  const wait = (seconds: number) => made(ask('GET', `/events?after=${meta.nextCursor}&wait=${seconds}`))
  const begun = Date.now()
  t.same((await wait(1)).items, [])
  t.ok(Date.now() - begun >= 1_000)
  const waiting = wait(30)
  await sleep(300)
  await made(ask('POST', '/organisations', { name: 'IFK Haninge' }))
  t.match((await waiting).items, [{ type: 'organisation.created' }])
  const { meta: later } = await made(ask('GET', '/events?after=&limit=1000'))
  const last = made(ask('GET', `/events?after=${later.nextCursor}&wait=60`))
  await sleep(100)
  app.closing.isAnnounced = true
  t.same((await last).items, [])
})

t.test('a position that is none, of another feed or of what never happened is refused', async t => {
  const { admin } = await aRegister(t)
  await made(admin('POST', '/0136/organisations', { name: 'IFK Haninge' }))
  const { meta } = await made(admin('GET', '/0136/events?after=&limit=1000'))
  const written = (text: string) => Buffer.from(text).toString('base64url')
  for (const after of [
    'x',
    '*',
    '0',
    'null',
    `${meta.nextCursor}x`,
    written('b0136.1'),
    written('a136.1'),
    written('a0136.1;0136.2'),
    written('a0136.-1'),
    written('a0136')
  ])
    t.match(
      await admin('GET', `/0136/events?after=${encodeURIComponent(after)}`),
      {
        status: 400,
        body: { type: /position-not-valid$/, violations: [{ field: 'after' }] }
      },
      after
    )
  t.match(await admin('GET', `/2031/events?after=${meta.nextCursor}`), {
    status: 400,
    body: { type: /position-not-valid$/ }
  })
  for (const path of ['/0136/events', '/events']) {
    const gone = await admin('GET', `${path}?after=${written('a0136.zzzzz')}`)
    t.match(gone, { status: 410, body: { type: /position-gone$/ } })
    t.equal((await admin('GET', `${path}?after=${gone.body.beginAfter}`)).status, 200)
  }
  for (const [query, field] of [
    ['wait=5', 'wait'],
    ['after=&wait=61', 'wait'],
    ['after=&wait=-1', 'wait'],
    ['after=&sort=sequence', 'sort'],
    ['after=&cursor=x', 'cursor'],
    ['after=&changedSince=2022-01-01T00:00:00Z', 'changedSince'],
    ['after=&type=organisation.exploded', 'type'],
    ['after=&type=organisation.created,', 'type'],
    ['after=&limit=1001', 'limit']
  ])
    t.match(await admin('GET', `/0136/events?${query}`), { status: 400, body: { violations: [{ field }] } }, query)
  t.match(await admin('GET', '/events'), { status: 400, body: { violations: [{ field: 'after' }] } })
})

t.test('a file of records is one change of the feed, and of what was refused in it there is none', async t => {
  const { ask, database } = await haninge(t)
  const mirror = new Mirror(ask, '/events')
  await mirror.catchUp(10)
  const before = mirror.sequences.length
  const [known, faulty] = [
    'Namn;Organisationsnummer\nKorpen;802002-1120\nIFK Haninge;\n',
    'Namn;Organisationsnummer\nLänkarna;802002-1121\n'
  ]
  await made(ask('POST', '/organisation-imports?dryRun=true', known, csv))
  await made(ask('POST', '/organisation-imports', `${known}12 500 kr;\n`, csv))
  await ask('POST', '/organisation-imports?atomic=true', faulty, csv)
  await made(
    ask(
      'POST',
      '/agreement-imports?default=kind:partnership',
      'Titel;Parter;Tecknat;Avser\nIOP Korpen;Korpen;2023-02-01;2023\n',
      csv
    )
  )
  await mirror.catchUp(10)
  t.same(mirror.sequences, await sequencesOf(ask), 'the feed has every event')
  t.ok(mirror.sequences.length > before + 2)
  const { rows } = await database.execute<{ changes: number }>(sql`
    select count(distinct change_id)::int as changes from events where subject_type = 'organisation'`)
  t.equal(rows[0]!.changes, 1)
})

t.test('what was done before changes were numbered is the first change of the feed', async t => {
  const { ask, database } = await haninge(t)
  for (const name of ['IFK Haninge', 'Korpen']) await made(ask('POST', '/organisations', { name }))
  for (const table of ['events', 'feed_changes'])
    await database.execute(sql.raw(`alter table ${table} disable trigger all`))
  await database.execute(sql`update events set change_id = null`)
  await database.execute(sql`delete from feed_changes`)
  await database.execute(sql`delete from feed_heads`)
  const file = readFileSync(new URL('../../migrations/0019_feed_in_order_of_commits.sql', import.meta.url), 'utf8')
  for (const text of file.split('--> statement-breakpoint').filter(text => /^insert /m.test(text)))
    await database.execute(sql.raw(text))

  const mirror = new Mirror(ask, '/events')
  await mirror.catchUp(2)
  t.same(mirror.sequences, await sequencesOf(ask))
  const { id } = await made(ask('POST', '/organisations', { name: 'IFK Vendelsö' }))
  t.match((await made(ask('GET', `/events?after=${mirror.position}`))).items, [{ subjectId: id }])
  const { rows } = await database.execute<{ numbers: string }>(sql`
    select string_agg(number::text, ',' order by number) as numbers from feed_changes where municipality_code = '0136'`)
  t.equal(rows[0]!.numbers, '1,2')
})
