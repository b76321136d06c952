import { once } from 'node:events'
import { connect as dial } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { aService, stop } from '../commands/cli.ts'
import { createDatabase } from '../support/database.ts'
import { query } from '../support/embedded.ts'
import { type Ask, aFile, aKey, asking, aWorld, nothingIsLost, slowness, until, untilAnswered } from './traffic.ts'

// Five minutes are enough for all files on a machine with nothing else to do; a busy one is given more.
const url = await createDatabase(t)
const env = { DATABASE_URL: url, WORKER: 'none', PRINT_FIRST_KEY: 'false', LOCK_TIMEOUT_MS: '3000' }
const { child, address } = await aService(t, env)
const secret = await aKey(url)
const ask = asking(() => address, secret)
const world = await aWorld(ask, ['0136', '0780'])

/** Reads of another municipality, one after the other, while the work goes on; milliseconds of each, and what failed. */
async function readsBeside(ask: Ask, work: Promise<unknown>) {
  const times: number[] = []
  const failed: number[] = []
  let isDone = false
  work.finally(() => {
    isDone = true
  })
  while (!isDone) {
    const { status, ms } = await ask('GET', '/0780/organisations?limit=20')
    times.push(ms)
    if (status !== 200) failed.push(status)
    await sleep(20)
  }
  times.sort((a, b) => a - b)
  return { failed, p99: times[Math.floor(times.length * 0.99)]!, reads: times.length }
}

/** A machine that something else keeps busy may need longer for them all than one of them waits for its turn; no other does. */
function neededPatience(t: Test, answers: { busy: number }[], isSlow: boolean) {
  const busy = answers.reduce((count, answer) => count + answer.busy, 0)
  t.ok(busy === 0 || isSlow || slowness() > 2, `${busy} were told to ask again`)
}

t.test('ten imports of one municipality at once all come in, and leave the reads of another alone', async t => {
  const isSlow = slowness() > 2
  const imports = Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      untilAnswered(ask, 'POST', `/0136/decision-imports?source=fil-${n}&nearMatches=add`, aFile(String(n), 400))
    )
  )
  const { failed, p99, reads } = await readsBeside(ask, imports)
  const answers = await imports
  t.same(
    answers.map(({ status }) => status),
    Array(10).fill(201)
  )
  neededPatience(t, answers, isSlow)
  t.same(failed, [])
  t.ok(p99 < 1_000 * slowness(), `p99 of ${reads} reads: ${Math.round(p99)} ms`)
  t.match(await query(url, `select count(*)::int as n from decision_lines where source like 'fil-%'`), [{ n: 4_000 }])
})

t.test('fifty plans of one award at once are all answered, one of them with success', async t => {
  const { bodyId, schemeId, organisationId } = world.get('0136')!
  const line = { recipients: [{ organisationId }], schemeId, outcome: 'granted', grantYearFrom: 2022, granted: 1_000 }
  const { body } = await ask('POST', '/0136/decisions', { bodyId, decidedOn: '2021-12-14', lines: [line] })
  const awards = await ask('GET', `/0136/awards?decisionId=${body.id}`)
  const plan = {
    awardId: awards.body.items[0].id,
    grantYear: 2022,
    amount: 1_000,
    schedule: 'once'
  }
  const isSlow = slowness() > 2
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => untilAnswered(ask, 'POST', '/0136/payment-plans', plan))
  )
  const statuses = answers.map(({ status }) => status)
  t.equal(statuses.filter(status => status === 201).length, 1, JSON.stringify(answers[0]!.body))
  t.same(
    statuses.filter(status => status >= 500),
    []
  )
  neededPatience(t, answers, isSlow)
})

t.test('a table that somebody holds stops one municipality for a while, and others not at all', async t => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('begin; lock table organisations in share mode')
  const writes = Promise.all(
    Array.from({ length: 15 }, (_, n) => ask('POST', '/0136/organisations', { name: `Förening ${n}` }))
  )
  const { failed, p99 } = await readsBeside(ask, writes)
  t.same(failed, [])
  t.ok(p99 < 1_000 * slowness(), `p99: ${Math.round(p99)} ms`)
  for (const answer of await writes) {
    t.match(answer, { status: 503, body: { type: /\/(locked|busy)$/ } })
    t.ok(answer.headers.get('retry-after'))
  }
  await client.query('rollback')
  await client.end()
  t.match(await ask('POST', '/0136/organisations', { name: 'Efteråt' }), { status: 201 })
  t.match(await query(url, `select count(*)::int as n from organisations where name like 'Förening %'`), [{ n: 0 }])
})

t.test('clients that send slowly, or leave, hold nothing', async t => {
  const { port } = new URL(address)
  const sockets = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const socket = dial({ host: '127.0.0.1', port: Number(port) }).on('error', () => {})
      await once(socket, 'connect')
      const head = `POST /partnerskap/v1/0136/organisations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${secret}\r\nContent-Type: application/json\r\n`
      socket.write(`${head}Content-Length: 100\r\n\r\n{"name":"Långsam ${n}`)
      return socket
    })
  )
  t.match(await ask('POST', '/0136/organisations', { name: 'Snabb' }), { status: 201 })
  // Half of them leave in the middle of a request that the service works on.
  for (const socket of sockets.slice(0, 25)) socket.destroy()
  const leaving = Array.from({ length: 30 }, () => {
    const controller = new AbortController()
    const request = fetch(`${address}/partnerskap/v1/0136/statistics/grant-totals`, {
      signal: controller.signal,
      headers: { authorization: `Bearer ${secret}` }
    }).catch(() => null)
    setTimeout(() => controller.abort(), 5)
    return request
  })
  await Promise.all(leaving)
  await until('nothing is held', async () => {
    const [row] = await query(
      url,
      `select count(*)::int as n from pg_stat_activity where datname = current_database()
      and application_name like 'partnerskap%' and state <> 'idle'`
    )
    return row!.n === 0
  })
  t.match(await ask('GET', '/0136/organisations'), { status: 200 })
  t.match(await query(url, `select count(*)::int as n from organisations where name like 'Långsam%'`), [{ n: 0 }])
  for (const socket of sockets) socket.destroy()
})

t.test('after all that sums hold, and it stops as always', async t => {
  await nothingIsLost(t, url, { acknowledged: [], faults: [] })
  t.equal(await stop(child), 0)
})
