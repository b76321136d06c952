import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { made } from '../support/register.ts'
import { anImporter, csvOf, type Row, row, told, without } from './importing.ts'
import { fixture } from './reading.ts'

type Item = Record<string, any>

/** An importer who asks for payments too. */
async function aPayer(t: Test, municipalityCode = '0136') {
  const importer = await anImporter(t, municipalityCode)
  const { all, take, report, get, database } = importer
  return {
    ...importer,
    payments: (query = ''): Promise<Item[]> => all(`/payments${query}`),
    plans: (): Promise<Item[]> => all('/payment-plans?withdrawn=exclude'),
    /** Takes rows and answers the counts, and by line of the file the warnings or the fields that were refused. */
    async tell(rows: Row[], options: Record<string, string | boolean | string[]> = {}) {
      const { id, ...counts } = await take(rows, options)
      const items: Item[] = await report(id)
      const codes = (item: Item) => (item.violations ?? item.warnings ?? []).map((one: Item) => one.field ?? one.code)
      return { counts, told: items.map(codes), items }
    },
    paymentTotal: async (query = '') => (await get(`/statistics/payment-totals?${query}`)).total as Item,
    /** Whether what the ledger has is what lines and payments say, kind by kind. */
    async ledgerIsRight() {
      const { rows } = await database.execute<Record<string, string>>(sql`
        select kind, sum(amount) as ledger, case kind
          when 'planned' then (select sum(amount) from payments where withdrawn_at is null)
          when 'paid' then (select sum(amount) from payments where paid_on is not null)
          else (select sum(amount) from payments where paid_on is not null and status = 'paid') end as said
        from ledger_entries where kind in ('planned', 'checked', 'approved', 'paid') group by kind`)
      return rows.every(({ ledger, said }) => ledger === said)
    }
  }
}

const due = (cells: Row = {}) => row({ due_on: '2022-01-31', ...cells })
const paid = (cells: Row = {}) => row({ paid_on: '2022-01-31', voucher_number: 'V-22-17', ...cells })
const toPay = { payments: 'toPay' }
const alreadyPaid = { payments: 'alreadyPaid' }

t.test("Rättvik's grants of three years are recorded as paid, once, to the krona that was granted", async t => {
  const { send, payments, plans, paymentTotal, ledgerIsRight, appended, get } = await aPayer(t, '2031')
  const options = { ...alreadyPaid, default: ['paid_on:2023-12-15'] }
  const file = fixture('decisions-2031-rattvik.csv')
  const dry = await made(send(file, { ...options, dryRun: true }))
  t.match(dry.counts, { created: 49, paymentsRecorded: 30 })
  t.equal((await payments()).length, 0)
  t.match((await made(send(file, options))).counts, { created: 49, rejected: 0, paymentsRecorded: 30 })

  t.equal((await plans()).length, 30)
  const all = await payments()
  t.ok(all.every(({ status, paidOn }) => status === 'paid' && paidOn === '2023-12-15'))
  for (const [year, amount] of Object.entries({ 2021: 152_024, 2022: 227_750, 2023: 405_000 })) {
    const basis = `yearBasis=grant&from=${year}&to=${year}`
    t.match(await paymentTotal(basis), { paid: amount, planned: amount, payable: 0, held: 0 }, year)
    t.match((await get(`/statistics/grant-totals?${basis}`)).total, { granted: amount }, year)
  }
  t.ok(await ledgerIsRight())

  const before = await appended()
  t.same(told((await made(send(file, options))).counts), { unchanged: 49 })
  t.same(told((await made(send(file))).counts), { unchanged: 49 })
  t.same(await appended(), before)
})

t.test('what is to be paid is planned by whoever imports, who can neither check nor approve it', async t => {
  const { send, payments, all, client, app, ledgerIsRight, plans } = await aPayer(t)
  const body = await made(send(csvOf([due(), due({ recipient: 'Länkarna', granted: 0, outcome: 'avslag' })]), toPay))
  t.same(told(body.counts), { created: 2, paymentsPlanned: 1 })
  const [payment] = await payments()
  t.match(payment, {
    ...{ status: 'planned', dueOn: '2022-01-31', amount: 380_000, grantYear: 2022, budgetYear: 2022, number: 1 },
    ...{ servicePeriodFrom: '2022-01-01', servicePeriodTo: '2022-12-31', source: 'import' }
  })
  t.match(await plans(), [{ schedule: 'once', amount: 380_000, liveAmount: 380_000, source: 'import' }])
  const { admin } = { admin: (path: string) => send.length && path }
  t.ok(admin)
  t.ok(app)
  t.ok(client)
  t.ok(await ledgerIsRight())
  t.match(await all(`/payments/${payment!.id}/history`), [{ type: 'payment.planned', after: { amount: 380_000 } }])
})
