import { sql } from 'drizzle-orm'
import t from 'tap'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

type Row = { granted: number }

/** The register of one award of 380 000 for 2022, with one payment of each state. */
async function aRegisterOfPayments(t: Parameters<typeof aMoneyRegister>[0]) {
  const register = await aMoneyRegister(t)
  const { aPayment, anApprovedPayment, haninge } = register
  await aPayment({ dueOn: '2022-10-07', instalmentNumber: 4 })
  await anApprovedPayment({ dueOn: '2022-07-05', instalmentNumber: 3 })
  await anApprovedPayment({ dueOn: '2022-04-05', instalmentNumber: 2, status: 'paid', paidOn: '2022-04-05' })
  await anApprovedPayment({
    ...{ dueOn: '2022-01-07', status: 'returned', paidOn: '2022-12-30' },
    ...{ returnedOn: '2023-01-02', returnedAmount: 95_000 }
  })
  const ask = async (query = '') => await made(haninge('GET', `/statistics/payment-totals?${query}`))
  return { ...register, ask }
}

t.test('totals tell how far the money has come, by the year that grants are for', async t => {
  const { ask } = await aRegisterOfPayments(t)
  const { items, total, meta } = await ask()
  const expected = {
    ...{ granted: 380_000, planned: 285_000, checked: 190_000, approved: 190_000, paid: 190_000, returned: 95_000 },
    ...{ claimed: 0, recovered: 0, writtenOff: 0, outstanding: 0, unpaidOfGranted: 285_000, unknownCount: 0 },
    ...{ budgeted: null, unspentOfBudget: null }
  }
  t.match(items, [{ year: 2022, yearTo: null, ...expected }])
  t.match(total, expected)
  t.equal(total.payable + total.held, total.planned - (total.paid - total.returned))
  t.match(meta, { groupBy: ['year'], yearBasis: 'grant', closedYears: [] })
})

t.test('by the year of payment a return counts in its own year, and nothing is granted in any', async t => {
  const { ask } = await aRegisterOfPayments(t)
  const { items, total } = await ask('yearBasis=payment')
  t.match(items, [
    { year: 2022, granted: 0, planned: 380_000, approved: 285_000, paid: 190_000, returned: 0, unpaidOfGranted: null },
    { year: 2023, granted: 0, planned: -95_000, paid: 0, returned: 95_000, payable: 0, held: 0, unpaidOfGranted: null },
    { year: null, granted: 380_000, planned: 0, paid: 0 }
  ])
  t.match(total, { granted: 380_000, planned: 285_000, paid: 190_000, returned: 95_000 })
  for (const { planned, paid, returned, payable, held } of items) t.equal(payable + held, planned - paid + returned)
})

t.test('budgets stand beside what is paid: of a scheme, of a body, and neither twice', async t => {
  const { ask, post, bodyId, schemeId } = await aRegisterOfPayments(t)
  await post('/budgets', { bodyId, schemeId, year: 2022, amount: 1_000_000 })
  t.match(await ask(), { items: [{ budgeted: 1_000_000, unspentOfBudget: 905_000 }], total: { budgeted: 1_000_000 } })
  await post('/budgets', { bodyId, year: 2022, amount: 3_000_000 })
  t.match(await ask(), { items: [{ budgeted: 3_000_000, unspentOfBudget: 2_905_000 }] })
  const byScheme = await ask('groupBy=scheme')
  t.match(byScheme.total, { budgeted: 3_000_000 })
  t.match(
    byScheme.items.sort((one: Row, other: Row) => other.granted - one.granted),
    [
      { schemeId, granted: 380_000, budgeted: 1_000_000 },
      { schemeId: null, granted: 0, budgeted: 3_000_000, unspentOfBudget: 3_000_000, payable: 0, held: 0 }
    ],
    'what the body has for all its schemes stands in a row of no scheme'
  )
  t.match(await ask('groupBy=organisation'), { items: [{ budgeted: null }], total: { budgeted: null } })
  const { id } = await post('/schemes', { name: 'Ungdomsbidrag', kind: 'operating', bodyId })
  await post('/budgets', { bodyId, schemeId: id, year: 2024, amount: 70_000 })
  t.match(await ask('yearFrom=2023'), {
    items: [{ year: 2024, granted: 0, budgeted: 70_000, unspentOfBudget: 70_000 }],
    total: { budgeted: 70_000 }
  })
  t.match(await ask('groupBy=scheme&yearFrom=2024'), { items: [{ schemeId: id, schemeName: 'Ungdomsbidrag' }] })
  t.match(await ask('groupBy=body&yearFrom=2025'), { items: [], total: { granted: 0, budgeted: null } })
})

t.test('what was known is told again, with what was payable, held and budgeted then', async t => {
  const { ask, aPayment, haninge, account, post, patch, bodyId } = await aRegisterOfPayments(t)
  const budget = await post('/budgets', { bodyId, year: 2022, amount: 400_000 })
  const before = await ask()
  t.match(before.total, { planned: 285_000, payable: 190_000, held: 0, budgeted: 400_000 })
  await aPayment({ dueOn: '2022-10-08', amount: 0.01 })
  await made(haninge('POST', `/payee-accounts/${account.id}/withdraw`, { reason: 'Uppsagt' }))
  await made(patch(`/budgets/${budget.id}`, { amount: 500_000 }))
  t.match((await ask()).total, { planned: 285_000.01, payable: 0, held: 190_000.01, budgeted: 500_000 })
  t.same((await ask(`knownAt=${before.meta.knownAt}`)).total, before.total)
})

