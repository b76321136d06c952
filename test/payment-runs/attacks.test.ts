import t from 'tap'
import { made } from '../support/register.ts'
import { aRunRegister, executionOn } from './setup.ts'

/** What would pay twice, pay what is held, lose a payment or tell a wrong total. */

const annulled = {
  annulledOn: '2022-03-01',
  ground: 'legalityReview',
  annulledBy: 'Förvaltningsrätten',
  reason: 'Fel ordning'
}
const refusedBy = (status: number, rule: string) => ({ status, body: { type: new RegExp(`/${rule}$`) } })

for (const [what, hold, act] of [
  ['the decision annulled', 'award-withdrawn', 'annul'],
  ['the award lowered', 'beyond-award', 'lower'],
  ['the account withdrawn', 'account-not-valid', 'account']
] as const) {
  t.test(`${what}: what is approved, collected or locked is stopped; what is exported is confirmed`, async t => {
    const register = await aRunRegister(t)
    const { anApprovedPayment, haninge, decision, account, run, collect, statusOf, confirm, paid, items } = register
    const happens = async () => {
      if (act === 'annul') return made(haninge('POST', `/decisions/${decision.id}/annul`, annulled))
      if (act === 'account') return made(haninge('POST', `/payee-accounts/${account.id}/withdraw`, { reason: 'Bytt' }))
      const [line] = (await made(haninge('GET', `/decisions/${decision.id}`))).lines
      return made(haninge('PATCH', `/decision-lines/${line.id}`, { granted: 100 }, { 'if-match': '*' }))
    }
    const [exported, locked, collected, approved] = [
      await anApprovedPayment({ amount: 1_000 }),
      await anApprovedPayment({ amount: 2_000, dueOn: '2022-02-01' }),
      await anApprovedPayment({ amount: 3_000, dueOn: '2022-03-01' }),
      await anApprovedPayment({ amount: 4_000, dueOn: '2022-04-01' })
    ]
    const first = await register.anExportedRun({ dueTo: '2022-01-31' })
    const second = await collect({ dueTo: '2022-02-28' })
    await made(run(`/${second.id}/lock`))
    const third = await collect({ dueTo: '2022-03-31' })
    await happens()
    const last = await register.nothingToCollect()
    t.match(
      last.leftOut.find(({ paymentId }: { paymentId: string }) => paymentId === approved.id),
      {
        obstacles: [{ kind: hold }]
      }
    )
    t.match(await run(`/${third.id}/lock`), refusedBy(409, 'payment-run-empty'))
    const refused = await run(`/${second.id}/export`)
    t.match(refused, refusedBy(409, 'payment-run-held'))
    t.match(refused.body, { held: [{ paymentId: locked.id, obstacles: [{ kind: hold }] }], heldCount: 1 })
    t.match(await made(haninge('GET', `/payments/${locked.id}`)), { holds: [{ kind: hold }] })
    await made(run(`/${second.id}/cancel`, { reason: 'Beslutet ändrat' }))
    t.equal((await statusOf(locked.id)).status, 'approved')
    t.match(await confirm(first.id, { rows: [paid(first.items[0])] }), { status: 200, body: { paidCount: 1 } })
    t.equal((await statusOf(exported.id)).status, 'paid', 'what the bank did is recorded')
    t.equal((await items(third.id, 'status=live'))[0].paymentId, collected.id)
    const { total } = await made(haninge('GET', '/statistics/payment-totals'))
    t.equal(total.planned - total.paid + total.returned, total.payable + total.held)
    t.equal(total.held, 9_000)
  })
}

