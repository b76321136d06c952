import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import t, { type Test } from 'tap'
import { rebuildKeptSums } from '../../src/money/ledger/kept-sums.ts'
import { sumsHangTogether } from '../support/identities.ts'
import { type Answer, made } from '../support/register.ts'
import { anImporter, csvOf, type Row, row, told, without } from './importing.ts'
import { sampleFile } from './reading.ts'

type Item = Answer['body']

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
  const file = sampleFile('decisions-2031-rattvik.csv')
  const dry = await made(send(file, { ...options, dryRun: true }))
  t.match(dry.counts, { createdCount: 49, recordedPaymentCount: 25 })
  t.equal((await payments()).length, 0)
  t.match((await made(send(file, options))).counts, { createdCount: 49, rejectedCount: 0, recordedPaymentCount: 25 })

  t.equal((await plans()).length, 25)
  const all = await payments()
  t.ok(all.every(({ status, paidOn }) => status === 'paid' && paidOn === '2023-12-15'))
  for (const [year, amount] of Object.entries({ 2021: 152_024, 2022: 227_750, 2023: 405_000 })) {
    const basis = `yearBasis=grant&yearFrom=${year}&yearTo=${year}`
    t.match(await paymentTotal(basis), { paid: amount, planned: amount, payable: 0, held: 0 }, year)
    t.match((await get(`/statistics/grant-totals?${basis}`)).total, { granted: amount }, year)
  }
  t.ok(await ledgerIsRight())

  const before = await appended()
  t.same(told((await made(send(file, options))).counts), { unchangedCount: 49 })
  t.same(told((await made(send(file))).counts), { unchangedCount: 49 })
  t.same(await appended(), before)
})

t.test('what is to be paid is planned by whoever imports, who can neither check nor approve it', async t => {
  const { send, payments, all, admin, ledgerIsRight, plans } = await aPayer(t)
  const body = await made(send(csvOf([due(), due({ recipient: 'Länkarna', granted: 0, outcome: 'avslag' })]), toPay))
  t.same(told(body.counts), { createdCount: 2, plannedPaymentCount: 1 })
  const [payment] = await payments()
  t.match(payment, {
    ...{
      status: 'planned',
      dueOn: '2022-01-31',
      amount: 380_000,
      grantYear: 2022,
      budgetYear: 2022,
      instalmentNumber: 1
    },
    ...{ servicePeriodFrom: '2022-01-01', servicePeriodTo: '2022-12-31', source: 'import' }
  })
  t.match(await plans(), [{ schedule: 'once', amount: 380_000, liveAmount: 380_000, source: 'import' }])
  t.match(await admin('POST', `/0136/payments/${payment!.id}/check`, {}), {
    status: 403,
    body: { type: /attester-changed-payment$/ }
  })
  t.ok(await ledgerIsRight())
  t.match(await all(`/payments/${payment!.id}/history`), [{ type: 'payment.planned', after: { amount: 380_000 } }])
})

t.test('a payment of a grant that gives an agreement is for that agreement, and the trail leads over it', async t => {
  const { send, payments, plans, get, admin } = await aPayer(t)
  const { id: bodyId } = await made(admin('POST', '/0136/bodies', { name: 'Socialnämnden', kind: 'committee' }))
  await made(admin('POST', '/0136/schemes', { name: 'Partnerskapsavtal', kind: 'partnership', bodyId }))
  await made(send(sampleFile('decisions-0136-haninge.csv'), { ...toPay, default: ['due_on:2022-01-31'] }))
  const all = await payments()
  // All but the joint one, of which nobody says whom to pay.
  t.equal(new Set(all.map(({ agreementId }) => agreementId)).size, 7)
  t.same(
    (await plans()).map(({ agreementId }) => agreementId).sort(),
    (await get('/agreements?limit=100')).items.map(({ id }: Item) => id).sort()
  )
  const { agreement, award } = await get(`/payments/${all[0]!.id}/trail`)
  t.equal(agreement.id, all[0]!.agreementId)
  t.ok(award)
})