t.test('what will be payable on a day can be asked, now and as it was known', async t => {
  const { ask, post, awardId } = await aRegisterOfPayments(t)
  const conditions = [{ kind: 'notBefore', notBefore: '2031-05-01' }]
  await post('/payment-plans', { awardId, schedule: 'once', amount: 50_000, conditions })
  const [now, then, early] = [await ask(), await ask('validOn=2031-05-01'), await ask('validOn=2031-04-30')]
  t.match([now.total, then.total, early.total], [{ held: 50_000 }, { held: 0, payable: 240_000 }, { held: 50_000 }])
  t.same((await ask(`validOn=2031-05-01&knownAt=${then.meta.knownAt}`)).total, then.total)
})

t.test('a closed year keeps what was payable, held and budgeted when it was closed', async t => {
  const { ask, aPayment, haninge, account, post, patch, bodyId, database } = await aRegisterOfPayments(t)
  const budget = await post('/budgets', { bodyId, year: 2022, amount: 400_000 })
  const closing = await post('/period-closings', { year: 2022, yearBasis: 'grant' })
  const before = await ask('closings=keep')
  await made(haninge('POST', `/payee-accounts/${account.id}/withdraw`, { reason: 'Uppsagt' }))
  await made(patch(`/budgets/${budget.id}`, { amount: 500_000 }))
  await aPayment({ grantYear: 2023, dueOn: '2023-01-05', amount: 10 })
  const [closed, open] = (await ask('closings=keep')).items
  t.same(closed, before.items[0])
  t.match(open, { year: 2023, planned: 10, payable: 0, held: 10 })
  t.match(await made(haninge('GET', `/period-closings/${closing.id}`)), {
    closed: { payable: 190_000, held: 0, budgeted: 400_000 },
    present: { payable: 0, held: 190_000, budgeted: 500_000 }
  })
  // What was kept of records before states were: of an instant of which too little is known nothing is told.
  await database.execute(sql`alter table known_states disable trigger user`)
  await database.execute(sql`delete from known_states where relation = 'payments'`)
  t.match((await ask('closings=keep')).items[0], { planned: 285_000, payable: null, held: null })
})

t.test('a closed year keeps its figures, and a later correction is a dated adjustment with its reason', async t => {
  const { ask, post, haninge, patch, decision } = await aRegisterOfPayments(t)
  const closing = await post('/period-closings', { year: 2022, yearBasis: 'grant', note: 'Årsbokslut' })
  t.match(await haninge('POST', '/period-closings', { year: 2022, yearBasis: 'grant' }), {
    status: 409,
    body: { type: /period-closed$/ }
  })
  t.match(await haninge('POST', '/period-closings', { year: 2150, yearBasis: 'grant' }), {
    status: 422,
    body: { type: /year-to-come$/, violations: [{ field: '/year' }] }
  })
  const before = await ask('closings=keep')
  t.match(before, { adjustments: [], meta: { closedYears: [2022] } })
  t.match(await patch(`/decision-lines/${decision.lines[0].id}`, { granted: 370_000 }), { status: 200 })
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Stockholm' }).format()
  const adjustments = [{ year: 2022, recordedOn: today, kind: 'granted', amount: -10_000, entryCount: 1 }]
  const after = await ask('closings=keep')
  t.same(after.items, before.items)
  t.same(after.adjustments, adjustments)
  t.match(await ask(), { items: [{ granted: 370_000 }], adjustments: [] })
  t.match(await made(haninge('GET', `/period-closings/${closing.id}`)), {
    closed: { granted: 380_000 },
    present: { granted: 370_000 },
    adjustments
  })
  const changes = await made(haninge('GET', `/statistics/changes?knownFrom=${closing.knownAt}&grantYear=2022`))
  t.match(changes, {
    byKind: [{ kind: 'granted', amount: -10_000, entryCount: 1 }],
    items: [
      {
        ...{ kind: 'granted', amount: -10_000, decisionId: decision.id, decidedOn: '2021-12-14' },
        ...{ bodyName: 'Socialnämnden', eventType: 'decisionLine.updated', actorName: 'test' },
        recipients: [{ name: 'Haninge Kvinnojour' }]
      }
    ]
  })
  await made(haninge('POST', `/period-closings/${closing.id}/withdraw`, { reason: 'Stängdes för tidigt' }))
  t.match(await ask('closings=keep'), { items: [{ granted: 370_000 }], adjustments: [], meta: { closedYears: [] } })
  await post('/period-closings', { year: 2022, yearBasis: 'grant' })
})

t.test('totals are had as CSV, and questions that make no sense are refused', async t => {
  const { haninge } = await aRegisterOfPayments(t)
  const csv = await haninge('GET', '/statistics/payment-totals?groupBy=year,scheme', undefined, { accept: 'text/csv' })
  t.match(csv.body, /^\uFEFFyear,yearTo,schemeId,schemeName,granted,reserved,planned,payable,held,/)
  for (const query of ['groupBy=outcome', 'yearBasis=paid', 'closings=perhaps', 'knownAt=2999', 'unknown=1']) {
    t.match(await haninge('GET', `/statistics/payment-totals?${query}`), { status: 400 }, query)
  }
  t.match(await haninge('GET', '/statistics/payment-totals?knownAt=2999-01-01T00:00:00Z'), { status: 422 })
  t.match(await haninge('GET', '/statistics/changes'), { status: 400, body: { violations: [{ field: 'knownFrom' }] } })
})
