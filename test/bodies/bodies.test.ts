import t from 'tap'
import { aRegister, made } from '../support/register.ts'

const { admin } = await aRegister(t)
const any = { 'if-match': '*' }
const post = (content: object) => made(admin('POST', '/0136/bodies', content))
const names = async (query: string) =>
  (await made(admin('GET', `/2031/bodies?${query}`))).items.map((item: { name: string }) => item.name)

t.test('a body is registered, found at its address, and read as it was registered', async t => {
  const content = {
    name: 'Socialnämnden',
    kind: 'committee',
    source: 'casefile',
    reference: 'SN',
    validFrom: '2019-01-01',
    validTo: '2022-12-31',
    sourceUrl: 'https://www.haninge.se/',
    sourceUpdatedOn: '2021-12-17',
    sourceRetrievedOn: '2026-08-17'
  }
  const created = await admin('POST', '/0136/bodies', content)
  t.equal(created.status, 201)
  t.match(created.body, {
    ...content,
    municipalityCode: '0136',
    parentId: null,
    successorId: null,
    version: 1,
    withdrawnAt: null
  })
  const read = await admin('GET', created.headers.location!.replace('/partnerskap/v1', ''))
  t.strictSame(read.body, created.body)
  t.equal(read.headers.etag, created.headers.etag)
  t.notOk('nameKey' in read.body, 'keys made of names are nobody else’s business')
})

t.test('what is missing, unknown or wrong is refused with every violation', async t => {
  t.match(await admin('POST', '/0136/bodies', { kind: 'club', colour: 'red', validFrom: '2021-02-30' }), {
    status: 400,
    body: { violations: [{ field: '/name' }, { field: '/colour' }, { field: '/kind' }, { field: '/validFrom' }] }
  })
  for (const name of ['', '  ', null, 7, 'x'.repeat(301)]) {
    t.equal((await admin('POST', '/0136/bodies', { name, kind: 'committee' })).status, 400, String(name).slice(0, 9))
  }
})

t.test('the last day is not before the first, whichever of them is changed', async t => {
  const reversed = { status: 422, body: { type: /\/validity-reversed$/, violations: [{ field: '/validTo' }] } }
  const days = { validFrom: '2022-01-01', validTo: '2021-12-31' }
  t.match(await admin('POST', '/0136/bodies', { name: 'A', kind: 'committee', ...days }), reversed)
  const { id } = await post({ name: 'A', kind: 'committee', validFrom: '2022-01-01' })
  t.match(await admin('PATCH', `/0136/bodies/${id}`, { validTo: '2021-12-31' }, any), reversed)
  t.equal((await admin('PATCH', `/0136/bodies/${id}`, { validTo: '2022-01-01' }, any)).status, 200)
  t.match(await admin('PATCH', `/0136/bodies/${id}`, { validFrom: '2022-01-02' }, any), reversed)
  t.match(await admin('GET', `/0136/bodies/${id}`), { body: { validFrom: '2022-01-01', version: 2 } })
})

t.test('a reference is of one record in its source, until that is withdrawn', async t => {
  const first = await post({ name: 'Ettan', kind: 'committee', reference: 'R1' })
  const again = { name: 'Tvåan', kind: 'committee', reference: 'R1' }
  t.match(await admin('POST', '/0136/bodies', again), {
    status: 409,
    body: { type: /\/bodies-reference$/, violations: [{ field: '/reference' }] }
  })
  await post({ ...again, source: 'other' })
  await made(admin('POST', '/2031/bodies', { ...again, name: 'Annan kommun' }))
  await made(admin('POST', `/0136/bodies/${first.id}/withdraw`, { reason: 'Fel' }))
  await post(again)
})

t.test('a body has a parent and a successor that exist, and never stands above itself', async t => {
  const board = await post({ name: 'Kommunstyrelsen', kind: 'executiveBoard' })
  const middle = await post({ name: 'Utskottet', kind: 'subcommittee', parentId: board.id })
  const lowest = await post({ name: 'Beredningen', kind: 'draftingCommittee', parentId: middle.id })
  const patch = (id: string, content: object) => admin('PATCH', `/0136/bodies/${id}`, content, any)
  const circle = { status: 422, body: { type: /\/(parent|successor)-cycle$/ } }
  t.match(await patch(board.id, { parentId: lowest.id }), { ...circle, body: { violations: [{ field: '/parentId' }] } })
  t.match(await patch(board.id, { parentId: board.id }), circle)
  t.match(await patch(board.id, { successorId: board.id }), {
    ...circle,
    body: { violations: [{ field: '/successorId' }] }
  })
  t.match(await patch(board.id, { successorId: lowest.id }), { status: 200, body: { successorId: lowest.id } })
  const nobody = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
  t.match(await patch(board.id, { parentId: nobody }), {
    status: 422,
    body: { type: /\/body-not-found$/, violations: [{ field: '/parentId' }] }
  })
  t.match(await patch(lowest.id, { parentId: null }), { status: 200, body: { parentId: null, version: 2 } })
})

