import t from 'tap'
import { today } from '../../src/base/dates.ts'
import { allSeries, seriesNames } from '../../src/reads/statistics/series-schemas.ts'
import { aGrantRegister } from '../support/grants.ts'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

type Item = Record<string, unknown>

t.test('year on year: a change is told where both years are known, a share of it where there is something', async t => {
  const { aDecision, line, haninge } = await aGrantRegister(t)
  const of = (decidedOn: string, ...amounts: (number | null)[]) =>
    aDecision(
      amounts.map(granted => line({ granted })),
      { decidedOn }
    )
  await of('2017-03-01', 100)
  await of('2019-03-01', 0)
  await of('2020-03-01', 200.1)
  await of('2021-03-01', 150.05, 0.02)
  await of('2022-03-01', 70, null)
  await of('2023-03-01', null)
  const { items, meta } = await made(haninge('GET', '/statistics/series/year-on-year'))
  t.same(
    items.map((row: Item) => [row.year, row.granted, row.grantedChange, row.grantedChangePercent, row.unknownCount]),
    [
      [2017, 100, null, null, 0],
      [2019, 0, null, null, 0],
      [2020, 200.1, 200.1, null, 0],
      [2021, 150.07, -50.03, -25, 0],
      [2022, 70, null, null, 1],
      [2023, null, null, null, 1]
    ]
  )
  t.same(meta, { series: 'year-on-year', additive: true })
  const [only] = (await made(haninge('GET', '/statistics/series/year-on-year?yearFrom=2021&yearTo=2021'))).items
  t.match(only, { year: 2021, grantedChange: -50.03 }, 'the year before is known, also where it is not answered')
})

t.test('paid per month, and the payments of each year beside its grants', async t => {
  const { anApprovedPayment, haninge, jour } = await aMoneyRegister(t)
  await anApprovedPayment({ dueOn: '2022-04-05', instalmentNumber: 1, status: 'paid', paidOn: '2022-04-05' })
  await anApprovedPayment({ dueOn: '2022-04-20', instalmentNumber: 2, status: 'paid', paidOn: '2022-04-20' })
  await anApprovedPayment({
    ...{ dueOn: '2023-01-07', status: 'returned', paidOn: '2023-01-07', instalmentNumber: 3 },
    ...{ returnedOn: '2023-02-02', returnedAmount: 95_000 }
  })
  const series = async (name: string) => (await made(haninge('GET', `/statistics/series/${name}`))).items
  t.same(await series('paid-per-month'), [
    { month: '2022-04', paid: 190_000, returned: 0, recovered: 0 },
    { month: '2023-01', paid: 95_000, returned: 0, recovered: 0 },
    { month: '2023-02', paid: 0, returned: 95_000, recovered: 0 }
  ])
  t.match(await series('year-on-year'), [
    { year: 2021, granted: 380_000, paid: 0, paidChange: null },
    { year: 2022, granted: 0, grantedChange: -380_000, paid: 190_000, paidChange: 190_000, paidChangePercent: null },
    { year: 2023, paid: 95_000, paidChange: -95_000, paidChangePercent: -50 }
  ])
  const runs = await made(haninge('GET', '/statistics/consecutive-recipients?yearCount=2&yearBasis=payment'))
  t.match(runs.items, [{ organisationId: jour, yearFrom: 2022, yearTo: 2023, granted: null, paid: 285_000 }])
  t.match(await made(haninge('GET', '/statistics/consecutive-recipients?yearCount=1')), {
    items: [{ granted: 380_000, paid: null }]
  })
})

