import t from 'tap'
import { made } from '../support/register.ts'
import { aRunRegister, executionOn } from './setup.ts'

const tomorrow = new Date(Date.parse(executionOn) + 86_400_000).toISOString().slice(0, 10)
const yesterday = new Date(Date.parse(executionOn) - 86_400_000).toISOString().slice(0, 10)

t.test('a rejected payment is planned again, with its account to be looked at anew, and can be paid later', async t => {
  const { anApprovedPayment, anExportedRun, confirm, statusOf, items, haninge, entries } = await aRunRegister(t)
  const payment = await anApprovedPayment()
  const run = await anExportedRun()
  const rejected = { endToEndId: run.items[0].endToEndId, outcome: 'rejected', reason: 'Kontot är avslutat' }
  t.match(await confirm(run.id, { rows: [rejected] }), {
    body: { paidCount: 0, rejectedCount: 1, status: 'confirmed' }
  })
  t.match(await statusOf(payment.id), {
    ...{ status: 'planned', checked_by: null, checked_at: null, approved_by: null, approved_at: null },
    ...{ payee_account_id: null, paid_on: null }
  })
  t.match(await items(run.id), [{ status: 'rejected', rejectedReason: 'Kontot är avslutat', confirmedAt: String }])
  const events = (await made(haninge('GET', '/events?limit=1000'))).items
  t.match(
    events.find(({ type }: { type: string }) => type === 'payment.rejected'),
    {
      ...{ subjectId: payment.id, reason: 'Kontot är avslutat' },
      ...{ before: { status: 'ordered', approvedBy: 'person:two' }, after: { status: 'planned', approvedBy: null } }
    }
  )
  const approved = (await entries()).filter(({ kind }) => kind === 'approved').map(({ amount }) => Number(amount))
  t.equal(
    approved.reduce((sum, amount) => sum + amount, 0),
    0,
    'nothing of it is approved in the ledger'
  )
})

t.test('one bad row, and nothing is done: every violation is told by its line', async t => {
  const { anApprovedPayment, anExportedRun, csv, confirm, statusOf, paid } = await aRunRegister(t)
  const payments = [await anApprovedPayment(), await anApprovedPayment(), await anApprovedPayment()]
  const run = await anExportedRun()
  const [a, b, c] = run.items.map(({ endToEndId }: { endToEndId: string }) => endToEndId)
  const file = [
    'endToEndId,outcome,paidOn,voucherNumber,reason',
    `${a},paid,${executionOn},V-1,`,
    `${b},utbetalt,${executionOn},V-2,`,
    `${b},paid,2027-02-30,V-2,`,
    `${b},paid,,V-2,`,
    `${b},paid,${yesterday},V-2,`,
    `${b},paid,2199-01-01,V-2,`,
    `${c},rejected,,,`,
    `,paid,${executionOn},V-3,`,
    `${a},paid,${executionOn},V-9,`
  ].join('\n')
  const { status, body } = await csv(run.id, file)
  t.equal(status, 422)
  t.match(body.type, /confirmation-not-valid$/)
  t.match(body.violations, [
    { line: 3, field: 'outcome', message: /not an outcome/ },
    { line: 4, field: 'paidOn', message: /not a date/ },
    { line: 5, field: 'paidOn', message: /missing/ },
    { line: 6, field: 'paidOn', message: /before the run was locked/ },
    { line: 7, field: 'paidOn', message: /later than/ },
    { line: 8, field: 'reason', message: /missing/ },
    { line: 9, field: 'endToEndId', message: /missing/ },
    { line: 10, field: 'endToEndId', message: /something else than line 2/ }
  ])
  t.equal(body.violations.length, 8)
  for (const { id } of payments) t.equal((await statusOf(id)).status, 'ordered')

  const json = await confirm(run.id, {
    rows: [paid({ endToEndId: a }), { endToEndId: b, outcome: 'x', paid: 1 }, { endToEndId: 7, outcome: 'rejected' }]
  })
  t.match(json.body.violations, [
    { field: '/rows/1/paid', message: /not a known/ },
    { field: '/rows/1/outcome' },
    { field: '/rows/2/endToEndId', message: 'must be a text' },
    { field: '/rows/2/reason' }
  ])
  for (const body of [{}, [], { rows: 1 }, { rows: [1] }, { rows: [] }, { rows: [paid(run.items[0])], more: 1 }])
    t.equal((await confirm(run.id, body)).status, 422, JSON.stringify(body))
})

t.test('a confirmation is read with Swedish headings, separators and encodings', async t => {
  const { anApprovedPayment, anExportedRun, csv, items, file } = await aRunRegister(t)
  for (let n = 0; n < 4; n++) await anApprovedPayment()
  const run = await anExportedRun()
  const ids = run.items.map(({ endToEndId }: { endToEndId: string }) => endToEndId)
  const day = executionOn.replaceAll('-', '')
  const swedish = `End-to-end-id;Utfall;Betaldatum;Verifikation;Orsak;Belopp;Bank\r\n${ids[0]};Betald;${day};V-1;;95 000,00 kr;SEB\r\n${ids[1]};Avvisad;;;"Kontot är avslutat";;\r\n`
  t.match(await csv(run.id, Buffer.from(swedish, 'latin1')), {
    status: 200,
    body: { paidCount: 1, rejectedCount: 1, ignoredColumns: ['Bank'] }
  })
  t.match(await items(run.id, 'status=rejected'), [{ rejectedReason: 'Kontot är avslutat' }])
  const wide = Buffer.from(`\ufeffendToEndId\toutcome\tpaidOn\n${ids[2]}\tpaid\t${executionOn}\n`, 'utf16le')
  t.match(await csv(run.id, wide), { body: { paidCount: 1 } })
  const [head, ...rows] = (await file(run.id, 'format=csv')).body.trim().split('\r\n')
  const answered = [`${head},outcome,paidOn`, `${rows[3]},paid,${executionOn}`].join('\r\n')
  t.match(
    await csv(run.id, answered),
    { status: 200, body: { paidCount: 1, status: 'confirmed' } },
    'our own file, filled in'
  )
})

