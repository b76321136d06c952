import { sql } from 'drizzle-orm'
import t from 'tap'
import { buildApp } from '../../src/app.ts'
import { aRegister, clientOf, made } from '../support/register.ts'

const { app, admin, client, newKey, database, config } = await aRegister(t)

/** How many bodies of this name there are. */
async function count(name: string) {
  return (await made(admin('GET', `/0136/bodies?name=${encodeURIComponent(name)}`))).items.length
}
const key = (name: string) => ({ 'idempotency-key': name })

t.test('the same key and request get the first answer again, and make nothing', async t => {
  const body = { kind: 'committee', name: 'Socialnämnden' }
  const first = await admin('POST', '/0136/bodies', body, key('one-0'))
  const again = await admin('POST', '/0136/bodies', body, key('one-0'))
  t.equal(first.status, 201)
  t.equal(first.headers['idempotency-replayed'], undefined)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.strictSame(again.body, first.body)
  for (const name of ['location', 'etag', 'content-type']) t.equal(again.headers[name], first.headers[name], name)
  t.equal(again.status, 201)
  t.equal(first.headers.location, `/partnerskap/v1/0136/bodies/${first.body.id}`)
  t.equal(await count(body.name), 1)
})

t.test('the first answer has the tag that a read gives, so that it can be used as If-Match', async t => {
  const body = { kind: 'committee', name: 'Kulturnämnden' }
  const first = await admin('POST', '/0136/bodies', body, key('one-1'))
  const read = await admin('GET', `/0136/bodies/${first.body.id}`)
  t.equal(first.headers.etag, read.headers.etag)
})

t.test('a change sent again is not done again, and is not stale', async t => {
  const body = { kind: 'committee', name: 'Omsorgsnämnden' }
  const { id } = await made(admin('POST', '/0136/bodies', body))
  const headers = { ...key('change'), 'if-match': '"1"' }
  const first = await admin('PATCH', `/0136/bodies/${id}`, { name: 'Vårdnämnden' }, headers)
  const again = await admin('PATCH', `/0136/bodies/${id}`, { name: 'Vårdnämnden' }, headers)
  t.match(first, { status: 200, body: { version: 2 } })
  t.match(again, { status: 200, body: { version: 2 }, headers: { 'idempotency-replayed': 'true' } })
  t.equal(again.headers.etag, first.headers.etag)
})

t.test('the key with another request is 422: other body, address or method', async t => {
  const body = { kind: 'committee', name: 'Fritidsnämnden' }
  const { id } = await made(admin('POST', '/0136/bodies', body, key('one-3')))
  const reused = {
    status: 422,
    body: { type: /\/idempotency-key-reused$/, violations: [{ field: 'Idempotency-Key' }] }
  }
  t.match(await admin('POST', '/0136/bodies', { ...body, name: 'Musiknämnden' }, key('one-3')), reused)
  t.match(await admin('POST', '/0136/schemes', { name: 'Bidrag', kind: 'operating' }, key('one-3')), reused)
  t.match(await admin('POST', `/0136/bodies/${id}/withdraw`, { reason: 'x' }, key('one-3')), reused)
  t.equal(await count(body.name), 1)
  t.equal((await made(admin('GET', `/0136/bodies/${id}/history`))).items.length, 1)
})

t.test('the key with another address is 422, however alike the request is otherwise', async t => {
  const aBody = async (name: string) => (await made(admin('POST', '/0136/bodies', { name, kind: 'committee' }))).id
  const [one, other] = [await aBody('Miljönämnden'), await aBody('Jävsnämnden')]
  const reason = { reason: 'Dubblett' }
  const any = { 'if-match': '*' }
  const pairs: [name: string, method: string, first: string, second: string, body: object, headers?: object][] = [
    ['another record', 'POST', `/0136/bodies/${one}/withdraw`, `/0136/bodies/${other}/withdraw`, reason],
    ['another record, changed', 'PATCH', `/0136/bodies/${other}`, `/0136/bodies/${one}`, { name: 'Nämnden' }, any],
    [
      'another query',
      'POST',
      '/0136/decision-imports?dryRun=true',
      '/0136/decision-imports',
      [{ recipient: 'A', granted: 5 }]
    ]
  ]
  for (const [name, method, first, second, body, headers] of pairs) {
    const under = { ...headers, ...key(`address-${name.replaceAll(/\W/g, '')}`) }
    await admin(method, first, body, under)
    const { rows } = await database.execute(sql`select from idempotency_keys where key = ${under['idempotency-key']}`)
    t.equal(rows.length, 1, `${name}: the first was done`)
    const again = await admin(method, second, body, under)
    t.match(again, { status: 422, body: { type: /\/idempotency-key-reused$/ } }, name)
    t.equal(again.headers['idempotency-replayed'], undefined, name)
  }
  t.match((await admin('GET', `/0136/bodies/${other}`)).body, { withdrawnAt: null, version: 2 })
})

