import { createHash } from 'node:crypto'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import t from 'tap'
import { apiPrefix } from '../../src/platform/http/openapi-info.ts'
import { aRegister, made } from '../support/register.ts'

// What a bomb is bounded by.
const register = await aRegister(t, { importMaxBytes: 50_000_000 })
const { app, admin } = register
for (let number = 0; number < 40; number++) {
  await made(admin('POST', '/0136/bodies', { name: `Nämnden ${number}`, kind: 'committee' }))
}
const { secret } = await register.newKey()
const authorization = `Bearer ${secret}`
const api = (path: string) => apiPrefix + path
const unpack = { br: brotliDecompressSync, gzip: gunzipSync }

t.test('what needs a key is kept by nobody; what is open may be kept for a while', async t => {
  const cache = async (url: string, headers = {}) => {
    const { headers: answered } = await app.inject({ url, headers })
    return answered['cache-control']
  }
  for (const path of ['/0136/bodies', '/0136/events', '/municipalities', '/0136/nowhere', '/2031/bodies?nope=1']) {
    t.equal(await cache(api(path), { authorization }), 'no-store', path)
    t.equal(await cache(api(path)), 'no-store', `${path} without a key`)
  }
  t.equal(await cache('/health/live'), 'no-store')
  t.equal(await cache('/metrics'), 'no-store')
  for (const path of [
    '/openapi.json',
    '/docs/',
    '/docs/payments',
    '/docs/all/js/scalar.js',
    '/problems/not-found',
    api('/api-info')
  ]) {
    t.match(await cache(path), /^public, max-age=\d+$/, path)
  }
  const { headers } = await app.inject({ url: api('/0136/bodies'), headers: { authorization } })
  const again = await app.inject({
    url: api('/0136/bodies'),
    headers: { authorization, 'if-none-match': String(headers.etag) }
  })
  t.match(again, { statusCode: 304, body: '', headers: { 'cache-control': 'no-store' } })
})

t.test('large answers are packed as the client takes them, under a tag of their own that still holds', async t => {
  const url = api('/0136/bodies?limit=100')
  const plain = await app.inject({ url, headers: { authorization } })
  t.ok(plain.rawPayload.length > 5_000)
  t.match(plain.headers, { vary: /accept-encoding/i, 'content-encoding': undefined })
  for (const encoding of ['br', 'gzip'] as const) {
    const headers = { authorization, 'accept-encoding': encoding }
    const packed = await app.inject({ url, headers })
    t.match(packed.headers, { 'content-encoding': encoding, vary: /accept-encoding/i })
    t.ok(packed.rawPayload.length < plain.rawPayload.length / 4, `${packed.rawPayload.length} bytes`)
    t.equal(unpack[encoding](packed.rawPayload).toString(), plain.body)
    t.not(packed.headers.etag, plain.headers.etag, 'a strong tag is of one representation')
    for (const tag of [
      packed.headers.etag,
      plain.headers.etag,
      `W/${packed.headers.etag}`,
      `"x", ${packed.headers.etag}`
    ]) {
      for (const accept of [encoding, 'identity']) {
        const asked = { ...headers, 'accept-encoding': accept, 'if-none-match': String(tag) }
        t.match(await app.inject({ url, headers: asked }), { statusCode: 304, body: '' }, `${tag} ${accept}`)
      }
    }
    t.equal((await app.inject({ url, headers: { ...headers, 'if-none-match': '"other-br"' } })).statusCode, 200)
  }
  for (const accept of ['identity', 'gzip;q=0, br;q=0', 'deflate']) {
    const answer = await app.inject({ url, headers: { authorization, 'accept-encoding': accept } })
    t.equal(answer.body, plain.body, accept)
  }
  const small = await app.inject({ url: api('/api-info'), headers: { 'accept-encoding': 'br' } })
  t.notOk(small.headers['content-encoding'], 'what is small is not worth it')
  const csv = await app.inject({
    url: api('/0136/statistics/grant-totals?groupBy=year'),
    headers: { authorization, accept: 'text/csv', 'accept-encoding': 'gzip' }
  })
  t.equal(csv.statusCode, 200)
})

