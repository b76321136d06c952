import t from 'tap'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

type Row = Record<string, unknown>
const amounts = (plan: { payments: Row[] }) => plan.payments.map(({ amount }) => amount)
const days = (plan: { payments: Row[] }) => plan.payments.map(({ dueOn }) => dueOn)

t.test('a plan by quarters pays equal parts in the first week of each, of all that the award gives', async t => {
  const { haninge, awardId, jour, decision, entries, bodyId, schemeId } = await aMoneyRegister(t)
  const { status, body, headers } = await haninge('POST', '/payment-plans', { awardId, schedule: 'quarterly' })
  t.equal(status, 201)
  t.match(headers.location, new RegExp(`/payment-plans/${body.id}$`))
  t.match(body, { awardId, grantYear: 2022, amount: 380_000, liveAmount: 380_000, paidAmount: 0, paymentCount: 4 })
  t.strictSame(amounts(body), [95_000, 95_000, 95_000, 95_000])
  t.strictSame(days(body), ['2022-01-03', '2022-04-01', '2022-07-01', '2022-10-03'])
  t.match(body.payments[1], {
    ...{
      instalmentNumber: 2,
      kind: 'instalment',
      status: 'planned',
      nextStep: 'check',
      budgetYear: 2022,
      payability: 'payable'
    },
    ...{ servicePeriodFrom: '2022-04-01', servicePeriodTo: '2022-06-30', payeeOrganisationId: jour },
    ...{ decisionId: decision.id, bodyId, schemeId, payeeName: 'Haninge Kvinnojour', holds: [], conditions: [] }
  })
  t.strictSame(await made(haninge('GET', `/payment-plans/${body.id}`)), body)
  t.match(await made(haninge('GET', `/payment-plans?awardId=${awardId}`)), {
    items: [{ id: body.id, paymentCount: 4 }],
    meta: { count: 1 }
  })
  const planned = (await entries()).filter(({ kind }) => kind === 'planned')
  t.strictSame(
    planned.map(({ amount, paymentYear }) => [amount, paymentYear]),
    Array.from({ length: 4 }, () => [95_000, 2022])
  )
})

t.test('what does not divide is on the last, and the parts come to the whole to the öre', async t => {
  const { haninge, aDecision, line } = await aMoneyRegister(t)
  const decision = await aDecision([line({ granted: 247_700, purpose: 'Länkarna' })])
  const awardId = (await made(haninge('GET', `/awards?decisionId=${decision.id}`))).items[0].id
  const quarters = await made(haninge('POST', '/payment-plans', { awardId, schedule: 'quarterly' }))
  t.strictSame(amounts(quarters), [61_925, 61_925, 61_925, 61_925])
  const replan = { reason: 'Tertial', schedule: 'tertial' }
  const tertials = await made(haninge('POST', `/payment-plans/${quarters.id}/replan`, replan))
  t.strictSame(amounts(tertials), [82_566.66, 82_566.66, 82_566.68])
})

t.test('an award per year over several is planned year by year, a joint total over all of its years', async t => {
  const { haninge, aDecision, line } = await aMoneyRegister(t)
  const several = { grantYearFrom: 2022, grantYearTo: 2024, granted: 90_000 }
  const decision = await aDecision([
    line({ ...several, amountPer: 'year', purpose: 'per år' }),
    line({ ...several, amountPer: 'total', purpose: 'sammanlagt' })
  ])
  const [perYear, total] = (await made(haninge('GET', `/awards?decisionId=${decision.id}`))).items
  const plan = (body: Row) => haninge('POST', '/payment-plans', { schedule: 'yearly', ...body })
  t.match(await plan({ awardId: perYear.id }), { status: 422, body: { violations: [{ field: '/grantYear' }] } })
  t.match(await plan({ awardId: perYear.id, grantYear: 2025 }), {
    status: 422,
    body: { violations: [{ field: '/grantYear' }] }
  })
  t.match(await plan({ awardId: perYear.id, grantYear: 2023 }), {
    status: 201,
    body: { grantYear: 2023, grantYearTo: null, amount: 90_000, payments: [{ dueOn: '2023-01-02', budgetYear: 2023 }] }
  })
  const all = await made(plan({ awardId: total.id }))
  t.match(all, { grantYear: 2022, grantYearTo: 2024, amount: 90_000 })
  t.strictSame(
    all.payments.map((payment: Row) => [payment.amount, payment.budgetYear, payment.servicePeriodTo]),
    [
      [30_000, 2022, '2022-12-31'],
      [30_000, 2023, '2023-12-31'],
      [30_000, 2024, '2024-12-31']
    ]
  )
})

