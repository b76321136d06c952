import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import t from 'tap'
import { loadConfig } from '../../src/config.ts'
import type { App } from '../../src/platform/http/app.ts'
import { closing } from '../../src/platform/http/closing.ts'
import { createServer } from '../../src/platform/http/server.ts'
import { aServer } from '../support/server.ts'

const open = { config: { scope: 'public' } }

async function routes(app: App) {
  app.get('/things', open, async () => ({ ok: true }))
  app.post('/things', open, async request => ({ got: request.body ?? null }))
  app.get('/things/:id', open, async request => request.params)
  app.patch('/things/:thingId', open, async () => ({}))
  app.get('/:municipalityCode(^\\d{4}$)/things', open, async request => request.params)
}

t.test('a request without an id gets one, a sane id is kept and any other is replaced', async t => {
  const { request } = await aServer(t, routes)
  t.match(await request('GET', '/things'), { headers: { 'x-request-id': /^[0-9a-f-]{36}$/ } })
  t.match(await request('GET', '/things', undefined, { 'x-request-id': 'job.7_a-1' }), {
    headers: { 'x-request-id': 'job.7_a-1' }
  })
  for (const id of ['with space', 'x'.repeat(101), '{"a":1}', '']) {
    t.match(await request('GET', '/things', undefined, { 'x-request-id': id }), {
      headers: { 'x-request-id': /^[0-9a-f-]{36}$/ }
    })
  }
})

t.test('a well-formed traceparent is echoed, a malformed one is ignored', async t => {
  const { request, log } = await aServer(t, routes)
  const good = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  const answer = await request('GET', '/nowhere', undefined, { traceparent: good })
  t.match(answer, { status: 404, headers: { traceparent: good } })
  t.match(log().at(-1), { traceId: '4bf92f3577b34da6a3ce929d0e0e4736' })
  const bad = [
    'nonsense',
    good.toUpperCase(),
    `ff${good.slice(2)}`,
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `${good}-x`
  ]
  for (const traceparent of bad) {
    const { status, headers } = await request('GET', '/things', undefined, { traceparent })
    t.equal(status, 200)
    t.match(headers.traceparent, /^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/)
    t.not(headers.traceparent, traceparent)
  }
})

t.test('a route that declares no scope keeps the service from starting', async t => {
  const app = await createServer({ ...loadConfig({ LOG_LEVEL: 'silent' }) })
  app.get('/forgotten', async () => 'everything')
  await t.rejects(async () => await app.ready(), /GET \/forgotten declares no scope/)
})

t.test('a method that an address does not have is 405 and says which there are', async t => {
  const { request } = await aServer(t, routes)
  t.match(await request('DELETE', '/things'), {
    status: 405,
    headers: { allow: 'GET, HEAD, POST, OPTIONS', 'content-type': /^application\/problem\+json/ },
    body: { type: /\/problems\/method-not-allowed$/, status: 405 }
  })
  t.match(await request('PUT', '/things/7', '{', { 'content-type': 'application/json' }), {
    status: 405,
    headers: { allow: 'GET, HEAD, PATCH, OPTIONS' }
  })
  t.match(await request('OPTIONS', '/things'), { status: 204, headers: { allow: 'GET, HEAD, POST, OPTIONS' } })
})

t.test('missing methods do not hide other addresses', async t => {
  const { request } = await aServer(t, routes)
  t.match(await request('GET', '/0136/things'), { status: 200, body: { municipalityCode: '0136' } })
  t.match(await request('GET', '/municipalities/things'), { status: 404 })
  t.match(await request('DELETE', '/nowhere'), { status: 404, body: { type: /\/not-found$/ } })
})

t.test('an address is taken literally: case and a slash at the end matter', async t => {
  const { request } = await aServer(t, routes)
  t.equal((await request('GET', '/Things')).status, 404)
  t.equal((await request('GET', '/0136/things/')).status, 404)
})

