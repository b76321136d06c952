import t from 'tap'
import { revokeApiKey } from '../../src/platform/http/api-keys.ts'
import { aRegister, clientOf, made } from '../support/register.ts'

const { app, admin, client, newKey, database } = await aRegister(t)
const unknown = { status: 401, body: { type: /\/credentials-not-valid$/ } }

t.test('without credentials the answer is 401, and says how they are sent', async t => {
  const answer = await clientOf(app, undefined)('GET', '/0136/bodies')
  t.match(answer, { status: 401, body: { type: /\/credentials-required$/ } })
  t.match(answer.headers['www-authenticate'], /^Bearer/)
  t.match(await clientOf(app, undefined)('GET', '/0136/bodies', undefined, { authorization: 'Basic YTpi' }), {
    status: 401
  })
})

t.test('an unknown key is 401, whatever it looks like', async t => {
  const { secret } = await newKey()
  for (const wrong of ['psk_unknown', `${secret}x`, secret.slice(0, -1), secret.toUpperCase(), 'secret', 'a.b.c']) {
    t.match(await clientOf(app, wrong)('GET', '/0136/bodies'), unknown, wrong.slice(0, 4))
  }
  t.equal((await clientOf(app, secret)('GET', '/0136/bodies')).status, 200)
})

t.test('an expired key is 401, also when it expires while it is remembered', async t => {
  const expired = await client({ expiresAt: new Date(Date.now() - 1000).toISOString() })
  t.match(await expired('GET', '/0136/bodies'), unknown)
  const short = await client({ expiresAt: new Date(Date.now() + 1500).toISOString() })
  t.equal((await short('GET', '/0136/bodies')).status, 200)
  await new Promise(resolve => setTimeout(resolve, 1600))
  t.match(await short('GET', '/0136/bodies'), unknown)
})

t.test('a revoked key stops working within seconds', async t => {
  const { id, secret } = await newKey()
  const holder = clientOf(app, secret)
  t.equal((await holder('GET', '/0136/bodies')).status, 200)
  t.ok(await revokeApiKey(database, id))
  t.equal(await revokeApiKey(database, id), null, 'a second time there is nothing to revoke')
  const revoked = Date.now()
  while ((await holder('GET', '/0136/bodies')).status !== 401) {
    if (Date.now() - revoked > 8_000) return t.fail('it still works')
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  t.match(await holder('POST', '/0136/bodies', { name: 'Socialnämnden', kind: 'committee' }), unknown)
})

t.test('a missing scope is 403 and named; reading does not include writing', async t => {
  const reader = await client({ municipalityCodes: ['0136'], scopes: ['bodies:read'] })
  t.equal((await reader('GET', '/0136/bodies')).status, 200)
  const answer = await reader('POST', '/0136/bodies', { name: 'Socialnämnden', kind: 'committee' })
  t.match(answer, { status: 403, body: { type: /\/scope-missing$/, scope: 'bodies:write' } })
  t.match(answer.headers['www-authenticate'], /insufficient_scope/)
  t.match(await reader('GET', '/0136/organisations'), { status: 403, body: { scope: 'organisations:read' } })
  t.match(await reader('GET', '/0136/events'), { status: 403, body: { scope: 'events:read' } })
})

t.test(
  'another municipality is 404 before any scope is spoken of, and the same as one that does not exist',
  async t => {
    const haninge = await client({ municipalityCodes: ['0136'], scopes: ['bodies:read'] })
    const other = await haninge('GET', '/2031/organisations')
    const absent = await haninge('GET', '/0780/organisations')
    t.match(other, { status: 404, body: { type: /\/not-found$/ } })
    t.equal(other.body.detail.replace('2031', ''), absent.body.detail.replace('0780', ''))
  }
)

t.test('a key is for the municipalities that it names and no others', async t => {
  const two = await client({ municipalityCodes: ['0136', '2031'], scopes: ['*'] })
  t.equal((await two('GET', '/0136/bodies')).status, 200)
  t.equal((await two('GET', '/2031/bodies')).status, 200)
  t.equal((await two('GET', '/1862/bodies')).status, 404)
  const { items } = await made(two('GET', '/municipalities'))
  t.strictSame(
    items.map((each: { municipalityCode: string }) => each.municipalityCode),
    ['0136', '2031']
  )
  const none = await client({ municipalityCodes: [], scopes: ['*'] })
  t.equal((await none('GET', '/0136/bodies')).status, 404, 'no municipalities are not all municipalities')
})

t.test('the wildcard holds every scope, and nothing else does', async t => {
  const all = await client({ municipalityCodes: ['0136'], scopes: ['*'] })
  for (const list of ['bodies', 'organisations', 'schemes', 'decisions', 'awards', 'events', 'decision-imports']) {
    t.equal((await all('GET', `/0136/${list}`)).status, 200, list)
  }
  const almost = await client({ scopes: ['bodies:*', 'bodies', '*:read'] })
  t.equal((await almost('GET', '/0136/bodies')).status, 403)
})

t.test('who did it stands in the event: key, name, request and whom the system says that it acts for', async t => {
  const { id, secret } = await newKey({ name: 'Ärendehanteringen' })
  const headers = { 'x-sent-by': Buffer.from('Åsa på förvaltningen').toString('latin1'), 'x-request-id': 'case-17' }
  const body = await made(
    clientOf(app, secret)('POST', '/0136/bodies', { name: 'Socialnämnden', kind: 'committee' }, headers)
  )
  const { items } = await made(admin('GET', `/0136/bodies/${body.id}/history`))
  t.match(items, [
    {
      type: 'body.created',
      actor: `key:${id}`,
      actorName: 'Ärendehanteringen',
      sentBy: 'Åsa på förvaltningen',
      requestId: 'case-17'
    }
  ])
  t.match(await admin('GET', '/0136/bodies', undefined, { 'x-sent-by': 'x'.repeat(201) }), {
    status: 400,
    body: { violations: [{ field: 'X-Sent-By' }] }
  })
})
