import t, { type Test } from 'tap'
import { allQuestions, identitiesHold, sumsHangTogether } from '../support/identities.ts'
import { actsOf } from './life-acts.ts'
import { adjustments2022, byDecisionYear, byGrantYear, byPaymentYear, closed2022 } from './life-figures.ts'
import { aLife, type Word } from './life-register.ts'

/**
 * Three years of Haninge's eight agreements, as they might have been: the municipality tells who they are and what they
 * get in 2022, all else is told here. Everything goes through HTTP; the clock of the service is moved from day to day.
 */
const life = await aLife(t)
const { clock, secretary, officer, checker, approver, treasury, partners, committeeId, schemeId, decisionId } = life
const { decide, amend, plan, report, attest, run, confirm, pay, paymentsOf, voucher, each } = actsOf(life)
const totals = (query = '') => officer.get(`/statistics/payment-totals?${query}`)
const hold = () => sumsHangTogether(officer.ask, life.database, '0136')
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any
const any = { 'if-match': '*' }
/** What was told at the end of each year, and the instant at which it was known. */
const remembered: Record<number, Any> = {}
const remember = async (year: number) => {
  await hold()
  remembered[year] = { grant: await totals(), payment: await totals('yearBasis=payment') }
  return remembered[year].grant
}

const grants2022: Record<Word, number> = {
  ...{ crime: 440_000, teens: 80_000, links: 150_000, women: 380_000, youth: 200_000, men: 380_000, gambling: 50_000 },
  attention: 150_000
}
const grants2023 = { ...grants2022, youth: 203_333.33 }
let closing: { id: string; knownAt: string }
let recoveryId: string
let lateId: string

t.test('2021: which agreement has which length, what is reported, and where the money goes', async t => {
  await secretary.ask('PATCH', `/decisions/${decisionId}`, { paragraph: '144', diaryNumber: 'SN 2021/144' }, any)
  for (const year of [2022, 2023, 2024]) {
    await secretary.post('/budgets', { bodyId: committeeId, schemeId, year, amount: 2_000_000 })
  }
  const settings = { debtorName: 'Haninge kommun', organisationNumber: '212000-0084', bic: 'SWEDSESS' }
  const account = { accountKind: 'bankgiro', accountNumber: '991-2346' }
  t.equal((await officer.ask('PUT', '/payment-settings', { ...settings, ...account })).status, 201)
  for (const [word, partner] of each) {
    // The source does not tell: chosen here, and recorded as changes of what was signed. Of the two who share an
    // agreement and one payee, Attention Haninge is paid.
    const long = {
      ...{ validFrom: '2022-01-01', validTo: '2024-12-31', validFromPrecision: 'day', validToPrecision: 'day' },
      alternatives: []
    }
    const short = { ...long, validTo: '2023-12-31', extensions: [{ key: 'third-year', months: 12 }] }
    const indexClause = {
      index: 'KPI, oktober',
      percent: 80,
      roundedTo: 100,
      rounding: 'down',
      note: 'Vid förlängning'
    }
    const changes = {
      ...(word === 'women' ? { term: short, indexClause } : { term: long }),
      ...(word === 'attention' && { payeeKey: 'organisation-1' })
    }
    const amendment = { decisionId, effectiveFrom: '2022-01-01', reason: 'Avtalstid enligt bilaga', changes }
    await amend(word, amendment)
    const demand = { frequency: 'quarterly', dueDays: 30, parts: ['narrative', 'finances'] }
    partner.requirementId = (
      await officer.post('/report-requirements', { agreementId: partner.agreementId, ...demand })
    ).id
    await officer.post('/payee-accounts', {
      organisationId: partner.payeeId,
      accountKind: 'bankgiro',
      accountNumber: '5805-9619'
    })
    if (word === 'attention') {
      const { lineId } = await secretary.get(`/awards/${partner.awards[2022]}`)
      await secretary.ask('PATCH', `/decision-lines/${lineId}`, { payeeOrganisationId: partner.payeeId }, any)
    }
    await plan(word, 2022)
  }
  await hold()
})