t.test('without the option no payment is made, and the columns of payments are not even read', async t => {
  const { send, payments, counts } = await aPayer(t)
  const odd = row({ due_on: 'snarast', Utbetald: 'ja', Utbetalningsdag: '2022-01-31' })
  const body = await made(send(csvOf([odd])))
  t.match(body, {
    counts: { createdCount: 1, rejectedCount: 0 },
    ignoredColumns: ['due_on', 'Utbetald', 'Utbetalningsdag']
  })
  t.notOk('plannedPaymentCount' in body.counts)
  t.same(await counts([odd], { payments: 'none' }), { unchangedCount: 1 })
  t.same(await payments(), [])
  t.match(await send(csvOf([row()]), { default: 'paid_on:2022-01-31' }), {
    status: 422,
    body: { type: /import-options$/, violations: [{ message: /paid_on is for another value of payments/ }] }
  })
  t.match(await send(csvOf([row()]), { payments: 'yes' }), { status: 400 })
})

t.test('rows that are known already are paid when they are sent again with the option, in Swedish too', async t => {
  const { take, payments, ledgerIsRight, appended } = await aPayer(t)
  await take([row()])
  const swedish = { ...row(), Utbetalningsdag: '31 januari 2022', Verifikat: 'V-22-17' }
  const { id, ...counts } = await take([swedish], alreadyPaid)
  t.same(counts, { unchangedCount: 1, recordedPaymentCount: 1 })
  t.match(await payments(), [
    { status: 'paid', paidOn: '2022-01-31', dueOn: '2022-01-31', voucherNumber: 'V-22-17', checkedBy: null }
  ])
  t.ok(await ledgerIsRight())
  const before = await appended()
  t.match(await take([{ ...row(), Förfallodag: '2022-05-01' }], toPay), { unchangedCount: 1 })
  t.same(await appended(), before)
})

t.test('a granted row without its day, and a joint one without a payee, are rejected with what is missing', async t => {
  const { tell, payments, paymentTotal } = await aPayer(t)
  const { counts, told: fields } = await tell(
    [
      due({ recipient: 'Utan dag', due_on: '' }),
      due({ recipient: 'Före beslutet', due_on: '2021-12-13' }),
      due({ recipient: 'Bara månad', due_on: '2022-01' }),
      due({ recipient: 'Attention', co_recipients: 'Grunden' }),
      due({ recipient: 'Attention', co_recipients: 'Grunden', payee: 'Grunden', purpose: 'Träffar', granted: 0.1 }),
      due({ recipient: 'Avslag', granted: 0, outcome: 'avslag', due_on: '' }),
      due({ recipient: 'Okänt belopp', granted: '', due_on: '' }),
      due({ recipient: 'Noll', granted: 0, due_on: '' })
    ],
    toPay
  )
  t.same(counts, { createdCount: 4, rejectedCount: 4, plannedPaymentCount: 1 })
  t.same(fields, [
    ...[['due_on'], ['due_on'], ['due_on'], ['payee'], []],
    ...[[], ['granted-amount-not-stated', 'payment-amount-not-exact'], []]
  ])
  t.match(await payments(), [{ amount: 0.1, payeeName: 'Grunden' }])
  t.match(await paymentTotal(), { planned: 0.1, paid: 0 })
  const future = await tell([paid({ paid_on: '2199-01-01' }), paid({ recipient: 'Utan', paid_on: '' })], alreadyPaid)
  t.same(future.told, [['paid_on'], ['paid_on']])
})

t.test('an amount for several years is one payment; one per year is refused, since it has a day for each', async t => {
  const { tell, payments } = await aPayer(t)
  const years = due({ grant_year: '2022-2024', granted: 300_000 })
  const { counts, told: fields } = await tell(
    [
      { ...years, amount_per: 'totalt' },
      { ...years, amount_per: 'per år', recipient: 'Länkarna' }
    ],
    toPay
  )
  t.same([counts, fields], [{ createdCount: 1, rejectedCount: 1, plannedPaymentCount: 1 }, [[], ['due_on']]])
  t.match(await payments(), [{ grantYear: 2022, grantYearTo: 2024, budgetYear: 2022, amount: 300_000 }])
})

