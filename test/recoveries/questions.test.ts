import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { reports } from '../../src/money/reports/record.ts'
import { holdsOn, type Validity } from '../../src/register/schemes/version-rules.ts'
import { made } from '../support/register.ts'
import { aRecoveryRegister, clause } from './register.ts'

type Items = { id: string }[]
const ids = ({ body }: { body: { items: Items } }) => body.items.map(({ id }) => id)

t.test('recoveries are found by what they are about, by their status and by what is overdue on a day', async t => {
  const { haninge, aRecovery, post, awardId, jour, schemeId, attention, decisionId, paid } = await aRecoveryRegister(t)
  const first = await aRecovery({ dueOn: '2023-05-31', reference: 'SN-1' })
  const second = await aRecovery({ ...{ dueOn: '2023-06-30', amount: 100, ground: 'mistake', paymentId: paid.id } })
  await post(`/recoveries/${first.id}/record-repayment`, { amount: 42_000, movedOn: '2023-06-15' })
  const funding = [{ awardId }]
  const agreement = await post('/agreements', { kind: 'partnership', title: 'Partnerskap', funding })
  const found = async (query: string) => ids(await haninge('GET', `/recoveries?${query}`))
  const both = [first.id, second.id]
  for (const query of [
    ...[`awardId=${awardId}`, `organisationId=${jour}`, `schemeId=${schemeId}`, `decisionId=${decisionId}`],
    ...[`agreementId=${agreement.id}`, 'dueFrom=2023-05-31&dueTo=2023-06-30']
  ]) {
    t.strictSame(await found(query), both, query)
  }
  t.strictSame(await found(`organisationId=${attention}`), [])
  t.strictSame(await found(`agreementId=${randomUUID()}`), [])
  t.strictSame(await found('ground=mistake'), [second.id])
  t.strictSame(await found(`paymentId=${paid.id}`), [second.id])
  t.strictSame(await found('reference=SN-1'), [first.id])
  t.strictSame(await found('status=settled'), [first.id])
  t.strictSame(await found('status=open'), [second.id])
  t.strictSame(await found('sort=-dueOn'), [second.id, first.id])
  // Repaid on the 15th: it was overdue until then.
  t.strictSame(await found('overdue=yes&validOn=2023-05-31'), [])
  t.strictSame(await found('overdue=yes&validOn=2023-06-14'), [first.id])
  t.strictSame(await found('overdue=yes&validOn=2023-06-15'), [])
  t.strictSame(await found('overdue=yes'), [second.id])
  t.strictSame(await found('overdue=no'), [first.id])
  const { body } = await haninge('GET', '/recoveries?limit=1')
  t.strictSame(await found(`limit=1&cursor=${body.meta.nextCursor}`), [second.id])
})

