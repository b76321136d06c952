import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { verifyKeptSums } from '../../src/money/ledger/kept-sums.ts'
import { settlePayments } from '../../src/money/payments/write.ts'
import { keptSumsAreThoseOfTheEntries } from '../support/identities.ts'
import { aMoneyRegister } from '../support/money.ts'

/** What payments state in the ledger, by kind and payment year. */
const sums = (entries: Record<string, unknown>[]) => {
  const kinds: Record<string, number> = {}
  for (const { kind, paymentYear, amount } of entries) {
    if (paymentYear === null) continue
    const name = `${kind} ${paymentYear}`
    kinds[name] = (kinds[name] ?? 0) + Math.round(Number(amount) * 100) / 100
  }
  return kinds
}

t.test('a planned payment is an entry with the dimensions of its award and the year that it is due', async t => {
  const { aPayment, entries, awardId, decision } = await aMoneyRegister(t)
  const payment = await aPayment({ dueOn: '2023-01-05' })
  t.match(await entries(`paymentId=${payment.id}`), [
    {
      kind: 'planned',
      amount: 95_000,
      factCount: 1,
      awardId,
      decisionId: decision.id,
      paymentYear: 2023,
      grantYear: 2022
    }
  ])
})

t.test('what was paid stays paid when the decision is annulled, and only what was granted falls out', async t => {
  const { anApprovedPayment, entries, haninge, awardId, decision } = await aMoneyRegister(t)
  await anApprovedPayment({ status: 'paid', paidOn: '2022-01-07', voucherNumber: 'V1' })
  const annulled = {
    annulledOn: '2022-03-01',
    ground: 'legalityReview',
    annulledBy: 'Förvaltningsrätten',
    reason: 'Fel beslutsordning'
  }
  t.match(await haninge('POST', `/decisions/${decision.id}/annul`, annulled), { status: 200 })
  const all = await entries(`decisionId=${decision.id}`)
  t.strictSame(sums(all), {
    'planned 2022': 95_000,
    'checked 2022': 95_000,
    'approved 2022': 95_000,
    'paid 2022': 95_000
  })
  const granted = all.filter(({ kind }) => kind === 'granted').map(({ amount }) => amount)
  t.strictSame(granted, [380_000, -380_000])
  t.match(await haninge('GET', `/awards/${awardId}`), { body: { withdrawnAt: String } })
})

t.test('a return takes away in its own year what was planned, checked and approved', async t => {
  const { anApprovedPayment, entries } = await aMoneyRegister(t)
  await anApprovedPayment({
    ...{ status: 'returned', paidOn: '2022-12-28', returnedOn: '2023-01-03', returnedAmount: 95_000 }
  })
  const { 'returned 2023': returned, ...others } = sums(await entries())
  t.equal(returned, 95_000)
  t.strictSame(others, {
    ...{ 'planned 2022': 95_000, 'checked 2022': 95_000, 'approved 2022': 95_000, 'paid 2022': 95_000 },
    ...{ 'planned 2023': -95_000, 'checked 2023': -95_000, 'approved 2023': -95_000 }
  })
})

t.test('a part that comes back takes its amount away and leaves the payment counted', async t => {
  const { anApprovedPayment, entries } = await aMoneyRegister(t)
  const back = async (returnedAmount: number, instalmentNumber: number) => {
    const { id } = await anApprovedPayment({
      ...{ status: 'returned', paidOn: '2022-12-28', returnedOn: '2023-01-03', returnedAmount, instalmentNumber }
    })
    const ofYear = (await entries(`paymentId=${id}`)).filter(({ paymentYear }) => paymentYear === 2023)
    return Object.fromEntries(ofYear.map(({ kind, amount, factCount }) => [kind, [amount, factCount]]))
  }
  const all = { planned: [-95_000, -1], checked: [-95_000, -1], approved: [-95_000, -1], returned: [95_000, 1] }
  t.same(await back(95_000, 2), all)
  const part = [-94_999.99, 0]
  t.same(await back(94_999.99, 3), { planned: part, checked: part, approved: part, returned: [94_999.99, 1] })
})

