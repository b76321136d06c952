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
    ...{ number: 2, kind: 'instalment', status: 'planned', nextStep: 'check', budgetYear: 2022, payability: 'payable' },
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
