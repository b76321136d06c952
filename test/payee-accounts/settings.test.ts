import t from 'tap'
import { aRegister } from '../support/register.ts'

const { admin, client } = await aRegister(t)
const content = {
  debtorName: 'Haninge kommun',
  organisationNumber: '212000-0084',
  accountKind: 'bankgiro',
  accountNumber: '5050-1055',
  bic: 'ndeasess'
}
const kept = { organisationNumber: '2120000084', accountNumber: '50501055', bic: 'NDEASESS' }

t.test('settings are said, said again without change, and replaced with If-Match', async t => {
  const path = '/0136/payment-settings'
  t.equal((await admin('GET', path)).status, 404)
  const first = await admin('PUT', path, content)
  t.match(first, { status: 201, body: { ...content, ...kept, version: 1 } })
  t.match(first.body, { town: null, batchBooking: null, iban: null })
  t.match(await admin('PUT', path, { ...content, accountNumber: '50501055' }), { status: 200, body: { version: 1 } })
  const changed = { ...content, debtorName: 'Haninge kommun, socialförvaltningen' }
  t.equal((await admin('PUT', path, changed)).status, 428)
  t.equal((await admin('PUT', path, changed, { 'if-match': '"7"' })).status, 412)
  t.match(await admin('PUT', path, changed, { 'if-match': first.headers.etag! }), { status: 200, body: { version: 2 } })
  const { debtorName: _, ...without } = content
  t.equal((await admin('PUT', path, without, { 'if-match': '*' })).status, 400)
  t.match(await admin('GET', path), { status: 200, body: { debtorName: changed.debtorName, bic: 'NDEASESS' } })
  const types = (await admin('GET', '/0136/events')).body.items.map(({ type }: { type: string }) => type)
  t.strictSame(types.slice(-2), ['paymentSettings.created', 'paymentSettings.updated'])
  t.equal((await admin('GET', '/2031/payment-settings')).status, 404, 'each municipality has its own')
})

t.test('every number that is none is told', async t => {
  const wrong = { ...content, organisationNumber: '212000-0085', accountNumber: '5050-1056', bic: 'NDEA' }
  t.match(await admin('PUT', '/1862/payment-settings', wrong), {
    status: 422,
    body: {
      type: /payment-settings-not-valid$/,
      violations: [{ field: '/organisationNumber' }, { field: '/accountNumber' }, { field: '/bic' }]
    }
  })
  t.equal((await admin('GET', '/1862/payment-settings')).status, 404)
})

t.test('of many who say it at once one makes it', async t => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => admin('PUT', '/2031/payment-settings', content)))
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 200, 200, 201])
})

t.test('settings have scopes of their own', async t => {
  const officer = await client({ municipalityCodes: ['0136'], scopes: ['payments:write', 'payment-settings:read'] })
  t.equal((await officer('GET', '/0136/payment-settings')).status, 200)
  t.match(await officer('PUT', '/0136/payment-settings', content), {
    status: 403,
    body: { scope: 'payment-settings:write' }
  })
})
