import fc from 'fast-check'
import t from 'tap'
import { addDays } from '../../src/base/dates.ts'
import { eachHistory } from '../support/histories.ts'
import { made } from '../support/register.ts'
import { type Camt, camt, type Entry } from './bank-messages.ts'
import { aPaidPayment, LATER } from './paid-payment.ts'
import { clock, executionOn } from './setup.ts'

/** One entry is told by several files: again, by another message, for another day, in periods that overlap. */

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as they come
type Any = any
const xml = { 'content-type': 'application/xml' }
const dayOf = (number: number) => addDays(executionOn, number)

t.test(
  'an entry with one reference in two statements of a file is one; twice in one statement is doubtful',
  async t => {
    const { id, run, send, back, shown, confirm, haninge } = await aPaidPayment(t)
    const statements = (...all: Entry[][]) =>
      confirm(run.id, camt('camt.053.001.08', { statements: all.map(entries => ({ entries })) }), xml)
    const [first, second] = [back(100, { reference: 'R-1' }), back(100, { reference: 'R-2' })]
    t.match(await statements([first], [first, second]), {
      body: { returnedCount: 2, unchangedCount: 1, unmatchedCount: 0 }
    })
    t.match(await statements([first, second], [second]), {
      body: { returnedCount: 0, unchangedCount: 3, recordedCount: 0 }
    })

    const twice = [back(7, { reference: 'R-7' }), back(7, { reference: 'R-7' })]
    const doubtful = { unmatched: [{ message: /Another entry of the file has the reference R-7 too/ }] }
    t.match(await send(twice), { body: { returnedCount: 1, recordedCount: 1, ...doubtful } })
    t.match(await send(twice), { body: { returnedCount: 0, unchangedCount: 1, recordedCount: 0, ...doubtful } })
    t.match(await send(twice.slice(1)), { body: { returnedCount: 0, unchangedCount: 1, unmatchedCount: 0 } })
    t.equal((await shown()).returnedAmount, 207)
    // Somebody says that they are two.
    const waiting = async (): Promise<Any[]> => (await made(haninge('GET', '/bank-entries?status=unmatched'))).items
    const [entry] = await waiting()
    t.match(entry, { cause: 'notRecordable', amount: 7, paymentId: id })
    t.match(await haninge('POST', `/bank-entries/${entry.id}/dismiss`, { reason: 'Banken skrev den två gånger' }), {
      status: 200
    })
    t.match(await send(twice), { body: { returnedCount: 0, unchangedCount: 2, unmatchedCount: 0, recordedCount: 0 } })
    // Or that they are two, of which the second is recorded as another.
    const two = [back(8, { reference: 'R-8' }), back(8, { reference: 'R-8' })]
    t.match(await send(two), { body: { returnedCount: 1, recordedCount: 1 } })
    const [second8] = await waiting()
    const match = (body: object) => haninge('POST', `/bank-entries/${second8.id}/match`, { paymentId: id, ...body })
    t.match(await match({}), { status: 409, body: { type: /\/return-recorded$/ } })
    t.match(await match({ isAnother: true }), { status: 200, body: { status: 'matched' } })
    t.equal((await shown()).returnedAmount, 223)
    t.match(await send(two), { body: { returnedCount: 0, unchangedCount: 2, recordedCount: 0 } })
    // The details of one entry share its reference, and are as many as they are.
    const both: Entry = { ...back(10, { reference: 'R-9' }), details: [0, 1].map(() => back(5).details![0]!) }
    both.details = both.details!.map(detail => ({ ...detail, amount: 5 }))
    t.match(await send([both]), { body: { returnedCount: 2, unmatchedCount: 0 } })
    t.match(await send([both]), { body: { returnedCount: 0, unchangedCount: 2 } })
  }
)

