import t from 'tap'
import { made } from '../support/register.ts'
import { aRunRegister, executionOn } from './setup.ts'

const COUNT = 10_000

t.test(
  'a run of ten thousand payments of a thousand awards is collected, exported and confirmed in few statements',
  async t => {
    const { database, aDecision, line, jour, account, collect, run, confirm, file, haninge, app } =
      // With connections of its own, whose statements it counts.
      await aRunRegister(t, undefined, undefined, {})
    const pool = database.$client
    for (let n = 0; n < 10; n++) {
      const lines = Array.from({ length: 100 }, (_, at) => line({ purpose: `${n} ${at}`, granted: 100_000 }))
      await aDecision(lines, { decidedOn: '2021-12-14', diaryNumber: `SN 2021/${n}` })
    }
    await pool.query(
      `with plan as (
       insert into payment_plans (municipality_code, award_id, grant_year, schedule, amount)
       select award.municipality_code, award.id, 2022, 'custom', 10000 from awards award
       join decision_lines line on line.municipality_code = award.municipality_code and line.id = award.line_id
       where line.purpose is not null returning *
     )
     insert into payments (municipality_code, plan_id, award_id, instalment_number, amount, grant_year, budget_year, due_on,
       payee_organisation_id, status, changed_by, checked_by, approved_by, payee_account_id)
     select municipality_code, id, award_id, n, 1000.01, 2022, 2022, '2022-01-07', $1, 'approved', '{person:planner}',
       'person:one', 'person:two', $2 from plan, generate_series(1, $3::int) n`,
      [jour, account.id, COUNT / 1000]
    )
    await pool.query('analyze')
    // Speed follows from how often the database is asked: that is the same on every machine.
    const statements: Record<string, number> = {}
    const counted = async <T>(what: string, work: () => Promise<T>) => {
      const before = await asked()
      const result = await work()
      statements[what] = (await asked()) - before
      return result
    }
    const asked = async () => {
      const { body } = await app.inject('/metrics')
      const lines = String(body).matchAll(/^partnerskap_queries_total\{[^}]*\} (\d+)$/gm)
      return [...lines].reduce((sum, [, n]) => sum + Number(n), 0)
    }

    const { id, totals } = await counted('collect', () => collect())
    t.match(totals.live, { paymentCount: COUNT, amount: 10_000_100 })
    t.match(await counted('lock', () => made(run(`/${id}/lock`))), { transactionCount: COUNT, controlSum: 10_000_100 })
    await counted('export', () => made(run(`/${id}/export`)))
    const { body } = await counted('xml', () => file(id, 'format=pain.001.001.03'))
    const csv = await counted('csv', () => file(id, 'format=csv'))
    t.equal(csv.body.split('\r\n').length, COUNT + 2)
    const ids = [...body.matchAll(/<EndToEndId>(\w+)</g)].map(([, endToEndId]) => endToEndId)
    t.equal(new Set(ids).size, COUNT)
    const rows = ids.map((endToEndId, n) =>
      n % 100 === 0
        ? { endToEndId, outcome: 'rejected', reason: 'Kontot är avslutat' }
        : { endToEndId, outcome: 'paid', paidOn: executionOn, voucherNumber: `V-${n}` }
    )
    const answer = await counted('confirm', () => made(confirm(id, { rows })))
    t.match(answer, { paidCount: COUNT * 0.99, rejectedCount: COUNT * 0.01, status: 'confirmed' })
    t.match(await counted('confirm again', () => made(confirm(id, { rows }))), { paidCount: 0, unchangedCount: COUNT })
    t.comment(JSON.stringify(statements))
    for (const [what, n] of Object.entries(statements)) t.ok(n > 0 && n < 200, `${what} took ${n} statements`)

    const { rows: sums } = await pool.query(
      `select status, count(*)::int as n, sum(amount)::text as amount from payments group by status order by status`
    )
    t.strictSame(sums, [
      { status: 'paid', n: 9_900, amount: '9900099.00' },
      { status: 'planned', n: 100, amount: '100001.00' }
    ])
    const paid = await pool.query(`select sum(amount)::text as amount from ledger_entries where kind = 'paid'`)
    t.strictSame(paid.rows, [{ amount: '9900099.00' }])
    const events = await pool.query(
      `select type, count(*)::int as n from events where subject_type = 'payment' group by type order by type`
    )
    t.strictSame(events.rows, [
      { type: 'payment.ordered', n: COUNT },
      { type: 'payment.paid', n: 9_900 },
      { type: 'payment.rejected', n: 100 }
    ])
    t.match(await haninge('GET', `/payment-runs/${id}`), { body: { totals: { paid: { paymentCount: 9_900 } } } })
  }
)
