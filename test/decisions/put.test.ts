import t from 'tap'
import { aRegister } from './register.ts'

t.test('PUT by reference makes, recognises, and replaces with If-Match', async t => {
  const { ask, bodyId, line, granted, attention } = await aRegister()
  const path = '/decisions/by-reference/casefile/SN%202021%2F0144'
  const content = (more: object = {}) => ({
    bodyId,
    decidedOn: '2021-12-14',
    documents: [{ title: 'Protokoll', url: 'https://www.haninge.se/p' }],
    recusals: [{ role: 'Ledamot', note: null }],
    lines: [
      line({ reference: '1' }),
      line({ reference: '2', recipients: [{ organisationId: attention }], granted: 150000 })
    ],
    ...more
  })
  const made = await ask('PUT', path, content())
  t.match(made, { status: 201, body: { source: 'casefile', reference: 'SN 2021/0144', version: 1 } })
  t.match(made.headers.location, new RegExp(`/\\d{4}/decisions/${made.body.id}$`))
  t.same(
    made.body.lines.map(({ source, reference }: never) => [source, reference]),
    [
      ['casefile', '1'],
      ['casefile', '2']
    ]
  )
  const again = await ask('PUT', path, content())
  t.equal(again.status, 200)
  t.same(again.body, made.body, 'the same content again changes nothing')
  t.same((await ask('GET', path)).body, made.body)

  const raised = content({ paragraph: '144', lines: [line({ reference: '1', granted: 400000 })] })
  t.match(await ask('PUT', path, raised), { status: 428 })
  t.match(await ask('PUT', path, raised, { 'if-match': '"1-stale"' }), { status: 412 })
  t.match(await ask('PUT', path, raised, { 'if-match': again.headers.etag! }), {
    status: 422,
    body: { type: /reason-required$/, violations: [{ field: '/reason' }] }
  })
  const replaced = await ask('PUT', path, { ...raised, reason: 'Dubblett' }, { 'if-match': again.headers.etag! })
  t.match(replaced, { status: 200, body: { paragraph: '144', version: 2 } })
  t.equal(replaced.body.lines.length, 1)
  t.equal(replaced.body.lines[0].id, made.body.lines[0].id, 'the line keeps its identity')
  t.same(await granted(), [400000, 1])
  t.match((await ask('GET', `/decision-lines/${made.body.lines[1].id}`)).body, { withdrawnReason: 'Dubblett' })
})

t.test('a line that somebody changed since makes the tag of the whole decision stale', async t => {
  const { ask, bodyId, line } = await aRegister()
  const path = '/decisions/by-reference/casefile/1'
  const content = (granted: number) => ({
    bodyId,
    decidedOn: '2021-12-14',
    lines: [line({ reference: '1', granted })]
  })
  const { body, headers } = await ask('PUT', path, content(1))
  await ask('PATCH', `/decision-lines/${body.lines[0].id}`, { granted: 2 }, { 'if-match': '"1"' })
  t.match(await ask('PUT', path, content(3), { 'if-match': headers.etag! }), { status: 412 })
  const { headers: read } = await ask('GET', path)
  t.match(await ask('PUT', path, content(3), { 'if-match': read.etag! }), {
    status: 200,
    body: { lines: [{ granted: 3 }] }
  })
})

t.test('what PUT may not do is refused with its field', async t => {
  const { ask, bodyId, line } = await aRegister()
  const path = '/decisions/by-reference/casefile/1'
  const content = (more: object = {}) => ({
    bodyId,
    decidedOn: '2021-12-14',
    lines: [line({ reference: '1' })],
    ...more
  })
  t.match(await ask('PUT', path, content({ lines: [line()] })), {
    status: 400,
    body: { violations: [{ field: '/lines/0/reference' }] }
  })
  t.match(await ask('PUT', path, content({ lines: [line({ reference: '1' }), line({ reference: '1' })] })), {
    status: 422,
    body: { violations: [{ field: '/lines/1/reference' }] }
  })
  const { body } = await ask('PUT', path, content())
  t.match(await ask('PUT', path, content({ standing: 'proposed' }), { 'if-match': '*' }), {
    status: 409,
    body: { type: /decision-settled$/, violations: [{ field: '/standing' }] }
  })
  t.match(await ask('PUT', '/decisions/by-reference/casefile/2', content()), {
    status: 409,
    body: { type: /decision-lines-reference$/, violations: [{ field: '/lines/0/reference' }] }
  })
  await ask('POST', `/decisions/${body.id}/withdraw`, { reason: 'Fel' })
  t.match(await ask('PUT', path, content()), { status: 409, body: { type: /decision-withdrawn$/ } })
  t.match(await ask('PUT', `${path}?restore=true`, content()), { status: 201 })
})

t.test('a nightly push may say the same many times, with an Idempotency-Key or without', async t => {
  const { ask, bodyId, line, granted } = await aRegister()
  const path = '/decisions/by-reference/casefile/1'
  const content = { bodyId, decidedOn: '2021-12-14', diaryNumber: 'SN 1', lines: [line({ reference: '1' })] }
  const both = await Promise.all([ask('PUT', path, content), ask('PUT', path, content)])
  t.same(both.map(({ status }) => status).sort(), [200, 201])
  t.match(await ask('PUT', path, content, { 'idempotency-key': 'a' }), { status: 200 })
  t.same(await granted(), [380000, 1])
})
