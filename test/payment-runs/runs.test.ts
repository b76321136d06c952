import { eq } from 'drizzle-orm'
import t from 'tap'
import { paymentSettings } from '../../src/money/payee-accounts/settings-record.ts'
import { payments } from '../../src/money/payments/record.ts'
import { made } from '../support/register.ts'
import { aRunRegister, executionOn, OWN_ACCOUNT } from './setup.ts'

t.test('a run goes from collected to confirmed, and its payments from approved to paid', async t => {
  const { anApprovedPayment, collect, run, confirm, paid, items, statusOf, haninge, entries } = await aRunRegister(t)
  const one = await anApprovedPayment()
  const two = await anApprovedPayment({ amount: 61_925.5, dueOn: '2022-03-01' })
  const collected = await collect({ note: 'Första kvartalet', reference: 'K1' })
  t.match(collected, { status: 'collected', controlSum: null, leftOut: [], leftOutCount: 0, reference: 'K1' })
  t.match(collected.totals.live, { paymentCount: 2, amount: 156_925.5, setOffAmount: 0 })
  t.match(collected.messageId, /^PR[0-9A-F]{32}$/)
  t.equal((await statusOf(one.id)).status, 'approved', 'nothing is ordered before it is locked')

  const locked = await made(run(`/${collected.id}/lock`))
  t.match(locked, { status: 'locked', controlSum: 156_925.5, transactionCount: 2, fallenOut: [], lockedBy: /^key:/ })
  t.match(locked.debtor, { name: 'Haninge kommun', organisationNumber: '2120000084', accountNumber: OWN_ACCOUNT })
  t.match(await statusOf(one.id), { status: 'ordered', version: 2 })
  t.match(await items(collected.id), [
    {
      position: 1,
      paymentId: one.id,
      amount: 95_000,
      payee: { name: 'Haninge Kvinnojour', accountNumber: '50501055' }
    },
    { position: 2, paymentId: two.id, amount: 61_925.5, status: 'live' }
  ])

  const exported = await made(run(`/${collected.id}/export`))
  t.match(exported, { status: 'exported', messageId: collected.messageId, exportedBy: /^key:/ })
  t.strictSame(await made(run(`/${collected.id}/export`)), exported, 'exporting again changes nothing')

  const [first, second] = await items(collected.id)
  t.match(await confirm(collected.id, { rows: [paid(first)] }), {
    status: 200,
    body: { paidCount: 1, status: 'exported' }
  })
  t.match(await confirm(collected.id, { rows: [paid(first), paid(second)] }), {
    body: { paidCount: 1, rejectedCount: 0, unchangedCount: 1, status: 'confirmed', unmatched: [] }
  })
  t.match(await statusOf(two.id), { status: 'paid', voucher_number: 'V-1', version: 3 })
  t.match(await haninge('GET', `/payment-runs/${collected.id}`), {
    body: { status: 'confirmed', confirmedAt: String, totals: { paid: { paymentCount: 2, amount: 156_925.5 } } }
  })
  const history = (await made(haninge('GET', `/events?limit=1000`))).items
  const mine = history.filter(({ subjectId }: { subjectId: string }) => subjectId === one.id)
  t.strictSame(
    mine.map(({ type }: { type: string }) => type),
    ['payment.planned', 'payment.ordered', 'payment.paid']
  )
  t.match(mine[2], { before: { status: 'ordered', paidOn: null }, after: { status: 'paid', paidOn: executionOn } })
  const sum = (await entries())
    .filter(({ kind }) => kind === 'paid')
    .reduce((all, { amount }) => all + Number(amount), 0)
  t.equal(sum, 156_925.5, 'and the ledger has it')
})

t.test('what is due and cannot be paid is left out, with every reason', async t => {
  const { aPayment, anApprovedPayment, collect, anAccount, run, haninge } = await aRunRegister(t)
  const planned = await aPayment()
  const ended = await anAccount({ validTo: '2022-12-31' })
  const stale = await anApprovedPayment({ payeeAccountId: ended.id })
  await anApprovedPayment({ dueOn: '2023-01-05' })
  const fit = await anApprovedPayment()
  const first = await collect()
  t.equal(first.totals.live.paymentCount, 1, 'what is due later is no matter of this run')
  t.equal(first.leftOutCount, 2)
  t.match(
    first.leftOut.find(({ paymentId }: { paymentId: string }) => paymentId === planned.id),
    { obstacles: [{ kind: 'not-approved' }] }
  )
  t.match(
    first.leftOut.find(({ paymentId }: { paymentId: string }) => paymentId === stale.id),
    { obstacles: [{ kind: 'account-not-valid' }] }
  )
  const second = await run('', { dueTo: '2022-12-31', executionOn })
  t.match(second, { status: 409, body: { type: /payment-run-empty$/, leftOutCount: 3 } })
  t.match(
    second.body.leftOut.find(({ paymentId }: { paymentId: string }) => paymentId === fit.id),
    { obstacles: [{ kind: 'in-another-run', message: new RegExp(first.id) }] }
  )
  t.equal((await haninge('GET', '/payment-runs')).body.items.length, 1, 'of nothing no run is made')
})

