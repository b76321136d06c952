import t from 'tap'
import { sumsHangTogether } from '../support/identities.ts'
import { aRegister, made } from '../support/register.ts'

/** What real agreements and schemes add to the five municipalities; what payments add comes with payments. */
const { admin, client, database } = await aRegister(t)
const post = (path: string, body: object) => made(admin('POST', `/0136${path}`, body))
const get = (path: string) => made(admin('GET', `/0136${path}`))

const committee = await post('/bodies', { name: 'Socialnämnden', kind: 'committee' })
const association = await post('/organisations', { name: 'Föreningen Jouren', organisationNumber: '802006-9848' })
const scheme = await post('/schemes', { name: 'Verksamhetsbidrag', kind: 'operating', bodyId: committee.id })
const parties = [
  { key: 'namnden', kind: 'body', role: 'responsible', bodyId: committee.id },
  { key: 'jouren', kind: 'organisation', role: 'partner', organisationId: association.id }
]

t.test('a term across calendar years renews itself with 6 months notice, and its amount follows an index', async t => {
  const decision = await post('/decisions', { bodyId: committee.id, decidedOn: '2024-05-14' })
  const { id } = await post('/agreements', {
    kind: 'partnership',
    parties,
    term: { validFrom: '2024-07-01', validTo: '2027-12-31', renewal: { months: 12, noticeMonths: 6 } },
    indexClause: { index: 'KPI, oktober', percent: 80, roundedTo: 100, rounding: 'down', note: 'Vid förlängning' },
    contributions: [{ partyKey: 'namnden', kind: 'cash', amount: 247_700, amountPer: 'year' }]
  })
  await post(`/agreements/${id}/decide`, { decisionId: decision.id })
  await post(`/agreements/${id}/sign`, { signedOn: '2024-06-03' })
  t.match(await get(`/agreements/${id}?validOn=2025-01-01`), {
    term: { validFrom: '2024-07-01', validTo: '2027-12-31', renewal: { months: 12, noticeMonths: 6 } },
    indexClause: { index: 'KPI, oktober', percent: 80, roundedTo: 100, rounding: 'down' },
    termStanding: { running: 'yes', startsEarliestOn: '2024-07-01', lastNoticeOn: '2027-06-30' }
  })
  t.match((await get(`/agreements/${id}?validOn=2024-06-30`)).termStanding, { running: 'no', upcoming: 'yes' })
  // 80 % of 4 % is 3.2 %: 255 626.40, down to whole hundreds.
  t.match((await get(`/agreements/${id}/indexed-amounts?indexFrom=100&indexTo=104`)).items, [
    { amount: 247_700, indexedAmount: 255_600 }
  ])
})

t.test('the assessment against procurement law is recorded with day, function and reasons', async t => {
  const procurementAssessment = {
    conclusion: 'notProcurement',
    assessedOn: '2021-11-02',
    assessedBy: 'Stadsjurist',
    reasons: 'Båda parter bidrar och initiativet är föreningens; jämför HFD om Alingsås, 2020',
    url: 'https://www.haninge.se/bedomning.pdf'
  }
  const { id } = await post('/agreements', { kind: 'partnership', parties, procurementAssessment })
  t.match(await get(`/agreements/${id}`), { procurementAssessment })
  const none = await post('/agreements', { kind: 'partnership', parties })
  t.equal((await get(`/agreements/${none.id}`)).procurementAssessment, null, 'not stated is not notAssessed')
})

