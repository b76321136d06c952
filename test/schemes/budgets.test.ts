import t from 'tap'
import { aRegister, made, type Register } from '../support/register.ts'

async function aCommittee({ admin }: Register) {
  const body = await made(admin('POST', '/0136/bodies', { name: 'Socialnämnden', kind: 'committee' }))
  const scheme = await made(admin('POST', '/0136/schemes', { name: 'Verksamhetsbidrag', kind: 'operating' }))
  const organisation = await made(admin('POST', '/0136/organisations', { name: 'Haninge Kvinnojour' }))
  const line = (granted: number, more = {}) => ({
    recipients: [{ organisationId: organisation.id }],
    outcome: 'granted',
    schemeId: scheme.id,
    grantYearFrom: 2022,
    granted,
    ...more
  })
  const decide = (lines: object[]) =>
    admin('POST', '/0136/decisions', { bodyId: body.id, decidedOn: '2021-12-14', lines })
  return { body, scheme, organisation, line, decide }
}

t.test('a decision beyond its budget is recorded all the same and answered with a warning', async t => {
  const register = await aRegister(t)
  const { admin } = register
  const { body, scheme, line, decide } = await aCommittee(register)
  t.same((await decide([line(1)])).body.warnings, [], 'without a budget there is nothing to warn of')
  const budget = { bodyId: body.id, schemeId: scheme.id, year: 2022, amount: 100000 }
  const { id } = await made(admin('POST', '/0136/budgets', budget))
  t.match(await admin('POST', '/0136/budgets', budget), {
    status: 409,
    body: { type: /budget-exists$/, violations: [{ field: '/year' }] }
  })
  t.match(await admin('POST', '/0136/budgets', { ...budget, year: 2023, schemeId: body.id }), {
    status: 422,
    body: { violations: [{ field: '/schemeId' }] }
  })
  t.same((await decide([line(99999)])).body.warnings, [])
  const beyond = await decide([line(0.01)])
  t.match(beyond, { status: 201, body: { lines: [{ granted: 0.01 }], warnings: [{ code: 'budget-exceeded' }] } })
  t.match((await admin('GET', `/0136/budgets/${id}/use`)).body, {
    granted: 100000.01,
    remaining: -0.01,
    exceeded: 'yes'
  })
  const added = await admin('POST', `/0136/decisions/${beyond.body.id}/lines`, line(5))
  t.match(added, { status: 201, body: { granted: 5, warnings: [{ code: 'budget-exceeded' }] } })
  const changed = await admin('PATCH', `/0136/decision-lines/${added.body.id}`, { granted: 6 }, { 'if-match': '*' })
  t.match(changed, { status: 200, body: { warnings: [{ code: 'budget-exceeded' }] } })
  t.same((await decide([line(7, { grantYearFrom: 2024 })])).body.warnings, [], 'another year has no budget')
  const csv =
    'body,decided_on,grant_year,scheme,recipient,granted_sek,outcome\nSocialnämnden,2022-02-01,2022,Verksamhetsbidrag,Revansch,5,beviljad\n'
  const file = await made(admin('POST', '/0136/decision-imports', csv, { 'content-type': 'text/csv' }))
  t.match((await admin('GET', `/0136/decision-imports/${file.id}/rows`)).body.items, [
    { result: 'created', warnings: [{ code: 'budget-exceeded' }] }
  ])
})

t.test('one amount for several years may exceed the budget of each', async t => {
  const register = await aRegister(t)
  const { admin } = register
  const { body, line, decide } = await aCommittee(register)
  await made(admin('POST', '/0136/budgets', { bodyId: body.id, year: 2023, amount: 100 }))
  const { warnings } = await made(decide([line(101, { grantYearTo: 2024, amountPer: 'total' })]))
  t.match(warnings, [{ code: 'budget-possibly-exceeded' }])
})

t.test('a published figure is approximate unless told and in no total', async t => {
  const register = await aRegister(t)
  const { admin } = register
  const { body } = await aCommittee(register)
  const figure = { label: 'Organisationsstöd per år', measure: 'paid', amount: 130000000, amountPer: 'year' }
  t.match(await admin('POST', '/0136/published-figures', { ...figure, bodyId: body.id }), {
    status: 201,
    body: { certainty: 'approximate', amount: 130000000 }
  })
  t.match(await admin('POST', '/0136/published-figures', { ...figure, certainty: 'unknown' }), {
    status: 422,
    body: { violations: [{ field: '/certainty' }] }
  })
  t.match((await admin('GET', '/0136/statistics/grant-totals')).body.total, { granted: 0 })
})

t.test('a target answers by observation, by computation where lines state their shares, and else unknown', async t => {
  const register = await aRegister(t)
  const { admin } = register
  const { body, line, decide } = await aCommittee(register)
  const target = {
    ownerBodyId: body.id,
    text: 'Minst 20 % till verksamhet för barn och unga',
    measure: 'shareOfGranted',
    percent: 20,
    targetGroup: 'barn och unga',
    denominator: 'nämndens samlade bidrag'
  }
  t.match(await admin('POST', '/0136/targets', { ...target, percent: 120 }), {
    status: 400,
    body: { violations: [{ field: '/percent' }] }
  })
  t.match(await admin('POST', '/0136/targets', { ...target, targetGroup: null }), {
    status: 422,
    body: { violations: [{ field: '/targetGroup' }] }
  })
  const { id } = await made(admin('POST', '/0136/targets', target))
  const attainment = async (year: number) => (await admin('GET', `/0136/targets/${id}/attainment?year=${year}`)).body
  t.match(await attainment(2017), {
    answer: 'unknown',
    basis: null,
    observedOn: null,
    computed: null,
    missing: [/no exact amount/]
  })
  const seen = { observedOn: '2017-11-27', year: 2017, percent: 10, certainty: 'approximate' }
  await made(admin('POST', `/0136/targets/${id}/observations`, seen))
  const age = { observedOn: '2017-11-27', observedOnPrecision: 'day' }
  t.match(await attainment(2017), {
    answer: 'no',
    basis: 'observed',
    certainty: 'approximate',
    ...age,
    observed: [seen]
  })
  const later = { observedOn: '2018-02-01', observedOnPrecision: 'month', year: 2017 }
  await made(admin('POST', `/0136/targets/${id}/observations`, { ...later, percent: null, certainty: 'unknown' }))
  t.match(await attainment(2017), age, 'of those observations, the one that the answer rests on')
  await made(admin('POST', `/0136/targets/${id}/observations`, { ...later, percent: 30 }))
  t.match(await attainment(2017), { answer: 'yes', observedOn: '2018-02-01', observedOnPrecision: 'month' })

  const share = (percent: number) => ({ targetGroupShares: [{ targetGroup: 'Barn och unga', percent }] })
  await made(decide([line(1000, share(40)), line(1000)]))
  t.match(await attainment(2022), {
    answer: 'yes',
    basis: 'computed',
    computed: { granted: 2000, stated: 400, notStated: 1000, percentLow: 20, percentHigh: 70 }
  })
  await made(decide([line(2000)]))
  t.match(await attainment(2022), { answer: 'unknown', missing: [/do not state/] })
  await made(decide([line(50000, share(0))]))
  t.match(await attainment(2022), { answer: 'no', basis: 'computed', observedOn: null, observedOnPrecision: null })
})