t.test('shares of target groups sum to what was granted, to the öre, with what no line states', async t => {
  const { aDecision, line, haninge } = await aGrantRegister(t)
  const shares = (...of: [string, number][]) => of.map(([targetGroup, percent]) => ({ targetGroup, percent }))
  await aDecision([
    line({ granted: 0.01, purpose: 'a', targetGroupShares: shares(['Barn', 50], ['unga', 50]) }),
    line({ granted: 100, purpose: 'b', targetGroupShares: shares(['barn', 33.33], ['äldre', 33.33]) }),
    line({ granted: 7, purpose: 'c' }),
    line({ granted: null, purpose: 'd', targetGroupShares: shares(['barn', 100]) })
  ])
  const { items } = await made(haninge('GET', '/statistics/series/target-groups'))
  t.match(items, [
    { year: 2021, granted: 33.34, percent: 31.16 },
    { targetGroup: 'unga', granted: 0 },
    { targetGroup: 'äldre', granted: 33.33 },
    { targetGroup: null, granted: 40.34, unknownCount: 1 }
  ])
  t.equal(
    items.reduce((sum: number, { granted }: { granted: number }) => sum + Math.round(granted * 100), 0),
    10_701
  )
})

t.test('those who were granted most: a joint award is one row of all its recipients', async t => {
  const { aDecision, line, haninge, jour, attention, school } = await aGrantRegister(t)
  const to = (...ids: string[]) => ids.map(organisationId => ({ organisationId }))
  await aDecision([
    line({ granted: 10, recipients: to(jour) }),
    line({ granted: 15, recipients: to(jour, attention), purpose: 'x' }),
    line({ granted: 20, recipients: to(attention), purpose: 'y' }),
    line({ granted: null, recipients: to(school), purpose: 'z' })
  ])
  const path = '/statistics/series/top-recipients'
  t.match((await made(haninge('GET', path))).items, [
    { recipients: [{ organisationId: attention }], granted: 20 },
    { recipients: [{ organisationId: attention }, { organisationId: jour }], granted: 15 },
    { recipients: [{ organisationId: jour }], granted: 10 },
    { recipients: [{ organisationId: school }], granted: null, unknownCount: 1 }
  ])
  t.equal((await made(haninge('GET', `${path}?rowCount=2`))).items.length, 2)
  const csv = await haninge('GET', `${path}?format=csv&rowCount=2`)
  t.match(csv.body, /^\uFEFForganisationIds,organisationNames,granted,paid,unknownCount\r\n/)
  t.match(csv.body, 'Attention Haninge | Haninge Kvinnojour,15,0,0')
  await made(haninge('POST', `/organisations/${jour}/merge`, { mergedIntoId: attention, reason: 'Samma' }))
  t.match((await made(haninge('GET', path))).items, [{ recipients: [{ organisationId: attention }], granted: 45 }])
})

t.test('agreements in force, with what they commit to: drafts are none, unknown terms are possible', async t => {
  const { post, haninge } = await aGrantRegister(t)
  const decide = async (content: object) => {
    const { id } = await post('/agreements', { kind: 'partnership', title: 'IOP', ...content })
    await made(haninge('POST', `/agreements/${id}/decide`, {}))
  }
  const term = { validFrom: '2021-01-01', validTo: '2022-12-31' }
  await decide({ term })
  await post('/agreements', { kind: 'partnership', title: 'Utkast', term })
  const { items, meta } = await made(haninge('GET', '/statistics/series/agreements-in-force?yearFrom=2020&yearTo=2023'))
  t.same(
    items.map(({ year, inForceCount }: Item) => [year, inForceCount]),
    [
      [2020, 0],
      [2021, 1],
      [2022, 1],
      [2023, 0]
    ]
  )
  t.match(items[1], { possiblyInForceCount: 0, unknownCount: 1, minAmount: 0, rangeCertainty: /./ }, 'no contributions')
  t.equal(meta.additive, false)
  const ten = (await made(haninge('GET', '/statistics/series/agreements-in-force'))).items
  t.same([ten.length, ten.at(-1).year], [10, Number(today().slice(0, 4))])
  t.match(await haninge('GET', '/statistics/series/agreements-in-force?yearFrom=1900&yearTo=2023'), {
    status: 413,
    body: { type: /too-many-total-rows$/ }
  })
})

