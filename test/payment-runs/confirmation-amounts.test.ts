import t from 'tap'
import { made } from '../support/register.ts'
import { aRunRegister, executionOn } from './setup.ts'

const day = executionOn

t.test('a row with another amount than what was asked of the bank is refused, and nothing is done', async t => {
  const { anApprovedPayment, anExportedRun, csv, confirm, paid, statusOf, aSetOff } = await aRunRegister(t)
  const payments = [await anApprovedPayment({ amount: 1_000 }), await anApprovedPayment({ amount: 2_500.5 })]
  await aSetOff(payments[1]!.id, 500)
  const run = await anExportedRun()
  const [a, b] = payments.map(
    ({ id }) => run.items.find(({ paymentId }: { paymentId: string }) => paymentId === id).endToEndId
  )
  const file = (one: string, two: string, heading = 'Utbetalt belopp') =>
    `endToEndId;utfall;betaldatum;${heading}\n${a};betald;${day};${one}\n${b};betald;${day};${two}\n`
  t.match(await csv(run.id, file('999,99', '2 000,50 kr')), {
    status: 422,
    body: {
      type: /confirmation-not-valid$/,
      violations: [{ line: 2, field: 'Utbetalt belopp', message: 'is 999.99, but the bank was asked for 1000.00' }]
    }
  })
  t.match(await csv(run.id, file('1000', '2500,50', 'amount')), {
    status: 422,
    body: { violations: [{ line: 3, field: 'amount', message: /asked for 2000\.50/ }] }
  })
  t.match(await csv(run.id, file('1.000', '-2000,50', 'Belopp')), {
    status: 422,
    body: {
      violations: [
        { line: 2, field: 'Belopp', message: /thousands or decimals/ },
        { line: 3, field: 'Belopp', message: /negative/ }
      ]
    }
  })
  for (const amount of [999.99, 1_000.005, '1000', -1_000]) {
    const answer = await confirm(run.id, { rows: [paid({ endToEndId: b }), paid({ endToEndId: a }, { amount })] })
    t.match(answer, { status: 422, body: { violations: [{ line: 2, field: '/rows/1/amount' }] } }, String(amount))
  }
  const rejected = { endToEndId: a, outcome: 'rejected', reason: 'Kontot är avslutat', amount: 1 }
  t.match(await confirm(run.id, { rows: [rejected] }), { status: 422 })
  for (const { id } of payments) t.equal((await statusOf(id)).status, 'ordered')

  t.match(await csv(run.id, file('1 000', '', 'Belopp')), {
    status: 200,
    body: { paidCount: 2, status: 'confirmed', ignoredColumns: [] }
  })
  t.match(await confirm(run.id, { rows: [paid({ endToEndId: b }, { amount: 2_000.5, voucherNumber: null })] }), {
    status: 200,
    body: { unchangedCount: 1 }
  })
  t.match(await confirm(run.id, { rows: [paid({ endToEndId: b }, { amount: 2_500.5, voucherNumber: null })] }), {
    status: 422
  })
})

t.test('empty lines and sep= before the headings are passed over, and lines keep their numbers', async t => {
  const { anApprovedPayment, anExportedRun, csv } = await aRunRegister(t)
  for (let n = 0; n < 3; n++) await anApprovedPayment()
  const run = await anExportedRun()
  const [a, b, c] = run.items.map(({ endToEndId }: { endToEndId: string }) => endToEndId)
  const head = 'endToEndId;utfall;betaldatum'
  t.match(await csv(run.id, `\ufeffsep=;\r\n${head}\r\n${a};betald;${day}\r\n`), {
    status: 200,
    body: { paidCount: 1 }
  })
  t.match(await csv(run.id, `\n \n;;;\n${head}\n${b};betald;${day}\n`), { status: 200, body: { paidCount: 1 } })
  t.match(await csv(run.id, `\r\nsep=;\r\n\r\n${head}\r\n${c};betald;${day}\r\nX;hm;${day}\r\n`), {
    status: 422,
    body: { violations: [{ line: 6, field: 'utfall' }] }
  })
  t.match(await csv(run.id, `\n\n${head}\n\n"${c}";"betald";"2027-02-30"\n`), {
    status: 422,
    body: { violations: [{ line: 5, field: 'betaldatum' }] }
  })
  t.match(await csv(run.id, `sep=,\n\na,b\n1,2\n`), { status: 422, body: { violations: [{ line: 3 }, { line: 3 }] } })
  t.match(await csv(run.id, `sep=;\n${head}\n"x;betald\n`), { status: 400, body: { violations: [{ line: 3 }] } })
  t.match(await csv(run.id, 'sep=;\n\n'), { status: 400, body: { type: /import-file$/ } })
  t.match(await csv(run.id, `\tsep=;\n${head}\n`), { status: 422, body: { violations: [{ line: 1 }, { line: 1 }] } })
})