t.test('a run is narrowed to a body, a scheme or an agreement of the municipality', async t => {
  const { anApprovedPayment, collect, run, bodyId, schemeId, aBody } = await aRunRegister(t)
  await anApprovedPayment()
  const other = await aBody('Kultur- och fritidsnämnden')
  const elsewhere = { dueTo: '2022-12-31', filters: { bodyId: other } }
  t.match(await run('', elsewhere), { status: 409, body: { leftOut: [], detail: /Nothing is due/ } })
  const inCapitals = { bodyId: bodyId.toUpperCase(), schemeId }
  t.match(await collect({ filters: inCapitals }), {
    filters: { bodyId, schemeId },
    totals: { live: { paymentCount: 1 } }
  })
  const unknown = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f99'
  const asked = { dueTo: '2022-12-31', executionOn: '2020-01-01', filters: { bodyId: unknown } }
  t.match(await run('', asked), { status: 422, body: { violations: [{ field: '/executionOn' }] } })
  t.match(await run('', { ...asked, executionOn }), {
    status: 422,
    body: { violations: [{ field: '/filters/bodyId' }] }
  })
})

t.test('what changed after it was collected falls out when the run is locked', async t => {
  const { anApprovedPayment, collect, run, aSetOff, anAccount, database, items, statusOf } = await aRunRegister(
    t,
    3_800_000
  )
  const account = await anAccount({ accountNumber: '58059611' })
  const [revoked, changed, setOff, moved, fit] = [
    await anApprovedPayment(),
    await anApprovedPayment(),
    await anApprovedPayment(),
    await anApprovedPayment({ payeeAccountId: account.id }),
    await anApprovedPayment({ amount: 10_000.01 })
  ]
  const { id } = await collect()
  const set = (paymentId: string, changes: object) =>
    database.update(payments).set(changes).where(eq(payments.id, paymentId))
  await set(revoked.id, { status: 'checked', version: 2 })
  await set(changed.id, { version: 3 })
  await aSetOff(setOff.id, 1_000)
  await database.$client.query(`update payee_accounts set withdrawn_at = now() where id = $1`, [account.id])

  const locked = await made(run(`/${id}/lock`))
  t.match(locked, { controlSum: 10_000.01, transactionCount: 1, fallenOutCount: 4 })
  const kinds = new Map(
    locked.fallenOut.map(({ paymentId, obstacles }: { paymentId: string; obstacles: { kind: string }[] }) => [
      paymentId,
      obstacles.map(({ kind }) => kind)
    ])
  )
  t.strictSame(kinds.get(revoked.id), ['not-approved'])
  t.strictSame(kinds.get(changed.id), ['changed'])
  t.strictSame(kinds.get(setOff.id), ['set-off-changed'])
  t.strictSame(kinds.get(moved.id), ['account-not-valid'])
  t.match(await items(id, `paymentId=${moved.id}`), [{ status: 'removed', removedReason: /no longer valid/ }])
  t.equal((await statusOf(fit.id)).status, 'ordered')
  t.equal((await statusOf(changed.id)).status, 'approved', 'and stays what it was')
})

t.test('a run without payment settings is not locked, and stays collected', async t => {
  const { anApprovedPayment, collect, run, database, settings } = await aRunRegister(t)
  await anApprovedPayment()
  await database.delete(paymentSettings)
  const { id } = await collect()
  t.match(await run(`/${id}/lock`), { status: 409, body: { type: /payment-settings-missing$/ } })
  await settings()
  t.match(await run(`/${id}/lock`), { status: 200, body: { status: 'locked' } })
})