t.test(
  'what a statement tells as pending, and a later one of the file as booked, is taken once it is booked',
  async t => {
    const { run, send, back, shown, confirm, haninge } = await aPaidPayment(t)
    const statements = (...all: Entry[][]) =>
      confirm(run.id, camt('camt.054.001.08', { statements: all.map(entries => ({ entries })) }), xml)
    const [pending, booked] = [back(100, { reference: 'R-1', status: 'PDNG' }), back(100, { reference: 'R-1' })]
    t.match(await statements([pending], [booked]), { body: { returnedCount: 1, unmatchedCount: 0 } })
    t.equal((await shown()).returnedAmount, 100)
    t.match(await statements([booked], [pending]), { body: { returnedCount: 0, unchangedCount: 1 } })
    // One reference for two days is looked at by somebody.
    const days = [0, 1].map(day => [back(50, { reference: 'R-2', on: dayOf(day) })])
    t.match(await statements(...days), { body: { returnedCount: 1, recordedCount: 1 } })
    t.equal((await made(haninge('GET', '/bank-entries?status=unmatched'))).items.length, 1)
    t.match(await send(days.flat()), { body: { returnedCount: 0, recordedCount: 0 } })
  }
)

t.test('a debit that two statements of a file tell by one reference is one', async t => {
  const { run, confirm, haninge } = await aPaidPayment(t)
  const [{ endToEndId, amount }] = run.items
  const debit = (reference: string): Entry => ({
    amount,
    on: executionOn,
    reference,
    details: [{ endToEndId, amount }]
  })
  const send = (...all: Entry[][]) =>
    confirm(run.id, camt('camt.053.001.08', { statements: all.map(entries => ({ entries })) }), xml)
  t.match(await send([debit('S-1')], [debit('S-1')]), { body: { unchangedCount: 2, unmatchedCount: 0 } })
  t.match(await send([debit('S-1')], [debit('S-1'), debit('S-2')]), { body: { unchangedCount: 2, recordedCount: 1 } })
  t.match((await made(haninge('GET', '/bank-entries'))).items, [{ cause: 'secondDebit', bankReference: 'S-2' }])
})

t.test('a return that another message tells for another day is looked at by somebody, and counts once', async t => {
  const { id, send, back, shown, haninge } = await aPaidPayment(t)
  t.match(await send([back(300, { reference: 'R-1' })]), { body: { returnedCount: 1 } })
  const stated = back(300, { reference: 'S-1', on: dayOf(1) })
  const doubtful = { unmatched: [{ message: new RegExp(`the one that camt.054 told for ${executionOn}`) }] }
  t.match(await send([stated], 'camt.053.001.08'), { body: { returnedCount: 0, recordedCount: 1, ...doubtful } })
  t.match(await send([stated], 'camt.053.001.02', 'BANK-9'), {
    body: { returnedCount: 0, recordedCount: 0, ...doubtful }
  })
  t.equal((await shown()).returnedAmount, 300)
  // A reference of the bank that both messages have tells without doubt; and so does another amount.
  t.match(await send([back(300, { reference: 'R-1', on: dayOf(1) })], 'camt.053.001.08'), {
    body: { unchangedCount: 1 }
  })
  t.match(await send([back(299, { on: dayOf(1) })], 'camt.053.001.08'), { body: { returnedCount: 1 } })
  const [entry] = (await made(haninge('GET', '/bank-entries'))).items
  t.match(await haninge('POST', `/bank-entries/${entry.id}/match`, { paymentId: id }), { status: 200 })
  t.match(await send([stated], 'camt.053.001.08'), { body: { returnedCount: 0, unchangedCount: 1, unmatchedCount: 0 } })
  t.equal((await shown()).returnedAmount, 899)
})

t.test('what is kept of an entry that has nothing but its place in the message is kept once', async t => {
  const { send, haninge } = await aPaidPayment(t)
  const nameless = (place: string): Entry => ({ amount: 10_000, on: executionOn, place, details: [{ amount: 10_000 }] })
  const both = [nameless('1'), nameless('2')]
  t.match(await send(both), { body: { recordedCount: 2 } })
  t.match(await send(both, 'camt.054.001.08', 'BANK-3'), { body: { recordedCount: 0 } })
  t.match(await send(both.slice(1), 'camt.053.001.02', 'BANK-4'), { body: { recordedCount: 0 } })
  t.match(await send([...both, nameless('3')], 'camt.054.001.08', 'BANK-5'), { body: { recordedCount: 1 } })
  t.equal((await made(haninge('GET', '/bank-entries'))).items.length, 3)
})

