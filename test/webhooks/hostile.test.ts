import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createPlain } from 'node:net'
import { promisify } from 'node:util'
import t from 'tap'
import { lookupOf, type Resolve } from '../../src/platform/http/outside.ts'
import { made } from '../support/register.ts'
import { answers, aReceiver, aSender, type Received, SLOW, taken, until } from './sending.ts'

type Hostile = (received: Received, response: ServerResponse, nth: number) => void

const drip: Hostile = (_received, response) => {
  response.writeHead(200).write('{')
  const timer = setInterval(() => response.write(' '), 50)
  response.on('close', () => clearInterval(timer))
}
const flood: Hostile = (_received, response) => {
  response.writeHead(200)
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
  }
  response.on('drain', more)
  more()
}

/** What receivers do that do not do as they should, and what the log says of it. */
const HOSTILE: Record<string, [behaviour: Hostile, outcome: string, httpStatus: number | null]> = {
  'says nothing': [() => {}, 'timeout', null],
  'begins, and goes on for ever': [drip, 'timeout', null],
  'sends more than anybody reads': [flood, 'delivered', 200],
  'is cut off after its 200': [
    (_received, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{')
      setTimeout(() => response.destroy(), 20)
    },
    'cutOff',
    null
  ],
  'hangs up': [(_received, response) => void response.destroy(), 'cutOff', null],
  'answers 500': [answers(500), 'refused', 500],
  'answers 404': [answers(404), 'refused', 404],
  'has headers without an end': [
    (_received, response) => void response.socket!.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(200_000)}\r\n`),
    'cutOff',
    null
  ],
  'speaks no HTTP': [(_received, response) => void response.socket!.end('220 smtp ready\r\n'), 'cutOff', null]
}

t.test('what a receiver does wrong is told by the log, and a receiver beside it has its events in time', async t => {
  const { subscribe, organisation, send, deliveries } = await aSender(t, {
    pace: SLOW
  })
  const secondary = await aReceiver(t)
  const good = await aReceiver(t)
  await subscribe(good.url)
  const cases: typeof HOSTILE = {
    ...HOSTILE,
    'leads elsewhere': [answers(307, { location: secondary.url }), 'redirected', 307],
    'leads to the metadata of a cloud': [
      answers(302, { location: 'http://169.254.169.254/latest/meta-data' }),
      'redirected',
      302
    ]
  }
  const hostile = await Promise.all(
    Object.entries(cases).map(async ([name, [behaviour, outcome, httpStatus]]) => {
      const receiver = await aReceiver(t, behaviour)
      return { name, outcome, httpStatus, receiver, id: (await subscribe(receiver.url)).id as string }
    })
  )
  const nobody = createPlain()
  await new Promise<void>(resolve => nobody.listen(0, '127.0.0.1', resolve))
  const { port } = nobody.address() as AddressInfo
  await new Promise(resolve => nobody.close(resolve))
  const absent = (await subscribe(`http://127.0.0.1:${port}/`)).id as string
  const before = process.memoryUsage().rss
  const stop = send({ timeoutMs: 1_000 })
  // More records than are sent at a time: whoever hangs is kept waiting by nobody but itself.
  for (let nth = 0; nth < 8; nth++) {
    const began = Date.now()
    await organisation(`Förening ${nth}`)
    await until(() => good.received.length > nth, 'the good receiver')
    t.ok(Date.now() - began < 5_000, `${Date.now() - began} ms`)
  }
  for (const { name, id, outcome, httpStatus } of hostile) {
    await until(async () => (await deliveries(id)).some(({ attempts }) => attempts.length > 0), name)
    const tried = (await deliveries(id)).flatMap(({ attempts }) => attempts)
    for (const attempt of tried) t.match(attempt, { outcome, httpStatus }, name)
    t.ok(
      tried.every(({ durationMs }) => durationMs < 5_000),
      `${name}: nobody is waited for longer than the limit`
    )
  }
  await until(async () => (await deliveries(absent)).some(({ attempts }) => attempts.length > 0), 'nobody there')
  t.match((await deliveries(absent)).flatMap(({ attempts }) => attempts)[0], {
    outcome: 'notConnected',
    httpStatus: null
  })
  t.equal(secondary.received.length, 0, 'a redirect is followed nowhere')
  await stop()
  const grown = (process.memoryUsage().rss - before) / 2 ** 20
  t.ok(grown < 200, `${Math.round(grown)} MB more memory`)
})

t.test('a receiver that is down is left alone after a few attempts, and has everything when it is back', async t => {
  const { subscribe, organisation, send, shown } = await aSender(t, { pace: { first: 60, most: 60, mostRest: 1 } })
  const receiver = await aReceiver(t, answers(503))
  const { id } = await subscribe(receiver.url)
  for (let nth = 0; nth < 30; nth++) await organisation(`Förening ${nth}`)
  send()
  await until(async () => (await shown(id)).retryAt !== null, 'it is left alone')
  t.ok(receiver.received.length <= 8, `${receiver.received.length} of 30 were tried`)
  receiver.behave(taken)
  await until(() => receiver.ids().length === 30, 'all of them', 10_000)
  await until(async () => (await shown(id)).waitingCount === 0, 'nothing waits')
  t.match(await shown(id), { retryAt: null, parkedCount: 0 })
})

