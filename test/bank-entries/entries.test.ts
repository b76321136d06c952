import t, { type Test } from 'tap'
import { addDays } from '../../src/base/dates.ts'
import { type Camt, camt, type Entry, IBAN } from '../payment-runs/bank-messages.ts'
import { aRunRegister, executionOn } from '../payment-runs/setup.ts'
import { made } from '../support/register.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

/** A run of payments of 95 000, 1 234.50 and 800 that was handed to the bank. */
async function aRun(t: Test, amounts: number[] = [95_000, 1234.5, 800]) {
  const register = await aRunRegister(t)
  const { haninge, database } = register
  await database.$client.query('update payment_settings set iban = $1', [IBAN])
  for (const amount of amounts) await register.anApprovedPayment({ amount })
  const run = await register.anExportedRun()
  const of = (amount: number): Any => run.items.find((item: Any) => item.amount === amount)
  const send = (entries: Entry[], message: Camt = 'camt.054.001.08', messageId?: string, id = run.id) =>
    register.confirm(id, camt(message, { messageId, statements: [{ entries }] }), { 'content-type': 'application/xml' })
  const kept = async (query = ''): Promise<Any[]> =>
    (await made(haninge('GET', `/bank-entries?limit=1000&${query}`))).items
  const act = (id: string, name: string, body: object) => haninge('POST', `/bank-entries/${id}/${name}`, body)
  return { ...register, run, of, send, kept, act }
}

const debit = (amount: number, more: Partial<Entry> = {}, endToEndId?: string): Entry => ({
  ...{ amount, on: executionOn, ...more },
  details: [{ endToEndId, amount }]
})
const credit = (amount: number, more: Partial<Entry> = {}): Entry => ({
  ...{ amount, side: 'CRDT', on: addDays(executionOn, 1), ...more }
})

t.test('what nothing matched is kept once, without names and texts, and what nobody can work on is not', async t => {
  const { run, of, send, kept } = await aRun(t)
  const stranger = { endToEndId: 'X-1', amount: 77, text: 'Anna Hemlig' }
  const file = [
    debit(800, { reference: 'B-1' }, of(800).endToEndId),
    debit(1234.5, { reference: 'B-2' }),
    { ...debit(800), details: [{ endToEndId: 'X-2', amount: 800 }] },
    { amount: 77, on: executionOn, details: [stranger] },
    { ...credit(95_000, { reference: 'B-3' }), details: [{ amount: 95_000, text: 'Retur Anna Hemlig' }] }
  ]
  t.match(await send(file), { status: 200, body: { paidCount: 1, unmatchedCount: 4, recordedCount: 2 } })
  const entries = await kept()
  t.match(entries, [
    {
      ...{ status: 'unmatched', runId: run.id, direction: 'debit', amount: 1234.5, bookedOn: executionOn },
      ...{ cause: 'noName', bankReference: 'B-2', accountSuffix: IBAN.slice(-4), transactionCode: 'PMNT/ICDT/DMCT' },
      ...{ endToEndId: null, paymentId: null, version: 1 }
    },
    { direction: 'credit', amount: 95_000, bankReference: 'B-3' }
  ])
  t.notMatch(JSON.stringify(entries), /Hemlig|X-1|X-2|SE45/)
  // The same in another file, in another message, and without the bank's references.
  t.match(await send(file, 'camt.054.001.08', 'BANK-2'), { body: { recordedCount: 0, unmatchedCount: 4 } })
  t.match(await send(file.slice(0, 2), 'camt.053.001.02'), { body: { recordedCount: 0, unmatchedCount: 1 } })
  t.match(await send([debit(1234.5)], 'camt.053.001.08'), { body: { recordedCount: 0 } })
  // Another of the same amount and day, which the bank tells apart; and two that are equal in one file.
  t.match(await send([debit(1234.5, { reference: 'B-9' })]), { body: { recordedCount: 1 } })
  t.match(await send([debit(95_000), debit(95_000)]), { body: { recordedCount: 2 } })
  t.match(await send([debit(95_000), debit(95_000)]), { body: { recordedCount: 0 } })
  t.equal((await kept()).length, 5)
})

