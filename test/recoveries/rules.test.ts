import t from 'tap'
import { periodOf, refuseBeyondPaid } from '../../src/money/recoveries/claimable.ts'
import {
  checkRecovery,
  isBelowThreshold,
  type RecoveryFacts,
  recoveryGrounds
} from '../../src/money/recoveries/rules.ts'

/** Both sides of the edge of every rule of recoveries; nothing here is looked up. */

const facts: RecoveryFacts = {
  ...{ ground: 'unused', decisionId: 'd', paymentId: null, reportId: null },
  ...{ decidedOn: '2023-04-18', dueOn: '2023-05-31' }
}
const fields = (more: Partial<RecoveryFacts>) =>
  checkRecovery({ ...facts, ...more }, '2023-04-18').map(({ field }) => field)

t.test('a recovery is decided by today and due from the day of its decision', async t => {
  t.same(fields({ decidedOn: '2023-04-17' }), [])
  t.same(fields({}), [], 'decided today')
  t.same(fields({ decidedOn: '2023-04-19' }), ['/decidedOn'])
  t.same(fields({ dueOn: '2023-04-18' }), [], 'due on the day itself')
  t.same(fields({ dueOn: '2023-04-17' }), ['/dueOn'])
})

t.test('each ground needs what it rests on', async t => {
  for (const ground of recoveryGrounds) {
    const mistake = ground === 'mistake'
    t.same(fields({ ground, decisionId: null, paymentId: 'p' }), mistake ? [] : ['/decisionId'], ground)
    t.same(fields({ ground, decisionId: 'd', paymentId: null }), mistake ? ['/paymentId'] : [], ground)
    const ofReport = ground === 'unused' || ground === 'conditionBroken'
    t.same(fields({ ground, paymentId: 'p', reportId: 'r' }), ofReport ? [] : ['/reportId'], ground)
  }
})

t.test('only more than the threshold is asked back, to the öre and the hundredth of a per cent', async t => {
  const below = (unused: bigint, percent: number | null, granted = 10_000n) =>
    isBelowThreshold(unused, granted, percent)
  t.same(
    [499n, 500n, 501n].map(unused => below(unused, 5)),
    [true, true, false]
  )
  t.same(
    [28n, 29n, 30n].map(unused => below(unused, 0.29)),
    [true, true, false]
  )
  t.same(
    [0n, 1n].map(unused => below(unused, 0)),
    [true, false]
  )
  t.same(
    [9_999n, 10_000n, 10_001n].map(unused => below(unused, 100)),
    [true, true, false]
  )
  t.equal(below(0n, null), false)
  t.equal(below(0n, 5, 0n), true)
})

const period = (grantYear: number | null, grantYearTo: number | null = null) => ({
  ...{ grantYear, grantYearTo, paid: '1000.00', returned: '100.10', claimed: '50.00', payeeIds: [] }
})

t.test('a period is found by each year that it holds, and by none beside', async t => {
  const periods = [period(2020), period(2022, 2024)]
  const found = [2019, 2020, 2021, 2022, 2023, 2024, 2025].map(year => periodOf(periods, year)?.grantYear ?? null)
  t.same(found, [null, 2020, null, 2022, 2022, 2022, null])
  t.equal(periodOf([period(2020)], null)?.grantYear, 2020)
  t.equal(periodOf([], null), undefined)
  t.throws(() => periodOf(periods, null))
  t.equal(periodOf([period(null)], 2020), undefined)
})

t.test('what was paid less what came back and what is asked back already can be asked back, to the öre', async t => {
  const refused = (amount: number) => {
    try {
      refuseBeyondPaid(amount, period(2022))
      return false
    } catch {
      return true
    }
  }
  t.same([849.89, 849.9, 849.91].map(refused), [false, false, true])
  t.throws(() => refuseBeyondPaid(0.01, undefined))
})