t.test('what is outstanding per organisation is that of its recoveries, also as CSV', async t => {
  const { haninge, aRecovery, aPayment, anApprovedPayment, attention, jour, post, decisionId } =
    await aRecoveryRegister(t)
  await anApprovedPayment({ status: 'paid', paidOn: '2022-02-01', payeeOrganisationId: attention, instalmentNumber: 2 })
  const one = await aRecovery({ organisationId: jour, amount: 1_000.1 })
  await aRecovery({ organisationId: jour, amount: 2_000.2, dueOn: '2023-08-31' })
  await aRecovery({ organisationId: attention, amount: 500 })
  await post(`/recoveries/${one.id}/record-repayment`, { amount: 300.1, movedOn: '2023-05-20' })
  const writeOff = { amount: 100, movedOn: '2023-06-01', decisionId, reason: 'Ringa belopp' }
  await post(`/recoveries/${one.id}/write-off`, writeOff)
  const coming = await aPayment({ instalmentNumber: 3 })
  await post(`/recoveries/${one.id}/set-off`, { paymentId: coming.id, amount: 50 })
  const { body } = await haninge('GET', '/recoveries/outstanding?validOn=2023-06-01')
  const owing = {
    ...{ organisationId: jour, organisationName: 'Haninge Kvinnojour', recoveryCount: 2, openCount: 2 },
    ...{
      claimed: 3_000.3,
      recovered: 300.1,
      writtenOff: 100,
      outstanding: 2_600.2,
      setOffPending: 50,
      overdueAmount: 600
    }
  }
  t.match(body.items, [
    { organisationName: 'Attention Haninge', claimed: 500, outstanding: 500, overdueAmount: 500 },
    owing
  ])
  t.match((await haninge('GET', `/recoveries/outstanding?organisationId=${jour}&validOn=2023-09-01`)).body.items, [
    { ...owing, overdueAmount: 2_600.2 }
  ])
  // Due on 31 May: not overdue on that day, which is the last to pay on; what moved on a day is no longer owed on it.
  const overdueOn = async (on: string) => {
    const { body } = await haninge('GET', `/recoveries/outstanding?organisationId=${jour}&validOn=${on}`)
    return body.items[0].overdueAmount
  }
  const days = ['2023-05-30', '2023-05-31', '2023-06-01', '2023-08-30', '2023-08-31', '2023-09-01']
  t.strictSame(await Promise.all(days.map(overdueOn)), [0, 0, 600, 600, 600, 2_600.2])
  const listed = async (on: string) => (await haninge('GET', `/recoveries?overdue=yes&validOn=${on}`)).body.items.length
  t.strictSame(await Promise.all(['2023-05-31', '2023-06-01', '2023-08-31', '2023-09-01'].map(listed)), [0, 2, 2, 3])
  const first = await haninge('GET', '/recoveries/outstanding?sort=-outstanding&limit=1')
  t.match(first.body.items, [{ organisationId: jour }])
  const cursor = first.body.meta.nextCursor
  const rest = await haninge('GET', `/recoveries/outstanding?sort=-outstanding&limit=1&cursor=${cursor}`)
  t.match(rest.body, { items: [{ organisationId: attention }], meta: { nextCursor: null } })
  const path = '/recoveries/outstanding?csvFormat=swedish&status=open&validOn=2023-06-01'
  const csv = await haninge('GET', path, undefined, { accept: 'text/csv' })
  t.match(csv.headers['content-type'], /text\/csv/)
  t.match(csv.body, new RegExp(`${jour};Haninge Kvinnojour;2;2;3000,3;300,1;100;2600,2;50;600`))
})

const report = (awardId: string, given: Partial<typeof reports.$inferInsert> = {}) => ({
  ...{ municipalityCode: '0136', awardId, kind: 'written' as const, periodFrom: '2022-01-01', periodTo: '2022-12-31' },
  ...{ dueOn: '2023-03-01', status: 'accepted' as const, acceptedOn: '2023-03-20', unused: 42_000, ...given }
})

t.test('accepted reports of more unused money than the rules let it keep could be asked back, once', async t => {
  const { haninge, database, awardId, jour, schemeId, rulesId, aRecovery } = await aRecoveryRegister(t)
  const values = [
    report(awardId),
    report(awardId, { unused: 19_000, dueOn: '2023-03-02' }),
    report(awardId, { unused: 19_000.01, dueOn: '2023-03-03' }),
    report(awardId, { status: 'submitted', dueOn: '2023-03-04' }),
    report(awardId, { unused: null, dueOn: '2023-03-05' })
  ]
  const rows = await database.insert(reports).values(values).returning()
  const proposals = async (query = '') => (await made(haninge('GET', `/recoveries/proposals?${query}`))).items
  const asked = {
    ...{ reportId: rows[0]!.id, awardIds: [awardId], organisationId: jour, schemeId, unused: 42_000 },
    ...{ granted: 380_000, paid: 95_000, claimed: 0, unusedPercent: 11.05, thresholdPercent: 5 },
    ...{ ruleVersionId: rulesId, clause, amount: 42_000, acceptedOn: '2023-03-20' }
  }
  t.match(await proposals(), [asked, { reportId: rows[2]!.id, unusedPercent: 5 }])
  t.equal((await proposals(`organisationId=${jour}&schemeId=${schemeId}&awardId=${awardId}`)).length, 2)
  t.equal((await proposals(`agreementId=${randomUUID()}`)).length, 0)
  const { id } = await aRecovery({ reportId: rows[0]!.id })
  t.match(await proposals(), [{ reportId: rows[2]!.id, claimed: 42_000, amount: 19_000.01 }])
  await made(haninge('POST', `/recoveries/${id}/withdraw`, { reason: 'Fel' }))
  t.equal((await proposals()).length, 2)
})

