import { eq } from 'drizzle-orm'
import t from 'tap'
import { payments } from '../../src/money/payments/record.ts'
import { recoveries, recoveryMovements } from '../../src/money/recoveries/record.ts'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

type Row = Record<string, unknown>
const reason = 'Halvårsvis i stället'

async function aPlan(t: Parameters<typeof aMoneyRegister>[0], more: Row = {}) {
  const register = await aMoneyRegister(t)
  const { haninge, awardId, database, jour } = register
  const plan = await made(haninge('POST', '/payment-plans', { awardId, schedule: 'quarterly', ...more }))
  const [first, second, third, fourth] = plan.payments
  /** As another module would have left it. */
  const is = (payment: Row, values: Partial<typeof payments.$inferInsert>) =>
    database
      .update(payments)
      .set(values)
      .where(eq(payments.id, String(payment.id)))
  const setOff = async (payment: Row, amount: number) => {
    const asked = {
      municipalityCode: '0136',
      awardId,
      organisationId: jour,
      ground: 'unused' as const,
      decidedOn: '2022-01-10'
    }
    const [recovery] = await database
      .insert(recoveries)
      .values({ ...asked, amount, dueOn: '2022-02-10' })
      .returning()
    const movement = { municipalityCode: '0136', recoveryId: recovery!.id, kind: 'setOff' as const, amount }
    await database.insert(recoveryMovements).values({ ...movement, paymentId: String(payment.id) })
  }
  const read = (payment: Row) => made(haninge('GET', `/payments/${payment.id}`))
  return { ...register, plan, first, second, third, fourth, is, setOff, read }
}

t.test('planning anew replaces what nobody has approved, and nothing else', async t => {
  const { haninge, plan, first, second, third, is, read, entries } = await aPlan(t, {
    ...{ coding: { konto: '4510' }, payeeMessage: 'Hyra', payeeReference: '12345682' },
    conditions: [{ kind: 'noReportOverdue' }]
  })
  await is(first, { status: 'approved' })
  await is(second, { status: 'checked', checkedBy: 'person:x', checkedByName: 'x', checkedAt: '2022-01-01T00:00:00Z' })
  const approved = await read(first)
  const body = await made(haninge('POST', `/payment-plans/${plan.id}/replan`, { reason, schedule: 'halfYearly' }))
  t.match(body, { schedule: 'halfYearly', amount: 380_000, liveAmount: 380_000, paymentCount: 3, version: 2 })
  t.strictSame(body.payments[0], approved)
  t.strictSame(
    body.payments.slice(1).map((payment: Row) => [payment.instalmentNumber, payment.amount, payment.dueOn]),
    [
      [5, 142_500, '2022-04-01'],
      [6, 142_500, '2022-10-03']
    ]
  )
  t.match(body.payments[1], {
    ...{ coding: { konto: '4510' }, payeeMessage: 'Hyra', payeeReference: '12345682' },
    conditions: [{ kind: 'noReportOverdue' }]
  })
  for (const old of [second, third]) {
    t.match(await read(old), {
      status: 'planned',
      withdrawnReason: reason,
      checkedBy: null,
      payability: null,
      nextStep: null
    })
  }
  const planned = (await entries()).filter(({ kind }) => kind === 'planned')
  t.equal(
    planned.reduce((sum, { amount }) => sum + Number(amount), 0),
    380_000
  )
  const { items } = await made(haninge('GET', `/payments/${second.id}/history`))
  t.match(items, [
    { type: 'payment.planned' },
    { type: 'payment.cancelled', reason, before: { checkedBy: 'person:x' } }
  ])
  const told = (await made(haninge('GET', `/payment-plans/${plan.id}/history`))).items
  t.match(
    told.filter(({ subjectType }: Row) => subjectType === 'paymentPlan'),
    [{ type: 'paymentPlan.created' }, { type: 'paymentPlan.replanned', reason }]
  )
})

t.test('planning anew cannot go beyond the award, and lets nothing withheld or set off fall away', async t => {
  const { haninge, plan, first, second, setOff } = await aPlan(t)
  const replan = (more: Row = {}) =>
    haninge('POST', `/payment-plans/${plan.id}/replan`, { reason, schedule: 'once', ...more })
  t.match(await replan({ amount: 380_000.01 }), { status: 409, body: { type: /award-exceeded$/, left: 0 } })
  await made(haninge('POST', `/payments/${first.id}/withhold`, { reason: 'Utreds' }))
  t.match(await replan(), { status: 409, body: { type: /payment-withheld$/ } })
  await made(haninge('POST', `/payments/${first.id}/release`, { reason: 'Klart' }))
  await setOff(second, 5_000)
  t.match(await replan(), { status: 409, body: { type: /payment-set-off$/ } })
  t.match(await haninge('POST', `/payments/${second.id}/cancel`, { reason }), {
    status: 409,
    body: { type: /payment-set-off$/ }
  })
  t.match(await haninge('POST', `/payment-plans/${plan.id}/cancel`, { reason }), {
    status: 409,
    body: { type: /payment-set-off$/ }
  })
  t.match(await made(haninge('GET', `/payment-plans/${plan.id}`)), { version: 1, paymentCount: 4, liveAmount: 380_000 })
})