t.test('2022: four quarters are paid, each by a run that is locked, exported and confirmed', async t => {
  const first = await pay('2022-01-03')
  t.match(first, { transactionCount: 8, controlSum: 457_500, leftOut: [] })
  await pay2022ByCsv(t, '2022-04-01')
  await report('2022-01-01', '2022-04-20')
  await pay('2022-07-01')
  await report('2022-04-01', '2022-07-20')
  await pay('2022-10-03')
  await report('2022-07-01', '2022-10-20')
  const file = (format: string) =>
    treasury.ask('GET', `/payment-runs/${first.id}/file?format=${format}`, undefined, { accept: '*/*' })
  for (const version of ['pain.001.001.03', 'pain.001.001.09']) {
    const { body } = await file(version)
    t.match(body, new RegExp(`urn:iso:std:iso:20022:tech:xsd:${version}`))
    t.match(body, /<NbOfTxs>8<\/NbOfTxs>\s*<CtrlSum>457500\.00<\/CtrlSum>/)
    t.equal(body.match(/<EndToEndId>/g)?.length, 8)
  }
  t.equal((await file('csv')).body.trim().split('\r\n').length, 9)

  const decided = await decide('2022-12-13', '151', 2023, grants2023)
  clock('2022-12-14')
  for (const [word, { awards }] of each) {
    const funding = [{ awardId: awards[2022] }, { awardId: awards[2023] }]
    await amend(word, { decisionId: decided, effectiveFrom: '2023-01-01', reason: 'Bidrag 2023', changes: { funding } })
    // Länkarna wait for no acceptance: only a report that is late holds what they get.
    const conditions = [{ kind: 'agreementSigned' }, { kind: 'noReportOverdue' }]
    await plan(word, 2023, word === 'links' ? { conditions } : {})
  }
  clock('2022-12-31')
  t.same((await remember(2022)).items, byGrantYear[2022])
  t.same(remembered[2022].payment.items, byPaymentYear[2022])
})

async function pay2022ByCsv(t: Test, day: string) {
  await attest(day)
  const { id, items } = await run(day)
  const rows = items.map((item: Any) => `${item.endToEndId};betald;${day};${voucher(day, item)}`)
  const text = ['endToEndId;utfall;betaldatum;verifikation', ...rows].join('\n')
  const answer = await treasury.ask('POST', `/payment-runs/${id}/confirmations`, text, { 'content-type': 'text/csv' })
  t.match(answer, { status: 200, body: { paidCount: 8, rejectedCount: 0, unmatchedCount: 0, status: 'confirmed' } })
}

t.test('2023: a report is late, and its payment is held without anyone acting', async t => {
  await pay('2023-01-02')
  const teens = { teens: { unused: 7_000.5 } }
  await report('2022-10-01', '2023-01-20', { but: ['links'], more: teens })
  const [, second] = await paymentsOf('links', 2023)
  lateId = second.id
  const on = (day: string) => officer.get(`/payments/${lateId}?validOn=${day}`)
  t.match(await on('2023-01-30'), { amount: 37_500, dueOn: '2023-04-03', payability: 'payable', holds: [] })
  t.match(await on('2023-01-31'), {
    payability: 'held',
    holds: [{ kind: 'report-overdue', release: { operationId: 'submitReport', subjectType: 'report' } }]
  })
  t.match(await officer.items('/reports?overdue=yes&validOn=2023-01-31'), [{ agreementId: partners.links.agreementId }])
})