t.test('they are found by where they stand, run, day, amount and direction, in order', async t => {
  const { run, send, kept, haninge } = await aRun(t)
  await send([debit(1234.5), debit(800, { on: addDays(executionOn, -1) }), credit(95_000)])
  const amounts = async (query: string) => (await kept(query)).map(({ amount }) => amount)
  t.strictSame(await amounts(''), [800, 1234.5, 95_000])
  t.strictSame(await amounts('sort=-amount'), [95_000, 1234.5, 800])
  t.strictSame(await amounts(`bookedFrom=${executionOn}`), [1234.5, 95_000])
  t.strictSame(await amounts(`bookedTo=${executionOn}&direction=debit`), [800, 1234.5])
  t.strictSame(await amounts('amount=1234.5'), [1234.5])
  t.strictSame(await amounts(`runId=${run.id}&cause=noName&status=unmatched`), [800, 1234.5, 95_000])
  t.strictSame(await amounts('status=dismissed'), [])
  const first = await haninge('GET', '/bank-entries?limit=2')
  t.match(first.body.meta, { nextCursor: String })
  const next = await haninge('GET', `/bank-entries?limit=2&cursor=${first.body.meta.nextCursor}`)
  t.match(next.body.items, [{ amount: 95_000 }])
})

t.test(
  'a debit is matched by hand by the judge of the file: amount, day, run; the ledger and the run follow',
  async t => {
    const { run, of, send, kept, act, statusOf, entries, haninge, anApprovedPayment } = await aRun(t)
    await send([debit(1234.5, { reference: 'B-2' }), debit(800, { on: '2026-01-02' })])
    const [early, entry] = await kept()
    const { paymentId, endToEndId } = of(1234.5)
    const outside = await anApprovedPayment()
    const before = (await entries()).length
    const refused: [string, string, object, number, RegExp][] = [
      ['another amount', entry.id, { paymentId: of(800).paymentId }, 422, /bank-entry-of-another-amount$/],
      ['a payment in no run', entry.id, { paymentId: outside.id }, 409, /bank-entry-of-no-payment$/],
      ['a payment of nobody', entry.id, { paymentId: run.id }, 422, /reference/],
      ['before the run was locked', early.id, { paymentId: of(800).paymentId }, 422, /confirmation-not-valid$/]
    ]
    for (const [name, id, body, status, type] of refused)
      t.match(await act(id, 'match', body), { status, body: { type } }, name)
    t.match(await act(run.id, 'match', { paymentId }), { status: 404 })
    t.equal((await entries()).length, before)
    t.match(await kept('status=unmatched'), { length: 2 })

    t.match(await act(entry.id, 'match', { paymentId }), {
      status: 200,
      body: { status: 'matched', paymentId, matchedBy: String, matchedAt: String, version: 2 }
    })
    t.match(await statusOf(paymentId), { status: 'paid', amount: '1234.50' })
    t.ok((await entries()).length > before)
    t.match(await act(entry.id, 'match', { paymentId }), { status: 409, body: { type: /bank-entry-matched$/ } })
    t.match(await act(entry.id, 'dismiss', { reason: 'Fel' }), { status: 409, body: { type: /bank-entry-matched$/ } })
    const history = (await made(haninge('GET', `/bank-entries/${entry.id}/history`))).items
    t.strictSame(history.map(({ type }: Any) => type).sort(), ['bankEntry.matched', 'bankEntry.recorded'])
    t.notMatch(JSON.stringify(history), /contentKey|referenceKey/)

    // The same file again, and the name of the payment in a statement, say what is known.
    t.match(await send([debit(1234.5, { reference: 'B-2' })]), { body: { unchangedCount: 1, unmatchedCount: 0 } })
    const statement = debit(1234.5, { reference: 'C-2' }, endToEndId)
    t.match(await send([statement], 'camt.053.001.08'), { body: { unchangedCount: 1, unmatchedCount: 0 } })
    t.match(await send([{ ...statement, reference: 'B-3' }]), {
      body: { paidCount: 0, recordedCount: 1, unmatched: [{ message: /debited .* already/ }] }
    })
  }
)