t.test(
  'a payment is of the year that it is due in until it is paid, and each attestation counts from its own step',
  async t => {
    const { aPayment, anApprovedPayment, entries } = await aMoneyRegister(t)
    const of = async ({ id }: { id: string }) => sums(await entries(`paymentId=${id}`))
    const due = '2022-12-30'
    const [paidOn, instalmentNumber] = ['2023-01-02', 2]
    t.strictSame(await of(await aPayment({ dueOn: due, instalmentNumber })), { 'planned 2022': 95_000 })
    const checked = { status: 'checked' as const, checkedBy: 'person:one', checkedByName: 'one', dueOn: due }
    const at = { checkedAt: '2022-01-03T09:00:00Z' }
    t.strictSame(await of(await aPayment({ ...checked, ...at, instalmentNumber: 3 })), {
      ...{ 'planned 2022': 95_000, 'checked 2022': 95_000 }
    })
    t.strictSame(await of(await anApprovedPayment({ dueOn: due, instalmentNumber: 4 })), {
      ...{ 'planned 2022': 95_000, 'checked 2022': 95_000, 'approved 2022': 95_000 }
    })
    const paid = { status: 'paid', dueOn: due, paidOn, voucherNumber: 'V1' } as const
    t.strictSame(await of(await anApprovedPayment({ ...paid, instalmentNumber: 5 })), {
      ...{ 'planned 2023': 95_000, 'checked 2023': 95_000, 'approved 2023': 95_000, 'paid 2023': 95_000 }
    })
    t.strictSame(await of(await aPayment({ ...paid, instalmentNumber: 6 })), {
      ...{ 'planned 2023': 95_000, 'recorded 2023': 95_000, 'paid 2023': 95_000 }
    })
  }
)

t.test('settling again what is settled appends nothing', async t => {
  const { aPayment, entries, database } = await aMoneyRegister(t)
  const { id: paymentId } = await aPayment()
  const before = await entries()
  await database.transaction(tx => settlePayments(tx, '0136', [{ paymentId, eventId: 1 }]))
  t.strictSame(await entries(), before)
})

t.test('a day that moves to another month is a pair of entries, one within its month is none', async t => {
  const { aPayment, entries, database } = await aMoneyRegister(t)
  const payment = await aPayment({ dueOn: '2023-01-05' })
  const { id } = payment
  const [{ eventSequence }] = (await entries(`paymentId=${id}`)) as [{ eventSequence: number }]
  const move = (dueOn: string) =>
    database.transaction(async tx => {
      await tx.execute(sql`update payments set due_on = ${dueOn} where municipality_code = '0136' and id = ${id}`)
      await settlePayments(tx, '0136', [{ paymentId: id, eventId: eventSequence }])
    })
  await move('2023-01-31')
  t.equal((await entries(`paymentId=${id}`)).length, 1)
  await move('2023-02-01')
  const months = (await entries(`paymentId=${id}`)).map(({ paymentMonth, amount }) => [paymentMonth, amount])
  t.same(months.sort(), [
    [1, -95_000],
    [1, 95_000],
    [2, 95_000]
  ])
  await keptSumsAreThoseOfTheEntries(database, '0136')
})

t.test('the migration fills in months as the records tell them, and leaves those that they do not', async t => {
  const { aPayment, anApprovedPayment, entries, database } = await aMoneyRegister(t)
  await aPayment({ dueOn: '2023-01-05', instalmentNumber: 1 })
  await anApprovedPayment({ dueOn: '2022-04-05', instalmentNumber: 2, status: 'paid', paidOn: '2022-05-06' })
  const back = { status: 'returned' as const, returnedAmount: 95_000 }
  await anApprovedPayment({
    ...back,
    dueOn: '2022-12-05',
    instalmentNumber: 3,
    paidOn: '2022-12-06',
    returnedOn: '2023-02-01'
  })
  const { id } = await anApprovedPayment({
    ...{ ...back, dueOn: '2024-01-05', instalmentNumber: 4 },
    ...{ paidOn: '2024-01-06', returnedOn: '2024-03-01' }
  })
  const stated = (await entries()).map(entry => {
    const isUncertain = entry.paymentId === id && !['paid', 'returned'].includes(entry.kind as string)
    return { ...entry, paymentMonth: isUncertain ? null : entry.paymentMonth }
  })
  t.ok(stated.filter(({ paymentMonth }) => paymentMonth !== null).length > 10)

  const file = readFileSync(new URL('../../migrations/0027_months_of_money.sql', import.meta.url), 'utf8')
  const statements = file.split('--> statement-breakpoint')
  const [disable, enable] = ['disable', 'enable'].map(word => sql.raw(`alter table ledger_entries ${word} trigger all`))
  await database.transaction(async tx => {
    for (const statement of [
      disable!,
      sql`update ledger_entries set payment_month = null`,
      enable!,
      sql`delete from ledger_months`
    ])
      await tx.execute(statement)
    const filling = statements.slice(statements.findIndex(text => text.includes('disable trigger')))
    for (const text of filling) await tx.execute(sql.raw(text))
  })
  t.same(await entries(), stated)
  t.same(await verifyKeptSums(database, '0136'), { totals: 0, months: 0, organisations: 0 })
})
