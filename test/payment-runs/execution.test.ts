import { eq } from 'drizzle-orm'
import t from 'tap'
import { paymentSettings } from '../../src/money/payee-accounts/settings-record.ts'
import { faultOfExecution, nextBankingDay } from '../../src/money/payment-runs/execution-rules.ts'
import { payments } from '../../src/money/payments/record.ts'
import { made } from '../support/register.ts'
import { aRunRegister, clock, executionOn, OWN_ACCOUNT } from './setup.ts'

t.test('banks pay on days on which they are open, from today on and within a year', async t => {
  const today = '2026-11-26'
  const cases: [string, string | undefined][] = [
    ['2026-11-26', undefined],
    ['2026-11-25', '2026-11-26'],
    ['1999-01-04', '2026-11-26'],
    ['2026-11-27', undefined],
    ['2026-11-28', '2026-11-30'],
    ['2026-11-29', '2026-11-30'],
    ['2026-12-24', '2026-12-28'],
    ['2026-12-25', '2026-12-28'],
    ['2026-12-31', '2027-01-04'],
    ['2027-01-01', '2027-01-04'],
    ['2027-01-05', undefined],
    ['2027-01-06', '2027-01-07'],
    ['2027-03-26', '2027-03-30'],
    ['2027-03-29', '2027-03-30'],
    ['2027-05-06', '2027-05-07'],
    ['2027-06-24', undefined],
    ['2027-06-25', '2027-06-28'],
    ['2027-11-26', undefined],
    ['2027-11-27', '2026-11-26'],
    ['2027-11-29', '2026-11-26'],
    ['2126-01-02', '2026-11-26']
  ]
  for (const [day, proposed] of cases) t.equal(faultOfExecution(day, today)?.nextBankingDay, proposed, day)
  for (const [day, proposed] of cases) {
    if (proposed) t.equal(faultOfExecution(proposed, today), undefined, `${proposed}, proposed for ${day}, is one`)
  }
  t.equal(nextBankingDay('2026-06-19'), '2026-06-22', "Midsummer's Eve")
})

t.test('a run for a day on which no bank pays is not made, and the answer proposes one', async t => {
  const { anApprovedPayment, run, haninge } = await aRunRegister(t)
  await anApprovedPayment()
  for (const [day, nextBankingDay] of [
    ['2026-11-24', '2026-11-25'],
    ['2026-11-28', '2026-11-30'],
    ['2026-12-25', '2026-12-28'],
    ['2126-11-25', '2026-11-25']
  ]) {
    t.match(await run('', { dueTo: '2022-12-31', executionOn: day }), {
      status: 422,
      body: { type: /payment-run-not-valid$/, violations: [{ field: '/executionOn' }], nextBankingDay }
    })
  }
  t.strictSame((await made(haninge('GET', '/payment-runs'))).items, [])
  clock('2026-12-24')
  t.match(await run('', { dueTo: '2022-12-31' }), { status: 201, body: { executionOn: '2026-12-28' } })
})

t.test('a run whose day has passed is neither locked nor exported, also when it was locked in time', async t => {
  const { anApprovedPayment, collect, run, statusOf, file } = await aRunRegister(t)
  const payment = await anApprovedPayment()
  const { id } = await collect({ executionOn: '2026-11-26' })
  await made(run(`/${id}/lock`))
  clock('2026-11-27')
  t.match(await run(`/${id}/export`), {
    status: 409,
    body: { type: /execution-day-passed$/, nextBankingDay: '2026-11-27' }
  })
  t.equal((await file(id, 'format=csv')).status, 409)
  await made(run(`/${id}/cancel`, { reason: 'Dagen har passerat' }))
  t.equal((await statusOf(payment.id)).status, 'approved')
  const again = await collect({ executionOn: '2026-11-30' })
  clock('2026-12-01')
  t.match(await run(`/${again.id}/lock`), {
    status: 409,
    body: { type: /execution-day-passed$/, nextBankingDay: '2026-12-01' }
  })
  await made(run(`/${again.id}/cancel`, { reason: 'Dagen har passerat' }))
  const last = await collect({ executionOn: '2026-12-01' })
  await made(run(`/${last.id}/lock`))
  const exported = await made(run(`/${last.id}/export`))
  clock('2026-12-02')
  t.strictSame(await made(run(`/${last.id}/export`)), exported, 'what was exported in time stays exported')
})

