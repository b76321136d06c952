import t from 'tap'
import { aRegister, made } from '../support/register.ts'

const { admin } = await aRegister(t)
const any = { 'if-match': '*' }
const post = (content: object) => made(admin('POST', '/0136/schemes', content))
const body = await made(admin('POST', '/0136/bodies', { name: 'Socialnämnden', kind: 'committee' }))

t.test('a scheme is registered with its body, and read as it was registered', async t => {
  const content = {
    name: 'Verksamhetsbidrag',
    kind: 'operating',
    bodyId: body.id,
    description: 'Till stabila föreningar, ett till tre år',
    reference: 'VB',
    source: 'casefile'
  }
  const created = await admin('POST', '/0136/schemes', content)
  t.match(created, { status: 201, body: { ...content, needsReview: false, version: 1 } })
  t.strictSame((await admin('GET', `/0136/schemes/${created.body.id}`)).body, created.body)
})

t.test('a kind is never guessed: it is stated, if only as not stated', async t => {
  t.match(await admin('POST', '/0136/schemes', { name: 'Projektbidrag' }), {
    status: 400,
    body: { violations: [{ field: '/kind' }] }
  })
  t.match(await admin('POST', '/0136/schemes', { name: 'Projektbidrag', kind: 'notStated' }), { status: 201 })
})

t.test('a body that is not there is named as what is wrong', async t => {
  const bodyId = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
  t.match(await admin('POST', '/0136/schemes', { name: 'X', kind: 'other', bodyId }), {
    status: 422,
    body: { type: /\/reference-not-found$/, violations: [{ field: '/bodyId' }] }
  })
})

t.test('the list is filtered by every filter, in Swedish order', async t => {
  const nämnd = await made(admin('POST', '/2031/bodies', { name: 'Kulturutskottet', kind: 'subcommittee' }))
  for (const scheme of [
    { name: 'Öppna bidraget', kind: 'project', bodyId: nämnd.id },
    { name: 'Ändamålsbidrag', kind: 'other', needsReview: true },
    { name: 'Aktivitetsstöd', kind: 'activity', reference: 'AS' }
  ]) {
    await made(admin('POST', '/2031/schemes', scheme))
  }
  const names = async (query: string) =>
    (await made(admin('GET', `/2031/schemes?${query}`))).items.map((item: { name: string }) => item.name)
  t.strictSame(await names('sort=name'), ['Aktivitetsstöd', 'Ändamålsbidrag', 'Öppna bidraget'])
  t.strictSame(await names('kind=project'), ['Öppna bidraget'])
  t.strictSame(await names(`bodyId=${nämnd.id}`), ['Öppna bidraget'])
  t.strictSame(await names('needsReview=true'), ['Ändamålsbidrag'])
  t.strictSame(await names('needsReview=false'), ['Aktivitetsstöd', 'Öppna bidraget'])
  t.strictSame(await names('reference=AS'), ['Aktivitetsstöd'])
  t.strictSame(await names(`name=${encodeURIComponent('ÖPPNA  BIDRAGET')}`), ['Öppna bidraget'])
  t.strictSame(await names('withdrawn=only'), [])
})

t.test('a change clears what is null, keeps what is absent, and says so in the history', async t => {
  const { id } = await post({ name: 'Startbidrag', kind: 'startUp', bodyId: body.id, description: 'Till nya' })
  const path = `/0136/schemes/${id}`
  const changed = await admin('PATCH', path, { description: null, needsReview: true }, any)
  t.match(changed.body, { description: null, needsReview: true, bodyId: body.id, name: 'Startbidrag', version: 2 })
  t.strictSame((await admin('PATCH', path, { description: null }, any)).body, changed.body)
  const { items } = await made(admin('GET', `${path}/history`))
  t.equal(items.length, 2)
  t.strictSame(items[1].before, { description: 'Till nya', needsReview: false })
  t.strictSame(items[1].after, { description: null, needsReview: true })
})

t.test('a scheme that lines stand under stays; one that none does is withdrawn for good', async t => {
  const { id } = await post({ name: 'Lokalbidrag', kind: 'facility' })
  const organisation = await made(admin('POST', '/0136/organisations', { name: 'IFK' }))
  const line = { recipients: [{ organisationId: organisation.id }], schemeId: id, outcome: 'rejected' }
  const decision = await made(
    admin('POST', '/0136/decisions', { bodyId: body.id, decidedOn: '2021-12-14', lines: [line] })
  )
  const withdraw = () => admin('POST', `/0136/schemes/${id}/withdraw`, { reason: 'Finns inte' })
  t.match(await withdraw(), { status: 409, body: { type: /\/scheme-in-use$/ } })
  await made(admin('POST', `/0136/decision-lines/${decision.lines[0].id}/withdraw`, { reason: 'Fel' }))
  t.match(await withdraw(), { status: 200, body: { withdrawnReason: 'Finns inte' } })
  t.match(await admin('PATCH', `/0136/schemes/${id}`, { name: 'X' }, any), {
    status: 409,
    body: { type: /\/scheme-withdrawn$/ }
  })
})

t.test('what is done to a part of a record is read in the history of the record, withdrawal and all', async t => {
  const scheme = await post({ name: 'Nattidrott', kind: 'activity' })
  const target = await made(
    admin('POST', '/0136/targets', {
      ownerBodyId: body.id,
      text: 'Minst 20 % till barn och unga',
      measure: 'shareOfGranted',
      bound: 'atLeast',
      percent: 20,
      targetGroup: 'Barn och unga'
    })
  )
  const parts: [owner: string, list: string, address: string, noun: string, sent: object, patch: object][] = [
    [`schemes/${scheme.id}`, 'windows', 'scheme-windows', 'schemeWindow', { kind: 'rolling' }, { note: 'Löpande' }],
    [
      `schemes/${scheme.id}`,
      'rule-versions',
      'scheme-rule-versions',
      'schemeRuleVersion',
      {},
      { note: 'Tills vidare' }
    ],
    [
      `targets/${target.id}`,
      'observations',
      'target-observations',
      'targetObservation',
      { observedOn: '2022-12-31', percent: 21, certainty: 'exact' },
      { percent: 22 }
    ]
  ]
  for (const [owner, list, address, noun, sent, patch] of parts) {
    const { id } = await made(admin('POST', `/0136/${owner}/${list}`, sent))
    t.equal((await admin('PATCH', `/0136/${address}/${id}`, patch, any)).status, 200, noun)
    await made(admin('POST', `/0136/${address}/${id}/withdraw`, { reason: 'Fel' }))
    const { items } = await made(admin('GET', `/0136/${owner}/history`))
    t.strictSame(
      items
        .filter(({ subjectId }: { subjectId: string }) => subjectId === id)
        .map(({ type }: { type: string }) => type),
      [`${noun}.created`, `${noun}.updated`, `${noun}.withdrawn`]
    )
  }
})
