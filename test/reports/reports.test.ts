import t from 'tap'
import { paymentConditions } from '../../src/money/payments/record.ts'
import { made } from '../support/register.ts'
import { aReportRegister, content } from './setup.ts'

type Given = Record<string, unknown>

t.test('a report is submitted, sent back, completed and accepted, and history tells by whom', async t => {
  const { aRequirement, list, haninge, types, aPerson, decide } = await aReportRegister(t)
  await decide()
  await aRequirement()
  const path = `/reports/${(await list())[0]!.id}`
  const lacking = await haninge('POST', `${path}/submit`, { submittedOn: '2023-02-20' })
  t.match(lacking, {
    status: 422,
    body: { type: /report-not-valid$/, violations: [{ field: '/narrative' }, { field: '/grantUsed' }] }
  })
  t.match(await haninge('POST', `${path}/submit`, { ...content, submittedOn: '2023-03-02' }), {
    status: 200,
    body: {
      status: 'submitted',
      submittedBy: /^key:/,
      daysLate: 2,
      overdue: 'no',
      grantForPeriod: 380_000,
      warnings: []
    }
  })
  const sentBack = { reason: 'Resultaträkning saknas', missing: ['Resultaträkning'], returnedOn: '2023-03-05' }
  t.match(await haninge('POST', `${path}/return`, sentBack), {
    status: 200,
    body: { status: 'returned', returnedReason: sentBack.reason, missing: sentBack.missing, overdue: 'yes' }
  })
  const attachments = [
    { title: 'Resultaträkning', url: 'https://arkiv.haninge.se/1', checksum: `sha256:${'a'.repeat(64)}` }
  ]
  t.match(await haninge('PATCH', path, { attachments }, { 'if-match': '*' }), {
    status: 200,
    body: { status: 'returned' }
  })
  t.match(await haninge('POST', `${path}/submit`, { submittedOn: '2023-03-10' }), {
    status: 200,
    body: { status: 'submitted', attachments, missing: [], returnedReason: null, narrative: content.narrative }
  })
  const officer = await aPerson('Handläggare', ['reports:review', 'reports:read'])
  t.match(await officer('POST', `${path}/submit`, {}), { status: 403 })
  t.match(await officer('POST', `${path}/accept`, { note: 'Godkänd', acceptedOn: '2023-03-01' }), {
    status: 422,
    body: { violations: [{ field: '/acceptedOn' }] }
  })
  t.match(await officer('POST', `${path}/accept`, { note: 'Godkänd', acceptedOn: '2023-03-15' }), {
    status: 200,
    body: { status: 'accepted', acceptedBy: 'person:handläggare', acceptanceNote: 'Godkänd', submittedBy: /^key:/ }
  })
  const told = ['expected', 'submitted', 'returned', 'updated', 'submitted', 'accepted']
  t.same(
    await types(path),
    told.map(verb => `report.${verb}`)
  )
})

t.test('a step out of order is refused by a rule of its own', async t => {
  const { aRequirement, list, haninge } = await aReportRegister(t)
  await aRequirement({ parts: [] })
  const [one, two] = await list()
  const act = async (report: typeof one, verb: string, body: object = {}) => {
    const { status, body: answer } = await haninge('POST', `/reports/${report!.id}/${verb}`, body)
    return status === 200 ? 200 : `${status} ${String(answer.type).split('/').at(-1)}`
  }
  const reason = { reason: 'Skäl' }
  t.equal(await act(one, 'accept'), '409 report-not-submitted')
  t.equal(await act(one, 'return', reason), '409 report-not-submitted')
  t.equal(await act(one, 'revoke-acceptance', reason), '409 report-not-accepted')
  t.equal(await act(one, 'submit', { narrative: 'Text', submittedOn: '2023-02-01' }), 200)
  t.equal(await act(one, 'waive', reason), '409 report-submitted')
  t.equal(await act(one, 'submit', { narrative: 'Annan text' }), '409 report-submitted')
  t.equal(await act(one, 'return', { ...reason, returnedOn: '2023-02-10' }), 200)
  t.equal(await act(one, 'accept'), '409 report-returned')
  t.equal(await act(one, 'submit', { submittedOn: '2023-02-12' }), 200)
  t.equal(await act(one, 'accept'), 200)
  t.equal(await act(one, 'accept'), '409 report-accepted')
  t.equal(await act(one, 'return', reason), '409 report-accepted')
  t.equal(await act(one, 'withdraw', reason), '409 report-accepted')
  t.equal(await act(one, 'revoke-acceptance', reason), 200)
  t.equal(await act(one, 'accept'), 200)
  t.equal(await act(two, 'waive', { ...reason, waivedOn: '2999-01-01' }), '422 report-not-valid')
  t.equal(await act(two, 'waive', { ...reason, decisionId: one!.id }), '422 reference-not-found')
  t.equal(await act(two, 'waive', reason), 200)
  t.equal(await act(two, 'waive', reason), '409 report-waived')
  t.equal(await act(two, 'submit', { narrative: 'Text' }), '409 report-waived')
  t.match(await haninge('PATCH', `/reports/${one!.id}`, { narrative: 'Ny' }, { 'if-match': '*' }), {
    status: 409,
    body: { type: /report-accepted$/ }
  })
})

