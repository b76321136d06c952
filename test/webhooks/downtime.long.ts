import t from 'tap'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { clearDeliveries } from '../../src/platform/webhooks/clearing.ts'
import { aService, stop } from '../commands/cli.ts'
import { createDatabase } from '../support/database.ts'
import { kill } from '../support/embedded.ts'
import { made } from '../support/register.ts'
import { answers, aReceiver, aSender, taken, until } from './sending.ts'

t.test('after days in which nothing ran, all that happened is sent, in order', async t => {
  const { ask, subscribe, sendOnce, shown, database } = await aSender(t)
  const receiver = await aReceiver(t)
  const { id, feedPosition } = await subscribe(receiver.url, { eventTypes: [] })
  for (let nth = 0; nth < 40; nth++) await made(ask('POST', '/organisations', { name: `Förening ${nth}` }))
  // Days ago, as far as anything that is stored can tell.
  await database.$client.query(`update webhook_subscriptions set created_at = created_at - interval '9 days'`)
  await sendOnce()
  const { items, meta } = await made(ask('GET', `/events?after=${feedPosition}&limit=1000`))
  t.equal(items.length, 41, 'of the subscription itself, too')
  t.same(receiver.ids().sort(), items.map(({ sequence }: { sequence: number }) => `0136-${sequence}`).sort())
  t.equal((await shown(id)).feedPosition, meta.nextCursor, 'it has come as far as the feed')
  await sendOnce()
  t.equal(receiver.received.length, 41, 'nothing is sent twice')
  // Another that begins where the feed begins is told of what was before it.
  const late = await aReceiver(t)
  await subscribe(late.url, { after: '' })
  await subscribe(late.url, { after: late.received.length === 0 ? receiver.received[20]!.event.feedposition : '' })
  await sendOnce()
  t.equal(late.ids().length, 40)
  t.ok(late.received.length > 40 && late.received.length < 80, 'and one from within only of what came after')
})

t.test('a paused subscription is sent nothing, and then all of it', async t => {
  const { ask, subscribe, organisation, sendOnce, shown } = await aSender(t)
  const receiver = await aReceiver(t)
  const { id } = await subscribe(receiver.url)
  await made(ask('POST', `/webhook-subscriptions/${id}/pause`, { reason: 'Flytt' }))
  await organisation('En')
  await sendOnce()
  t.match(await shown(id), { status: 'paused', statusReason: 'Flytt', waitingCount: 0 })
  t.equal(receiver.received.length, 0)
  await made(ask('POST', `/webhook-subscriptions/${id}/resume`, {}))
  await sendOnce()
  t.equal(receiver.received.length, 1)
  await made(ask('POST', `/webhook-subscriptions/${id}/withdraw`, { reason: 'Klart' }))
  await organisation('Två')
  await sendOnce()
  t.equal(receiver.received.length, 1)
})

t.test(
  'what is not taken for 24 hours is parked and seen, later events of the record go on, and it is sent again when asked',
  async t => {
    const { ask, subscribe, sendOnce, later, deliveries, shown, database } = await aSender(t)
    const body = await made(ask('POST', '/bodies', { name: 'Nämnden', kind: 'committee' }))
    const rename = (name: string) => made(ask('PATCH', `/bodies/${body.id}`, { name }, { 'if-match': '*' }))
    const receiver = await aReceiver(t, answers(500))
    const { id, feedPosition } = await subscribe(receiver.url, { eventTypes: ['body.updated'] })
    for (const name of ['En', 'Två', 'Tre']) await rename(name)
    const hoursLater = (hours: number) =>
      database.$client.query('update webhook_deliveries set tried_since = tried_since - make_interval(hours => $1)', [
        hours
      ])
    await sendOnce()
    await hoursLater(23)
    await later()
    await sendOnce()
    t.match(await shown(id), { waitingCount: 3, parkedCount: 0 }, 'not before')
    t.same([...new Set(receiver.received.map(({ event }) => event.data.after.name))], ['En'])
    await hoursLater(2)
    await later()
    await sendOnce()
    t.match(await shown(id), { waitingCount: 2, parkedCount: 1 })
    receiver.behave(taken)
    await later()
    await sendOnce()
    const [parked, ...others] = await deliveries(id)
    t.match(parked, { status: 'parked', attempts: [{ outcome: 'refused' }, {}, {}] })
    t.ok(parked.endedAt)
    t.same(
      others.map(({ status }) => status),
      ['delivered', 'delivered'],
      'those after it go on'
    )
    t.same(
      (await deliveries(id, '&status=parked')).map(one => one.id),
      [parked.id]
    )
    const again = (what: object) => made(ask('POST', `/webhook-subscriptions/${id}/redeliver`, what))
    t.same(await again({ deliveryId: parked.id }), { redeliveredCount: 1 })
    const before = receiver.received.length
    await sendOnce()
    t.match(receiver.received.slice(before), [
      { id: `0136-${parked.eventSequence}`, event: { data: { after: { name: 'En' } } } }
    ])
    t.match(await shown(id), { waitingCount: 0, parkedCount: 0 })
    t.same(await again({ after: feedPosition }), { redeliveredCount: 3 }, 'all since it was made')
    t.same(await again({ after: parked.feedPosition }), { redeliveredCount: 2 }, 'those after the first')
    t.same(await again({ after: feedPosition, until: parked.feedPosition }), { redeliveredCount: 1 })
    await sendOnce()
    t.same(
      receiver.received.slice(before + 1).map(({ event }) => event.data.after.name),
      ['En', 'Två', 'Tre'],
      'in order, each once'
    )
    t.equal(await clearDeliveries(database, 30), 0)
    await database.$client.query(`update webhook_deliveries set ended_at = ended_at - interval '31 days'`)
    t.equal(await clearDeliveries(database, 30), 3)
    t.same(await again({ after: feedPosition }), { redeliveredCount: 3 }, 'also what the log has forgotten')
  }
)

t.test('a service that is killed in the middle has everything sent by the next one', async t => {
  const url = await createDatabase(t)
  const env = { DATABASE_URL: url, ALLOW_PRIVATE_ADDRESSES: 'on', PRINT_FIRST_KEY: 'true' }
  const first = await aService(t, env)
  const key = /psk_[\w-]+/.exec(first.output())![0]
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  const ask = async (address: string, method: string, path: string, body: object) => {
    const answer = await fetch(`${address}${apiPrefix}${path}`, { method, headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)
    return await answer.json()
  }
  let count = 0
  const receiver = await aReceiver(t, (one, response, nth) => {
    count++
    // From here on it hangs, until the service is killed.
    if (count > 5 && !isKilled) return
    taken(one, response, nth)
  })
  let isKilled = false
  await ask(first.address, 'PUT', '/municipalities/0136', { name: 'Haninge' })
  await ask(first.address, 'POST', '/0136/webhook-subscriptions', {
    url: receiver.url,
    eventTypes: ['organisation.created']
  })
  for (let nth = 0; nth < 20; nth++)
    await ask(first.address, 'POST', '/0136/organisations', { name: `Förening ${nth}` })
  await until(() => receiver.received.length > 5, 'it is in the middle')
  await kill(first.child)
  isKilled = true
  t.ok(receiver.ids().length < 20)
  const second = await aService(t, env)
  await until(() => receiver.ids().length === 20, 'all of them', 60_000)
  const began = Date.now()
  t.equal(await stop(second.child), 0)
  t.ok(Date.now() - began < 10_000, 'and what sends is stopped with the service')
})
