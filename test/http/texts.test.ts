import t from 'tap'
import { aRegister, made } from '../support/register.ts'

const { admin, app } = await aRegister(t)

const refused = ['\u0000', '\u0001', '\u0007', '\u000b', '\u001b', '\u007f', '\u0085', '\u009f', '\u202e', '\u2066']
const taken = ['\t', '\n', '\r\n', 'é', 'e\u0301', 'å', '\u200d', '👩‍👧', '\u00a0', '\u05d0', '\ufffd']

t.test('a text with a control character is refused with its place, wherever in a body it is', async t => {
  const bodyId = (await made(admin('POST', '/0136/bodies', { name: 'Socialnämnden', kind: 'committee' }))).id
  for (const character of refused) {
    const text = `a${character}b`
    for (const [path, body, field] of [
      ['/0136/organisations', { name: text }, '/name'],
      ['/0136/bodies', { name: 'Nämnd', kind: 'committee', reference: text }, '/reference'],
      ['/0136/schemes', { name: 'Bidrag', kind: 'operating', categories: ['x', text] }, '/categories/1'],
      ['/0136/decisions', { bodyId, decidedOn: '2022-01-01', lines: [{ purpose: text }] }, '/lines/0/purpose'],
      [`/0136/bodies/${bodyId}/withdraw`, { reason: text }, '/reason']
    ] as const) {
      const answer = await admin('POST', path, body)
      t.match(answer, { status: 400, body: { violations: [{ field }] } }, `${path} ${JSON.stringify(character)}`)
      t.notMatch(JSON.stringify(answer.body), text)
    }
  }
  for (const character of taken) {
    t.equal((await admin('POST', '/0136/organisations', { name: `a${character}b` })).status, 201)
  }
})

t.test('an address with a control character is refused with the parameter that holds it', async t => {
  for (const character of refused) {
    const written = encodeURIComponent(`a${character}b`)
    t.match(await admin('GET', `/0136/organisations?limit=5&search=${written}`), {
      status: 400,
      body: { type: /address-malformed$/, violations: [{ field: 'search' }] }
    })
    t.match(await admin('GET', `/0136/agreements/by-reference/api/${written}`), { status: 400 })
  }
  t.equal((await admin('GET', `/0136/organisations?search=${encodeURIComponent('a\tb')}`)).status, 200)
})

t.test('a row of a file with a control character is rejected, and the others come in', async t => {
  const head = 'deciding_body,decided_on,grant_year,scheme,recipient,granted_sek,outcome,note'
  const rows = refused
    .slice(1)
    .map((character, n) => `Nämnden,2021-12-14,2022,Bidrag,Förening ${n},1,beviljad,a${character}b`)
  const file = `${head}\n${rows.join('\n')}\nNämnden,2021-12-14,2022,Bidrag,Hel,1,beviljad,hel\n`
  const sent = await made(admin('POST', '/0136/decision-imports', file, { 'content-type': 'text/csv' }))
  t.match(sent.counts, { createdCount: 1, rejectedCount: rows.length })
  const report = await made(admin('GET', `/0136/decision-imports/${sent.id}/rows?result=rejected&limit=100`))
  t.match(report.items[0].violations, [{ field: 'note', message: /control character/ }])
})

t.test('the instance of a problem is a URI reference, whatever the address was', async t => {
  const secret = { authorization: 'Bearer x' }
  for (const url of [
    '/partnerskap/v1/0136/bodies/%zz',
    '/partnerskap/v1/0136/bodies/%',
    '/partnerskap/v1/0136/bodies/%e5%e4',
    '/partnerskap/v1/%%zz/"<x>|\\^`{}',
    '/partnerskap/v1/0136/bodies/[x]',
    '//evil.example/x',
    '/a b',
    '/%00'
  ]) {
    const { body, statusCode } = await app.inject({ method: 'GET', url, headers: secret })
    const { instance } = JSON.parse(body)
    t.ok(statusCode >= 400 && statusCode < 500, url)
    t.match(instance, /^\/(?!\/)(?:[\w\-.~!$&'()*+,;=:@/]|%[0-9A-Fa-f]{2})*#[\w-]+$/, url)
    t.equal(new URL(instance, 'https://api.example.se').host, 'api.example.se', url)
  }
})