t.test('planning anew leaves a reissue be: what the bank sent back is issued anew once, and not twice', async t => {
  const instalments = [
    { amount: 100_000, dueOn: '2022-01-03' },
    { amount: 50_000, dueOn: '2022-04-01' }
  ]
  const { haninge, plan, first, second, is, read, awardId } = await aPlan(t, { schedule: 'custom', instalments })
  await is(first, { status: 'paid', paidOn: '2022-01-03' })
  await made(haninge('POST', `/payments/${first.id}/return`, { returnedOn: '2022-01-05', reason: 'Avslutat konto' }))
  const reissue = () => haninge('POST', `/payments/${first.id}/reissue`, { dueOn: '2022-02-01' })
  const { id } = await made(reissue())
  const replanned = await made(haninge('POST', `/payment-plans/${plan.id}/replan`, { reason, schedule: 'once' }))
  t.match(replanned, { amount: 150_000, liveAmount: 150_000, paymentCount: 3 })
  t.match(replanned.payments, [
    { id: first.id, status: 'returned' },
    { id, kind: 'reissue', amount: 100_000, reissueOfId: first.id, withdrawnAt: null },
    { kind: 'instalment', amount: 50_000 }
  ])
  t.match(await read(second), { withdrawnReason: reason })
  t.match(await reissue(), { status: 409, body: { type: /payment-reissued$/ } })

  // Cancelled, it may be issued anew: once more, and within what the award gives by then.
  await made(haninge('POST', `/payments/${id}/cancel`, { reason: 'Fel dag' }))
  const left = await made(haninge('POST', '/payment-plans', { awardId, schedule: 'once' }))
  t.match(left, { amount: 330_000 })
  t.match(await reissue(), { status: 409, body: { type: /award-exceeded$/, left: 0 } })
  await made(haninge('POST', `/payment-plans/${left.id}/cancel`, { reason: 'Fel dag' }))
  t.match(await reissue(), { status: 201, body: { amount: 100_000 } })
})

t.test('planning anew leaves an unpaid advance be, and what it comes to', async t => {
  const advance = { amount: 80_000, dueOn: '2022-01-03' }
  const { haninge, plan, first } = await aPlan(t, { schedule: 'halfYearly', advance })
  const body = await made(haninge('POST', `/payment-plans/${plan.id}/replan`, { reason, schedule: 'quarterly' }))
  t.match(body, { amount: 380_000, liveAmount: 380_000, paymentCount: 5 })
  t.match(body.payments[0], { id: first.id, kind: 'advance', amount: 80_000, version: 1 })
  t.strictSame(
    body.payments.slice(1).map(({ kind, amount }: Row) => [kind, amount]),
    Array.from({ length: 4 }, () => ['instalment', 75_000])
  )
})

t.test('of returns, reissues, plans and plans anew at once no more comes than the award gives', async t => {
  const { haninge, plan, first, second, is, awardId, entries } = await aPlan(t)
  for (const payment of [first, second]) await is(payment, { status: 'paid', paidOn: '2022-01-03' })
  const returned = { returnedOn: '2022-01-05', reason: 'Avslutat konto' }
  const turn = (payment: Row) => [
    () => haninge('POST', `/payments/${payment.id}/return`, returned),
    () => haninge('POST', `/payments/${payment.id}/reissue`, { dueOn: '2022-02-01' }),
    () => haninge('POST', `/payment-plans/${plan.id}/replan`, { reason, schedule: 'once' }),
    () => haninge('POST', `/payment-plans/${plan.id}/replan`, { reason, schedule: 'halfYearly', amount: 285_000 }),
    () => haninge('POST', '/payment-plans', { awardId, schedule: 'once', amount: 95_000 })
  ]
  const all = [first, second, first, second].flatMap(turn)
  const answers = await Promise.all([...all, ...all].map(ask => ask()))
  t.strictSame(
    answers.filter(({ status }) => ![200, 201, 409].includes(status)),
    []
  )
  t.equal(answers.filter(({ body }) => body.status === 'returned').length, 2)
  const sums: Record<string, number> = {}
  for (const { kind, amount } of await entries()) sums[String(kind)] = (sums[String(kind)] ?? 0) + Number(amount)
  t.ok(sums.planned! <= 380_000, `${sums.planned} are planned of 380 000`)
  const { items } = await made(haninge('GET', `/payments?awardId=${awardId}&kind=reissue&limit=100`))
  const issued = items.filter(({ withdrawnAt }: Row) => withdrawnAt === null).map(({ reissueOfId }: Row) => reissueOfId)
  t.equal(new Set(issued).size, issued.length, 'nothing is issued anew twice')
})

