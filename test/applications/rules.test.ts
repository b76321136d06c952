import fc from 'fast-check'
import t from 'tap'
import { holdsOn, isReversed } from '../../src/base/dates.ts'
import {
  applicationStatuses,
  canonical,
  latenessOf,
  nextStatus,
  sumOfShares
} from '../../src/register/applications/rules.ts'

t.test(
  'lateness is counted in days where both days are known, and possible within a month that holds the deadline',
  async t => {
    t.same(latenessOf('2021-09-30', 'day', '2021-09-30'), { late: 'no', daysLate: 0 })
    t.same(latenessOf('2021-11-01', 'day', '2021-10-30'), { late: 'yes', daysLate: 2 })
    t.same(
      latenessOf('2021-03-29', 'day', '2021-03-26'),
      { late: 'yes', daysLate: 3 },
      'over the change to summer time'
    )
    t.same(latenessOf('2021-09-01', 'month', '2021-09-15'), { late: 'possible', daysLate: null })
    t.same(latenessOf('2021-09-01', 'month', '2021-09-30'), { late: 'no', daysLate: 0 })
    t.same(latenessOf('2021-10-01', 'month', '2021-09-30'), { late: 'yes', daysLate: null })
    t.same(latenessOf('2021-10-31', 'month', '2021-09-30'), { late: 'yes', daysLate: null })
    t.same(
      latenessOf('2021-10-01', 'year', '2021-09-30'),
      { late: 'possible', daysLate: null },
      'a year is the whole year'
    )
    t.same(latenessOf('2021-10-01', 'year', '2020-12-31'), { late: 'yes', daysLate: null })
    t.same(latenessOf('2021-10-01', 'year', '2021-12-31'), { late: 'no', daysLate: 0 })
    t.same(latenessOf(null, 'day', '2021-09-30'), { late: 'unknown', daysLate: null })
    t.same(latenessOf('2021-09-30', 'day', null), { late: 'unknown', daysLate: null })
  }
)

t.test('what is decided or withdrawn can only be opened again', async t => {
  for (const step of ['requestSupplement', 'complete', 'decide', 'retract'] as const) {
    t.equal(nextStatus('decided', step), null, step)
    t.equal(nextStatus('withdrawn', step), null, step)
  }
  t.same(
    applicationStatuses.map(status => nextStatus(status, 'reopen')),
    [null, null, null, 'received', 'received']
  )
  t.equal(nextStatus('complete', 'requestSupplement'), 'supplementRequested')
})

t.test('shares sum without the errors of floating numbers', async t => {
  t.equal(sumOfShares([33.33, 33.33, 33.34].map(percent => ({ targetGroup: 'x', percent }))), 100)
  t.equal(sumOfShares([0.1, 0.2].map(percent => ({ targetGroup: 'x', percent }))), 0.3)
})

t.test('content is the same whatever the order of its properties', async t => {
  t.equal(canonical({ a: 1, b: { d: null, c: 2 } }), canonical({ b: { c: 2 }, a: 1 }))
  t.not(canonical({ a: [1, 2] }), canonical({ a: [2, 1] }))
  t.not(canonical({ a: 0 }), canonical({}))
  fc.assert(
    fc.property(
      fc.dictionary(fc.string(), fc.jsonValue()),
      value => canonical(JSON.parse(canonical(value))) === canonical(value)
    )
  )
})

t.test('within the span of a start or an end it is possible that something holds', async t => {
  const years = { from: '2021-01-01', fromPrecision: 'year', to: '2023-01-01', toPrecision: 'year' } as const
  t.equal(holdsOn('2021-03-01', years), 'possible')
  t.equal(holdsOn('2022-03-01', years), 'yes')
  t.equal(holdsOn('2023-03-01', years), 'possible')
  t.equal(holdsOn('2024-01-01', years), 'no')
  t.equal(holdsOn('2020-12-31', years), 'no')
  const written = { ...years, from: '2021-05-20', to: '2023-05-20' }
  for (const day of [
    '2020-12-31',
    '2021-01-01',
    '2021-12-31',
    '2022-03-01',
    '2023-01-01',
    '2023-12-31',
    '2024-01-01'
  ]) {
    t.equal(holdsOn(day, written), holdsOn(day, years), `${day}: another day of the same years`)
  }
  t.equal(holdsOn('2022-03-01', { from: null, to: null }), 'unknown')
  t.equal(holdsOn('2022-03-01', { from: null, to: '2022-02-01' }), 'no')
  t.equal(holdsOn('2022-03-01', { from: '2022-03-01', to: '2022-03-01' }), 'yes')
  t.ok(isReversed({ from: '2022-03-02', to: '2022-03-01' }))
  t.notOk(isReversed({ from: '2022-03-02', to: '2022-01-01', toPrecision: 'year' }))
})
