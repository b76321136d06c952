import { eq, gt, sql } from 'drizzle-orm'
import t from 'tap'
import { payments } from '../../src/money/payments/record.ts'
import { aMoneyRegister } from '../support/money.ts'
import { made } from '../support/register.ts'

type Row = Record<string, unknown>

t.test('a page that hardly anything fits, and totals of much that is unpaid, are those of each payment', async t => {
  const { haninge, awardId, database } = await aMoneyRegister(t)
  const plan = await made(haninge('POST', '/payment-plans', { awardId, schedule: 'monthly' }))
  const [first] = plan.payments
  const totals = async () => (await made(haninge('GET', '/statistics/payment-totals?validOn=2022-01-07'))).total
  const before = await totals()
  // Of an award of their own years each, so that none is beyond what is granted; every 450th is withheld.
  await database.execute(sql`
    insert into payments (municipality_code, plan_id, award_id, instalment_number, kind, amount, grant_year, budget_year, due_on,
      payee_organisation_id, status, changed_by, withheld_at, withheld_reason)
    select municipality_code, plan_id, award_id, instalment_number, kind, 1, 2100 + n, budget_year, due_on + n,
      payee_organisation_id, status, changed_by, case when n % 450 = 0 then now() end, case when n % 450 = 0 then 'Utreds' end
    from payments cross join generate_series(1, 1350) n where municipality_code = '0136' and id = ${first.id}`)
  await database.execute(sql`
    update decision_lines set grant_year_to = 3600, amount_per = 'year' where municipality_code = '0136'
      and id = (select line_id from awards where municipality_code = '0136' and id = ${awardId})`)

  const walk = async (query: string, limit: number) => {
    const rows: Row[] = []
    for (let cursor = ''; ; ) {
      const path = `/payments?validOn=2022-01-07&limit=${limit}&${query}${cursor}`
      const { items, meta } = await made(haninge('GET', path))
      rows.push(...items)
      if (!meta.nextCursor) return rows
      cursor = `&cursor=${meta.nextCursor}`
    }
  }
  const all = await walk('', 1000)
  t.equal(all.length, 1362)
  const idsOf = (rows: Row[]) => rows.map(({ id }) => id)
  const [held, payable] = ['held', 'payable'].map(said => all.filter(({ payability }) => payability === said))
  t.equal(held!.length, 3)
  for (const limit of [1, 2, 3, 20, 1000])
    t.strictSame(idsOf(await walk('payability=held', limit)), idsOf(held!), `held, ${limit}`)
  t.strictSame(idsOf(await walk('payability=payable', 1000)), idsOf(payable!))
  t.strictSame(idsOf(await walk('payability=held&sort=-dueOn', 2)), idsOf(held!).reverse())

  t.match(await totals(), { payable: before.payable + 1347, held: before.held + 3 }, 'more than are found one by one')
  await database
    .update(payments)
    .set({ withheldAt: new Date().toISOString(), withheldReason: 'Alla' })
    .where(eq(payments.grantYear, 2101))
  t.strictSame((await walk('payability=held', 20)).length, 4)
  await database
    .update(payments)
    .set({ withheldAt: new Date().toISOString(), withheldReason: 'Alla' })
    .where(gt(payments.grantYear, 2110))
  t.strictSame(idsOf(await walk('payability=payable&sort=-dueOn', 5)).length, 12 + 9, 'hardly any is payable')
})