t.test('a corrected amount changes no payment, and warns that the plan no longer matches', async t => {
  const { tell, payments } = await aPayer(t)
  await tell([due()], toPay)
  const corrected = due({ granted: 390_000 })
  t.match(await tell([corrected]), { counts: { updatedCount: 1 }, told: [['plan-differs']] })
  t.match(await tell([corrected], toPay), { counts: { unchangedCount: 1 }, told: [['plan-differs']] })
  t.match(await payments(), [{ amount: 380_000 }])
  t.equal((await payments()).length, 1)
  t.match(await tell([due()], toPay), { counts: { updatedCount: 1 }, told: [[]] }, 'and no more when it matches again')
})

t.test('what is planned and not paid is not recorded as paid by a file that says so, but told', async t => {
  const { tell, payments } = await aPayer(t)
  await tell([due()], toPay)
  t.match(await tell([paid()], alreadyPaid), { counts: { unchangedCount: 1 }, told: [['plan-not-paid']] })
  t.match(await payments(), [{ status: 'planned' }])
})

t.test('a plan that an officer has cancelled is made anew only with restore', async t => {
  const { tell, payments, plans, admin } = await aPayer(t)
  await tell([due()], toPay)
  const [plan] = await plans()
  await made(admin('POST', `/0136/payment-plans/${plan!.id}/cancel`, { reason: 'Föreningen har lagts ned' }))
  t.match(await tell([due()], toPay), { counts: { unchangedCount: 1 }, told: [['plan-cancelled']] })
  t.same((await tell([due()], { ...toPay, restore: true })).counts, { unchangedCount: 1, plannedPaymentCount: 1 })
  t.equal((await payments('?withdrawn=exclude')).length, 1)
})

t.test('a row that replaces one of which money is planned is not paid a second time', async t => {
  const { tell, payments } = await aPayer(t)
  const first = due({ reference: 'A', decision_reference: 'B1' })
  const cells = {
    reference: 'B',
    decision_reference: 'B2',
    revises_line: 'A',
    decided_on: '2022-02-01',
    paragraph: '3'
  }
  const second = due({ ...cells, granted: 400_000, due_on: '2022-03-01' })
  t.same((await tell([first, second], { ...toPay, dryRun: true })).counts, { createdCount: 2, plannedPaymentCount: 1 })
  await tell([first], toPay)
  t.match(await tell([second], toPay), { counts: { createdCount: 1 }, told: [['revised-line-has-payments']] })
  t.equal((await payments()).length, 1)

  const { tell: fresh, payments: of } = await aPayer(t)
  t.same((await fresh([first, second], toPay)).counts, { createdCount: 2, plannedPaymentCount: 1 })
  t.match(await of(), [{ amount: 400_000 }], 'of two in one file the one that stands is paid')
})

t.test('rows that go beyond a budget are rejected with the figures, or only told when they are paid', async t => {
  const { tell, take, all, admin, payments, get } = await aPayer(t)
  await take([row({ recipient: 'Någon annan', granted: 1 })])
  const [body] = await all('/bodies')
  const budget = await made(admin('POST', '/0136/budgets', { bodyId: body.id, year: 2022, amount: 500_000 }))
  const rows = [
    due({ granted: 380_000 }),
    due({ recipient: 'Ryms inte', granted: 120_000.01 }),
    due({ recipient: 'Ryms', granted: 120_000 })
  ]
  const expected = {
    counts: { createdCount: 2, rejectedCount: 1, plannedPaymentCount: 2 },
    told: [[], ['granted'], []]
  }
  t.match(await tell(rows, { ...toPay, dryRun: true }), expected)
  const { items, ...told } = await tell(rows, toPay)
  t.match(told, expected)
  t.match(items[1]!.violations, [
    { line: 3, message: /^budget-exceeded: .*2022 is 500000.00 SEK, of which 380000.00 .*: 120000.01 SEK more/ }
  ])
  t.equal((await payments()).length, 2)
  const again = await tell(rows, toPay)
  t.same(again.counts, { unchangedCount: 2, rejectedCount: 1 })

  const paidRows = [
    paid({ recipient: 'Ryms inte', granted: 120_000.01 }),
    paid({ recipient: 'Nästa år', grant_year: 2023 })
  ]
  const warned = await tell(paidRows, alreadyPaid)
  t.same(warned.counts, { createdCount: 2, recordedPaymentCount: 2 })
  t.match(warned.told[0], ['payments-beyond-budget'])
  t.notMatch(warned.told[1], ['payments-beyond-budget'])
  t.match(await get(`/budgets/${budget.id}`), { amount: 500_000 })
})