t.test('what differs among the replaced has to be said', async t => {
  const { haninge, plan, first, attention, jour, decision, patch } = await aPlan(t)
  const joint = { recipients: [{ organisationId: jour }, { organisationId: attention }] }
  await made(patch(`/decision-lines/${decision.lines[0].id}`, joint))
  await made(patch(`/payments/${first.id}`, { payeeOrganisationId: attention }))
  const replan = { reason, schedule: 'once' }
  t.match(await haninge('POST', `/payment-plans/${plan.id}/replan`, replan), {
    status: 422,
    body: { violations: [{ field: '/payeeOrganisationId', message: /differs/ }] }
  })
  const said = { ...replan, payeeOrganisationId: attention }
  t.match(await haninge('POST', `/payment-plans/${plan.id}/replan`, said), {
    status: 200,
    body: { payments: [{ payeeOrganisationId: attention, amount: 380_000, dueOn: '2022-01-03' }] }
  })
})

t.test('a plan is cancelled while nobody has approved any of it, and its money can be planned again', async t => {
  const { haninge, plan, first, second, is, awardId, entries } = await aPlan(t)
  await is(second, { status: 'paid', paidOn: '2022-04-04' })
  const cancel = () => haninge('POST', `/payment-plans/${plan.id}/cancel`, { reason: 'Fel mottagare' })
  t.match(await cancel(), { status: 409, body: { type: /payment-plan-in-progress$/ } })
  t.match(await haninge('POST', `/payments/${second.id}/cancel`, { reason }), {
    status: 409,
    body: { type: /payment-paid$/ }
  })
  t.match(await haninge('POST', `/payments/${first.id}/cancel`, { reason }), {
    status: 200,
    body: { withdrawnReason: reason }
  })
  t.match(await haninge('POST', `/payments/${first.id}/cancel`, { reason }), {
    status: 409,
    body: { type: /payment-withdrawn$/ }
  })
  await is(second, { status: 'checked', paidOn: null })
  t.match(await cancel(), {
    status: 200,
    body: { paymentCount: 0, liveAmount: 0, withdrawnReason: 'Fel mottagare', payments: [] }
  })
  t.match(await cancel(), { status: 409, body: { type: /payment-plan-withdrawn$/ } })
  const planned = (await entries()).filter(({ kind }) => kind === 'planned')
  t.equal(
    planned.reduce((sum, { amount }) => sum + Number(amount), 0),
    0
  )
  t.match(await haninge('POST', '/payment-plans', { awardId, schedule: 'once' }), {
    status: 201,
    body: { amount: 380_000 }
  })
})

t.test('a change of a payment lets its check fall and names who made it; a remark does neither', async t => {
  const { first, is, read, aPerson, account, haninge } = await aPlan(t)
  const checked = {
    ...{ status: 'checked' as const, checkedBy: 'person:x', checkedByName: 'x', checkedAt: '2022-01-01T00:00:00Z' },
    payeeAccountId: account.id
  }
  await is(first, checked)
  const ekonom = await aPerson('ekonom')
  const patch = (change: Row) => ekonom('PATCH', `/payments/${first.id}`, change, { 'if-match': '*' })
  t.match(await patch({ note: 'Ring först' }), {
    status: 200,
    body: { status: 'checked', note: 'Ring först', changedBy: [/^key:/] }
  })
  t.match(await patch({ note: 'Ring först' }), { status: 200, body: { version: 2 } })
  const changes: Row[] = [
    { dueOn: '2022-02-01' },
    { amount: 90_000 },
    { coding: { konto: '1' } },
    { servicePeriodTo: '2022-06-30' },
    { conditions: [{ kind: 'decisionFinal' }] },
    { beforeFinal: { riskAssessment: 'Liten', chosenBy: 'Förvaltningschef', chosenOn: '2022-01-01' } }
  ]
  for (const change of changes) {
    await is(first, checked)
    const { status, body } = await patch(change)
    t.equal(status, 200)
    t.match(body, { ...change, status: 'planned', checkedBy: null, payeeAccountId: null })
    t.match(body.changedBy, [/^key:/, 'person:ekonom'])
  }
  t.match((await made(haninge('GET', `/payments/${first.id}/history`))).items.at(-2), {
    ...{
      type: 'payment.updated',
      actorName: 'ekonom',
      before: { conditions: [] },
      after: { conditions: [{ kind: 'decisionFinal' }] }
    }
  })
  t.match(await ekonom('PATCH', `/payments/${first.id}`, { amount: 1 }), { status: 428 })
  t.match(await ekonom('PATCH', `/payments/${first.id}`, { amount: 1 }, { 'if-match': '"1-x"' }), { status: 412 })
  t.equal((await read(first)).amount, 90_000)
})

