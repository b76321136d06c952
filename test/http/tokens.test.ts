import { exportJWK, SignJWT, UnsecuredJWT } from 'jose'
import t from 'tap'
import { AUDIENCE, anIssuer } from '../support/issuer.ts'
import { aRegister, clientOf, made } from '../support/register.ts'

const register = await aRegister(t)
const refused = { status: 401, body: { type: /\/credentials-not-valid$/ } }

type Trusted = { name: string; keysUrl: string }

async function trust(code: string, { name, keysUrl }: Trusted, audience = AUDIENCE) {
  const content = { name: code, tokenIssuer: name, tokenAudience: audience, tokenKeysUrl: keysUrl }
  await made(register.admin('PUT', `/municipalities/${code}`, content, { 'if-match': '*' }))
}

t.test("a token of the municipality's issuer gives its scopes, in that municipality only", async t => {
  const issuer = await anIssuer(t)
  await trust('0136', issuer)
  const client = clientOf(register.app, await issuer.token())
  t.equal((await client('GET', '/0136/bodies')).status, 200)
  t.match(await client('GET', '/0136/organisations'), { status: 403, body: { scope: 'organisations:read' } })
  t.equal((await client('GET', '/2031/bodies')).status, 404)
  const body = await made(client('POST', '/0136/bodies', { name: 'Socialnämnden', kind: 'committee' }))
  const { items } = await made(client('GET', `/0136/bodies/${body.id}/history`))
  t.match(items, [{ actor: `token:${issuer.name}#casefile`, actorName: 'casefile' }])
})

t.test('the media type of the token may be written in full', async t => {
  const issuer = await anIssuer(t)
  await trust('0136', issuer)
  const client = clientOf(register.app, await issuer.token({}, { typ: 'application/at+jwt' }))
  t.equal((await client('GET', '/0136/bodies')).status, 200)
})

t.test('a token that breaks any rule of RFC 9068 is refused', async t => {
  const issuer = await anIssuer(t)
  const stranger = await anIssuer(t)
  await trust('0136', issuer)
  const good = await issuer.token()
  const claims = { iss: issuer.name, aud: AUDIENCE, sub: 'casefile', scope: 'bodies:read' }
  const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(issuer.publicKey)))
  const hour = Math.floor(Date.now() / 1000) + 3600
  const [head, , signature] = good.split('.')
  const forged = Buffer.from(JSON.stringify({ ...claims, exp: hour })).toString('base64url')
  const cases: Record<string, string> = {
    'an ID token': await issuer.token({}, { typ: 'JWT' }),
    'no type': await issuer.token({}, { typ: undefined }),
    'another audience': await issuer.token({ aud: 'other' }),
    'no audience': await issuer.token({ aud: undefined }),
    'another issuer': await issuer.token({ iss: 'https://id.example.se/nobody' }),
    'no issuer': await issuer.token({ iss: undefined }),
    expired: await issuer.token({ expires: '-2 minutes' }),
    'not yet': await issuer.token({ nbf: hour }),
    'no subject': await issuer.token({ sub: undefined }),
    'signed by somebody else': await stranger.token({ iss: issuer.name }),
    'signed with the public key as a secret': await new SignJWT({ ...claims, exp: hour })
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'first' })
      .sign(secret),
    'not signed': new UnsecuredJWT(claims).setExpirationTime(hour).encode(),
    'changed after it was signed': [head, forged, signature].join('.')
  }
  for (const [name, token] of Object.entries(cases)) {
    t.match(await clientOf(register.app, token)('GET', '/0136/bodies'), refused, name)
  }
  t.equal((await clientOf(register.app, good)('GET', '/0136/bodies')).status, 200)
})

t.test('the wildcard in a token gives nothing: only an operator makes keys that may do all', async t => {
  const issuer = await anIssuer(t)
  await trust('0136', issuer)
  for (const scope of ['*', ' * ', '* *', undefined]) {
    t.equal((await clientOf(register.app, await issuer.token({ scope }))('GET', '/0136/bodies')).status, 403)
  }
})

t.test('two municipalities share an issuer, each with an audience of its own or the same', async t => {
  const issuer = await anIssuer(t)
  await trust('0136', issuer, 'haninge')
  await trust('1862', issuer, 'haninge')
  await trust('2031', issuer, 'rattvik')
  const statuses = async (aud: string | string[]) => {
    const client = clientOf(register.app, await issuer.token({ aud }))
    return await Promise.all(
      ['0136', '1862', '2031'].map(async code => (await client('GET', `/${code}/bodies`)).status)
    )
  }
  t.strictSame(await statuses('haninge'), [200, 200, 404])
  t.strictSame(await statuses('rattvik'), [404, 404, 200])
  t.strictSame(await statuses(['haninge', 'rattvik']), [200, 200, 200])
})

t.test("who registers another's issuer with keys of its own gets no further than itself", async t => {
  const issuer = await anIssuer(t)
  const thief = await anIssuer(t)
  await trust('0136', { ...thief, name: issuer.name })
  await trust('2031', issuer)
  const stolen = clientOf(register.app, await thief.token({ iss: issuer.name }))
  t.equal((await stolen('GET', '/2031/bodies')).status, 404)
  const real = clientOf(register.app, await issuer.token())
  t.equal((await real('GET', '/2031/bodies')).status, 200)
  t.equal((await real('GET', '/0136/bodies')).status, 404)
})

t.test('an issuer whose keys cannot be read is 503, and nobody is let in', async t => {
  const issuer = await anIssuer(t)
  await trust('0136', issuer)
  await issuer.stop()
  const answer = await clientOf(register.app, await issuer.token())('GET', '/0136/bodies')
  t.match(answer, { status: 503, headers: { 'retry-after': '5' }, body: { type: /\/token-keys-unavailable$/ } })
})