t.test('a credit that is matched by hand is a return, all or a part, with its rules', async t => {
  const { of, send, kept, act, statusOf } = await aRun(t)
  const { paymentId, endToEndId } = of(95_000)
  await send([credit(95_000), { ...credit(800), details: [{ amount: 400, returned: 'AC04' }, { amount: 400 }] }])
  const [part] = await kept('amount=400')
  const [whole] = await kept('amount=95000')
  t.match(part, { reasonCode: 'AC04', cause: 'noName' })
  t.match(await act(whole.id, 'match', { paymentId }), { status: 409, body: { type: /payment-not-paid$/ } })
  await send([debit(95_000, {}, endToEndId), debit(800, {}, of(800).endToEndId)])
  t.match(await act(whole.id, 'match', { paymentId: of(800).paymentId }), { status: 422 }, 'more than was sent')
  t.match(await act(whole.id, 'match', { paymentId, reason: 'Kontot är avslutat' }), { status: 200 })
  t.match(await statusOf(paymentId), { status: 'returned', returned_reason: 'Kontot är avslutat' })
  t.match(await act(part.id, 'match', { paymentId: of(800).paymentId }), { status: 200 })
  t.match(await statusOf(of(800).paymentId), { returned_amount: '400.00', returned_reason: /^AC04: the account/ })
})

t.test('a payment that is debited a second time, in another file, is kept as such and pays nothing', async t => {
  const { of, send, kept, act, statusOf } = await aRun(t)
  const { paymentId, endToEndId } = of(800)
  const later = { on: addDays(executionOn, 1) }
  t.match(await send([debit(800, { reference: 'B-1' }, endToEndId)]), { body: { paidCount: 1 } })
  // In a statement the same, though under another reference.
  const known = { body: { unchangedCount: 1, recordedCount: 0, unmatchedCount: 0 } }
  t.match(await send([debit(800, { reference: 'S-1' }, endToEndId)], 'camt.053.001.02'), known)
  t.match(await send([debit(800, { reference: 'S-1' })], 'camt.053.001.02'), { body: { recordedCount: 1 } }, 'nameless')
  t.match(await send([debit(800, { reference: 'B-1' })], 'camt.053.001.02'), known, 'by its reference alone')
  t.match(await send([debit(800, { reference: 'B-2' }, endToEndId)]), { body: { paidCount: 0, recordedCount: 1 } })
  t.match(await send([debit(800, { ...later, reference: 'S-2' }, endToEndId)], 'camt.053.001.08'), {
    body: { recordedCount: 1, unmatched: [{ endToEndId, message: /^The bank has debited .* already/ }] }
  })
  const doubles = await kept(`paymentId=${paymentId}&cause=secondDebit`)
  t.match(doubles, [{ status: 'unmatched', bankReference: 'B-2' }, { bankReference: 'S-2' }])
  t.match(await act(doubles[0].id, 'match', { paymentId }), {
    status: 409,
    body: { type: /bank-entry-of-no-payment$/, detail: /Another entry debited/ }
  })
  t.match(await statusOf(paymentId), { status: 'paid', paid_on: Date })
})

t.test(
  'what comes back of a payment that was debited twice is looked at by somebody, and is no return by itself',
  async t => {
    const { of, send, kept, act, statusOf } = await aRun(t)
    const { paymentId, endToEndId } = of(800)
    const back = (reference: string) => ({
      ...credit(800, { reference }),
      details: [{ endToEndId, amount: 800, returned: 'AM05' }]
    })
    const twice = [debit(800, { reference: 'B-1' }, endToEndId), debit(800, { reference: 'B-2' }, endToEndId)]
    const doubted = { cause: 'notRecordable', paymentId, explanation: /debited the payment twice/ }
    // In the file of both debits, and in a later one.
    t.match(await send([...twice, back('R-1')]), { body: { paidCount: 1, returnedCount: 0, recordedCount: 2 } })
    t.match(await send([back('R-2')]), { body: { returnedCount: 0, recordedCount: 1 } })
    t.match(await kept('cause=notRecordable'), [doubted, doubted])
    t.match(await statusOf(paymentId), { status: 'paid', paid_on: Date })
    // Once the second debit has been looked at, what comes back is the payment.
    const [second] = await kept('cause=secondDebit')
    t.match(await act(second.id, 'dismiss', { reason: 'Banken har rättat dubbleringen' }), { status: 200 })
    t.match(await send([back('R-3')]), { body: { returnedCount: 1, recordedCount: 0 } })
    t.match(await statusOf(paymentId), { status: 'returned' })
  }
)

