import t from 'tap'
import { aGrantRegister } from '../support/grants.ts'

t.test('a decision is recorded with its lines in one call, and read again as it was answered', async t => {
  const { haninge, bodyId, line, school, entries } = await aGrantRegister(t)
  const documents = [{ title: 'Protokoll', url: 'https://www.haninge.se/protokoll.pdf' }]
  const stated = { paragraph: '144', diaryNumber: 'SN 2021/0144', title: 'Partnerskap', documents, reference: 'D-1' }
  const lines = [
    line({ reference: 'L-1' }),
    line({ recipients: [{ organisationId: school }], granted: null, outcome: 'rejected' })
  ]
  const answer = await haninge('POST', '/decisions', { bodyId, decidedOn: '2021-12-14', ...stated, lines })
  t.match(answer, {
    status: 201,
    headers: { location: `/partnerskap/v1/0136/decisions/${answer.body.id}`, etag: /^"1-/ },
    body: { ...stated, kind: 'committee', decidedOnPrecision: 'day', meetingPlanned: false, version: 1 }
  })
  t.match(answer.body.lines, [
    { reference: 'L-1', granted: 380000, grantedCertainty: 'exact', applied: null, appliedCertainty: 'notStated' },
    { outcome: 'rejected', granted: null, grantedCertainty: 'notStated', grantYearFrom: 2022, grantYearTo: 2022 }
  ])
  t.same((await haninge('GET', `/decisions/${answer.body.id}`)).body, answer.body)
  const recorded = await entries(`decisionId=${answer.body.id}`)
  t.same(new Set(recorded.map(({ recordedAt }) => recordedAt)).size, 1, 'known all at one instant')
  t.equal(recorded.length, 3)
})

t.test('a decision that cannot be recorded whole is not recorded at all', async t => {
  const { haninge, bodyId, line, totals } = await aGrantRegister(t)
  const lines = [line(), line({ outcome: 'rejected' }), line({ recipients: [{ organisationId: bodyId }] })]
  const refused = await haninge('POST', '/decisions', { bodyId, decidedOn: '2021-12-14', lines })
  t.match(refused, { status: 422, body: { violations: [{ field: '/lines/1/granted' }] } })
  const unknown = await haninge('POST', '/decisions', { bodyId, decidedOn: '2021-12-14', lines: [line(), lines[2]] })
  t.match(unknown, { status: 422, body: { violations: [{ field: '/lines/1/recipients/0/organisationId' }] } })
  t.match((await haninge('GET', '/decisions')).body, { items: { length: 0 } })
  t.match(await totals(), { lineCount: 0, granted: 0 })
})

t.test('days of years that no decision has are refused', { timeout: 30_000 }, async t => {
  const { haninge, bodyId } = await aGrantRegister(t)
  const days = { decidedOn: '0201-12-14', minutesApprovedOn: '1899-12-31', noticeUpOn: '9999-12-20' }
  const message = 'must be a day of the years 1900 to 2199'
  t.match(await haninge('POST', '/decisions', { bodyId, ...days }), {
    status: 400,
    body: { violations: Object.keys(days).map(name => ({ field: `/${name}`, message })) }
  })
  const last = { decidedOn: '1900-01-01', minutesApprovedOn: null, noticeUpOn: '2199-12-31' }
  t.match(await haninge('POST', '/decisions', { bodyId, ...last }), { status: 201 })
})

t.test('a reference is taken once, and free again when its decision is withdrawn', async t => {
  const { haninge, aDecision, bodyId } = await aGrantRegister(t)
  const { id } = await aDecision([], { reference: 'D-17', source: 'casefile' })
  const again = { bodyId, decidedOn: '2021-12-14', reference: 'D-17', source: 'casefile' }
  t.match(await haninge('POST', '/decisions', again), { status: 409 })
  await haninge('POST', `/decisions/${id}/withdraw`, { reason: 'Fel nämnd' })
  t.match(await haninge('POST', '/decisions', again), { status: 201 })
})

t.test('decisions are listed by the day of their meeting and found by every filter', async t => {
  const { haninge, aBody, aDecision, bodyId } = await aGrantRegister(t)
  const other = await aBody('Kulturnämnden')
  await aDecision([], { title: 'third', decidedOn: '2022-03-01', diaryNumber: 'KS/2012:628-805' })
  await aDecision([], { title: 'first', decidedOn: '2021-01-01', paragraph: '7', reference: 'D-1' })
  await aDecision([], { title: 'second', decidedOn: '2021-12-31', bodyId: other })
  const titles = async (query: string) =>
    (await haninge('GET', `/decisions?${query}`)).body.items.map(({ title }: { title: string }) => title)
  t.same(await titles(''), ['first', 'second', 'third'])
  t.same(await titles('sort=-decidedOn'), ['third', 'second', 'first'])
  t.same(await titles('sort=updatedAt'), ['third', 'first', 'second'])
  t.same(await titles('decidedFrom=2021-12-31&decidedTo=2022-02-28'), ['second'])
  t.same(await titles(`bodyId=${bodyId}`), ['first', 'third'])
  t.same(await titles('paragraph=7'), ['first'])
  t.same(await titles('diaryNumber=KS/2012:628-805'), ['third'])
  t.same(await titles('reference=D-1'), ['first'])
  t.match(await haninge('GET', '/decisions?year=2021'), { status: 400 })
})

t.test('a mistyped § is corrected in the record and appends nothing to the ledger', async t => {
  const { haninge, aDecision, line, entries } = await aGrantRegister(t)
  const { id } = await aDecision([line()], { paragraph: '144' })
  const before = await entries()
  const { headers } = await haninge('GET', `/decisions/${id}`)
  t.match(await haninge('PATCH', `/decisions/${id}`, { paragraph: '145' }), { status: 428 })
  const corrected = await haninge('PATCH', `/decisions/${id}`, { paragraph: '145' }, { 'if-match': headers.etag! })
  t.match(corrected, { status: 200, body: { paragraph: '145', version: 2, lines: [{ version: 1 }] } })
  t.match(await haninge('PATCH', `/decisions/${id}`, { paragraph: '146' }, { 'if-match': headers.etag! }), {
    status: 412
  })
  t.same(await entries(), before)
  const history = (await haninge('GET', `/decisions/${id}/history`)).body.items
  t.match(history.at(-1), { type: 'decision.updated', before: { paragraph: '144' }, after: { paragraph: '145' } })
})

t.test('another meeting date or body moves the years and bodies of the totals, and leaves what was known', async t => {
  const { aDecision, line, patch, aBody, bodyId, groups, haninge } = await aGrantRegister(t)
  const { id } = await aDecision([line(), line({ outcome: 'reserved', granted: null, reserved: 7000 })])
  const known = (await haninge('GET', '/statistics/grant-totals')).body.meta.knownAt
  t.match(await patch(`/decisions/${id}`, { decidedOn: '2022-01-18' }), { status: 200 })
  t.match(await groups('groupBy=year'), [{ year: 2022, lineCount: 2, awardCount: 1, granted: 380000, reserved: 7000 }])
  t.match(await groups('groupBy=year&yearBasis=grant'), [{ year: 2022, granted: 380000 }])
  const other = await aBody('Kulturnämnden')
  await patch(`/decisions/${id}`, { bodyId: other })
  t.match(await groups('groupBy=body'), [{ bodyId: other, bodyName: 'Kulturnämnden', granted: 380000 }])
  t.match(await groups(`groupBy=year,body&knownAt=${known}`), [{ year: 2021, bodyId, granted: 380000, lineCount: 2 }])
})

t.test('a withdrawn decision takes its lines, awards and sums with it, and stays to be read', async t => {
  const { haninge, aDecision, line, totals, patch, entries } = await aGrantRegister(t)
  const { id, lines } = await aDecision([line(), line({ granted: 20_000.5 })])
  const kept = await aDecision([line({ granted: 1 })])
  t.match(await haninge('POST', `/decisions/${id}/withdraw`, { reason: '' }), { status: 400 })
  const withdrawn = await haninge('POST', `/decisions/${id}/withdraw`, { reason: 'Registrerat två gånger' })
  t.match(withdrawn, { status: 200, body: { withdrawnReason: 'Registrerat två gånger', lines: { length: 0 } } })
  t.match(await totals(), { lineCount: 1, awardCount: 1, granted: 1 })
  t.match((await haninge('GET', '/awards')).body.items, [{ decisionId: kept.id }])
  t.match(await haninge('GET', `/decision-lines/${lines[0].id}`), { status: 200, body: { withdrawnAt: String } })
  t.match(await haninge('POST', `/decisions/${id}/withdraw`, { reason: 'Igen' }), { status: 409 })
  t.match(await patch(`/decisions/${id}`, { paragraph: '1' }), { status: 409 })
  t.match(await patch(`/decision-lines/${lines[0].id}`, { granted: 1 }), { status: 409 })
  t.match(await haninge('POST', `/decisions/${id}/lines`, line()), { status: 409 })
  t.match((await haninge('GET', '/decisions?withdrawn=only')).body.items, [{ id }])
  const taken = (await entries(`decisionId=${id}&sort=-recordedAt`)).slice(0, 4)
  t.same(new Set(taken.map(({ recordedAt }) => recordedAt)).size, 1, 'taken back all at one instant')
  t.same(
    taken.reduce((sum, entry) => sum + (entry.amount as number), 0),
    -400_000.5
  )
})

t.test('the history of a decision shows the events of its lines too', async t => {
  const { haninge, aDecision, line, patch, post } = await aGrantRegister(t)
  const { id, lines } = await aDecision([line()])
  const added = await post(`/decisions/${id}/lines`, line({ granted: 5 }))
  await patch(`/decision-lines/${lines[0].id}`, { granted: 390_000 })
  await haninge('POST', `/decision-lines/${added.id}/withdraw`, { reason: 'Fel förening' })
  const { items } = (await haninge('GET', `/decisions/${id}/history`)).body
  t.match(items, [
    { type: 'decision.created', subjectId: id },
    { type: 'decisionLine.created', subjectId: lines[0].id, parentId: id, after: { granted: 380000 } },
    { type: 'decisionLine.created', subjectId: added.id },
    { type: 'decisionLine.updated', before: { granted: 380000 }, after: { granted: 390000 } },
    { type: 'decisionLine.withdrawn', subjectId: added.id, reason: 'Fel förening' }
  ])
  t.equal(items.length, 5)
})