t.test('a decision annulled while its run is locked and exported: either nothing goes, or it went before', async t => {
  for (let round = 0; round < 4; round++) {
    const { anApprovedPayment, collect, run, haninge, decision } = await aRunRegister(t)
    await anApprovedPayment()
    const { id } = await collect()
    const [locked, annul] = await Promise.all([
      run(`/${id}/lock`),
      haninge('POST', `/decisions/${decision.id}/annul`, annulled)
    ])
    t.equal(annul.status, 200)
    t.ok([200, 409].includes(locked.status))
    const exported = await run(`/${id}/export`)
    t.match(exported, { status: 409 })
    t.match((await haninge('GET', `/payment-runs/${id}/file`)).status, 409)
  }
})

t.test('two confirmations at once with different vouchers: one is believed, the other is told so', async t => {
  const { anApprovedPayment, anExportedRun, confirm, paid, entries } = await aRunRegister(t)
  await anApprovedPayment()
  const { id, items } = await anExportedRun()
  const answers = await Promise.all(
    Array.from({ length: 6 }, (_, n) => confirm(id, { rows: [paid(items[0], { voucherNumber: `V-${n}` })] }))
  )
  t.strictSame(answers.map(({ status }) => status).sort(), [200, 422, 422, 422, 422, 422])
  const sums = (await entries()).filter(({ kind }) => kind === 'paid').map(({ amount }) => amount)
  t.strictSame(sums, [95_000])
})

t.test('nothing is paid, or lost, by a confirmation of another run, after a rejection, or after a return', async t => {
  const { anApprovedPayment, anExportedRun, confirm, paid, haninge, statusOf, entries } = await aRunRegister(t)
  const first = await anApprovedPayment()
  const one = await anExportedRun()
  const second = await anApprovedPayment()
  const two = await anExportedRun()
  t.match(await confirm(one.id, { rows: [paid(two.items[0])] }), refusedBy(409, 'confirmation-of-another-run'))
  const both = await made(confirm(one.id, { rows: [paid(one.items[0]), paid(two.items[0])] }))
  t.match(both, { paidCount: 1, unmatchedCount: 1 })
  t.equal((await statusOf(second.id)).status, 'ordered')
  const contradicting = [
    paid(two.items[0]),
    { endToEndId: two.items[0].endToEndId, outcome: 'rejected', reason: 'Nej' }
  ]
  t.match(await confirm(two.id, { rows: contradicting }), { status: 422 })
  t.equal((await statusOf(second.id)).status, 'ordered')
  await made(confirm(two.id, { rows: [contradicting[1]] }))
  t.match(await confirm(two.id, { rows: [contradicting[0]] }), { status: 422 })
  t.match(await statusOf(second.id), { status: 'planned', payee_account_id: null, approved_by: null })
  await made(haninge('POST', `/payments/${first.id}/return`, { returnedOn: executionOn, reason: 'Avslutat' }))
  t.match(await confirm(one.id, { rows: [paid(one.items[0])] }), { body: { paidCount: 0, unchangedCount: 1 } })
  t.equal((await statusOf(first.id)).status, 'returned')
  const sums = (await entries(`paymentId=${first.id}`)).filter(({ kind }) => kind === 'paid')
  t.equal(sums.length, 1)
})

t.test('lock, export and confirmation replayed by their Idempotency-Keys do nothing anew', async t => {
  const { anApprovedPayment, collect, run, haninge, statusOf, items, confirm, paid } = await aRunRegister(t)
  const payment = await anApprovedPayment()
  const { id } = await collect()
  const key = (name: string) => ({ 'idempotency-key': name })
  const lock = () => haninge('POST', `/payment-runs/${id}/lock`, {}, key('lock'))
  await made(lock())
  await made(run(`/${id}/cancel`, { reason: 'Fel' }))
  t.match(await lock(), { status: 200, headers: { 'idempotency-replayed': 'true' } })
  t.equal((await statusOf(payment.id)).status, 'approved')
  const again = await collect()
  await made(run(`/${again.id}/lock`))
  const exports = await Promise.all(
    [1, 2, 3].map(() => haninge('POST', `/payment-runs/${again.id}/export`, {}, key('export')))
  )
  t.ok(exports.every(({ status }) => status === 200 || status === 409))
  const [item] = await items(again.id, 'status=live')
  const confirmed = await Promise.all([1, 2, 3, 4].map(() => confirm(again.id, { rows: [paid(item)] }, key('confirm'))))
  t.ok(confirmed.every(({ status }) => status === 200 || status === 409))
  t.equal((await statusOf(payment.id)).status, 'paid')
})