/** What truly came back: its amount, its day in notifications, how much later statements book it, whether both name it alike. */
type Truth = { amount: number; day: number; later: number; isShared: boolean }
/** Which of it a file tells, in one statement or in two that overlap. */
type File = { message: Camt; from: number; count: number; isSplit: boolean; isReversed: boolean }
type History = { truth: Truth[]; files: File[] }
const truth: fc.Arbitrary<Truth> = fc.record({
  amount: fc.constantFrom(100, 100, 250.5),
  day: fc.nat(1),
  later: fc.nat(1),
  isShared: fc.boolean()
})
const file: fc.Arbitrary<File> = fc.record({
  message: fc.constantFrom<Camt>('camt.054.001.08', 'camt.053.001.02', 'camt.053.001.08'),
  from: fc.nat(3),
  count: fc.integer({ min: 1, max: 4 }),
  isSplit: fc.boolean(),
  isReversed: fc.boolean()
})
const chance: fc.Arbitrary<History> = fc.record({
  truth: fc.array(truth, { minLength: 1, maxLength: 4 }),
  files: fc.array(file, { minLength: 1, maxLength: 5 })
})

t.test(
  'whatever files tell it, and how often: nothing counts twice, nothing is lost, and again changes nothing',
  async t => {
    const { pay, haninge, confirm } = await aPaidPayment(t, 1)
    let count = 0

    const history = async ({ truth, files }: History) => {
      clock(executionOn)
      const payment = await pay(10_000)
      clock(LATER)
      const own = ++count
      const told = (isStatement: boolean) =>
        truth.map(({ amount, day, later, isShared }, at) =>
          payment.back(amount, {
            on: dayOf(isStatement ? day + later : day),
            reference: `${isStatement && !isShared ? 'S' : 'R'}-${own}-${at}`
          })
        )
      const send = async ({ message, from, count, isSplit, isReversed }: File) => {
        const all = told(message.startsWith('camt.053')).slice(from, from + count)
        if (all.length === 0) return
        const entries = isReversed ? all.toReversed() : all
        const statements = isSplit ? [{ entries: entries.slice(0, -1) }, { entries }] : [{ entries }]
        const sent = camt(message, { messageId: `M-${++count}`, statements })
        return await made(confirm(payment.run.id, sent, xml))
      }
      const öre = (amount: number) => Math.round(amount * 100)
      const sum = truth.reduce((sum, { amount }) => sum + öre(amount), 0)
      const whole = { from: 0, count: 4, isSplit: false, isReversed: false }
      const everything: File[] = [
        ...files,
        { message: 'camt.053.001.08', ...whole },
        { message: 'camt.054.001.08', ...whole }
      ]
      for (const each of everything) {
        await send(each)
        const back = öre((await payment.shown()).returnedAmount ?? 0)
        t.ok(back <= sum, `${back} öre of ${sum}`)
      }
      const { items } = await made(haninge('GET', `/bank-entries?status=unmatched&runId=${payment.run.id}&limit=1000`))
      const waiting = items.reduce((sum: number, { amount }: Any) => sum + öre(amount), 0)
      const { returnedAmount, version } = await payment.shown()
      t.ok(öre(returnedAmount) + waiting >= sum, `${öre(returnedAmount)} and ${waiting} that waits of ${sum}`)
      for (const each of everything) {
        const again = await send(each)
        if (again) t.match(again, { returnedCount: 0, recordedCount: 0, paidCount: 0 })
      }
      t.equal((await payment.shown()).version, version)
    }
    await eachHistory(t, chance, history, { count: 25, seed: 20_261_128 })
  }
)
