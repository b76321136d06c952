import { exportJWK, SignJWT, UnsecuredJWT } from 'jose'
import t from 'tap'
import { AUDIENCE, anIssuer } from '../support/issuer.ts'
import { aRegister, clientOf, made } from '../support/register.ts'

const register = await aRegister(t)
const refused = (check: string) => ({
  status: 401,
  headers: { 'www-authenticate': /^Bearer realm="[^"]+", error="invalid_token", error_description="[\x20-\x7e]+"$/ },
  body: { type: /\/credentials-not-valid$/, check }
})

type Trusted = { name: string; keysUrl: string }

async function trust(code: string, { name, keysUrl }: Trusted, audience = AUDIENCE, more = {}) {
  const content = { name: code, tokenIssuer: name, tokenAudience: audience, tokenKeysUrl: keysUrl, ...more }
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
  const cases: [name: string, check: string, token: string][] = [
    ['an ID token', 'type', await issuer.token({}, { typ: 'JWT' })],
    ['no type', 'type', await issuer.token({}, { typ: undefined })],
    ['another audience', 'audience', await issuer.token({ aud: 'other' })],
    ['no audience', 'audience', await issuer.token({ aud: undefined })],
    ['another issuer', 'issuer', await issuer.token({ iss: 'https://id.example.se/nobody' })],
    ['no issuer', 'claims', await issuer.token({ iss: undefined })],
    ['expired', 'expired', await issuer.token({ expires: '-2 minutes' })],
    ['not yet', 'notYetValid', await issuer.token({ nbf: hour })],
    ['no subject', 'claims', await issuer.token({ sub: undefined })],
    ['a subject that cannot be kept', 'claims', await issuer.token({ sub: 'a\0b' })],
    ['a subject without end', 'claims', await issuer.token({ sub: 'x'.repeat(256) })],
    ['a time that is none', 'claims', await issuer.token({ nbf: 'now' as never })],
    ['signed by somebody else', 'signature', await stranger.token({ iss: issuer.name })],
    ['signed by a key that is not shown', 'signature', await issuer.token({}, { kid: 'second' })],
    [
      'signed with the public key as a secret',
      'algorithm',
      await new SignJWT({ ...claims, exp: hour })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: 'first' })
        .sign(secret)
    ],
    ['not signed', 'algorithm', new UnsecuredJWT(claims).setExpirationTime(hour).encode()],
    ['changed after it was signed', 'signature', [head, forged, signature].join('.')],
    ['no token', 'form', 'a.b.c'],
    ['a word', 'form', 'secret']
  ]
  for (const [name, check, token] of cases) {
    t.match(await clientOf(register.app, token)('GET', '/0136/bodies'), refused(check), name)
  }
  t.match(await clientOf(register.app, 'psk_nobody')('GET', '/0136/bodies'), refused('key'))
  const without = await clientOf(register.app, undefined)('GET', '/0136/bodies')
  t.match(without, { status: 401, headers: { 'www-authenticate': 'Bearer realm="partnerskap"' } })
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

t.test('scopes are read as RFC 9068 has them and as Entra ID and Okta do', async t => {
  const issuer = await anIssuer(t)
  await trust('0136', issuer)
  const status = async (claims: object) =>
    (await clientOf(register.app, await issuer.token({ scope: undefined, ...claims }))('GET', '/0136/bodies')).status
  for (const claims of [
    { scope: 'bodies:read' },
    { scope: ['bodies:read'] },
    { scp: 'organisations:read bodies:read' },
    { scp: ['organisations:read', 'bodies:read'] },
    { scope: 'organisations:read', scp: ['bodies:read'] }
  ]) {
    t.equal(await status(claims), 200, JSON.stringify(claims))
  }
  for (const claims of [{ scp: '*' }, { scp: ['*'] }, { scp: [7, null] }, { scp: { a: 'bodies:read' } }, {}]) {
    t.equal(await status(claims), 403, JSON.stringify(claims))
  }
})

t.test('a token of the type JWT counts where its municipality takes it, and only there', async t => {
  const issuer = await anIssuer(t)
  await trust('0136', issuer, 'haninge', { acceptsTokenTypeJwt: true })
  await trust('2031', issuer, 'haninge')
  for (const typ of ['JWT', 'jwt', 'application/jwt']) {
    const client = clientOf(register.app, await issuer.token({ aud: 'haninge' }, { typ }))
    t.equal((await client('GET', '/0136/bodies')).status, 200, typ)
    t.equal((await client('GET', '/2031/bodies')).status, 404, typ)
  }
  const proper = clientOf(register.app, await issuer.token({ aud: 'haninge' }))
  for (const code of ['0136', '2031']) t.equal((await proper('GET', `/${code}/bodies`)).status, 200)
  for (const typ of [undefined, 'dpop+jwt', 'logout+jwt']) {
    const client = clientOf(register.app, await issuer.token({ aud: 'haninge' }, { typ }))
    t.match(await client('GET', '/0136/bodies'), refused('type'), String(typ))
  }
  const id = clientOf(register.app, await issuer.token({ aud: 'client' }, { typ: 'JWT' }))
  t.match(await id('GET', '/0136/bodies'), refused('audience'))
})

