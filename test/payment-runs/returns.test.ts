import t from 'tap'
import { made } from '../support/register.ts'
import { aRunRegister, executionOn } from './setup.ts'

t.test('what the bank sent back is returned, and issued anew once by whom may then not check it', async t => {
  const register = await aRunRegister(t)
  const { anApprovedPayment, anExportedRun, confirm, paid, haninge, aSetOff, aPerson, entries, statusOf } = register
  const payment = await anApprovedPayment({ coding: { konto: '4521' }, payeeReference: '12345682' })
  await aSetOff(payment.id, 5_000)
  const run = await anExportedRun()
  const back = { returnedOn: executionOn, reason: 'Kontot är avslutat', voucherNumber: 'V-2' }
  const early = await haninge('POST', `/payments/${payment.id}/return`, back)
  t.match(early, { status: 409, body: { type: /payment-not-paid$/ } })
  await made(confirm(run.id, { rows: [paid(run.items[0])] }))
  for (const returnedOn of ['2022-01-01', '2199-01-01'])
    t.match(await haninge('POST', `/payments/${payment.id}/return`, { ...back, returnedOn }), {
      status: 422,
      body: { violations: [{ field: '/returnedOn' }] }
    })
  t.match(await haninge('POST', `/payments/${payment.id}/reissue`, { dueOn: '2027-01-29' }), {
    status: 409,
    body: { type: /payment-not-returned$/ }
  })
  t.match(await haninge('POST', `/payments/${payment.id}/return`, back), {
    status: 200,
    body: {
      status: 'returned',
      amount: 95_000,
      returnedAmount: 90_000,
      returnedVoucherNumber: 'V-2',
      voucherNumber: 'V-1'
    }
  })
  t.match(await haninge('POST', `/payments/${payment.id}/return`, back), { status: 409 })

  t.match(await haninge('POST', `/payments/${payment.id}/reissue`, { dueOn: '2022-02-01' }), {
    status: 422,
    body: { violations: [{ field: '/dueOn', message: /before it came back/ }] }
  })
  const officer = await aPerson('handläggare', ['payment-runs:write'])
  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, n) => officer('POST', `/payments/${payment.id}/reissue`, { dueOn: `2027-01-2${n}` }))
  )
  t.strictSame(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409])
  t.match(
    answers.find(({ status }) => status === 409),
    { body: { type: /payment-reissued$/ } }
  )
  const { body, headers } = answers.find(({ status }) => status === 201)!
  t.match(body, { kind: 'reissue', status: 'planned', amount: 90_000, reissueOfId: payment.id, planId: payment.planId })
  t.match(headers.location, `/payments/${body.id}`)
  t.match(await statusOf(body.id), {
    changed_by: ['person:planner', 'person:handläggare'],
    coding: { konto: '4521' },
    payee_reference: '12345682',
    instalment_number: 2,
    payee_account_id: null
  })
  const planned = (await entries()).filter(({ kind }) => kind === 'planned').map(({ amount }) => Number(amount))
  t.equal(
    planned.reduce((sum, amount) => sum + amount, 0),
    95_000,
    'no krona more is planned than was'
  )
})

t.test(
  'of a part that came back the rest stays paid: it can be asked back, and only the part is issued anew',
  async t => {
    const { anApprovedPayment, haninge, aSetOff, awardId, entries } = await aRunRegister(t)
    const payment = await anApprovedPayment({ status: 'paid', paidOn: '2022-01-07', amount: 95_000 })
    await aSetOff(payment.id, 5_000)
    const back = { returnedOn: '2022-01-10', reason: 'AC04' }
    const send = (amount: number) => haninge('POST', `/payments/${payment.id}/return`, { ...back, amount })
    t.match(await send(90_000.01), {
      status: 422,
      body: { type: /return-not-valid$/, violations: [{ field: '/amount', message: /at most 90000/ }] }
    })
    t.match(await send(0), { status: 400 })
    t.match(await send(40_000.5), {
      status: 200,
      body: { status: 'returned', amount: 95_000, returnedAmount: 40_000.5 }
    })
    const sums = new Map<string, number>()
    for (const { kind, amount } of await entries(`paymentId=${payment.id}`)) {
      sums.set(String(kind), (sums.get(String(kind)) ?? 0) + Number(amount))
    }
    t.match(Object.fromEntries(sums), { paid: 95_000, returned: 40_000.5, planned: 54_999.5 })
    const claim = (amount: number) => ({
      ...{ awardId, amount, ground: 'mistake', paymentId: payment.id },
      ...{ decidedOn: '2022-05-02', dueOn: '2022-05-31' }
    })
    t.match(await haninge('POST', '/recoveries', claim(55_000)), {
      status: 409,
      body: { type: /recovery-exceeds-paid$/ }
    })
    t.match(await haninge('POST', `/payments/${payment.id}/reissue`, { dueOn: '2027-01-29' }), {
      status: 201,
      body: { amount: 40_000.5, reissueOfId: payment.id }
    })
  }
)