t.test('of an agreement the awards of the year are those that are meant, and nothing unpaid is asked back', async t => {
  const { haninge, database, awardId, post, aDecision, line, decision } = await aRecoveryRegister(t)
  const { lines } = await aDecision([line({ grantYearFrom: 2023 })])
  const awards = (await made(haninge('GET', '/awards'))).items as { id: string; lineId: string }[]
  const later = awards.find(({ lineId }) => lineId === lines[0].id)!.id
  const funding = [{ awardId }, { awardId: later }]
  const { id: agreementId } = await post('/agreements', { kind: 'partnership', title: 'Partnerskap', funding })
  const of = (given: object) => ({ ...report(awardId), awardId: null, agreementId, ...given })
  await database
    .insert(reports)
    .values([of({}), of({ periodFrom: '2023-01-01', periodTo: '2023-12-31', dueOn: '2024-03-01' })])
  const { items } = (await haninge('GET', `/recoveries/proposals?agreementId=${agreementId}`)).body
  t.match(items, [{ agreementId, awardIds: [awardId], granted: 380_000, amount: 42_000 }])
  t.equal(items.length, 1, `nothing was paid of 2023; ${decision.id} is of 2022`)
})

t.test('the rules that proposals go by are those that recoveries cite', async t => {
  const { haninge, database, awardId, schemeId, rulesId, recovery, patch } = await aRecoveryRegister(t)
  await database.insert(reports).values(report(awardId, { unused: 90_000 }))
  const day = '2021-12-14'
  const cases: Partial<Validity>[] = [
    { validFrom: null },
    { validFrom: '2021-12-14' },
    { validFrom: '2021-12-15' },
    { validFrom: '2021-01-01', validFromPrecision: 'year' },
    { validFrom: '2021-12-01', validFromPrecision: 'month' },
    { validFrom: '2020-01-01', validTo: '2021-12-13' },
    { validFrom: '2020-01-01', validTo: '2021-01-01', validToPrecision: 'year' },
    { validFrom: null, validTo: '2021-12-14' }
  ]
  const answers = new Set<string>()
  for (const given of cases) {
    const validity = { validFromPrecision: 'day', validTo: null, validToPrecision: 'day', ...given } as Validity
    t.match(await patch(`/scheme-rule-versions/${rulesId}`, validity), { status: 200 })
    answers.add(holdsOn(validity, day))
    const expected = holdsOn(validity, day) === 'no' ? null : rulesId
    const { items } = (await haninge('GET', '/recoveries/proposals')).body
    t.equal(items[0].ruleVersionId, expected, `proposed under ${JSON.stringify(given)}`)
    const { body } = await haninge('POST', '/recoveries', recovery({ amount: 1 }))
    t.equal(body.ruleVersionId, expected, `asked back under ${JSON.stringify(given)}`)
    await made(haninge('POST', `/recoveries/${body.id}/withdraw`, { reason: 'Prov' }))
  }
  t.strictSame([...answers].sort(), ['no', 'possible', 'yes'])
  t.ok(schemeId)
})