t.test('where sheltered housing is stays out of what may only be read, and out of every event', async t => {
  const address = 'Skyddat boende på Hemliga gatan 1'
  const secret = { partyKey: 'jouren', description: address, confidential: true }
  const { id } = await post('/agreements', {
    kind: 'partnership',
    parties,
    contributions: [{ ...secret, kind: 'premises' }],
    commitments: [{ ...secret, quantity: 4, unit: 'platser' }]
  })
  const reader = await client({ municipalityCodes: ['0136'], scopes: ['agreements:read', 'events:read'] })
  t.match(await get(`/agreements/${id}`), { contributions: [{ description: address }] }, 'who may write sees it')
  for (const path of [`/agreements/${id}`, '/agreements', `/agreements/${id}/versions`, `/agreements/${id}/history`]) {
    const { status, body } = await reader('GET', `/0136${path}`)
    t.equal(status, 200, path)
    t.notMatch(JSON.stringify(body), /Hemliga gatan/, path)
  }
  t.notMatch(JSON.stringify((await get('/events?limit=1000')).items), /Hemliga gatan/)
  t.match((await made(reader('GET', `/0136/agreements/${id}`))).commitments, [{ quantity: 4, description: /^\(conf/ }])
})

t.test('one payee of several is named, is known not to be one, or is not stated', async t => {
  const partners = [...parties, { ...parties[1]!, key: 'annan', role: 'coPartner' }]
  const payee = async (stated: object) => {
    const { id } = await post('/agreements', { kind: 'partnership', parties: partners, ...stated })
    const { payeeKey, onePayee } = await get(`/agreements/${id}`)
    return { payeeKey, onePayee }
  }
  t.same(await payee({ onePayee: true }), { payeeKey: null, onePayee: true })
  t.same(await payee({ onePayee: true, payeeKey: 'jouren' }), { payeeKey: 'jouren', onePayee: true })
  t.same(await payee({ onePayee: false }), { payeeKey: null, onePayee: false })
  t.same(await payee({}), { payeeKey: null, onePayee: null })
  const torn = { kind: 'partnership', parties: partners, payeeKey: 'jouren', onePayee: false }
  t.match(await admin('POST', '/0136/agreements', torn), {
    status: 422,
    body: { violations: [{ field: '/onePayee' }] }
  })
})

t.test('rules hold ladders of both kinds, advances, repayment with its clause, delegation and the basis', async t => {
  const step = (daysLateFrom: number, daysLateTo: number, deductionPercent: number) => ({
    daysLateFrom,
    daysLateTo,
    deductionPercent
  })
  const haninge = { steps: [step(1, 7, 25), step(8, 21, 50), step(22, 36, 75)], after: 'rejected' }
  const herrljunga = {
    steps: [step(1, 7, 10), step(8, 14, 20), step(15, 21, 30), step(22, 28, 40)],
    after: 'paid',
    afterPaidPercent: 35
  }
  const clause = { repaymentClause: 'yes', repaymentText: '§ 12 Återbetalning', repaymentThresholdPercent: 5 }
  const half = { delegate: 'Förvaltningschef', kind: 'formula', factor: 0.5, base: 'prisbasbelopp' }
  const rules = {
    ...{ lateLadder: haninge, advanceMaxPercent: 50, amountBasis: 'onePot', ...clause },
    delegationLimits: [half, { delegate: 'Enhetschef', kind: 'amount', amount: 25_000 }]
  }
  await post(`/schemes/${scheme.id}/rule-versions`, { validFrom: '2022-01-01', validTo: '2023-12-31', ...rules })
  const later = { validFrom: '2024-01-01', lateLadder: herrljunga, amountBasis: 'perOrganisation' }
  await post(`/schemes/${scheme.id}/rule-versions`, later)
  const on = async (day: string) => (await get(`/schemes/${scheme.id}/rule-versions?validOn=${day}`)).items
  t.match(await on('2022-05-01'), [rules])
  t.match(await on('2024-05-01'), [later])

  const paid = async (deadline: string, receivedOn: string) =>
    (await get(`/schemes/${scheme.id}/late-deduction?dueOn=${deadline}&receivedOn=${receivedOn}`)).paidPercent
  t.same([await paid('2022-04-01', '2022-04-09'), await paid('2022-04-01', '2022-05-08')], [50, 0])
  t.same([await paid('2024-04-01', '2024-04-09'), await paid('2024-04-01', '2024-05-08')], [80, 35])
  t.match((await get(`/schemes/${scheme.id}/delegation-limits?validOn=2023-03-01`)).items, [
    { delegate: 'Förvaltningschef', baseAmount: 52_500, maxAmount: 26_250, maxAmountCertainty: 'exact' },
    { delegate: 'Enhetschef', baseAmount: null, maxAmount: 25_000, maxAmountCertainty: 'exact' }
  ])
})

t.test('deadlines are fixed, several a year, rolling, relative or unknown, and so is the answer', async t => {
  const answers: Record<string, string> = {}
  const told = async (name: string, windows: object[], status = 'open') => {
    const { id } = await post('/schemes', { name, kind: 'notStated', status })
    for (const window of windows) await post(`/schemes/${id}/windows`, window)
    const { items } = await get(`/schemes/${id}/windows`)
    t.match(items, windows, name)
    answers[name] = (await get(`/schemes/${id}/open?validOn=2026-08-25`)).answer
  }
  await told('fixed', [{ kind: 'fixed', opensOn: '2026-09-01', closesOn: '2026-10-01' }])
  const twice = ['02-25', '08-25'].map(closesMonthDay => ({ kind: 'recurring', closesMonthDay }))
  await told('several a year', twice)
  await told('rolling', [{ kind: 'rolling' }])
  await told('relative', [{ kind: 'relative', relativeText: 'en månad före aktiviteten' }])
  await told('unknown', [{ kind: 'unknown' }])
  await told('paused', [{ kind: 'rolling' }], 'paused')
  await told('closed', [{ kind: 'rolling' }], 'closed')
  await told('status not stated', [{ kind: 'rolling' }], 'notStated')
  t.same(answers, {
    ...{ fixed: 'no', 'several a year': 'yes', rolling: 'yes', relative: 'unknown', unknown: 'unknown' },
    ...{ paused: 'no', closed: 'no', 'status not stated': 'unknown' }
  })
})

t.test('a delegated decision keeps its limit, and the time for review runs from where it was reported', async t => {
  const meeting = { bodyId: committee.id, decidedOn: '2021-06-01' }
  const notice = { minutesApprovedOn: '2021-06-03', noticeUpOn: '2021-06-04', noticeDownOn: '2021-06-29' }
  const minutes = await post('/decisions', { ...meeting, ...notice })
  t.match(await get(`/decisions/${minutes.id}`), { ...notice, warnings: [] })
  // Three weeks from 4 June is Midsummer's Eve, a Friday: the next working day is Monday.
  t.match(minutes.legalityReview, { endsOn: '2021-06-28' })
  const delegated = {
    ...{ ...meeting, decidedOn: '2021-05-20', kind: 'delegated', delegateRole: 'Förvaltningschef' },
    ...{ delegationLimitText: 'Ett halvt prisbasbelopp', delegationBasis: 'Delegationsordning p. 4.2' },
    ...{ reportedInDecisionId: minutes.id, reportedOn: '2021-06-01', noticeUpOn: '2021-06-04' }
  }
  const { id } = await post('/decisions', delegated)
  t.match(await get(`/decisions/${id}`), { ...delegated, legalityReview: { endsOn: '2021-06-28' } })
  // Minutes within 14 days, the notice by the second day after: what comes later is recorded, and warned of.
  const late = { ...meeting, minutesApprovedOn: '2021-06-16', noticeUpOn: '2021-06-21' }
  const { warnings } = await post('/decisions', late)
  t.match(
    warnings.map(({ field }: { field: string }) => field),
    ['/minutesApprovedOn', '/noticeUpOn']
  )
})

t.test('diary numbers are kept as they are written', async t => {
  for (const diaryNumber of ['SN 2019/0055', 'KSN-2016-1422', 'KS/2012:628-805', '2023KS133', 'SN 2026-21']) {
    const { id } = await post('/decisions', { bodyId: committee.id, decidedOn: '2021-12-14', diaryNumber })
    const { items } = await get(`/decisions?diaryNumber=${encodeURIComponent(diaryNumber)}`)
    t.match(items, [{ id, diaryNumber }])
    t.equal(items.length, 1)
  }
})

t.test('an organisation number is taken in three ways of writing and found as ten digits', async t => {
  const { id } = await post('/organisations', { name: 'Med bankgiro', bankgiro: '5805-9619' })
  t.equal((await get(`/organisations/${id}`)).bankgiro, '58059619')
  t.equal(association.organisationNumber, '8020069848')
  for (const written of ['802006-9848', '8020069848', '168020069848']) {
    const { items } = await get(`/organisations?organisationNumber=${written}`)
    t.match(items, [{ id: association.id }], written)
  }
})

t.test('the sums of money hang together', async () => {
  await sumsHangTogether((method, path) => admin(method, `/0136${path}`), database, '0136')
})