t.test('nothing is issued anew of an award that was annulled, or planned to its end meanwhile', async t => {
  const { anApprovedPayment, aPayment, haninge, decision } = await aRunRegister(t)
  const returned = {
    status: 'returned',
    paidOn: '2022-01-07',
    returnedOn: '2022-01-10',
    returnedAmount: 95_000
  } as const
  const payment = await anApprovedPayment(returned)
  const other = await aPayment({ amount: 380_000 })
  t.match(await haninge('POST', `/payments/${payment.id}/reissue`, { dueOn: '2027-01-29' }), {
    status: 409,
    body: { type: /award-exceeded$/, left: 0 }
  })
  t.ok(other)
  const annulled = {
    annulledOn: '2022-03-01',
    ground: 'legalityReview',
    annulledBy: 'Förvaltningsrätten',
    reason: 'Fel ordning'
  }
  await made(haninge('POST', `/decisions/${decision.id}/annul`, annulled))
  t.match(await haninge('POST', `/payments/${payment.id}/reissue`, { dueOn: '2027-01-29' }), {
    status: 409,
    body: { type: /award-withdrawn$/ }
  })
})

t.test('what was wholly set off cannot come back', async t => {
  const { anApprovedPayment, haninge, aSetOff } = await aRunRegister(t)
  const payment = await anApprovedPayment({ status: 'paid', paidOn: '2022-01-07', amount: 500 })
  await aSetOff(payment.id, 500)
  t.match(await haninge('POST', `/payments/${payment.id}/return`, { returnedOn: '2022-01-10', reason: 'x' }), {
    status: 409,
    body: { type: /nothing-was-transferred$/ }
  })
})

t.test('an approved payment in no run is recorded as paid outside the service', async t => {
  const { anApprovedPayment, aPayment, collect, haninge, entries } = await aRunRegister(t)
  const [payment, inRun, planned] = [await anApprovedPayment(), await anApprovedPayment(), await aPayment()]
  const paid = { paidOn: '2022-01-07', voucherNumber: 'V-2022-17', reason: 'Betald innan tjänsten togs i bruk' }
  const record = (id: string, body: object = paid) => haninge('POST', `/payments/${id}/record-paid`, body)
  for (const paidOn of ['2199-01-01', '2021-12-13'])
    t.match(await record(payment.id, { ...paid, paidOn }), {
      status: 422,
      body: { violations: [{ field: '/paidOn' }] }
    })
  await made(haninge('POST', `/payments/${payment.id}/withhold`, { reason: 'Utreds' }))
  t.match(await record(payment.id), { status: 409, body: { type: /payment-withheld$/, detail: /release it first/ } })
  await made(haninge('POST', `/payments/${payment.id}/release`, { reason: 'Utrett' }))
  t.match(await record(payment.id), {
    status: 200,
    body: { status: 'paid', paidOn: '2022-01-07', voucherNumber: 'V-2022-17' }
  })
  t.match(await record(payment.id), { status: 409, body: { type: /payment-not-approved$/ } })
  t.match(await record(planned.id), { status: 409, body: { type: /payment-not-approved$/ } })
  await collect()
  t.match(await record(inRun.id), { status: 409, body: { type: /payment-in-run$/ } })
  t.match(
    (await entries(`paymentId=${payment.id}`)).find(({ kind }) => kind === 'paid'),
    { amount: 95_000, paymentYear: 2022 }
  )
})
