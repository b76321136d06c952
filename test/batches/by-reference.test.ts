import t from 'tap'
import { receivedKinds } from '../../src/platform/records/kinds.ts'
import { aRegister, made } from '../support/register.ts'
import { type Any, CODE, contentsOf } from './contents.ts'

/** What is received by its caller's reference: every kind of record, by its declaration. */

const register = await aRegister(t)
const { admin, app, database } = register
const { kinds } = await contentsOf(register)
let nth = 0
const received = receivedKinds(app)

const at = (address: string, reference: string, of?: string) =>
  `/${CODE}/${address}/by-reference/casefile/${encodeURIComponent(reference)}${of ? `?of=${of}` : ''}`
const eventCount = async () => (await database.$client.query('select count(*)::int as count from events')).rows[0].count
/** Kinds whose whole content is put, and not what is to change of it: these were there before, and demand If-Match. */
const replaced = new Set(['applications', 'decisions'])

t.test('every kind that is received has a content in this test', async t => {
  t.strictSame(Object.keys(kinds).sort(), received.map(({ address }) => address).sort())
})

for (const { address } of received) {
  t.test(`${address}: made, found, and the same again changes nothing`, async t => {
    const { content, change, of } = await kinds[address]!(++nth)
    const path = at(address, `S/${nth} å?`, of)
    const first = await admin('PUT', path, content)
    t.match(
      first,
      { status: 201, body: { source: 'casefile', reference: `S/${nth} å?`, version: 1 } },
      JSON.stringify(first.body)
    )
    t.match(first.headers.location, new RegExp(`/${CODE}/${address}/${first.body.id}$`))
    t.match(await admin('GET', path.split('?of')[0]!), { status: 200, body: { id: first.body.id } })
    const before = await eventCount()
    const again = await admin('PUT', path, content)
    t.match(
      again,
      { status: 200, body: { id: first.body.id, version: first.body.version } },
      JSON.stringify(again.body)
    )
    t.equal(await eventCount(), before, 'no event')
    t.match(await admin('PUT', path, { ...content, nonsense: 1 }), {
      status: 400,
      body: { type: /validation$/, violations: [{ field: '/nonsense' }] }
    })
    if (!change) return
    const sent = replaced.has(address) ? { ...content, ...change } : change
    // What replaces is judged whole; of the others what must be sent to register it is sent again.
    const changed = await admin('PUT', path, { ...content, ...sent }, replaced.has(address) ? { 'if-match': '*' } : {})
    t.match(changed, { status: 200, body: { id: first.body.id, ...change } }, JSON.stringify(changed.body))
    t.ok(changed.body.version > first.body.version, 'another version')
    t.match(await admin('PUT', path, { ...content, ...change }, { 'if-match': '"99"' }), {
      status: replaced.has(address) ? 200 : 412
    })
  })

  t.test(`${address}: two at once make one`, async t => {
    const { content, of } = await kinds[address]!(++nth)
    const path = at(address, `Twice ${nth}`, of)
    const answers = await Promise.all([1, 2, 3].map(() => admin('PUT', path, content)))
    t.equal(new Set(answers.map(({ body }) => body.id)).size, 1, JSON.stringify(answers.map(({ body }) => body)))
    t.strictSame(answers.map(({ status }) => status).sort(), [200, 200, 201])
  })

  t.test(`${address}: what was withdrawn comes back only when that is meant`, async t => {
    // Received anew they always were another application.
    if (address === 'applications') return
    const { content, of } = await kinds[address]!(++nth)
    const path = at(address, `Gone ${nth}`, of)
    const { id } = await made(admin('PUT', path, content))
    const act = address === 'payment-plans' ? 'cancel' : address === 'agreements' ? 'discard' : 'withdraw'
    const gone = await admin('POST', `/${CODE}/${address}/${id}/${act}`, { reason: 'Registered twice' })
    t.equal(gone.status, 200, JSON.stringify(gone.body))
    t.match(await admin('GET', path.split('?of')[0]!), { status: 404 })
    const refused = await admin('PUT', path, content)
    t.match(refused, { status: 409, body: { type: /-withdrawn$/ } }, JSON.stringify(refused.body))
  })

  t.test(`${address}: only for who holds the scope, and only in the municipality`, async t => {
    const { content, of } = await kinds[address]!(++nth)
    const path = at(address, `Mine ${nth}`, of)
    await made(admin('PUT', path, content))
    const reader = await register.client({ scopes: [`${received.find(kind => kind.address === address)!.scope}:read`] })
    t.match(await reader('PUT', path, content), { status: 403, body: { type: /scope-missing$/ } })
    t.match(await reader('GET', path.split('?of')[0]!), { status: 200 })
    const nobody = await register.client({ scopes: ['nothing:read'] })
    t.match(await nobody('GET', path.split('?of')[0]!), { status: 403 })
    t.match(await admin('GET', path.split('?of')[0]!.replace(CODE, '1862')), { status: 404 })
    t.match(await admin('PUT', at(address, `None ${nth}`, of), content, { 'if-match': '"1"' }), {
      status: 412,
      body: { type: /version-stale$/ }
    })
  })
}