t.test('nothing is paid to the account that it is paid from', async t => {
  const { anApprovedPayment, run, haninge, anAccount, jour, database, settings, nothingToCollect } =
    await aRunRegister(t)
  const account = { organisationId: jour, accountKind: 'bankgiro', accountNumber: '991-2346' }
  t.match(await haninge('POST', '/payee-accounts', account), {
    status: 422,
    body: { type: /payee-account-not-valid$/, violations: [{ field: '/accountNumber' }] }
  })
  t.equal((await haninge('POST', '/payee-accounts', { ...account, accountNumber: '5805-9619' })).status, 201)

  // Registered in the other order, and behind the service's back.
  const payment = await anApprovedPayment()
  const own = await anAccount({ accountNumber: OWN_ACCOUNT })
  await database.update(payments).set({ payeeAccountId: own.id }).where(eq(payments.id, payment.id))
  t.match(await nothingToCollect(), { leftOut: [{ paymentId: payment.id, obstacles: [{ kind: 'account-is-own' }] }] })
  await database.delete(paymentSettings)
  const content = { debtorName: 'Haninge kommun', organisationNumber: '212000-0084', accountKind: 'bankgiro' }
  t.match(await haninge('PUT', '/payment-settings', { ...content, accountNumber: '991-2346' }), {
    status: 422,
    body: { violations: [{ field: '/accountNumber' }], existingId: own.id }
  })
  const { id } = await made(run('', { dueTo: '2022-12-31', executionOn }))
  await settings()
  t.match(await run(`/${id}/lock`), {
    status: 409,
    body: { type: /payment-run-empty$/, fallenOut: [{ obstacles: [{ kind: 'account-is-own' }] }] }
  })
  await made(haninge('POST', `/payee-accounts/${own.id}/withdraw`, { reason: 'Kommunens eget' }))
  await database.delete(paymentSettings)
  t.equal((await haninge('PUT', '/payment-settings', { ...content, accountNumber: '991-2346' })).status, 201)
})

t.test('payments that look like doubles are warned of, in the run or outside it', async t => {
  const { anApprovedPayment, aPayment, collect, run, haninge, database } = await aRunRegister(t)
  const one = await anApprovedPayment({ amount: 1_000 })
  const twin = await anApprovedPayment({ amount: 1_000 })
  await anApprovedPayment({ amount: 1_000, dueOn: '2022-01-08' })
  await anApprovedPayment({ amount: 1_000.01 })
  const alone = await anApprovedPayment({ amount: 2_000 })
  const collected = await collect()
  t.match(collected, {
    warningCount: 1,
    warnings: [{ kind: 'possible-double', paymentIds: [one.id, twin.id].sort(), message: /1000 kronor on 2022-01-07/ }]
  })
  const planned = await aPayment({ amount: 2_000 })
  const withdrawn = await aPayment({ amount: 1_000.01 })
  await database.update(payments).set({ withdrawnAt: '2026-01-01T00:00:00Z' }).where(eq(payments.id, withdrawn.id))
  const { warnings, warningCount } = await made(haninge('GET', `/payment-runs/${collected.id}`))
  t.equal(warningCount, 2)
  t.match(warnings[1], { kind: 'possible-double', paymentIds: [alone.id, planned.id].sort() })
  await made(run(`/${collected.id}/remove-item`, { paymentId: alone.id, reason: 'Dubblett' }))
  t.match(await made(run(`/${collected.id}/lock`)), { warningCount: 1 })
})

t.test('an account that several payees share is warned of where it is registered and where it is paid to', async t => {
  const { anApprovedPayment, collect, haninge, account } = await aRunRegister(t)
  const payment = await anApprovedPayment()
  const { id: other } = await made(haninge('POST', '/organisations', { name: 'Riksförbundet' }))
  const sharer = await made(
    haninge('POST', '/payee-accounts', { organisationId: other, accountKind: 'bankgiro', accountNumber: '5050-1055' })
  )
  t.strictSame(sharer.sharedWith, [account.organisationId])
  t.strictSame((await made(haninge('GET', `/payee-accounts/${account.id}`))).sharedWith, [other])
  const { items } = await made(haninge('GET', `/payee-accounts?organisationId=${other}`))
  t.match(items, [{ sharedWith: [account.organisationId] }])
  t.match(await collect(), {
    warningCount: 1,
    warnings: [{ kind: 'account-shared', paymentIds: [payment.id], message: /Haninge Kvinnojour, Riksförbundet/ }]
  })
  await made(haninge('POST', `/payee-accounts/${sharer.id}/withdraw`, { reason: 'Fel' }))
  await anApprovedPayment({ amount: 1 })
  t.match(await collect(), { warningCount: 0, warnings: [] })
})

t.test('a run tells of accounts of which the bank did not say that they are the payee’s', async t => {
  const { anApprovedPayment, collect, haninge, account } = await aRunRegister(t)
  const payment = await anApprovedPayment()
  const { id } = await collect()
  const toldOf = async (body: object) => {
    await made(haninge('POST', `/payee-accounts/${account.id}/check`, { checkedOn: '2026-11-20', ...body }))
    return (await made(haninge('GET', `/payment-runs/${id}`))).warnings
  }
  const doubt = { kind: 'account-in-doubt', paymentIds: [payment.id] }
  t.match(await toldOf({ result: 'noMatch' }), [
    { ...doubt, message: /^On 2026-11-20 .* not that of Haninge Kvinnojour/ }
  ])
  t.match(await toldOf({ result: 'closeMatch', name: 'Kvinnojouren' }), [
    { ...doubt, message: /it is that of Kvinnojouren/ }
  ])
  for (const result of ['match', 'notPossible']) t.strictSame(await toldOf({ result }), [])
})
