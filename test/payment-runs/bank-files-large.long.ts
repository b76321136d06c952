import { monitorEventLoopDelay } from 'node:perf_hooks'
import v8 from 'node:v8'
import vm from 'node:vm'
import t from 'tap'
import { readBankFile } from '../../src/money/payment-runs/bank-files/read.ts'
import { camt, type Entry, IBAN, summaryOf } from './bank-messages.ts'
import { aRunRegister, executionOn } from './setup.ts'

const COUNT = 100_000

v8.setFlagsFromString('--expose_gc')
const collect = vm.runInNewContext('gc') as () => void
/** Megabytes that are still held when what is not needed was let go of. */
function kept() {
  collect()
  return process.memoryUsage().heapUsed / 1e6
}

/** A statement with the entries given and so many others: some 60 MB, never whole in memory. */
function* statementOf(entries: Entry[], count: number) {
  const nobody = (n: number): Entry => ({
    amount: 10,
    on: executionOn,
    details: [{ endToEndId: `X-${n}`, amount: 10 }]
  })
  const summary = summaryOf(
    count + entries.length,
    count * 10 + entries.reduce((sum, { amount }) => sum + Number(amount), 0)
  )
  const whole = camt('camt.053.001.08', { statements: [{ summary, entries: [...entries, nobody(0)] }] })
  const end = whole.indexOf('</Stmt>')
  const last = whole.lastIndexOf('<Ntry>')
  yield Buffer.from(whole.slice(0, end))
  for (let n = 1; n < count; n += 1000) {
    const more = Array.from({ length: Math.min(1000, count - n) }, (_, at) =>
      whole.slice(last, end).replace('X-0', `X-${n + at}`)
    )
    yield Buffer.from(more.join(''))
  }
  yield Buffer.from(whole.slice(end))
}

/** Milliseconds of a processor that one turn of the event loop takes at most, until it is asked: whatever else the machine does. */
function longestTurn() {
  let longest = 0
  let isOn = true
  let last = process.threadCpuUsage()
  const turn = () => {
    const now = process.threadCpuUsage()
    longest = Math.max(longest, (now.user + now.system - last.user - last.system) / 1000)
    last = now
    if (isOn) setImmediate(turn)
  }
  setImmediate(turn)
  return () => {
    isOn = false
    return longest
  }
}

t.test('a statement of a hundred thousand entries is read as it comes', async t => {
  async function* parts() {
    yield* statementOf([], COUNT)
  }
  const before = kept()
  const begun = process.cpuUsage()
  const file = await readBankFile({ size: 0, read: parts })
  const used = process.cpuUsage(begun)
  const seconds = (used.user + used.system) / 1e6
  const megabytes = kept() - before
  t.match(file, { kind: 'movements', transactions: { length: COUNT } })
  t.comment(`${seconds.toFixed(1)} s of a processor, ${megabytes.toFixed(0)} MB kept`)
  t.ok(seconds < 60, `${seconds} s`)
  t.ok(megabytes < 100, `${megabytes} MB of a file of 52`)
  const tooMany = {
    size: 0,
    read: async function* () {
      yield* statementOf([], 200_001)
    }
  }
  await t.rejects(readBankFile(tooMany), /at most 200000 transactions/)
})

t.test('one payment is found among a hundred thousand entries of others', async t => {
  const { anApprovedPayment, anExportedRun, confirm, database } = await aRunRegister(t)
  await anApprovedPayment()
  const run = await anExportedRun()
  await database.$client.query('update payment_settings set iban = $1', [IBAN])
  const [{ endToEndId, amount }] = run.items
  const entry: Entry = { amount, on: executionOn, details: [{ endToEndId, amount }] }
  const file = Buffer.concat([...statementOf([entry], COUNT)])
  t.comment(`${(file.length / 1e6).toFixed(0)} MB`)
  const begun = Date.now()
  const waits = monitorEventLoopDelay({ resolution: 5 })
  waits.enable()
  const held = longestTurn()
  const answer = await confirm(run.id, file, { 'content-type': 'application/octet-stream' })
  waits.disable()
  const longestHeld = held()
  const longest = waits.max / 1e6
  t.comment(
    `${Date.now() - begun} ms; a turn took ${longestHeld.toFixed(0)} ms of a processor at most; others waited ${longest.toFixed(0)} ms at most, ${(waits.percentile(99) / 1e6).toFixed(0)} ms in 99 of 100`
  )
  // 50 ms on a core of its own; collecting garbage on one that others share takes more of it (186 ms were seen).
  t.ok(longestHeld < 400, `${longestHeld} ms of a processor: others get their turn`)
  t.ok(longest < 1_000, `${longest} ms`)
  t.match(answer, { status: 200, body: { paidCount: 1, unmatchedCount: COUNT, status: 'confirmed' } })
  t.equal(answer.body.unmatched.length, 100)
})
