import * as XLSX from '@e965/xlsx'
import t from 'tap'
import { row } from '../imports/importing.ts'
import { made } from '../support/register.ts'
import { aSender } from './sending.ts'

/** Grants of two associations: one of a year, one per year over three, and two that only their purpose tells apart. */
const grants = [
  row({ purpose: null, granted: 380000, reference: 'r-1' }),
  row({ recipient: 'Revansch', purpose: null, grant_year: '2022-2024', granted: 50000, amount_per: 'per år' }),
  row({ recipient: 'IFK Ore', scheme: 'Verksamhetsbidrag', purpose: 'Läger', granted: 20000 }),
  row({ recipient: 'IFK Ore', scheme: 'Verksamhetsbidrag', purpose: 'Hall', granted: 30000 })
]
const head = 'Mottagare;Bidragsform;Bidragsår;Ändamål;Belopp;Utbetalningsdag;Ver.nr;Konto;Ansvar'
/** As accounts payable prints it: quarters to the öre, a total, coding. */
const ledger = [
  'Utbetalda bidrag 2022;;;;;;;;',
  head,
  'Haninge Kvinnojour;Partnerskapsavtal;2022;;95 000,50 kr;2022-01-07;V1;4580;3100',
  'Haninge Kvinnojour;Partnerskapsavtal;2022;;95 000,50;2022-04-07;V2;4580;3100',
  'Revansch;;2022;;50000;2022-02-01;V3;;',
  'Revansch;;2023;;50 000:-;2023-02-01;V3;;',
  'IFK Ore;Verksamhetsbidrag;2022;Hall;30000;den 5 mars 2022;;;',
  'Summa;;;;320 001,00;;;;'
]

t.test('payments that were made come in with voucher and coding, and the same file again changes nothing', async t => {
  const { decide, take, send, all, get, dump } = await aSender(t, 'payment')
  await decide(grants)
  const dry = await send(ledger.join('\n'), { dryRun: true })
  t.match(dry.body.counts, { createdCount: 5, rejectedCount: 0 })
  t.same(await all('/payments'), [])
  const first = await take(ledger)
  t.same(first.counts, { createdCount: 5 })
  t.match(first.receipt, {
    amount: 320001,
    notes: [{ code: 'lines-above-headings' }, { code: 'row-of-totals', line: 8 }]
  })
  const paid = await all('/payments?status=paid')
  t.match(
    paid
      .map(({ amount, paidOn, voucherNumber, coding, grantYear }: Record<string, unknown>) => ({
        amount,
        paidOn,
        voucherNumber,
        coding,
        grantYear
      }))
      .sort((a: { paidOn: string }, b: { paidOn: string }) => (a.paidOn < b.paidOn ? -1 : 1)),
    [
      {
        amount: 95000.5,
        paidOn: '2022-01-07',
        voucherNumber: 'V1',
        coding: { konto: '4580', ansvar: '3100' },
        grantYear: 2022
      },
      { amount: 50000, paidOn: '2022-02-01', voucherNumber: 'V3' },
      { amount: 30000, paidOn: '2022-03-05', voucherNumber: null, coding: {} },
      { amount: 95000.5, paidOn: '2022-04-07' },
      { amount: 50000, paidOn: '2023-02-01', grantYear: 2023 }
    ]
  )
  t.equal(
    first.rows[0].recordId,
    paid.find(({ voucherNumber }: { voucherNumber: string }) => voucherNumber === 'V1').id
  )
  const totals = await get('/statistics/payment-totals?groupBy=year&yearBasis=payment')
  t.match(totals.items, [
    { year: 2022, paid: 270001 },
    { year: 2023, paid: 50000 }
  ])
  const { events } = await get(`/payments/${first.rows[0].recordId}/trail`)
  t.match(
    events.map(({ type }: { type: string }) => type),
    ['payment.planned', 'payment.recordedPaid']
  )
  const before = await dump()
  const book = XLSX.utils.book_new()
  XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(ledger.map(line => line.split(';'))), 'Reskontra')
  for (const [file, type] of [
    [ledger.join('\n'), 'text/csv'],
    [Buffer.from(XLSX.write(book, { type: 'buffer', bookType: 'xlsx' })), 'application/octet-stream']
  ] as const) {
    t.match((await made(send(file, {}, type))).counts, {
      unchangedCount: 5,
      createdCount: 0,
      rejectedCount: 0,
      updatedCount: 0
    })
  }
  const left = (digests: Record<string, string>) =>
    Object.fromEntries(Object.entries(digests).filter(([table]) => !table.startsWith('record_import')))
  t.same(left(await dump()), left(before))
})