t.test('a batch that is debited again is told, and kept once', async t => {
  const { run, send, kept, statusOf, of } = await aRun(t)
  const batch = { paymentInformationId: run.messageId, count: 3, total: 97_034.5 }
  const whole = (reference: string, on: string): Entry => ({ amount: 97_034.5, on, reference, batch })
  t.match(await send([whole('B-1', executionOn)], 'camt.053.001.08'), { body: { paidCount: 3 } })
  t.match(await send([whole('B-1', executionOn)], 'camt.053.001.08'), { body: { unchangedCount: 3 } })
  const again = [whole('B-7', addDays(executionOn, 1))]
  t.match(await send(again, 'camt.053.001.08'), { body: { unchangedCount: 0, recordedCount: 1 } })
  t.match(await send(again, 'camt.053.001.08'), { body: { recordedCount: 0 } })
  t.match(await kept(), [{ cause: 'secondDebit', amount: 97_034.5, paymentId: null }])
  t.match(await statusOf(of(800).paymentId), { status: 'paid' })
})

t.test('what a later file matches waits for nobody any more; a dismissed one can be matched still', async t => {
  const { of, send, kept, act, haninge } = await aRun(t)
  const { endToEndId, paymentId } = of(800)
  const back = { ...credit(300, { reference: 'R-1' }), details: [{ endToEndId, amount: 300, returned: 'AC04' }] }
  t.match(await send([back, debit(1234.5, { reference: 'B-5' })]), { body: { recordedCount: 2 } })
  t.match(await kept('cause=notRecordable'), [{ paymentId, endToEndId, explanation: /only what was paid/ }])
  const named = debit(1234.5, { reference: 'B-5' }, of(1234.5).endToEndId)
  t.match(await send([back, debit(800, {}, endToEndId), named]), { body: { paidCount: 2, returnedCount: 1 } })
  t.match(await kept('sort=amount'), [
    { status: 'matched', paymentId },
    { status: 'matched', paymentId: of(1234.5).paymentId }
  ])
  await send([debit(95_000)])
  const [entry] = await kept('status=unmatched')
  t.match(await act(entry.id, 'dismiss', {}), { status: 400 })
  const dismissed = { status: 'dismissed', dismissedReason: 'Hyra', dismissedBy: String, version: 2 }
  t.match(await act(entry.id, 'dismiss', { reason: 'Hyra' }), { status: 200, body: dismissed })
  t.match(await act(entry.id, 'dismiss', { reason: 'Hyra' }), { body: { version: 2 } }, 'again changes nothing')
  t.match(await send([debit(95_000)]), { body: { recordedCount: 0, unmatchedCount: 0, unchangedCount: 1 } })
  t.match(await act(entry.id, 'match', { paymentId: of(95_000).paymentId }), {
    status: 200,
    body: { status: 'matched', dismissedReason: null, dismissedAt: null }
  })
  const { items } = await made(haninge('GET', '/events?type=bankEntry.dismissed'))
  t.match(items, [{ reason: 'Hyra', subjectId: entry.id }])
})

t.test('an entry of another run is told with its run and is not kept; without the scope nothing is done', async t => {
  const { of, send, kept, anApprovedPayment, anExportedRun, aPerson, run } = await aRun(t)
  await anApprovedPayment({ amount: 800 })
  const other = await anExportedRun()
  const { endToEndId } = other.items[0]
  const file = [debit(95_000, {}, of(95_000).endToEndId), debit(800, {}, endToEndId), debit(1234.5)]
  t.match(await send(file), {
    body: { paidCount: 1, recordedCount: 1, unmatched: [{ message: new RegExp(other.messageId) }, {}] }
  })
  t.match(await send([file[1]!]), { status: 409, body: { type: /confirmation-of-another-run$/ } })
  t.match(await send(file, 'camt.054.001.08', 'BANK-1', other.id), { body: { paidCount: 1 } })
  const [entry] = await kept()
  t.match(entry, { runId: run.id, amount: 1234.5 })
  const reader = await aPerson('reader', ['payment-runs:read'])
  t.match(await reader('GET', `/bank-entries/${entry.id}`), { status: 200 })
  t.match(await reader('POST', `/bank-entries/${entry.id}/dismiss`, { reason: 'x' }), { status: 403 })
  const stranger = await aPerson('stranger', ['payments:read'])
  t.match(await stranger('GET', '/bank-entries'), { status: 403 })
})

t.test('a thousand entries that may be of the run are kept in one go', async t => {
  const { send, kept } = await aRun(t)
  const many = Array.from({ length: 2500 }, (_, at) => debit(800, { reference: `B-${at}` }))
  t.match(await send(many), { body: { recordedCount: 2500, unmatched: { length: 100 } } })
  t.match(await send(many), { body: { recordedCount: 0, unmatchedCount: 2500 } })
  t.equal((await kept()).length, 1000)
})
