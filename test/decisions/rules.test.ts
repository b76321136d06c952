import t from 'tap'
import { checkLine, outcomes } from '../../src/decisions/rules.ts'

const fields = (line: Parameters<typeof checkLine>[0]) => checkLine(line).map(({ field }) => field)

t.test('a granted 0 is no rejection and a rejected 0 is right', async t => {
  t.same(fields({ outcome: 'granted', granted: 0 }), [])
  t.same(fields({ outcome: 'rejected', granted: '0.00' }), [])
  t.same(fields({ outcome: 'rejected', granted: 0.01 }), ['granted'])
})

t.test('an outcome that gives no money has no amount above 0', async t => {
  for (const outcome of ['referredBack', 'deferred', 'closedWithoutDecision', 'adopted'] as const) {
    t.same(fields({ outcome, applied: '500.00', granted: null }), [], outcome)
    t.same(fields({ outcome, granted: '500.00', reserved: 10 }), ['granted', 'reserved'], outcome)
  }
})

t.test('reserved money is not granted, nor granted money reserved', async t => {
  t.same(fields({ outcome: 'reserved', reserved: '7000.00' }), [])
  t.same(fields({ outcome: 'reserved', granted: '0.00', reserved: '7000.00' }), ['granted'])
  t.same(fields({ outcome: 'granted', granted: '5.00', reserved: '7000.00' }), ['reserved'])
  t.same(fields({ outcome: 'granted', granted: '5.00', reserved: '0.00' }), [])
})

t.test('the rent is part of what is given', async t => {
  t.same(fields({ outcome: 'granted', granted: '100.00', rent: '100.00' }), [])
  t.same(fields({ outcome: 'granted', granted: '100.00', rent: '100.01' }), ['rent'])
  t.same(fields({ outcome: 'reserved', reserved: 100, rent: 101 }), ['rent'])
  t.same(fields({ outcome: 'granted', granted: null, rent: 101 }), [])
})

t.test('a line without amounts breaks no rule, whatever its outcome', async t => {
  for (const outcome of outcomes) t.same(fields({ outcome }), [], outcome)
})