/** Rows of which nothing comes, with the heading and what is said. */
const refused: [name: string, row: string, field: string, message: RegExp][] = [
  ['an amount that is ambiguous', 'IFK Ore;;;Hall;180 00 kr;2022-03-01;;;', 'Belopp', /groups of three/],
  ['no amount', 'IFK Ore;;;Hall;;2022-03-01;;;', 'Belopp', /is missing/],
  ['nothing', 'IFK Ore;;;Hall;0;2022-03-01;;;', 'Belopp', /is 0/],
  ['a negative amount', 'IFK Ore;;;Hall;-500;2022-03-01;;;', 'Belopp', /negative/],
  ['a month', 'IFK Ore;;;Hall;100;2022-03;;;', 'Utbetalningsdag', /must be a day/],
  ['a date that is none', 'IFK Ore;;;Hall;100;2022-02-30;;;', 'Utbetalningsdag', /does not exist/],
  ['a date to be guessed', 'IFK Ore;;;Hall;100;1/3 2022;;;', 'Utbetalningsdag', /one way only/],
  ['a day to come', 'IFK Ore;;;Hall;100;2199-01-01;;;', 'Utbetalningsdag', /later than today/],
  ['a day before the decision', 'IFK Ore;;;Hall;100;2021-01-01;;;', 'Utbetalningsdag', /not be before 2021-12-14/],
  ['an unknown recipient', 'Okänd IF;;;;100;2022-03-01;;;', 'Mottagare', /no organisation of the register/],
  ['no award', 'Utan bidrag;;;;100;2022-03-01;;;', 'Mottagare', /no award/],
  [
    'two awards',
    'IFK Ore;Verksamhetsbidrag;2022;;100;2022-03-01;;;',
    'Mottagare',
    /2 awards.*Läger.*Hall|2 awards.*Hall.*Läger/
  ],
  ['another scheme', 'IFK Ore;Kulturbidrag;;;100;2022-03-01;;;', 'Bidragsform', /agrees with no award/],
  ['another year', 'IFK Ore;;2019;;100;2022-03-01;;;', 'Bidragsår', /agrees with no award/],
  ['more than is granted', 'IFK Ore;;;Hall;30000,01;2022-03-01;;;', 'Belopp', /gives 30000.00 SEK/],
  ['no year of several', 'Revansch;;;;50000;2022-03-01;;;', 'Bidragsår', /is required/],
  ['a personal number', 'IFK Ore;;;640823-3234;100;2022-03-01;;;', 'Ändamål', /personal number/]
]

t.test('what is wrong with a row is told with line and heading, and nothing is paid by it', async t => {
  const { decide, take, all, admin } = await aSender(t, 'payment')
  await decide(grants)
  await made(admin('POST', '/0136/organisations', { name: 'Utan bidrag' }))
  const { counts, rows } = await take([head, ...refused.map(([, row]) => row)])
  t.same(counts, { rejectedCount: refused.length })
  for (const [at, [name, , field, message]] of refused.entries()) {
    t.match(rows[at], { result: 'rejected', violations: [{ field, message, line: at + 2 }] }, name)
  }
  t.notMatch(JSON.stringify(rows), /640823/)
  t.same(await all('/payments'), [])
})

t.test('never is more paid than is granted: rows are taken in the order of the file while they fit', async t => {
  const { decide, take, all } = await aSender(t, 'payment')
  await decide(grants)
  const quarter = (day: string, amount: string) => `IFK Ore;;;Hall;${amount};${day};;;`
  const { counts, rows } = await take([
    head,
    quarter('2022-02-01', '20000'),
    quarter('2022-03-01', '10000,01'),
    quarter('2022-04-01', '10000')
  ])
  t.same(counts, { createdCount: 2, rejectedCount: 1 })
  t.match(rows[1], { violations: [{ field: 'Belopp', line: 3, message: /10000.01 SEK more/ }] })
  t.match(await take([head, quarter('2022-05-01', '0,01')]), { counts: { rejectedCount: 1 } })
  t.equal((await all('/payments')).length, 2)
})

