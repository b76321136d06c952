import t from 'tap'
import { parseAmount } from '../../src/base/parse-amount.ts'
import {
  addsVoucher,
  agrees,
  isOfOtherAmount,
  isSame,
  readConfirmation
} from '../../src/money/payment-runs/confirmation-rules.ts'
import { faultOfExecution } from '../../src/money/payment-runs/execution-rules.ts'
import { endToEndIdOf, messageIdOf } from '../../src/money/payment-runs/identity-rules.ts'
import { checkPaidOutside, checkReissue, checkReturn } from '../../src/money/payment-runs/return-rules.ts'
import { bankText } from '../../src/money/payment-runs/text-rules.ts'

/** Both sides of the edge of every rule of payment runs; nothing here is looked up. */

t.test('a bank is asked for a day from today to a year ahead, on which it is open', async t => {
  const today = '2026-03-04'
  const fault = (day: string) => faultOfExecution(day, today)?.nextBankingDay ?? null
  const edges: [day: string, next: string | null][] = [
    ['2026-03-03', '2026-03-04'],
    ['2026-03-04', null],
    ['2026-03-05', null],
    ['2026-03-07', '2026-03-09'],
    ['2026-03-08', '2026-03-09'],
    ['2026-04-03', '2026-04-07'],
    ['2026-12-24', '2026-12-28'],
    ['2027-03-04', null],
    ['2027-03-05', null],
    ['2027-03-08', '2026-03-04']
  ]
  for (const [day, next] of edges) t.equal(fault(day), next, day)
  t.equal(faultOfExecution('2026-03-07', '2026-03-07')?.nextBankingDay, '2026-03-09', 'today is a Saturday')
  // Beside a holiday: the banking day after it is the last within a year, or the first beyond it.
  t.equal(faultOfExecution('2027-06-06', '2026-06-06')?.nextBankingDay, '2027-06-07')
  t.equal(faultOfExecution('2027-06-06', '2026-06-05')?.nextBankingDay, '2026-06-05')
  // The last day within a year is a Saturday, and the banking day after it is beyond.
  t.equal(faultOfExecution('2025-03-08', '2024-03-07')?.nextBankingDay, '2024-03-07')
  t.match(faultOfExecution('2025-03-09', '2024-03-07')?.message, /within a year, by 2025-03-08/)
})

t.test('a return, what is issued anew and what was paid outside each have their first and last day', async t => {
  const count = (violations: object[]) => violations.length
  const today = '2022-06-15'
  const returned = (day: string, paidOn = '2022-01-07') => count(checkReturn(day, paidOn, today))
  t.same(
    ['2022-01-06', '2022-01-07', '2022-06-15', '2022-06-16'].map(day => returned(day)),
    [1, 0, 0, 1]
  )
  // Paid not long ago: ninety days from the payment, also where they are still to come.
  t.same(
    ['2022-09-08', '2022-09-09'].map(day => returned(day, '2022-06-10')),
    [0, 1].map(n => n)
  )
  const reissued = (dueOn: string) => count(checkReissue(dueOn, '2022-02-01', '2022-03-01'))
  t.same(['2022-02-28', '2022-03-01', '2022-03-02'].map(reissued), [1, 0, 0])
  t.same(
    ['2022-03-31', '2022-04-01'].map(day => count(checkReissue(day, '2022-04-01', '2022-03-01'))),
    [1, 0]
  )
  const outside = (day: string) => count(checkPaidOutside(day, '2022-02-01', today))
  t.same(['2022-01-31', '2022-02-01', '2022-06-15', '2022-06-16'].map(outside), [1, 0, 0, 1])
})

const row = (values: object) => ({
  ...{ line: 1, values: { endToEndId: 'PI1', outcome: 'paid', paidOn: '2022-01-07', ...values } },
  ...{ field: (name: string) => `/${name}`, readAmount: (value: unknown) => parseAmount(String(value)) }
})
const bounds = { lockedOn: '2022-01-03', latest: '2022-01-10' }
const read = (values: object) => {
  const result = readConfirmation(row(values), bounds)
  return Array.isArray(result) ? result.map(({ field }) => field) : result.outcome
}