t.test('a file of another run is refused with its rows', async t => {
  const { anApprovedPayment, anExportedRun, confirm, csv, paid } = await aRunRegister(t)
  await anApprovedPayment()
  const { id } = await anExportedRun()
  t.match(await csv(id, `\nBetalnings-id;utfall;betaldatum\nX-1;betald;${day}\nX-2;betald;${day}\n`), {
    status: 409,
    body: {
      type: /confirmation-of-another-run$/,
      violations: [
        { line: 3, field: 'Betalnings-id', message: 'X-1 is no payment of this run' },
        { line: 4, field: 'Betalnings-id', message: 'X-2 is no payment of this run' }
      ],
      unmatched: [
        { line: 3, endToEndId: 'X-1' },
        { line: 4, endToEndId: 'X-2' }
      ],
      unmatchedCount: 2
    }
  })
  const rows = Array.from({ length: 150 }, (_, n) => paid({ endToEndId: `X-${n}` }))
  const { status, body } = await confirm(id, { rows })
  t.equal(status, 409)
  t.match(body.violations[99], { line: 100, field: '/rows/99/endToEndId' })
  t.strictSame([body.violations.length, body.unmatched.length, body.unmatchedCount], [100, 100, 150])
})

t.test('a voucher number that was not told before is added, once, and another one contradicts it', async t => {
  const { anApprovedPayment, anExportedRun, confirm, paid, haninge, items, statusOf, run } = await aRunRegister(t)
  const payments = [await anApprovedPayment(), await anApprovedPayment()]
  const { id, items: live } = await anExportedRun()
  const [one, two] = payments.map(payment =>
    live.find(({ paymentId }: { paymentId: string }) => paymentId === payment.id)
  )
  t.match(await confirm(id, { rows: [paid(one, { voucherNumber: null })] }), {
    body: { paidCount: 1, voucheredCount: 0 }
  })
  const read = () => made(haninge('GET', `/payments/${payments[0]!.id}`))
  const before = await read()
  const [first] = await items(id, 'status=paid')

  // One wrong row, and no voucher is added either.
  t.match(await confirm(id, { rows: [paid(one), paid(two, { amount: 1 })] }), { status: 422 })
  t.match(await confirm(id, { rows: [paid(one), paid(one, { voucherNumber: 'V-2' })] }), { status: 422 })
  t.match(await confirm(id, { rows: [paid(one, { paidOn: '2099-01-01' })] }), { status: 422 })
  t.equal((await read()).voucherNumber, null)

  const answers = await Promise.all(Array.from({ length: 5 }, () => confirm(id, { rows: [paid(one)] })))
  t.strictSame(
    answers.map(({ status, body }) => [status, body.paidCount, body.voucheredCount, body.unchangedCount]).sort(),
    [...Array(4).fill([200, 0, 0, 1]), [200, 0, 1, 0]]
  )
  t.ok(answers.every(({ body }) => body.status === 'exported'))
  t.match(await read(), { status: 'paid', voucherNumber: 'V-1', paidOn: day, version: before.version + 1 })
  t.match(await items(id, 'status=paid'), [{ voucherNumber: 'V-1', confirmedAt: first.confirmedAt }])
  const { items: history } = await made(haninge('GET', `/payments/${payments[0]!.id}/history`))
  t.match(history.at(-1), {
    ...{ type: 'payment.vouchered', before: { voucherNumber: null }, after: { voucherNumber: 'V-1' } },
    reason: /^Payment run /
  })
  t.equal(history.filter(({ type }: { type: string }) => type === 'payment.vouchered').length, 1)
  const { steps } = await made(haninge('GET', `/payments/${payments[0]!.id}/trail`))
  t.match(
    steps.slice(-2).map(({ text }: { text: string }) => text),
    [`The bank paid on ${day}, voucher V-1.`, /^The payment: vouchered \(Payment run /]
  )
  t.match(await confirm(id, { rows: [paid(one, { voucherNumber: 'V-2' })] }), {
    status: 422,
    body: { violations: [{ message: /with voucher V-1/ }] }
  })

  // With the answer to what is left in one file; and what is confirmed is not confirmed anew by a voucher.
  t.match(await confirm(id, { rows: [paid(two, { voucherNumber: null }), paid(one)] }), {
    body: { paidCount: 1, voucheredCount: 0, unchangedCount: 1, status: 'confirmed' }
  })
  const confirmed = await made(haninge('GET', `/payment-runs/${id}`))
  const returned = { returnedOn: day, reason: 'Kontot är avslutat' }
  await made(haninge('POST', `/payments/${payments[1]!.id}/return`, returned))
  t.match(await confirm(id, { rows: [paid(two)] }), { body: { voucheredCount: 1, status: 'confirmed' } })
  t.match(await statusOf(payments[1]!.id), { status: 'returned', voucher_number: 'V-1' })
  t.equal((await made(haninge('GET', `/payment-runs/${id}`))).confirmedAt, confirmed.confirmedAt)
  t.match((await made(haninge('GET', `/payment-runs/${id}/history`))).items.at(-1), {
    ...{ type: 'paymentRun.confirmed', reason: '0 paid, 0 rejected, 1 vouchered' }
  })
  t.match(await run(`/${id}/export`), { status: 200 })
})