t.test('reports on time, late, missing, not due and waived; what indicators reached', async t => {
  const { haninge, post, awardId } = await aMoneyRegister(t)
  const expect = async (dueOn: string, more: object = {}): Promise<string> =>
    (await post('/reports', { awardId, periodFrom: '2022-01-01', periodTo: '2022-12-31', dueOn, ...more })).id
  const submit = (id: string, submittedOn: string) => made(haninge('POST', `/reports/${id}/submit`, { submittedOn }))
  const goal = (target: number | null, achieved: number | null) => ({ description: 'Besök', target, achieved })
  const indicators = [goal(10, 10), goal(10, 9.5), goal(null, 3)]
  await submit(await expect('2023-02-28', { indicators }), '2023-02-28')
  await submit(await expect('2023-03-01', { periodFrom: '2022-02-01' }), '2023-03-02')
  await expect('2023-03-02', { indicators })
  await expect('2999-01-01')
  const gone = await expect('2023-03-03')
  await made(haninge('POST', `/reports/${gone}/withdraw`, { reason: 'Fel' }))
  const { items } = await made(haninge('GET', '/statistics/series/reports'))
  t.match(items, [
    { year: 2023, reportCount: 3, onTimeCount: 1, lateCount: 1, missingCount: 1, notDueCount: 0, waivedCount: 0 },
    { year: 2999, reportCount: 1, onTimeCount: 0, lateCount: 0, missingCount: 0, notDueCount: 1, waivedCount: 0 }
  ])
  t.match(await made(haninge('GET', '/statistics/series/indicators')), {
    items: [
      {
        year: 2022,
        description: 'Besök',
        unit: null,
        indicatorCount: 3,
        reachedCount: 1,
        belowCount: 1,
        notStatedCount: 1
      }
    ]
  })
})

t.test(
  'the time from reception to the first decision that ends it; what is not known to the day is no time',
  async t => {
    const { haninge, post, schemeId, aDecision, line, jour } = await aGrantRegister(t)
    const received = async (receivedOn?: string, more: object = {}): Promise<string> =>
      (await post('/applications', { applicants: [{ organisationId: jour }], schemeId, receivedOn, ...more })).id
    const ids = [
      await received('2021-12-04'),
      await received('2021-12-12'),
      await received('2021-11-14'),
      await received('2021-11-01', { receivedOnPrecision: 'month' }),
      await received(),
      await received('2021-12-24')
    ]
    await aDecision([line({ applicationId: ids[0], outcome: 'referredBack', granted: null })], {
      decidedOn: '2021-12-05'
    })
    await aDecision(
      ids.map(applicationId => line({ applicationId, purpose: applicationId, granted: 1 })),
      { decidedOn: '2021-12-14' }
    )
    const { items, meta } = await made(haninge('GET', '/statistics/series/processing-times'))
    t.match(items, [{ year: 2021, schemeId, applicationCount: 6, unknownCount: 3, averageDays: 14, medianDays: 10 }])
    t.equal(meta.additive, false)
  }
)

t.test('every series answers its columns as JSON and as CSV, and refuses what it does not heed', async t => {
  const { haninge, aDecision, line } = await aGrantRegister(t)
  await aDecision([line()])
  for (const name of seriesNames) {
    const { columns, heeds } = allSeries[name]
    const path = `/statistics/series/${name}`
    const { items } = await made(haninge('GET', path))
    for (const item of items) t.same(Object.keys(item).sort(), Object.keys(columns).sort(), name)
    const csv = await haninge('GET', `${path}/csv`)
    t.equal(csv.status, 200, name)
    t.equal((await haninge('GET', `${path}?format=csv`)).body, csv.body, name)
    t.equal(csv.body.trim().split('\r\n').length, items.length + 1, name)
    const asked = { yearFrom: '2020', yearTo: '2021', rowCount: '3', ...{ schemeId: '', bodyId: '' } }
    for (const [parameter, value] of Object.entries(asked)) {
      const heeded = (heeds as readonly string[]).includes(parameter)
      const given = value || '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
      const { status, body } = await haninge('GET', `${path}?${parameter}=${given}`)
      t.equal(status, heeded ? 200 : 400, `${name} ${parameter}`)
      if (!heeded) t.match(body, { type: /parameter-without-effect$/, violations: [{ field: parameter }] })
    }
  }
  t.equal((await haninge('GET', '/statistics/series/else')).status, 400)
})
