import { setTimeout as sleep } from 'node:timers/promises'
import { CloudEvent, HTTP } from 'cloudevents'
import t from 'tap'
import { made } from '../support/register.ts'
import { answers, aReceiver, aSender, taken } from './sending.ts'

t.test('an event is sent as a CloudEvent, signed, with its position in the feed', async t => {
  const { ask, subscribe, organisation, sendOnce, deliveries } = await aSender(t)
  const receiver = await aReceiver(t)
  const { id, secret } = await subscribe(receiver.url)
  const organisationId = await organisation('Kvinnojouren')
  await sendOnce()
  const [received, ...more] = receiver.received
  t.same(more, [])
  t.match(received!.headers, {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'webhook-id': received!.event.id
  })
  const event = HTTP.toEvent({ headers: received!.headers, body: received!.body })
  t.ok(event instanceof CloudEvent && event.validate(), 'the library of CloudEvents finds nothing wrong with it')
  const { items } = await made(ask('GET', '/events?after=&type=organisation.created'))
  t.match(received!.event, {
    specversion: '1.0',
    source: 'https://api.example.se/partnerskap/v1/0136/events',
    type: 'organisation.created',
    subject: `organisation/${organisationId}`,
    time: items[0].recordedAt
  })
  t.strictSame(received!.event.data, items[0], 'what is told is the event as the feed gives it')
  t.match(received!.event.time, /\.\d{6}Z$/, 'instants too, to the last zero')
  t.ok(receiver.verify(secret))
  t.throws(() => receiver.verify('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'), /signature/)
  const { feedposition } = received!.event
  await organisation('Nattvandrarna')
  const after = await made(ask('GET', `/events?after=${feedposition}&type=organisation.created`))
  t.match(after.items, [{ after: { name: 'Nattvandrarna' } }], 'the feed is read on from there')
  const [delivery] = await deliveries(id)
  t.match(delivery, { status: 'delivered', feedPosition: feedposition, eventSequence: items[0].sequence })
  t.match(delivery.attempts, [{ outcome: 'delivered', httpStatus: 204 }])
  t.ok(delivery.endedAt >= delivery.createdAt)
})

t.test('what is not taken is tried again, then it is; the log tells of every attempt', async t => {
  const { subscribe, organisation, send, deliveries } = await aSender(t)
  const receiver = await aReceiver(t, (one, response, nth) => (nth < 3 ? answers(500) : taken)(one, response, nth))
  const { id } = await subscribe(receiver.url)
  await organisation('Kvinnojouren')
  send()
  for (let found: { status?: string } = {}; found.status !== 'delivered'; ) [found = {}] = await deliveries(id)
  const [{ attempts }] = await deliveries(id)
  t.match(attempts, [
    { outcome: 'refused', httpStatus: 500 },
    { outcome: 'refused', httpStatus: 500 },
    { outcome: 'delivered', httpStatus: 204 }
  ])
  t.equal(receiver.ids().length, 1, 'under one id')
})

t.test('figures tell what was sent, what was given up, and for how long the oldest waits', async t => {
  const { app, ask, subscribe, organisation, sendOnce } = await aSender(t)
  const figure = async (name: string) => {
    const { body } = await app.inject('/metrics')
    return Number(new RegExp(`^partnerskap_webhook_${name} (\\S+)$`, 'm').exec(body)?.[1])
  }
  const receiver = await aReceiver(t, answers(500))
  const { id } = await subscribe(receiver.url)
  await sendOnce()
  t.same(await Promise.all(['parked', 'disabled', 'lag_seconds'].map(figure)), [0, 0, 0])
  await organisation('En')
  await sleep(1_100)
  const inFeed = await figure('lag_seconds')
  t.ok(inFeed >= 1 && inFeed < 600, `what is in the feed still: ${inFeed} s`)
  const before = (await figure('attempts_total\\{outcome="refused"\\}')) || 0
  await sendOnce()
  t.equal(await figure('attempts_total\\{outcome="refused"\\}'), before + 1)
  const lag = await figure('lag_seconds')
  t.ok(lag > 0 && lag < 600, `what waits: ${lag} s`)
  await made(ask('POST', `/webhook-subscriptions/${id}/withdraw`, { reason: 'Klart' }))
  t.same(await Promise.all(['parked', 'lag_seconds'].map(figure)), [1, 0])
  t.match(await app.inject('/health/ready'), { statusCode: 200 }, 'readiness is another thing')
})