t.test('a file that cannot be read is refused for what it is', async t => {
  const { anApprovedPayment, anExportedRun, csv } = await aRunRegister(t)
  await anApprovedPayment()
  const { id } = await anExportedRun()
  t.match(await csv(id, ''), { status: 400 })
  t.match(await csv(id, 'a,b\n1,2\n'), { status: 422, body: { type: /import-columns$/ } })
  t.match(await csv(id, 'endToEndId,outcome,Utfall\nx,paid,paid\n'), {
    status: 422,
    body: { violations: [{ field: 'Utfall' }] }
  })
  t.match(await csv(id, 'endToEndId,outcome\n"x,paid\n'), { status: 400, body: { type: /import-file$/ } })
  t.match(await csv(id, Buffer.from('504b0304', 'hex')), { status: 400, body: { type: /import-encoding$/ } })
  t.match(await csv(id, 'endToEndId,outcome\n'), { status: 422 })
})

t.test('rows of other payments are told, and a file of another run is refused', async t => {
  const { anApprovedPayment, anExportedRun, confirm, paid, collect, run, statusOf } = await aRunRegister(t)
  const payment = await anApprovedPayment()
  const first = await anExportedRun()
  await anApprovedPayment()
  const second = await anExportedRun()
  t.match(await confirm(second.id, { rows: [paid(first.items[0])] }), {
    status: 409,
    body: { type: /confirmation-of-another-run$/ }
  })
  t.equal((await statusOf(payment.id)).status, 'ordered')
  const mixed = { rows: [paid(second.items[0]), paid(first.items[0]), paid({ endToEndId: 'OKÄND' })] }
  t.match(await confirm(second.id, mixed), {
    status: 200,
    body: { paidCount: 1, unmatchedCount: 2, unmatched: [{ line: 2 }, { line: 3, endToEndId: 'OKÄND' }] }
  })
  await anApprovedPayment()
  const third = await collect()
  const rows = [paid({ endToEndId: 'X' })]
  t.match(await confirm(third.id, { rows }), { status: 409, body: { type: /run-not-exported$/ } })
  await made(run(`/${third.id}/lock`))
  t.match(await confirm(third.id, { rows }), { status: 409, body: { type: /run-not-exported$/ } })
  await made(run(`/${third.id}/cancel`, { reason: 'x' }))
  t.match(await confirm(third.id, { rows }), { status: 409, body: { type: /payment-run-cancelled$/ } })
})

t.test('what is known is unchanged, and what contradicts it is refused', async t => {
  const { anApprovedPayment, anExportedRun, confirm, paid, statusOf } = await aRunRegister(t)
  const payment = await anApprovedPayment()
  await anApprovedPayment()
  const run = await anExportedRun({})
  const [one, two] = run.items
  await made(confirm(run.id, { rows: [paid(one)] }))
  t.match(await confirm(run.id, { rows: [paid(one), paid(one)] }), { body: { paidCount: 0, unchangedCount: 2 } })
  t.match(await confirm(run.id, { rows: [paid(one, { voucherNumber: null })] }), { body: { unchangedCount: 1 } })
  for (const other of [
    paid(one, { voucherNumber: 'V-2' }),
    { endToEndId: one.endToEndId, outcome: 'rejected', reason: 'Kontot är avslutat' }
  ]) {
    t.match(await confirm(run.id, { rows: [paid(two), other] }), {
      status: 422,
      body: { violations: [{ field: '/rows/1/endToEndId', message: /paid on .* with voucher V-1/ }] }
    })
  }
  t.match(await statusOf(payment.id), { status: 'paid', voucher_number: 'V-1' })
})

t.test('the day of execution may lie ahead, and a bank may confirm it', async t => {
  const { anApprovedPayment, anExportedRun, confirm, paid } = await aRunRegister(t)
  await anApprovedPayment()
  const run = await anExportedRun({ executionOn: tomorrow })
  t.match(await confirm(run.id, { rows: [paid(run.items[0], { paidOn: tomorrow })] }), {
    status: 200,
    body: { paidCount: 1 }
  })
})

t.test('ten confirmations of one file at once have one effect', async t => {
  const { anApprovedPayment, anExportedRun, confirm, paid, database, entries } = await aRunRegister(t)
  for (let n = 0; n < 5; n++) await anApprovedPayment({ amount: 1_000 })
  const run = await anExportedRun()
  const rows = run.items.map((item: object) => paid(item))
  const answers = await Promise.all(Array.from({ length: 10 }, () => confirm(run.id, { rows })))
  t.strictSame(
    answers.map(({ status }) => status),
    Array(10).fill(200)
  )
  t.strictSame(answers.map(({ body }) => body.paidCount).sort(), [0, 0, 0, 0, 0, 0, 0, 0, 0, 5])
  const { rows: events } = await database.$client.query(`select from events where type = 'payment.paid'`)
  t.equal(events.length, 5)
  const paidEntries = (await entries()).filter(({ kind }) => kind === 'paid')
  t.strictSame(
    paidEntries.map(({ amount }) => amount),
    [1_000, 1_000, 1_000, 1_000, 1_000]
  )
})