t.test('a waiver is taken back: the report is what it was, and what waits for it waits again', async t => {
  const { aRequirement, list, haninge, types, aPayment, database, decide, aPerson } = await aReportRegister(t)
  await decide()
  await aRequirement({ parts: [] })
  const [one, two] = await list()
  const payment = await aPayment({ dueOn: '2023-04-01' })
  const condition = { municipalityCode: '0136', paymentId: payment.id, kind: 'reportAccepted' as const }
  await database.insert(paymentConditions).values({ ...condition, reportId: String(one!.id) })
  const holds = async () => (await made(haninge('GET', `/payments/${payment.id}`))).holds.map(({ kind }: Given) => kind)
  const revoke = (report: typeof one, ask = haninge) =>
    ask('POST', `/reports/${report!.id}/revoke-waiver`, { reason: 'Gällde en annan förening' })
  const waive = (report: typeof one) => made(haninge('POST', `/reports/${report!.id}/waive`, { reason: 'Upplöst' }))

  t.match(await revoke(one), { status: 409, body: { type: /report-not-waived$/ } })
  const held = await holds()
  t.ok(held.includes('report-not-accepted'), held.join())
  await waive(one)
  t.notOk((await holds()).includes('report-not-accepted'))
  t.match(await haninge('POST', `/reports/${one!.id}/revoke-waiver`, {}), { status: 400 })
  const writer = await aPerson('handläggare', ['reports:write'])
  t.match(await revoke(one, writer), { status: 403 })
  t.match(await revoke(one), {
    status: 200,
    body: { status: 'expected', waivedOn: null, waivedReason: null, waivedDecisionId: null, waitingPaymentCount: 1 }
  })
  t.strictSame(await holds(), held)
  t.strictSame(await types(`/reports/${one!.id}`), ['report.expected', 'report.waived', 'report.waiverRevoked'])
  const { items } = await made(haninge('GET', `/reports/${one!.id}/history`))
  t.match(items.at(-1), { reason: 'Gällde en annan förening', before: { status: 'waived' } })

  await made(haninge('POST', `/reports/${two!.id}/submit`, { submittedOn: '2024-02-01' }))
  await made(haninge('POST', `/reports/${two!.id}/return`, { reason: 'Bokslut saknas', missing: ['Bokslut'] }))
  await waive(two)
  t.match(await revoke(two), { status: 200, body: { status: 'returned', missing: ['Bokslut'] } })
  t.match(await haninge('POST', `/reports/${two!.id}/submit`, {}), { status: 200, body: { status: 'submitted' } })
})