t.test('a key is of one caller and one municipality', async t => {
  const body = { kind: 'committee', name: 'Tekniska nämnden' }
  const other = await client()
  const ids = new Set<string>()
  for (const one of [admin, other]) {
    for (const code of ['0136', '2031']) ids.add((await made(one('POST', `/${code}/bodies`, body, key('one-4')))).id)
  }
  t.equal(ids.size, 4)
})

t.test('twenty at once with the same key make one record; the others get its answer or 409', async t => {
  const body = { kind: 'committee', name: 'Byggnadsnämnden' }
  const answers = await Promise.all(Array.from({ length: 20 }, () => admin('POST', '/0136/bodies', body, key('race'))))
  const successes = answers.filter(({ status }) => status === 201)
  const waiting = answers.filter(({ status }) => status === 409)
  t.equal(successes.length + waiting.length, 20)
  t.equal(new Set(successes.map(answer => answer.body.id)).size, 1)
  t.equal(successes.filter(({ headers }) => !headers['idempotency-replayed']).length, 1)
  for (const { body } of waiting) t.match(body.type, /\/idempotency-key-in-progress$/)
  const { items } = await made(admin('GET', `/0136/bodies?name=${encodeURIComponent(body.name)}`))
  t.strictSame(
    items.map((each: { id: string }) => each.id),
    [successes[0]?.body.id]
  )
  t.match(await admin('POST', '/0136/bodies', body, key('race')), { status: 201, body: { id: items[0].id } })
})

t.test('the answer is in the database: another process gives it too', async t => {
  const body = { kind: 'committee', name: 'Valnämnden' }
  const { secret } = await newKey()
  const first = await clientOf(app, secret)('POST', '/0136/bodies', body, key('one-6'))
  const restarted = await buildApp({ config, database })
  t.teardown(() => restarted.close())
  const again = await clientOf(restarted, secret)('POST', '/0136/bodies', body, key('one-6'))
  t.strictSame(again.body, first.body)
  t.equal(again.headers['idempotency-replayed'], 'true')
  t.equal(await count(body.name), 1)
})

t.test('an error is not stored: once what was wrong is put right, the same key does it', async t => {
  const body = { kind: 'committee', name: 'Arbetsnämnden' }
  const parentId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
  const wrong = await admin('POST', '/0136/bodies', { ...body, parentId }, key('one-7'))
  t.equal(wrong.status, 422)
  t.equal((await admin('POST', '/0136/bodies', { ...body, kind: 'club' }, key('one-7'))).status, 400)
  const { rows } = await database.execute(sql`select from idempotency_keys where key = 'one-7'`)
  t.equal(rows.length, 0)
  t.equal((await admin('POST', '/0136/bodies', body, key('one-7'))).status, 201)
})

t.test('an Idempotency-Key is 1 to 255 visible ASCII characters', async t => {
  const body = { kind: 'committee', name: 'Skolnämnden' }
  for (const wrong of ['', ' ', 'two words', 'x'.repeat(256), 'nämnd']) {
    const answer = await admin('POST', '/0136/bodies', body, key(Buffer.from(wrong).toString('latin1')))
    t.match(answer, { status: 400, body: { violations: [{ field: 'Idempotency-Key' }] } }, JSON.stringify(wrong))
  }
  t.equal((await admin('POST', '/0136/bodies', body, key('!~'.padEnd(255, 'x')))).status, 201)
})
