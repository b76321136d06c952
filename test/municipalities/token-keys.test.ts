import type { ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import t from 'tap'
import { faultOfAddress, isPublic, lookupOf } from '../../src/platform/http/outside.ts'
import { FORBIDDEN } from '../support/forbidden-addresses.ts'
import { AUDIENCE, anIssuer } from '../support/issuer.ts'
import { aRegister, clientOf, made } from '../support/register.ts'

const register = await aRegister(t)

type Issuer = Awaited<ReturnType<typeof anIssuer>>

async function trust(code: string, { name, keysUrl }: Issuer) {
  const content = { name: code, tokenIssuer: name, tokenAudience: AUDIENCE, tokenKeysUrl: keysUrl }
  // Where there is none yet, no version can be expected.
  const { status } = await register.admin('GET', `/municipalities/${code}`)
  const headers: Record<string, string> = status === 200 ? { 'if-match': '*' } : {}
  await made(register.admin('PUT', `/municipalities/${code}`, content, headers))
}

const json = (body: unknown) => (response: ServerResponse) =>
  void response
    .setHeader('content-type', 'application/json')
    .end(typeof body === 'string' ? body : JSON.stringify(body))

/** What is wrong with the address of the keys, and not with the token. */
const FAULTS: Record<string, (response: ServerResponse) => void> = {
  'answers 500': response => void response.writeHead(500).end('{"keys":[]}'),
  'answers 404': response => void response.writeHead(404).end(),
  'is no JSON': json('<html>maintenance</html>'),
  'is not a set': json([]),
  'is nothing': json(null),
  'has no keys': json({ keys: [] }),
  'has keys that are none': json({ keys: ['first'] }),
  'is empty': json(''),
  'hangs up': response => void response.destroy(),
  'ends too early': response => {
    response.writeHead(200, { 'content-length': '1000' }).write('{"keys":')
    setTimeout(() => response.destroy(), 50)
  },
  'leads elsewhere': response => void response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end(),
  'is too large': json({ keys: [{ kty: 'EC', x: 'x'.repeat(300_000) }] }),
  'says nothing': () => {},
  'drips for ever': response => {
    response.writeHead(200).write('{"keys": [')
    const timer = setInterval(() => response.write(' '), 100)
    response.on('close', () => clearInterval(timer))
  }
}

t.test('keys that cannot be read are 503, bounded in time, and nobody waits for them twice', async t => {
  await Promise.all(
    Object.entries(FAULTS).map(async ([name, fault]) => {
      const issuer = await anIssuer(t)
      issuer.fail(fault)
      const code = String(1000 + Object.keys(FAULTS).indexOf(name))
      await trust(code, issuer)
      const client = clientOf(register.app, await issuer.token())
      const ask = async () => {
        const began = performance.now()
        const answer = await client('GET', `/${code}/bodies`)
        return { answer, ms: performance.now() - began }
      }
      const unavailable = { status: 503, headers: { 'retry-after': '5' }, body: { type: /\/token-keys-unavailable$/ } }
      const first = await ask()
      t.match(first.answer, unavailable, name)
      t.ok(first.ms < 10_000, `${name}: ${Math.round(first.ms)} ms`)
      const asked = issuer.asked()
      for (const { answer } of await Promise.all([ask(), ask(), ask()])) t.match(answer, unavailable, name)
      t.equal(issuer.asked(), asked, `${name}: the failure is remembered`)
    })
  )
})

t.test('keys are read again when the issuer has recovered', async t => {
  const issuer = await anIssuer(t)
  issuer.fail(FAULTS['answers 500'])
  await trust('0136', issuer)
  const client = clientOf(register.app, await issuer.token())
  t.equal((await client('GET', '/0136/bodies')).status, 503)
  issuer.fail()
  const began = Date.now()
  while ((await client('GET', '/0136/bodies')).status !== 200) {
    if (Date.now() - began > 20_000) return t.fail('it does not recover')
    await new Promise(resolve => setTimeout(resolve, 200))
  }
})

t.test('a key that is not shown is looked for once, and the token then refused', async t => {
  const issuer = await anIssuer(t)
  await trust('0136', issuer)
  const stranger = clientOf(register.app, await issuer.token({}, { kid: 'second' }))
  for (let times = 0; times < 5; times++) {
    t.match(await stranger('GET', '/0136/bodies'), { status: 401, body: { check: 'signature' } })
  }
  t.ok(issuer.asked() <= 2, `asked ${issuer.asked()} times`)
  t.equal((await clientOf(register.app, await issuer.token())('GET', '/0136/bodies')).status, 200)
})

t.test("another municipality's broken keys of the same issuer delay nobody", async t => {
  const issuer = await anIssuer(t)
  const broken = await anIssuer(t)
  broken.fail(FAULTS['says nothing'])
  await trust('1862', { ...broken, name: issuer.name })
  await trust('2031', issuer)
  const client = clientOf(register.app, await issuer.token())
  const began = performance.now()
  t.equal((await client('GET', '/2031/bodies')).status, 200)
  t.ok(performance.now() - began < 2_900)
  t.equal(broken.asked(), 0, 'they are not even asked for')
})

t.test(
  'an address of keys that leads into private networks is refused when it is registered, by its field',
  async t => {
    const strict = await aRegister(t, { allowPrivateAddresses: false })
    const put = (tokenKeysUrl: string) =>
      strict.admin(
        'PUT',
        '/municipalities/0136',
        { name: 'Haninge', tokenIssuer: 'https://id.example.se', tokenAudience: AUDIENCE, tokenKeysUrl },
        { 'if-match': '*' }
      )
    const expected = {
      status: 422,
      body: { type: /\/token-keys-url-not-allowed$/, violations: [{ field: '/tokenKeysUrl' }] }
    }
    for (const url of FORBIDDEN) t.match(await put(url), expected, url)
    t.equal((await put('https://id.example.se/jwks')).status, 200)
    t.equal((await put('https://8.8.8.8/jwks')).status, 200)
    const open = { 'http://169.254.169.254/': null, 'https://u:p@id.example.se/': /user name/, 'ftp://x/': /https/ }
    for (const [url, fault] of Object.entries(open)) {
      const told = faultOfAddress(url, true)
      if (fault === null) t.equal(told, null, url)
      else t.match(told, { message: fault, sv: /\S/ }, url)
    }
  }
)

t.test('one that was registered before is refused when it is asked, and so is a name that resolves to one', async t => {
  const strict = await aRegister(t, { allowPrivateAddresses: false })
  const issuer = await anIssuer(t)
  await strict.database.$client.query(
    `update municipalities set token_issuer = $1, token_audience = $2, token_keys_url = $3 where municipality_code = '0136'`,
    [issuer.name, AUDIENCE, issuer.keysUrl]
  )
  t.match(await clientOf(strict.app, await issuer.token())('GET', '/0136/bodies'), {
    status: 503,
    body: { type: /\/token-keys-unavailable$/ }
  })
  t.equal(issuer.asked(), 0)
  const lookup = (allowPrivate: boolean, all: boolean) =>
    promisify(lookupOf(allowPrivate))('localhost', { all }) as Promise<unknown>
  for (const all of [true, false]) {
    await t.rejects(lookup(false, all), { message: 'resolves to a private address' })
    t.match(JSON.stringify(await lookup(true, all)), /127\.0\.0\.1|::1/)
  }
  t.ok(isPublic('8.8.8.8') && isPublic('2001:4860:4860::8888'))
  t.notOk(isPublic('localhost') || isPublic(''))
})