t.test('a payment is taken out of a collected run, and of none that is locked', async t => {
  const { anApprovedPayment, collect, run, items } = await aRunRegister(t)
  const [out, stays] = [await anApprovedPayment(), await anApprovedPayment()]
  const { id } = await collect()
  const removal = { paymentId: out.id, reason: 'Fel konto' }
  t.match(await run(`/${id}/remove-item`, removal), {
    body: { version: 2, totals: { live: { paymentCount: 1 }, removed: { paymentCount: 1 } } }
  })
  t.match(await run(`/${id}/remove-item`, removal), { status: 422, body: { type: /payment-not-in-run$/ } })
  t.match(await items(id, 'status=removed'), [{ paymentId: out.id, removedReason: 'Fel konto' }])
  const next = await collect()
  t.equal(next.totals.live.paymentCount, 1, 'it can be collected again')
  await made(run(`/${id}/lock`))
  t.match(await run(`/${id}/remove-item`, { ...removal, paymentId: stays.id }), {
    status: 409,
    body: { type: /payment-run-locked$/ }
  })
})

t.test('a run is cancelled until it is exported, and its payments are approved as before', async t => {
  const { anApprovedPayment, collect, run, statusOf, anExportedRun, file } = await aRunRegister(t)
  const payment = await anApprovedPayment()
  const { id } = await collect()
  t.match(await run(`/${id}/export`), { status: 409, body: { type: /run-not-locked$/ } })
  await made(run(`/${id}/lock`))
  t.match(await file(id, 'format=csv'), { status: 409, body: { type: /run-not-exported$/ } })
  t.match(await run(`/${id}/cancel`, { reason: 'Fel dag' }), {
    body: { status: 'cancelled', totals: { removed: { paymentCount: 1, amount: 95_000 } } }
  })
  t.match(await statusOf(payment.id), { status: 'approved', approved_by: 'person:two' })
  for (const step of ['lock', 'export', 'cancel'])
    t.match(await run(`/${id}/${step}`, step === 'cancel' ? { reason: 'x' } : {}), {
      status: 409,
      body: { type: /payment-run-cancelled$/ }
    })
  const again = await anExportedRun()
  t.not(again.items[0].endToEndId, undefined)
  t.match(await run(`/${again.id}/cancel`, { reason: 'Ångrat' }), {
    status: 409,
    body: { type: /payment-run-exported$/ }
  })
})

t.test('of runs collected at once one has the payments, and the others are not made', async t => {
  const { anApprovedPayment, run, database } = await aRunRegister(t)
  for (let n = 0; n < 20; n++) await anApprovedPayment({ amount: 1_000 + n })
  const asked = { dueTo: '2022-12-31', executionOn }
  const answers = await Promise.all(Array.from({ length: 5 }, () => run('', asked)))
  t.strictSame(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409])
  t.equal(answers.find(({ status }) => status === 201)!.body.totals.live.paymentCount, 20)
  const { rows } = await database.$client.query(
    `select count(*)::int as items, count(distinct payment_id)::int as payments from payment_run_items where status = 'live'`
  )
  t.strictSame(rows, [{ items: 20, payments: 20 }])
})

t.test('ten exports at once are one', async t => {
  const { anApprovedPayment, collect, run, database } = await aRunRegister(t)
  await anApprovedPayment()
  const { id } = await collect()
  await made(run(`/${id}/lock`))
  const answers = await Promise.all(Array.from({ length: 10 }, () => run(`/${id}/export`)))
  t.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1)
  const { rows } = await database.$client.query(`select from events where type = 'paymentRun.exported'`)
  t.equal(rows.length, 1)
})

t.test('runs are listed by day and status, and a payment is found in its runs', async t => {
  const { anApprovedPayment, collect, haninge, aPerson } = await aRunRegister(t)
  const payment = await anApprovedPayment()
  const { id } = await collect({ reference: 'K-1' })
  await anApprovedPayment()
  const other = await collect()
  for (const query of ['reference=K-1', `paymentId=${payment.id}`])
    t.strictSame(
      (await haninge('GET', `/payment-runs?${query}`)).body.items.map((run: { id: string }) => run.id),
      [id]
    )
  const all = (await haninge('GET', `/payment-runs?status=collected&executionFrom=${executionOn}`)).body.items
  t.strictSame(all.map((run: { id: string }) => run.id).sort(), [id, other.id].sort())
  const reader = await aPerson('läsare', ['payment-runs:read'])
  t.match(await reader('GET', `/payment-runs/${id}`), { status: 200 })
  t.match(await reader('POST', `/payment-runs/${id}/lock`, {}), { status: 403 })
})