t.test('what could be asked back is weighed by the years of the report, and by what is still paid of them', async t => {
  const register = await aRecoveryRegister(t)
  const { haninge, database, aDecision, line, anApprovedPayment, aRecovery, decisionId } = register
  const years = { grantYearFrom: 2021, grantYearTo: 2023, amountPer: 'year' }
  const { lines } = await aDecision([line({ ...years, granted: 1_000 })])
  const lineId = lines[0].id
  const awards = (await made(haninge('GET', '/awards'))).items as { id: string; lineId: string }[]
  const awardId = awards.find(award => award.lineId === lineId)!.id
  for (const grantYear of [2021, 2022, 2023]) {
    const paid = { status: 'paid', paidOn: `${grantYear}-01-07`, voucherNumber: `V${grantYear}` } as const
    const back = { status: 'returned', returnedOn: '2023-02-01', returnedAmount: 400 } as const
    await anApprovedPayment({
      ...{ awardId, grantYear, budgetYear: grantYear, amount: 1_000, instalmentNumber: grantYear, ...paid },
      ...(grantYear === 2023 && back)
    })
  }
  const of = (from: number, to: number, given: object = {}) =>
    report(awardId, { periodFrom: `${from}-01-01`, periodTo: `${to}-12-31`, unused: 150, ...given })
  const spans = [
    ...[of(2020, 2020), of(2021, 2021), of(2020, 2022), of(2021, 2023), of(2020, 2024), of(2022, 2023), of(2023, 2023)],
    ...[of(2024, 2024), of(2022, 2022, { withdrawnAt: '2023-04-01T00:00:00Z' }), of(2022, 2022, { unused: 50 })],
    ...[of(2021, 2023, { unused: 150.01 }), of(2023, 2023, { unused: 600.01 })]
  ].map((each, at) => ({ ...each, dueOn: `2024-03-${String(at + 1).padStart(2, '0')}` }))
  await database.insert(reports).values(spans)
  type Told = { periodFrom: string; periodTo: string; granted: number; paid: number; claimed: number; amount: number }
  const told = async () =>
    ((await made(haninge('GET', `/recoveries/proposals?awardId=${awardId}`))).items as Told[]).map(
      ({ periodFrom, periodTo, granted, paid, claimed, amount }) =>
        [periodFrom.slice(0, 4), periodTo.slice(0, 4), granted, paid, claimed, amount].join(' ')
    )
  // 150 is just 5 % of three years, and not more; of the years beside nothing was paid.
  const proposed = [
    ...['2021 2021 1000 1000 0 150', '2020 2022 2000 2000 0 150', '2022 2023 2000 1600 0 150'],
    ...['2023 2023 1000 600 0 150', '2021 2023 3000 2600 0 150.01', '2023 2023 1000 600 0 600']
  ]
  t.strictSame(await told(), proposed)
  // What is asked back already is not asked back again, down to the last öre; taken back, it is as before.
  const claim = { awardId, decisionId, ground: 'unused', amount: 599.99, grantYear: 2023, dueOn: '2023-06-30' }
  const { id } = await aRecovery(claim)
  t.strictSame(await told(), [
    ...['2021 2021 1000 1000 0 150', '2020 2022 2000 2000 0 150', '2022 2023 2000 1600 599.99 150'],
    ...['2023 2023 1000 600 599.99 0.01', '2021 2023 3000 2600 599.99 150.01', '2023 2023 1000 600 599.99 0.01']
  ])
  const last = await aRecovery({ ...claim, amount: 0.01 })
  t.notOk(
    (await told()).some(row => row.startsWith('2023 ')),
    'all of the year is asked back'
  )
  for (const each of [id, last.id]) await made(haninge('POST', `/recoveries/${each}/withdraw`, { reason: 'Fel' }))
  t.strictSame(await told(), proposed)
  // Where the grant is not known exactly it is weighed by what was paid: 150 is more than 5 % of 2 600.
  await database.execute(sql`update decision_lines set granted_certainty = 'approximate' where id = ${lineId}`)
  t.ok((await told()).includes('2021 2023  2600 0 150'))
})

t.test('of several rules that may have held none is cited, and withdrawn ones never', async t => {
  const { haninge, database, awardId, schemeId, rulesId, patch, post, recovery } = await aRecoveryRegister(t)
  await database.insert(reports).values(report(awardId, { unused: 90_000 }))
  const cited = async () => {
    const { items } = (await haninge('GET', '/recoveries/proposals')).body
    const { id, ruleVersionId } = await post('/recoveries', recovery({ amount: 1 }))
    await made(haninge('POST', `/recoveries/${id}/withdraw`, { reason: 'Prov' }))
    t.equal(items[0].ruleVersionId, ruleVersionId, 'proposed and asked back under the same')
    return ruleVersionId
  }
  const year = { validFrom: '2021-01-01', validFromPrecision: 'year' }
  t.match(await patch(`/scheme-rule-versions/${rulesId}`, year), { status: 200 })
  t.equal(await cited(), rulesId, 'the only one that may have held')
  const other = { title: 'Riktlinjer', validTo: '2021-01-01', validToPrecision: 'year' }
  const { id: otherId } = await post(`/schemes/${schemeId}/rule-versions`, other)
  t.equal(await cited(), null, 'either may have held')
  const day = { validFrom: '2021-12-14', validTo: '2021-12-14', validToPrecision: 'day' }
  t.match(await patch(`/scheme-rule-versions/${otherId}`, day), { status: 200 })
  t.equal(await cited(), otherId, 'the one that surely held')
  await made(haninge('POST', `/scheme-rule-versions/${otherId}/withdraw`, { reason: 'Fel' }))
  t.equal(await cited(), rulesId)
  await made(haninge('POST', `/scheme-rule-versions/${rulesId}/withdraw`, { reason: 'Fel' }))
  t.equal(await cited(), null)
})
