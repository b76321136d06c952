import fc from 'fast-check'
import t from 'tap'
import { addDays } from '../../src/base/dates.ts'
import { eachHistory } from '../support/histories.ts'
import { made } from '../support/register.ts'
import type { Camt, Entry } from './bank-messages.ts'
import { aPaidPayment, LATER } from './paid-payment.ts'
import { clock, executionOn } from './setup.ts'

/** A payment comes back bit by bit: by files of the bank, by hand, and by entries that somebody matches. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any

const dayOf = (number: number) => addDays(executionOn, number)

t.test(
  'of 10 000 kr come 3 000 and 2 000 back, by two files: each is told, and the same files change nothing',
  async t => {
    const { id, send, back, shown, ledgerOf, haninge } = await aPaidPayment(t)
    const first = [back(3_000.01, { reference: 'R-1' })]
    const second = [...first, back(1_999.98, { reference: 'R-2', on: dayOf(1) })]
    t.match(await send(first), { status: 200, body: { returnedCount: 1, unmatchedCount: 0 } })
    t.match(await shown(), { status: 'returned', returnedAmount: 3_000.01, earlierReturns: [] })
    t.match(await send(second, 'camt.053.001.08'), {
      body: { returnedCount: 1, unchangedCount: 1, recordedCount: 0 }
    })
    const whole = {
      ...{ status: 'returned', amount: 10_000, returnedOn: dayOf(1), returnedAmount: 4_999.99 },
      earlierReturns: [{ returnedOn: executionOn, amount: 3_000.01, reason: /^AC04/, voucherNumber: null }]
    }
    t.match(await shown(), whole)
    const { version } = await shown()
    for (const message of ['camt.053.001.08', 'camt.054.001.02'] as const)
      t.match(await send(second, message), { body: { returnedCount: 0, unchangedCount: 2, unmatchedCount: 0 } })
    t.equal((await shown()).version, version)
    t.strictSame(await ledgerOf(id), {
      ...{ paid: 1_000_000, returned: 499_999 },
      ...{ planned: 500_001, checked: 500_001, approved: 500_001 }
    })
    const { bankReturn, steps } = await made(haninge('GET', `/payments/${id}/trail`))
    t.match(bankReturn, {
      returnedAmount: 4_999.99,
      returnedOn: dayOf(1),
      earlierReturns: [{ returnedOn: executionOn, amount: 3_000.01 }],
      reissues: [],
      reissuedById: null
    })
    const told = steps.map(({ text }: Any) => text).join('\n')
    t.match(
      told,
      /The bank returned 3 000,01 kr: AC04.*\n.*The bank returned 1 999,98 kr: AC04.*\nIt was not issued again/
    )
  }
)

t.test('more than is left is refused by hand, and waits as an entry of the bank', async t => {
  const { send, back, byHand, shown, haninge } = await aPaidPayment(t)
  t.match(await send([back(3_000), back(2_000)]), { body: { returnedCount: 2 } })
  t.match(await byHand({ returnedOn: executionOn, amount: 5_000.01 }), {
    status: 422,
    body: { violations: [{ field: '/amount', message: /at most 5000, what went to the bank and has not come back/ }] }
  })
  t.match(await send([back(5_000.01, { reference: 'R-9' })]), {
    status: 200,
    body: { returnedCount: 0, unmatchedCount: 1, recordedCount: 1, unmatched: [{ message: /More came back/ }] }
  })
  t.match(await haninge('GET', '/bank-entries'), { body: { items: [{ cause: 'notRecordable', amount: 5_000.01 }] } })
  t.match(
    await byHand({ returnedOn: executionOn }),
    { status: 200, body: { returnedAmount: 10_000 } },
    'all of the rest'
  )
  t.match(await byHand({ returnedOn: dayOf(1), amount: 0.01 }), { status: 409, body: { type: /payment-not-paid$/ } })
  t.match(await send([back(0.01, { on: dayOf(1) })]), { body: { returnedCount: 0, unmatchedCount: 1 } })
  t.equal((await shown()).returnedAmount, 10_000)
})

t.test('two returns that say the same are two, by their references or by their number', async t => {
  const { send, back, shown } = await aPaidPayment(t)
  t.match(await send([back(100), back(100)]), { body: { returnedCount: 2 } })
  t.match(await send([back(100), back(100)]), { body: { returnedCount: 0, unchangedCount: 2 } })
  t.match(await send([back(100), back(100), back(100)]), { body: { returnedCount: 1, unchangedCount: 2 } })
  const named = ['R-1', 'R-2'].map(reference => back(50, { reference }))
  t.match(await send(named.slice(0, 1)), { body: { returnedCount: 1 } })
  t.match(await send(named.toReversed()), { body: { returnedCount: 1, unchangedCount: 1 } })
  // A statement has references of its own.
  const stated = ['S-1', 'S-2'].map(reference => back(50, { reference }))
  t.match(await send(stated, 'camt.053.001.08'), { body: { returnedCount: 0, unchangedCount: 2 } })
  t.equal((await shown()).returnedAmount, 400)
})

t.test('what was recorded by hand is known to the file, and what may be it is left to somebody', async t => {
  const { id, send, back, byHand, shown, haninge } = await aPaidPayment(t)
  t.match(await byHand({ returnedOn: dayOf(1), amount: 3_000, voucherNumber: 'V-1' }), { status: 200 })
  t.match(await byHand({ returnedOn: dayOf(1), amount: 3_000 }), { status: 409, body: { type: /return-recorded$/ } })
  t.match(await byHand({ returnedOn: dayOf(1), amount: 3_000, voucherNumber: 'V-2' }), { status: 200 }, 'another one')
  const same = back(3_000, { on: dayOf(1), reference: 'R-1' })
  t.match(await send([same]), { body: { returnedCount: 0, unchangedCount: 1 } })
  const other = back(3_000, { on: dayOf(2), reference: 'R-2' })
  t.match(await send([same, other]), {
    body: { unchangedCount: 1, unmatched: [{ message: new RegExp(`recorded by hand for ${dayOf(1)}`) }] }
  })
  t.equal((await shown()).returnedAmount, 6_000)
  // Somebody says that it is a third.
  const [entry] = (await made(haninge('GET', '/bank-entries'))).items
  t.match(await haninge('POST', `/bank-entries/${entry.id}/match`, { paymentId: id }), { status: 200 })
  t.match(await send([same, other]), { body: { returnedCount: 0, unchangedCount: 2, unmatchedCount: 0 } })
  t.match(await shown(), { returnedAmount: 9_000, returnedOn: dayOf(2), earlierReturns: { length: 2 } })
})

t.test('an entry that was recorded by hand meanwhile is not matched as another return', async t => {
  const { id, send, back, byHand, shown, haninge } = await aPaidPayment(t)
  await byHand({ returnedOn: dayOf(1), amount: 3_000 })
  await send([back(3_000, { on: dayOf(2), reference: 'R-2' })])
  const [entry] = (await made(haninge('GET', '/bank-entries'))).items
  t.match(await byHand({ returnedOn: dayOf(2), amount: 3_000 }), { status: 200 })
  const match = () => haninge('POST', `/bank-entries/${entry.id}/match`, { paymentId: id })
  t.match(await match(), { status: 409, body: { type: /return-recorded$/ } })
  t.equal((await shown()).returnedAmount, 6_000)
})

t.test('a part that is issued anew is not raised beyond what came back and no other issues', async t => {
  const { id, send, back, haninge } = await aPaidPayment(t)
  await send([back(3_000)])
  const reissue = () => made(haninge('POST', `/payments/${id}/reissue`, { dueOn: '2027-01-29' }))
  const first = await reissue()
  const raise = (amount: number) => haninge('PATCH', `/payments/${first.id}`, { amount }, { 'if-match': '*' })
  t.match(await raise(3_000.01), { status: 422, body: { violations: [{ field: '/amount' }] } })
  t.match(await raise(1_000), { status: 200 })
  t.match(await reissue(), { amount: 2_000 })
  t.match(await raise(1_000.01), { status: 422, body: { violations: [{ field: '/amount' }] } })
  t.match(await raise(999), { status: 200 })
  t.match(await raise(1_000), { status: 200 })
})

t.test('what the bank charges for a return is told apart: what came back is what was sent back', async t => {
  const { send, back, shown } = await aPaidPayment(t)
  const charge = { amount: 10, included: true }
  t.match(await send([back(2_990, { details: [{ amount: 2_990, charge }] })]), {
    body: { returnedCount: 1, remarks: [{ message: /10.00 SEK of charges/ }] }
  })
  t.equal((await shown()).returnedAmount, 3_000)
  const instructed = { amount: 1_985, instructed: 2_000, charge: { amount: 15 } }
  t.match(await send([back(1_985, { details: [instructed] })], 'camt.054.001.02'), { body: { returnedCount: 1 } })
  t.equal((await shown()).returnedAmount, 5_000)
})

t.test('each part that came back is issued anew or asked back, never more than came or stayed', async t => {
  const { id, awardId, send, back, byHand, haninge, ledgerOf } = await aPaidPayment(t)
  const reissue = () => haninge('POST', `/payments/${id}/reissue`, { dueOn: '2027-01-29' })
  await send([back(3_000)])
  const first = await reissue()
  t.match(first, { status: 201, body: { amount: 3_000, reissueOfId: id } })
  t.match(await reissue(), { status: 409, body: { type: /payment-reissued$/ } })
  await send([back(3_000), back(2_000)])
  const second = await reissue()
  t.match(second, { status: 201, body: { amount: 2_000, reissueOfId: id } })
  t.match(await reissue(), { status: 409, body: { type: /payment-reissued$/ } })
  await made(haninge('POST', `/payments/${first.body.id}/cancel`, { reason: 'Fel' }))
  t.match(await reissue(), { status: 201, body: { amount: 3_000 } }, 'what was cancelled is issued anew')
  const { bankReturn } = await made(haninge('GET', `/payments/${id}/trail`))
  t.match(bankReturn.reissues.map(({ amount }: Any) => amount).toSorted(), [2_000, 3_000])

  const claim = (amount: number) =>
    haninge('POST', '/recoveries', {
      ...{ awardId, amount, ground: 'mistake', paymentId: id },
      ...{ decidedOn: LATER, dueOn: '2026-12-31' }
    })
  t.match(await claim(5_000.01), { status: 409, body: { type: /recovery-exceeds-paid$/ } })
  t.match(await claim(4_000), { status: 201 })
  t.match(await byHand({ returnedOn: LATER, amount: 1_000.01 }), { status: 409, body: { type: /payment-claimed$/ } })
  t.match(await byHand({ returnedOn: LATER, amount: 1_000 }), { status: 200, body: { returnedAmount: 6_000 } })
  t.match(await ledgerOf(id), { paid: 1_000_000, returned: 600_000, planned: 400_000 })
})

type Told = { öre: number; day: number; reference: number }
type Step = { kind: 'file' | 'again' | 'hand' | 'reissue'; message: Camt; told: Told[] }
const told: fc.Arbitrary<Told> = fc.record({
  öre: fc.oneof(fc.constantFrom(1, 5_000, 33_333), fc.integer({ min: 1, max: 200_000 })),
  day: fc.integer({ min: 0, max: 2 }),
  reference: fc.nat(1_000_000)
})
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('file', 'file', 'again', 'hand', 'reissue'),
  message: fc.constantFrom('camt.054.001.08', 'camt.054.001.02'),
  told: fc.array(told, { minLength: 1, maxLength: 3 })
})

t.test(
  'whatever comes back, in whatever order: sums, ledger, trail and what is issued anew agree to the öre',
  async t => {
    const world = await aPaidPayment(t, 1)
    const { haninge, pay, ledgerOf } = world
    const total = 10_000_00
    let count = 0

    const history = async (steps: Step[]) => {
      clock(executionOn)
      const payment = await pay(10_000)
      clock(LATER)
      // In öre. References are never used twice, so that every entry is one return.
      const model = { returned: [] as { öre: number; on: string }[], reissued: 0 }
      const back = () => model.returned.reduce((sum, { öre }) => sum + öre, 0)
      const sent: { entries: Entry[]; message: Camt }[] = []
      for (const { kind, message, told } of steps) {
        // Amounts of entries are even and those by hand are odd: which is which is told by none of them (the test above).
        const odd = kind === 'hand' ? 1 : 0
        const rows = told.map(({ öre, day }) => ({ öre: öre * 2 - odd, on: dayOf(day) }))
        if (kind === 'file') {
          const fits = rows.filter(({ öre }, at) => {
            const before = rows.slice(0, at).reduce((sum, row) => sum + row.öre, 0)
            return back() + before + öre <= total
          })
          if (fits.length < rows.length) continue
          const entries = rows.map(({ öre, on }) => payment.back(öre / 100, { on, reference: `R-${++count}` }))
          const answer = await made(payment.send(entries, message, `M-${count}`))
          t.match(answer, { returnedCount: rows.length, unmatchedCount: 0 })
          model.returned.push(...rows)
          sent.push({ entries, message })
        } else if (kind === 'again') {
          for (const { entries, message } of sent)
            t.match(await made(payment.send(entries, message, `M-${++count}`)), {
              ...{ returnedCount: 0, unchangedCount: entries.length, unmatchedCount: 0, recordedCount: 0 }
            })
        } else if (kind === 'hand') {
          const [{ öre, on }] = rows as [(typeof rows)[number]]
          const body = { returnedOn: on, amount: öre / 100, voucherNumber: `V-${++count}` }
          const { status } = await payment.byHand(body)
          t.equal(status, back() === total ? 409 : back() + öre <= total ? 200 : 422)
          if (status === 200) model.returned.push({ öre, on })
        } else {
          const { status, body } = await haninge('POST', `/payments/${payment.id}/reissue`, { dueOn: '2027-01-29' })
          const left = back() - model.reissued
          t.equal(status, left > 0 ? 201 : 409)
          if (status !== 201) continue
          t.equal(Math.round(body.amount * 100), left)
          model.reissued += left
        }
      }
      await agrees(payment.id, await payment.shown(), model.returned, back())
    }

    /** The record, the ledger and the trail tell one sum, and each return by itself. */
    const agrees = async (id: string, shown: Any, returned: { öre: number; on: string }[], back: number) => {
      const ledger = await ledgerOf(id)
      t.match(ledger, { paid: total, planned: total - back, checked: total - back, approved: total - back })
      t.equal(ledger.returned ?? 0, back)
      t.equal(Math.round((shown.returnedAmount ?? 0) * 100), back)
      if (back === 0) return
      const { bankReturn } = await made(haninge('GET', `/payments/${id}/trail`))
      const key = ({ on, öre }: { on: string; öre: number }) => `${on} ${öre}`
      const earlier = bankReturn.earlierReturns.map(({ returnedOn: on, amount }: Any) => ({
        on,
        öre: Math.round(amount * 100)
      }))
      const before = earlier.reduce((sum: number, { öre }: { öre: number }) => sum + öre, 0)
      const told = [...earlier, { on: bankReturn.returnedOn, öre: back - before }].map(key)
      t.strictSame(told.toSorted(), returned.map(key).toSorted())
      t.equal(shown.earlierReturns.length, returned.length - 1)
      t.equal(
        shown.returnedOn,
        returned
          .map(({ on }) => on)
          .toSorted()
          .at(-1)
      )
    }
    const chance = fc.array(step, { minLength: 3, maxLength: 12, size: 'max' })
    await eachHistory(t, chance, history, { count: 25, seed: 20_261_127 })
  }
)