t.test('a joint award without a payee is planned for whom somebody names', async t => {
  const { haninge, aDecision, line, jour, attention } = await aMoneyRegister(t)
  const decision = await aDecision([
    line({ recipients: [{ organisationId: jour }, { organisationId: attention }], purpose: 'gemensamt' })
  ])
  const awardId = (await made(haninge('GET', `/awards?decisionId=${decision.id}`))).items[0].id
  t.match(await haninge('POST', '/payment-plans', { awardId, schedule: 'once' }), {
    status: 422,
    body: { violations: [{ field: '/payeeOrganisationId', message: /joint/ }] }
  })
  const named = await haninge('POST', '/payment-plans', { awardId, schedule: 'once', payeeOrganisationId: attention })
  t.match(named, { status: 201, body: { payments: [{ payeeOrganisationId: attention }] } })
})

t.test('money goes only to whom the award or the agreement names', async t => {
  const { haninge, post, patch, awardId, attention, school } = await aMoneyRegister(t)
  const plan = { awardId, schedule: 'once', amount: 1_000 }
  const refused = { status: 422, body: { violations: [{ field: '/payeeOrganisationId', message: /no recipient/ }] } }
  t.match(await haninge('POST', '/payment-plans', { ...plan, payeeOrganisationId: attention }), refused)
  const { payments } = await made(haninge('POST', '/payment-plans', plan))
  t.match(await patch(`/payments/${payments[0].id}`, { payeeOrganisationId: attention }), refused)
  const parties = [{ key: 'host', kind: 'organisation', role: 'fiscalHost', organisationId: attention }]
  const { id: agreementId } = await post('/agreements', { kind: 'partnership', title: 'Partnerskap', parties })
  const hosted = { ...plan, agreementId, payeeOrganisationId: attention }
  t.match(await haninge('POST', '/payment-plans', hosted), { status: 201 })
  const inCapitals = { ...hosted, payeeOrganisationId: attention.toUpperCase() }
  t.match(await haninge('POST', '/payment-plans', inCapitals), {
    body: { payments: [{ payeeOrganisationId: attention }] }
  })
  t.match(await haninge('POST', '/payment-plans', { ...hosted, payeeOrganisationId: school }), refused)
})

t.test('instalments can be named one by one, with coding and conditions of their own', async t => {
  const { haninge, awardId } = await aMoneyRegister(t)
  const plan = {
    ...{ awardId, schedule: 'custom', coding: { konto: '4510' }, conditions: [{ kind: 'noReportOverdue' }] },
    instalments: [
      { dueOn: '2022-02-01', amount: 100_000.01, reference: 'R-1' },
      {
        ...{ dueOn: '2022-09-01', amount: 50_000, coding: { konto: '4520' } },
        conditions: [{ kind: 'notBefore', notBefore: '2022-09-15' }, { kind: 'noReportOverdue' }]
      }
    ]
  }
  const { status, body } = await haninge('POST', '/payment-plans', plan)
  t.equal(status, 201)
  t.match(body, {
    amount: 150_000.01,
    payments: [{ coding: { konto: '4510' }, reference: 'R-1' }, { coding: { konto: '4520' } }]
  })
  t.strictSame(
    body.payments.map(({ conditions }: { conditions: Row[] }) => conditions.map(({ kind }) => kind)),
    [['noReportOverdue'], ['noReportOverdue', 'notBefore']]
  )
  const wrong = await haninge('POST', '/payment-plans', { ...plan, amount: 150_000 })
  t.match(wrong, { status: 422, body: { violations: [{ field: '/instalments', message: /150000.01/ }] } })
})