t.test('what came back is not planned beyond a budget, waits for what it waited for, and is paid once', async t => {
  const register = await aRunRegister(t)
  const { anApprovedPayment, haninge, bodyId, schemeId, aPerson, database, post } = register
  const payment = await anApprovedPayment({ status: 'paid', paidOn: '2022-01-07' })
  await database.$client.query(
    `insert into payment_conditions (municipality_code, payment_id, kind, not_before) values ('0136', $1, 'notBefore', '2199-01-01')`,
    [payment.id]
  )
  await made(haninge('POST', `/payments/${payment.id}/return`, { returnedOn: '2022-01-10', reason: 'Avslutat' }))
  const budget = await post('/budgets', { bodyId, schemeId, year: 2022, amount: 94_999.99 })
  const reissue = (dueOn = '2027-01-29') => haninge('POST', `/payments/${payment.id}/reissue`, { dueOn })
  t.match(await reissue('2021-12-13'), { status: 422, body: { violations: [{ field: '/dueOn' }] } })
  t.match(await reissue(), refusedBy(409, 'budget-exceeded'))
  await made(haninge('PATCH', `/budgets/${budget.id}`, { amount: 95_000 }, { 'if-match': '*' }))
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => reissue()))
  t.strictSame(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409])
  const { body } = answers.find(({ status }) => status === 201)!
  const shown = await made(haninge('GET', `/payments/${body.id}`))
  t.match(shown, { conditions: [{ kind: 'notBefore' }], payability: 'held' })
  t.ok(shown.changedBy.includes('person:planner'), 'whoever planned the first attests nothing of the second')
  t.ok(await aPerson('någon'))
})

t.test('totals of any instant stay what they were, while twenty write money and a year is closed', async t => {
  const { haninge, aPerson, awardId } = await aRunRegister(t)
  const planner = await aPerson('planerare')
  const asked = '/statistics/payment-totals?yearBasis=payment'
  const seen: { at: string; planned: number }[] = []
  const writes = Array.from({ length: 20 }, (_, n) =>
    planner('POST', '/payment-plans', {
      awardId,
      schedule: 'custom',
      instalments: [{ dueOn: '2022-01-10', amount: 100 + n }]
    })
  )
  const look = async () => {
    const { body } = await haninge('GET', asked)
    const { total } = body
    t.equal(total.planned - total.paid + total.returned, total.payable + total.held, 'at every instant')
    seen.push({ at: body.meta.knownAt, planned: total.planned })
  }
  const close = async () => {
    const { id } = await made(haninge('POST', '/period-closings', { year: 2022 }))
    for (let n = 0; n < 6; n++) {
      const { closed, present, adjustments } = await made(haninge('GET', `/period-closings/${id}`))
      const came = adjustments
        .filter(({ kind }: { kind: string }) => kind === 'planned')
        .reduce((sum: number, { amount }: { amount: number }) => sum + amount, 0)
      t.equal(closed.planned + came, present.planned, 'what was closed and what came since are what there is')
    }
  }
  await Promise.all([...writes, close(), ...Array.from({ length: 10 }, look)])
  for (const { at, planned } of seen) {
    const { body } = await haninge('GET', `${asked}&knownAt=${encodeURIComponent(at)}`)
    t.equal(body.total.planned, planned, at)
  }
  const twice = await Promise.all([1, 2, 3].map(() => haninge('POST', '/period-closings', { year: 2023 })))
  t.strictSame(twice.map(({ status }) => status).sort(), [201, 409, 409])
})