t.test('2023: the year before is closed, and what was not used is set off against a coming instalment', async t => {
  clock('2023-02-01')
  closing = await officer.post('/period-closings', { year: 2022, yearBasis: 'grant', note: 'Årsbokslut 2022' })
  const decision = await secretary.post('/decisions', {
    bodyId: committeeId,
    decidedOn: '2023-03-14',
    paragraph: '31'
  })
  clock('2023-03-14')
  const reports = await officer.items(`/reports?agreementId=${partners.teens.agreementId}`)
  const { id: reportId } = reports.find(({ unused }) => unused === 7_000.5)
  const recovery = await officer.post('/recoveries', {
    ...{
      awardId: partners.teens.awards[2022],
      ground: 'unused',
      clause: '§ 9: Outnyttjat bidrag återbetalas.',
      reportId
    },
    ...{ decisionId: decision.id, decidedOn: '2023-03-14', dueOn: '2023-04-30', amount: 7_000.5 }
  })
  recoveryId = recovery.id
  const [, coming] = await paymentsOf('teens', 2023)
  const setOff = await officer.post(`/recoveries/${recoveryId}/set-off`, { paymentId: coming.id, amount: 7_000.5 })
  t.match(setOff, { recovered: 0, setOffPending: 7_000.5, outstanding: 7_000.5, status: 'open' })

  await attest('2023-04-03')
  // A check may be made while it is held; an approval may not, and no run takes it.
  await checker.post(`/payments/${lateId}/check`)
  t.match(await approver.ask('POST', `/payments/${lateId}/approve`, {}), {
    status: 409,
    body: { type: /payment-held$/, holds: [{ kind: 'report-overdue' }] }
  })
  t.match(await officer.ask('POST', `/payments/${lateId}/check`, {}), { status: 403 })
  const second = await run('2023-04-03')
  // 458 333.33 without Länkarna's 37 500, and 7 000.50 less to Future Teens.
  t.match(second, { transactionCount: 7, controlSum: 413_832.83, leftOut: [{ paymentId: lateId }] })
  t.match(
    second.items.find(({ paymentId }: Any) => paymentId === coming.id),
    { amount: 12_999.5, setOffAmount: 7_000.5 }
  )
  await confirm('2023-04-03', second)
  t.match(await officer.get(`/recoveries/${recoveryId}`), { recovered: 7_000.5, outstanding: 0, status: 'settled' })

  const [late] = (await officer.items(`/reports?agreementId=${partners.links.agreementId}`)).filter(
    ({ periodFrom }) => periodFrom === '2022-10-01'
  )
  await report('2023-01-01', '2023-04-20')
  await officer.post(`/reports/${late.id}/submit`, { narrative: 'Sent, men här', costs: 37_000 })
  await officer.post(`/reports/${late.id}/accept`)
  clock('2023-04-24')
  await approver.post(`/payments/${lateId}/approve`, { note: 'Redovisningen har kommit' })
  const own = await run('2023-04-24')
  t.match(own, { transactionCount: 1, controlSum: 37_500 })
  await confirm('2023-04-24', own)
  t.match(await officer.get(`/payments/${lateId}`), { status: 'paid', paidOn: '2023-04-24', payability: null })
  await hold()
})

t.test('2023: an amount of the closed year is corrected, and paid', async t => {
  clock('2023-06-14')
  const { lineId } = await secretary.get(`/awards/${partners.crime.awards[2022]}`)
  const patched = await secretary.ask('PATCH', `/decision-lines/${lineId}`, { granted: 444_000.5 }, any)
  t.match(patched, { status: 200, body: { granted: 444_000.5 } })
  const instalments = [{ dueOn: '2023-07-03', amount: 4_000.5, note: 'Rätt belopp enligt protokollet' }]
  const { awards, agreementId } = partners.crime
  await officer.post('/payment-plans', { awardId: awards[2022], agreementId, schedule: 'custom', instalments })
  t.match(await pay('2023-07-03'), { transactionCount: 9, controlSum: 462_333.83 })
})

t.test('2023: what the bank sends back is paid again, to another account', async t => {
  await report('2023-04-01', '2023-07-20')
  t.match(await pay('2023-10-02'), { transactionCount: 8, controlSum: 458_333.34 })
  clock('2023-10-05')
  const [, , , last] = await paymentsOf('gambling', 2023)
  const returned = { returnedOn: '2023-10-05', reason: 'Kontot är avslutat', voucherNumber: 'V-RETUR-1' }
  t.match(await treasury.post(`/payments/${last.id}/return`, returned), { status: 'returned', returnedAmount: 12_500 })
  const { payeeId } = partners.gambling
  const [account] = await officer.items(`/payee-accounts?organisationId=${payeeId}`)
  await officer.post(`/payee-accounts/${account.id}/withdraw`, { reason: 'Kontot är avslutat' })
  const { id } = await treasury.post(`/payments/${last.id}/reissue`, { dueOn: '2023-10-16' })
  t.match((await officer.get(`/payments/${id}`)).holds, [{ kind: 'account-missing' }])
  await officer.post('/payee-accounts', { organisationId: payeeId, accountKind: 'plusgiro', accountNumber: '123456-6' })
  t.match(await pay('2023-10-16'), { transactionCount: 1, controlSum: 12_500, items: [{ paymentId: id }] })
  await report('2023-07-01', '2023-10-20')
})