t.test('doubles are seen, and vouchers that come later are added', async t => {
  const { decide, take, all, admin } = await aSender(t, 'payment')
  await decide(grants)
  const line = (voucher: string, reference = '') => `${reference};IFK Ore;Hall;5000;2022-02-01;${voucher}`
  const file = (...lines: string[]) => ['Referens;Mottagare;Ändamål;Belopp;Utbetald;Ver.nr', ...lines]
  const first = await take(file(line('V1'), line('V1')))
  t.match(first, {
    counts: { createdCount: 1, rejectedCount: 1 },
    rows: [{}, { violations: [{ message: /line 2 again/ }] }]
  })
  const other = await take(file(line('V2')))
  t.match(other, { counts: { createdCount: 1 }, rows: [{ warnings: [{ code: 'possible-double', message: /V1/ }] }] })
  t.match(await take(file(line('V1'), line('V2'))), { counts: { unchangedCount: 2 } })
  const referred = await take(file(line('', 'b-1'), line('', 'b-2')))
  t.match(referred, { counts: { unchangedCount: 2 } }, 'payments without a reference may be those')
  const more = await take(file(line('', 'b-1'), line('', 'b-2'), line('', 'b-3')))
  t.match(more, { counts: { unchangedCount: 2, createdCount: 1 } })
  const vouchered = await take(file(line('V9', 'b-3')))
  t.match(vouchered, { counts: { updatedCount: 1 }, rows: [{ recordId: more.rows[2].recordId }] })
  t.match(await take(file(line('V9', 'b-3'))), { counts: { unchangedCount: 1 } })
  const changed = await take(file('b-3;IFK Ore;Hall;4000;2022-02-01;V9'))
  t.match(changed, {
    rows: [{ violations: [{ field: 'Referens', message: /5000.00 SEK on 2022-02-01, voucher V9/ }] }]
  })
  const path = `/0136/payments/${more.rows[2].recordId}/return`
  await made(admin('POST', path, { returnedOn: '2022-02-03', reason: 'Kontot är avslutat' }))
  t.match(await take(file(line('V9', 'b-3'))), {
    counts: { unchangedCount: 1 },
    rows: [{ warnings: [{ code: 'changed-since-import', message: /returned/ }] }]
  })
  t.equal((await all('/payments')).length, 3)
})

t.test('a line reference says which award it is, and another municipality has its own', async t => {
  const { decide, take, admin, all } = await aSender(t, 'payment')
  await decide(grants)
  const file = [
    'Mottagare;Radreferens;Belopp;Utbetald',
    'Haninge Kvinnojour;r-1;1000;2022-02-01',
    'Haninge Kvinnojour;r-2;1000;2022-02-01'
  ]
  const { counts, rows } = await take(file)
  t.same(counts, { createdCount: 1, rejectedCount: 1 })
  t.match(rows[1], { violations: [{ field: 'Radreferens', line: 3 }] })
  const theirs = await made(admin('POST', '/2031/payment-imports', file.join('\n'), { 'content-type': 'text/csv' }))
  t.match(theirs.counts, { rejectedCount: 2, createdCount: 0 })
  t.equal((await all('/payments')).length, 1)
})

t.test('a stated sum that differs from its rows refuses the file, and who may not pay imports nothing', async t => {
  const { decide, send, all, client } = await aSender(t, 'payment')
  await decide(grants)
  const file = ledger.join('\n').replace('320 001,00', '320 000,00')
  t.match(await send(file), {
    status: 422,
    body: {
      type: /import-refused$/,
      violations: [{ field: 'Belopp', line: 8, message: /states 320000.00.*sum to 320001.00/ }]
    }
  })
  t.same(await all('/payments'), [])
  t.match((await send(file, { statedSums: 'ignore' })).body, {
    counts: { createdCount: 5 },
    receipt: { notes: [{}, {}, { code: 'sum-differs' }] }
  })
  const planner = await client({ scopes: ['imports:write', 'payments:write'] })
  t.match(await planner('POST', '/0136/payment-imports', file, { 'content-type': 'text/csv' }), {
    status: 403,
    body: { scope: 'payment-runs:write' }
  })
  t.match(await send('Mottagare;Belopp\nIFK Ore;100\n'), {
    status: 422,
    body: { type: /import-columns$/, violations: [{ field: 'paid_on' }] }
  })
  t.match(await send('Mottagare;Belopp (tkr);Utbetald\nIFK Ore;100;2022-02-01\n'), {
    status: 422,
    body: { violations: [{ field: 'Belopp (tkr)' }] }
  })
})

t.test('a payment is of the agreement that its award funds alone, once that has begun', async t => {
  const { decide, take, all, get, admin } = await aSender(t, 'payment')
  await decide(grants)
  const [award] = (await all('/awards')).filter(
    ({ recipients }: { recipients: { name: string }[] }) => recipients[0]!.name === 'Haninge Kvinnojour'
  )
  const term = { validFrom: '2022-03-01', validTo: '2024-12-31' }
  const { id } = await made(
    admin('POST', '/0136/agreements', { kind: 'partnership', term, funding: [{ awardId: award.id }] })
  )
  const { rows } = await take([
    head,
    'Haninge Kvinnojour;;;;1000;2022-02-01;;;',
    'Haninge Kvinnojour;;;;2000;2022-04-01;;;'
  ])
  t.match(await get(`/payments/${rows[0].recordId}`), { agreementId: null, amount: 1000 })
  t.match(await get(`/payments/${rows[1].recordId}`), { agreementId: id, amount: 2000 })
})