t.test('whoever makes payments by a file may make them one by one', async t => {
  const { client, payments } = await aPayer(t)
  const file = csvOf([{ ...due(), ...paid() }])
  const send = async (scopes: string[], mode: string) =>
    (await client({ scopes }))('POST', `/0136/decision-imports?payments=${mode}`, file, { 'content-type': 'text/csv' })
  const refused = (scope: string) => ({ status: 403, body: { type: /scope-missing$/, scope } })
  t.match(await send(['imports:write'], 'toPay'), refused('payments:write'))
  t.match(await send(['imports:write', 'payments:write'], 'alreadyPaid'), refused('payment-runs:write'))
  t.match(await send(['imports:write'], 'none'), { status: 201 })
  t.same(await payments(), [])
  t.match(await send(['imports:write', 'payments:write', 'payment-runs:write'], 'alreadyPaid'), { status: 201 })
})

t.test('of a file sent three times at once, and an officer who plans, each grant is paid once', async t => {
  const { send, take, admin, all, payments, ledgerIsRight } = await aPayer(t)
  const rows = Array.from({ length: 30 }, (_, at) => due({ recipient: `Förening ${at}`, granted: 1_000 + at }))
  await take(rows)
  const awards = await all('/awards')
  const answers = await Promise.all([
    ...[1, 2, 3].map(() => send(csvOf(rows), toPay)),
    ...awards
      .slice(0, 6)
      .map(({ id }: Item) => admin('POST', '/0136/payment-plans', { awardId: id, schedule: 'quarterly' }))
  ])
  t.ok(answers.slice(0, 3).every(({ status }) => status === 201))
  t.ok(answers.slice(3).every(({ status }) => status === 201 || status === 409))
  const sums = new Map<string, number>()
  for (const { awardId, amount } of await payments())
    sums.set(awardId, (sums.get(awardId) ?? 0) + Math.round(amount * 100))
  t.same(awards.map(({ id }: Item) => sums.get(id)).sort(), rows.map(({ granted }) => Number(granted) * 100).sort())
  t.ok(await ledgerIsRight())
})

t.test('a refused file plans nothing, and a file without a column for days is told row by row', async t => {
  const { send, dump, tell } = await aPayer(t)
  const before = await dump()
  const rows = [due(), due({ recipient: 'Utan dag', due_on: '' })]
  t.match(await send(csvOf(rows), { ...toPay, atomic: true }), {
    status: 422,
    body: { counts: { plannedPaymentCount: 1 }, violations: [{ field: 'atomic' }, { field: 'due_on', line: 3 }] }
  })
  t.same(await dump(), before)
  t.same((await tell(without('due_on', rows), toPay)).told, [['due_on'], ['due_on']])
})

