import { CloudEvent, HTTP } from 'cloudevents'
import t from 'tap'
import { made } from '../support/register.ts'
import { answers, aReceiver, aSender, taken } from './sending.ts'

t.setTimeout(120_000)

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