t.test(
  'what the payee is told goes from the plan to its payments; a reference is checked, and kept without spaces',
  async t => {
    const { haninge, awardId } = await aMoneyRegister(t)
    const instalments = [
      { dueOn: '2022-02-01', amount: 1, payeeReference: 'rf18 5390 0754 7034' },
      { dueOn: '2022-03-01', amount: 2, payeeMessage: 'Slutfaktura' }
    ]
    const plan = { awardId, schedule: 'custom', payeeMessage: 'Hyresbidrag', payeeReference: '1234 5682', instalments }
    const { payments } = await made(haninge('POST', '/payment-plans', plan))
    t.match(payments, [
      { payeeMessage: 'Hyresbidrag', payeeReference: 'RF18539007547034' },
      { payeeMessage: 'Slutfaktura', payeeReference: '12345682' }
    ])
    const wrong = {
      ...plan,
      payeeReference: '12345681',
      instalments: [{ ...instalments[0], payeeReference: 'FAKTURA 7' }]
    }
    const refused = await haninge('POST', '/payment-plans', wrong)
    t.match(refused, {
      status: 422,
      body: {
        violations: [
          { field: '/payeeReference', message: /check digit/ },
          { field: '/instalments/0/payeeReference', message: /neither an OCR number .* nor an RF reference/ }
        ]
      }
    })
    const [first] = payments
    const path = `/payments/${first.id}`
    const patch = (content: object) => haninge('PATCH', path, content, { 'if-match': '*' })
    t.match(await patch({ payeeReference: 'RF19539007547034' }), {
      status: 422,
      body: { violations: [{ field: '/payeeReference', message: /check digits/ }] }
    })
    t.match(await patch({ payeeReference: '1234 5682', payeeMessage: null }), {
      status: 200,
      body: { payeeReference: '12345682', payeeMessage: null }
    })
    t.match((await patch({ payeeReference: '12345682' })).body.version, first.version + 1, 'the same changes nothing')
    t.match(await patch({ payeeReference: null }), { status: 200, body: { payeeReference: null } })
  }
)

t.test('what is sent again under its reference is received once; other content is refused', async t => {
  const { haninge, awardId } = await aMoneyRegister(t)
  const plan = { awardId, schedule: 'halfYearly', amount: 100_000, reference: 'P-1', source: 'casefile' }
  const all = await Promise.all(Array.from({ length: 5 }, () => haninge('POST', '/payment-plans', plan)))
  t.strictSame(all.map(({ status }) => status).sort(), [200, 200, 200, 200, 201])
  t.equal(new Set(all.map(({ body }) => body.id)).size, 1)
  t.match(await haninge('POST', '/payment-plans', { ...plan, amount: 90_000 }), {
    status: 409,
    body: { type: /payment-plan-differs$/ }
  })
  const { id } = all[0]!.body
  await made(haninge('POST', `/payment-plans/${id}/cancel`, { reason: 'Dubblett' }))
  t.match(await haninge('POST', '/payment-plans', plan), { status: 409, body: { type: /payment-plan-withdrawn$/ } })
  t.equal((await haninge('POST', '/payment-plans', { ...plan, amount: 90_000 })).status, 201)
})

t.test('amounts, days and currencies that cannot be are told, and nothing is done', async t => {
  const { haninge, awardId, entries } = await aMoneyRegister(t)
  const before = await entries()
  const custom = (instalment: Row, more: Row = {}) =>
    haninge('POST', '/payment-plans', {
      awardId,
      schedule: 'custom',
      instalments: [{ dueOn: '2022-02-01', ...instalment }],
      ...more
    })
  for (const amount of [-1, 0, 0.001, 1.234, 1e15, '95000', null]) {
    t.match(
      await custom({ amount }),
      { status: 400, body: { violations: [{ field: '/instalments/0/amount' }] } },
      String(amount)
    )
  }
  t.match(await custom({ amount: 1, currency: 'EUR' }), {
    status: 400,
    body: { violations: [{ field: '/instalments/0/currency' }] }
  })
  t.match(await custom({ amount: 1 }, { currency: 'SEK' }), {
    status: 400,
    body: { violations: [{ field: '/currency' }] }
  })
  t.match(await custom({ amount: 1, dueOn: '2022-02-30' }), { status: 400 })
  t.match(
    await custom({ amount: 1, dueOn: '2021-12-13', servicePeriodFrom: '2022-02-01', servicePeriodTo: '2022-01-01' }),
    {
      status: 422,
      body: { violations: [{ field: '/instalments/0/dueOn' }, { field: '/instalments/0/servicePeriodTo' }] }
    }
  )
  t.match(await custom({ amount: 380_000.01 }), {
    status: 409,
    body: { type: /award-exceeded$/, granted: 380_000, planned: 0, left: 380_000 }
  })
  const small = { awardId, schedule: 'monthly', amount: 0.11 }
  t.match(await haninge('POST', '/payment-plans', small), { status: 422, body: { violations: [{ field: '/amount' }] } })
  const nothing = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
  t.match(await haninge('POST', '/payment-plans', { awardId: nothing, schedule: 'once' }), {
    status: 422,
    body: { violations: [{ field: '/awardId' }] }
  })
  t.strictSame(await entries(), before)
  t.equal((await made(haninge('GET', '/payment-plans'))).meta.count, 0)
})