t.test('the same submission again changes nothing, also by reference, at once and once accepted', async t => {
  const { haninge, post, agreementId, types } = await aReportRegister(t)
  const period = { periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28' }
  const { id } = await post('/reports', { agreementId, ...period, reference: 'R/1', source: 'casefile' })
  const indicators = [{ description: 'Besök', target: 400, achieved: 380, goal: 'Åtagande 2', key: 'visits' }]
  const submission = { ...content, indicators, submittedOn: '2023-02-20', childrenAndYoungPercent: 20.5 }
  const submit = () => haninge('POST', `/reports/by-reference/casefile/${encodeURIComponent('R/1')}/submit`, submission)
  const answers = await Promise.all(Array.from({ length: 10 }, submit))
  t.same(
    answers.map(({ status, body }) => [status, body.version]),
    Array(10).fill([200, 2])
  )
  await post(`/reports/${id}/accept`, {})
  t.match(await submit(), { status: 200, body: { id, status: 'accepted', version: 3 } })
  t.same(await types(`/reports/${id}`), ['report.created', 'report.submitted', 'report.accepted'])
  t.match(await haninge('POST', '/reports/by-reference/casefile/R-2/submit', {}), { status: 404 })
})

t.test('of two who accept at once one is told that it is done', async t => {
  const { haninge, post, agreementId } = await aReportRegister(t)
  const { id } = await post('/reports', {
    agreementId,
    periodFrom: '2022-01-01',
    periodTo: '2022-12-31',
    dueOn: '2023-02-28'
  })
  await post(`/reports/${id}/submit`, {})
  const answers = await Promise.all(Array.from({ length: 8 }, () => haninge('POST', `/reports/${id}/accept`, {})))
  t.same(answers.map(({ status }) => status).sort(), [200, ...Array(7).fill(409)])
})

t.test('the indicators that are asked for are each answered', async t => {
  const { aRequirement, list, haninge } = await aReportRegister(t)
  const asked = ['visits', 'calls', 'groups'].map(key => ({ key, description: key }))
  await aRequirement({ parts: ['indicators', 'beneficiaries', 'attachments'], indicators: asked })
  const path = `/reports/${(await list())[0]!.id}/submit`
  const indicators = [
    { key: 'visits', description: 'Besök', achieved: 0 },
    { key: 'calls', description: 'Samtal' }
  ]
  const { status, body } = await haninge('POST', path, { indicators })
  t.equal(status, 422)
  t.same(
    body.violations.map(({ field }: { field: string }) => field),
    ['/indicators', '/indicators', '/beneficiaries', '/attachments']
  )
  const beneficiaries = [
    { targetGroup: 'barn och unga', count: 120, percent: 70 },
    { targetGroup: 'kvinnor', percent: 60.5 }
  ]
  const whole = {
    indicators: [
      ...indicators.slice(0, 1),
      { key: 'calls', description: 'Samtal', achieved: 12.5 },
      { key: 'groups', description: 'Grupper', comment: 'Inga' }
    ],
    beneficiaries,
    attachments: [{ title: 'Bokslut', url: 'https://arkiv.haninge.se/1' }]
  }
  t.match(await haninge('POST', path, { ...whole, beneficiaries: [...beneficiaries, { targetGroup: 'kvinnor' }] }), {
    status: 422,
    body: { violations: [{ field: '/beneficiaries/2/targetGroup' }] }
  })
  t.match(await haninge('POST', path, whole), { status: 200, body: { beneficiaries } })
})

t.test('no more is accounted for than was given for the period, to the öre', async t => {
  const { haninge, post, awardId, aDecision, line, attention, anAgreement } = await aReportRegister(t)
  const period = { periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28' }
  const beyond = { awardId, ...period, grantUsed: 379_999.99, unused: 0.02 }
  t.match(await haninge('POST', '/reports', beyond), {
    status: 422,
    body: { violations: [{ field: '/grantUsed', message: /380000\.01, more than the 380000\.00/ }] }
  })
  t.match(await haninge('POST', '/reports', { ...beyond, unused: 0.01 }), {
    status: 201,
    body: { grantForPeriod: 380_000 }
  })

  const perYear = await aDecision([
    line({ recipients: [{ organisationId: attention }], granted: 100, grantYearTo: 2024, amountPer: 'year' })
  ])
  const several = perYear.lines[0]
  const award = (await made(haninge('GET', `/awards?decisionId=${perYear.id}`))).items[0].id
  const twoYears = { awardId: award, ...period, periodTo: '2023-06-30', dueOn: '2023-08-31' }
  t.match(await post('/reports', { ...twoYears, grantUsed: 200 }), { grantForPeriod: 200, warnings: [] })
  t.match(await haninge('POST', '/reports', { ...twoYears, grantUsed: 200.01 }), { status: 422 })
  await made(
    haninge('PATCH', `/decision-lines/${several.id}`, { grantedCertainty: 'approximate' }, { 'if-match': '*' })
  )
  t.match(await post('/reports', { ...twoYears, grantUsed: 1_000 }), {
    grantForPeriod: null,
    warnings: [{ field: '/grantUsed' }]
  })
  const unfunded = await anAgreement({ funding: [] })
  t.match(await post('/reports', { agreementId: unfunded, ...period, unused: 5 }), {
    warnings: [{ field: '/grantUsed' }]
  })
})

t.test('bad input is told, all of it', async t => {
  const { haninge, agreementId, jour } = await aReportRegister(t)
  const period = { periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28' }
  const send = (more: object) => haninge('POST', '/reports', { agreementId, ...period, ...more })
  t.match(await send({ periodTo: '2021-12-31', dueOn: '2021-01-01' }), {
    status: 422,
    body: { violations: [{ field: '/periodTo' }, { field: '/dueOn' }] }
  })
  t.match(await send({ agreementId: jour }), { status: 422, body: { violations: [{ field: '/agreementId' }] } })
  t.match(await send({ agreementId: null }), { status: 422, body: { violations: [{ field: '/agreementId' }] } })
  const wrong = [
    ...[{ unused: -1 }, { costs: 1.005 }, { costs: '5' }, { childrenAndYoungPercent: 100.01 }, { dueOn: '2023-02-30' }],
    ...[
      { beneficiaries: [{ targetGroup: 'unga', percent: 101 }] },
      { beneficiaries: [{ targetGroup: 'unga', count: 1.5 }] }
    ],
    ...[{ attachments: [{ title: 'A', url: 'file:///etc/passwd' }] }, { status: 'accepted' }, { narrative: '' }]
  ]
  for (const more of wrong) t.match(await send(more), { status: 400 }, JSON.stringify(more))
  const { id } = (await send({})).body
  t.match(await haninge('POST', `/reports/${id}/submit`, { submittedOn: '2999-01-01' }), { status: 422 })
  t.match(await haninge('POST', `/reports/${id}/submit`, { submittedOn: '2021-12-31' }), { status: 422 })
  t.match(await haninge('GET', '/reports?overdue=maybe'), { status: 400 })
  t.match(await haninge('GET', '/reports?validOn=2023-02-30'), { status: 400 })
})

t.test('overdue is of a day: a report that came late was overdue until it came', async t => {
  const { aRequirement, list, haninge, jour, agreementId, decide } = await aReportRegister(t)
  await decide()
  await aRequirement({ parts: [] })
  const [first] = await list()
  await made(haninge('POST', `/reports/${first!.id}/submit`, { submittedOn: '2023-03-10' }))
  const on = async (day: string) => await made(haninge('GET', `/reports/${first!.id}?validOn=${day}`))
  t.match(await on('2023-02-28'), { overdue: 'no' })
  t.match(await on('2023-03-01'), { overdue: 'yes', daysLate: 1 })
  t.match(await on('2023-03-10'), { overdue: 'no', daysLate: 10 })
  const dues = async (query: string) => (await list(query)).map(({ dueOn }) => dueOn)
  t.same(await dues('overdue=yes&validOn=2023-03-01'), ['2023-02-28'])
  t.same(await dues('overdue=yes&validOn=2023-03-10'), [])
  t.same(await dues('overdue=yes&validOn=2024-03-01&sort=-dueOn'), ['2024-02-28'])
  t.same(await dues('overdue=no&validOn=2024-03-01'), ['2023-02-28', '2025-02-28'])
  t.same(await dues('late=yes'), ['2023-02-28'])
  t.same(await dues('late=no'), [])
  t.same(await dues(`organisationId=${jour}&dueFrom=2024-01-01&dueTo=2024-12-31`), ['2024-02-28'])
  t.same(await dues(`agreementId=${agreementId}&status=submitted&kind=written`), ['2023-02-28'])
  t.same(await dues('kind=dialogue'), [])
  const first1 = await made(haninge('GET', '/reports?overdue=yes&validOn=2026-01-01&limit=1'))
  t.match(
    await made(haninge('GET', `/reports?overdue=yes&validOn=2026-01-01&limit=1&cursor=${first1.meta.nextCursor}`)),
    {
      items: [{ dueOn: '2025-02-28' }],
      meta: { nextCursor: null }
    }
  )
})

t.test('a report of a draft, or of a withdrawn award, is not overdue: nobody is obliged to it', async t => {
  const { aRequirement, list, decide, post, awardId, decision, haninge, agreementId, aPayment, database } =
    await aReportRegister(t)
  await aRequirement({ parts: [] })
  const day = 'validOn=2023-03-01'
  const [first] = await list()
  const payment = await aPayment({ agreementId, dueOn: '2023-04-01' })
  const waits = { municipalityCode: '0136', paymentId: payment.id, kind: 'noReportOverdue' as const }
  await database.insert(paymentConditions).values(waits)
  const { holds } = await made(haninge('GET', `/payments/${payment.id}?validOn=2023-03-01`))
  t.ok(
    holds.some(({ kind }: Given) => kind === 'report-overdue'),
    'a payment is held by it all the same'
  )
  const shown = () => made(haninge('GET', `/reports/${first!.id}?${day}`))
  t.same(await list(`overdue=yes&${day}`), [])
  t.equal((await list(`overdue=no&${day}`)).length, 3)
  t.match(await shown(), { overdue: 'no', daysLate: 0 })
  await decide()
  t.match(await list(`overdue=yes&${day}`), [{ id: first!.id, overdue: 'yes', daysLate: 1 }])
  t.equal((await list(`overdue=no&${day}`)).length, 2)

  const period = { periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn: '2023-02-28' }
  const { id } = await post('/reports', { awardId, ...period })
  t.equal((await list(`overdue=yes&${day}`)).length, 2)
  await made(haninge('POST', `/payments/${payment.id}/cancel`, { reason: 'Dubblett' }))
  await made(haninge('POST', `/decisions/${decision.id}/withdraw`, { reason: 'Dubblett' }))
  t.match(await list(`overdue=yes&${day}`), [{ id: first!.id }])
  t.match(await made(haninge('GET', `/reports/${id}?${day}`)), { overdue: 'no' })
})

t.test('the list says whom to ask, and how many payments wait', async t => {
  const { aRequirement, list, haninge, jour, aPayment, database, awardId, decide } = await aReportRegister(t)
  await decide()
  const { id: requirementId } = await aRequirement({ parts: [] })
  const [first, second] = await list()
  const municipalityCode = '0136'
  const one = await aPayment({ dueOn: '2023-04-01' })
  const two = await aPayment({ dueOn: '2024-04-01' })
  const three = await aPayment({ amount: 1_000 })
  const waits = (paymentId: string, on: object) =>
    database.insert(paymentConditions).values({ municipalityCode, paymentId, kind: 'reportAccepted', ...on })
  await waits(one.id, { reportId: first!.id })
  await waits(one.id, { requirementId })
  await waits(two.id, { requirementId })
  await waits(three.id, { reportId: second!.id })
  const overdue = await list('overdue=yes&validOn=2023-03-15&sort=dueOn')
  t.match(overdue, [
    {
      id: first!.id,
      agreementTitle: 'Partnerskap mot våld',
      organisations: [{ organisationId: jour, name: 'Haninge Kvinnojour' }],
      daysLate: 15,
      waitingPaymentCount: 2
    }
  ])
  t.match(await list(), [{ waitingPaymentCount: 2 }, { waitingPaymentCount: 2 }, { waitingPaymentCount: 0 }])
  // Of an overdue report also what is paid only when no report is: of its award or its agreement, due when it may be.
  const four = await aPayment({ amount: 500, agreementId: first!.agreementId as string, dueOn: '2022-02-01' })
  await database.insert(paymentConditions).values({ municipalityCode, paymentId: four.id, kind: 'noReportOverdue' })
  const [late] = await list('overdue=yes&validOn=2023-03-15&sort=dueOn')
  t.equal(late!.waitingPaymentCount, 3)
  const held = await haninge('GET', `/payments/${four.id}?validOn=2023-03-15`)
  t.match(held.body.holds, [{ kind: 'report-overdue', release: { subjectId: first!.id } }])
  t.match(
    await list('validOn=2023-02-28&sort=dueOn'),
    [{ waitingPaymentCount: 2 }, {}, {}],
    'on its due day it is not overdue'
  )
  t.match(await haninge('POST', `/reports/${first!.id}/withdraw`, { reason: 'Fel' }), {
    status: 409,
    body: { type: /report-awaited$/ }
  })
  t.match(await haninge('POST', `/report-requirements/${requirementId}/withdraw`, { reason: 'Fel' }), {
    status: 409,
    body: { type: /report-requirement-awaited$/ }
  })
  await made(haninge('POST', `/reports/${first!.id}/waive`, { reason: 'Upplöst' }))
  t.match((await list())[0], { waitingPaymentCount: 0, status: 'waived' })
  t.ok(awardId)
})