t.test('two persons of one client are two names wherever a person reads who it was', async t => {
  const issuer = await anIssuer(t)
  await trust('0136', issuer)
  const name = async (claims: object) => {
    const client = clientOf(register.app, await issuer.token({ client_id: undefined, ...claims }))
    const { id } = await made(client('POST', '/0136/bodies', { name: crypto.randomUUID(), kind: 'committee' }))
    return (await made(client('GET', `/0136/bodies/${id}/history`))).items[0].actorName
  }
  t.equal(await name({ client_id: 'ekonomi', sub: 'astrid' }), 'ekonomi / astrid')
  t.equal(await name({ client_id: 'ekonomi', sub: 'bertil' }), 'ekonomi / bertil')
  t.equal(await name({ azp: 'ekonomi', sub: 'astrid' }), 'ekonomi / astrid')
  t.equal(await name({ appid: 'ekonomi', sub: 'astrid' }), 'ekonomi / astrid')
  t.equal(await name({ sub: 'astrid' }), 'astrid')
  t.equal(await name({ client_id: { a: 1 }, sub: 'astrid' }), 'astrid')
})

t.test(
  "what a municipality's issuer calls groups and roles gives scopes and roles there, and nowhere else",
  async t => {
    const issuer = await anIssuer(t)
    const gives = (claim: string, value: string, scopes: string[], roles: string[] = []) => ({
      claim,
      value,
      scopes,
      roles
    })
    await trust('0136', issuer, 'shared', {
      tokenClaims: [
        gives('realm_access.roles', 'handläggare', ['bodies:read', 'organisations:read'], ['handläggare']),
        gives('groups', 'chefer', ['bodies:read'], ['chef'])
      ]
    })
    await trust('1862', issuer, 'shared', { tokenClaims: [gives('groups', 'chefer', ['municipalities:read'])] })
    const as = async (claims: object) =>
      clientOf(register.app, await issuer.token({ aud: 'shared', scope: undefined, ...claims }))
    const officer = await as({ realm_access: { roles: ['handläggare'] } })
    t.match(await officer('GET', '/0136/caller'), {
      body: { scopes: ['bodies:read', 'organisations:read'], roles: ['handläggare'] }
    })
    t.equal((await officer('GET', '/0136/organisations')).status, 200)
    t.match(await officer('GET', '/1862/organisations'), { status: 403, body: { scope: 'organisations:read' } })
    const manager = await as({ groups: ['chefer'], roles: ['ekonom'], scope: 'statistics:read' })
    t.match(await manager('GET', '/0136/caller'), {
      body: { scopes: ['bodies:read', 'statistics:read'], roles: ['chef', 'ekonom'] }
    })
    t.equal((await manager('GET', '/municipalities/1862')).status, 200)
    t.equal((await manager('GET', '/municipalities/0136')).status, 403)
    t.equal((await manager('GET', '/municipalities')).status, 403, 'one of the two does not give it')
    t.equal((await manager('GET', '/statistics/payment-totals')).status, 200, 'the token names it itself, for both')
    t.match(await (await as({ groups: ['andra'] }))('GET', '/0136/bodies'), { status: 403 })
  }
)

t.test('the wildcard cannot be configured, nor what claims give without an issuer', async t => {
  const issuer = await anIssuer(t)
  const content = { name: 'Haninge', tokenIssuer: issuer.name, tokenAudience: AUDIENCE, tokenKeysUrl: issuer.keysUrl }
  const put = (more: object) => register.admin('PUT', '/municipalities/0136', more, { 'if-match': '*' })
  const claim = { claim: 'groups', value: 'alla', scopes: ['bodies:read'], roles: [] }
  for (const scopes of [['*'], ['bodies:*'], ['bodies'], ['']]) {
    const { status, body } = await put({ ...content, tokenClaims: [{ ...claim, scopes }] })
    t.match({ status, body }, { status: 400, body: { violations: [{ field: '/tokenClaims/0/scopes/0' }] } })
  }
  for (const alone of [{ tokenClaims: [claim] }, { tokenOrganisationNumber: '212000-0084' }]) {
    t.match(await put({ name: 'Haninge', ...alone }), { status: 422, body: { type: /\/token-settings-incomplete$/ } })
  }
  t.match(await put({ ...content, tokenClaims: [claim] }), { status: 200, body: { tokenClaims: [claim] } })
  t.match(await put({ ...content, tokenClaims: [claim] }), { status: 200 }, 'the same again changes nothing')
})

t.test('of an issuer that organisations share, only tokens of the municipality are taken', async t => {
  const issuer = await anIssuer(t)
  const claim = 'https://id.oidc.se/claim/orgNumber'
  await trust('0136', issuer, 'shared', { tokenOrganisationNumber: '212000-0084' })
  await trust('1862', issuer, 'shared', { tokenOrganisationNumber: '212000-1868' })
  const status = async (number: string | undefined, code: string) =>
    await clientOf(register.app, await issuer.token({ aud: 'shared', [claim]: number }))('GET', `/${code}/bodies`)
  t.match(await status('2120000084', '0136'), { status: 200 })
  t.match(await status('2120000084', '1862'), { status: 404 })
  t.match(await status('2120001868', '1862'), { status: 200 })
  for (const number of ['5560000001', undefined]) t.match(await status(number, '0136'), refused('organisation'))
})