t.test('a payment does not grow beyond the award, nor shrink below what is set off against it', async t => {
  const { first, second, setOff, patch, read, jour } = await aPlan(t)
  t.match(await patch(`/payments/${first.id}`, { amount: 95_000.01 }), {
    status: 409,
    body: { type: /award-exceeded$/, granted: 380_000, planned: 380_000, left: 0 }
  })
  await setOff(first, 5_000)
  t.match(await patch(`/payments/${first.id}`, { amount: 4_999.99 }), {
    status: 409,
    body: { type: /payment-set-off$/ }
  })
  t.match(await patch(`/payments/${first.id}`, { amount: 5_000 }), { status: 200, body: { setOffAmount: 5_000 } })
  t.match(await patch(`/payments/${second.id}`, { amount: 185_000 }), { status: 200 })
  t.match(await patch(`/payments/${second.id}`, { dueOn: '2021-12-01', servicePeriodTo: '2022-01-01' }), {
    status: 422,
    body: { violations: [{ field: '/dueOn' }, { field: '/servicePeriodTo' }] }
  })
  const wrong = { conditions: [{ kind: 'reportAccepted' }, { kind: 'notBefore' }, { kind: 'agreementSigned' }] }
  t.match(await patch(`/payments/${second.id}`, wrong), {
    status: 422,
    body: {
      violations: [{ field: '/conditions/0' }, { field: '/conditions/1/notBefore' }, { field: '/conditions/2/kind' }]
    }
  })
  const nobody = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
  t.match(await patch(`/payments/${second.id}`, { payeeOrganisationId: nobody }), { status: 422 })
  t.match(await read(second), { payeeOrganisationId: jour, amount: 185_000, version: 2 })
})

t.test('what is approved, ordered or paid is not changed', async t => {
  const { first, is, patch } = await aPlan(t)
  for (const status of ['approved', 'ordered', 'paid'] as const) {
    await is(first, { status, paidOn: status === 'paid' ? '2022-01-03' : null })
    t.match(await patch(`/payments/${first.id}`, { amount: 1 }), {
      status: 409,
      body: { type: new RegExp(`payment-${status}$`) }
    })
  }
})

t.test(
  'a payment is withheld and released with a reason, also one that is approved, but not one in a locked run',
  async t => {
    const { first, is, haninge, decision } = await aPlan(t)
    const withhold = () =>
      haninge('POST', `/payments/${first.id}/withhold`, { reason: 'Utreds', decisionId: decision.id })
    const release = () => haninge('POST', `/payments/${first.id}/release`, { reason: 'Utrett' })
    t.match(await release(), { status: 409, body: { type: /payment-not-withheld$/ } })
    await is(first, { status: 'approved' })
    t.match(await withhold(), {
      status: 200,
      body: {
        ...{ status: 'approved', payability: 'held', withheldDecisionId: decision.id, withheldReason: 'Utreds' },
        holds: [
          { kind: 'withheld', message: /Utreds/, release: { operationId: 'releasePayment', subjectId: first.id } }
        ]
      }
    })
    t.match(await withhold(), { status: 409, body: { type: /payment-withheld$/ } })
    t.match(await haninge('GET', '/payments?withheld=true'), {
      body: { items: [{ id: first.id }], meta: { count: 1 } }
    })
    t.match(await release(), {
      status: 200,
      body: { payability: 'payable', withheldAt: null, withheldDecisionId: null }
    })
    await is(first, { status: 'ordered' })
    t.match(await withhold(), { status: 409, body: { type: /payment-ordered$/ } })
    const { items } = await made(haninge('GET', `/payments/${first.id}/history`))
    t.match(items, [
      { type: 'payment.planned' },
      { type: 'payment.withheld', reason: 'Utreds' },
      { type: 'payment.released', reason: 'Utrett' }
    ])
  }
)