t.test('addresses that cannot be read are refused', async t => {
  const { request } = await aServer(t, routes)
  for (const url of ['/things/%ff', '/things?x=%00', '/things/a%00b', '/things?x=%', '/things?x=%ed%a0%80']) {
    const answer = await request('GET', url)
    t.match(answer, { status: 400, body: { type: /\/address-malformed$/ } }, url)
    t.match(answer.headers, { 'x-request-id': /./, traceparent: /./ }, url)
  }
  t.match(await request('GET', `/things/${'x'.repeat(201)}`), { status: 414, body: { type: /\/address-too-long$/ } })
})

t.test('a body too large is 413, and one of an unknown type 415', async t => {
  const { request } = await aServer(t, routes, { bodyMaxBytes: 100 })
  t.match(await request('POST', '/things', { x: 'y'.repeat(100) }), {
    status: 413,
    body: { type: /\/body-too-large$/ }
  })
  for (const type of ['text/plain', 'application/xml', 'nonsense']) {
    t.match(await request('POST', '/things', 'x', { 'content-type': type }), {
      status: 415,
      body: { type: /\/media-type-not-supported$/ }
    })
  }
})

t.test('the log has one line a request, without what stands in the query or in headers', async t => {
  const { request, log } = await aServer(t, routes)
  await request('GET', '/things?name=Astrid', undefined, { authorization: 'Bearer psk_secret' })
  t.match(log(), [
    { level: 'info', method: 'GET', path: '/things', status: 400, problem: 'validation', requestId: /./ }
  ])
  t.notMatch(JSON.stringify(log()), /Astrid|psk_secret/)
})

t.test('what is not HTTP is answered with a problem all the same', async t => {
  const { app } = await aServer(t, routes)
  await app.listen({ port: 0, host: '127.0.0.1' })
  const { port } = app.server.address() as AddressInfo
  /** What comes back, each text being sent when something has come for the one before. */
  const say = async (...texts: string[]) => {
    const socket = connect(port, '127.0.0.1').setEncoding('latin1')
    let heard = ''
    socket.on('data', chunk => {
      heard += chunk
      const next = texts.shift()
      if (next) socket.write(next)
    })
    socket.write(texts.shift()!)
    await once(socket, 'close')
    return heard.split(/(?=HTTP\/1\.1 )/)
  }
  const nonsense = 'NONSENSE\r\n\r\n'
  const long = `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`
  const malformed = /^HTTP\/1.1 400 (.|\s)*application\/problem\+json(.|\s)*\/problems\/malformed/
  t.match(await say(nonsense), [malformed])
  t.match(await say(long), [/^HTTP\/1.1 431 (.|\s)*application\/problem\+json(.|\s)*\/problems\/headers-too-large/])
  t.match(await say('GET /things HTTP/1.1\r\nHost: x\r\n\r\n', nonsense), [/^HTTP\/1.1 200 /, malformed])
  t.match(await say('GET /things?q=å HTTP/1.1\r\nHost: x\r\n\r\n'), [malformed])
})

t.test(
  'connections on which no request has come do not keep the service from closing',
  { timeout: 60_000 },
  async t => {
    const { app } = await aServer(t, routes)
    await app.register(closing)
    await app.listen({ port: 0, host: '127.0.0.1' })
    const { port } = app.server.address() as AddressInfo
    /** All that comes back until the connection is closed. */
    const heard = async (text: string) => {
      const socket = connect(port, '127.0.0.1').setEncoding('latin1')
      socket.on('error', () => {})
      await once(socket, 'connect')
      socket.write(text)
      return async () => (await socket.toArray()).join('')
    }
    const silent = await heard('')
    const halfSaid = await heard('GET /things HTTP/1.1\r\nHost: x\r\n')
    const rested = await heard('GET /things HTTP/1.1\r\nHost: x\r\n\r\n')
    t.match(await (await fetch(`http://127.0.0.1:${port}/things`)).json(), { ok: true })
    await app.close()
    t.strictSame([await silent(), await halfSaid()], ['', ''])
    t.match(await rested(), /^HTTP\/1.1 200 /)
  }
)
