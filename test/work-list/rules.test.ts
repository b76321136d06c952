import fc from 'fast-check'
import t from 'tap'
import { addDays } from '../../src/base/dates.ts'
import { reminderFor, workKinds, workRules } from '../../src/reads/work-list/rules.ts'
import { lastNoticeDay, noticeSpan, type Term } from '../../src/register/agreements/term-rules.ts'

t.test('a last notice day that is not one day is a span, and moves on when its latest day has passed', async t => {
  const renewal = { months: 12, noticeMonths: 6 }
  const inYear: Term = { validFrom: '2020-01-01', validTo: '2026-01-01', validToPrecision: 'year', renewal }
  const first = { earliest: '2025-07-01', latest: '2026-06-30' }
  t.strictSame(noticeSpan(inYear, {}, '2025-01-01'), first)
  t.strictSame(noticeSpan(inYear, {}, '2026-06-30'), first, 'on its latest day')
  t.match(noticeSpan(inYear, {}, '2026-07-01'), { latest: '2027-06-30' }, 'the day after')
  t.equal(lastNoticeDay(inYear, {}, '2025-01-01'), null)
  const day: Term = { ...inYear, validTo: '2026-12-31', validToPrecision: 'day' }
  t.strictSame(noticeSpan(day, {}, '2026-06-30'), { earliest: '2026-06-30', latest: '2026-06-30' })
  t.strictSame(noticeSpan(day, {}, '2026-07-01'), { earliest: '2027-06-30', latest: '2027-06-30' })
  t.equal(noticeSpan(day, { endedOn: '2026-12-31' }, '2026-01-01'), null, 'it ends')
  t.equal(noticeSpan({ ...day, validTo: null }, {}, '2026-01-01'), null, 'nobody knows when it ends')
  t.equal(noticeSpan({ ...day, renewal: null }, {}, '2026-01-01'), null, 'nothing renews itself')
})

t.test('a reminder is the least number of days that has come, of what is not over', async () => {
  const kinds = fc.constantFrom(...workKinds)
  const days = fc.uniqueArray(fc.integer({ min: 0, max: 366 }), { maxLength: 10 })
  fc.assert(
    fc.property(kinds, days, fc.integer({ min: -400, max: 400 }), (kind, daysBefore, left) => {
      const on = '2026-03-01'
      const given = reminderFor({ kind, dueOn: addDays(on, left) }, daysBefore, on)
      const isOver = left < 0 && !workRules[kind].waits
      if (given === null) return isOver || daysBefore.every(days => days < left)
      return !isOver && daysBefore.includes(given) && given >= left && !daysBefore.some(d => d >= left && d < given)
    })
  )
})
