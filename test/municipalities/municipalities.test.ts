import t from 'tap'
import { aRegister, made } from '../support/register.ts'

const { admin, client } = await aRegister(t)

t.test('a municipality is registered once; the same again changes nothing and needs no version', async t => {
  const first = await admin('PUT', '/municipalities/0780', { name: 'Växjö' })
  t.match(first, {
    status: 201,
    body: { municipalityCode: '0780', name: 'Växjö', tokenIssuer: null, version: 1 },
    headers: { location: '/partnerskap/v1/municipalities/0780' }
  })
  const again = await admin('PUT', '/municipalities/0780', { name: 'Växjö' })
  t.equal(again.status, 200)
  t.strictSame(again.body, first.body)
  t.equal((await made(admin('GET', '/0780/events'))).items.length, 1)
  t.strictSame((await admin('GET', '/municipalities/0780')).body, first.body)
})

t.test('another name demands the version that was read, and is told in the events', async t => {
  const { headers } = await admin('PUT', '/municipalities/1281', { name: 'Lunds kommun' })
  t.equal((await admin('PUT', '/municipalities/1281', { name: 'Lund' })).status, 428)
  t.equal((await admin('PUT', '/municipalities/1281', { name: 'Lund' }, { 'if-match': '"7"' })).status, 412)
  t.match(await admin('PUT', '/municipalities/1281', { name: 'Lund' }, { 'if-match': headers.etag! }), {
    status: 200,
    body: { name: 'Lund', version: 2 }
  })
  t.match((await made(admin('GET', '/1281/events'))).items, [
    { type: 'municipality.created', subjectId: null, after: { name: 'Lunds kommun' } },
    { type: 'municipality.updated', before: { name: 'Lunds kommun' }, after: { name: 'Lund' } }
  ])
})

t.test('of ten registrations at once one registers', async t => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => admin('PUT', '/municipalities/1283', { name: 'Helsingborg' }))
  )
  t.strictSame(answers.map(({ status }) => status).sort(), [...Array(9).fill(200), 201])
  t.equal((await made(admin('GET', '/1283/events'))).items.length, 1)
})

t.test('what the content lacks is taken away, as PUT does; settings of tokens go together', async t => {
  const token = {
    tokenIssuer: 'https://id.stockholm.se',
    tokenAudience: 'partnerskap',
    tokenKeysUrl: 'https://id.stockholm.se/jwks'
  }
  t.match(await admin('PUT', '/municipalities/0180', { name: 'Stockholm', ...token }), { status: 201, body: token })
  t.match(await admin('PUT', '/municipalities/0180', { name: 'Stockholm' }, { 'if-match': '*' }), {
    body: { tokenIssuer: null, tokenAudience: null, tokenKeysUrl: null, version: 2 }
  })
  for (const name of Object.keys(token) as (keyof typeof token)[]) {
    const content = { name: 'Stockholm', ...token, [name]: null }
    t.match(await admin('PUT', '/municipalities/0180', content, { 'if-match': '*' }), {
      status: 422,
      body: { type: /\/token-settings-incomplete$/ }
    })
  }
})

t.test('a code is four digits and a name is a text', async t => {
  for (const code of ['136', '01360', 'abcd', '٠١٣٦']) {
    t.equal((await admin('PUT', `/municipalities/${encodeURIComponent(code)}`, { name: 'X' })).status, 404, code)
  }
  for (const content of [{}, { name: '' }, { name: null }, { name: 'X', county: 'Y' }, [], null]) {
    t.equal((await admin('PUT', '/municipalities/0136', content)).status, 400, JSON.stringify(content))
  }
})

t.test('a key sees its own municipalities, by code', async t => {
  const codes = (await made(admin('GET', '/municipalities'))).items.map(
    (each: { municipalityCode: string }) => each.municipalityCode
  )
  t.strictSame(codes, [...codes].sort())
  t.ok(codes.includes('0136'))
  const own = await client({
    municipalityCodes: ['0136', '0821'],
    scopes: ['municipalities:read', 'municipalities:write']
  })
  t.equal((await made(own('GET', '/municipalities'))).items.length, 1)
  t.equal((await own('GET', '/municipalities/2031')).status, 404)
  t.equal((await own('PUT', '/municipalities/2031', { name: 'X' }, { 'if-match': '*' })).status, 404)
  t.equal((await own('PUT', '/municipalities/0821', { name: 'Högsby' })).status, 403)
  const reader = await client({ municipalityCodes: ['0136'], scopes: ['municipalities:read'] })
  t.equal((await reader('PUT', '/municipalities/0136', { name: 'X' }, { 'if-match': '*' })).status, 403)
})

t.test('a key of one municipality registers none, nor changes its own: that is for who runs the service', async t => {
  const own = await client({ municipalityCodes: ['0136'], scopes: ['*'] })
  const answer = await own('PUT', '/municipalities/0136', { name: 'Haninge kommun' }, { 'if-match': '*' })
  t.match(answer, { status: 403, body: { type: /\/operators-only$/ } })
})
