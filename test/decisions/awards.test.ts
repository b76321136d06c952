import t from 'tap'
import { aGrantRegister } from '../support/grants.ts'

t.test('an award says what its line gives, with names, and per period', async t => {
  const { haninge, aDecision, line, bodyId, schemeId, jour } = await aGrantRegister(t)
  const years = { grantYearFrom: 2022, grantYearTo: 2024, granted: 100, purpose: 'Jour' }
  const { id, lines } = await aDecision([line({ ...years, amountPer: 'year' }), line({ ...years, amountPer: 'total' })])
  const { items } = (await haninge('GET', '/awards')).body
  t.match(items[0], {
    ...{ lineId: lines[0].id, decisionId: id, decidedOn: '2021-12-14', bodyId, bodyName: 'Socialnämnden', schemeId },
    ...{ schemeName: 'Partnerskapsavtal', recipients: [{ organisationId: jour, name: 'Haninge Kvinnojour' }] },
    ...{ purpose: 'Jour', amountPer: 'year', amount: 100, certainty: 'exact', version: 1, withdrawnAt: null }
  })
  t.same(
    items[0].periods,
    [2022, 2023, 2024].map(year => ({ yearFrom: year, yearTo: year, amount: 100 }))
  )
  t.same(items[1].periods, [{ yearFrom: 2022, yearTo: 2024, amount: 100 }])
  t.same((await haninge('GET', `/awards/${items[0].id}`)).body, items[0])
  t.match(await haninge('GET', `/awards/${id}`), { status: 404 })
  for (const { createdAt, updatedAt } of items) t.equal(createdAt, updatedAt, 'made when its line was')
})

t.test('granted lines give awards, a granted 0 among them; all others give none', async t => {
  const { haninge, aDecision, line } = await aGrantRegister(t)
  const others = ['rejected', 'referredBack', 'deferred', 'closedWithoutDecision', 'reserved', 'adopted']
  await aDecision(others.map(outcome => line({ outcome, granted: null })))
  t.same((await haninge('GET', '/awards')).body.items, [])
  await aDecision([line({ granted: 0 }), line({ outcome: 'partlyGranted', granted: null, grantYearFrom: null })])
  t.match((await haninge('GET', '/awards')).body.items, [
    { amount: 0, certainty: 'exact' },
    { amount: null, certainty: 'notStated', periods: [{ yearFrom: null, yearTo: null, amount: null }] }
  ])
})

t.test('a line that is no longer granted withdraws its award, and the same award comes back', async t => {
  const { haninge, aDecision, line, patch, totals, entries } = await aGrantRegister(t)
  const { lines } = await aDecision([line()])
  const path = `/decision-lines/${lines[0].id}`
  const [award] = (await haninge('GET', '/awards')).body.items
  await patch(path, { outcome: 'rejected', granted: null })
  t.same((await haninge('GET', '/awards')).body.items, [])
  t.match((await haninge('GET', '/awards?withdrawn=only')).body.items, [{ id: award.id, withdrawnAt: String }])
  t.match(await haninge('GET', `/awards/${award.id}`), { status: 200, body: { withdrawnAt: String } })
  t.match(await totals(), { awardCount: 0, granted: 0, lineCount: 1 })
  await patch(path, { outcome: 'granted', granted: 390_000 })
  t.match((await haninge('GET', '/awards')).body.items, [{ id: award.id, withdrawnAt: null, amount: 390000 }])
  t.match(await totals(), { awardCount: 1, granted: 390000 })
  t.match(await entries(`awardId=${award.id}`), [
    { kind: 'granted', amount: 380000, factCount: 1 },
    { kind: 'granted', amount: -380000, factCount: -1 },
    { kind: 'granted', amount: 390000, factCount: 1 }
  ])
  await haninge('POST', `${path}/withdraw`, { reason: 'Fel' })
  t.same((await haninge('GET', '/awards')).body.items, [])
})

t.test('awards are found by every filter', async t => {
  const { haninge, aDecision, aBody, line, school, schemeId } = await aGrantRegister(t)
  const other = await aBody('Kulturnämnden')
  await aDecision([line()])
  const second = { grantYearFrom: 2020, schemeId: null, recipients: [{ organisationId: school }] }
  const two = await aDecision([line(second)], { bodyId: other, decidedOn: '2020-01-01' })
  const amounts = async (query: string) =>
    (await haninge('GET', `/awards?${query}`)).body.items.map(
      ({ grantYear, decidedOn }: never) => decidedOn ?? grantYear
    )
  const [first, last] = ['2021-12-14', '2020-01-01']
  t.same(await amounts(''), [first, last])
  t.same(await amounts('sort=-updatedAt'), [last, first])
  t.same(await amounts(`decisionId=${two.id}`), [last])
  t.same(await amounts(`bodyId=${other}`), [last])
  t.same(await amounts(`schemeId=${schemeId}`), [first])
  t.same(await amounts(`organisationId=${school}`), [last])
  t.same(await amounts('grantYear=2022'), [first])
  t.same(await amounts('decisionYear=2020'), [last])
  t.same(await amounts(`changedSince=${two.updatedAt}`), [last])
})