t.test('an address that is none, a body that is none', async t => {
  t.match(await admin('PUT', `/${CODE}/nonsense/by-reference/a/b`, {}), { status: 400 })
  t.match(await admin('GET', `/${CODE}/nonsense/by-reference/a/b`), { status: 400 })
  for (const body of [[], 'null', '7', '"text"', undefined]) {
    const answer = await admin('PUT', at('bodies', 'X'), body, { 'content-type': 'application/json' })
    t.ok(answer.status >= 400 && answer.status < 500, `${JSON.stringify(body)} ${answer.status}`)
  }
})

t.test('a reference in the content is that of the address', async t => {
  const content = { name: 'Nämnden', kind: 'committee' }
  t.match(await admin('PUT', at('bodies', 'R-1'), { ...content, reference: 'R-1', source: 'casefile' }), {
    status: 201
  })
  t.match(await admin('PUT', at('bodies', 'R-2'), { ...content, reference: 'R-1' }), {
    status: 422,
    body: { type: /reference-contradicted$/, violations: [{ field: '/reference' }] }
  })
})

t.test('what is not sent stays, null clears, and a default is for a new one only', async t => {
  const path = at('organisations', 'Merge-1')
  await made(admin('PUT', path, { name: 'Ett', note: 'a', legalForm: 'stiftelse' }))
  const { body } = await admin('GET', path)
  await made(admin('PATCH', `/${CODE}/organisations/${body.id}`, { needsReview: true }, { 'if-match': '*' }))
  t.match(await admin('PUT', path, { name: 'Ett', note: null }), {
    status: 200,
    body: { note: null, legalForm: 'stiftelse', needsReview: true }
  })
})

t.test('what a person corrected stays, until the content changes or the caller names a version', async t => {
  const path = at('organisations', 'Corrected-1')
  const { id } = await made(admin('PUT', path, { name: 'Fel' }))
  await made(admin('PATCH', `/${CODE}/organisations/${id}`, { name: 'Rätt' }, { 'if-match': '*' }))
  t.match(await admin('PUT', path, { name: 'Fel' }), { status: 200, body: { name: 'Rätt' } })
  t.match(await admin('PUT', path, { name: 'Fel' }, { 'if-match': '"1"' }), { status: 412 })
  t.match(await admin('PUT', path, { name: 'Fel' }, { 'if-match': '"2"' }), { status: 200, body: { name: 'Fel' } })
})

t.test('the reference of an organisation that was merged finds the one that remains', async t => {
  const [gone, stays] = [
    await made(admin('PUT', at('organisations', 'M-1'), { name: 'Gamla' })),
    await made(admin('PUT', at('organisations', 'M-2'), { name: 'Nya' }))
  ]
  await made(admin('POST', `/${CODE}/organisations/${gone.id}/merge`, { mergedIntoId: stays.id, reason: 'Samma' }))
  t.match(await admin('GET', at('organisations', 'M-1')), { status: 200, body: { id: stays.id } })
  t.match(await admin('PUT', at('organisations', 'M-1'), { name: 'Gamla' }), {
    status: 200,
    body: { id: stays.id, name: 'Nya' }
  })
  t.match(await admin('PUT', at('organisations', 'M-1'), { name: 'Annat' }), {
    status: 409,
    body: { type: /organisation-merged$/, mergedIntoId: stays.id }
  })
})

t.test('the same request with the same Idempotency-Key gets the first answer again', async t => {
  const key = { 'idempotency-key': 'by-reference-1' }
  const path = at('bodies', 'Idem-1')
  const first = await admin('PUT', path, { name: 'En gång', kind: 'committee' }, key)
  const second = await admin('PUT', path, { name: 'En gång', kind: 'committee' }, key)
  t.match(first, { status: 201 })
  t.match(second, {
    status: 201,
    headers: { 'idempotency-replayed': 'true', etag: first.headers.etag },
    body: first.body as Any
  })
})

t.test('what a new one is made within is told, and does not change', async t => {
  const { content, of } = await kinds['scheme-windows']!(++nth)
  t.match(await admin('PUT', at('scheme-windows', 'W-1'), content), {
    status: 422,
    body: { type: /owner-required$/, violations: [{ field: 'of' }] }
  })
  await made(admin('PUT', at('scheme-windows', 'W-1', of), content))
  const other = await made(admin('POST', `/${CODE}/schemes`, { name: 'Ett annat bidrag', kind: 'operating' }))
  t.match(await admin('PUT', at('scheme-windows', 'W-1', other.id), { ...content, note: 'y' }), {
    status: 409,
    body: { type: /settled-when-registered$/, violations: [{ field: 'of' }] }
  })
  t.match(await admin('PUT', at('scheme-windows', 'W-2', '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'), content), {
    status: 404
  })
})
