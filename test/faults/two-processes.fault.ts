import t from 'tap'
import { aService, stop } from '../commands/cli.ts'
import { createDatabase } from '../support/database.ts'
import { query } from '../support/embedded.ts'
import { type Ask, aFile, aKey, asking, aWorld, nothingIsLost, traffic, untilAnswered } from './traffic.ts'

// Five minutes are enough for all files on a machine with nothing else to do; a busy one is given more.
t.test('two processes on one database: imports take turns, a key is carried out once, sums hold', async t => {
  const url = await createDatabase(t)
  const env = { DATABASE_URL: url, WORKER: 'none', PRINT_FIRST_KEY: 'false', LOCK_TIMEOUT_MS: '3000' }
  const [one, other] = await Promise.all([aService(t, env), aService(t, env)])
  const secret = await aKey(url)
  const ask = asking(() => one.address, secret)
  const there = asking(() => other.address, secret)
  const world = await aWorld(ask, ['0136', '0780'])
  const either: Ask = (...given) => (Math.random() < 0.5 ? ask : there)(...given)
  const clients = traffic(t, either, world)
  const same = Array.from({ length: 10 }, (_, n) => {
    const file = aFile('samma', 200)
    return untilAnswered(n % 2 ? ask : there, 'POST', '/0136/decision-imports?source=samma', file, {
      'idempotency-key': `samma-${n >> 1}`
    })
  })
  const answers = await Promise.all(same)
  await clients.stop()
  const tried = answers.filter(({ status }) => status !== 409)
  t.ok(
    tried.every(({ status }) => status === 201),
    JSON.stringify(answers.map(({ status }) => status))
  )
  t.match(await query(url, `select count(*)::int as n from decision_lines where source = 'samma'`), [{ n: 200 }])
  t.same(clients.lost, [])
  await clients.sendAgain()
  await nothingIsLost(t, url, clients)
  t.equal(await stop(one.child), 0)
  t.equal(await stop(other.child), 0)
})