t.test(
  'what an import records as paid nobody has checked or approved: it is recorded, also when it comes back',
  async t => {
    const { send, payments, paymentTotal, get, admin, database } = await aPayer(t, '2031')
    await made(send(sampleFile('decisions-2031-rattvik.csv'), { ...alreadyPaid, default: ['paid_on:2023-12-15'] }))
    const paidIn = { planned: 784_774, paid: 784_774, recorded: 784_774, checked: 0, approved: 0, payable: 0, held: 0 }
    t.match(await paymentTotal(), paidIn)
    const national = await made(admin('GET', '/statistics/payment-totals?groupBy=municipality&yearBasis=grant'))
    t.match(national.total, { planned: 784_774, recorded: 784_774, checked: 0, approved: 0 })
    const entry = async (kind: string) => (await get(`/ledger-entries?kind=${kind}&limit=1000`)).items.length
    t.same([await entry('recorded'), await entry('checked'), await entry('approved')], [25, 0, 0])

    // One comes back and is issued anew: that one is attested as any other.
    const [first] = await payments()
    const back = { returnedOn: '2023-12-18', reason: 'Kontot avslutat' }
    await made(admin('POST', `/2031/payments/${first.id}/return`, back))
    const left = 784_774 - first.amount
    const before = await paymentTotal()
    t.match(before, { ...paidIn, planned: left, recorded: left, returned: first.amount })
    const { meta } = await get('/statistics/payment-totals')
    await sumsHangTogether((method, path, body) => admin(method, `/2031${path}`, body), database, '2031')

    // As a database is that was written before what is recorded was told apart; the migration then says it in entries of today.
    const file = new URL('../../migrations/0010_recorded_and_not_attested.sql', import.meta.url)
    const migration = sql.raw(await readFile(file, 'utf8'))
    await database.transaction(async tx => {
      const columns =
        sql.raw(`line_id, decision_id, award_id, payment_id, recovery_id, scheme_id, body_id, organisation_ids, outcome,
      decision_year, grant_year, grant_year_to, payment_year`)
      await tx.execute(sql`
      insert into ledger_entries (municipality_code, recorded_at, event_id, kind, ${columns}, amount, facts, unknown)
      select municipality_code, known_instant(municipality_code), event_id, move.kind, ${columns}, sign * amount, sign * facts, 0
      from ledger_entries cross join (values ('recorded', -1), ('checked', 1), ('approved', 1)) move (kind, sign)
      where ledger_entries.kind = 'recorded'`)
      await tx.execute(sql`delete from ledger_totals`)
      await tx.execute(sql`alter table ledger_totals drop constraint ledger_totals_pk`)
      await tx.execute(sql`
        alter table ledger_totals alter outcome drop not null, add constraint ledger_totals_pk primary key
          (municipality_code, kind, scheme_id, body_id, decision_year, grant_year, grant_year_to, payment_year)`)
      await tx.execute(sql`
      insert into ledger_totals (municipality_code, kind, scheme_id, body_id, decision_year, grant_year, grant_year_to, payment_year,
        amount, facts, unknown)
      select municipality_code, kind, coalesce(scheme_id, '00000000-0000-0000-0000-000000000000'), body_id, decision_year,
        coalesce(grant_year, 0), coalesce(grant_year_to, 0), coalesce(payment_year, 0), sum(amount), sum(facts), sum(unknown)
      from ledger_entries group by 1, 2, 3, 4, 5, 6, 7, 8`)
    })
    const old = await get('/statistics/payment-totals')
    t.match(old.total, { ...paidIn, planned: left, recorded: 0, checked: left, approved: left })
    await database.transaction(tx => tx.execute(migration))
    t.same(await paymentTotal(), before)
    t.same(
      (await get(`/statistics/payment-totals?knownAt=${old.meta.knownAt}`)).total,
      old.total,
      'known as it was known'
    )
    t.same((await get(`/statistics/payment-totals?knownAt=${meta.knownAt}`)).total, before)
    const count = async () => Number((await database.execute(sql`select count(*) from ledger_entries`)).rows[0]!.count)
    const entries = await count()
    await database.transaction(tx => tx.execute(migration))
    t.equal(await count(), entries, 'what is told apart is not told apart again')
    // Later migrations keep more beside the entries.
    await database.execute(sql`alter table ledger_totals drop constraint ledger_totals_pk`)
    await database.transaction(tx => rebuildKeptSums(tx, '2031'))
    await sumsHangTogether((method, path, body) => admin(method, `/2031${path}`, body), database, '2031')
  }
)