t.test('a row is paid from the day of locking to the last day, and says what its outcome needs', async t => {
  const paidOn = (day: string) => read({ paidOn: day })
  t.same(['2022-01-02', '2022-01-03', '2022-01-10', '2022-01-11'].map(paidOn), [
    ...[['/paidOn'], 'paid', 'paid'],
    ['/paidOn']
  ])
  for (const day of ['2022-02-29', '2022-13-01', '2022-00-10', '2022-01-00', '2022-01-32', '0000-01-01']) {
    t.same(paidOn(day), ['/paidOn'], day)
  }
  // Days of the calendar alone: the run was locked long ago and may be paid for long.
  const isDay = (paidOn: string) =>
    !Array.isArray(readConfirmation(row({ paidOn }), { lockedOn: '0001-01-01', latest: '9999-12-31' }))
  const days: [first: string, last: string, beside: string[]][] = [
    ['2022-01-01', '2022-01-31', ['2022-01-00', '2022-01-32', '2022-00-31']],
    ['2022-12-01', '2022-12-31', ['2022-12-00', '2022-12-32', '2022-13-01']],
    ['2022-02-01', '2022-02-28', ['2022-02-29']],
    ['2024-02-01', '2024-02-29', ['2024-02-30']],
    ['2022-04-01', '2022-04-30', ['2022-04-31']],
    ['0001-01-01', '9999-12-31', ['0000-01-01', '0000-12-31', '2022-00-00', '2022-1-01', '202-01-01']]
  ]
  for (const [first, last, beside] of days) {
    for (const day of [first, last]) t.ok(isDay(day), day)
    for (const day of beside) t.notOk(isDay(day), day)
  }
  t.equal(paidOn('20220107'), 'paid')
  t.same(read({ paidOn: null }), ['/paidOn'])
  t.same(read({ outcome: 'betald' }), 'paid')
  t.same(read({ outcome: 'okänd' }), ['/outcome'])
  t.same(read({ outcome: null }), ['/outcome'])
  t.same(read({ endToEndId: ' ' }), ['/endToEndId'])
  t.same(read({ outcome: 'rejected', paidOn: null }), ['/reason'])
  t.same(read({ outcome: 'rejected', paidOn: null, reason: 'Kontot avslutat' }), 'rejected')
  t.same(read({ outcome: 'rejected', reason: 'x' }), ['/paidOn'])
  t.same(read({ outcome: 'rejected', paidOn: null, reason: 'x', voucherNumber: 'V' }), ['/voucherNumber'])
  const longest: [name: string, most: number][] = [
    ['endToEndId', 35],
    ['voucherNumber', 100],
    ['reason', 1000]
  ]
  for (const [name, most] of longest) {
    t.equal(read({ [name]: 'x'.repeat(most) }), 'paid', name)
    t.same(read({ [name]: 'x'.repeat(most + 1) }), [`/${name}`], name)
  }
  t.same(read({ extra: 1 }), ['/extra'])
})

t.test('a row agrees with what is known where it denies nothing of it, to the öre', async t => {
  const said = (values: object) => readConfirmation(row(values), bounds) as never
  const known = { status: 'paid', paidOn: '2022-01-07', voucherNumber: 'V1', rejectedReason: null }
  t.ok(agrees(said({}), known))
  t.ok(agrees(said({ voucherNumber: 'V1' }), known))
  t.notOk(agrees(said({ voucherNumber: 'V2' }), known))
  t.notOk(agrees(said({ paidOn: '2022-01-08' }), known))
  t.ok(agrees(said({ voucherNumber: 'V2' }), { ...known, voucherNumber: null }))
  t.notOk(agrees(said({ voucherNumber: 'V2', paidOn: '2022-01-08' }), { ...known, voucherNumber: null }))
  t.notOk(agrees(said({}), { ...known, status: 'rejected' }))
  t.ok(addsVoucher(said({ voucherNumber: 'V2' }), { ...known, voucherNumber: null }))
  t.notOk(addsVoucher(said({}), { ...known, voucherNumber: null }))
  t.notOk(addsVoucher(said({ voucherNumber: 'V2' }), known))
  t.notOk(addsVoucher(said({ voucherNumber: 'V2' }), { ...known, voucherNumber: null, status: 'rejected' }))
  t.same(
    ['99,99', '100', '100,01'].map(amount => isOfOtherAmount(said({ amount }), 100)),
    [true, false, true]
  )
  t.notOk(isOfOtherAmount(said({}), 100))
  t.notOk(isOfOtherAmount(said({ amount: ' ' }), 100), 'an empty cell')
  t.same(read({ amount: 'x' }), ['/amount'])
})

t.test('two rows of a file say the same where outcome, day, voucher and reason are the same', async t => {
  const said = (values: object) => readConfirmation(row(values), bounds) as never
  const one = said({ voucherNumber: 'V1', reason: 'x' })
  t.ok(isSame(one, said({ voucherNumber: ' V1 ', reason: 'x', amount: '1' })))
  t.notOk(isSame(one, said({ voucherNumber: 'V1', reason: 'x', paidOn: '2022-01-08' })))
  t.notOk(isSame(one, said({ voucherNumber: 'V2', reason: 'x' })))
  t.notOk(isSame(one, said({ voucherNumber: 'V1' })))
  t.notOk(isSame(said({ outcome: 'rejected', paidOn: null, reason: 'x' }), said({ reason: 'x' })))
})

t.test('names for the bank follow from ids, and texts are cut where the bank cuts them', async t => {
  const id = '01933b5c-7a10-7cc3-8f5e-1d2c3b4a5f60'
  t.equal(messageIdOf(id), 'PR01933B5C7A107CC38F5E1D2C3B4A5F60')
  t.equal(endToEndIdOf(id), 'PI01933B5C7A107CC38F5E1D2C3B4A5F60')
  t.equal(bankText('abcde', 5), 'abcde')
  t.equal(bankText('abcdef', 5), 'abcde')
  t.equal(bankText('//a//b', 9), 'a/b')
  t.equal(bankText('Łé & ½\t🎉Å', 20), 'Le + 1/2 Å', 'letters that a bank has instead')
})