t.test('days in the wrong order once they are filled in are told by their field', async t => {
  const { haninge, awardId, entries } = await aMoneyRegister(t)
  const before = await entries()
  const refused = async (body: Row, field: string, message: RegExp) =>
    t.match(
      await haninge('POST', '/payment-plans', { awardId, amount: 1_000, ...body }),
      { status: 422, body: { type: /plan-not-valid$/, violations: [{ field, message }] } },
      JSON.stringify(body)
    )
  const all = { amount: 1_000, dueOn: '2022-02-01' }
  for (const schedule of ['once', 'yearly', 'quarterly', 'monthly']) {
    await refused({ schedule, servicePeriodFrom: '2023-01-01' }, '/servicePeriodFrom', /after 2022-12-31/)
    await refused({ schedule, servicePeriodTo: '2021-12-31' }, '/servicePeriodTo', /before 2022-01-01/)
  }
  const instalment = { schedule: 'custom', instalments: [{ ...all, servicePeriodFrom: '2023-01-01' }] }
  await refused(instalment, '/instalments/0/servicePeriodFrom', /after 2022-12-31/)
  await refused(
    { schedule: 'custom', servicePeriodFrom: '2022-07-01', instalments: [{ ...all, servicePeriodTo: '2022-06-30' }] },
    '/instalments/0/servicePeriodTo',
    /before 2022-07-01/
  )
  t.strictSame(await entries(), before)
})

t.test('nothing is due when no grant is any more, nor chosen before its day', { timeout: 60_000 }, async t => {
  const { haninge, awardId } = await aMoneyRegister(t)
  const plan = (body: Row) => haninge('POST', '/payment-plans', { awardId, amount: 1_000, schedule: 'once', ...body })
  const never = { servicePeriodFrom: '9999-12-31', servicePeriodTo: '9999-12-31' }
  t.match(await plan(never), { status: 422, body: { violations: [{ field: '/servicePeriodFrom' }] } })
  t.match(await plan({ schedule: 'yearly', servicePeriodTo: '9999-12-31' }), {
    status: 422,
    body: { violations: [{ field: '/servicePeriodTo' }] }
  })
  t.match(await plan({ schedule: 'custom', instalments: [{ dueOn: '9999-12-31', amount: 1_000 }] }), {
    status: 422,
    body: { violations: [{ field: '/instalments/0/dueOn', message: /ten years/ }] }
  })
  t.match(await plan({ advance: { dueOn: '2199-12-31', amount: 1 } }), {
    status: 422,
    body: { violations: [{ field: '/advance/dueOn' }] }
  })
  const beforeFinal = { riskAssessment: 'Liten', chosenBy: 'Förvaltningschef', chosenOn: '2190-01-01' }
  t.match(await plan({ beforeFinal }), { status: 422, body: { violations: [{ field: '/beforeFinal/chosenOn' }] } })
  const [payment] = (await made(plan({}))).payments
  const change = (body: Row) => haninge('PATCH', `/payments/${payment.id}`, body, { 'if-match': '*' })
  t.match(await change({ dueOn: '9999-12-31', beforeFinal }), {
    status: 422,
    body: { violations: [{ field: '/beforeFinal/chosenOn' }, { field: '/dueOn' }] }
  })
  t.match(await change({ servicePeriodFrom: '2023-01-01' }), {
    status: 422,
    body: { violations: [{ field: '/servicePeriodFrom', message: /after 2022-12-31/ }] }
  })
  t.match(await change({ dueOn: '2030-01-07' }), { status: 200 })
})

t.test('an award that does not stand, or gives nothing exact, has no plan', async t => {
  const { haninge, decision, awardId, patch, entries } = await aMoneyRegister(t)
  const lineId = decision.lines[0].id
  await made(patch(`/decision-lines/${lineId}`, { grantedCertainty: 'approximate' }))
  const plan = () => haninge('POST', '/payment-plans', { awardId, schedule: 'once' })
  t.match(await plan(), { status: 409, body: { type: /award-not-exact$/ } })
  await made(haninge('POST', `/decision-lines/${lineId}/withdraw`, { reason: 'Fel' }))
  t.match(await plan(), { status: 409, body: { type: /award-withdrawn$/ } })
  t.strictSame(
    (await entries()).filter(({ kind }) => kind === 'planned'),
    []
  )
})