t.test('the list is filtered by every filter', async t => {
  const board = await made(
    admin('POST', '/2031/bodies', { name: 'Kommunstyrelsen', kind: 'executiveBoard', reference: 'KS' })
  )
  await made(admin('POST', '/2031/bodies', { name: 'Arbetsutskottet', kind: 'subcommittee', parentId: board.id }))
  const gone = await made(admin('POST', '/2031/bodies', { name: 'Borttagna nämnden', kind: 'committee' }))
  const since = (await made(admin('POST', `/2031/bodies/${gone.id}/withdraw`, { reason: 'Fel' }))).updatedAt
  t.strictSame(await names('kind=executiveBoard'), ['Kommunstyrelsen'])
  t.strictSame(await names(`parentId=${board.id}`), ['Arbetsutskottet'])
  t.strictSame(
    await names('name=%20KOMMUN%C2%ADSTYRELSEN'),
    ['Kommunstyrelsen'],
    'case and what nobody sees do not matter'
  )
  t.strictSame(await names('name=Kommunstyrelse'), [])
  t.strictSame(await names('reference=KS'), ['Kommunstyrelsen'])
  t.strictSame(await names('kind=subcommittee&reference=KS'), [], 'filters add up')
  t.notOk((await names('limit=50')).includes('Borttagna nämnden'))
  t.strictSame(await names('withdrawn=only'), ['Borttagna nämnden'])
  t.ok((await names('withdrawn=include')).includes('Borttagna nämnden'))
  t.strictSame(await names(`withdrawn=include&changedSince=${since}`), ['Borttagna nämnden'])
  t.match(await admin('GET', '/2031/bodies?kind=club'), { status: 400, body: { violations: [{ field: 'kind' }] } })
  t.match(await admin('GET', '/2031/bodies?colour=red'), { status: 400, body: { violations: [{ field: 'colour' }] } })
})

t.test('a change of nothing makes no version and no event', async t => {
  const body = await post({ name: 'Miljönämnden', kind: 'committee', validFrom: '2019-01-01' })
  const path = `/0136/bodies/${body.id}`
  const same = await admin('PATCH', path, { name: 'Miljönämnden', validFrom: '2019-01-01', parentId: null }, any)
  t.strictSame(same.body, body)
  t.equal((await made(admin('GET', `${path}/history`))).items.length, 1)
  t.equal((await admin('PATCH', path, {}, any)).status, 400, 'and an empty change is none')
  t.equal((await admin('PATCH', path, { name: null }, any)).status, 400)
  t.equal((await admin('PATCH', path, { reference: 'X' }, any)).status, 400, 'a reference stays')
})

t.test('the history tells what was changed, from what and to what, and why it was withdrawn', async t => {
  const { id } = await post({ name: 'Kulturnämnden', kind: 'committee', validFrom: '2019-01-01' })
  const path = `/0136/bodies/${id}`
  await made(admin('PATCH', path, { name: 'Kultur- och fritidsnämnden', validFrom: null }, any))
  await made(admin('POST', `${path}/withdraw`, { reason: 'Registrerad två gånger' }))
  const { items } = await made(admin('GET', `${path}/history`))
  t.match(items, [
    { type: 'body.created', subjectId: id, subjectVersion: 1, before: null, after: { name: 'Kulturnämnden' } },
    { type: 'body.updated', subjectVersion: 2 },
    { type: 'body.withdrawn', subjectVersion: 3, reason: 'Registrerad två gånger' }
  ])
  t.strictSame(items[1].before, { name: 'Kulturnämnden', validFrom: '2019-01-01' })
  t.strictSame(items[1].after, { name: 'Kultur- och fritidsnämnden', validFrom: null })
  t.equal((await admin('GET', '/0136/bodies/01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60/history')).status, 404)
})

t.test('what is withdrawn keeps its reason, is still read, and can no longer be changed', async t => {
  const { id } = await post({ name: 'Valnämnden', kind: 'committee' })
  const path = `/0136/bodies/${id}`
  t.equal((await admin('POST', `${path}/withdraw`, {})).status, 400)
  t.equal((await admin('POST', `${path}/withdraw`, { reason: ' ' })).status, 400)
  t.match(await admin('POST', `${path}/withdraw`, { reason: 'Fel' }), {
    status: 200,
    body: { withdrawnReason: 'Fel', withdrawnAt: /Z$/, version: 2 }
  })
  const gone = { status: 409, body: { type: /\/body-withdrawn$/ } }
  t.match(await admin('PATCH', path, { name: 'X' }, any), gone)
  t.match(await admin('POST', `${path}/withdraw`, { reason: 'Igen' }), gone)
  t.match(await admin('GET', path), { status: 200, body: { withdrawnReason: 'Fel', version: 2 } })
})

t.test('a body that has decided something stays, until the decision is withdrawn', async t => {
  const { id } = await post({ name: 'Skolnämnden', kind: 'committee' })
  const decision = await made(admin('POST', '/0136/decisions', { bodyId: id, decidedOn: '2021-12-14' }))
  const withdraw = () => admin('POST', `/0136/bodies/${id}/withdraw`, { reason: 'Fel' })
  t.match(await withdraw(), { status: 409, body: { type: /\/body-in-use$/ } })
  t.match(await admin('GET', `/0136/bodies/${id}`), { body: { withdrawnAt: null, version: 1 } })
  await made(admin('POST', `/0136/decisions/${decision.id}/withdraw`, { reason: 'Fel' }))
  t.equal((await withdraw()).status, 200)
})