t.test('2023: one agreement is extended by a year, and its amount follows the index', async t => {
  clock('2023-12-12')
  const { agreementId } = partners.women
  const indices = { indexFrom: 100, indexTo: 104.37 }
  // 80 % of 4.37 % is 3.496 %: 393 284.80, down to whole hundreds.
  const indexed = await officer.get(`/agreements/${agreementId}/indexed-amounts?indexFrom=100&indexTo=104.37`)
  t.match(indexed.items, [{ amount: 380_000, indexedAmount: 393_200 }])
  const decided = await decide('2023-12-12', '160', 2024, { ...grants2023, women: 393_200 })
  const extension = { optionKey: 'third-year', exercisedOn: '2023-12-12', decisionId: decided, reason: 'Goda resultat' }
  await officer.post(`/agreements/${agreementId}/extend`, extension)
  t.match((await officer.get(`/agreements/${agreementId}?validOn=2024-05-01`)).termStanding, { running: 'yes' })
  await officer.post(`/report-requirements/${partners.women.requirementId}/expect`)
  for (const [word, { awards }] of each) {
    const funding = [2022, 2023, 2024].map(year => ({ awardId: awards[year] }))
    await amend(word, { decisionId: decided, effectiveFrom: '2024-01-01', reason: 'Bidrag 2024', changes: { funding } })
    const conditions = [{ kind: 'agreementSigned' }, { kind: 'noReportOverdue' }]
    const indexation = { baseAmount: 380_000, ...indices }
    const planned = await plan(word, 2024, {
      ...(word === 'links' && { conditions }),
      ...(word === 'women' && { indexation })
    })
    if (word !== 'women') continue
    t.match(planned, { amount: 393_200, indexation: { percent: 80, roundedTo: 100, rounding: 'down' } })
    t.same(
      planned.payments.map(({ amount }: Any) => amount),
      Array(4).fill(98_300)
    )
  }
  clock('2023-12-31')
  t.same((await remember(2023)).items, byGrantYear[2023])
  t.same(remembered[2023].payment.items, byPaymentYear[2023])
})

t.test('2024: the last year is paid but for an instalment that is withheld', async t => {
  t.match(await pay('2024-01-02'), { controlSum: 461_633.33 })
  await report('2023-10-01', '2024-01-20')
  await pay('2024-04-02')
  await report('2024-01-01', '2024-04-20')
  await pay('2024-07-01')
  await report('2024-04-01', '2024-07-20')
  const decision = await secretary.post('/decisions', {
    bodyId: committeeId,
    decidedOn: '2024-09-10',
    paragraph: '98'
  })
  clock('2024-09-10')
  const [, , third, last] = await paymentsOf('youth', 2024)
  await officer.post(`/payments/${last.id}/withhold`, { reason: 'Verksamheten utreds', decisionId: decision.id })
  t.equal(third.amount, 50_833.33)
  t.equal(last.amount, 50_833.34, 'what does not divide is on the last')
  // 461 633.34 without it.
  t.match(await pay('2024-10-01'), { transactionCount: 7, controlSum: 410_800, leftOut: [{ paymentId: last.id }] })
  await report('2024-07-01', '2024-10-20')
  clock('2024-12-31')
  t.same((await remember(2024)).items, byGrantYear[2024])
  t.same(remembered[2024].payment.items, byPaymentYear[2024])
  t.same((await totals('yearBasis=decision')).items, byDecisionYear)
})

t.test('what was known at the end of each year is known for ever, right to the öre', async t => {
  for (const year of [2022, 2023, 2024]) {
    const then = remembered[year]
    for (const [query, was] of [
      ['', then.grant],
      ['yearBasis=payment&', then.payment]
    ]) {
      // The clock of the database is not that of the test: the day is told.
      const again = await totals(`${query}knownAt=${was.meta.knownAt}&validOn=${year}-12-31`)
      t.same(again.items, was.items, `${year}`)
      t.same(again.total, was.total)
    }
    await identitiesHold(officer.ask, allQuestions, then.grant.meta.knownAt)
  }
})

