import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { aService } from '../commands/cli.ts'
import { createDatabase } from '../support/database.ts'
import { kill } from '../support/embedded.ts'
import { aKey, asking, aWorld, nothingIsLost, traffic, until } from './traffic.ts'

// Five minutes are enough for all files on a machine with nothing else to do; a busy one is given more.
const KILLS = 25
const CLIENTS = 6
/** Processes that start at once: most of the time goes into starting them. */
const AT_ONCE = 5

t.test(`of a service that is killed ${KILLS} times while it works nothing is lost and nothing doubled`, async t => {
  const url = await createDatabase(t)
  const start = () =>
    aService(t, { DATABASE_URL: url, WORKER: 'none', PRINT_FIRST_KEY: 'false', DOCS: 'off', LOG_LEVEL: 'info' })
  let service = await start()
  const ask = asking(() => service.address, await aKey(url))
  const world = await aWorld(ask, ['0136', '0780', '2031'])
  const clients = traffic(t, ask, world, CLIENTS)
  const cutOff = () => clients.lost.filter(request => request.startsWith('POST')).length
  const next: (typeof service)[] = []
  for (let kills = 0; kills < KILLS; kills++) {
    if (next.length === 0) {
      // The next ones start while this one works: they share the database. One client leaves them the time to.
      clients.employ(1)
      next.push(...(await Promise.all(Array.from({ length: AT_ONCE }, start))))
      clients.employ(CLIENTS)
    }
    await clients.goOn()
    await sleep(20 * kills)
    const [killed, before] = [service, cutOff()]
    service = next.shift()!
    await kill(killed.child)
    await until('writes are cut off', async () => cutOff() > before)
  }
  await sleep(500)
  await clients.stop()
  t.ok(clients.acknowledged.length > 25, `${clients.acknowledged.length} writes were acknowledged`)
  t.ok(clients.lost.length > 0, 'requests were cut off')
  await clients.sendAgain()
  t.same(clients.open, [], 'what was open is carried out, or was, once')
  await nothingIsLost(t, url, clients)
  await kill(service.child)
})