t.test('what was read packed is changed by its tag', async t => {
  const long = 'Nämnden för allt '.repeat(12).trim()
  const made = await admin('POST', '/0136/bodies', { name: long, kind: 'committee' })
  const { id } = made.body
  const url = api(`/0136/bodies/${id}`)
  const read = await app.inject({ url, headers: { authorization, 'accept-encoding': 'br' } })
  const tag = String(read.headers.etag).replace(/"$/, read.headers['content-encoding'] ? '"' : '-br"')
  const patch = (name: string) => admin('PATCH', `/0136/bodies/${id}`, { name }, { 'if-match': tag })
  t.match(await patch('Kort nämnd'), { status: 200, body: { version: 2 } })
  t.equal((await patch('Kortare')).status, 412)
})

t.test('the description and the script of the reference are packed once, and asked for again cost nothing', async t => {
  for (const [url, most] of [
    ['/openapi.json', 200_000],
    ['/docs/', 20_000],
    ['/docs/payments/openapi.json', 60_000],
    ['/docs/all/js/scalar.js', 1_500_000]
  ] as const) {
    const plain = await app.inject({ url })
    for (const encoding of ['br', 'gzip'] as const) {
      const headers = { 'accept-encoding': encoding }
      const packed = await app.inject({ url, headers })
      t.match(packed.headers, { 'content-encoding': encoding, vary: /accept-encoding/i, etag: /^"[\w-]+"$/ })
      t.ok(packed.rawPayload.length < most, `${url} ${encoding} ${packed.rawPayload.length}`)
      t.equal(unpack[encoding](packed.rawPayload).toString(), plain.body)
      const began = process.cpuUsage()
      for (let times = 0; times < 10; times++) await app.inject({ url, headers })
      const { user } = process.cpuUsage(began)
      t.ok(user < 1_000_000, `ten times in ${user} µs of a processor`)
      const again = await app.inject({ url, headers: { ...headers, 'if-none-match': String(packed.headers.etag) } })
      t.match(again, { statusCode: 304, body: '' })
    }
  }
})

t.test('a browser is told to run, load and frame nothing; the reference may do what it needs', async t => {
  const secured = { 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' }
  for (const url of [
    api('/0136/bodies'),
    api('/api-info'),
    '/nowhere',
    '/health/live',
    '/problems/not-found',
    '/docs/',
    '/docs/payments',
    '/docs/all/'
  ]) {
    const { headers } = await app.inject({ url })
    t.match(headers, secured, url)
    t.match(headers['content-security-policy'], /default-src 'none'/, url)
    t.notOk(headers['strict-transport-security'], 'there is no TLS here')
  }
  for (const url of ['/docs/payments', '/docs/all/']) {
    const page = await app.inject({ url })
    const policy = String(page.headers['content-security-policy'])
    const [, inline] = /<script[^>]*>([^<]+)<\/script>/.exec(page.body)!
    t.ok(policy.includes(`'sha256-${createHash('sha256').update(inline!).digest('base64')}'`), url)
    t.notMatch(policy, /script-src[^;]*unsafe|\*/)
    const packed = await app.inject({ url, headers: { 'accept-encoding': 'br' } })
    t.equal(packed.headers['content-security-policy'], policy, `${url} packed`)
  }
  const secure = await aRegister(t, { publicUrl: 'https://bidrag.example.se' })
  t.match((await secure.app.inject({ url: '/health/live' })).headers, { 'strict-transport-security': /max-age=\d{6,}/ })
})

t.test('no page of another origin may ask unless the settings name it', async t => {
  const origin = 'https://portal.example.se'
  const url = api('/0136/bodies')
  const preflight = { origin, 'access-control-request-method': 'PATCH', 'access-control-request-headers': 'if-match' }
  const closed = await app.inject({ url, headers: { origin, authorization } })
  t.strictSame(
    Object.keys(closed.headers).filter(name => name.startsWith('access-control')),
    []
  )
  const open = await aRegister(t, { corsOrigins: [origin] })
  const key = `Bearer ${(await open.newKey()).secret}`
  const answer = await open.app.inject({ url, headers: { origin, authorization: key } })
  t.match(answer.headers, {
    'access-control-allow-origin': origin,
    'access-control-expose-headers': /ETag.*Link.*Location.*Retry-After.*RateLimit-Remaining/,
    vary: /origin/i
  })
  t.notOk(answer.headers['access-control-allow-credentials'])
  t.match(await open.app.inject({ method: 'OPTIONS', url, headers: preflight }), {
    statusCode: 204,
    headers: {
      allow: /GET.*POST/,
      'access-control-allow-origin': origin,
      'access-control-allow-methods': /PATCH/,
      'access-control-allow-headers': /Authorization.*If-Match.*Idempotency-Key/
    }
  })
  const refusal = await open.app.inject({ url, headers: { origin } })
  t.match(refusal, { statusCode: 401, headers: { 'access-control-allow-origin': origin } }, 'a page may read why')
  const other = await open.app.inject({ url, headers: { origin: 'https://evil.example', authorization: key } })
  t.notOk(other.headers['access-control-allow-origin'])
  t.match(other.headers.vary, /origin/i)
  const all = await aRegister(t, { corsOrigins: ['*'] })
  t.match((await all.app.inject({ url, headers: { origin } })).headers, { 'access-control-allow-origin': '*' })
})

t.test('a body may be packed with gzip, and is bounded by what it is unpacked', async t => {
  const post = (path: string, payload: Buffer, coding: string, type = 'application/json') =>
    app.inject({
      method: 'POST',
      url: api(path),
      payload,
      headers: { authorization, 'content-type': type, 'content-encoding': coding }
    })
  const body = (name: string) => JSON.stringify({ name, kind: 'committee' })
  for (const coding of ['gzip', 'GZIP', 'x-gzip']) {
    const answer = await post('/0136/bodies', gzipSync(body(`Packad ${coding}`)), coding)
    t.match(answer, { statusCode: 201 }, coding)
    t.match(answer.json(), { name: `Packad ${coding}` })
  }
  t.equal((await post('/0136/bodies', Buffer.from(body('Som den är')), 'identity')).statusCode, 201)
  const csv = 'body,decided_on,recipient,granted\nSocialnämnden,2022-05-01,Länkarna,1000\n'
  const imported = await post('/0136/decision-imports?dryRun=true', gzipSync(csv), 'gzip', 'text/csv')
  t.match(imported.json(), { encoding: 'utf-8', counts: { rejectedCount: Number } })

  for (const coding of ['br', 'deflate', 'zstd', 'compress', 'gzip, gzip', 'nonsense', '*']) {
    const answer = await post('/0136/bodies', gzipSync(body('x')), coding)
    t.match(answer, { statusCode: 415, headers: { 'accept-encoding': 'gzip' } }, coding)
    t.match(answer.json(), { type: /\/content-encoding-not-supported$/ }, coding)
  }
  for (const broken of [Buffer.from('not gzip'), gzipSync(body('x')).subarray(0, 20), Buffer.alloc(0)]) {
    const answer = await post('/0136/bodies', broken, 'gzip')
    t.match(answer, { statusCode: 400 })
    t.match(answer.json(), { status: 400, type: /\/problems\// })
  }
  const bomb = gzipSync(Buffer.alloc(300_000_000, ' '))
  t.ok(bomb.length < 400_000)
  const before = process.memoryUsage().rss
  for (const [path, type] of [
    ['/0136/bodies', 'application/json'],
    ['/0136/decision-imports', 'text/csv']
  ] as const) {
    const answer = await post(path, bomb, 'gzip', type)
    t.match(answer, { statusCode: 413 }, path)
    t.match(answer.json(), { type: /\/body-too-large$/ }, path)
  }
  t.ok(process.memoryUsage().rss - before < 250_000_000, 'it is not unpacked to its end')
})

t.test('what a request says in Host is told to nobody', async t => {
  for (const host of ['evil.example', 'localhost:1', 'a"b', '127.0.0.1:9']) {
    for (const [url, headers] of [
      [api('/0136/bodies'), {}],
      [api('/0136/bodies/x'), { authorization }],
      [api('/api-info'), {}],
      ['/openapi.json', {}],
      ['/nowhere', {}],
      ['/%zz', {}],
      ['/', {}],
      ['/docs', {}],
      ['/docs/', {}],
      ['/docs/payments', {}],
      ['/docs/payments/openapi.json', {}],
      ['/health/ready', {}]
    ] as const) {
      const answer = await app.inject({ url, headers: { ...headers, host, 'x-forwarded-host': host } })
      const { location, link } = answer.headers
      const told = JSON.stringify([location, link, answer.body])
      t.notOk(told.includes(host), `${host} ${url}`)
    }
  }
  const { body } = await app.inject({ url: '/nowhere', headers: { host: 'evil.example' } })
  t.equal(JSON.parse(body).type, 'http://127.0.0.1:3000/problems/not-found')
})

t.test('where it listens is what it is named by, until PUBLIC_URL says better', async t => {
  const listening = await aRegister(t)
  const address = await listening.app.listen({ port: 0, host: '127.0.0.1' })
  t.match(await (await fetch(`${address}/nowhere`)).json(), { type: `${address}/problems/not-found` })
  t.match(await (await fetch(`${address}/openapi.json`)).json(), { servers: [{ url: `${address}/partnerskap/v1` }] })
})

t.test('a search for what a pattern would mean something by finds that text, and not everything', async t => {
  for (const name of ['Hundra procent', 'Annat', '50 % till_alla', 'Natt & Dag + vänner', 'A\\B'])
    await made(admin('POST', '/0136/organisations', { name }))
  const found = async (text: string) => {
    const { items } = await made(admin('GET', `/0136/organisations?search=${encodeURIComponent(text)}`))
    return items.map(({ name }: { name: string }) => name)
  }
  for (const text of ['%%', '%_%', '!', ' ', '\u200b', 'hundra_procent%x']) t.strictSame(await found(text), [], text)
  for (const text of ['%', '_', ' % ']) t.strictSame(await found(text), ['50 % till_alla'], text)
  for (const text of ['&', '+']) t.strictSame(await found(text), ['Natt & Dag + vänner'], text)
  t.strictSame(await found('\\'), ['A\\B'])
  t.strictSame(await found('hundra PROCENT'), ['Hundra procent'])
  t.strictSame(await found('hundra%procent'), ['Hundra procent'], 'punctuation does not matter')
})