t.test('the closed year keeps its figures, and why they changed is answered', async t => {
  const kept = await totals('closings=keep')
  t.same(kept.items, [closed2022, ...byGrantYear[2024]!.slice(1)])
  t.same(kept.meta.closedYears, [2022])
  const sums = (rows: Any[]) => {
    const each = Map.groupBy(rows, ({ kind }) => kind)
    return Object.fromEntries(
      [...each].map(([kind, of]) => [kind, of.reduce((sum, { amount }) => sum + Math.round(amount * 100), 0) / 100])
    )
  }
  t.same(sums(kept.adjustments), adjustments2022)
  t.match(await officer.get(`/period-closings/${closing.id}`), {
    closed: { granted: 1_830_000, paid: 1_830_000, payable: 0, held: 0 },
    present: { granted: 1_834_000.5, paid: 1_834_000.5, recovered: 7_000.5 }
  })
  const changes = await officer.get(`/statistics/changes?knownFrom=${closing.knownAt}&grantYear=2022&limit=1000`)
  t.same(sums(changes.byKind), adjustments2022)
  t.same(sums(changes.items), adjustments2022)
  const of = (kind: string) => changes.items.filter((one: Any) => one.kind === kind)
  t.match(of('granted'), [
    {
      ...{ amount: 4_000.5, eventType: 'decisionLine.updated', actorName: 'nämndsekreterare' },
      ...{ decidedOn: '2021-12-14', paragraph: '144', diaryNumber: 'SN 2021/144', bodyName: 'Socialnämnden' },
      recipients: [{ name: 'Brottsofferjouren Haninge Nynäshamn' }]
    }
  ])
  t.match(of('claimed'), [
    { recoveryId, eventType: 'recovery.created', recipients: [{ name: 'Future Teens i Haninge' }] }
  ])
  t.match(of('paid'), [{ amount: 4_000.5, eventType: 'payment.paid', actorName: 'ekonomisystemet', paymentYear: 2023 }])
})

t.test('three persons planned, checked and approved each payment', async t => {
  const all = await officer.items('/payments')
  // 8 agreements, 3 years, 4 quarters; the correction, and what was paid again.
  t.equal(all.length, 98)
  for (const { status, changedBy, checkedBy, approvedBy } of all) {
    if (status === 'planned') continue
    t.notOk(changedBy.includes(checkedBy) || changedBy.includes(approvedBy))
    t.equal(checkedBy, 'person:sakattestant')
    t.equal(approvedBy, 'person:beslutsattestant')
  }
  t.equal(all.filter(({ status }) => status === 'planned').length, 1)
})

t.test('the trail of a krona leads from the paragraph to the voucher', async t => {
  const [, , third] = await paymentsOf('women', 2024)
  const trail = await officer.get(`/payments/${third.id}/trail`)
  t.match(trail, {
    payment: { amount: 98_300, payeeName: 'Haninge Kvinnojour', status: 'paid', coding: { konto: '4521' } },
    decision: { bodyName: 'Socialnämnden', decidedOn: '2023-12-12', paragraph: '160', diaryNumber: 'SN 2023/160' },
    decisionLine: { granted: 393_200, outcome: 'granted', grantYearFrom: 2024 },
    award: { id: partners.women.awards[2024], withdrawnAt: null },
    agreement: { id: partners.women.agreementId, signedOn: '2021-12-16', effectiveFrom: '2024-01-01' },
    plan: { schedule: 'quarterly', amount: 393_200 },
    check: { checkedBy: 'person:sakattestant' },
    approval: { approvedBy: 'person:beslutsattestant' },
    runs: [{ amount: 98_300, setOffAmount: 0, status: 'paid', lockedBy: /^key:/, paidOn: '2024-07-01' }]
  })
  const reported = trail.conditions.find(({ kind }: Any) => kind === 'reportAccepted').reports
  t.equal(reported.length, 9, 'every quarter that was to be reported by then')
  t.ok(reported.every(({ status }: Any) => status === 'accepted'))
  t.match(trail.payment.voucherNumber, /^V-2024-07-01-\d$/)
  const texts: string[] = trail.steps.map(({ text }: Any) => text)
  for (const step of [
    /^Socialnämnden decided on 2023-12-12, § 160, SN 2023\/160\.$/,
    /^Its line gives 393 200 kr a year for 2024 \(granted\)\.$/,
    /^The agreement .*Kvinnojour, signed on 2021-12-16: version \d+ \(amended\) was in effect on 2024-07-01\.$/,
    /^A plan spreads 393 200 kr \(quarterly\); this is payment 3, 98 300 kr, due on 2024-07-01\.$/,
    /^It waits for report accepted: .* Met\.$/,
    /^It was checked \(sakattest\): Mot plan och redovisning\.$/,
    /^It was approved \(beslutsattest\): Enligt avtal\.$/,
    /^It was locked in a run: 98 300 kr, /,
    /^The run was exported to the bank\.$/,
    /^The bank paid on 2024-07-01, voucher V-2024-07-01-\d\.$/
  ]) {
    t.ok(
      texts.some(text => step.test(text)),
      `${step}: ${texts.join('\n')}`
    )
  }
})
