import t from 'tap'
import { aGrantRegister } from '../support/grants.ts'
import { made } from '../support/register.ts'

t.test('a sum of nothing but unknown amounts is null, one of some is of those, and one of none is 0', async t => {
  const { haninge, aDecision, line } = await aGrantRegister(t)
  const unknown = { granted: null, grantedCertainty: 'unknown' }
  await aDecision([line({ ...unknown, grantYearFrom: 2020 }), line({ ...unknown, grantYearFrom: 2020, purpose: 'B' })])
  await aDecision([line({ ...unknown, grantYearFrom: 2021 }), line({ granted: 5, applied: 7, grantYearFrom: 2021 })])
  await aDecision([line({ granted: 0, applied: 0, grantYearFrom: 2022 })])
  const ask = (query: string, accept: string) =>
    haninge('GET', `/statistics/grant-totals?yearBasis=grant&${query}`, undefined, { accept })
  const { items, total } = await made(ask('groupBy=year', 'application/json'))
  t.match(items, [
    { year: 2020, applied: null, granted: null, reserved: 0, unknownCount: 2, appliedUnknownCount: 2 },
    { year: 2021, applied: 7, granted: 5, reserved: 0, unknownCount: 1, appliedUnknownCount: 1 },
    { year: 2022, applied: 0, granted: 0, reserved: 0, unknownCount: 0, appliedUnknownCount: 0 }
  ])
  t.match(total, { applied: 7, granted: 5, reserved: 0 })
  t.match(await made(ask('groupBy=year&yearTo=2020', 'application/json')), { total: { applied: null, granted: null } })
  const csv: string[] = (await ask('groupBy=year', 'text/csv')).body.split('\r\n')
  t.match(csv[1], /^2020,,2,2,\d,,,0,2,2$/)
  t.match(csv[3], /^2022,,1,1,1,0,0,0,0,0$/)
})

t.test('what a line has ceased to state is no known amount beside one that nobody knows', async t => {
  const { haninge, aDecision, line, patch } = await aGrantRegister(t)
  const { lines } = await aDecision([
    line({ granted: null, grantedCertainty: 'unknown', applied: 5 }),
    line({ granted: 7, applied: 5, purpose: 'B' })
  ])
  const sums = async () => (await made(haninge('GET', '/statistics/grant-totals?groupBy=year'))).total
  t.match(await sums(), { granted: 7, reserved: 0, unknownCount: 1 })
  const reserved = { outcome: 'reserved', granted: null, reserved: 9 }
  await made(patch(`/decision-lines/${lines[1].id}`, reserved))
  t.match(await sums(), { granted: null, reserved: 9, unknownCount: 1 })
})

t.test('what is not known to be open is counted where it is left out, and a status says how old it is', async t => {
  const { haninge } = await aGrantRegister(t)
  const make = (path: string, body: object) => made(haninge('POST', path, body))
  const open = await make('/schemes', { name: 'Öppet', kind: 'operating' })
  await make(`/schemes/${open.id}/reopen`, { observedOn: '2017-11-27' })
  await make(`/schemes/${open.id}/windows`, { kind: 'rolling' })
  for (const name of ['Ett', 'Två', 'Tre']) await make('/schemes', { name, kind: name === 'Tre' ? 'event' : 'project' })
  const ask = (query: string) => made(haninge('GET', `/schemes?validOn=2026-04-02${query}`))
  const before = (await ask('&open=unknown')).items.length
  t.match(await ask('&open=yes'), {
    items: [{ id: open.id, open: { answer: 'yes', statusObservedOn: '2017-11-27' } }],
    meta: { count: 1, unknownCount: before }
  })
  t.ok(before >= 3)
  t.match(
    (await ask('&open=yes&kind=event')).meta,
    { count: 0, unknownCount: 1 },
    'of those that the other filters ask for'
  )
  t.match((await ask('&open=no')).meta, { unknownCount: before })
  t.match((await ask('')).meta, { unknownCount: 0 })
  t.notOk('unknownCount' in (await made(haninge('GET', '/schemes'))).meta)
})

t.test('payment totals, national totals and recipients in a row tell unknown amounts as null too', async t => {
  const { haninge, admin, aDecision, line } = await aGrantRegister(t)
  const unknown = { granted: null, grantedCertainty: 'unknown' }
  await aDecision([line({ ...unknown, grantYearFrom: 2020 }), line({ ...unknown, grantYearFrom: 2021 })])
  await aDecision([line({ granted: 5, grantYearFrom: 2022 }), line({ ...unknown, grantYearFrom: 2022, purpose: 'B' })])
  await aDecision([line({ granted: 0, grantYearFrom: 2024 })])
  const shown = [
    { year: 2020, granted: null, reserved: 0, unpaidOfGranted: null, unknownCount: 1 },
    { year: 2021, granted: null, reserved: 0, unpaidOfGranted: null, unknownCount: 1 },
    { year: 2022, granted: 5, reserved: 0, unpaidOfGranted: 5, unknownCount: 1 },
    { year: 2024, granted: 0, reserved: 0, unpaidOfGranted: 0, unknownCount: 0 }
  ]
  for (const [ask, path] of [
    [haninge, '/statistics/payment-totals?groupBy=year'],
    [haninge, '/statistics/payment-totals?groupBy=year,organisation'],
    [admin, '/statistics/payment-totals?groupBy=year']
  ] as const) {
    const { items, total } = await made(ask('GET', path))
    t.match(items, shown, path)
    t.match(total, { granted: 5, unpaidOfGranted: 5, unknownCount: 3 }, path)
    t.match((await made(ask('GET', `${path}&yearTo=2021`))).total, {
      granted: null,
      unpaidOfGranted: null,
      reserved: 0
    })
  }
  const { knownAt } = (await made(haninge('GET', '/statistics/payment-totals'))).meta
  t.match((await made(haninge('GET', `/statistics/payment-totals?groupBy=year&knownAt=${knownAt}`))).items, shown)
  const csv = await haninge('GET', '/statistics/payment-totals?groupBy=year', undefined, { accept: 'text/csv' })
  const [heading, first] = csv.body.split('\r\n').map((row: string) => row.split(','))
  t.equal(first[heading.indexOf('granted')], '', 'empty in CSV')
  const recipients = async (yearTo: number) =>
    (await made(haninge('GET', `/statistics/consecutive-recipients?yearCount=2&yearBasis=grant&yearTo=${yearTo}`)))
      .items
  t.match(await recipients(2021), [{ yearFrom: 2020, yearTo: 2021, granted: null, unknownCount: 2 }])
  t.match(await recipients(2022), [{ yearFrom: 2020, yearTo: 2022, granted: 5, unknownCount: 3 }])
})
