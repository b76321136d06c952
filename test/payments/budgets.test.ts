import { eq } from 'drizzle-orm'
import t from 'tap'
import { payments } from '../../src/money/payments/record.ts'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

type Row = Record<string, unknown>
const twenty = Array.from({ length: 20 }, (_, at) => at)
/** How many answers of each status. */
const tally = (answers: { status: number }[]) => {
  const counts: Record<number, number> = {}
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

t.test('of twenty who plan at once exactly as many succeed as the award has money for', async t => {
  const { haninge, awardId, entries } = await aMoneyRegister(t)
  const plan = { awardId, schedule: 'once', amount: 50_000 }
  const answers = await Promise.all(twenty.map(() => haninge('POST', '/payment-plans', plan)))
  t.strictSame(tally(answers), { 201: 7, 409: 13 })
  for (const { body } of answers.filter(({ status }) => status === 409)) {
    t.match(body, {
      type: /award-exceeded$/,
      granted: 380_000,
      planned: 350_000,
      left: 30_000,
      detail: /380000.00.*350000.00/
    })
  }
  const planned = (await entries()).filter(({ kind }) => kind === 'planned')
  t.equal(
    planned.reduce((sum, { amount }) => sum + Number(amount), 0),
    350_000
  )
  const left = await made(haninge('POST', '/payment-plans', { awardId, schedule: 'once' }))
  t.equal(left.amount, 30_000, 'all that is left, unless told')
})

t.test('of twenty who change a payment at once none takes more than the award gives', async t => {
  const { haninge, patch, awardId } = await aMoneyRegister(t)
  const instalments = twenty.map(() => ({ dueOn: '2022-02-01', amount: 10_000 }))
  const plan = await made(haninge('POST', '/payment-plans', { awardId, schedule: 'custom', instalments }))
  const answers = await Promise.all(plan.payments.map((one: Row) => patch(`/payments/${one.id}`, { amount: 30_000 })))
  t.strictSame(tally(answers), { 200: 9, 409: 11 })
  t.equal((await made(haninge('GET', `/payment-plans/${plan.id}`))).liveAmount, 380_000)
})

t.test(
  'of twenty awards under one budget exactly as many are planned as it has money for, but for an override',
  async t => {
    const { haninge, aDecision, line, bodyId, schemeId } = await aMoneyRegister(t)
    const decision = await aDecision(twenty.map(at => line({ granted: 10_000, grantYearFrom: 2023, purpose: `${at}` })))
    const budget = await made(haninge('POST', '/budgets', { bodyId, schemeId, year: 2023, amount: 125_000 }))
    await made(haninge('POST', '/budgets', { bodyId, year: 2023, amount: 1_000_000 }))
    const awards = (await made(haninge('GET', `/awards?decisionId=${decision.id}&limit=20`))).items
    const plan = (award: Row, more: Row = {}) =>
      haninge('POST', '/payment-plans', { awardId: award.id, schedule: 'quarterly', ...more })
    const answers = await Promise.all(awards.map((award: Row) => plan(award)))
    t.strictSame(tally(answers), { 201: 12, 409: 8 })
    for (const { body } of answers.filter(({ status }) => status === 409)) {
      t.match(body, {
        type: /budget-exceeded$/,
        budgetId: budget.id,
        year: 2023,
        budget: 125_000,
        planned: 120_000,
        left: 5_000
      })
    }
    const refused = awards.find((_: Row, at: number) => answers[at].status === 409)
    t.equal((await plan(refused, { budgetOverrideDecisionId: decision.id })).status, 201)
    const nothing = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
    t.match(await plan(refused, { budgetOverrideDecisionId: nothing }), {
      status: 422,
      body: { violations: [{ field: '/budgetOverrideDecisionId' }] }
    })
  }
)

t.test(
  'a budget that was lowered lets payments shrink and stay, never grow; an approximate one refuses nothing',
  async t => {
    const { haninge, awardId, bodyId, patch } = await aMoneyRegister(t)
    const budget = await made(haninge('POST', '/budgets', { bodyId, year: 2022, amount: 400_000 }))
    const plan = await made(haninge('POST', '/payment-plans', { awardId, schedule: 'halfYearly', amount: 300_000 }))
    await made(patch(`/budgets/${budget.id}`, { amount: 200_000 }))
    const [first, second] = plan.payments
    t.match(await patch(`/payments/${first.id}`, { amount: 150_000.01 }), {
      status: 409,
      body: { type: /budget-exceeded$/ }
    })
    t.match(await patch(`/payments/${first.id}`, { amount: 140_000, dueOn: '2022-03-01' }), { status: 200 })
    t.match(await patch(`/payments/${second.id}`, { amount: 150_000.01 }), {
      status: 409,
      body: { planned: 290_000, left: 0 }
    })
    t.match(
      await haninge('POST', `/payment-plans/${plan.id}/replan`, { reason: 'Allt på en gång', schedule: 'once' }),
      { status: 200 }
    )
    await made(patch(`/budgets/${budget.id}`, { certainty: 'approximate' }))
    t.match(await haninge('POST', '/payment-plans', { awardId, schedule: 'once' }), { status: 201 })
  }
)

t.test('an advance is at most the share of last year that the rules in force say, and newcomers get none', async t => {
  const { haninge, aDecision, line, schemeId, jour, attention, awardId, aPayment, database } = await aMoneyRegister(t)
  const decision = await aDecision([
    line({ granted: 400_000, grantYearFrom: 2023, purpose: 'nästa år' }),
    line({ granted: 400_000, grantYearFrom: 2023, recipients: [{ organisationId: attention }] })
  ])
  const [mine, newcomer] = (await made(haninge('GET', `/awards?decisionId=${decision.id}`))).items.sort(
    (one: { purpose: string | null }) => (one.purpose ? -1 : 1)
  )
  const plan = (award: Row, amount: number) =>
    haninge('POST', '/payment-plans', {
      awardId: award.id,
      schedule: 'quarterly',
      advance: { amount, dueOn: '2023-01-02' }
    })
  const free = await made(plan(newcomer, 100_000))
  t.match(free.payments, [
    { kind: 'advance', amount: 100_000, instalmentNumber: 1 },
    { kind: 'instalment', amount: 75_000, instalmentNumber: 2 }
  ])
  await made(haninge('POST', `/payment-plans/${free.id}/cancel`, { reason: 'Regler' }))
  const rules = await made(
    haninge('POST', `/schemes/${schemeId}/rule-versions`, {
      ...{ title: 'Reglemente', validFrom: '2022-01-01', advanceMaxPercent: 25 }
    })
  )
  t.match(await plan(newcomer, 1), {
    status: 422,
    body: { violations: [{ field: '/advance/amount', message: /0.00 SEK/ }] }
  })
  t.match(await plan(mine, 95_000.01), {
    status: 422,
    body: { violations: [{ field: '/advance/amount', message: /95000.00/ }] }
  })
  t.match(await plan(mine, 60_000), { status: 201, body: { amount: 400_000, payments: [{ kind: 'advance' }] } })

  await made(haninge('PATCH', `/scheme-rule-versions/${rules.id}`, { advanceBasis: 'paid' }, { 'if-match': '*' }))
  const advance = (await made(haninge('GET', `/payments?kind=advance&payeeOrganisationId=${jour}`))).items[0]
  const grow = (amount: number) => haninge('PATCH', `/payments/${advance.id}`, { amount }, { 'if-match': '*' })
  t.match(await grow(50_000), { status: 422, body: { violations: [{ field: '/amount', message: /nothing/ }] } })
  const paid = await aPayment({ awardId, amount: 200_000, status: 'paid', paidOn: '2022-01-07' })
  t.match(await grow(50_000.01), { status: 422, body: { violations: [{ field: '/amount', message: /50000.00/ }] } })
  t.match(await grow(50_000), { status: 200 })
  t.ok(await database.$count(payments, eq(payments.id, paid.id)))
})

t.test('an advance that came back counts no more, and the one that is issued in its place does', async t => {
  const { haninge, patch, aDecision, line, schemeId, database } = await aMoneyRegister(t)
  const decision = await aDecision([line({ granted: 400_000, grantYearFrom: 2023 })])
  const awardId = (await made(haninge('GET', `/awards?decisionId=${decision.id}`))).items[0].id
  const rules = { title: 'Reglemente', validFrom: '2022-01-01', advanceMaxPercent: 50 }
  await made(haninge('POST', `/schemes/${schemeId}/rule-versions`, rules))
  const dueOn = '2023-01-02'
  const advance = async (amount: number) => {
    const instalments = [{ amount: 1_000, dueOn: '2023-06-01' }]
    const plan = { awardId, schedule: 'custom', advance: { amount, dueOn }, instalments }
    return await haninge('POST', '/payment-plans', plan)
  }
  const sentBack = async (id: string) => {
    await database.update(payments).set({ status: 'paid', paidOn: dueOn }).where(eq(payments.id, id))
    await made(haninge('POST', `/payments/${id}/return`, { returnedOn: '2023-01-04', reason: 'Avslutat konto' }))
  }
  const reissue = (id: string) => haninge('POST', `/payments/${id}/reissue`, { dueOn: '2023-02-01' })
  const cancel = (plan: { id: string }) => haninge('POST', `/payment-plans/${plan.id}/cancel`, { reason: 'Fel' })
  const taken = (amount: string) => ({
    status: 422,
    body: { violations: [{ message: new RegExp(`190000.00 SEK, of which ${amount} SEK are taken`) }] }
  })

  const first = (await made(advance(100_000))).payments[0]
  await sentBack(first.id)
  const whole = await made(advance(190_000))
  t.match(await reissue(first.id), taken('190000.00'))
  await made(cancel(whole))
  const second = await made(reissue(first.id))
  t.match(await advance(90_000.01), taken('100000.00'))
  t.match(await patch(`/payments/${second.id}`, { amount: 190_000.01 }), {
    status: 422,
    body: { violations: [{ field: '/amount', message: /190000.00/ }] }
  })
  await sentBack(second.id)
  const third = await made(reissue(second.id))
  t.match(third, { kind: 'reissue', reissueOfId: second.id, amount: 100_000 })
  t.match(await advance(90_000.01), taken('100000.00'), 'also of what came back twice')
  t.match(await advance(90_000), { status: 201 })
})