t.test('a receiver that asks to be left alone is, for no longer than an hour', async t => {
  const { subscribe, organisation, sendOnce, shown, database } = await aSender(t)
  for (const [asked, seconds] of [
    ['120', 120],
    [new Date(Date.now() + 300_000).toUTCString(), 300],
    ['999999', 3_600],
    ['tomorrow', 0]
  ] as const) {
    const receiver = await aReceiver(t, answers(429, { 'retry-after': asked }))
    const { id } = await subscribe(receiver.url)
    await organisation(`Förening ${asked}`)
    await sendOnce()
    const { rows } = await database.$client.query(
      'select extract(epoch from retry_at - now())::float8 as seconds from webhook_states where subscription_id = $1',
      [id]
    )
    const left = rows[0].seconds
    if (asked === 'tomorrow') t.equal(left, null, 'what cannot be read asks for nothing')
    else t.ok(left > seconds - 30 && left <= seconds, `${asked}: ${left} s`)
    t.match(await shown(id), { waitingCount: 1 })
  }
})

t.test('410 disables the subscription, and resuming goes on with what waited', async t => {
  const { ask, subscribe, organisation, sendOnce, shown } = await aSender(t)
  const receiver = await aReceiver(t, answers(410))
  const { id } = await subscribe(receiver.url)
  await organisation('En')
  await sendOnce()
  t.match(await shown(id), { status: 'disabled', statusReason: /410/, waitingCount: 1 })
  await organisation('Två')
  await sendOnce()
  t.equal(receiver.received.length, 1, 'nothing more is sent')
  const history = await made(ask('GET', `/webhook-subscriptions/${id}/history`))
  t.match(history.items.at(-1), { type: 'webhookSubscription.disabled', actor: 'job:webhooks' })
  receiver.behave(taken)
  await made(ask('POST', `/webhook-subscriptions/${id}/resume`, {}))
  await sendOnce()
  t.equal(receiver.ids().length, 2)
})

t.test('a name that leads to this machine is not connected to, whatever it led to when it was registered', async t => {
  const { ask, subscribe, organisation, sendOnce, later, deliveries } = await aSender(t)
  const receiver = await aReceiver(t)
  const asked: string[] = []
  const resolvingTo =
    (...addresses: string[]): Resolve =>
    (name, _options, done) => {
      asked.push(name)
      done(
        null,
        addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 }))
      )
    }
  const { id } = await subscribe(`https://casefile.example.se:${receiver.port}/`)
  const plain = await subscribe(`http://casefile.example.se:${receiver.port}/`)
  await organisation('En')
  for (const resolve of [
    resolvingTo('127.0.0.1'),
    resolvingTo('8.8.8.8', '127.0.0.1'),
    resolvingTo('169.254.169.254'),
    resolvingTo('::ffff:127.0.0.1'),
    resolvingTo('64:ff9b::7f00:1')
  ]) {
    await sendOnce({ allowPrivate: false, resolve })
    await later()
  }
  t.equal(receiver.received.length, 0)
  const tried = (await deliveries(id))[0].attempts
  t.equal(tried.length, 5)
  t.same([...new Set(tried.map(({ outcome }: { outcome: string }) => outcome))], ['addressNotAllowed'])
  t.match((await deliveries(plain.id))[0].attempts[0], { outcome: 'addressNotAllowed' }, 'and plain http neither')
  // The address that was judged is the one that is connected to: the name is asked for once.
  asked.length = 0
  let nth = 0
  const changing = (...addresses: string[]): Resolve => {
    const each = addresses.map(address => resolvingTo(address))
    return (name, options, done) => each[Math.min(nth++, each.length - 1)]!(name, options, done)
  }
  const lookup = promisify(lookupOf(false, changing('8.8.8.8', '127.0.0.1')))
  t.same(await lookup('casefile.example.se', { all: true }), [{ address: '8.8.8.8', family: 4 }])
  await t.rejects(lookup('casefile.example.se', { all: true }), { message: 'resolves to a private address' })
  nth = 0
  const other = createServer((_request, response) => response.writeHead(204).end())
  await new Promise<void>(resolve => other.listen(receiver.port, '127.0.0.2', resolve))
  t.teardown(() => other.close())
  await made(ask('POST', `/webhook-subscriptions/${id}/withdraw`, { reason: 'Klart' }))
  asked.length = 0
  await sendOnce({ resolve: changing('127.0.0.1', '127.0.0.2') })
  t.same(asked, ['casefile.example.se'])
  t.equal(receiver.received.length, 1)
  t.match((await deliveries(plain.id))[0], { status: 'delivered' })
})