t.test('an index clause gives the amount, and the award must cover it', async t => {
  const { haninge, aDecision, line } = await aMoneyRegister(t)
  const indexClause = { index: 'OPI', percent: 80, roundedTo: 100, rounding: 'down' }
  const agreement = { kind: 'partnership', title: 'Partnerskap', term: { validFrom: '2022-01-01' }, indexClause }
  const { id: agreementId } = await made(haninge('POST', '/agreements', agreement))
  const decision = await aDecision([
    line({ granted: 257_600, purpose: 'index' }),
    line({ granted: 250_000, purpose: 'för lite' })
  ])
  const [enough, less] = (await made(haninge('GET', `/awards?decisionId=${decision.id}`))).items
  const plan = (awardId: string, more: Row = {}) =>
    haninge('POST', '/payment-plans', {
      ...{
        awardId,
        agreementId,
        schedule: 'quarterly',
        indexation: { baseAmount: 247_700, indexFrom: 100, indexTo: 105 }
      },
      ...more
    })
  t.match(await plan(enough.id, { amount: 1 }), { status: 422, body: { violations: [{ field: '/indexation' }] } })
  t.match(await plan(enough.id, { agreementId: null }), {
    status: 422,
    body: { violations: [{ field: '/agreementId' }] }
  })
  const indexation = { baseAmount: 999_999_999, indexFrom: 0.000001, indexTo: 1_000_000 }
  t.match(await plan(enough.id, { indexation }), {
    status: 422,
    body: { violations: [{ field: '/indexation', message: /more than 999999999999.99/ }] }
  })
  t.match(await plan(enough.id), {
    status: 201,
    body: {
      amount: 257_600,
      indexation: { percent: 80, roundedTo: 100, rounding: 'down' },
      payments: [{ amount: 64_400 }]
    }
  })
  t.match(await plan(less.id), { status: 409, body: { type: /award-exceeded$/, granted: 250_000 } })

  const { id } = (await made(haninge('GET', `/payment-plans?awardId=${enough.id}`))).items[0]
  const replan = (more: Row = {}) =>
    made(haninge('POST', `/payment-plans/${id}/replan`, { reason: 'Annan takt', schedule: 'halfYearly', ...more }))
  t.match(await replan(), { amount: 257_600, indexation: { baseAmount: 247_700 } })
  t.match(await replan({ amount: 200_000 }), { amount: 200_000, indexation: null })
})

t.test('nothing falls due before the agreement begins, and an agreement with payments is not withdrawn', async t => {
  const { haninge, awardId } = await aMoneyRegister(t)
  const agreement = {
    kind: 'partnership',
    title: 'Partnerskap',
    term: { validFrom: '2022-03-01', validTo: '2023-02-28' }
  }
  const { id: agreementId } = await made(haninge('POST', '/agreements', agreement))
  const early = { awardId, agreementId, schedule: 'custom', instalments: [{ dueOn: '2022-02-01', amount: 1 }] }
  t.match(await haninge('POST', '/payment-plans', early), {
    status: 422,
    body: { violations: [{ field: '/instalments/0/dueOn', message: /2022-03-01/ }] }
  })
  const term = { servicePeriodFrom: '2022-03-01', servicePeriodTo: '2023-02-28' }
  const plan = await made(haninge('POST', '/payment-plans', { awardId, agreementId, schedule: 'quarterly', ...term }))
  t.strictSame(days(plan), ['2022-03-01', '2022-04-01', '2022-07-01', '2022-10-03', '2023-01-02'])
  t.match(await haninge('POST', `/agreements/${agreementId}/discard`, { reason: 'Fel' }), {
    status: 409,
    body: { type: /agreement-has-payments$/ }
  })
  await made(haninge('POST', `/payment-plans/${plan.id}/cancel`, { reason: 'Fel avtal' }))
  t.match(await haninge('POST', `/agreements/${agreementId}/discard`, { reason: 'Fel' }), { status: 200 })
})

t.test('a draft plan of a late decision falls due after it', async t => {
  const { haninge, aDecision, line } = await aMoneyRegister(t)
  const decision = await aDecision([line({ purpose: 'sent' })], { decidedOn: '2022-05-14' })
  const awardId = (await made(haninge('GET', `/awards?decisionId=${decision.id}`))).items[0].id
  const plan = await made(haninge('POST', '/payment-plans', { awardId, schedule: 'quarterly' }))
  t.strictSame(days(plan), ['2022-05-16', '2022-05-16', '2022-07-01', '2022-10-03'])
})
